"""Clients that people use, clients that misbehave, and a server that is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, N3, POST, RDFXML, SPARQLWrapper
from tests.protocol.conftest import TOKEN

from immunograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

IG = rdflib.Namespace("https://w3id.org/immunograph/")
_BLOCKS = "SELECT ?t { ig:pembrolizumab ig:blocks ?t }"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:SPARQLWrapper")
def test_sparqlwrapper_asks_in_its_ways(client: httpx.Client) -> None:
    """GET and POST, rows and triples, converted by itself."""
    wrapper = SPARQLWrapper(f"{client.base_url}sparql")
    for method in ("GET", POST):
        wrapper.setMethod(method)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(_BLOCKS)
        (row,) = wrapper.queryAndConvert()["results"]["bindings"]
        assert row["t"]["value"] == str(IG["PD-1"])
        wrapper.setReturnFormat(CSV)
        assert b"PD-1" in wrapper.queryAndConvert()
        wrapper.setQuery("CONSTRUCT WHERE { ig:pembrolizumab ig:blocks ?t }")
        for form in (RDFXML, N3):
            wrapper.setReturnFormat(form)
            found = wrapper.queryAndConvert()
            graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
            assert set(graph) == {(IG.pembrolizumab, IG.blocks, IG["PD-1"])}


def test_rdflib_walks_the_endpoint_with_its_own_store(client: httpx.Client) -> None:
    """`SPARQLStore`: patterns become queries."""
    graph = rdflib.Graph(SPARQLStore(f"{client.base_url}sparql"))
    assert set(graph.objects(IG.pembrolizumab, IG.blocks)) == {IG["PD-1"]}
    assert (IG.pembrolizumab, IG.blocks, IG["PD-1"]) in graph
    assert [str(row[0]) for row in graph.query(_BLOCKS)] == [str(IG["PD-1"])]


def test_rdflib_writes_with_the_token(serve: Callable[..., httpx.Client]) -> None:
    """`SPARQLUpdateStore`: adds, removes, and sees it."""
    url = f"{serve('--writable').base_url}sparql"
    store = SPARQLUpdateStore(url, url, headers={"Authorization": f"Bearer {TOKEN}"})
    graph = rdflib.Graph(store, rdflib.URIRef("http://example.org/mine"))
    triple = (IG.a, IG.b, rdflib.Literal('odd " \\ \n é'))
    graph.add(triple)
    assert triple in graph
    graph.remove(triple)
    assert triple not in graph


def test_who_sends_a_head_slowly_is_shut_out(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """Letter by letter or not at all, on a new connection or one that was used: the door shuts after ten seconds."""
    place = (client.base_url.host, client.base_url.port)
    links = [socket.create_connection(place) for _ in range(3)]
    links[1].sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.3)
    assert b"200 OK" in links[1].recv(4096)
    links[1].sendall(b"GET /he")
    begun = time.monotonic()
    ended: dict[int, float] = {}

    def drip(number: int) -> None:
        links[number].settimeout(0.5)
        while time.monotonic() - begun < 20:
            try:
                if number:
                    links[number].sendall(b"x")
                if links[number].recv(100) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        ended[number] = time.monotonic() - begun

    threads = [threading.Thread(target=drip, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for link in links:
        link.close()
    assert max(ended.values()) < 15
    assert client.get("/health").status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(small: Path, tmp_path: Path) -> None:
    """Killed at any moment of many updates, the store opens and has each that was acknowledged, whole."""
    import re
    import shutil

    store = tmp_path / "store"
    shutil.copytree(small, store)
    acknowledged: list[int] = []
    for turn in range(4):
        command = [sys.executable, "-m", "immunograph", "serve", "--port", "0", "--rate", "0", "--writable"]
        log = tmp_path / f"log{turn}"
        with log.open("w+") as out:
            environment = {**os.environ, "IMMUNOGRAPH_TOKEN": TOKEN}
            process = subprocess.Popen([*command, "--store", str(store)], stderr=out, env=environment)
        while not (found := re.search(r"at (http://\S+)\n", log.read_text())):
            time.sleep(0.02)
        threading.Timer(1.5 + turn / 7, lambda p=process: p.send_signal(signal.SIGKILL)).start()
        with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30) as client:
            try:
                while True:
                    number = len(acknowledged) + 1000 * turn
                    both = f"<a:s{number}> <a:p> 1 . <a:s{number}> <a:q> 2"
                    client.post(
                        f"{found[1]}sparql", data={"update": f"INSERT DATA {{ GRAPH <a:g> {{ {both} }} }}"}
                    ).raise_for_status()
                    acknowledged.append(number)
            except httpx.TransportError:
                pass
        process.wait()
    found_now = Store(store).select("SELECT ?s (COUNT(?p) AS ?n) { GRAPH <a:g> { ?s ?p ?o } } GROUP BY ?s")
    kept = {str(row["s"]): str(row["n"][0]) for row in found_now}  # type: ignore[index]
    assert acknowledged
    assert {f"a:s{number}" for number in acknowledged} <= kept.keys()
    assert set(kept.values()) == {"2"}
