"""JSON-LD and Turtle of one build are one graph, whoever reads the JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from immunograph.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib warns itself


def by_rdflib(path: Path) -> bytes:
    """Read JSON-LD into N-Quads with rdflib."""
    return rdflib.Graph().parse(path, format="json-ld").serialize(format="nt").encode()


def by_pyld(path: Path) -> bytes:
    """Read JSON-LD into N-Quads with PyLD, which may fetch no context."""
    jsonld = pytest.importorskip("pyld", reason="PyLD is not installed; scripts/conformance installs it").jsonld
    jsonld.set_document_loader(_refuse)
    text: str = jsonld.to_rdf(json.loads(path.read_text(encoding="utf-8")), {"format": "application/n-quads"})
    return text.encode()


def _refuse(address: str, _: object) -> None:
    message = f"{address}: our JSON-LD asks for a context from elsewhere"
    raise AssertionError(message)


def canonical(data: bytes, form: ox.RdfFormat) -> ox.Dataset:
    """Bring a graph into its canonical form (RDF Dataset Canonicalization 1.0, which URDNA2015 became)."""
    dataset = ox.Dataset(ox.parse(data, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def same(path: Path, reader: Callable[[Path], bytes]) -> bool:
    """Compare the JSON-LD of a folder with its Turtle."""
    turtle = canonical((path / "immunograph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    (found,) = path.rglob("immunograph.jsonld")
    return len(turtle) > 100 and canonical(reader(found), ox.RdfFormat.N_QUADS) == turtle


@pytest.mark.parametrize("reader", [by_rdflib, by_pyld])
def test_the_json_ld_of_a_build_is_its_turtle(example: Path, reader: Callable[[Path], bytes]) -> None:
    """The example, with blank nodes for statements, evidence and lists."""
    build(example, example.parent / "output", lambda _: None)
    assert same(example.parent / "output", reader)


@pytest.mark.parametrize("reader", [by_rdflib, by_pyld])
def test_the_json_ld_of_the_release_is_its_turtle(released: Path, reader: Callable[[Path], bytes]) -> None:
    """Everything that we publish."""
    pytest.importorskip("pyld", reason="it takes a while; scripts/conformance runs it")
    assert same(released, reader)
