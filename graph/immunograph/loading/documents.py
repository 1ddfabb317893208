"""Write one graph from documents (SPARQL 1.1 Graph Store HTTP Protocol), as a new generation of the store."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph.errors import UsageError
from immunograph.loading.graphs import change
from immunograph.loading.sources import damaged, refuse_entities
from immunograph.store import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from immunograph.terms import Iri


def write_graph(folder: Path, verb: str, graph: Iri, documents: Sequence[tuple[str, bytes]]) -> bool:
    """Replace a graph (`put`), add to it (`post`) or remove it (`delete`).

    Args:
        folder: the store.
        verb: one of the three.
        graph: its IRI, or `UNNAMED`.
        documents: media type and content of each.

    Returns:
        Whether the graph was there before.

    Raises:
        InputError: a document is not what its type says, or dangerous; the store is as it was.
        OutputError: it cannot be written; the store is as it was.
        StoreError: there is no store.
        UsageError: the graph's name is no IRI, or the type is no format of triples.
    """
    try:
        name = ox.DefaultGraph() if graph == UNNAMED else ox.NamedNode(graph)
    except ValueError as error:
        message = f"{graph!r} is no IRI; name the graph like https://example.org/hp"
        raise UsageError(message) from error
    parsed = [_read(media, content, graph) for media, content in documents]

    def act(database: ox.Store, *_: Path) -> bool:
        there = isinstance(name, ox.DefaultGraph) or database.contains_named_graph(name)
        if verb == "post":
            database.add_graph(name)
        elif verb == "put" or isinstance(name, ox.DefaultGraph):
            database.clear_graph(name)
        else:
            database.remove_graph(name)
        if verb == "put":
            database.add_graph(name)
        for triples in parsed:
            database.bulk_extend(ox.Quad(one.subject, one.predicate, one.object, name) for one in triples)
        return there

    what = (verb, graph, [(media, sha256(content).hexdigest()) for media, content in documents])
    return change(folder, repr(what), act)


def _read(media: str, content: bytes, graph: Iri) -> list[ox.Quad]:
    """Parse a document before anything is written."""
    form = ox.RdfFormat.from_media_type(media)
    if form is None or (form.supports_datasets and form != ox.RdfFormat.JSON_LD):
        message = f"{media or 'a document without a type'} is no format of triples; send Turtle, N-Triples or RDF/XML"
        raise UsageError(message)
    base = "urn:document" if graph == UNNAMED else graph
    if form == ox.RdfFormat.RDF_XML:
        refuse_entities(io.BytesIO(content), "document")
    try:
        return list(ox.parse(content, format=form, base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        raise damaged("document", f"not {form.name}: {error.msg}", error.lineno or 1, error.offset or 1) from error
