"""Whoever asks too much is told so, and the server lives on."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

_CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_DEEP = "ASK " + "{" * 30_000 + "}" * 30_000
_HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f"
_LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_REGEX = (
    'ASK { BIND(REPLACE(REPLACE("'
    + "a" * 5000
    + '", "a", "'
    + "b" * 5000
    + '"), "b", "'
    + "c" * 5000
    + '") AS ?x) FILTER(REGEX(?x, "(c+)+d")) }'
)


def _lives(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "status", "limit"),
    [
        (_CROSS, 503, "seconds"),
        ("SELECT * { ?a (!<a:b>)* ?c . ?c (!<a:b>)* ?d . ?d (!<a:b>)* ?e } ORDER BY ?e", 503, "seconds"),
        (_DEEP, 400, "depth"),
        (_HUNGRY, 503, "memory"),
        (_REGEX, 503, "memory"),
    ],
)
def test_a_query_over_a_limit_is_ended_and_the_server_lives(
    client: httpx.Client, query: str, status: int, limit: str
) -> None:
    """Time (2 s here) is overrun by little; the next query is answered."""
    start = time.monotonic()
    reply = client.post("/sparql", data={"query": query})
    took = time.monotonic() - start
    assert (reply.status_code, reply.json()["limit"]) in {(status, limit), (503, "seconds"), (503, "memory")}
    assert took < 2 + 0.5
    _lives(client)


def test_an_answer_that_is_cut_off_never_looks_whole(client: httpx.Client) -> None:
    """Beyond the limit of size (4 MB here) the connection breaks: the status was sent long ago."""
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/sparql", data={"query": _LARGE})
    _lives(client)


def test_a_huge_request_is_refused(client: httpx.Client) -> None:
    """By its length if it says so, else as soon as too much came; a long address is refused too."""
    kind = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=b" " * (2 << 20), headers=kind).status_code == 413
    assert client.post("/sparql", content=iter([b" " * (1 << 19)] * 4), headers=kind).status_code == 413
    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=5) as raw:
        raw.sendall(b"GET /sparql?query=" + b"x" * 100_000)
        assert raw.recv(12) == b"HTTP/1.1 400"
    _lives(client)


def test_many_greedy_clients_leave_room_for_others(client: httpx.Client) -> None:
    """More queries than workers wait their turn or are told to come back; health answers at once."""
    with ThreadPoolExecutor(12) as threads:
        greedy = [threads.submit(client.post, "/sparql", data={"query": _CROSS}) for _ in range(10)]
        start = time.monotonic()
        assert client.get("/health").status_code == 200
        assert time.monotonic() - start < 1
        assert {one.result().status_code for one in greedy} == {503}
    _lives(client)


def test_a_client_that_hangs_up_frees_its_worker(client: httpx.Client) -> None:
    """Both workers are taken by clients that go away; the next query need not wait for the time limit."""
    for _ in range(2):
        with pytest.raises(httpx.ReadTimeout):
            client.post("/sparql", data={"query": _CROSS}, timeout=0.2)
    start = time.monotonic()
    _lives(client)
    assert time.monotonic() - start < 1


def test_a_slow_reader_holds_nothing_for_long(client: httpx.Client) -> None:
    """Who reads nothing of a long answer is cut off at the time limit, and others are served meanwhile."""
    url = client.base_url
    query = "query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
    with socket.create_connection((url.host, url.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        _lives(client)
        time.sleep(2.5)
        assert "immunograph_queries_running 0.0" in client.get("/metrics").text
    _lives(client)


def test_who_asks_too_often_is_told_to_wait(serve: Callable[..., httpx.Client]) -> None:
    """The rate limit counts by address; health is free."""
    client = serve("--rate", "1", "--burst", "5")
    statuses = [client.get("/sparql", params={"query": "ASK {}"}).status_code for _ in range(8)]
    assert statuses[:4] == [200] * 4
    assert statuses[-1] == 429
    assert client.get("/health").status_code == 200


def test_nonsense_is_refused_without_harm(client: httpx.Client) -> None:
    """Bytes that are no HTTP get a 400 or a closed door."""
    for junk in (b"\x16\x03\x01\x02\x00\x01\x00", b"GET nowhere\r\n\r\n", b"\x00" * 2000 + b"\r\n\r\n"):
        with socket.create_connection((client.base_url.host, client.base_url.port), timeout=5) as raw:
            raw.sendall(junk)
            assert raw.recv(100)[:12] in (b"", b"HTTP/1.1 400") or junk.startswith(b"\x16")
    _lives(client)
