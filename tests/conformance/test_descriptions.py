"""What a release and a server say of the dataset is what `descriptions.ttl` promises (VoID, DCAT 3, SPDX checksums)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from immunograph.shapes import ENGINES, validate
from immunograph.syntax import read_turtle
from immunograph.terms import Iri
from immunograph.vocabulary import DATASET, term

if TYPE_CHECKING:
    import httpx

    from immunograph.terms import Triple

SHAPES = (Path(__file__).parent / "descriptions.ttl").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def descriptions(released: Path, served: httpx.Client) -> dict[str, list[Triple]]:
    """Read what the release and the server say."""
    texts = {"release": (released / "metadata.ttl").read_bytes(), "server": served.get("/.well-known/void").content}
    return {name: read_turtle(text, name) for name, text in texts.items()}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "mark"), [("release", "dcat:distribution"), ("server", "void:sparqlEndpoint")])
def test_it_says_what_is_promised(descriptions: dict[str, list[Triple]], name: str, mark: str, engine: str) -> None:
    """And it is the description of a release, or of a server."""
    pytest.importorskip(engine)
    triples = descriptions[name]
    assert any(s == DATASET and p == term(mark) for s, p, _ in triples)
    assert validate(triples, SHAPES, engine) == []


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("release", "dcterms:license"),
        ("release", "dcterms:publisher"),
        ("release", "dcat:mediaType"),
        ("release", "dcat:byteSize"),
        ("release", "void:dataDump"),
        ("release", "owl:versionIRI"),
        ("server", "dcterms:issued"),
        ("server", "void:subset"),
        ("server", "void:vocabulary"),
    ],
)
def test_what_is_promised_is_missed(descriptions: dict[str, list[Triple]], name: str, lost: str) -> None:
    """A description that loses a property breaks its promise."""
    assert validate([triple for triple in descriptions[name] if triple[1] != term(lost)], SHAPES)


def test_what_the_server_has_as_a_part_can_be_asked(
    descriptions: dict[str, list[Triple]], served: httpx.Client
) -> None:
    """Each `void:subset` is a named graph with triples in it."""
    parts = [o for _, p, o in descriptions["server"] if p == term("void:subset")]
    for part in map(Iri, map(str, parts)):
        assert served.get("/graphs", params={"graph": part}).text
