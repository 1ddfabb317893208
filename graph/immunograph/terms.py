"""RDF 1.1 terms as plain values, so that only the rooms of rdflib and pyoxigraph know those libraries."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"
STRING = XSD + "string"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


def is_web(address: str) -> bool:
    """Tell an address of the web, to which a link may lead, from a folder, a name or a script.

    >>> is_web("https://example.org"), is_web("javascript:alert(1)")
    (True, False)
    """
    return address.startswith(("https://", "http://"))


class Iri(str):
    """An absolute IRI (RDF 1.1 Concepts, 3.2)."""

    __slots__ = ()


class Blank(str):
    """A blank node, named `_:label` so that it never equals an IRI (RDF 1.1 Concepts, 3.4)."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal (RDF 1.1 Concepts, 3.3): lexical form, datatype IRI, language tag or nothing."""

    value: str
    datatype: str = STRING
    language: str = ""


Node = Iri | Blank
Term = Iri | Blank | Literal
Triple = tuple[Node, Iri, Term]


def text(value: str) -> Literal:
    """Make an English literal, the only language of the tables."""
    return Literal(value, LANG_STRING, "en")


def blank(*parts: str) -> Blank:
    """Make a blank node that is the same wherever the parts are; the first is its sort."""
    return Blank("_:" + parts[0][0] + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])


def order(triple: Triple) -> tuple[str, str, bool, str]:
    """Give a key that sorts triples of any terms: subject, predicate, then IRIs and blanks before literals."""
    subject, predicate, value = triple
    if isinstance(value, Literal):
        return subject, predicate, True, "\0".join(value)
    return subject, predicate, False, value
