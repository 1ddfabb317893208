"""SPARQL beside Oxigraph's own server on the same database, Virtuoso, rdflib, and rdflib-endpoint."""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit

import rdflib
from harness import OURS, Measure, Target, command, wall_time
from others import virtuoso
from servers import Server, native, ours, rdflib_endpoint

from immunograph import generations, names
from immunograph.build import build
from immunograph.knowledge import Knowledge
from immunograph.syntax import serialise
from immunograph.tables import shipped_folder
from immunograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from servers import Load

TITLE = "SPARQL"
_TINY = "SELECT ?o { <https://w3id.org/immunograph/pembrolizumab> <https://w3id.org/immunograph/blocks> ?o }"
_MIDDLE = (
    "SELECT (COUNT(*) AS ?n) { ?i <https://w3id.org/immunograph/agent> ?a ; "
    "<https://w3id.org/immunograph/condition> ?c }"
)
_HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a (!<a:b>)* ?c . ?c (!<a:b>)* ?d . ?d (!<a:b>)* ?e } ORDER BY ?e",
    'ASK { ?s ?p ?o . ?x ?y ?z FILTER(REGEX(CONCAT(STR(?o), STR(?z)), "(a+)+(b+)+q$")) }',
)
_KINDS = {
    "a tiny query, asked again": (lambda _: _TINY, 4000, 1 / 0.6, 2.0),
    "a tiny query, never asked before": (lambda n: f"{_TINY} #{n}", 2000, 1 / 0.6, 2.0),
    "a query of milliseconds, never asked before": (lambda n: f"{_MIDDLE} #{n}", 200, 1 / 0.95, 1.05),
}
_OVERRUN, _LABELS, _STREAM = "over a deadline of 2 s", "label search in 640,000 labels", "a million rows: memory"
_LOAD, _TYPICAL = "loading a million triples into a named graph", "twenty saved queries"
_HTTP = "those of them that need no named graph, over HTTP"
_MOST = 15
TARGETS = (
    *(
        Target(f"{kind}: {what}", share, "oxigraph")
        for kind, (_, _, rate, cpu) in _KINDS.items()
        for what, share in (("time of a request", rate), ("processor", cpu), ("p99", 3.0))
    ),
    Target(_OVERRUN, 0.25),
    Target(f"{_TYPICAL}: median", 0.1, "rdflib"),
    Target(f"{_TYPICAL}: the one in which we are worst", 1.0, "rdflib"),
    Target(_HTTP, 0.1, "rdflib-endpoint"),
    Target(_LOAD, 1 / 0.8, "oxigraph"),
    Target(_STREAM, 64 << 20),  # the caches of the engine's blocks; the answer is three times as long
    Target(_LABELS, 0.05),
)


