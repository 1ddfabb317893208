"""The names in loaded graphs, so that `find` knows them: beside the curated names, in a file of their own."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph import names
from immunograph.generations import LABELS
from immunograph.vocabulary import IG, curie, term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_LABELS = (term("rdfs:label"), term("skos:prefLabel"))
_SYNONYMS = (
    term("skos:altLabel"),
    *(f"{_OIO}has{kind}Synonym" for kind in ("Exact", "Related", "Narrow", "Broad")),
)
_CODE = re.compile(r"[/#]([A-Za-z][\w.-]*)_(\w+)\Z")


def reindex(database: ox.Store, old: Path, new: Path, gone: Collection[str], fresh: Collection[str]) -> None:
    """Write the names of a generation: those that it had, but for some graphs, and those of graphs just loaded.

    Args:
        database: the new generation.
        old: the folder of the old one.
        new: the folder of the new one.
        gone: graphs whose old names do not count any more.
        fresh: graphs to read.
    """
    (new / LABELS).unlink(missing_ok=True)  # it may be the old one's, by a hard link
    kept = _kept(old / LABELS, {_short(graph) for graph in gone}) if (old / LABELS).exists() else iter(())
    found = (name for graph in sorted(fresh) for name in _names(database, graph))
    first = next(kept, None) or next(found, None)
    if first:
        names.write_index(new / LABELS, _chained(first, kept, found), parts=False)


def _chained(first: names.Name, *rest: Iterator[names.Name]) -> Iterator[names.Name]:
    yield first
    for some in rest:
        yield from some


def _short(graph: str) -> str:
    return graph.removeprefix(f"{IG}graph-")


def _kept(path: Path, gone: set[str]) -> Iterator[names.Name]:
    with closing(names.opened(path)) as base:
        for row in base.execute("SELECT concept, label, kind, name, role FROM name"):
            if row[2] not in gone:
                yield names.Name(*row)


def _names(database: ox.Store, graph: str) -> Iterator[names.Name]:
    """Read labels, synonyms and codes (`HP:0001250`) of the terms in one graph."""
    place, kind, labels = ox.NamedNode(graph), _short(graph), dict[str, str]()
    for predicate in _LABELS:
        for quad in database.quads_for_pattern(None, ox.NamedNode(predicate), None, place):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                labels.setdefault(quad.subject.value, quad.object.value)
    for iri, label in labels.items():
        yield names.Name(curie(iri), label, kind, label, "label")
        if code := _CODE.search(iri):
            yield names.Name(curie(iri), label, kind, f"{code[1]}:{code[2]}", "identifier")
    for synonym in _SYNONYMS:
        for quad in database.quads_for_pattern(None, ox.NamedNode(synonym), None, place):
            iri = getattr(quad.subject, "value", "")
            if iri in labels and isinstance(quad.object, ox.Literal):
                yield names.Name(curie(iri), labels[iri], kind, quad.object.value, "synonym")
