"""The protocol with real requests: three ways to ask, all formats, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import statistics
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.protocol.conftest import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from immunograph.knowledge import Knowledge

_BLOCKS = "SELECT ?o { ig:pembrolizumab ig:blocks ?o }"
_ODD = 'SELECT ("100% + 1 é & ü%41 \\u0041" AS ?x) {}'
_IG = "https://w3id.org/immunograph/"
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/sparql-results+json"


def _first(reply: httpx.Response) -> str:
    (row,) = reply.json()["results"]["bindings"]
    (cell,) = row.values()
    return str(cell["value"])


@pytest.mark.parametrize("query", [_BLOCKS, _ODD])
def test_one_query_has_one_answer_however_it_is_sent(client: httpx.Client, query: str) -> None:
    """By GET, by form and as a body; percent and plus signs and other letters arrive as they were."""
    by_get = client.get("/sparql", params={"query": query})
    by_form = client.post("/sparql", data={"query": query})
    by_body = client.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"})
    assert by_get.json() == by_form.json() == by_body.json()
    assert _first(by_get) == ("100% + 1 é & ü%41 A" if query == _ODD else f"{_IG}PD-1")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", _JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.1, application/sparql-results+json;q=0.2", _JSON),
        ("application/json", _JSON),
    ],
)
def test_rows_come_in_the_format_that_is_accepted(client: httpx.Client, accept: str, media: str) -> None:
    """Content negotiation."""
    reply = client.get("/sparql", params={"query": _BLOCKS}, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["content-type"]) == (200, media)
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_come_in_each_format(client: httpx.Client, media: str) -> None:
    """And all say the same."""
    query = "CONSTRUCT WHERE { ig:pembrolizumab ig:blocks ?o }"
    reply = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    form = ox.RdfFormat.from_media_type(reply.headers["content-type"])
    assert [quad.object.value for quad in ox.parse(reply.content, format=form)] == [f"{_IG}PD-1"]


def test_the_request_can_name_its_graphs(client: httpx.Client) -> None:
    """default-graph-uri and named-graph-uri choose the dataset."""
    query = "ASK { ig:pembrolizumab ig:blocks ig:PD-1 }"
    for graph, answer in (("stated", True), ("schema", False)):
        parameters = {"query": query, "default-graph-uri": f"{_IG}graph-{graph}"}
        assert client.get("/sparql", params=parameters).json()["boolean"] is answer
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": f"{_IG}graph-stated"}
    assert _first(client.get("/sparql", params=named)) == f"{_IG}graph-stated"


@pytest.mark.parametrize(
    ("method", "options", "status", "said"),
    [
        ("GET", {"params": {"query": "SELECT * { ?s ?p"}}, 400, "not SPARQL"),
        ("GET", {"params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400, "one query"),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 400, "by POST"),
        ("GET", {"params": {"query": "ASK {}", "using-graph-uri": "a:b"}}, 400, "does not belong"),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "a b"}}, 400, "IRI"),
        ("GET", {"params": {"query": _BLOCKS}, "headers": {"Accept": "image/png"}}, 406, "accept JSON"),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "text/csv"}}, 400, "truth value"),
        ("PUT", {}, 405, "Method Not Allowed"),
        ("POST", {"content": b"ASK {}"}, 415, "content type is missing"),
        ("POST", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "text/plain"),
        ("POST", {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "not UTF-8"),
        (
            "POST",
            {"content": b"query=%FF", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            400,
            "UTF-8",
        ),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403, "only read"),
        ("POST", {"data": {"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE would call"),
        ("POST", {"data": {"query": r"ASK { \u0053ERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE would call"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    client: httpx.Client, method: str, options: dict[str, object], status: int, said: str
) -> None:
    """A problem document with the right status."""
    reply = client.request(method, "/sparql", **options)  # type: ignore[arg-type]
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert said in reply.json()["detail"]


def test_an_answer_that_is_known_is_not_sent_again(client: httpx.Client) -> None:
    """ETag and If-None-Match; answers that change each time have no ETag."""
    tag = client.get("/sparql", params={"query": _BLOCKS}).headers["etag"]
    again = client.get("/sparql", params={"query": _BLOCKS}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "etag" not in client.get("/sparql", params={"query": "SELECT (RAND() AS ?x) {}"}).headers


def test_answers_are_compressed_and_open_to_other_sites(client: httpx.Client) -> None:
    """Gzip, CORS and security headers."""
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 500"}
    reply = client.get("/sparql", params=query, headers={"Accept-Encoding": "gzip", "Origin": "https://example.org"})
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_graph_can_be_fetched(client: httpx.Client) -> None:
    """Graph Store Protocol, read."""
    reply = client.get("/graphs", params={"graph": f"{_IG}graph-schema"}, headers={"Accept": "application/n-triples"})
    assert len(reply.text.splitlines()) > 500
    assert client.get("/graphs", params={"graph": "https://example.org/none"}).status_code == 404
    assert client.get("/graphs").status_code == 400


def test_the_service_describes_itself(client: httpx.Client) -> None:
    """Service Description with limits, and VoID."""
    said = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert all(part in said for part in ("sd:UnionDefaultGraph", "sd:SPARQL11Query", "ig:limitSeconds 2"))
    assert "SPARQL11Update" not in said
    assert "void:sparqlEndpoint" in client.get("/.well-known/void").text


def test_saved_questions_are_published_as_editors_read_them(client: httpx.Client, graph: Knowledge) -> None:
    """Each is a sh:SPARQLExecutable whose text, behind the prefixes it names, runs anywhere (SHACL-SPARQL, 5.1)."""
    asked = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?query ?title ?text ?prefix ?start WHERE {
      ?query a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ; rdfs:comment ?title ; sh:select ?text ;
        sh:prefixes/sh:declare [ sh:prefix ?prefix ; sh:namespace ?start ] }"""
    rows = client.get("/sparql", params={"query": asked}, headers={"Accept": "text/csv"}).text
    heads: dict[tuple[str, ...], str] = {}
    for row in csv.DictReader(io.StringIO(rows)):
        one = row["query"], row["title"], row["text"]
        heads[one] = heads.get(one, "") + f"PREFIX {row['prefix']}: <{row['start']}>\n"
    assert {title for _, title, _ in heads} == {saved.title for saved in graph.saved.values()}
    empty = ox.Store()
    for (_, _, text), head in heads.items():
        empty.query(head + text)  # the engine knows no prefix of ours


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/html", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/json", "application/json"),
    ],
)
def test_a_concept_has_a_page_at_its_name(client: httpx.Client, accept: str, media: str) -> None:
    """HTML for people, RDF and JSON for programs."""
    reply = client.get("/pembrolizumab", headers={"Accept": accept})
    assert reply.headers["content-type"].startswith(media)
    assert "PD-1" in reply.text


