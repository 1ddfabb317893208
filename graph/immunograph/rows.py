"""Read one table into rows that know their places, naming everything that is wrong with its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from immunograph.cells import judge
from immunograph.columns import columns
from immunograph.model import Evidence, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from immunograph.columns import Column


_MARKS = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
"""How git marks what it could not merge."""
_LOOSE = re.compile(r"  |(?:^|\t)[^\S\t]|[^\S\t](?:\t|$)")
"""White space doubled, or at the edge of a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line, by column name, and in which order they stand there."""

    path: str
    line: int
    cells: dict[str, str]
    header: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        """Give the text of a cell."""
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Give the values of a cell that holds several."""
        return tuple(value.strip() for value in self.cells[column].split("|") if value.strip())

    def place(self, column: str = "") -> Place:
        """Give the place of a cell, or of the row's first one."""
        before = self.header[: self.header.index(column)] if column in self.header else ()
        return Place(self.path, self.line, 1 + sum(len(self.cells[name]) + 1 for name in before))

    def evidence(self) -> Evidence:
        """Give who says what the row says, and where."""
        said = self.cells.get("direction") or "supports", self.cells.get("note", "")
        return Evidence(self["source"], self["locator"], self["curator"], self.place(), *said)


class _Reading:
    """One table while it is read."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data
        self.findings: list[Finding] = []
        self.lost: set[str] = set()

    def wrong(self, line: int, column: int, code: str, message: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(Place(self.name, line, column), code, message))

    def text(self) -> str:
        """Read the table as text with plain line feeds; nothing where it cannot be read."""
        data = self.data
        try:
            content = data.decode("utf-8")
        except UnicodeDecodeError as error:
            number = data.count(b"\n", 0, error.start) + 1
            at = error.start - data.rfind(b"\n", 0, error.start)
            self.wrong(number, at, "not-utf-8", "the file is not UTF-8 here; save it as UTF-8")
            return ""
        if content.startswith("\ufeff"):
            self.wrong(1, 1, "byte-order-mark", "the file begins with a byte order mark; run `immunograph format`")
            content = content.removeprefix("\ufeff")
        if "\r" in content:
            number = content.count("\n", 0, content.index("\r")) + 1
            self.wrong(number, 0, "carriage-return", "the lines end as on Windows; run `immunograph format`")
            content = content.replace("\r\n", "\n").replace("\r", "\n")
        return content

    def rows(self, wanted: tuple[Column, ...]) -> Iterator[Row]:
        """Walk the rows that have the right number of cells."""
        lines = self.text().split("\n")
        if lines == [""]:
            return
        if mark := next((n for n, line in enumerate(lines, 1) if line.startswith(_MARKS)), 0):
            self.wrong(mark, 1, "merge-conflict", "a merge was left unfinished; choose one side and delete the marks")
            return
        first = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
        names = tuple(lines[first].split("\t"))
        self.header(names, wanted, first + 1)
        absent = {column.name: "" for column in wanted if column.name not in names}
        present = [column for column in wanted if column.name in names]
        required = [column.name for column in present if column.required]
        for number, line in enumerate(lines[first + 1 :], first + 2):
            cells = line.split("\t")
            if not line.strip():
                if number < len(lines):
                    self.wrong(number, 1, "empty-line", "the line is empty; run `immunograph format`")
            elif len(cells) != len(names):
                self.miscounted(number, cells, names, required)
            else:
                row = Row(self.name, number, dict(zip(names, cells, strict=True)) | absent, names)
                if _LOOSE.search(line) or not all(row.cells[name] for name in required):
                    self.cells(row, present)
                yield row

    def miscounted(self, number: int, cells: list[str], names: tuple[str, ...], required: list[str]) -> None:
        """Say where the first cell is empty that must not be, or else how many there are; its id is not unknown."""
        self.lost.add(cells[0])
        at = next(
            (n for n, (cell, name) in enumerate(zip(cells, names, strict=False)) if not cell and name in required), 0
        )
        many = len(cells) > len(names)
        hint = f"{'remove a tab' if many else 'add the tab that is missing'}{f' before {names[at]}' if at else ''}"
        column = 1 + sum(len(cell) + 1 for cell in cells[:at])
        self.wrong(number, column, "cell-count", f"{len(cells)} cells where {len(names)} belong; {hint}")

    def header(self, header: tuple[str, ...], wanted: tuple[Column, ...], line: int) -> None:
        """Check that the header is that of the table; rows are read by the names that it has."""
        want = tuple(column.name for column in wanted)
        if header == want:
            return
        missing, extra = [c for c in want if c not in header], [c for c in header if c not in want]
        problem = f"missing column {missing[0]!r}" if missing else f"unknown column {extra[0]!r}" if extra else "order"
        self.wrong(line, 1, "header", f"{problem}; the columns are: {' '.join(want)}")

    def cells(self, row: Row, present: list[Column]) -> None:
        """Check that cells are filled and trimmed."""
        for column in present:
            cell, place = row[column.name], row.place(column.name)
            if cell != cell.strip() or "  " in cell:
                self.wrong(place.line, place.column, "white-space", f"{column.name} has stray white space; remove it")
            if column.required and not cell.strip():
                self.wrong(place.line, place.column, "empty-cell", f"{column.name} is empty; fill it")

    def judged(self, rows: tuple[Row, ...], column: Column) -> None:
        """Check the cells of a column; the same text is judged once."""
        cells = {row.cells[column.name] for row in rows}
        if wrong := {cell: found for cell in cells if (found := tuple(judge(column, cell)))}:
            for row in rows:
                for one in wrong.get(row.cells[column.name], ()):
                    place = row.place(column.name)
                    self.wrong(place.line, place.column + one.after, one.code, one.message)


class Read(NamedTuple):
    """The rows of a table that have the right number of cells, what is wrong with its shape, and the ids of others."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    lost: frozenset[str] = frozenset()


def read_rows(folder: Path, path: Path) -> Read:
    """Read a table.

    Args:
        folder: the ontology.
        path: the table in it.

    Raises:
        OSError: the file cannot be read.
    """
    name = path.relative_to(folder).as_posix()
    if not path.is_file():
        return Read((), (Finding(Place(name), "no-file", "the table is missing; put it back"),))
    return _parsed(name, path.read_bytes())


@lru_cache(maxsize=256)
def _parsed(name: str, data: bytes) -> Read:
    """Parse a table once: two versions of an ontology, or the same one after an edit, share most of theirs."""
    reading = _Reading(name, data)
    rows = tuple(reading.rows(columns(name)))
    for column in columns(name):
        reading.judged(rows, column)
    return Read(rows, tuple(reading.findings), frozenset(reading.lost))
