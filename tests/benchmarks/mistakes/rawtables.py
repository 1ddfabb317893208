"""Tables as they stand in files, mistakes and all, for tools that read templates and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.columns import FILES, FOLDERS, columns

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.columns import Column

PATTERNS = {
    "slug": "[A-Za-z0-9]+([.-][A-Za-z0-9]+)*",
    "digest": "[0-9a-f]{64}",
    "registration": "NCT[0-9]{8}",
    "url": "https?://[^ /]+(/[^ ]*)?",
}
"""The forms that a pattern can say, in what regular expressions of XML Schema and of JSON Schema share."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool says: the place, as exactly as it is named, and the text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table with its cells untouched; `first` is the line of its first row."""

    name: str
    head: list[str]
    rows: list[list[str]]
    first: int

    @property
    def columns(self) -> dict[str, Column]:
        """The columns that belong to the table, by name."""
        return {column.name: column for column in columns(self.name)}

    def records(self) -> list[dict[str, str]]:
        """Give each row as its filled cells by column; a cell too many has no name."""
        return [
            {name: cell for name, cell in zip([*self.head, *([""] * len(row))], row, strict=False) if cell}
            for row in self.rows
        ]


def read_tables(folder: Path) -> list[RawTable]:
    """Read every table below a folder."""
    names = [*FILES, *sorted(f"{name}/{path.name}" for name in FOLDERS for path in (folder / name).glob("*.tsv"))]
    return [_table(folder, name) for name in names]


def _table(folder: Path, name: str) -> RawTable:
    text = (folder / name).read_bytes().decode("utf-8", "surrogateescape")
    lines = text.removesuffix("\n").split("\n")
    comments = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    head, *rows = (line.split("\t") for line in lines[comments:])
    return RawTable(name, head, rows, comments + 2)


def identifier_pattern(tables: list[RawTable]) -> str:
    """Say what an outside identifier looks like, from the table of prefixes."""
    rows = next(table for table in tables if table.name == "prefixes.tsv").records()
    return "|".join(f"{row['prefix']}:({row['pattern']})" for row in rows).replace(r"\d", "[0-9]")
