"""Put a table in its one normal form, and merge two versions of it row by row and cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from immunograph.columns import columns as columns_of
from immunograph.columns import key_columns, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator

Cells = dict[str, str]

_PLAIN = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u00ad": "", "\u200b": "", "\ufeff": "", "\u2018": "'",
     "\u2019": "'", "\u201c": '"', "\u201d": '"'}
)  # fmt: skip
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


class Merged(NamedTuple):
    """A merged table; where it has conflicts, the text holds git's marks."""

    text: str
    conflicts: int


class Table(NamedTuple):
    """The parts of a table: comments above it, its header, its rows."""

    comments: list[str]
    header: list[str]
    rows: list[list[str]]


def format_table(name: str, text: str) -> str:
    """Normalise a table: plain line feeds, spaces and quotes, trimmed cells, rows in order; nothing else changes.

    A table whose columns are not those of `columns.py` keeps its rows as they are, for nobody can know what they mean.

    Args:
        name: its path below the ontology folder.
        text: its content, as any editor or spreadsheet may have left it.

    Returns:
        The normal form; formatting that again changes nothing.
    """
    table = parse_table(text)
    want = [column.name for column in columns_of(name)]
    least = max((n for n, column in enumerate(columns_of(name), 1) if column.required), default=0)
    rows = [_fit(row, len(table.header), least) for row in table.rows]
    if table.header == want and all(len(row) == len(want) for row in rows):
        rows.sort(key=lambda row: sort_key(name, dict(zip(want, row, strict=True))))
    return write_table(table._replace(rows=rows))


def parse_table(text: str) -> Table:
    """Take a table apart, undoing what editors and spreadsheets do to signs, quotes and white space."""
    spreadsheet = text.startswith("\ufeff") or "\r" in text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN).split("\n")
    comments: list[str] = []
    full: list[list[str]] = []
    for line in lines:
        cells = [_cell(cell, spreadsheet) for cell in line.split("\t")]
        if cells[0].startswith("#"):
            comments.append(line.rstrip() if line.startswith("#") else "\t".join(cells).rstrip())
        elif any(cells):
            full.append(cells)
    header = full[0] if full else []
    while header and not header[-1]:
        header.pop()
    return Table(comments, header, full[1:])


def _cell(cell: str, spreadsheet: bool) -> str:  # noqa: FBT001 - private
    """Trim a cell; a spreadsheet puts quotes around a cell that holds one."""
    if spreadsheet and (quoted := _QUOTED.fullmatch(cell)):
        cell = quoted[1].replace('""', '"')
    return re.sub(r" {2,}", " ", cell).strip()


def _fit(row: list[str], width: int, least: int = 0) -> list[str]:
    """Drop the empty cells that a spreadsheet adds, and add those that an editor trimmed from the end.

    A row that lacks a cell which must be filled has lost a tab somewhere, and is left for its author to mend.
    """
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return row if len(row) < least else row + [""] * (width - len(row))


def write_table(table: Table) -> str:
    """Put the parts of a table together."""
    lines = [*table.comments, *("\t".join(row) for row in [table.header, *table.rows] if row)]
    return "".join(f"{line}\n" for line in lines)


def merge_tables(name: str, base: str, ours: str, theirs: str) -> Merged:
    """Merge two edits of a table, as `git merge` would if it knew rows and cells.

    Rows are the same when the cells that name them are (`key_columns`). Edits of different cells of one row are both
    kept; edits of one cell to two values, or an edit of a row that the other side deleted, are a conflict. A table with
    other columns than those of `columns.py` is merged as text.

    Args:
        name: the path of the table below the ontology folder.
        base: the table before both edits.
        ours: the table after one of them.
        theirs: the table after the other.
    """
    tables = [parse_table(text) for text in (base, ours, theirs)]
    header = tables[1].header
    ragged = any(len(row) != len(header) for table in tables for row in table.rows)
    if ragged or header != [column.name for column in columns_of(name)]:
        return _as_text(base, ours, theirs)
    if any(table.header != header for table in tables if table.rows):
        return _as_text(base, ours, theirs)
    sides = [dict(_keyed(name, table)) for table in tables]
    merged: list[tuple[list[str], str]] = []
    conflicts = 0
    for key in sorted(set().union(*sides)):
        before, one, other = (side.get(key) for side in sides)
        row, clash = _merge_row(before, one, other)
        if clash:
            conflicts += 1
            mine, yours = (["\t".join(cells.values())] if cells else [] for cells in (one, other))
            merged.append((sort_key(name, one or other or {}), _mark(mine, yours).rstrip("\n")))
        elif row is not None:
            merged.append((sort_key(name, row), "\t".join(row.values())))
    comments = tables[2].comments if tables[1].comments == tables[0].comments else tables[1].comments
    text = [*comments, "\t".join(header), *(line for _, line in sorted(merged))]
    return Merged("".join(f"{line}\n" for line in text), conflicts)


def _as_text(base: str, ours: str, theirs: str) -> Merged:
    """Take the side that changed, or both whole, for nobody can know what their cells mean."""
    if ours == base:
        return Merged(theirs, 0)
    if theirs in (base, ours):
        return Merged(ours, 0)
    return Merged(_mark([ours.rstrip("\n")], [theirs.rstrip("\n")]), 1)


def _keyed(name: str, table: Table) -> Iterator[tuple[tuple[str, ...], Cells]]:
    seen: Counter[tuple[str, ...]] = Counter()
    for row in table.rows:
        cells = dict(zip(table.header, _fit(row, len(table.header)), strict=False))
        key = tuple(cells.get(column, "") for column in key_columns(name))
        seen[key] += 1
        yield (*key, str(seen[key])), cells


def _merge_row(before: Cells | None, one: Cells | None, other: Cells | None) -> tuple[Cells | None, bool]:
    """Merge one row; the truth value tells of a conflict."""
    if other in (one, before):
        return one, False
    if one == before:
        return other, False
    if one is None or other is None:
        return None, True
    cells = {}
    for column, mine in one.items():
        theirs, was = other[column], (before or {}).get(column)
        if mine not in (theirs, was) and theirs != was:
            return None, True
        cells[column] = theirs if mine == was else mine
    return cells, False


def _mark(ours: list[str], theirs: list[str]) -> str:
    """Show a conflict as git does."""
    return "\n".join(["<<<<<<< ours", *ours, "=======", *theirs, ">>>>>>> theirs"]) + "\n"
