"""The built graph answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunograph.build import build
from immunograph.errors import QueryError, StoreError
from immunograph.knowledge import Knowledge


@pytest.mark.parametrize(
    ("written", "concept"),
    [
        ("Keytruda", "pembrolizumab"),
        ("PEMBROLIZUMAB", "pembrolizumab"),
        ("IFN-α 2b", "interferon-alfa-2b"),
        ("pd1", "PD-1"),
    ],
)
def test_a_concept_is_found_however_its_name_is_written(graph: Knowledge, written: str, concept: str) -> None:
    """Case, hyphens and Greek letters do not matter."""
    assert concept in [match.concept for match in graph.find(written)]


def test_the_seven_forms_are_kinds_of_immunotherapy(graph: Knowledge) -> None:
    """The starting document names seven forms."""
    rows = graph.query("SELECT ?form WHERE { ?form rdfs:subClassOf ig:cancer-immunotherapy }")
    forms = {str(form) for (form,) in rows}
    assert forms >= {
        "targeted-antibody", "cancer-vaccine", "adoptive-cell-transfer", "oncolytic-virus-therapy",
        "checkpoint-inhibitor", "cytokine-therapy", "adjuvant-therapy",
    }  # fmt: skip


def test_an_inferred_statement_is_explained_by_rows(graph: Knowledge) -> None:
    """Why pembrolizumab releases T-cell activation rests on two stated relations."""
    proof = graph.why("pembrolizumab", "releases", "T-cell-activation")
    assert [premise.sentence for premise in proof.premises] == [
        "PD-1 holds back T-cell activation",
        "pembrolizumab blocks PD-1",
    ]
    assert all(premise.evidence for premise in proof.premises)


def test_a_path_is_told_with_sources(graph: Knowledge) -> None:
    """Each stated step cites who said it."""
    ways = graph.path("pembrolizumab", "colitis")
    assert all(step.evidence or step.inferred for way in ways for step in way)


def test_a_query_that_reaches_outside_is_refused(graph: Knowledge) -> None:
    """SERVICE is found outside strings and comments, and only there."""
    with pytest.raises(QueryError, match="query:1:18: SERVICE would call"):
        graph.query("SELECT * WHERE { SERVICE <http://localhost:1/> { ?s ?p ?o } }")
    assert len(graph.query('SELECT ("SERVICE" AS ?x) WHERE { } # SERVICE')) == 1


def test_a_wrong_query_names_line_and_column(graph: Knowledge) -> None:
    """The place of a syntax error is in its message."""
    with pytest.raises(QueryError, match=r"query:2:\d+: foo: is not declared"):
        graph.query("SELECT * WHERE {\n ?s foo:x ?o }")


def test_a_missing_store_says_how_to_make_one(tmp_path: Path) -> None:
    """No store, no traceback."""
    with pytest.raises(StoreError, match="run `immunograph build`"):
        Knowledge(tmp_path)


def test_the_same_input_gives_the_same_bytes(output: Path, tmp_path: Path) -> None:
    """A second build writes the very same page and downloads."""
    build(Path(__file__).parents[1] / "ontology", tmp_path, lambda _: None)
    for name in ("immunograph.html", "immunograph.ttl", "downloads/immunograph.jsonld"):
        assert (tmp_path / name).read_bytes() == (output / name).read_bytes()
