"""What each table of the ontology folder must look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        name: its head.
        meaning: said in `ontology/README.md`.
        required: whether an empty cell is wrong.
        refers: what the ids in it must be: `concept`, `source`, `curator`, or the name of a class of the schema.
        choices: the only values allowed.
        form: the form of the values: `slug`, `date`, `digest`, `curie`, `registration` or `url`.
        many: whether `|` separates several values.
        also: what may stand there alone, whatever else the column wants.
    """

    name: str
    meaning: str
    required: bool = False
    refers: str = ""
    choices: tuple[str, ...] = ()
    form: str = ""
    many: bool = False
    also: str = ""


UNSAID = "?"
"""What stands in a cell of which nobody speaks, and nothing would mean that there is none or that none was sought."""
STATUSES = ("approved", "withdrawn", "in-trial", "failed")
MATCHES = tuple(f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
_SOURCE = (
    Column("source", "id of the source that says so", required=True, refers="source"),
    Column("locator", "where in the source: section, paragraph, sentence", required=True),
)
_CURATOR = Column("curator", "id of who wrote the row", required=True, refers="curator")

CONCEPTS = (
    Column("id", "readable slug; never changed, never used again", required=True, form="slug"),
    Column("label", "the usual name; lower case but for proper names and symbols", required=True),
    Column(
        "parents",
        "ids of the kinds of thing that it is, `|` between them; empty only for a root",
        refers="Concept",
        many=True,
    ),
    Column("synonyms", "other names, brands and codes, `|` between them", many=True),
    Column("plain", "one sentence that a lay reader understands", required=True),
    Column("definition", "one expert sentence: what it is and what sets it apart", required=True),
    *_SOURCE,
    _CURATOR,
    Column(
        "replaced_by",
        "for a retired concept: the id to use instead, or `-` where there is none",
        refers="Concept",
        also="-",
    ),
)
_DIRECTIONS = ("supports", "disputes")
RELATIONS = (
    Column("subject", "id of the concept that the statement is about", required=True, refers="Concept"),
    Column("object", "id of the concept that it stands in the relation to", required=True, refers="Concept"),
    *_SOURCE,
    Column("direction", "`supports` or `disputes`", required=True, choices=_DIRECTIONS),
    Column("note", "a short qualifier in your own words"),
    _CURATOR,
)
_NOT = f"`{UNSAID}` where the source does not say"
INDICATIONS = (
    Column("agent", "id of the agent", required=True, refers="Treatment"),
    Column("condition", "id of the cancer", required=True, refers="Cancer"),
    Column("setting", "line, stage and other limits, in a few words"),
    Column(
        "biomarkers",
        f"ids of what must be measured first, `|` between them; {_NOT}",
        refers="Biomarker",
        many=True,
        also=UNSAID,
    ),
    Column(
        "partners",
        f"ids of what is given with it, `|` between them; {_NOT}",
        refers="Treatment",
        many=True,
        also=UNSAID,
    ),
    Column("regulator", "id of the regulator; empty for trials", refers="Regulator"),
    Column("status", f"one of {', '.join(STATUSES)}", required=True, choices=STATUSES),
    Column(
        "date",
        f"YYYY-MM-DD or YYYY of the approval, or of the report of a trial; `{UNSAID}` if no source dates an approval",
        form="date",
        also=UNSAID,
    ),
    Column("ended", "YYYY-MM-DD or YYYY of the withdrawal", form="date"),
    Column("trial", "name or number of the trial that it rests on"),
    *_SOURCE,
    Column(
        "direction",
        "`supports`; or `disputes` where the source gives other dates for the indication of another row",
        required=True,
        choices=_DIRECTIONS,
    ),
    Column("note", "a short qualifier in your own words"),
    _CURATOR,
)
PHASES = ("1", "1/2", "2", "2/3", "3", "4")
DESIGNS = ("randomised-double-blind", "randomised-open-label", "non-randomised", "single-arm", "other")
RESULTS = ("positive", "negative", "mixed")
TRIALS = (
    Column("study", "id of the study", required=True, refers="Study"),
    Column("registration", "its number at ClinicalTrials.gov, where the source gives it", form="registration"),
    Column("phase", f"one of {', '.join(PHASES)}", choices=PHASES),
    Column("design", f"one of {', '.join(DESIGNS)}", choices=DESIGNS),
    Column("agents", "ids of what it tests, `|` between them", required=True, refers="Treatment", many=True),
    Column("comparators", "ids of what it compares that with, `|` between them", refers="Treatment", many=True),
    Column("condition", "id of the cancer", required=True, refers="Cancer"),
    Column("setting", "line, stage and other limits, in a few words"),
    Column("result", f"of its main question: one of {', '.join(RESULTS)}", choices=RESULTS),
    Column("endpoint", "its main question and the answer, in a few words of your own"),
    Column("reported", "YYYY-MM-DD or YYYY of the report", form="date"),
    *_SOURCE,
    Column("note", "a short qualifier in your own words"),
    _CURATOR,
)
SOURCES = (
    Column("id", "readable slug", required=True, form="slug"),
    Column("title", "its title", required=True),
    Column("kind", "`regulator`, `label`, `guideline`, `article`, `review`, `patient-page` ...", required=True),
    Column("publisher", "who published it", required=True),
    Column("published", "YYYY-MM-DD or YYYY, where it says so", form="date"),
    Column("url", "where it was read; empty for a document without an address", form="url"),
    Column("retrieved", "YYYY-MM-DD on which it was read", required=True, form="date"),
)
CURATORS = (
    Column("id", "readable slug", required=True, form="slug"),
    Column("name", "name of the person or program", required=True),
    Column("kind", "`person` or `software`", required=True, choices=("person", "software")),
)
PASSAGES = (
    Column("source", "id of the source", required=True, refers="source"),
    Column("locator", "where in the source, as the rows that rest on it say", required=True),
    Column("digest", "SHA-256 of the normalised text of the passage", required=True, form="digest"),
    Column("gave_nothing", "why no statement came of it; empty when some did"),
)
MAPPINGS = (
    Column("subject_id", "our concept, as `ig:slug`", required=True, refers="Concept"),
    Column("subject_label", "its label", required=True),
    Column("predicate_id", "how the two correspond, as a term of SKOS", required=True, choices=MATCHES),
    Column("object_id", "the outside identifier, as a CURIE", required=True, form="curie"),
    Column("object_label", "the label there"),
    Column("mapping_justification", "why, as a term of `semapv`", required=True),
)
PREFIXES = (
    Column("prefix", "as identifiers write it", required=True),
    Column("bioregistry", "its name in the Bioregistry", required=True),
    Column("name", "what it stands for", required=True),
    Column("pattern", "the form of its identifiers, as the Bioregistry has it", required=True),
)
FILES = {
    "indications.tsv": INDICATIONS,
    "trials.tsv": TRIALS,
    "sources.tsv": SOURCES,
    "curators.tsv": CURATORS,
    "passages.tsv": PASSAGES,
    "mappings.sssom.tsv": MAPPINGS,
    "prefixes.tsv": PREFIXES,
}
FOLDERS = {"concepts": CONCEPTS, "relations": RELATIONS}


_KEYS = {
    "concepts": ("id",),
    "relations": ("subject", "object", "source", "locator"),
    "indications.tsv": (
        "agent", "condition", "setting", "biomarkers", "partners", "regulator", "status", "date", "ended", "source",
        "locator",
    ),
    "trials.tsv": ("study", "source", "locator"),
    "sources.tsv": ("id",),
    "curators.tsv": ("id",),
    "passages.tsv": ("source", "locator"),
    "mappings.sssom.tsv": ("subject_id", "object_id"),
    "prefixes.tsv": ("prefix",),
}  # fmt: skip


def key_columns(table: str) -> tuple[str, ...]:
    """Give the columns that say which row it is, so that two versions of a table can be told apart row by row.

    >>> key_columns("concepts/agent.tsv")
    ('id',)
    """
    return _KEYS[table] if table in _KEYS else _KEYS[table.partition("/")[0]]


def sort_key(table: str, cells: Mapping[str, str]) -> list[str]:
    """Give the key by which the rows of a table stand in order: their id, or else all of their cells."""
    names = key_columns(table)
    return [cells[name] for name in (names if len(names) == 1 else [column.name for column in columns(table)])]


def columns(table: str) -> tuple[Column, ...]:
    """Give the columns of a table by its path below the ontology folder.

    >>> columns("relations/blocks.tsv")[0].name
    'subject'
    """
    return FILES[table] if table in FILES else FOLDERS[table.partition("/")[0]]
