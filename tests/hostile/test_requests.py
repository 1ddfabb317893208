"""No document, query or update makes a process ask anyone, whichever way it comes in.

The documents name a server of the test, which notes who comes, and a name that only a resolver could know. Where
strace(1) is installed, every call of the process and its children to connect or send anything to an address is seen,
in Rust and C as well, so that a request that fails counts too.
"""

from __future__ import annotations

import shutil
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from tests.conftest import copied_example
from tests.hostile import documents
from tests.hostile.conftest import COMMANDS, EACH, STRACE, Watch, run
from tests.protocol.conftest import TOKEN, started
from tests.protocol.trap import Trap

from immunograph.conclusion import conclude
from immunograph.exchange.formats import Loaded, loaded
from immunograph.tables import load
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = "http://watched.invalid/x"
_RIGHT = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def trap() -> Iterator[Trap]:
    """Start a server that nobody may reach."""
    with Trap() as one:
        yield one
        one.shutdown()


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    """Give a way to watch one process."""
    return Watch(tmp_path / "calls.txt")


@pytest.fixture
def store(small: Path, tmp_path: Path) -> Path:
    """Copy the built example to where commands look for it."""
    return shutil.copytree(small, tmp_path / "output" / "store")


def places(trap: Trap) -> list[str]:
    """Give the addresses that documents name."""
    return [f"http://{trap.place}/x", _NAME]


