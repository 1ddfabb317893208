"""Read the W3C's tests of SHACL Core (`data-shapes-test-suite/tests/core`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.request import url2pathname

import pyoxigraph as ox

from immunograph.syntax import from_triple, serialise, to_ntriples
from immunograph.terms import Iri
from immunograph.vocabulary import TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from immunograph.terms import Term, Triple

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
Told = Counter[tuple[str, str, str, str]]
"""Results by node, path, value and component; a blank node is `_`, and a path that is no property is nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """A test: data, shapes in Turtle, and the results that are expected; None where shapes are to be refused."""

    name: str
    data: tuple[Triple, ...]
    shapes: str
    expected: Told | None


def cases(folder: Path) -> Iterator[Case]:
    """Give the tests of a manifest and of those that it includes."""
    yield from _cases(folder / "manifest.ttl", folder)


def _cases(path: Path, top: Path) -> Iterator[Case]:
    triples = _read(path.as_uri())
    for _, _, included in (one for one in triples if one[1] == MF + "include"):
        yield from _cases(_path(str(included)), top)
    for entry in (s for s, p, o in triples if p == TYPE and o == SHT + "Validate"):
        (action,), (result,) = (_values(triples, entry, Iri(MF + name)) for name in ("action", "result"))
        (data,), (shapes,) = (_values(triples, action, Iri(SHT + name)) for name in ("dataGraph", "shapesGraph"))
        expected = None if result == SHT + "Failure" else _expected(triples, result)
        name = path.relative_to(top).with_suffix("").as_posix()
        yield Case(name, _read(str(data)), serialise(_read(str(shapes)), "ntriples", {}).decode(), expected)


def _read(iri: str) -> tuple[Triple, ...]:
    quads = ox.parse(path=str(_path(iri)), format=ox.RdfFormat.TURTLE, base_iri=iri)
    return tuple(map(from_triple, quads))


def _path(iri: str) -> Path:
    from pathlib import Path

    return Path(url2pathname(iri.removeprefix("file://")))


def _values(triples: tuple[Triple, ...], node: Term, name: Iri) -> list[Term]:
    return [o for s, p, o in triples if s == node and p == name]


def _expected(triples: tuple[Triple, ...], report: Term) -> Told:
    return Counter(_told(triples, one) for one in _values(triples, report, term("sh:result")))


def _told(triples: tuple[Triple, ...], result: Term) -> tuple[str, str, str, str]:
    names = ("focusNode", "resultPath", "value", "sourceConstraintComponent")
    node, path, value, component = (
        plain(next(iter(_values(triples, result, term(f"sh:{name}"))), None)) for name in names
    )
    return node, "" if path == "_" else path, value, component.rpartition("#")[2]


def plain(term: Term | str | None) -> str:
    """Write a term as our results do, without the names of blank nodes."""
    if term is None or isinstance(term, str):
        return "_" if str(term).startswith("_:") else term or ""
    return to_ntriples(term)
