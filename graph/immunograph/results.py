"""Answers of queries as values and as text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from immunograph.errors import UsageError
from immunograph.syntax import from_oxigraph
from immunograph.terms import Literal, Term
from immunograph.vocabulary import PREFIXES, curie

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from immunograph.store import Answer

_TABLES = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON}
_GRAPHS = {"turtle": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD}
FORMATS = ("table", "csv", "json", "turtle", "tsv")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT; cells are None, text, or numbers and truth values where XSD has them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        """Walk the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def records(self) -> list[dict[str, object]]:
        """Give each row by the names of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """Give a pandas frame; needs pandas."""
        import pandas as pd

        return pd.DataFrame.from_records(list(self.rows), columns=list(self.columns))

    def __str__(self) -> str:
        """Draw the table for a terminal."""
        from tabulate import tabulate

        rows = [["" if cell is None else str(cell) for cell in row] for row in self.rows]
        return str(tabulate(rows, headers=list(self.columns), tablefmt="simple", disable_numparse=True))


def table(answer: Answer) -> Table:
    """Turn an answer into a table: triples have three columns, a truth value has one cell.

    Our own names are given without namespace, other IRIs as CURIEs where a prefix is known.
    """
    if isinstance(answer, ox.QueryBoolean):
        return Table(("answer",), ((bool(answer),),))
    if isinstance(answer, ox.QueryTriples):
        rows = ((t.subject, t.predicate, t.object) for t in answer)
        cells = (tuple(_cell(from_oxigraph(term)) for term in row) for row in rows)
        return Table(("subject", "predicate", "object"), tuple(cells))
    names = tuple(variable.value for variable in answer.variables)
    found = tuple(
        tuple(None if (value := row[name]) is None else _cell(from_oxigraph(value)) for name in names) for row in answer
    )
    return Table(names, found)


def _cell(value: Term) -> object:
    if not isinstance(value, Literal):
        return curie(value).removeprefix("ig:")
    kind = curie(value.datatype)
    if kind == "xsd:integer":
        return int(value.value)
    if kind in ("xsd:decimal", "xsd:double", "xsd:float"):
        return float(value.value)
    if kind == "xsd:boolean":
        return value.value in ("true", "1")
    return value.value.removesuffix("T00:00:00") if kind == "xsd:dateTime" else value.value


def write(answer: Answer, form: str) -> bytes:
    """Write an answer in a format of `FORMATS`; CSV, TSV and JSON as SPARQL 1.1 defines them.

    Raises:
        UsageError: the answer cannot be said in this format.
    """
    if form == "table":
        return f"{table(answer)}\n".encode()
    if isinstance(answer, ox.QueryTriples):
        if form in _GRAPHS:
            return cast("bytes", ox.serialize(answer, format=_GRAPHS[form], prefixes=PREFIXES))
        if form == "csv":
            return _csv(table(answer))
    elif form in _TABLES and not (isinstance(answer, ox.QueryBoolean) and form != "json"):
        return cast("bytes", answer.serialize(format=_TABLES[form])) + (b"\n" if form == "json" else b"")
    shape = "triples" if isinstance(answer, ox.QueryTriples) else "a table or truth value"
    others = "table, turtle, json or csv" if shape == "triples" else "table, json, csv or tsv"
    message = f"the answer is {shape}, which {form} cannot say; ask for {others}"
    raise UsageError(message)


def _csv(rows: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return text.getvalue().encode()
