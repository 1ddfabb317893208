"""Checks of single cells: form, choices, references, signs that do not belong in a table."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

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
_SERIAL = re.compile(r"[2-5]\d{4}(?:\.0)?")
"""A day as spreadsheets count it, from 30 December 1899: 43955 is 2020-05-04."""


def check_cells(tables: Tables, schema: Schema) -> Iterator[Finding]:
    """Check every cell by what its column says."""
    for name, rows in tables.rows.items():
        for column in columns(name):
            for row in rows:
                yield from _signs(row, column)
                for value in row.many(column.name) if column.many else filter(None, [row[column.name]]):
                    yield from _cell(tables.ontology, schema, row, column, value)


def _signs(row: Row, column: Column) -> Iterator[Finding]:
    cell, place = row[column.name], row.place(column.name)
    if odd := _ODD.search(cell):
        sign = f"U+{ord(odd[0]):04X}"
        at = Place(place.path, place.line, place.column + odd.start())
        yield Finding(at, "odd-character", f"{column.name} holds the sign {sign}; type a plain one")
    if _SPREADSHEET.search(cell):
        yield Finding(place, "spreadsheet-error", f"a spreadsheet left {cell!r} here; write what was meant")
    if cell[:1] in ("=", "@") or re.match(r"[+-][^\d\s]", cell):
        yield Finding(place, "formula", f"a spreadsheet would run {cell[:20]!r}; begin the cell with a letter or digit")


def _cell(ontology: Ontology, schema: Schema, row: Row, column: Column, value: str) -> Iterator[Finding]:
    place = row.place(column.name)
    if column.choices and value not in column.choices:
        yield Finding(place, "not-a-choice", f"{value!r} is none of {', '.join(column.choices)}; choose one")
    if column.form:
        yield from _form(place, column.form, value)
    if column.refers == "source" and value not in ontology.sources:
        yield Finding(place, "unknown-source", f"{value!r} is not in sources.tsv; {meant(value, ontology.sources)}")
    elif column.refers == "curator" and value not in ontology.curators:
        hint = meant(value, ontology.curators)
        yield Finding(place, "unknown-curator", f"{value!r} is not in curators.tsv; {hint}")
    elif column.refers[:1].isupper() and value != "-":
        yield from _reference(ontology, schema, place, value.removeprefix("ig:"), column.refers)


def _form(place: Place, form: str, value: str) -> Iterator[Finding]:
    pattern, said = _FORMS[form]
    if not re.fullmatch(pattern, value):
        hint = "mend it"
        if form == "date" and _SERIAL.fullmatch(value):
            day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(value)))
            hint = f"a spreadsheet counted the days, it means {day}"
        code = "bad-trial-number" if form == "registration" else f"not-a-{form}"
        yield Finding(place, code, f"{value!r} does not have the form {said}; {hint}")
    elif form == "date" and not _possible(value):
        yield Finding(place, "impossible-date", f"{value} is no day of the calendar; mend it")


def _reference(ontology: Ontology, schema: Schema, place: Place, value: str, wanted: str) -> Iterator[Finding]:
    concept = ontology.concepts.get(value)
    if concept is None:
        yield Finding(place, "unknown-concept", f"no concept has the id {value!r}; {meant(value, ontology.concepts)}")
        return
    if concept.kind in schema.kinds and not schema.fits(concept.kind, ig(wanted)):
        yield Finding(place, "wrong-kind", f"{value} is a {concept.kind} where a {wanted} belongs; use another")
    if concept.retired and not place.path.startswith("mappings"):
        use = "drop the row" if concept.replaced_by == "-" else f"use {concept.replaced_by}"
        yield Finding(place, "retired-concept", f"{value} is retired; {use}")


def _possible(date: str) -> bool:
    try:
        dt.date.fromisoformat(date if "-" in date else f"{date}-01-01")
    except ValueError:
        return False
    return True
