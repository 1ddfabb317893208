"""Read one table into rows that know their places, naming everything that is wrong with its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.model import Finding, Place

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


class _Reading:
    """One table while it is read."""

    def __init__(self, path: Path, name: str, findings: list[Finding]) -> None:
        self.path, self.name, self.findings = path, name, findings

    def wrong(self, line: int, column: int, code: str, message: str) -> None:
        """Note what is wrong."""
        self.findings.append(Finding(Place(self.name, line, column), code, message))

    def text(self) -> str:
        """Read the table as text with plain line feeds; nothing where it cannot be read."""
        if not self.path.is_file():
            self.wrong(0, 0, "no-file", "the table is missing; put it back")
            return ""
        data = self.path.read_bytes()
        try:
            content = data.decode("utf-8")
        except UnicodeDecodeError as error:
            number = data.count(b"\n", 0, error.start) + 1
            at = error.start - data.rfind(b"\n", 0, error.start)
            self.wrong(number, at, "not-utf-8", "the file is not UTF-8 here; save it as UTF-8")
            return ""
        if content.startswith("\ufeff"):
            self.wrong(1, 1, "byte-order-mark", "the file begins with a byte order mark; save it as UTF-8 without one")
            content = content.removeprefix("\ufeff")
        if "\r" in content:
            number = content.count("\n", 0, content.index("\r")) + 1
            self.wrong(number, 0, "carriage-return", "the lines end as on Windows; run `immunograph format`")
            content = content.replace("\r\n", "\n").replace("\r", "\n")
        return content

    def rows(self, columns: tuple[Column, ...]) -> Iterator[Row]:
        """Walk the rows that have the right number of cells."""
        lines = self.text().split("\n")
        if lines == [""]:
            return
        if mark := next((n for n, line in enumerate(lines, 1) if line.startswith(_MARKS)), 0):
            self.wrong(mark, 1, "merge-conflict", "a merge was left unfinished; choose one side and delete the marks")
            return
        first = next((n for n, line in enumerate(lines) if not line.startswith("#")), 0)
        names = tuple(lines[first].split("\t"))
        self.header(names, columns, first + 1)
        absent = {column.name: "" for column in columns if column.name not in names}
        present = [column for column in columns if column.name in names]
        required = [column.name for column in present if column.required]
        for number, line in enumerate(lines[first + 1 :], first + 2):
            cells = line.split("\t")
            if not line:
                if number < len(lines):
                    self.wrong(number, 1, "empty-line", "the line is empty; run `immunograph format`")
            elif len(cells) != len(names):
                message = f"{len(cells)} cells where {len(names)} belong; add or remove tabs"
                self.wrong(number, 1, "cell-count", message)
            else:
                row = Row(self.name, number, dict(zip(names, cells, strict=True)) | absent, names)
                if _LOOSE.search(line) or not all(row.cells[name] for name in required):
                    self.cells(row, present)
                yield row

    def header(self, header: tuple[str, ...], columns: tuple[Column, ...], line: int) -> None:
        """Check that the header is that of the table; rows are read by the names that it has."""
        want = tuple(column.name for column in columns)
        if header == want:
            return
        missing, extra = [c for c in want if c not in header], [c for c in header if c not in want]
        problem = f"missing column {missing[0]!r}" if missing else f"unknown column {extra[0]!r}" if extra else "order"
        self.wrong(line, 1, "header", f"{problem}; the columns are: {' '.join(want)}")

    def cells(self, row: Row, columns: list[Column]) -> None:
        """Check that cells are filled and trimmed."""
        for column in columns:
            cell, place = row[column.name], row.place(column.name)
            if cell != cell.strip() or "  " in cell:
                self.wrong(place.line, place.column, "white-space", f"{column.name} has stray white space; remove it")
            if column.required and not cell.strip():
                self.wrong(place.line, place.column, "empty-cell", f"{column.name} is empty; fill it")


def read_rows(folder: Path, path: Path, columns: tuple[Column, ...], findings: list[Finding]) -> Iterator[Row]:
    """Walk the rows of a table.

    Args:
        folder: the ontology.
        path: the table in it.
        columns: what it must look like.
        findings: what is wrong is added here.

    Raises:
        OSError: the file cannot be read.
    """
    return _Reading(path, path.relative_to(folder).as_posix(), findings).rows(columns)
