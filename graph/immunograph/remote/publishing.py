"""Put the graphs of a store into another one, and see that they arrived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from immunograph.errors import LimitError, OutputError
from immunograph.remote.endpoint import NTRIPLES, ROWS, TRIPLES
from immunograph.remote.wire import Allowance, Wire
from immunograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_ALLOWANCE = Allowance(seconds=600, size=4 << 30)
_CHUNK = 400_000
_STAGING = "#being-published"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish.

    Args:
        url: where the endpoint takes queries.
        update: where it takes updates (SPARQL 1.1 Protocol).
        graphs: where it takes whole graphs (SPARQL 1.1 Graph Store HTTP Protocol); nothing if it does not.
    """

    url: str
    update: str
    graphs: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A graph that is there now: its triples, and the SHA-256 of its canonical form (RDFC-1.0, sorted N-Triples)."""

    graph: str
    triples: int
    sha256: str
    state: Literal["written", "was there"]


def publish(folder: Path, target: Target, say: Callable[[int], None]) -> list[Published]:
    """Make the graphs of a store those of an endpoint; what is there already is left alone, and so are other graphs.

    Each graph is replaced at once, by a PUT or by moving a graph that was filled beside it, so that readers see the old
    one or the new one. Then it is read back: its count and its checksum must be ours.

    Args:
        folder: the store.
        target: where to.
        say: told the number of triples after each graph.

    Raises:
        LimitError: the endpoint takes too long.
        OutputError: what is there afterwards is not what was sent.
        QueryError: it refuses the update.
        StoreError: there is no store, or the endpoint cannot be reached or wants a login.
    """
    store, wire = Store(folder), Wire(target.url, _ALLOWANCE)
    done = []
    for graph in store.graph_names():
        ours = ox.Dataset(ox.Quad(*quad.triple) for quad in store.quads(graph))
        count, digest = len(ours), checksum(ours)
        there = _count(wire, graph) == count and _fetched(wire, graph, count) == digest
        if not there:
            _send(wire, target, graph, store)
            _verify(wire, graph, count, digest)
        done.append(Published(graph, count, digest, "was there" if there else "written"))
        say(count)
    return done


def checksum(triples: ox.Dataset) -> str:
    """Give the SHA-256 of triples, whatever their order and the names of their blank nodes."""
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, triples))).encode()).hexdigest()


def _count(wire: Wire, graph: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    answer = ox.parse_query_results(wire.post(wire.url, {"query": text}, ROWS), format=ox.QueryResultsFormat.JSON)
    row = next(cast("ox.QuerySolutions", answer))
    return int(cast("ox.Literal", row["n"]).value)


def _fetched(wire: Wire, graph: str, count: int) -> str:
    """Read a graph back, and give its checksum."""
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    found = ox.Store()  # numbers are written in one way when they are stored
    found.bulk_load(wire.post(wire.url, {"query": text}, TRIPLES), format=ox.RdfFormat.N_TRIPLES)
    triples = ox.Dataset(found)
    if len(triples) < count:
        message = (
            f"{wire.url}: it gives {len(triples)} of the {count} triples of {graph} that it has, so they cannot be "
            "verified; let its answers be longer (in Virtuoso: ResultSetMaxRows)"
        )
        raise LimitError("size", message)
    return checksum(triples)


def _verify(wire: Wire, graph: str, count: int, digest: str) -> None:
    there = _count(wire, graph)
    if there != count or _fetched(wire, graph, count) != digest:
        what = f"{there} triples rather than {count}" if there != count else "another checksum"
        message = f"{wire.url}: {graph} has {what} after it was sent; publish again, or see what changes it"
        raise OutputError(message)


def _send(wire: Wire, target: Target, graph: str, store: Store) -> None:
    triples = (quad.triple for quad in store.quads(graph))
    if target.graphs:
        wire.send("PUT", target.graphs, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", NTRIPLES, graph)
        return
    staging = f"<{graph}{_STAGING}>"
    _update(wire, target, f"DROP SILENT GRAPH {staging}")
    for chunk in _chunks(list(triples)):
        # not INSERT DATA, in which Virtuoso takes no blank nodes
        _update(wire, target, f"INSERT {{ GRAPH {staging} {{\n{chunk}}} }} WHERE {{}}")
    _update(wire, target, f"MOVE {staging} TO <{graph}>")


def _update(wire: Wire, target: Target, text: str) -> None:
    wire.send("POST", target.update, text.encode(), "application/sparql-update")


def _chunks(triples: list[ox.Triple]) -> Iterator[str]:
    """Cut triples into texts of a size that endpoints take; those that share a blank node stay together."""
    together: dict[object, object] = {}

    def top(node: object) -> object:
        while (above := together.setdefault(node, node)) != node:
            together[node] = node = together[above]
        return node

    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) and isinstance(triple.object, ox.BlankNode):
            together[top(triple.subject)] = top(triple.object)
    groups: dict[object, list[ox.Triple]] = {}
    for number, triple in enumerate(triples):
        blank = next((node for node in (triple.subject, triple.object) if isinstance(node, ox.BlankNode)), None)
        groups.setdefault(number if blank is None else top(blank), []).append(triple)
    lines: list[str] = []
    size = 0
    for group in groups.values():
        lines += (f"{triple} .\n" for triple in group)
        size += sum(len(line.encode()) for line in lines[-len(group) :])
        if size >= _CHUNK:
            yield "".join(lines)
            lines, size = [], 0
    if lines:
        yield "".join(lines)
