"""The formats, by name: how each is written, how it is read back if it can be, and what it loses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from immunograph.errors import InputError, UsageError
from immunograph.exchange import documents, functional, functional_reader, graphs, kgx, obo, sssom, xlsx
from immunograph.exchange.classes import classes
from immunograph.exchange.restated import to_sheets
from immunograph.exchange.sheets import read_sheets
from immunograph.exchange.stated import to_triples
from immunograph.exchange.view import to_view
from immunograph.validation import check, errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from immunograph.exchange.sheets import Sheets
    from immunograph.exchange.view import View
    from immunograph.model import Finding
    from immunograph.tables import Tables
    from immunograph.terms import Triple
    from immunograph.vocabulary import Schema


@dataclass(frozen=True)
class Loaded:
    """A sound ontology: its tables as rows and as text, its vocabulary, and what follows from it."""

    tables: Tables
    sheets: Sheets
    schema: Schema
    inferred: tuple[Triple, ...] = ()

    @cached_property
    def triples(self) -> list[Triple]:
        """Say the tables in RDF."""
        return to_triples(self.tables, self.sheets, self.schema)

    @cached_property
    def view(self) -> View:
        """View the graph as other programs draw it."""
        return to_view(self.tables.ontology, self.schema, self.inferred)


def loaded(folder: Path, tables: Tables, schema: Schema, inferred: Iterable[Triple] = ()) -> Loaded:
    """Take loaded tables for export.

    Raises:
        InputError: something in them is wrong.
    """
    if findings := errors(check(tables, schema)):
        raise InputError(findings)
    return Loaded(tables, read_sheets(folder, tables), schema, tuple(inferred))


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Args:
        title: what it is, and for whom.
        endings: of its files; of two files, each begins with `_`.
        write: gives one document for each ending.
        loses: what does not come back, or is not in it.
        reasoned: whether it shows what follows.
    """

    title: str
    endings: tuple[str, ...]
    write: Callable[[Loaded], dict[str, bytes]]
    loses: str
    reasoned: bool = False


_FILES = "nothing of the tables, saved queries and rules; schema, shapes and READMEs stay behind"
_TABLES = "nothing of the tables; schema, shapes, rules and saved queries stay behind"
_VIEW = "one way: locators, notes, passages, curators and single indications are left out"

FORMATS = {
    "turtle": Format("RDF in Turtle", (".ttl",), lambda x: {".ttl": documents.turtle(x.triples)}, _FILES),
    "jsonld": Format("RDF in JSON-LD", (".jsonld",), lambda x: {".jsonld": documents.jsonld(x.triples)}, _FILES),
    "rdfxml": Format("RDF/XML", (".rdf", ".owl"), lambda x: {".rdf": documents.rdfxml(x.triples)}, _FILES),
    "functional": Format("OWL 2 functional syntax", (".ofn",), lambda x: {".ofn": functional.write(x.triples)}, _FILES),
    "kgx": Format(
        "KGX of Biolink as TSV", ("_nodes.tsv", "_edges.tsv"), lambda x: kgx.tsv(x.sheets, x.schema), _TABLES
    ),
    "kgx-jsonl": Format(
        "KGX of Biolink as JSON Lines",
        ("_nodes.jsonl", "_edges.jsonl"),
        lambda x: kgx.jsonl(x.sheets, x.schema),
        _TABLES,
    ),
    "xlsx": Format("a workbook, one sheet a table", (".xlsx",), lambda x: {".xlsx": xlsx.write(x.sheets)}, _TABLES),
    "sssom": Format(
        "the mappings as SSSOM", (".sssom.tsv",), lambda x: {".sssom.tsv": sssom.write(x.sheets)}, "all but mappings"
    ),
    "obographs": Format("OBO graphs", (".json",), lambda x: {".json": obo.obographs(x.view)}, _VIEW),
    "obo": Format("OBO 1.4", (".obo",), lambda x: {".obo": obo.obo(x.view)}, _VIEW),
    "graphml": Format(
        "GraphML for Gephi, yEd, igraph",
        (".graphml",),
        lambda x: {".graphml": graphs.graphml(x.view)},
        _VIEW,
        reasoned=True,
    ),
    "cx2": Format("CX2 for Cytoscape", (".cx2",), lambda x: {".cx2": graphs.cx2(x.view)}, _VIEW, reasoned=True),
    "neo4j": Format(
        "CSV for Neo4j", ("_nodes.csv", "_edges.csv"), lambda x: graphs.neo4j(x.view), _VIEW, reasoned=True
    ),
    "classes": Format(
        "OWL 2 EL classes for Protege and OLS, in RDF/XML",
        (".classes.owl",),
        lambda x: {".classes.owl": classes(x.view, x.schema)},
        f"{_VIEW}; only inherited relations are restrictions",
    ),
}
TWO_WAY = ("turtle", "jsonld", "rdfxml", "functional", "kgx", "kgx-jsonl", "xlsx", "sssom")


def format_of(name: str) -> str:
    """Tell the two-way format of a file by the end of its name.

    >>> format_of("a.sssom.tsv"), format_of("a_edges.tsv")
    ('sssom', 'kgx')

    Raises:
        UsageError: none has this ending.
    """
    for form in TWO_WAY:
        if name.endswith(FORMATS[form].endings) and not name.endswith(FORMATS["classes"].endings):
            return form
    endings = " ".join(ending for form in TWO_WAY for ending in FORMATS[form].endings)
    message = f"{name}: no format that can be imported; the endings are {endings}"
    raise UsageError(message)


def documents_of(path: Path, form: str) -> dict[str, bytes]:
    """Read the files of a two-way format, by name: of KGX both, whichever was named.

    Raises:
        OSError: a file cannot be read.
    """
    if not form.startswith("kgx"):
        return {path.name: path.read_bytes()}
    stem = stem_of(path.name, FORMATS[form].endings)
    return {name: path.with_name(name).read_bytes() for name in (stem + ending for ending in FORMATS[form].endings)}


def stem_of(name: str, endings: tuple[str, ...]) -> str:
    """Cut off how the names of several files end, or the suffix that they share.

    >>> stem_of("a_edges.tsv", ("_nodes.tsv", "_edges.tsv"))
    'a'
    """
    suffixes = [f".{ending.rpartition('.')[2]}" for ending in endings]
    return next((name.removesuffix(end) for end in (*endings, *suffixes) if name.endswith(end)), name)


def read(files: dict[str, bytes], form: str, schema: Schema, notes: list[Finding]) -> tuple[Sheets, dict[str, str]]:
    """Read tables back.

    Args:
        files: one document by its name; for KGX both.
        form: one of `TWO_WAY`.
        schema: the vocabulary that says which class and property has which table.
        notes: told of what was undone or left out.

    Returns:
        The tables, and the text of saved queries and rules by path where the format carries them.

    Raises:
        InputError: a document is malformed, hostile, or says nothing that the tables hold.
    """
    name, data = next(iter(files.items()))
    if form.startswith("kgx"):
        return kgx.read(files, notes), {}
    if form == "xlsx":
        return xlsx.read(data, name, notes), {}
    if form == "sssom":
        return sssom.read(data, name, notes), {}
    triples = functional_reader.read(data, name) if form == "functional" else documents.read(data, form, name)
    return to_sheets(triples, schema)
