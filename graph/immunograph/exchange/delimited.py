"""Tab-separated text: cells that no spreadsheet runs, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.errors import InputError
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUNS = re.compile(r"'*[=+@-].")
_GUARDED = re.compile(r"'+[=+@-].")


def guard(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run.

    >>> guard("=cmd()"), guard("-"), guard("IL-2")
    ("'=cmd()", '-', 'IL-2')
    """
    return "'" + cell if _RUNS.match(cell) else cell


def bare(cell: str) -> str:
    """Take that apostrophe away.

    >>> bare(guard("'=cmd()"))
    "'=cmd()"
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table without quoting, as KGX and SSSOM have it; cells hold no tabs and no line breaks."""
    lines = ["\t".join(header), *("\t".join(map(guard, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def read(data: bytes, path: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Read a table, a spreadsheet's byte order mark, line ends, quotes and empty last cells undone.

    Returns:
        The comment lines above the header, and each row by column name with its line number.

    Raises:
        InputError: it is not UTF-8, has no header, or a row has more cells than the header.
    """
    try:
        lines = re.split("\r\n|\n|\r", data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError([Finding(Place(path), "not-utf-8", "the file is not UTF-8; save it as UTF-8")]) from error
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    names = lines[count].rstrip("\t").split("\t") if count < len(lines) else [""]
    if names == [""]:
        raise InputError([Finding(Place(path, count + 1), "no-header", "there is no line of column names; add it")])
    rows = []
    for number, line in enumerate(lines[count + 1 :], count + 2):
        cells = line.split("\t")
        if len(cells) > len(names) and any(cells[len(names) :]):
            message = f"{len(cells)} cells where {len(names)} belong; remove tabs"
            raise InputError([Finding(Place(path, number), "cell-count", message)])
        if any(cells):
            padded = [*cells, *[""] * len(names)][: len(names)]
            rows.append((number, {name: bare(cell) for name, cell in zip(names, padded, strict=True)}))
    return [line.rstrip("\t") for line in lines[:count]], rows
