"""Read and write RDF files: the room of pyoxigraph's parser and serialiser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph.errors import InputError, UsageError
from immunograph.model import Finding, Place
from immunograph.terms import STRING, Blank, Iri, Literal, Node, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')
_ESCAPES = {n: f"\\u{n:04X}" for n in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)} | {
    ord(sign): f"\\{letter}" for sign, letter in zip('"\\\b\t\n\f\r', '"\\btnfr', strict=True)
}
_NAMES = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples", "rdfxml": "RDF/XML"}


def read_turtle(data: bytes, path: str) -> list[Triple]:
    """Parse a Turtle document; its blank nodes are numbered in the order in which they stand there.

    Args:
        data: the document.
        path: its name, for the error.

    Raises:
        InputError: the document is not Turtle.
    """
    return parse(data, "turtle", path)


def parse(data: bytes, form: str, path: str) -> list[Triple]:
    """Parse a document in one of `FORMATS` without a request to anyone; blank nodes are numbered in their order.

    Raises:
        InputError: the document is not what it says, or says what RDF 1.1 cannot.
    """
    try:
        read = [from_triple(quad) for quad in ox.parse(data, format=FORMATS[form])]
    except UsageError as error:
        raise InputError([Finding(Place(path), f"not-{form}", str(error))]) from error
    except SyntaxError as error:
        place = Place(path, error.lineno or 1, error.offset or 1)
        message = f"{' '.join((error.msg or 'unreadable').split())}; mend the {_NAMES[form]} here"
        raise InputError([Finding(place, f"not-{form}", message)]) from error
    numbers: dict[Term, Blank] = {}

    def number(value: Term) -> Term:
        return numbers.setdefault(value, Blank(f"_:b{len(numbers)}")) if isinstance(value, Blank) else value

    triples = []
    for subject, predicate, value in read:
        first = number(subject)
        triples.append((first if isinstance(first, Blank) else subject, predicate, number(value)))
    return triples


def serialise(triples: Iterable[Triple], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Write triples, in the order given, as one of `FORMATS`."""
    if form == "ntriples":
        return _ntriples(triples)
    rows = (ox.Triple(_subject(s), _predicate(p), to_oxigraph(o)) for s, p, o in triples)
    data = ox.serialize(rows, format=FORMATS[form], prefixes=dict(prefixes)) or b""
    if form == "rdfxml":  # the engine names the prefixes in no order
        return re.sub(rb"(?<=<rdf:RDF )[^>]*", lambda names: b" ".join(sorted(names[0].split(b" "))), data, count=1)
    return _sorted(data)


def _sorted(data: bytes) -> bytes:
    """Put the prefixes in order, which the engine names in none."""
    head, rest = [], data.split(b"\n")
    while rest[0].startswith(b"@prefix"):
        head.append(rest.pop(0))
    return b"\n".join([*sorted(head), *rest])


_DATASETS = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}


def serialise_graphs(graphs: Iterable[tuple[Iri, Iterable[Triple]]], form: str, prefixes: Mapping[str, str]) -> bytes:
    """Write named graphs, in the order given, as `trig` or `nquads`."""
    quads = (quad for graph, triples in graphs for quad in to_quads(triples, graph))
    data = ox.serialize(quads, format=_DATASETS[form], prefixes=dict(prefixes)) or b""
    return _sorted(data)


def _ntriples(triples: Iterable[Triple]) -> bytes:
    """Write N-Triples as pyoxigraph does (RDF 1.1 N-Triples, 4), without a term of its for each of ours."""
    lines = (f"{_name(s)} {_name(p)} {_literal(o) if isinstance(o, Literal) else _name(o)} .\n" for s, p, o in triples)
    return "".join(lines).encode()


@lru_cache(maxsize=1 << 16)
def _name(node: Node) -> str:
    return str(_subject(node))


def _literal(literal: Literal) -> str:
    value, datatype, language = literal
    if _SPECIAL.search(value):
        value = value.translate(_ESCAPES)
    if language:
        return f'"{value}"@{language}'
    return f'"{value}"' if datatype == STRING else f'"{value}"^^{_name(Iri(datatype))}'


def to_quads(triples: Iterable[Triple], graph: Iri) -> Iterator[ox.Quad]:
    """Place triples in a named graph, as pyoxigraph wants them."""
    name = ox.NamedNode(graph)
    for s, p, o in triples:
        yield ox.Quad(_subject(s), _predicate(p), to_oxigraph(o), name)


@lru_cache(maxsize=1 << 12)
def _predicate(iri: Iri) -> ox.NamedNode:
    return ox.NamedNode(iri)


@lru_cache(maxsize=1 << 16)
def _subject(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(node[2:]) if isinstance(node, Blank) else ox.NamedNode(node)


def to_oxigraph(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Turn one of our terms into pyoxigraph's."""
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(term.value, language=term.language)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    return _subject(term)


def to_ntriples(term: Term) -> str:
    """Write one of our terms as N-Triples.

    >>> to_ntriples(Literal("a", language="en"))
    '"a"@en'
    """
    return str(to_oxigraph(term))


def from_ntriples(text: str) -> Term:
    """Read what `to_ntriples` wrote."""
    (quad,) = ox.parse(f"<a:s> <a:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    return from_oxigraph(quad.object)


def from_triple(quad: ox.Quad) -> Triple:
    """Turn one of pyoxigraph's quads into our triple."""
    return _node(quad.subject), Iri(quad.predicate.value), from_oxigraph(quad.object)


def from_oxigraph(term: object) -> Term:
    """Turn one of pyoxigraph's terms into ours.

    Raises:
        UsageError: it is a triple, which is a term in RDF 1.2 alone.
    """
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    return _node(term)


def _node(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Blank("_:" + term.value)
    raise UsageError(f"{term} is a triple, and no term of RDF 1.1; name its parts instead")
