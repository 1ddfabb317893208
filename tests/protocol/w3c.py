"""Read the W3C's SPARQL 1.1 tests, as far as an endpoint can run them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions", "grouping", "json-res",
    "negation", "project-expression", "property-path", "subquery", "syntax-query",
)  # fmt: skip
UPDATES = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "syntax-update-1", "syntax-update-2", "update-silent",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A test of a query: its kind, text, the IRIs of its graphs, and the file of its result."""

    name: str
    kind: str
    query: str
    base: str
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True)
class Exchange:
    """A request of a protocol test, and what is expected of the answer."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    statuses: tuple[int, ...] = ()
    boolean: str = ""
    form: str = ""
    location: str = ""
    answer: tuple[str, bytes] = ("", b"")


@dataclass(frozen=True)
class Update:
    """A test of an update: its kind, text, and the files of its graphs before and after; one has no name."""

    name: str
    kind: str
    text: str
    base: str
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()


def _manifest(path: Path) -> tuple[rdflib.Graph, list[rdflib.term.Node]]:
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    entries = graph.value(None, RDF.type, MF.Manifest)
    return graph, list(Collection(graph, graph.value(entries, MF.entries)))


def queries(folder: Path) -> Iterator[Case]:
    """Give the tests of queries."""
    for name in FOLDERS:
        graph, entries = _manifest(folder / name / "manifest.ttl")
        for entry in entries:
            kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
            action = graph.value(entry, MF.action)
            query = graph.value(action, QT.query) or action
            data = tuple(map(str, graph.objects(action, QT.data)))
            named = tuple(map(str, graph.objects(action, QT.graphData)))
            result = str(graph.value(entry, MF.result) or "")
            text = _path(str(query)).read_bytes().decode()
            yield Case(f"{name}/{str(entry).rpartition('#')[2]}", kind, text, str(query), data, named, result)


def _path(iri: str) -> Path:
    from pathlib import Path
    from urllib.request import url2pathname

    return Path(url2pathname(iri.removeprefix("file://")))


def quads(cases: list[Case]) -> Iterator[ox.Quad]:
    """Give all data of the tests, each file in a graph of its name."""
    for iri in sorted({iri for case in cases for iri in (*case.data, *case.named)}):
        path, graph = _path(iri), ox.NamedNode(iri)
        form = ox.RdfFormat.from_extension(path.suffix[1:])
        for quad in ox.parse(path=str(path), format=form, base_iri=iri, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def shape(answer: object) -> object:
    """Bring an answer into a form that is equal for equal answers: blank nodes have no names, rows no order."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        names = [variable.value for variable in answer.variables]
        return _stored([{name: row[name] for name in names} for row in answer])
    dataset = ox.Dataset()
    for one in answer:  # type: ignore[attr-defined]
        dataset.add(ox.Quad(one.subject, one.predicate, one.object))
    return canonical(dataset)


def _stored(found: list[dict[str, object]]) -> object:
    """Say rows as a graph."""
    dataset = ox.Dataset()
    for number, row in enumerate(found):
        node = ox.BlankNode(f"row{number}")
        dataset.add(ox.Quad(node, ox.NamedNode("a:row"), ox.Literal(1)))
        for name, value in row.items():
            if value is not None:
                dataset.add(ox.Quad(node, ox.NamedNode(f"a:{name}"), value))
    return canonical(dataset)


def expected(case: Case) -> object:
    """Read the result that a test expects."""
    path = _path(case.result)
    if form := {".srx": "XML", ".srj": "JSON", ".tsv": "TSV"}.get(path.suffix):
        return shape(ox.parse_query_results(path=str(path), format=getattr(ox.QueryResultsFormat, form)))
    if path.suffix == ".csv":
        return rows(path.read_bytes().decode())
    triples = list(ox.parse(path=str(path), base_iri=case.result))
    return _table(triples) if any(quad.object == _RESULTS for quad in triples) else shape(triples)


_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RESULTS = ox.NamedNode(_RS + "ResultSet")


def _table(triples: list[ox.Quad]) -> object:
    """Read the rows that a graph describes in the vocabulary for results."""
    said: dict[tuple[object, str], list[object]] = {}
    for quad in triples:
        said.setdefault((quad.subject, quad.predicate.value.removeprefix(_RS)), []).append(quad.object)
    (top,) = (quad.subject for quad in triples if quad.object == _RESULTS)
    found = []
    for solution in said[top, "solution"]:
        cells = {}
        for binding in said[solution, "binding"]:
            (name,), (value,) = said[binding, "variable"], said[binding, "value"]
            cells[getattr(name, "value", "")] = value
        found.append(cells)
    return _stored(found)


