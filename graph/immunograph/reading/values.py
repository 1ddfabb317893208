"""What people read of a concept, a statement and its proof."""

from __future__ import annotations

from dataclasses import dataclass

Edge = tuple[str, str, str]
"""Subject slug, relation name, object slug."""


@dataclass(frozen=True, slots=True)
class Verb:
    """How a relation reads, forwards and backwards."""

    name: str
    label: str
    back: str
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of concept, in words."""

    name: str
    label: str
    plural: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one concept, but for its relations."""

    id: str
    label: str
    kind: str
    plain: str
    definition: str
    synonyms: tuple[str, ...]
    identifiers: tuple[str, ...]
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One piece of evidence, as people read it."""

    source: str
    title: str
    url: str
    locator: str
    direction: str
    row: str
    note: str

    def __str__(self) -> str:
        """Write the citation in one line."""
        against = "disputed by " if self.direction == "disputes" else ""
        note = f" ({self.note})" if self.note else ""
        return f"{against}{self.title}, {self.locator}{note} [{self.row}]"


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation between two concepts in words."""

    edge: Edge
    sentence: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Use:
    """One indication in words; dates as `YYYY-MM-DD` or `YYYY`.

    `unsaid` names those of `biomarkers` and `partners` of which no source speaks.
    """

    id: str
    condition: str
    setting: str
    biomarkers: tuple[str, ...]
    partners: tuple[str, ...]
    regulator: str
    status: str
    date: str
    ended: str
    trial: str
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """An outside identifier of a concept; `predicate` is a CURIE such as `skos:exactMatch`."""

    predicate: str
    identifier: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of a clinical trial beyond its relations; `reported` as `YYYY-MM-DD` or `YYYY`."""

    registration: str
    phase: str
    design: str
    setting: str
    result: str
    endpoint: str
    reported: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Why an inferred relation follows: the rule, and its premises; a record is a premise by its slug alone."""

    rule: str
    premises: tuple[Edge | tuple[str], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a statement holds: its evidence, or a rule and the proofs of what it rests on."""

    sentence: str
    evidence: tuple[Cited, ...] = ()
    rule: str = ""
    premises: tuple[Proof, ...] = ()

    def __str__(self) -> str:
        """Write the proof as an indented list."""
        return "\n".join(self.lines())

    def lines(self, indent: str = "") -> list[str]:
        """Give the lines of the list, indented."""
        lines = [f"{indent}{self.sentence}"]
        lines += [f"{indent}  source: {piece}" for piece in self.evidence]
        if self.rule:
            lines.append(f"{indent}  because {self.rule}:")
        for premise in self.premises:
            lines += premise.lines(indent + "    ")
        return lines
