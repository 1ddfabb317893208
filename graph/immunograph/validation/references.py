"""Checks of what cells refer to: concepts, sources, curators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.cells import Wrong, values
from immunograph.columns import Column, columns
from immunograph.model import Finding
from immunograph.validation.common import meant
from immunograph.vocabulary import Schema, ig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Ontology
    from immunograph.tables import Tables


def check_references(tables: Tables, schema: Schema) -> Iterator[Finding]:
    """Check every cell that names something; the same text is judged once for a column."""
    for name, rows in tables.rows.items():
        for column in columns(name):
            if not column.refers:
                continue
            cells = {row.cells[column.name] for row in rows} - tables.lost - {column.also}
            judged = {cell: tuple(_judge(tables.ontology, schema, name, column, cell)) for cell in cells}
            if wrong := {cell: found for cell, found in judged.items() if found}:
                for row in rows:
                    for one in wrong.get(row.cells[column.name], ()):
                        yield Finding(row.place(column.name), one.code, one.message)


def _judge(ontology: Ontology, schema: Schema, table: str, column: Column, cell: str) -> Iterator[Wrong]:
    for value in values(column, cell):
        if column.refers == "source" and value not in ontology.sources:
            yield Wrong("unknown-source", f"{value!r} is not in sources.tsv; {meant(value, ontology.sources)}")
        elif column.refers == "curator" and value not in ontology.curators:
            yield Wrong("unknown-curator", f"{value!r} is not in curators.tsv; {meant(value, ontology.curators)}")
        elif column.refers[:1].isupper():
            yield from _concept(ontology, schema, table, value.removeprefix("ig:"), column.refers)


def _concept(ontology: Ontology, schema: Schema, table: str, value: str, wanted: str) -> Iterator[Wrong]:
    concept = ontology.concepts.get(value)
    if concept is None:
        yield Wrong("unknown-concept", f"no concept has the id {value!r}; {meant(value, ontology.concepts)}")
        return
    if concept.kind in schema.kinds and not schema.fits(concept.kind, ig(wanted)):
        yield Wrong("wrong-kind", f"{value} is a {concept.kind} where a {wanted} belongs; use another")
    if concept.retired and not table.startswith("mappings"):
        use = "drop the row" if concept.replaced_by == "-" else f"use {concept.replaced_by}"
        yield Wrong("retired-concept", f"{value} is retired; {use}")