def rows(text: str) -> list[list[tuple[str, str]]]:
    """Read CSV: rows and columns have no order, blank nodes no names, and numbers are those that they mean."""
    read = csv.DictReader(io.StringIO(text))
    return sorted(sorted((name, _cell(cell)) for name, cell in row.items()) for row in read)


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_"
    try:
        return str(float(text))
    except ValueError:
        return text


def exchanges(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]], list[Exchange]]]:
    """Give the tests of the protocol: name, data (file and graph), requests."""
    yield from _exchanges(folder / "protocol" / "manifest.ttl")


def graph_stores(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]], list[Exchange]]]:
    """Give the tests of the Graph Store Protocol, in the same way."""
    for name in ("direct", "indirect"):
        yield from _exchanges(folder / "graph-store-protocol" / f"manifest-{name}.ttl")


def _exchanges(path: Path) -> Iterator[tuple[str, list[tuple[str, str]], list[Exchange]]]:
    graph, entries = _manifest(path)
    for entry in entries:
        data = [
            (str(graph.value(one, UT.graph)), str(graph.value(one, RDFS.label)))
            for one in graph.objects(entry, UT.graphData)
        ]
        requests = Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))
        yield str(entry).rpartition("#")[2], data, [_exchange(graph, one) for one in requests]


def _exchange(graph: rdflib.Graph, node: rdflib.term.Node) -> Exchange:
    reply = graph.value(node, HT.resp)
    statuses = [str(one).rpartition("#")[2] for one in graph.objects(reply, MF.expectedStatus)]
    kind, content = _headers(graph, reply).get("content-type", ""), _body(graph, reply)
    return Exchange(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        _headers(graph, node),
        _body(graph, node),
        tuple(_CODES.get(one) or int(one.removeprefix("StatusCode")[0]) for one in statuses),
        str(graph.value(reply, MF.expectedBoolean) or ""),
        str(graph.value(reply, MF.expectedFormat) or ""),
        str(graph.value(reply, MF.expectedLocation) or ""),
        (kind, content),
    )


_CODES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


def _headers(graph: rdflib.Graph, node: rdflib.term.Node | None) -> dict[str, str]:
    headers = {}
    if listed := graph.value(node, HT.headers):
        for one in Collection(graph, listed):
            headers[str(graph.value(one, HT.fieldName))] = str(graph.value(one, HT.fieldValue))
    return headers


def _body(graph: rdflib.Graph, node: rdflib.term.Node | None) -> bytes:
    body = graph.value(node, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8") if body else "UTF-8"
    return str(graph.value(body, CNT.chars) or "").encode(encoding) if body else b""


def updates(folder: Path) -> Iterator[Update]:
    """Give the tests of updates."""
    for name in UPDATES:
        graph, entries = _manifest(folder / name / "manifest.ttl")
        for entry in entries:
            kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
            action = graph.value(entry, MF.action)
            text = graph.value(action, UT.request) or action
            states = (_state(graph, action), _state(graph, graph.value(entry, MF.result)))
            name_of = f"{name}/{str(entry).rpartition('#')[2]}"
            yield Update(name_of, kind, _path(str(text)).read_bytes().decode(), str(text), *states)


def _state(graph: rdflib.Graph, node: rdflib.term.Node | None) -> tuple[tuple[str, str], ...]:
    unnamed = [("", str(one)) for one in graph.objects(node, UT.data)]
    named = [
        (str(graph.value(one, RDFS.label)), str(graph.value(one, UT.graph)))
        for one in graph.objects(node, UT.graphData)
    ]
    return tuple(unnamed + named)


def dataset(state: tuple[tuple[str, str], ...]) -> list[ox.Quad]:
    """Read the files of a state."""
    found = []
    for name, iri in state:
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        form = ox.RdfFormat.from_extension(_path(iri).suffix[1:])
        triples = ox.parse(path=str(_path(iri)), format=form, base_iri=iri, rename_blank_nodes=True)
        found += [ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples]
    return found


def canonical(quads: Iterable[ox.Quad]) -> frozenset[str]:
    """Write quads so that equal datasets are equal; the engine writes numbers in one way when it stores them."""
    store = ox.Store()
    store.extend(quads)
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(map(str, found))