def measure() -> Iterator[Measure]:
    """Build the shipped ontology, and ask it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store = build(shipped_folder(), folder / "output", lambda _: None).store
        database = folder / "native"
        shutil.copytree(store / generations.read(store).generation / generations.DATABASE, database)
        yield from _served(store, database)
        yield Measure(_OVERRUN, OURS, tuple(_overruns(store)))
        yield from _beside_rdflib(store, folder)
        yield from _million(store, folder)
        yield _search(folder)


def _served(store: Path, database: Path) -> Iterator[Measure]:
    with ExitStack() as stack:
        servers = {OURS: stack.enter_context(ours(store)), "oxigraph": stack.enter_context(native(database))}
        if shutil.which("virtuoso-t"):
            servers["virtuoso"] = stack.enter_context(_published(store, database.with_name("virtuoso")))
        for kind, (query, count, _, _) in _KINDS.items():
            found: dict[str, list[Load]] = {tool: [] for tool in servers}
            for turn in range(4):  # in turns, so that what else the machine does falls on all; the first is a warm-up
                for tool, server in servers.items():
                    shifted = _shifted(query, turn * count)
                    load = server.load(shifted, count)
                    if turn:
                        found[tool].append(load)
            for tool, loads in found.items():
                yield Measure(f"{kind}: time of a request", tool, tuple(load.whole / count for load in loads))
                yield Measure(f"{kind}: processor", tool, tuple(load.cpu / count for load in loads))
                yield Measure(f"{kind}: p99", tool, tuple(statistics.quantiles(load.each, n=100)[98] for load in loads))


@contextmanager
def _published(store: Path, folder: Path) -> Iterator[Server]:
    """Publish the same graphs to a Virtuoso of its own."""
    with virtuoso(folder) as other:
        words = ["publish", other.update, "--graph-store", other.graphs, "--store", str(store)]
        command(words, **dict(other.login))
        address = urlsplit(other.query)
        yield Server(other.pid, address.port or 0, address.path)


def _shifted(query: Callable[[int], str], by: int) -> Callable[[int], str]:
    return lambda n: query(n + by)


def _overruns(store: Path) -> Iterator[float]:
    with ours(store, "--timeout", "2") as server:
        for query in _HEAVY:
            begun = time.perf_counter()
            try:
                server.ask(query)
            except HTTPError as error:
                error.close()
            yield max(0.0, time.perf_counter() - begun - 2)


def _beside_rdflib(store: Path, folder: Path) -> Iterator[Measure]:
    graph = Knowledge(store)
    copied = rdflib.Dataset(default_union=True)
    for name, triples in graph.reader.graphs().items():
        copied.graph(rdflib.URIRef(name)).parse(data=serialise(triples, "ntriples", {}), format="nt")
    pairs: dict[str, tuple[float, float]] = {}
    for name, script in graph.saved.items():
        theirs = _limited(copied, script.text)
        if theirs is not None:
            pairs[name] = statistics.median(wall_time(lambda text=script.text: graph.query(f"{text}\n"))), theirs
        if len(pairs) == 20:
            break
    worst = max(pairs.values(), key=lambda pair: pair[0] / pair[1])
    for tool, index in ((OURS, 0), ("rdflib", 1)):
        yield Measure(f"{_TYPICAL}: median", tool, tuple(pair[index] for pair in pairs.values()))
    for tool, index in ((OURS, 0), ("rdflib", 1)):
        yield Measure(f"{_TYPICAL}: the one in which we are worst", tool, (worst[index],))
    (folder / "all.nt").write_bytes(
        serialise((t for some in graph.reader.graphs().values() for t in some), "ntriples", {})
    )
    plain = [name for name in pairs if "GRAPH" not in graph.saved[name].text]  # it keeps no named graphs
    with ours(store) as one, rdflib_endpoint(folder / "all.nt") as other:
        for tool, server in ((OURS, one), ("rdflib-endpoint", other)):
            asked = [_declared(graph.saved[name].text) for name in plain]
            yield Measure(_HTTP, tool, tuple(min(wall_time(lambda q=q, s=server: _anew(s, q), 3)) for q in asked))


def _declared(query: str) -> str:
    used = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if f"{name}:" in query)
    return f"{used}{query}\n"


def _anew(server: Server, query: str) -> None:
    """Ask what was never asked before, so that nobody answers from memory."""
    server.ask(f"{query}#{time.monotonic_ns()}")


def _limited(graph: rdflib.Dataset, text: str) -> float | None:
    """Let rdflib answer; None if that takes too long."""
    import signal

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(_MOST)
    try:
        begun = time.perf_counter()
        list(graph.query(text, initNs=PREFIXES))
        return time.perf_counter() - begun
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def _million(store: Path, folder: Path) -> Iterator[Measure]:
    file = folder / "million.nt"
    with file.open("w", encoding="utf-8") as out:
        for n in range(1_000_000):
            out.write(f'<http://example.org/s{n // 8}> <http://example.org/p{n % 8}> "value {n * 7919 % 1000003}" .\n')
    program = str(Path(sys.executable).with_name("oxigraph"))
    times: dict[str, list[float]] = {OURS: [], "oxigraph": []}
    for turn in range(3):
        ours_to, native_to = folder / f"ours{turn}", folder / f"native{turn}"
        shutil.copytree(store, ours_to)
        times[OURS] += wall_time(lambda to=ours_to: command(["load", str(file), "--store", str(to)]), 1)
        line = [program, "load", "--location", str(native_to), "--file", str(file), "--graph", "urn:x:million"]
        times["oxigraph"] += wall_time(lambda line=line: subprocess.run(line, check=True, capture_output=True), 1)
    for tool, values in times.items():
        yield Measure(_LOAD, tool, tuple(values))
    yield Measure(_STREAM, OURS, (_growth(folder / "ours0"),), "byte")


def _growth(store: Path) -> float:
    """Give by how many bytes a server grows while it streams a million rows."""
    with ours(store, "--timeout", "600", "--answer", "0", "--rows", "0") as server:
        query = "SELECT * { GRAPH <https://w3id.org/immunograph/graph-million> { ?s ?p ?o } }"
        server.ask(f"{query} LIMIT 100000")
        seen, ended = [server.memory()], threading.Event()

        def watch() -> None:
            while not ended.wait(0.05):
                seen.append(server.memory())

        watching = threading.Thread(target=watch)
        watching.start()
        last = server.ask(query)
        ended.set()
        watching.join()
        assert last.endswith(b"]}}"), "the answer was broken off"
        return float(max(seen) - seen[0])


def _search(folder: Path) -> Measure:
    rng = random.Random(1)  # noqa: S311 - names need no secrecy
    roots = ("carcin", "neur", "immun", "cyt", "leuk", "hepat", "nephr", "derm", "gastr", "oste", "my", "aden", "ly")
    ends = ("oma", "itis", "osis", "opathy", "ocyte", "ogen", "emia", "algia", "oid", "ase", "in", "al", "ic")
    words = [a + b for a in roots for b in ends] + ["cell", "receptor", "of", "the", "tumor", "alpha", "acute"]
    file = folder / "labels.sqlite"
    labels = (" ".join(rng.choices(words, k=rng.randint(2, 6))) + f" {n % 977}" for n in range(640_000))
    names.write_index(
        file, (names.Name(f"x:{n}", label, "x", label, "label") for n, label in enumerate(labels)), parts=False
    )
    asked = (
        "carcinoma",
        "cell",
        "acute carc",
        "c",
        "leukemia of cell",
        "12",
        "immunase receptor 33",
        "zzz",
        "Tumour α",
    )
    return Measure(_LABELS, OURS, tuple(wall_time(lambda q=q: names.find(file, q), 1)[0] for q in asked))
