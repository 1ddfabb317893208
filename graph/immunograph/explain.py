"""Explain a query: its algebra as a tree, and how many triples each of its patterns matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.errors import QueryError
from immunograph.vocabulary import PREFIXES, curie

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tree; `pattern` is a triple pattern as SPARQL, or nothing."""

    depth: int
    text: str
    pattern: str = ""


def explain(text: str, name: str) -> list[Line]:
    """Show what a query asks for, by the algebra of SPARQL 1.1 Query, 18; it is parsed and never evaluated.

    Raises:
        QueryError: it does not parse.
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text), initNs=PREFIXES)
    except Exception as error:  # the parser of rdflib raises whatever its parts raise
        reason = (str(error).splitlines() or ["no reason given"])[0]
        message = f"it cannot be explained ({reason}); the engine may still answer it"
        raise QueryError(message, name=name) from error
    return list(_lines(query.algebra, 0))


def _lines(node: object, depth: int) -> Iterator[Line]:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        notes = [f"{key} {_short(node[key])}" for key in ("term", "PV", "start", "length", "var") if key in node]
        yield Line(depth, " ".join([node.name, *notes]))
        for triple in node["triples"] if "triples" in node else ():  # noqa: SIM401 - its get() means something else
            # inside EXISTS the parser leaves the terms of all triples in one row
            pattern = " ".join(part.n3() for part in triple) if isinstance(triple, tuple) else ""
            yield Line(depth + 1, " ".join(map(_short, triple)), pattern)
        for key, child in node.items():
            if key not in ("triples", "_vars", "term", "PV", "var", "datasetClause"):
                yield from _lines(child, depth + 1)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _lines(child, depth)


def _short(term: object) -> str:
    if isinstance(term, list | tuple | set):
        return " ".join(sorted(map(_short, term)) if isinstance(term, set) else map(_short, term))
    short = curie(str(term))
    return short if short != str(term) or not hasattr(term, "n3") else str(term.n3())
