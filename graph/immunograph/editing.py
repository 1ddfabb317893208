"""Change the tables of an ontology: add a concept with what belongs to it, or retire one.

Every change is tried on a copy first, so that the tables are never left with a mistake in them.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph import files
from immunograph.changes import Change, compare
from immunograph.columns import FILES, columns, key_columns
from immunograph.conclusion import conclude, review
from immunograph.errors import UsageError
from immunograph.formatting import format_table, parse_table, write_table
from immunograph.names import meant
from immunograph.tables import load
from immunograph.validation import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from immunograph.model import Finding
    from immunograph.vocabulary import Schema

Cells = dict[str, str]
Rows = dict[str, list[Cells]]
"""Rows by the path of their table."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the files that it wrote, what changed, and the warnings that were not there before."""

    paths: tuple[Path, ...]
    changes: list[Change]
    warnings: list[Finding]


@dataclass(frozen=True, slots=True)
class NewConcept:
    """A concept to add, with its evidence, relations and identifiers.

    Args:
        kind: the name of its table.
        relations: pairs of relation name and object; `<` before the name makes the new concept the object.
        mappings: CURIE and label of outside identifiers that mean exactly this.
        source: id of a source; `new_source` holds its row where it is new.
        also: source and locator of what else says so; each relation gets a row for each.
        indications: cells of rows about it as the agent; what they do not say of their evidence is the concept's.
    """

    id: str
    kind: str
    label: str
    parents: tuple[str, ...]
    synonyms: tuple[str, ...]
    plain: str
    definition: str
    source: str
    locator: str
    curator: str
    relations: tuple[tuple[str, str], ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()
    new_source: Cells = field(default_factory=dict)
    also: tuple[tuple[str, str], ...] = ()
    indications: tuple[Cells, ...] = ()


def rows_of(new: NewConcept) -> Rows:
    """Give the rows that a new concept needs."""
    evidence = {"source": new.source, "locator": new.locator, "curator": new.curator}
    concept = {
        "id": new.id,
        "label": new.label,
        "parents": "|".join(new.parents),
        "synonyms": "|".join(new.synonyms),
        "plain": new.plain,
        "definition": new.definition,
        **evidence,
    }
    rows: Rows = {f"concepts/{new.kind}.tsv": [concept]}
    for name, other in new.relations:
        ends = (other, new.id) if name.startswith("<") else (new.id, other)
        for source, locator in ((new.source, new.locator), *new.also):
            claim = {"subject": ends[0], "object": ends[1], **evidence, "source": source, "locator": locator}
            rows.setdefault(f"relations/{name.removeprefix('<')}.tsv", []).append({"direction": "supports", **claim})
    for cells in new.indications:
        indication = {"agent": new.id, "direction": "supports", **evidence, **cells}
        rows.setdefault("indications.tsv", []).append(indication)
    for curie, label in new.mappings:
        mapping = {
            "subject_id": f"ig:{new.id}",
            "subject_label": new.label,
            "predicate_id": "skos:exactMatch",
            "object_id": curie,
            "object_label": label,
            "mapping_justification": "semapv:ManualMappingCuration",
        }
        rows.setdefault("mappings.sssom.tsv", []).append(mapping)
    if new.new_source:
        rows["sources.tsv"] = [new.new_source]
    return rows


def _always(_changes: list[Change]) -> bool:
    return True


def table_of(name: str, schema: Schema) -> str:
    """Give the path of a table by its name, such as `sources`, `agent` or `blocks`.

    Raises:
        UsageError: there is no such table.
    """
    stem = name.removesuffix(".tsv").rpartition("/")[2]
    paths = {path.partition(".")[0]: path for path in FILES}
    paths |= {kind: f"concepts/{kind}.tsv" for kind in schema.kinds}
    paths |= {relation: f"relations/{relation}.tsv" for relation in schema.relations}
    if stem not in paths:
        hint = meant(stem, paths, f"the tables are {', '.join(sorted(paths))}")
        raise UsageError(f"{name!r} is no table; {hint}")
    return paths[stem]


def filled(table: str, cells: Cells, curator: str) -> Cells:
    """Give a row what most rows of its table have: its curator, and that it supports."""
    usual = {"curator": curator, "direction": "supports"}
    return {column.name: usual[column.name] for column in columns(table) if column.name in usual} | cells


def add(folder: Path, rows: Rows, agree: Callable[[list[Change]], bool] = _always) -> Edited:
    """Add rows to tables, each in its place.

    Args:
        folder: the ontology.
        rows: what to add; a table that is not there yet is made.
        agree: shown what would change; nothing is written unless it says yes.

    Raises:
        InputError: the ontology would have errors; nothing was written.
    """

    def edit(copy: Path) -> None:
        for name, new in rows.items():
            file = copy / name
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            table = parse_table(text)
            header = table.header or [column.name for column in columns(name)]
            table.rows.extend([cells.get(column, "") for column in header] for cells in new)
            file.write_text(format_table(name, write_table(table._replace(header=header))), encoding="utf-8")

    return _try(folder, edit, agree)


def retire(folder: Path, slug: str, replacement: str, *, drop: bool = False) -> Edited:
    """Take a concept out of use; where it has a replacement, its rows go over to that.

    Args:
        folder: the ontology.
        slug: the concept.
        replacement: the concept to use instead, or `-` where there is none.
        drop: without a replacement, remove the rows that speak of it, and it from cells with other values.

    Raises:
        InputError: the ontology would have errors, such as rows that still use what has no replacement; nothing was
            written.
        UsageError: there is no such concept.
    """
    known = {path for path in (folder / "concepts").glob("*.tsv") for row in _read(path) if row["id"] == slug}
    if not known:
        raise UsageError(f"{slug!r} is no concept of {folder}; name its id")

    def edit(copy: Path) -> None:
        for path in sorted(copy.rglob("*.tsv")):
            name = path.relative_to(copy).as_posix()
            table = parse_table(path.read_text(encoding="utf-8"))
            rows = [dict(zip(table.header, row, strict=False)) for row in table.rows]
            kept = list(_moved(name, rows, slug, "" if drop and replacement == "-" else replacement))
            table = table._replace(rows=[[cells[column] for column in table.header] for cells in kept])
            path.write_text(format_table(name, write_table(table)), encoding="utf-8")

    return _try(folder, edit)


def _read(path: Path) -> list[Cells]:
    table = parse_table(path.read_text(encoding="utf-8"))
    return [dict(zip(table.header, row, strict=False)) for row in table.rows]


def _moved(name: str, rows: list[Cells], slug: str, replacement: str) -> Iterator[Cells]:
    """Mark the concept's own row; let other rows speak of its replacement, once each and not of itself.

    Without a replacement (`-`) other rows stay; with an empty one, those go that have nothing else to speak of.
    """
    refers = [column for column in columns(name) if column.refers[:1].isupper() and column.name != "replaced_by"]
    seen = set()
    for row in rows:
        if name.startswith("concepts/") and row["id"] == slug:
            yield {**row, "parents": "", "replaced_by": replacement or "-"}
            continue
        new = dict(row)
        for column in refers if replacement != "-" else ():
            values = [_swap(value, slug, replacement) for value in row[column.name].split("|")]
            new[column.name] = "|".join(filter(None, dict.fromkeys(v for v in values if v != row.get("id"))))
        if any(row[column.name] and not new[column.name] and (column.required or column.also) for column in refers):
            continue
        if name == "mappings.sssom.tsv" and new != row:
            continue  # what a retired concept corresponded to is its replacement's to say
        key = tuple(new[column] for column in key_columns(name))
        if key not in seen and not (name.startswith("relations/") and new["subject"] == new["object"]):
            seen.add(key)
            yield new


def _swap(value: str, slug: str, replacement: str) -> str:
    return {slug: replacement, f"ig:{slug}": f"ig:{replacement}"}.get(value, value)


def _try(folder: Path, edit: Callable[[Path], None], agree: Callable[[list[Change]], bool] = _always) -> Edited:
    """Make an edit on a copy, check it, and only then write the files that changed."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "ontology"
        shutil.copytree(folder, copy)
        edit(copy)
        tried = review(copy)
        before = conclude(folder, checked=False)
        known = {(one.code, one.message) for one in check(load(folder), before.schema)}
        changes = compare(before, tried.sound())
        written = []
        for path in sorted(copy.rglob("*.tsv")) if agree(changes) else ():
            target = folder / path.relative_to(copy)
            if not target.exists() or target.read_bytes() != path.read_bytes():
                files.write(target, path.read_bytes())
                written.append(target)
    return Edited(tuple(written), changes, [one for one in tried.findings if (one.code, one.message) not in known])
