"""SERVICE and LOAD: to hosts that are allowed by name, and to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.protocol.conftest import TOKEN, serving
from tests.protocol.trap import Trap

from immunograph.errors import QueryError
from immunograph.guard import refuse_outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

_HOSTS = ("example.org", "127.0.0.1:8080", "[::1]:8080")


@pytest.fixture
def trap() -> Iterator[Trap]:
    """Start a server that nobody may reach."""
    with Trap() as one:
        yield one
        one.shutdown()


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://example.org/sparql> {} }",
        "ASK { service silent<https://EXAMPLE.org> { ?s ?p 'SERVICE <http://evil/>' } }",
        "ASK { SERVICE\n <http://127.0.0.1:8080/> {} SERVICE SILENT <http://[::1]:8080/a?b#c> {} }",
        "# SERVICE <http://evil/>\nASK { SERVICE <http://example.org:80/> {} }",
    ],
)
def test_calls_to_allowed_hosts_pass(text: str) -> None:
    """However they are written."""
    refuse_outside(text, "query", hosts=_HOSTS)
    with pytest.raises(QueryError):
        refuse_outside(text, "query")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://evil/> {} }",
        "ASK { SERVICE <http://example.org/> { SERVICE <http://evil/> {} } }",
        "ASK { SERVICE ?x {} }",
        "ASK { VALUES ?x { <http://evil/> } SERVICE ?x {} }",
        "PREFIX e: <http://example.org/> ASK { SERVICE e:sparql {} }",
        "BASE <http://evil/> ASK { SERVICE <sparql> {} }",
        "ASK { SERVICE <http://example.org@evil/> {} }",
        "ASK { SERVICE <http://example.org:80@evil/> {} }",
        r"ASK { SERVICE <http://example.org\u0040evil/> {} }",
        r"ASK { SERVICE <http://example.org/\u0040evil/> {} }",
        "ASK { SERVICE <http://example.org:8080/> {} }",
        "ASK { SERVICE <http://127.0.0.1/> {} }",
        "ASK { SERVICE <http://example.org.evil/> {} }",
        "ASK { SERVICE <http://evil/http://example.org/> {} }",
        "ASK { SERVICE <ftp://example.org/> {} }",
        "ASK { SERVICE # <http://example.org/>\n <http://evil/> {} }",
        "ASK { ?s ?p '''SERVICE <http://example.org/>''' . SERVICE <http://evil/> {} }",
        r"ASK { \u0053ERVICE <http://evil/> {} SERVICE <http://example.org/> {} }",
    ],
)
def test_calls_to_other_hosts_are_refused(text: str) -> None:
    """Ports, logins, escapes, variables, prefixes and nesting included."""
    with pytest.raises(QueryError):
        refuse_outside(text, "query", hosts=_HOSTS)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("LOAD <http://example.org/a>", True),
        ("LOAD SILENT <http://example.org/a> INTO GRAPH <a:b>", True),
        ("CLEAR ALL ; load<http://example.org/a>INTO GRAPH<a:b>", True),
        ("LOAD <http://evil/a>", False),
        ("LOAD <file:///etc/passwd>", False),
        ("LOAD <http://example.org/a> ; LOAD <http://evil/>", False),
        ("INSERT {} WHERE { SERVICE <http://evil/> {} } ; LOAD <http://example.org/a>", False),
        ("LOAD <http://example.org/a> INTO GRAPH <http://evil/a>", True),
    ],
)
def test_documents_come_from_allowed_hosts(text: str, *, passes: bool) -> None:
    """And from no other; the graph that they go into may have any name."""
    if passes:
        refuse_outside(text, "update", update=True, hosts=_HOSTS)
        return
    with pytest.raises(QueryError):
        refuse_outside(text, "update", update=True, hosts=_HOSTS)


def test_two_servers_answer_one_question(small: Path, serve: Callable[..., httpx.Client], trap: Trap) -> None:
    """One asks the other, and a third gets no request, whether it is named, computed or redirected to."""
    with serving(small, "--rate", "0") as other, Trap(f"http://{trap.place}/") as sends_on:
        names = [f"{other.base_url.host}:{other.base_url.port}", sends_on.place]
        client = serve("--writable", *(word for name in names for word in ("--allow-service", name)))
        endpoint = f"{other.base_url}sparql"
        query = (
            f"SELECT ?a {{ ig:pembrolizumab ig:blocks ?t SERVICE <{endpoint}> {{ ?a <{_BLOCKS}> ?x }} }} ORDER BY ?a"
        )
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert [row["a"]["value"].rpartition("/")[2] for row in rows] == ["examplimab", "oldimab"]
        assert "etag" not in client.get("/sparql", params={"query": query}).headers
        for call in (f"SERVICE <http://{trap.place}/> {{}}", f"BIND(<http://{trap.place}/> AS ?x) SERVICE ?x {{}}"):
            reply = client.get("/sparql", params={"query": f"ASK {{ {call} }}"})
            assert (reply.status_code, "may reach only" in reply.json()["detail"]) == (400, True)
        redirected = client.get("/sparql", params={"query": f"ASK {{ SERVICE <http://{sends_on.place}/> {{}} }}"})
        assert redirected.status_code == 400
        right = {"Authorization": f"Bearer {TOKEN}"}
        graph = f"{other.base_url}graphs?graph=https://w3id.org/immunograph/graph-stated"
        for place, status in (
            (graph, 204),
            (f"http://{trap.place}/a.ttl", 400),
            (f"http://{sends_on.place}/a.ttl", 400),
        ):
            update = {"update": f"LOAD <{place}> INTO GRAPH <a:loaded>"}
            assert client.post("/sparql", data=update, headers=right).status_code == status
        loaded = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH <a:loaded> { ?s ?p ?o } }"}
        assert client.get("/sparql", params=loaded).json()["results"]["bindings"][0]["n"]["value"] == "102"
        assert len(sends_on.seen) == 2
        said = client.get("/sparql", headers={"Accept": "text/turtle"}).text
        assert "sd:BasicFederatedQuery" in said
        assert sends_on.place in said
        sends_on.shutdown()
    assert trap.seen == []


_BLOCKS = "https://w3id.org/immunograph/blocks"
