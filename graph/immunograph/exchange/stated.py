"""Say tables in RDF so that nothing of them is lost.

The stated graph says nearly all. What it cannot say travels as written (`ig:writtenAs` on the evidence): the order of
the values in a cell that holds several, the dates and note of a row that disputes an indication or says less of it than
others, what one of several rows says of a trial, the forms of identifiers. Comment lines above a
table and tables without rows are `ig:tableHead` of the data set. Saved queries (`sh:select`) and rules (`sh:construct`)
travel as their text. Comments in schema.ttl, shapes and READMEs do not travel.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from immunograph.columns import FILES, UNSAID, columns
from immunograph.exchange.documents import merged
from immunograph.indications import OPEN, SETS
from immunograph.rdf import to_rdf
from immunograph.terms import Blank, Iri, Literal, Node, Triple, order, text
from immunograph.vocabulary import DATASET, LABEL, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.exchange.sheets import Sheets
    from immunograph.model import Evidence, Indication, Ontology
    from immunograph.rows import Row
    from immunograph.tables import Tables
    from immunograph.vocabulary import Schema

PREFIXES = "prefixes.tsv"
OWN = (*OPEN, "note")
"""Columns of an indication that a row fills with what its source says, against others or less than they."""
SHARED = ("registration", "phase", "design", "setting", "result", "endpoint", "reported")
"""Columns of a trial that are said of the study, so that several rows about one study run together in RDF."""


def to_triples(tables: Tables, sheets: Sheets, schema: Schema) -> list[Triple]:
    """Say tables in RDF, without what follows from them.

    Args:
        tables: sound tables.
        sheets: their text (`sheets.read_sheets`).
        schema: the vocabulary that they use.
    """
    said = merged(to_rdf(tables.ontology, schema))
    nodes = {value.value: node for node, name, value in said if name == ig("row") and isinstance(value, Literal)}
    extra = [*_cells(tables, nodes), *_heads(sheets), *_prefixes(sheets), *_rules(tables.ontology)]
    return sorted({*said, *extra}, key=order)


def _cells(tables: Tables, nodes: dict[str, Node]) -> Iterator[Triple]:
    studies = Counter(row["study"] for row in tables.rows["trials.tsv"])
    joined = {piece.place.line: (one, piece) for one in tables.ontology.indications for piece in one.evidence}
    for path, rows in tables.rows.items():
        for row in rows:
            shared = path == "trials.tsv" and studies[row["study"]] > 1
            node = nodes.get(f"{path}:{row.line}")
            if node is not None:
                unsaid = [*_unsaid(path, row, shared=shared)]
                if path == "indications.tsv":
                    unsaid += _own(row, *joined[row.line])
                yield from ((node, ig("writtenAs"), Literal(f"{name}: {row[name]}")) for name in unsaid)


def _own(row: Row, one: Indication, piece: Evidence) -> Iterator[str]:
    if row["status"] != one.status:
        yield "status"
    if piece.direction == "disputes":
        yield from (name for name in OWN if row[name])
    else:
        yield from (name for name in SETS if row[name] == UNSAID)
        yield from (name for name in OPEN if name not in SETS and row[name] != getattr(one, name))
        if row["note"] != piece.note:
            yield "note"


def _unsaid(path: str, row: Row, *, shared: bool) -> Iterator[str]:
    for column in columns(path):
        values = row.many(column.name) if column.many else ()
        if row[column.name] != "|".join(sorted(set(values))) and column.many:
            yield column.name
    if shared:
        yield from SHARED


def _heads(sheets: Sheets) -> Iterator[Triple]:
    for path, table in sheets.items():
        if table.head or (not table.rows and path not in FILES):
            yield DATASET, ig("tableHead"), Literal("\n".join([path, *table.head]))


def _prefixes(sheets: Sheets) -> Iterator[Triple]:
    """Say the forms of identifiers, which the stated graph leaves to checking."""
    for row in sheets[PREFIXES].rows:
        node = Blank("_:form" + hashlib.sha256(row["prefix"].encode()).hexdigest()[:16])
        yield DATASET, term("sh:declare"), node
        yield node, term("sh:prefix"), Literal(row["prefix"])
        yield from (
            (node, ig("writtenAs"), Literal(f"{name}: {cell}")) for name, cell in row.items() if name != "prefix"
        )


def _rules(ontology: Ontology) -> Iterator[Triple]:
    for rule in ontology.rules:
        node: Iri = ig(f"rule-{rule.name}")
        yield node, TYPE, ig("Rule")
        yield node, TYPE, term("sh:SPARQLConstructExecutable")
        yield node, LABEL, text(rule.title)
        yield node, term("sh:construct"), Literal(rule.text)
