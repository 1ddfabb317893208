"""The values that the tables hold, before they become RDF."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a cell stands: path below the ontology folder, line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as editors read it."""
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, where, and what to do about it."""

    place: Place
    code: str
    message: str

    def __str__(self) -> str:
        """Write `path:line:column: CODE message`."""
        return f"{self.place}: {self.code} {self.message}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says for (`supports`) or against (`disputes`) a statement."""

    source: str
    locator: str
    curator: str
    place: Place
    direction: str = "supports"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the graph speaks about; `kind` is the name of its table, `places` where each cell of its row is."""

    id: str
    kind: str
    label: str
    parents: tuple[str, ...]
    synonyms: tuple[str, ...]
    plain: str
    definition: str
    replaced_by: str
    evidence: Evidence
    places: dict[str, Place] = field(default_factory=dict, compare=False)

    @property
    def retired(self) -> bool:
        """Tell whether the concept is kept only so that its id still means something."""
        return bool(self.replaced_by)


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement that two concepts stand in a relation; `relation` is the name of its table."""

    subject: str
    relation: str
    object: str
    evidence: Evidence

    @property
    def edge(self) -> tuple[str, str, str]:
        """Give the relation without who said it."""
        return self.subject, self.relation, self.object


@dataclass(frozen=True, slots=True)
class Indication:
    """One regulatory life of one use of an agent.

    `date` is the day (`YYYY-MM-DD`) or year of the approval or, without a regulator, of the report;
    `ended` that of a withdrawal. `unsaid` names those of `biomarkers` and `partners` of which no source speaks.
    """

    agent: str
    condition: str
    setting: str
    biomarkers: tuple[str, ...]
    partners: tuple[str, ...]
    regulator: str
    status: str
    date: str
    ended: str
    trial: str
    evidence: tuple[Evidence, ...]
    unsaid: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Give what makes two rows speak of the same indication."""
        return (
            self.agent,
            self.condition,
            self.setting,
            self.biomarkers,
            self.partners,
            self.regulator,
            self.status,
            self.date,
            self.ended,
            self.trial,
            *([self.unsaid] if self.unsaid else []),
        )

    @property
    def id(self) -> str:
        """Give a slug that depends on the content alone."""
        digest = hashlib.sha256(repr(self.key).encode()).hexdigest()[:8]
        parts = ("indication", self.agent, self.condition, self.regulator or "trial", digest)
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Trial:
    """What one source says of a clinical trial; `reported` is a day (`YYYY-MM-DD`) or a year."""

    study: str
    registration: str
    phase: str
    design: str
    agents: tuple[str, ...]
    comparators: tuple[str, ...]
    condition: str
    setting: str
    result: str
    endpoint: str
    reported: str
    evidence: Evidence

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Give the relations that the row states."""
        ends = [("tests", agent) for agent in self.agents]
        ends += [("compares-with", other) for other in self.comparators]
        ends.append(("enrols", self.condition))
        return tuple(Claim(self.study, relation, other, self.evidence) for relation, other in ends)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read."""

    id: str
    title: str
    kind: str
    publisher: str
    published: str
    url: str
    retrieved: str
    place: Place


@dataclass(frozen=True, slots=True)
class Curator:
    """Who wrote rows; `kind` is `person` or `software`."""

    id: str
    name: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source by its place and digest; `gave_nothing` says why no statement came of it."""

    source: str
    locator: str
    digest: str
    gave_nothing: str
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of SSSOM: our concept, an outside identifier, and how they correspond."""

    subject: str
    predicate: str
    object: str
    object_label: str
    justification: str
    place: Place


@dataclass(frozen=True, slots=True)
class Script:
    """A file of SPARQL: a saved query or a rule; `title` is its first line, in plain words."""

    name: str
    title: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """All tables, as values; sorted, so that equal tables give equal ontologies."""

    concepts: dict[str, Concept] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    indications: tuple[Indication, ...] = ()
    trials: tuple[Trial, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    curators: dict[str, Curator] = field(default_factory=dict)
    passages: dict[tuple[str, str], Passage] = field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    queries: tuple[Script, ...] = ()
    rules: tuple[Script, ...] = ()


_PUNCTUATION = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})


def digest(passage: str) -> str:
    r"""Give the SHA-256 of a passage, the same however its white space, quotes, dashes and case were set.

    A program that holds the source can find out with it whether the passage still stands there.

    >>> digest("It  can’t\nbe.") == digest("it can't be.")
    True
    """
    plain = unicodedata.normalize("NFKC", passage).translate(_PUNCTUATION).casefold()
    return hashlib.sha256(re.sub(r"\s+", " ", plain).strip().encode()).hexdigest()
