"""Stores elsewhere: the same commands against servers of others, and graphs published to them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import others
import pytest
from tests.protocol.conftest import TOKEN, serving

from immunograph.errors import ImmunoGraphError, LimitError, OutputError, StoreError, UsageError
from immunograph.knowledge import Knowledge
from immunograph.loading import load
from immunograph.remote import Allowance, Target, publish
from immunograph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from others import Other

_SERVERS = [
    pytest.param(
        "oxigraph", marks=pytest.mark.skipif(not others.OXIGRAPH, reason="oxigraph is not installed; get it from PyPI")
    ),
    pytest.param(
        "virtuoso",
        marks=pytest.mark.skipif(
            not others.VIRTUOSO, reason="virtuoso-t is not installed; Debian has it in virtuoso-opensource-7"
        ),
    ),
]
_OWL = """
@prefix : <http://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a rdfs:label "a \\" \\n é"@en ; :n 1, 2.5, 1e3, "01", "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
  :knows [ :knows _:b ], _:b . _:b :knows [] .
"""


@pytest.fixture(scope="module")
def source(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the small store, with a graph loaded beside the curated ones."""
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(small, folder / "store")
    (folder / "odd.ttl").write_text(_OWL, encoding="utf-8")
    load(folder / "store", [folder / "odd.ttl"], "", lambda _: None)
    return folder / "store"


