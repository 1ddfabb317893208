"""Check a release against `shapes.ttl` (SHACL) and lead each result back to the cell that it is about."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from immunograph.errors import InputError
from immunograph.model import Finding, Place
from immunograph.syntax import read_turtle, serialise
from immunograph.vocabulary import IG, SUBCLASS, TYPE, curie, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Ontology
    from immunograph.rdf import Dataset

_COLUMNS = {
    "rdfs:label": "label",
    "ig:plain": "plain",
    "skos:definition": "definition",
    "skos:altLabel": "synonyms",
    "rdfs:subClassOf": "parents",
}
_SEE_ALL = {term("sh:closed"), term("sh:sparql"), term("sh:target")}
"""What looks at more properties than those that the shapes name."""


class _Result(NamedTuple):
    node: str
    path: str
    message: str


def check_shapes(ontology: Ontology, dataset: Dataset, shapes: str) -> list[Finding]:
    """Validate what follows from an ontology.

    Args:
        ontology: for the places.
        dataset: all graphs; of what is inferred, only the kinds of things matter to shapes.
        shapes: the content of `shapes.ttl`.

    Returns:
        One finding for each result of SHACL (W3C SHACL, 3.6), at the row of the node it is about.

    Raises:
        InputError: the shapes are not Turtle.
    """
    asked = {term for triple in read_turtle(shapes.encode(), "shapes.ttl") for term in triple}
    kinds = (triple for triple in dataset["inferred"] if triple[1] == TYPE)
    triples = chain(dataset["stated"], dataset["evidence"], kinds)
    seen = (triple for triple in triples if triple[1] in asked or triple[1] in (TYPE, SUBCLASS))
    data = serialise(triples if asked & _SEE_ALL else seen, "ntriples", {}).decode()
    return sorted({_finding(ontology, result) for result in _validate(data, shapes)})


def _validate(data: str, shapes: str) -> Iterator[_Result]:
    """Use the quick engine where it has wheels, else pySHACL."""
    try:
        import shacl
    except ImportError:
        yield from _slowly(data, shapes)
        return
    try:
        report = shacl.Shapes.from_turtle(shapes).validate_text(data, format="ntriples")
    except ValueError as error:
        place = Place("shapes.ttl")
        message = f"{str(error).splitlines()[0]}; mend the shape"
        raise InputError([Finding(place, "shape", message)]) from error
    for result in report.results:
        yield _Result(_bare(result.focus_node), _bare(result.path or ""), str(result.message or result.component))


def _slowly(data: str, shapes: str) -> Iterator[_Result]:
    import pyshacl
    import rdflib
    from rdflib.namespace import SH

    graph = rdflib.Graph().parse(data=data, format="nt")
    _, found, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(data=shapes))
    assert isinstance(found, rdflib.Graph)  # noqa: S101 - pySHACL gives bytes only when it is asked for them
    for result in found.subjects(rdflib.RDF.type, SH.ValidationResult):
        node, path = found.value(result, SH.focusNode), found.value(result, SH.resultPath)
        yield _Result(str(node), str(path or ""), str(found.value(result, SH.resultMessage)))


def _bare(term: str) -> str:
    return term.strip("<>")


def _finding(ontology: Ontology, result: _Result) -> Finding:
    path = curie(result.path)
    about = f"{curie(result.node)}{f' {path}' if path else ''}"
    return Finding(_place(ontology, result, path), "shape", f"{about}: {result.message}")


def _place(ontology: Ontology, result: _Result, path: str) -> Place:
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
