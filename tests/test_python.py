"""The store in Python: rdflib's dataset, frames, and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from IPython.core.error import UsageError as WrongLine
from IPython.core.interactiveshell import InteractiveShell
from rdflib.plugins.sparql import prepareQuery

from immunograph.errors import QueryError, UsageError
from immunograph.knowledge import Knowledge

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own use of it
IG = rdflib.Namespace("https://w3id.org/immunograph/")
_BLOCKS = "SELECT ?agent WHERE { ?agent ig:blocks ?target } ORDER BY ?agent"


@pytest.fixture(scope="module")
def here(small: Path) -> Knowledge:
    """Open the small store."""
    return Knowledge(small)


@pytest.fixture
def data(here: Knowledge, monkeypatch: pytest.MonkeyPatch) -> rdflib.Dataset:
    """View it with rdflib, whose own evaluation must never run."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("rdflib.plugins.sparql.evaluate.evalQuery", never)
    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalQuery", never)
    return here.dataset()


def test_every_form_of_query_is_answered_by_the_engine(data: rdflib.Dataset) -> None:
    """Text, prepared, with namespaces, a base, bindings, and over one graph; rdflib's evaluator would raise."""
    both = [(IG.examplimab,), (IG.oldimab,)]
    assert [tuple(row) for row in data.query(_BLOCKS)] == both
    assert [tuple(row) for row in data.query(prepareQuery(_BLOCKS, initNs={"ig": IG}))] == both
    other = "SELECT ?agent WHERE { ?agent x:blocks ?target } ORDER BY ?agent"
    assert [tuple(row) for row in data.query(other, initNs={"x": IG})] == both
    assert [tuple(row) for row in data.query(prepareQuery(other, initNs={"x": IG}))] == both
    assert data.query("ASK { <examplimab> <blocks> <EXR-1> }", base=str(IG)).askAnswer
    assert data.query(prepareQuery("ASK { <examplimab> <blocks> <EXR-1> }", base=str(IG))).askAnswer
    for binding in ({"agent": IG.oldimab}, {rdflib.Variable("agent"): IG.oldimab}, {"?agent": IG.oldimab}):
        assert [tuple(row) for row in data.query(_BLOCKS, initBindings=binding)] == [(IG.oldimab,)]
    graphs = [data.graph(IG["graph-stated"]), data.graph(IG["graph-schema"])]
    assert [len(graph.query(_BLOCKS)) for graph in graphs] == [2, 0]
    assert IG.blocks in set(data.query("CONSTRUCT WHERE { ?s ig:blocks ?o }").graph.predicates())


def test_what_the_engine_cannot_do_is_refused(data: rdflib.Dataset) -> None:
    """A clear error, and no silent change of the evaluator."""
    for more in ({"use_store_provided": False}, {"processor": "other"}, {"DEBUG": True}):
        with pytest.raises(UsageError):
            data.query(_BLOCKS, **more)
    for change in (
        lambda: data.update("CLEAR ALL"),
        lambda: data.add((IG.a, IG.b, IG.c)),
        lambda: data.remove((None, None, None)),
        lambda: data.parse(data="<a:s> <a:p> <a:o> .", format="turtle"),
    ):
        with pytest.raises(UsageError, match="read-only"):
            change()
    with pytest.raises(QueryError, match="not SPARQL"):
        data.query("SELECT")
    with pytest.raises(QueryError, match="SERVICE"):
        data.query("ASK { SERVICE <http://127.0.0.1:9/> {} }")


def test_rdflib_walks_the_store(data: rdflib.Dataset, here: Knowledge) -> None:
    """Patterns, graphs, lengths and literals are what a copy has."""
    copy = here.graph()
    label = (IG.examplimab, rdflib.RDFS.label, None)
    assert set(data.triples(label)) == set(copy.triples(label))
    assert (IG.examplimab, IG.blocks, IG["EXR-1"]) in data
    assert sorted(str(graph.identifier) for graph in data.graphs()) >= here.graph_names()
    stated = data.graph(IG["graph-stated"])
    assert len(stated) == sum(1 for _ in stated) == 102
    assert data.value(IG.examplimab, IG.blocks) == IG["EXR-1"]
    version = (None, rdflib.OWL.versionInfo)
    assert set(data.objects(*version)) == set(copy.objects(*version))


def test_answers_become_frames(here: Knowledge) -> None:
    """Pandas and polars; an empty answer keeps its columns, and mixed cells become text."""
    table = here.query("SELECT ?a ?n { VALUES (?a ?n) { (ig:EXR-1 1) (ig:EXR-2 2.5) (ig:EXR-3 UNDEF) } }")
    frame, other = table.to_pandas(), table.to_polars()
    assert list(frame.columns) == other.columns == ["a", "n"]
    assert other["n"].to_list() == [1, 2.5, None]
    assert frame["a"].to_list() == other["a"].to_list() == ["EXR-1", "EXR-2", "EXR-3"]
    assert here.query("SELECT ?x { ?x a <a:none> }").to_polars().columns == ["x"]
    mixed = here.query('SELECT ?x { VALUES ?x { 1 "a" } }').to_polars()
    assert mixed["x"].to_list() == ["1", "a"]


def test_a_notebook_asks_in_a_cell(small: Path) -> None:
    """`%%sparql` gives a table or a frame, or puts it into a variable; a fault is one line."""
    shell = InteractiveShell()
    shell.run_line_magic("load_ext", "immunograph")
    store = f"--store {small}"
    table = shell.run_cell_magic("sparql", store, _BLOCKS)
    assert [row[0] for row in table] == ["examplimab", "oldimab"]
    assert "<td>examplimab" in table._repr_html_()
    assert len(shell.run_line_magic("sparql", f"blockers {store} --as pandas")) == len(table)
    bound = "SELECT ?a ?t { ?a ig:blocks ?t }"
    assert shell.run_cell_magic("sparql", f"{store} --set a=oldimab --as polars --into found", bound) is None
    assert shell.user_ns["found"]["t"].to_list() == ["EXR-1"]
    for line, cell in ((store, "SELECT"), (f"{store} --as excel", _BLOCKS), ("--store /nowhere", _BLOCKS)):
        with pytest.raises(WrongLine):
            shell.run_cell_magic("sparql", line, cell)
