"""The release keeps the contract of shapes.ttl, and the shapes notice when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib

from immunograph.build import build
from immunograph.tables import shipped_folder

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