def test_other_names_lead_to_the_page(client: httpx.Client) -> None:
    """A synonym redirects, a term of the schema is described, and nothing is 404."""
    assert client.get("/Keytruda").headers["location"] == "pembrolizumab"
    assert "rdfs:domain" in client.get("/blocks").text
    assert client.get("/no-such-thing").status_code == 404


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc%2fpasswd", "/assets/..%2fapp.py", "/%2e%2e/%2e%2e/etc/passwd", "/a%00b", "/%ff"]
)
def test_paths_lead_nowhere_else(client: httpx.Client, path: str) -> None:
    """No file is named by a path."""
    assert client.get(path).status_code in (400, 404)


def test_small_questions_have_small_answers(client: httpx.Client) -> None:
    """/find, /path, /why and /questions answer in JSON as /openapi.json says."""
    assert client.get("/find", params={"name": "keytruda"}).json()[0]["concept"] == "pembrolizumab"
    assert client.get("/path", params={"from": "pembrolizumab", "to": "colitis"}).json()[0]
    proof = {"subject": "pembrolizumab", "relation": "blocks", "object": "PD-1"}
    assert client.get("/why", params=proof).json()["evidence"]
    assert len(client.get("/questions").json()) >= 18
    described = client.get("/openapi.json").json()
    for path in described["paths"]:
        assert client.get(path.replace("{slug}", "PD-1")).status_code in (200, 400)
    assert client.get("/find").status_code == 400
    assert client.get("/find", params={"name": "x", "limit": "0"}).status_code == 400
    assert client.get("/why", params={**proof, "object": "melanoma"}).status_code == 404


def test_the_server_can_be_watched(client: httpx.Client) -> None:
    """Metrics count requests by route, not by path."""
    client.get("/PD-1")
    text = client.get("/metrics").text
    assert 'immunograph_requests_total{route="/{slug}",status="200"}' in text
    assert "immunograph_queries_running" in text


