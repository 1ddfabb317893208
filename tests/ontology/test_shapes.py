"""The release keeps the contract of shapes.ttl, and the shapes notice when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib

from immunograph.build import build
from immunograph.conclusion import conclude
from immunograph.shapes import ENGINES, validate
from immunograph.tables import shipped_folder
from immunograph.vocabulary import term

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = rdflib.Graph().parse(shipped_folder() / "shapes.ttl")
IG = rdflib.Namespace("https://w3id.org/immunograph/")


def report(data: rdflib.Graph) -> tuple[bool, str]:
    """Validate with pySHACL."""
    conforms, _, text = pyshacl.validate(data, shacl_graph=SHAPES)
    return conforms, text


@pytest.fixture
def small(example: Path) -> rdflib.Graph:
    """Build the example and read its release."""
    build(example, example.parent / "output", lambda _: None)
    return rdflib.Graph().parse(example.parent / "output" / "immunograph.ttl")


def test_the_release_conforms(output: Path) -> None:
    """All of the shipped ontology."""
    conforms, text = report(rdflib.Graph().parse(output / "immunograph.ttl"))
    assert conforms, text


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (IG.examplimab, rdflib.RDFS.label),
        (IG.examplimab, IG.plain),
        (IG["EXR-1"], IG.evidence),
        (IG["source-handbook"], IG.publisher),
        (None, IG.locator),
        (None, IG.regulator),
        (None, IG.derivedBy),
    ],
)
def test_a_broken_release_does_not_conform(
    small: rdflib.Graph, subject: rdflib.URIRef | None, predicate: rdflib.URIRef
) -> None:
    """What a shape asks for is missed when it is gone."""
    assert report(small)[0]
    small.remove((subject, predicate, None))
    assert not report(small)[0]


@pytest.mark.parametrize("lost", ["dcterms:source", "ig:locator", "ig:regulator", "rdfs:label", "ig:evidence"])
def test_both_engines_tell_the_same(example: Path, lost: str) -> None:
    """Of data that lost a property: node, path, value and constraint; blank nodes have no names."""
    pytest.importorskip("shacl")
    graphs = conclude(example).dataset
    triples = [triple for name in ("stated", "evidence", "inferred") for triple in graphs[name]]
    broken = [triple for triple in triples if triple[1] != term(lost)]
    shapes = (shipped_folder() / "shapes.ttl").read_text(encoding="utf-8")
    one, other = (
        sorted(
            ("_" if told.node.startswith("_:") else told.node, *told[1:4]) for told in validate(broken, shapes, engine)
        )
        for engine in ENGINES
    )
    assert one == other
    assert one