@pytest.fixture(scope="module", params=_SERVERS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """Start the server of somebody else."""
    folder = tmp_path_factory.mktemp(request.param) / "data"
    with {"oxigraph": others.oxigraph, "virtuoso": others.virtuoso}[request.param](folder) as one:
        yield one


@pytest.fixture(autouse=True)
def _login(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the login that the server wants."""
    if "other" in request.fixturenames:
        for name, value in request.getfixturevalue("other").login:
            monkeypatch.setenv(name, value)


@pytest.fixture
def filled(other: Other, source: Path) -> Other:
    """See that the server has the graphs."""
    publish(source, Target(other.query, other.update, other.graphs), lambda _: None)
    return other


@pytest.mark.parametrize("way", ["graphs", "updates"])
def test_published_graphs_are_there_whole_and_only_once(other: Other, source: Path, way: str) -> None:
    """Counts and checksums agree; a second time nothing is sent; what was damaged meanwhile is mended."""
    target = Target(other.query, other.update, other.graphs if way == "graphs" else "")
    first = publish(source, target, lambda _: None)
    assert {one.graph.rpartition("-")[2] for one in first} >= {"stated", "evidence", "odd"}
    counts = {
        row["g"]: int(row["n"]) for row in other.reads("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g {?s ?p ?o} } GROUP BY ?g")
    }
    assert all(counts[one.graph] == one.triples for one in first)
    assert not any("being-published" in name for name in counts)
    again = publish(source, target, lambda _: None)
    assert [(one.graph, one.sha256) for one in again] == [(one.graph, one.sha256) for one in first]
    assert {one.state for one in again} == {"was there"}
    graph = "https://w3id.org/immunograph/graph-odd"
    harm = f"DELETE WHERE {{ GRAPH <{graph}> {{ ?s <http://example.org/n> ?o }} }}"
    publishing_wire(other).send("POST", other.update, harm.encode(), "application/sparql-update")
    assert [one.graph for one in publish(source, target, lambda _: None) if one.state == "written"] == [graph]


def publishing_wire(other: Other) -> object:
    """Open a connection for updates."""
    from immunograph.remote.wire import Wire

    return Wire(other.query, Allowance())


def test_what_people_read_is_the_same_here_and_there(filled: Other, source: Path) -> None:
    """Sheets, names, paths and proofs, word for word."""
    from immunograph.sheet import sheet

    here, there = Knowledge(source), Knowledge(filled.query)
    assert there.reader.labels == here.reader.labels
    for slug in here.reader.labels:
        assert sheet(there.reader, slug) == sheet(here.reader, slug)
        assert there.find(slug) == here.find(slug)
    for statement in here.reader.all_statements():
        assert there.reader.why(statement.edge) == here.reader.why(statement.edge)
    assert there.path("examplimab", "T-cell-activation") == here.path("examplimab", "T-cell-activation")
    assert set(there.graph_names()) >= set(here.graph_names())


@pytest.mark.parametrize(
    "words",
    [
        ["query", "blockers", "--format", "csv"],
        ["query", "SELECT ?a ?t { ?a ig:blocks ?t } ORDER BY ?a", "--set", "t=EXR-1", "--format", "json"],
        ["query", "ASK { ig:examplimab ig:blocks ig:EXR-1 }"],
        ["query", "CONSTRUCT WHERE { ?a ig:blocks ?t }", "--set", "a=oldimab", "--format", "ntriples"],
        ["find", "exr1"],
        ["show", "examplimab", "--format", "json"],
        ["why", "examplimab", "blocks", "EXR-1"],
        ["path", "examplimab", "T-cell-activation"],
    ],
)
def test_a_command_says_the_same_with_a_url(filled: Other, source: Path, words: list[str]) -> None:
    """`--store` takes a folder or an endpoint."""
    said = [_run(*words, "--store", place) for place in (str(source), filled.query)]
    assert said[0].returncode == said[1].returncode == 0, said[1].stderr
    assert said[1].stdout == said[0].stdout


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "immunograph", *words], capture_output=True, text=True, check=False)


def test_publishing_says_what_it_did(filled: Other, source: Path) -> None:
    """The command, as JSON."""
    words = ["publish", filled.query, "--graph-store", filled.graphs, "--store", str(source), "--format", "json"]
    assert {one["state"] for one in json.loads(_run(*words).stdout)} == {"was there"}


@pytest.mark.skipif(not others.VIRTUOSO, reason="virtuoso-t is not installed; Debian has it in virtuoso-opensource-7")
def test_an_endpoint_that_changes_values_is_found_out(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso stores truth values as numbers, so that true and 1 are one."""
    shutil.copytree(small, tmp_path / "store")
    both = f'<a:s> <a:p> "true"^^<{XSD}boolean> .\n<a:s> <a:p> "1"^^<{XSD}integer> .'
    (tmp_path / "truth.nt").write_text(both, encoding="utf-8")
    load(tmp_path / "store", [tmp_path / "truth.nt"], "", lambda _: None)
    with others.virtuoso(tmp_path / "data") as other:
        for name, value in other.login:
            monkeypatch.setenv(name, value)
        with pytest.raises(OutputError, match="1 triples rather than 2"):
            publish(tmp_path / "store", Target(other.query, other.update, other.graphs), lambda _: None)


@pytest.mark.skipif(not others.VIRTUOSO, reason="virtuoso-t is not installed; Debian has it in virtuoso-opensource-7")
def test_an_endpoint_that_cuts_answers_off_is_found_out(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso does so without a word; a graph that cannot be read back is not called verified."""
    with others.virtuoso(tmp_path / "data", rows=500) as other:
        for name, value in other.login:
            monkeypatch.setenv(name, value)
        with pytest.raises(LimitError, match="ResultSetMaxRows"):
            publish(source, Target(other.query, other.update, other.graphs), lambda _: None)


def test_our_own_server_takes_graphs_with_the_token(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one of our stores to another, by the Graph Store Protocol and by updates."""
    from immunograph.store import write_store

    write_store(tmp_path / "store", {}, [])
    with serving(tmp_path / "store", "--rate", "0", "--writable") as client:
        url = f"{client.base_url}sparql"
        target = Target(url, url, f"{client.base_url}graphs")
        with pytest.raises(StoreError, match="IMMUNOGRAPH_REMOTE_TOKEN"):
            publish(source, target, lambda _: None)
        monkeypatch.setenv("IMMUNOGRAPH_REMOTE_TOKEN", TOKEN)
        assert {one.state for one in publish(source, target, lambda _: None)} == {"written"}
        assert {one.state for one in publish(source, Target(url, url), lambda _: None)} == {"was there"}


class _Bad(BaseHTTPRequestHandler):
    """Answers as endpoints should not."""

    def do_POST(self) -> None:
        """Choose by path."""
        self.rfile.read(int(self.headers["Content-Length"]))
        kind, _, status = self.path[1:].partition("-")
        media = "text/html" if kind == "page" else "application/sparql-results+json"
        body = {"page": b"<html>hi</html>", "broken": b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"ty',
                "large": b" " * (2 << 20)}.get(kind, b"<b>no</b>")  # fmt: skip
        self.send_response(int(status or 200))
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body) + 100 * (kind == "short")))
        if kind == "moved":
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()
        if kind == "slow":
            threading.Event().wait(3)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bad() -> Iterator[str]:
    """Start a server that answers badly."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Bad) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("page", "is this the address of a SPARQL endpoint"),
        ("broken", "broken"),
        ("short", "cannot be asked"),
        ("moved-302", "moved to http://127.0.0.1:9/elsewhere"),
        ("denied-401", "IMMUNOGRAPH_REMOTE_TOKEN"),
        ("none-404", "see that the address is right"),
        ("fails-500", "answers 500 \\(no\\)"),
        ("odd-799", "answers 799"),
        ("slow", "more than 1 s"),
        ("large", "larger than 1 MB"),
    ],
)
def test_a_bad_endpoint_is_described_in_one_line(bad: str, path: str, said: str) -> None:
    """What it answers, and what to do."""
    with pytest.raises(ImmunoGraphError, match=said) as caught:
        Knowledge(f"{bad}/{path}", Allowance(1, 1 << 20)).reader.labels  # noqa: B018 - read for its fault
    assert "\n" not in str(caught.value)


def test_a_login_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a network only with TLS."""
    monkeypatch.setenv("IMMUNOGRAPH_REMOTE_TOKEN", "secret")
    with pytest.raises(UsageError, match="not sent without TLS"):
        Knowledge("http://example.invalid/sparql")
    with pytest.raises(UsageError, match="no address"):
        Knowledge("http:///sparql")
