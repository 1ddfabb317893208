"""What is wrong with a cell by itself: form, choices, signs that do not belong in a table."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.columns import Column

_FORMS = {
    "slug": (r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", "letters, digits, single hyphens and dots"),
    "date": (r"\d{4}(?:-\d\d-\d\d)?", "YYYY-MM-DD or YYYY"),
    "digest": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "registration": (r"NCT\d{8}", "NCT and eight digits"),
    "curie": (r"[^:\s]+:[^\s]+", "prefix:identifier"),
    "url": (r"https?://[!-.0-~]+(?:/[!-~]*)?", "http:// or https:// and a host, other letters percent-encoded"),
}
_ODD = re.compile(
    r"[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\u0000-\u0008\u000b-\u001f\u201c\u201d\u2018]"
)
_SPREADSHEET = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!)")
_FORMULA = re.compile(r"[=@]|[+-][^\d\s]")
_SUSPECT = re.compile(rf"{_ODD.pattern}|{_SPREADSHEET.pattern}|\A[=@+-]")
"""What one look finds that may be any of the three."""
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.0)?")
"""A day as spreadsheets count it, from 30 December 1899: 43955 is 2020-05-04."""


class Wrong(NamedTuple):
    """What is wrong with a cell, and how many signs after its beginning."""

    code: str
    message: str
    after: int = 0


def values(column: Column, cell: str) -> tuple[str, ...]:
    """Give the values of a cell: several where its column holds several."""
    if not column.many:
        return (cell,) if cell else ()
    return tuple(value.strip() for value in cell.split("|") if value.strip())


def judge(column: Column, cell: str) -> Iterator[Wrong]:
    """Check a cell by what its column says, without a look at other tables."""
    if _SUSPECT.search(cell):
        yield from _signs(cell, column.name)
    for value in values(column, cell) if (column.choices or column.form) and cell != column.also else ():
        if column.choices and value not in column.choices:
            yield Wrong("not-a-choice", f"{value!r} is none of {', '.join(column.choices)}; choose one")
        if column.form:
            yield from _form(column.form, value)


def _signs(cell: str, name: str) -> Iterator[Wrong]:
    if odd := _ODD.search(cell):
        yield Wrong("odd-character", f"{name} holds the sign U+{ord(odd[0]):04X}; type a plain one", odd.start())
    if _SPREADSHEET.search(cell):
        yield Wrong("spreadsheet-error", f"a spreadsheet left {cell!r} here; write what was meant")
    if _FORMULA.match(cell):
        yield Wrong("formula", f"a spreadsheet would run {cell[:20]!r}; begin the cell with a letter or digit")


def _form(form: str, value: str) -> Iterator[Wrong]:
    pattern, said = _FORMS[form]
    if not re.fullmatch(pattern, value):
        hint = "mend it"
        if form == "date" and _SERIAL.fullmatch(value):
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(value)))
            hint = f"a spreadsheet counted the days, it means {day}"
        code = "bad-trial-number" if form == "registration" else f"not-a-{form}"
        yield Wrong(code, f"{value!r} does not have the form {said}; {hint}")
    elif form == "date" and not possible(value):
        yield Wrong("impossible-date", f"{value} is no day of the calendar; mend it")


def possible(date: str) -> bool:
    """Tell whether a date is YYYY-MM-DD or YYYY and stands in the calendar."""
    try:
        dt.date.fromisoformat(date if "-" in date else f"{date}-01-01")
    except ValueError:
        return False
    return True
