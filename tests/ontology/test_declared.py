"""The vocabulary of a release is declared, as OWL 2 DL asks (OWL 2 Mapping to RDF Graphs, 3.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.syntax import read_turtle
from immunograph.terms import Iri
from immunograph.vocabulary import PREFIXES, TYPE, term

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
PROPERTIES = {term(f"owl:{kind}Property") for kind in ("Object", "Datatype", "Annotation")}


def test_every_class_and_property_is_declared(output: Path) -> None:
    """But for those of RDF, RDFS and OWL."""
    triples = read_turtle((output / "immunograph.ttl").read_bytes(), "immunograph.ttl")
    classes = {s for s, p, o in triples if p == TYPE and o == term("owl:Class")}
    properties = {s for s, p, o in triples if p == TYPE and o in PROPERTIES}
    kinds = {o for _, p, o in triples if p == TYPE and isinstance(o, Iri) and not o.startswith(BUILT_IN)}
    assert kinds - classes == set()
    assert {p for _, p, _ in triples if not p.startswith(BUILT_IN)} - properties == set()
