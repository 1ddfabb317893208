"""Read the tables of an ontology folder into values, naming the place of every row that is wrong."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from immunograph.columns import FILES, FOLDERS
from immunograph.errors import UsageError
from immunograph.indications import gather
from immunograph.model import (
    Claim,
    Concept,
    Curator,
    Finding,
    Mapping,
    Ontology,
    Passage,
    Place,
    Script,
    Source,
    Trial,
)
from immunograph.rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

_Key = TypeVar("_Key", str, tuple[str, str])
_Value = TypeVar("_Value")


def shipped_folder() -> Path:
    """Find the ontology that came with the package: inside the wheel, else beside it in the repository."""
    inside = Path(str(importlib.resources.files("immunograph"))) / "ontology"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "ontology"


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables hold: as rows with places, as values, what is wrong with their shape, and what it hides."""

    rows: dict[str, tuple[Row, ...]]
    ontology: Ontology
    findings: tuple[Finding, ...]
    lost: frozenset[str]


def load(folder: Path) -> Tables:
    """Read all tables.

    Raises:
        UsageError: the folder is not an ontology.
        OSError: a file cannot be read.
    """
    if not (folder / "concepts").is_dir():
        message = f"{folder}: not an ontology folder, it has no concepts/; name the folder that has"
        raise UsageError(message)
    paths = [folder / name for name in FILES]
    paths += [path for name in FOLDERS for path in sorted((folder / name).glob("*.tsv"))]
    read = {path.relative_to(folder).as_posix(): read_rows(folder, path) for path in paths}
    findings = [finding for table in read.values() for finding in table.findings]
    tables = {name: table.rows for name, table in read.items()}
    findings += _strays(folder)
    ontology = replace(
        _ontology(tables, findings),
        prefixes=_prefixes(folder / "mappings.sssom.tsv"),
        queries=tuple(_scripts(folder, "queries", findings)),
        rules=tuple(_scripts(folder, "rules", findings)),
    )
    lost = frozenset[str]().union(*(table.lost for table in read.values()))
    return Tables(tables, ontology, tuple(sorted(findings)), lost)


_KNOWN = {"README.md", "schema.ttl", "shapes.ttl", "concepts", "relations", "queries", "rules", "checks", *FILES}
_SUFFIXES = {"concepts": ".tsv", "relations": ".tsv", "queries": ".rq", "rules": ".rq", "checks": ".rq"}


def _strays(folder: Path) -> Iterator[Finding]:
    """Find files that nobody reads; what begins with a dot is the system's."""
    paths = [path for path in folder.iterdir() if path.name not in _KNOWN]
    paths += [p for name, suffix in _SUFFIXES.items() for p in (folder / name).glob("*") if p.suffix != suffix]
    for path in sorted(paths):
        if not path.name.startswith("."):
            yield Finding(Place(path.relative_to(folder).as_posix()), "stray-file", "nobody reads this; delete it")


def _prefixes(path: Path) -> dict[str, str]:
    """Read the `curie_map` from the commented head of an SSSOM file (SSSOM TSV serialisation)."""
    found = {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    for line in lines:
        if line.startswith("#  "):
            prefix, _, iri = line[1:].strip().partition(": ")
            found[prefix] = iri.strip('" ')
    return found


def _scripts(folder: Path, name: str, findings: list[Finding]) -> Iterator[Script]:
    for path in sorted((folder / name).glob("*.rq")):
        where = f"{name}/{path.name}"
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            findings.append(Finding(Place(where, 1, 1), "not-utf-8", "the file is not UTF-8; save it as UTF-8"))
            continue
        title, _, _ = content.partition("\n")
        if not title.startswith("# "):
            message = "the first line must be a comment that says it in plain words"
            findings.append(Finding(Place(where, 1, 1), "no-title", message))
        yield Script(path.stem, title.removeprefix("# ").strip(), content, where)


def _ontology(tables: dict[str, tuple[Row, ...]], findings: list[Finding]) -> Ontology:
    concepts: dict[str, Concept] = {}
    claims: list[Claim] = []
    for name, rows in tables.items():
        folder, _, file = name.partition("/")
        stem = file.removesuffix(".tsv")
        if folder == "concepts":
            for row in rows:
                _keep(concepts, row["id"], _concept(row, stem), row, findings)
        elif folder == "relations":
            claims += (Claim(row["subject"], stem, row["object"], row.evidence()) for row in rows)
    trials = tuple(_trial(row) for row in tables["trials.tsv"])
    claims += (claim for trial in trials for claim in trial.claims)
    sources: dict[str, Source] = {}
    for row in tables["sources.tsv"]:
        known = row["id"], row["title"], row["kind"], row["publisher"], row["published"], row["url"], row["retrieved"]
        _keep(sources, row["id"], Source(*known, row.place()), row, findings)
    curators: dict[str, Curator] = {}
    for row in tables["curators.tsv"]:
        _keep(curators, row["id"], Curator(row["id"], row["name"], row["kind"], row.place()), row, findings)
    passages: dict[tuple[str, str], Passage] = {}
    for row in tables["passages.tsv"]:
        passage = Passage(row["source"], row["locator"], row["digest"], row["gave_nothing"], row.place())
        _keep(passages, (passage.source, passage.locator), passage, row, findings)
    mappings = [_mapping(row) for row in tables["mappings.sssom.tsv"]]
    return Ontology(
        dict(sorted(concepts.items())),
        tuple(sorted(claims, key=lambda c: (c.relation, c.subject, c.object, c.evidence.place))),
        gather(tables["indications.tsv"], findings),
        tuple(sorted(trials, key=lambda one: (one.study, one.evidence.place))),
        dict(sorted(sources.items())),
        dict(sorted(curators.items())),
        dict(sorted(passages.items())),
        tuple(sorted(mappings, key=lambda m: (m.subject, m.predicate, m.object))),
    )


def _keep(found: dict[_Key, _Value], key: _Key, value: _Value, row: Row, findings: list[Finding]) -> None:
    if key in found:
        name = key if isinstance(key, str) else " ".join(key)
        findings.append(Finding(row.place(), "duplicate-id", f"{name!r} has a row already; keep one"))
    else:
        found[key] = value


def _mapping(row: Row) -> Mapping:
    pair = row["subject_id"], row["predicate_id"], row["object_id"]
    return Mapping(*pair, row["object_label"], row["mapping_justification"], row.place())


def _concept(row: Row, kind: str) -> Concept:
    return Concept(
        row["id"],
        kind,
        row["label"],
        row.many("parents"),
        row.many("synonyms"),
        row["plain"],
        row["definition"],
        row["replaced_by"],
        row.evidence(),
        {column: row.place(column) for column in row.cells},
    )


def _trial(row: Row) -> Trial:
    known = row["study"], row["registration"], row["phase"], row["design"]
    found = row["result"], row["endpoint"], row["reported"]
    ends = row.many("agents"), row.many("comparators"), row["condition"], row["setting"]
    return Trial(*known, *ends, *found, row.evidence())