def test_pages_run_only_our_own_scripts(client: httpx.Client) -> None:
    """The editor has a strict policy and the saved questions; what is sent to it is escaped."""
    reply = client.get("/editor", params={"query": "</textarea><script>alert(1)</script>"})
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert "<script>alert" not in reply.text
    assert reply.text.count("<option") > 18
    assert client.get("/").text.startswith("<!doctype html>")


def test_updates_need_the_token_and_are_all_or_nothing(serve: Callable[..., httpx.Client]) -> None:
    """A wrong update changes nothing; a right one is seen by the next query."""
    client = serve("--writable")
    right = {"Authorization": f"Bearer {TOKEN}"}
    update = {"update": "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }"}
    asked = {"query": "ASK { GRAPH <a:g> { <a:s> <a:p> 1 } }"}
    assert client.post("/sparql", data=update).status_code == 401
    assert client.post("/sparql", data=update, headers={"Authorization": "Bearer wrong"}).status_code == 401
    half = {"update": update["update"] + " ; CREATE GRAPH <a:g>"}
    assert client.post("/sparql", data=half, headers=right).status_code == 400
    assert client.get("/sparql", params=asked).json()["boolean"] is False
    assert client.post("/sparql", data=update, headers=right).status_code == 204
    assert client.get("/sparql", params=asked).json()["boolean"] is True
    fetching = {"update": "LOAD <http://127.0.0.1:9/x>"}
    reply = client.post("/sparql", data=fetching, headers=right)
    assert (reply.status_code, "LOAD would fetch" in json.loads(reply.text)["detail"]) == (400, True)


def test_small_answers_do_not_wait_for_the_network(client: httpx.Client) -> None:
    """Without TCP_NODELAY each of them would take 40 ms."""
    times = []
    for _ in range(30):
        start = time.perf_counter()
        client.get("/sparql", params={"query": _BLOCKS})
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < 0.03


def test_graphs_are_put_added_to_and_deleted(serve: Callable[..., httpx.Client]) -> None:
    """Graph Store Protocol, write: with the token only, and a wrong or dangerous document changes nothing."""
    client = serve("--writable")
    mine, nt = {"graph": "https://example.org/mine"}, {"Content-Type": "application/n-triples"}
    assert client.put("/graphs", params=mine, content="<a:s> <a:p> 1 .", headers=nt).status_code == 401
    client.headers["Authorization"] = f"Bearer {TOKEN}"
    assert client.put("/graphs", params=mine, content='<a:s> <a:p> "1" .', headers=nt).status_code == 201
    assert client.post("/graphs", params=mine, content='<a:s> <a:p> "2" .', headers=nt).status_code == 204
    read = {"params": mine, "headers": {"Accept": "application/n-triples"}}
    assert sorted(client.get("/graphs", **read).text.split("\n")) == ["", '<a:s> <a:p> "1" .', '<a:s> <a:p> "2" .']
    bomb = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r xmlns="a:">&b;</r>'
    for content, media, status in (
        (b"<a:s> <a:p> .", "application/n-triples", 400),
        (bomb, "application/rdf+xml", 400),
        (b"", "text/csv", 400),
        (b" " * (2 << 20), "text/turtle", 413),
    ):
        assert (
            client.put("/graphs", params=mine, content=content, headers={"Content-Type": media}).status_code == status
        )
    assert len(client.get("/graphs", **read).text.split("\n")) == 3
    made = client.post("/graphs", content="<a:s> <a:p> <a:o> .", headers=nt)
    assert (made.status_code, client.get(made.headers["location"]).status_code) == (201, 200)
    assert client.delete("/graphs", params=mine).status_code == 204
    assert client.delete("/graphs", params=mine).status_code == 404
    assert client.delete("/graphs").status_code == 400


def test_rows_are_limited_as_bytes_are(serve: Callable[..., httpx.Client]) -> None:
    """In each format, and triples too; as many as allowed are given."""
    client = serve("--rows", "10", "--rate", "0")
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/markdown"):
        for limit, status in ((10, 200), (11, 422)):
            query = {"query": f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}"}
            assert client.get("/sparql", params=query, headers={"Accept": accept}).status_code == status
    triples = {"query": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 11"}
    reply = client.get("/sparql", params=triples)
    assert (reply.status_code, reply.json()["limit"]) == (422, "rows")
