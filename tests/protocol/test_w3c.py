"""The W3C's own tests, run through a server by HTTP.

They are not in this repository. Set IMMUNOGRAPH_W3C to the folder `sparql` of a copy of the W3C's `rdf-tests`.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from tests.protocol import w3c
from tests.protocol.conftest import TOKEN, serving

from immunograph.loading import load
from immunograph.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

_FOLDER = Path(os.environ.get("IMMUNOGRAPH_W3C", "nowhere")).resolve() / "sparql11"
_HERE = _FOLDER.is_dir()
_CASES = list(w3c.queries(_FOLDER)) if _HERE else []
_EXCHANGES = list(w3c.exchanges(_FOLDER)) if _HERE else []
_GRAPH_STORES = list(w3c.graph_stores(_FOLDER)) if _HERE else []
_UPDATES = list(w3c.updates(_FOLDER)) if _HERE else []
_APART = "the engine binds the variable of GRAPH to no graph in a subquery, VALUES or MINUS"
_JOINED = "the engine keeps the language of what GROUP_CONCAT joins"
_ABSENT = "the engine finds a path of length zero only at terms that are in the graph"
_KNOWN = {
    "aggregates/agg-empty-group-count-graph": _APART,
    "aggregates/agg-groupconcat-04": _JOINED,
    "aggregates/agg-groupconcat-06": _JOINED,
    "bindings/graph": _APART,
    "construct/constructwhere04": "names its data by FROM, which the dataset of the request replaces",
    "functions/bnode01": "the engine gives BNODE of one text one node in all solutions",
    "negation/graph-minus": _APART,
    "property-path/zero_or_more_set_end": _ABSENT,
    "property-path/zero_or_more_set_start": _ABSENT,
    "property-path/zero_or_one_set_end": _ABSENT,
    "property-path/zero_or_one_set_start": _ABSENT,
    "syntax-query/test_4": "the engine refuses a function that it does not have when it reads the query",
}

pytestmark = pytest.mark.skipif(not _HERE, reason="set IMMUNOGRAPH_W3C to the folder sparql of the W3C's rdf-tests")


@pytest.fixture(scope="module")
def endpoint(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve all data of the tests, writable."""
    folder = tmp_path_factory.mktemp("w3c")
    store, data = folder / "store", folder / "data.nq"
    shutil.copytree(output / "store", store)
    ox.serialize(w3c.quads(_CASES), str(data), ox.RdfFormat.N_QUADS)
    load(store, [data], "", lambda _: None)
    with serving(store, "--rate", "0", "--writable") as client:
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a store without triples, writable."""
    store = tmp_path_factory.mktemp("empty") / "store"
    write_store(store, {}, [])
    with serving(store, "--rate", "0", "--writable") as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        yield client


def _ask(client: httpx.Client, case: w3c.Case, accept: str) -> httpx.Response:
    dataset = {"default-graph-uri": case.data or ["urn:x-empty"], "named-graph-uri": case.named}
    query = f"BASE <{case.base}>\n{case.query}"
    return client.post("/sparql", data={"query": query, **dataset}, headers={"Accept": accept})


def _marked(case: w3c.Case) -> object:
    reason = _KNOWN.get(case.name)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in _CASES if "Syntax" in case.kind])
def test_syntax(endpoint: httpx.Client, case: w3c.Case) -> None:
    """What is SPARQL is answered, and what is not is refused."""
    reply = _ask(endpoint, case, "*/*")
    assert reply.status_code == (400 if "Negative" in case.kind else 200), reply.text


@pytest.mark.parametrize(
    "case", [_marked(case) for case in _CASES if "Evaluation" in case.kind or "Result" in case.kind]
)
def test_evaluation(endpoint: httpx.Client, case: w3c.Case) -> None:
    """The answer is the expected one, but for the names of blank nodes and the order of rows."""
    if case.result.endswith(".csv"):
        assert w3c.rows(_ask(endpoint, case, "text/csv").text) == w3c.expected(case)
        return
    form = "text/tab-separated-values" if case.result.endswith(".tsv") else "application/sparql-results+json"
    reply = _ask(endpoint, case, f"{form}, text/turtle;q=0.9" if not case.result.endswith(".tsv") else form)
    assert reply.status_code == 200, reply.text
    kind = reply.headers["content-type"]
    if "turtle" in kind:
        answer: object = ox.parse(reply.content, format=ox.RdfFormat.TURTLE)
    else:
        answer = ox.parse_query_results(reply.content, format=ox.QueryResultsFormat.from_media_type(kind))
    assert w3c.shape(answer) == w3c.expected(case)


@pytest.mark.parametrize(("data", "requests"), [pytest.param(d, r, id=name) for name, d, r in _EXCHANGES])
def test_protocol(empty: httpx.Client, data: list[tuple[str, str]], requests: list[w3c.Exchange]) -> None:
    """Each request of the test has the status, the format and the truth value that it expects."""
    for path, graph in data:
        text = "".join(map(str, (f"{one.subject} {one.predicate} {one.object} .\n" for one in ox.parse(path=path[7:]))))
        update = f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {text} }} }}"
        empty.post("/sparql", data={"update": update}).raise_for_status()
    for one in requests:
        path = quote(one.path, safe="/?&=%+")
        reply = empty.request(one.method, path, content=one.body, headers=one.headers)
        assert reply.status_code // 100 in one.statuses, f"{one.method} {one.path}: {reply.status_code} {reply.text}"
        if one.boolean:
            accept = reply.headers["content-type"]
            answer = ox.parse_query_results(reply.content, format=ox.QueryResultsFormat.from_media_type(accept))
            assert bool(answer) == (one.boolean == "true")
        if one.form in ("boolean", "tabular"):
            assert "sparql-results" in reply.headers["content-type"]
        elif one.form == "RDF":
            assert ox.RdfFormat.from_media_type(reply.headers["content-type"])


@pytest.mark.parametrize("requests", [pytest.param(r, id=name) for name, _, r in _GRAPH_STORES])
def test_graph_store(empty: httpx.Client, requests: list[w3c.Exchange]) -> None:
    """Each request has the status, the place and the graph that the test expects."""
    empty.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
    places: dict[str, str] = {}
    for one in requests:
        path = one.path.replace("/gsp", "/graphs", 1)
        for name, place in places.items():
            path = path.replace(name, place)
        reply = empty.request(one.method, path, content=one.body, headers=one.headers)
        assert reply.status_code in one.statuses, f"{one.method} {path}: {reply.status_code} {reply.text}"
        if one.location:
            places[one.location] = reply.headers["location"]
        if one.answer[1]:
            assert reply.headers["content-type"] == one.answer[0]
            form = ox.RdfFormat.TURTLE
            said, expected = (ox.parse(data, format=form) for data in (reply.content, one.answer[1]))
            assert w3c.canonical(said) == w3c.canonical(expected)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in _UPDATES])
def test_update(empty: httpx.Client, case: w3c.Update) -> None:
    """What is an update leaves the graphs that the test expects, and what is none is refused."""
    empty.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
    for name, content in _texts(w3c.dataset(case.before)).items():
        where = {"graph": name} if name else {"default": ""}
        empty.put("/graphs", params=where, content=content, headers={"Content-Type": _NT}).raise_for_status()
    reply = empty.post("/sparql", data={"update": f"BASE <{case.base}>\n{case.text}"})
    if "LOAD would fetch" in reply.text and "Negative" not in case.kind:
        pytest.xfail("LOAD is refused unless its host is allowed")
    if "Syntax" in case.kind:
        understood = (
            reply.status_code == 204 or "does not exist" in reply.text
        )  # the text is right, the graph is not there
        assert understood is ("Negative" not in case.kind), reply.text
        return
    assert reply.status_code == 204, reply.text
    after = w3c.dataset(case.after)
    assert w3c.canonical(_quads(empty)) == w3c.canonical(after)


_NT = "application/n-triples"


def _texts(quads: list[ox.Quad]) -> dict[str, bytes]:
    names = {getattr(quad.graph_name, "value", ""): quad.graph_name for quad in quads}
    return {
        name: ox.serialize((quad.triple for quad in quads if quad.graph_name == graph), format=ox.RdfFormat.N_TRIPLES)
        or b""
        for name, graph in names.items()
    }


def _quads(client: httpx.Client) -> Iterator[ox.Quad]:
    """Read the whole dataset back."""
    query = {"query": "SELECT DISTINCT ?g { GRAPH ?g {} }"}
    rows = client.get("/sparql", params=query).json()["results"]["bindings"]
    for name in ("", *(row["g"]["value"] for row in rows)):
        where = {"graph": name} if name else {"default": ""}
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        for one in ox.parse(
            client.get("/graphs", params=where, headers={"Accept": _NT}).content, format=ox.RdfFormat.N_TRIPLES
        ):
            yield ox.Quad(one.subject, one.predicate, one.object, graph)
