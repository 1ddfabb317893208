"""Check a release against `shapes.ttl` (SHACL) and lead each result back to the cell that it is about."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from immunograph.errors import InputError
from immunograph.model import Finding, Place
from immunograph.syntax import read_turtle, serialise
from immunograph.terms import STRING, Blank, Literal
from immunograph.vocabulary import IG, SUBCLASS, TYPE, curie, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import rdflib

    from immunograph.model import Ontology
    from immunograph.rdf import Dataset
    from immunograph.terms import Term, Triple

_COLUMNS = {
    "rdfs:label": "label",
    "ig:plain": "plain",
    "skos:definition": "definition",
    "skos:altLabel": "synonyms",
    "rdfs:subClassOf": "parents",
}
_SEE_ALL = {term("sh:closed"), term("sh:sparql"), term("sh:target")}
"""What looks at more properties than those that the shapes name."""


class Result(NamedTuple):
    """One result of SHACL (W3C SHACL, 3.6.2); a path that is no property is left empty, as is a missing value."""

    node: str
    path: str
    value: str
    component: str
    message: str


def check_shapes(ontology: Ontology, dataset: Dataset, shapes: str) -> list[Finding]:
    """Validate what follows from an ontology.

    Args:
        ontology: for the places.
        dataset: all graphs; of what is inferred, only the kinds of things matter to shapes.
        shapes: the content of `shapes.ttl`.

    Returns:
        One finding for each result of SHACL, at the row of the node it is about.

    Raises:
        InputError: the shapes are not Turtle, or are no shapes.
    """
    kinds = (triple for triple in dataset["inferred"] if triple[1] == TYPE)
    results = validate(chain(dataset["stated"], dataset["evidence"], kinds), shapes)
    return sorted({_finding(ontology, result) for result in results})


def validate(triples: Iterable[Triple], shapes: str, engine: str = "") -> list[Result]:
    """Validate a graph.

    Args:
        triples: the graph; only what the shapes can see is given to the engine.
        shapes: in Turtle.
        engine: one of `ENGINES`, or nothing for the quick one where it has wheels.

    Raises:
        InputError: the shapes are not Turtle, or are no shapes.
    """
    asked = {term for triple in read_turtle(shapes.encode(), "shapes.ttl") for term in triple}
    seen = (triple for triple in triples if triple[1] in asked or triple[1] in (TYPE, SUBCLASS))
    known = list(triples if asked & _SEE_ALL else seen)
    return ENGINES[engine or ("shacl" if find_spec("shacl") else "pyshacl")](known, shapes)


def _quickly(triples: list[Triple], shapes: str) -> list[Result]:
    import shacl

    data = serialise(triples, "ntriples", {}).decode()
    try:
        report = shacl.Shapes.from_turtle(shapes).validate_text(data, format="ntriples")
    except ValueError as error:
        raise _no_shapes(error) from error
    results = []
    for one in report.results:
        path = one.path or ""  # a path that is no property is written as in SPARQL
        node, value = _bare(one.focus_node), _bare(one.value or "")
        known = path[1:-1] if path.startswith("<") else ""
        results.append(Result(node, known, value, one.component, str(one.message or one.component)))
    return results


def _slowly(triples: list[Triple], shapes: str) -> list[Result]:
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError
    from rdflib.namespace import SH

    wanted = _to_rdflib(read_turtle(shapes.encode(), "shapes.ttl"))
    try:  # without `inplace` it copies the graph first
        _, found, _ = pyshacl.validate(_to_rdflib(triples), shacl_graph=wanted, inplace=True)
    except ReportableRuntimeError as error:
        raise _no_shapes(error) from error
    assert isinstance(found, rdflib.Graph)  # noqa: S101 - pySHACL gives bytes only when it is asked for them
    names = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultMessage)
    results = []
    for one in found.objects(None, SH.result):
        node, path, value, component, message = (found.value(one, name) for name in names)
        known = str(path) if isinstance(path, rdflib.URIRef) else ""
        told = [_bare(term.n3()) if term is not None else "" for term in (node, value)]
        results.append(Result(told[0], known, told[1], str(component).rpartition("#")[2], str(message)))
    return results


ENGINES: dict[str, Callable[[list[Triple], str], list[Result]]] = {"shacl": _quickly, "pyshacl": _slowly}


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Put triples into a graph, each term made once and with the text that it has."""
    import rdflib

    @cache
    def made(term: Term) -> rdflib.term.IdentifiedNode | rdflib.Literal:
        if isinstance(term, Literal):
            kind = None if term.language or term.datatype == STRING else rdflib.URIRef(term.datatype)
            return rdflib.Literal(term.value, lang=term.language or None, datatype=kind, normalize=False)
        return rdflib.BNode(term[2:]) if isinstance(term, Blank) else rdflib.URIRef(term)

    graph = rdflib.Graph()
    for subject, predicate, value in triples:
        graph.store.add((made(subject), made(predicate), made(value)), graph)
    return graph


def _no_shapes(error: Exception) -> InputError:
    message = f"{str(error).splitlines()[0]}; mend the shape"
    return InputError([Finding(Place("shapes.ttl"), "shape", message)])


def _bare(term: str) -> str:
    """Take an IRI out of its brackets."""
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term


def _finding(ontology: Ontology, result: Result) -> Finding:
    path = curie(result.path)
    about = f"{curie(result.node)}{f' {path}' if path else ''}"
    return Finding(_place(ontology, result, path), "shape", f"{about}: {result.message}")


def _place(ontology: Ontology, result: Result, path: str) -> Place:
    name = result.node.removeprefix(IG)
    if name in ontology.concepts:
        concept = ontology.concepts[name]
        return concept.places.get(_COLUMNS.get(path, ""), concept.evidence.place)
    if name.removeprefix("source-") in ontology.sources:
        return ontology.sources[name.removeprefix("source-")].place
    for one in ontology.indications:
        if one.id == name:
            return one.evidence[0].place
    return Place("shapes.ttl")
