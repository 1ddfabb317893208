"""Answers of queries as values and as text."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol, TypeVar, cast

import pyoxigraph as ox

from immunograph.errors import UsageError
from immunograph.syntax import from_oxigraph
from immunograph.terms import Literal, Term
from immunograph.vocabulary import IG, PREFIXES, curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd
    import polars as pl

    from immunograph.source import Answer

T = TypeVar("T")
_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
_TEXTS = {"table": "text/plain", "markdown": "text/markdown", "csv": "text/csv", "tsv": "text/tab-separated-values"}
FORMATS = ("table", "csv", "json", "markdown", "ntriples", "tsv", "turtle", "xml")
"""Names of formats: of SPARQL 1.1 (csv, tsv, json, xml), of RDF (turtle, ntriples, json as JSON-LD, xml as RDF/XML),
and for reading (table, markdown)."""


class Sink(Protocol):
    """What an answer can be written to."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""


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

    def to_polars(self) -> pl.DataFrame:
        """Give a polars frame; needs polars. A column of several types becomes text."""
        import polars as pl

        columns = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        found = {}
        for name, cells in zip(self.columns, columns, strict=True):
            kinds = {type(cell) for cell in cells if cell is not None}
            mixed = len(kinds) > 1 and not kinds <= {int, float}
            found[name] = [str(cell) if mixed and cell is not None else cell for cell in cells]
        return pl.DataFrame(found, strict=False)

    def _repr_html_(self) -> str:
        """Show the table in a notebook."""
        return self._drawn("html", lambda cell: cell)

    def __str__(self) -> str:
        """Draw the table for a terminal."""
        return self._drawn("simple", lambda cell: cell)

    def markdown(self) -> str:
        """Write the table in Markdown, with what Markdown would read as its own escaped."""
        return self._drawn("github", lambda cell: re.sub(r"([\\|<>*_`\[\]])", r"\\\1", " ".join(cell.split()))) + "\n"

    def _drawn(self, style: str, escape: Callable[[str], str]) -> str:
        from tabulate import tabulate

        rows = [["" if cell is None else escape(str(cell)) for cell in row] for row in self.rows]
        return str(tabulate(rows, headers=list(self.columns), tablefmt=style, disable_numparse=True))


def _counted(items: Iterable[T], count: Callable[[int], None]) -> Iterator[T]:
    for number, item in enumerate(items, 1):
        count(number)
        yield item


def table(answer: Answer, count: Callable[[int], None] = lambda _: None) -> Table:
    """Turn an answer into a table: triples have three columns, a truth value has one cell.

    Our own names are given without namespace, other IRIs as CURIEs where a prefix is known.
    """
    if isinstance(answer, ox.QueryBoolean):
        return Table(("answer",), ((bool(answer),),))
    if isinstance(answer, ox.QueryTriples):
        rows = ((t.subject, t.predicate, t.object) for t in _counted(answer, count))
        cells = (tuple(_shown(term) for term in row) for row in rows)
        return Table(("subject", "predicate", "object"), tuple(cells))
    names = tuple(variable.value for variable in answer.variables)
    found = tuple(
        tuple(None if (value := row[name]) is None else _shown(value) for name in names)
        for row in _counted(answer, count)
    )
    return Table(names, found)


def concepts(answer: Answer) -> set[str]:
    """Give the names of ours that an answer has in its cells."""
    if isinstance(answer, ox.QueryBoolean):
        return set()
    if isinstance(answer, ox.QueryTriples):
        cells = [term for t in answer for term in (t.subject, t.object)]
    else:
        cells = [term for row in answer for term in row]
    names = (cell.value for cell in cells if isinstance(cell, ox.NamedNode))
    return {name.removeprefix(IG) for name in names if name.startswith(IG)}


def _shown(term: object) -> object:
    """Show a term of an answer, a triple as RDF 1.2 writes it."""
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else _cell(from_oxigraph(term))


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


def is_triples(answer: Answer) -> bool:
    """Tell whether an answer is triples rather than rows or a truth value."""
    return isinstance(answer, ox.QueryTriples)


def media_type(answer: Answer, form: str) -> str:
    """Give the media type of an answer in a format of `FORMATS`.

    Raises:
        UsageError: the answer cannot be said in this format.
    """
    triples = is_triples(answer)
    known = _GRAPHS if triples else _TABLES
    if form in known and not (isinstance(answer, ox.QueryBoolean) and form in ("csv", "tsv")):
        return known[form].media_type
    if form in ("table", "markdown") or (triples and form in ("csv", "tsv")):
        return _TEXTS[form]
    shape = "triples" if triples else "a truth value" if isinstance(answer, ox.QueryBoolean) else "a table"
    others = "csv, tsv, json, xml, turtle or ntriples" if triples else "json or xml"
    message = f"the answer is {shape}, which {form} cannot say; ask for table, markdown, {others}"
    raise UsageError(message)


def write(answer: Answer, form: str, out: Sink, count: Callable[[int], None] = lambda _: None) -> None:
    """Write an answer in a format of `FORMATS` as it is computed; `table` and `markdown` need all of it first.

    Args:
        answer: of a query.
        form: the format.
        out: where to write.
        count: told how many triples there are so far, or how many rows of a table to read; may raise to end it.

    Raises:
        UsageError: the answer cannot be said in this format.
    """
    media_type(answer, form)
    target = cast("IO[bytes]", out)
    if form == "table":
        out.write(f"{table(answer, count)}\n".encode())
    elif form == "markdown":
        out.write(table(answer, count).markdown().encode())
    elif not isinstance(answer, ox.QueryTriples):
        answer.serialize(target, format=_TABLES[form])
    elif form in _GRAPHS:
        ox.serialize(_counted(answer, count), target, format=_GRAPHS[form], prefixes=PREFIXES)
    else:
        out.write(_separated(table(answer, count), "," if form == "csv" else "\t"))


def _separated(rows: Table, mark: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return text.getvalue().encode()
