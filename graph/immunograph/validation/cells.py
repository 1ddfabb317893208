"""Checks of single cells: form, choices, references, signs that do not belong in a table."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from immunograph.columns import Column, columns
from immunograph.model import Finding, Place
from immunograph.validation.common import meant
from immunograph.vocabulary import Schema, ig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Ontology
    from immunograph.rows import Row
    from immunograph.tables import Tables

_FORMS = {
    "slug": (r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", "letters, digits, single hyphens and dots"),
    "date": (r"\d{4}(?:-\d\d-\d\d)?", "YYYY-MM-DD or YYYY"),
    "digest": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "registration": (r"NCT\d{8}", "NCT and eight digits"),
    "curie": (r"[^:\s]+:[^\s]+", "prefix:identifier"),
    "url": (r"https?://[^\s/]+(?:/\S*)?", "http:// or https:// and a host"),
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


class _Wrong(NamedTuple):
    """What is wrong with a cell, and how many signs after its beginning."""

    code: str
    message: str
    after: int = 0


def check_cells(tables: Tables, schema: Schema) -> Iterator[Finding]:
    """Check every cell by what its column says; the same text is judged once for a column."""
    for name, rows in tables.rows.items():
        for column in columns(name):
            judged: dict[str, tuple[_Wrong, ...]] = {}
            for row in rows:
                cell = row.cells[column.name]
                if cell not in judged:
                    judged[cell] = tuple(_judge(tables.ontology, schema, row, column))
                for wrong in judged[cell]:
                    place = row.place(column.name)
                    at = Place(place.path, place.line, place.column + wrong.after)
                    yield Finding(at, wrong.code, wrong.message)


def _judge(ontology: Ontology, schema: Schema, row: Row, column: Column) -> Iterator[_Wrong]:
    if _SUSPECT.search(row[column.name]):
        yield from _signs(row[column.name], column.name)
    for value in row.many(column.name) if column.many else filter(None, [row[column.name]]):
        yield from _cell(ontology, schema, row.path, column, value)


def _signs(cell: str, name: str) -> Iterator[_Wrong]:
    if odd := _ODD.search(cell):
        yield _Wrong("odd-character", f"{name} holds the sign U+{ord(odd[0]):04X}; type a plain one", odd.start())
    if _SPREADSHEET.search(cell):
        yield _Wrong("spreadsheet-error", f"a spreadsheet left {cell!r} here; write what was meant")
    if _FORMULA.match(cell):
        yield _Wrong("formula", f"a spreadsheet would run {cell[:20]!r}; begin the cell with a letter or digit")


def _cell(ontology: Ontology, schema: Schema, path: str, column: Column, value: str) -> Iterator[_Wrong]:
    if column.choices and value not in column.choices:
        yield _Wrong("not-a-choice", f"{value!r} is none of {', '.join(column.choices)}; choose one")
    if column.form:
        yield from _form(column.form, value)
    if column.refers == "source" and value not in ontology.sources:
        yield _Wrong("unknown-source", f"{value!r} is not in sources.tsv; {meant(value, ontology.sources)}")
    elif column.refers == "curator" and value not in ontology.curators:
        yield _Wrong("unknown-curator", f"{value!r} is not in curators.tsv; {meant(value, ontology.curators)}")
    elif column.refers[:1].isupper() and value != "-":
        yield from _reference(ontology, schema, path, value.removeprefix("ig:"), column.refers)


def _form(form: str, value: str) -> Iterator[_Wrong]:
    pattern, said = _FORMS[form]
    if not re.fullmatch(pattern, value):
        hint = "mend it"
        if form == "date" and _SERIAL.fullmatch(value):
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(value)))
            hint = f"a spreadsheet counted the days, it means {day}"
        code = "bad-trial-number" if form == "registration" else f"not-a-{form}"
        yield _Wrong(code, f"{value!r} does not have the form {said}; {hint}")
    elif form == "date" and not _possible(value):
        yield _Wrong("impossible-date", f"{value} is no day of the calendar; mend it")


def _reference(ontology: Ontology, schema: Schema, path: str, value: str, wanted: str) -> Iterator[_Wrong]:
    concept = ontology.concepts.get(value)
    if concept is None:
        yield _Wrong("unknown-concept", f"no concept has the id {value!r}; {meant(value, ontology.concepts)}")
        return
    if concept.kind in schema.kinds and not schema.fits(concept.kind, ig(wanted)):
        yield _Wrong("wrong-kind", f"{value} is a {concept.kind} where a {wanted} belongs; use another")
    if concept.retired and not path.startswith("mappings"):
        use = "drop the row" if concept.replaced_by == "-" else f"use {concept.replaced_by}"
        yield _Wrong("retired-concept", f"{value} is retired; {use}")


def _possible(date: str) -> bool:
    try:
        dt.date.fromisoformat(date if "-" in date else f"{date}-01-01")
    except ValueError:
        return False
    return True