def written(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Write documents; give their paths."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [str(folder / name) for name in files]


def quiet(trap: Trap, watch: Watch) -> None:
    """See that nobody was asked."""
    assert watch.outward() == []
    assert trap.seen == []


def test_the_watch_sees_a_request_and_a_question_for_a_name(trap: Trap, watch: Watch, tmp_path: Path) -> None:
    """A command that is told to ask an endpoint does so, and both are noticed."""
    ask = ["query", "ASK {}", "--store"]
    run(watch, tmp_path, COMMANDS, [[*ask, places(trap)[0]]])
    assert trap.seen
    if STRACE:
        assert any("127.0.0.1" in line for line in watch.outward())
        run(watch, tmp_path, COMMANDS, [[*ask, _NAME]])
        assert watch.outward()


@pytest.mark.usefixtures("store")
def test_no_command_asks_anyone(trap: Trap, watch: Watch, tmp_path: Path) -> None:
    """Every command that reads a document, with each that may be hostile; none ends with a traceback."""
    folder = copied_example(tmp_path / "ontology")
    small = loaded(folder, load(folder), read_schema(folder / "schema.ttl"), conclude(folder).dataset["inferred"])
    work = list(_work(tmp_path, trap, small))[::EACH]
    done = run(watch, tmp_path, COMMANDS, work)
    assert len(done) == len(work) > 140 / EACH
    assert [one for one in done if one.code not in (0, 1, 2) or "Traceback" in one.text] == []
    assert {0, 1} <= {one.code for one in done}
    quiet(trap, watch)


def _work(folder: Path, trap: Trap, small: Loaded) -> Iterator[list[str]]:
    here, to, (place, name) = folder / "documents", folder / "made", places(trap)
    for path in written(here / "rdf", documents.rdf(place)) + written(here / "named", documents.rdf(name)):
        yield ["load", path]
    yield ["load", str(here / "rdf" / "graph.nq"), "--graph", place]
    for count, path in enumerate(written(here / "import", documents.exchanged(place, small))):
        yield ["import", path, "-o", str(to / f"import{count}"), "--ontology", "ontology"]
        yield ["diff", path, "ontology", "--ontology", "ontology"]
    for count, path in enumerate(
        written(here / "texts", documents.texts(place)) + written(here / "more", documents.texts(name))
    ):
        yield ["annotate", path, "--format", ("json", "html", "trig")[count % 3], "--loaded"]
    yield ["mine", str(here / "texts"), "-o", str(to / "mined"), "--workers", "1"]
    yield ["load", str(to / "mined" / "associations.nq")]
    for count, query in enumerate(documents.queries(place) + documents.queries(name)):
        (here / f"q{count}.rq").write_text(query, encoding="utf-8")
        yield ["query", str(here / f"q{count}.rq") if count % 2 else query, *["--explain"] * (count % 3 == 0)]
        yield ["page", "--query", query, "-o", str(to / "part.html"), "--no-sparql"]
    yield ["query", "SELECT * { ?s ?p ?x }", "--set", f"x={place}"]
    yield from ([command, place] for command in ("find", "show", "unload", "digest"))
    yield from (["path", place, "melanoma"], ["why", "examplimab", "blocks", place], ["graphs"])
    yield ["page", "--start", place, "-o", str(to / "part.html")]
    for table, text in documents.tables(place).items():
        spoilt = copied_example(here / table.replace("/", "-"))
        (spoilt / table).parent.mkdir(exist_ok=True)
        with (spoilt / table).open("a", encoding="utf-8") as file:
            file.write(text)
        here_too = ["--ontology", str(spoilt)]
        yield ["validate", *here_too, "--report", str(to / "report.tsv")]
        yield ["build", *here_too, "-o", str(to / table / "output")]
        yield ["diff", str(spoilt), "ontology", "--ontology", "ontology"]
    yield ["release", "0.1.0", *here_too, "-o", str(to / "release")]
    yield ["export", "xlsx", "-o", str(to / "x.xlsx"), *here_too]
    yield ["format", str(here / "sources.tsv")]
    row = ["sources", "id=elsewhere", "title=Elsewhere", "kind=review", f"url={place}", "--ontology", "ontology"]
    yield ["add-row", *row, "--curator", "example"]


def test_no_server_asks_anyone(trap: Trap, watch: Watch, store: Path) -> None:
    """Queries, updates and graphs over HTTP; every answer is one of the protocol's."""
    with started(store, "--rate", "0", "--writable", under=watch.under) as (process, client):
        statuses = []
        for place in places(trap):
            headers = {"Host": place.split("/")[2], "Referer": place, "X-Forwarded-For": place, "Origin": place}
            for query in documents.queries(place):
                statuses += [
                    client.get("/sparql", params={"query": query}, headers=headers),
                    client.post("/sparql", data={"query": query, "default-graph-uri": place, "named-graph-uri": place}),
                ]
            for update in documents.updates(place):
                statuses.append(client.post("/sparql", data={"update": update}, headers=_RIGHT))
                to = {"update": update, "using-graph-uri": place}
                statuses.append(client.post("/sparql", data=to, headers=_RIGHT))
            for name, data in list(documents.rdf(place).items())[::EACH]:
                kind = {"Content-Type": _MEDIA.get(name.rpartition(".")[2], "text/plain")}
                statuses += [
                    client.request(verb, "/graphs", params={"graph": place}, content=data, headers=_RIGHT | kind)
                    for verb in ("PUT", "POST")
                ]
            for path in ("find?name=", "path?to=melanoma&from=", "why?subject=examplimab&relation=blocks&object=", ""):
                statuses.append(client.get(f"/{path}{place}"))
            with socket.create_connection((client.base_url.host, client.base_url.port)) as raw:
                raw.sendall(f"GET {place} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                assert raw.recv(9) == b"HTTP/1.1 "
        assert {one.status_code for one in statuses} <= {200, 201, 204, 400, 404, 405, 415, 422}
        assert process.poll() is None
    quiet(trap, watch)


_MEDIA = {"rdf": "application/rdf+xml", "jsonld": "application/ld+json", "ttl": "text/turtle"}


def test_no_assistant_is_led_outside(trap: Trap, watch: Watch, store: Path) -> None:
    """Every tool, over the Model Context Protocol."""
    (command, *words) = [*watch.under, sys.executable, "-m", "immunograph", "mcp", "--store", str(store)]

    async def talk() -> int:
        count = 0
        async with Client(stdio_client(StdioServerParameters(command=command, args=words))) as client:
            for place in places(trap):
                calls = [("query", {"sparql": query}) for query in documents.queries(place)]
                calls += [("find", {"name": place}), ("show", {"concept": place})]
                calls += [("path", {"start": place, "end": "melanoma"})]
                calls += [("why", {"subject": "examplimab", "relation": place, "target": "EXR-1"})]
                count += sum([(await client.call_tool(name, values)).is_error for name, values in calls])
        return count

    with ThreadPoolExecutor(1) as aside:  # the browser of other tests has a loop in this thread
        assert aside.submit(anyio.run, talk).result() >= 12
    quiet(trap, watch)


_PYTHON = """
import json, sys
import immunograph
from immunograph.errors import ImmunoGraphError
from rdflib.plugins.sparql import prepareQuery
graph = immunograph.open("output/store")
data = graph.dataset()
def prepared(text):
    return data.query(prepareQuery(text))
done = []
for (text,) in json.load(open(sys.argv[1])):
    for ask in (graph.query, data.query, prepared, data.update, graph.find, lambda t: list(data.graph(t))):
        try:
            list(ask(text) or ())
            done.append(([text], 0, ""))
        except ImmunoGraphError as error:
            done.append(([text], error.exit_code, str(error)))
        except Exception as error:
            done.append(([text], 3, repr(error)))
json.dump(done, open(sys.argv[2], "w"))
"""


@pytest.mark.usefixtures("store")
def test_no_query_from_python_asks_anyone(trap: Trap, watch: Watch, tmp_path: Path) -> None:
    """Ours, and rdflib's view of the store, prepared queries included; rdflib refuses in its own words."""
    done = run(watch, tmp_path, _PYTHON, [[text] for place in places(trap) for text in documents.queries(place)])
    assert {one.code for one in done} == {0, 2, 3}
    quiet(trap, watch)
