"""Mappings as SSSOM TSV (https://mapping-commons.github.io/sssom): the table of the ontology is one already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.columns import MAPPINGS as COLUMNS
from immunograph.errors import InputError
from immunograph.exchange import delimited
from immunograph.exchange.sheets import MAPPINGS, Sheets, clean, sheet
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from immunograph.exchange.sheets import Cells

_NAMES = [column.name for column in COLUMNS]


def write(sheets: Sheets) -> bytes:
    """Write the mappings, with the commented head that names the prefixes."""
    table = sheets[MAPPINGS]
    body = delimited.write(_NAMES, [[row[name] for name in _NAMES] for row in table.rows])
    return "".join(line + "\n" for line in table.head).encode() + body


def read(data: bytes, path: str, notes: list[Finding]) -> Sheets:
    """Read mappings; columns that the table does not have are named in the notes and left out.

    Raises:
        InputError: a column that the table needs is missing.
    """
    head, found = delimited.read(data, path)
    names = list(found[0][1]) if found else _NAMES
    if missing := [column.name for column in COLUMNS if column.required and column.name not in names]:
        message = f"missing column {missing[0]!r}; the columns are: {' '.join(_NAMES)}"
        raise InputError([Finding(Place(path, len(head) + 1), "header", message)])
    place = Place(path, len(head) + 1)
    notes += (Finding(place, "extra-column", f"{name!r} is left out") for name in names if name not in _NAMES)
    rows: list[Cells] = [
        {c.name: clean(row.get(c.name, ""), c, Place(path, line), notes) for c in COLUMNS} for line, row in found
    ]
    return {MAPPINGS: sheet(MAPPINGS, rows, head)}
