"""Write imported tables as an ontology folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from immunograph import files
from immunograph.errors import InputError, UsageError
from immunograph.exchange.sheets import LONGEST, MAPPINGS, write_sheet
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.exchange.sheets import Sheets

_VOCABULARY = ("schema.ttl", "shapes.ttl", "queries", "rules", "checks")


def write_folder(folder: Path, sheets: Sheets, scripts: dict[str, str], vocabulary: Path) -> None:
    """Write tables into a new folder; mappings alone replace those of an ontology that is there.

    Args:
        folder: must not exist or be empty, except for mappings alone.
        sheets: the tables.
        scripts: saved queries and rules by path, if the file had them.
        vocabulary: an ontology whose schema, shapes and, where the file had none, queries and rules are copied.

    Raises:
        UsageError: the folder holds something.
        InputError: a cell or the whole is not what a table can hold.
        OutputError: it cannot be written; nothing is there then.
    """
    documents = {path: write_sheet(path, table) for path, table in sheets.items()}
    _whole(sheets)
    if [*sheets] == [MAPPINGS]:
        files.write(folder / MAPPINGS, documents[MAPPINGS])
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder}: there is something already, and it stays as it is; name a new folder"
        raise UsageError(message)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    with files.reporting(folder):
        try:
            for name in _VOCABULARY:
                _copy(vocabulary / name, beside / name, own={path.partition("/")[0] for path in scripts})
            (beside / "concepts").mkdir(parents=True, exist_ok=True)
            for path, data in (documents | {path: text.encode() for path, text in scripts.items()}).items():
                (beside / path).parent.mkdir(parents=True, exist_ok=True)
                (beside / path).write_bytes(data)
            if folder.exists():
                folder.rmdir()
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def _copy(source: Path, target: Path, own: set[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir() and source.name not in own:
        shutil.copytree(source, target)
    elif source.is_file():
        shutil.copy(source, target)


def _whole(sheets: Sheets) -> None:
    """See that no cell breaks its line, whatever the file said."""
    wrong = [
        Finding(
            Place(path, number),
            "huge-cell" if len(cell) > LONGEST else "line-break",
            f"{name} {cell[:30]!r}...; mend it",
        )
        for path, table in sheets.items()
        for number, row in enumerate(table.rows, len(table.head) + 2)
        for name, cell in row.items()
        if len(cell) > LONGEST or any(end in cell for end in "\t\n\r")
    ]
    if wrong:
        raise InputError(wrong)
