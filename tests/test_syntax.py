"""What is written in RDF is what pyoxigraph writes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunograph.errors import InputError
from immunograph.syntax import read_turtle, serialise, to_oxigraph
from immunograph.terms import STRING, XSD, Blank, Iri, Literal

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_LITERALS = st.tuples(_TEXT, st.sampled_from([STRING, XSD + "integer"])).map(lambda parts: Literal(*parts))
_NODES = st.sampled_from([Iri("https://example.org/a"), Iri("urn:ä"), Blank("_:b1")])


@given(st.lists(st.tuples(_NODES, st.just(Iri("urn:p")), _NODES | _LITERALS)))
def test_n_triples_are_those_of_the_engine(triples: list[tuple[Iri, Iri, Iri | Literal]]) -> None:
    """Byte for byte, whatever signs a text holds."""
    theirs = [ox.Triple(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o)) for s, p, o in triples]
    assert serialise(triples, "ntriples", {}) == ox.serialize(theirs, format=ox.RdfFormat.N_TRIPLES)


def test_what_rdf_1_1_cannot_say_is_named() -> None:
    """A statement about a statement in the way of RDF 1.2."""
    with pytest.raises(
        InputError, match=r"^x\.ttl: not-turtle <urn:s> <urn:p> <urn:o> is a triple, and no term of RDF 1.1"
    ):
        read_turtle(b"<urn:s> <urn:p> <urn:o> ~ .", "x.ttl")


@pytest.mark.parametrize("iri", ["https://example.org/a b", "https://example.org/a> <b", "no-scheme"])
def test_what_is_no_iri_is_not_written(iri: str) -> None:
    """A name that would break the line out of its brackets is refused."""
    with pytest.raises(ValueError, match="IRI"):
        serialise([(Iri(iri), Iri("urn:p"), Iri("urn:o"))], "ntriples", {})
