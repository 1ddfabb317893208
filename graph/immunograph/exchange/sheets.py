"""Tables as text, apart from any folder: what all two-way formats are made from and give back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.columns import FILES, FOLDERS, Column, columns, sort_key
from immunograph.errors import InputError
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from immunograph.tables import Tables

Cells = dict[str, str]
"""One row: the text of each column."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0, and so RDF/XML, GraphML and workbooks, cannot hold."""
LONGEST = 32767
"""Characters in a cell at the most: what a spreadsheet holds."""
MAPPINGS = "mappings.sssom.tsv"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the comment lines above its header, and its rows in the order of the formatter."""

    head: tuple[str, ...] = ()
    rows: tuple[Cells, ...] = ()


Sheets = dict[str, Sheet]
"""Tables by their path below the ontology folder."""


def sheet(path: str, rows: Iterable[Cells], head: Iterable[str] = ()) -> Sheet:
    """Make a table, sorted, each row once for each time it is given."""
    return Sheet(tuple(head), tuple(sorted(rows, key=lambda row: sort_key(path, row))))


def read_sheets(folder: Path, tables: Tables) -> Sheets:
    """Take the text of loaded tables, with the comment lines that loading skips."""
    found = {}
    for path, rows in tables.rows.items():
        lines = (folder / path).read_text(encoding="utf-8").split("\n")
        count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
        found[path] = sheet(path, (dict(row.cells) for row in rows), lines[:count])
    return found


def write_sheet(path: str, table: Sheet) -> bytes:
    """Write a table as it stands in an ontology folder."""
    names = [column.name for column in columns(path)]
    lines = [*table.head, "\t".join(names), *("\t".join(row[name] for name in names) for row in table.rows)]
    return ("\n".join(lines) + "\n").encode()


def complete(found: Mapping[str, list[Cells]], heads: Mapping[str, Iterable[str]]) -> Sheets:
    """Make the tables of a whole ontology; those that every ontology has are there even when empty."""
    paths = sorted({*FILES, *found, *heads})
    return {path: sheet(path, found.get(path, ()), heads.get(path, ())) for path in paths}


def is_table(path: str) -> bool:
    """Tell whether a path can name a table, so that no file writes anywhere else."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".tsv")
    return path in FILES or (folder in FOLDERS and name != stem and stem.replace("-", "").isalnum())


def clean(value: str, column: Column, place: Place, notes: list[Finding]) -> str:
    """Undo what spreadsheets do to a cell; say what could not be undone.

    White space that a table cannot hold becomes a space. Typographic quotes, dashes and spaces are undone where
    only plain ones can be meant (ids, dates, choices) and reported where an author may have wanted them.

    Raises:
        InputError: the cell is longer than any spreadsheet writes.
    """
    if len(value) > LONGEST:
        raise InputError([Finding(place, "huge-cell", f"{len(value)} characters; shorten it to {LONGEST}")])
    plain = value.replace("\r\n", "\n").translate(_BREAKS)
    if plain != value:
        notes.append(Finding(place, "line-break", f"{column.name} held a tab or line break; it is a space now"))
    simple = plain.translate(_TYPOGRAPHY)
    if simple != plain and (column.refers or column.form or column.choices):
        notes.append(Finding(place, "typography", f"{plain!r} is {simple.strip()!r} now; check it"))
        return simple.strip()
    if simple != plain and any(space in plain for space in _SPACES):
        notes.append(Finding(place, "no-break-space", f"{column.name} has a no-break space; retype it if not meant"))
    return plain


_BREAKS = str.maketrans(dict.fromkeys("\t\n\r", " "))
_SPACES = "\u00a0\u202f\u2007"
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys(_SPACES, " "), **dict.fromkeys("‘’", "'"), **dict.fromkeys("“”", '"'), **dict.fromkeys("‐‑–", "-")}
)


def xml_safe(text: str) -> str:
    """Give the text back if XML can hold it.

    Raises:
        InputError: it has a control character.
    """
    if found := UNPRINTABLE.search(text):
        words = text[max(0, found.start() - 30) : found.start() + 10]
        message = f"a control character in {words!r}, which XML cannot hold; remove it from the cell"
        raise InputError([Finding(Place("tables"), "not-for-xml", message)])
    return text
