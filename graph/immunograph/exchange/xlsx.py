"""All tables as one workbook, a sheet a table: the room of openpyxl.

Every cell is text, so that nothing in it runs or turns into a date. The sheet `contents` says which table each
sheet is, and keeps the comment lines above it. schema.ttl, shapes, rules and queries are not in a workbook.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from immunograph.columns import FILES, Column, columns
from immunograph.errors import InputError, UsageError
from immunograph.exchange.sheets import LONGEST, Cells, Sheets, clean, complete, is_table, xml_safe
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_CONTENTS = "contents"
_LARGEST = 64 * 1024 * 1024
_MOST = 200_000
_WIDE = re.compile(r"plain|definition|title|locator|setting")
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the day 0 of spreadsheets has no time zone


def write(sheets: Sheets) -> bytes:
    """Write a workbook; the same tables give the same bytes.

    Raises:
        InputError: a cell holds what a workbook cannot.
    """
    openpyxl = _openpyxl()
    _fits(sheets)
    titles = _titles(sheets)
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "ImmunoGraph"
    book.properties.created = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a day that never changes
    rows = [[titles[path], path, "\n".join(table.head)] for path, table in sheets.items()]
    _fill(book.create_sheet(_CONTENTS), [["sheet", "table", "comments"], *rows])
    for path, table in sheets.items():
        names = [column.name for column in columns(path)]
        _fill(book.create_sheet(titles[path]), [names, *([row[n] for n in names] for row in table.rows)])
    buffer = io.BytesIO()
    book.save(buffer)
    return _undated(buffer.getvalue())


def _openpyxl() -> ModuleType:
    try:
        import defusedxml  # noqa: F401 - openpyxl reads XML through it
        import openpyxl
    except ImportError as error:
        message = "xlsx: workbooks need two more packages; pip install immunograph[exchange]"
        raise UsageError(message) from error
    return openpyxl


def _titles(sheets: Sheets) -> dict[str, str]:
    """Name the sheets: at most 31 characters, no two alike."""
    titles: dict[str, str] = {}
    taken = {_CONTENTS}
    for path in sheets:
        stem = path.rpartition("/")[2].removesuffix(".tsv").removesuffix(".sssom")[:28]
        title = next(t for t in (stem, *(f"{stem}~{n}" for n in range(2, 99))) if t.casefold() not in taken)
        taken.add(title.casefold())
        titles[path] = title
    return titles


def _fits(sheets: Sheets) -> None:
    """See that a workbook can hold every cell before one is begun."""
    for path, table in sheets.items():
        for number, row in enumerate(table.rows, len(table.head) + 2):
            for name, text in row.items():
                if len(xml_safe(text)) > LONGEST:
                    message = f"{name} has {len(text)} characters; shorten it to {LONGEST}, what a workbook holds"
                    raise InputError([Finding(Place(path, number), "huge-cell", message)])


def _fill(page: Any, rows: list[list[str]]) -> None:  # noqa: ANN401 - openpyxl's type has no public name
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "B2"
    for number, name in enumerate(rows[0], 1):
        page.column_dimensions[get_column_letter(number)].width = 60 if _WIDE.search(name) else 24
    for line, row in enumerate(rows, 1):
        cells = []
        for text in row:
            cell = WriteOnlyCell(page)
            if text:
                cell.value = text
                cell.data_type = "s"  # after the value, which makes a formula of what begins with `=`
                cell.number_format = "@"
                cell.quotePrefix = text[0] in "=+-@"
            if line == 1:
                cell.font = Font(bold=True)
            cells.append(cell)
        page.append(cells)


def _undated(data: bytes) -> bytes:
    """Take the time of writing out of a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()


def read(data: bytes, path: str, notes: list[Finding]) -> Sheets:
    """Read a workbook, undoing what spreadsheets do to cells.

    Args:
        data: the workbook.
        path: its name, for places.
        notes: told of what was undone.

    Raises:
        InputError: it is none, is a bomb, or has cells whose text is lost (formulas, labels turned to dates).
    """
    openpyxl = _openpyxl()
    _safe(data, path)
    wrong: list[Finding] = []
    try:
        with contextlib.closing(openpyxl.load_workbook(io.BytesIO(data), read_only=True)) as book:
            pages = {page.title: list(_lines(page, path)) for page in book.worksheets}
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken workbook makes it stumble on
        message = f"no workbook that can be read ({type(error).__name__}); save it as .xlsx again"
        raise InputError([Finding(Place(path), "not-xlsx", message)]) from error
    contents = {str(r[0].value): (str(r[1].value or ""), str(r[2].value or "")) for r in pages.pop(_CONTENTS, [])[1:]}
    found: dict[str, list[Cells]] = {}
    heads: dict[str, list[str]] = {}
    for title, lines in pages.items():
        table, head = contents.get(title, (title, ""))
        if not is_table(table):
            message = "the sheet is no table; name its table in the sheet `contents`"
            wrong.append(Finding(Place(f"{path}!{title}"), "unknown-sheet", message))
            continue
        heads[table] = head.split("\n") if head else []
        found[table] = list(_rows(lines, f"{path}!{title}", columns(table), notes, wrong))
    if wrong:
        raise InputError(sorted(wrong))
    return complete(found, {name: head for name, head in heads.items() if head or name not in FILES})


def _safe(data: bytes, path: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise InputError([Finding(Place(path), "not-xlsx", "this is no workbook; save it as .xlsx")]) from error
    if total > _LARGEST:
        message = f"it would swell to {total // 2**20} MB, more than {_LARGEST // 2**20}; it may be a bomb"
        raise InputError([Finding(Place(path), "too-large", message)])


def _lines(page: Any, path: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - as above
    for number, line in enumerate(page.iter_rows(max_col=30), 1):
        if number > _MOST:
            message = f"the sheet has more than {_MOST} rows; delete the empty ones"
            raise InputError([Finding(Place(f"{path}!{page.title}", number), "too-large", message)])
        yield line


def _rows(
    lines: list[tuple[Any, ...]], place: str, wanted: tuple[Column, ...], notes: list[Finding], wrong: list[Finding]
) -> Iterator[Cells]:
    names = [str(cell.value).strip() for cell in lines[0] if cell.value is not None] if lines else []
    if names != [column.name for column in wanted]:
        message = f"the columns are: {' '.join(column.name for column in wanted)}; mend the first row"
        wrong.append(Finding(Place(place, 1), "header", message))
        return
    for number, line in enumerate(lines[1:], 2):
        texts = [_text(cell, column, Place(place, number, at), notes, wrong)
                 for at, (cell, column) in enumerate(zip(line, wanted, strict=False), 1)]  # fmt: skip
        if any(texts):
            padded = [*texts, *[""] * len(wanted)][: len(wanted)]
            yield {column.name: text for column, text in zip(wanted, padded, strict=True)}


def _text(cell: Any, column: Column, place: Place, notes: list[Finding], wrong: list[Finding]) -> str:  # noqa: ANN401
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in "fe":
        wrong.append(Finding(place, "formula", f"{column.name} is a formula or an error; write its text"))
        return ""
    if isinstance(value, str):
        return clean(value, column, place, notes)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if column.form == "date" and number and value > 9999:  # noqa: PLR2004 - no year, so days since 1899
        value = _EPOCH + dt.timedelta(days=float(value))
    if isinstance(value, dt.datetime | dt.date):
        day = value.strftime("%Y-%m-%d")
        if column.form == "date":
            notes.append(
                Finding(place, "date", f"{column.name} was turned to a day of Excel, and is {day} now; check it")
            )
        else:
            wrong.append(Finding(place, "date", f"{column.name} was turned to a date ({day}); write its text again"))
        return day
    text = str(int(value)) if number and float(value).is_integer() else str(value)
    notes.append(Finding(place, "number", f"{column.name} was turned to a number, and is {text!r} now; check it"))
    return text
