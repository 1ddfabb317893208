"""Any SPARQL 1.1 endpoint as a store that can be asked."""

from __future__ import annotations

import re
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import pyoxigraph as ox

from immunograph import names
from immunograph.errors import QueryError, StoreError, UsageError
from immunograph.guard import check_query
from immunograph.rdf import denial, statement
from immunograph.remote.wire import Allowance, Wire
from immunograph.syntax import from_oxigraph, from_triple, to_ntriples
from immunograph.terms import Blank, Iri, Literal, Node, Term, Triple, order
from immunograph.texts import verb, whole
from immunograph.vocabulary import DATASET, GRAPHS, IG, table_name, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from immunograph.rdf import Edge
    from immunograph.source import Answer

ROWS, NTRIPLES = "application/sparql-results+json", "application/n-triples"
TRIPLES = f"{NTRIPLES}, text/plain;q=0.5"
_PAGE = 5000
_HEAD = 200
_CONCEPTS = """
SELECT ?c ?label ?kind WHERE { GRAPH ig:graph-stated { ?c a owl:Class, ?kind ; rdfs:label ?label }
  FILTER(?kind != owl:Class && STRSTARTS(STR(?c), STR(ig:))) }
"""
_NAMES = {
    "label": "SELECT ?c ?name WHERE { GRAPH ig:graph-stated { ?c rdfs:label ?name } }",
    "synonym": "SELECT ?c ?name WHERE { GRAPH ig:graph-stated { ?c skos:altLabel ?name } }",
    "identifier": """SELECT ?c ?name WHERE { GRAPH ig:graph-mappings {
      ?m owl:annotatedSource ?c ; owl:annotatedProperty ?p ; sssom:object_id ?name }
      FILTER(?p IN (skos:exactMatch, skos:closeMatch)) }""",
}
_END = "(owl:annotatedSource|owl:annotatedTarget|owl:sourceIndividual|owl:targetIndividual|ig:agent)"
_ABOUT = f"""
CONSTRUCT {{ <NODE> ?p ?o . ?n ?r ?v }} WHERE {{
  {{ <NODE> ?p ?o }} UNION {{ <NODE> ig:evidence ?n . ?n ?r ?v }}
  UNION {{ <NODE> ig:evidence ?e . ?e dcterms:source ?n . ?n ?r ?v }}
  UNION {{ ?n {_END} <NODE> . ?n ?r ?v }} UNION {{ ?m {_END} <NODE> . ?m ig:evidence ?n . ?n ?r ?v }}
  UNION {{ ?m {_END} <NODE> . ?m ig:evidence ?e . ?e dcterms:source ?n . ?n ?r ?v }}
  UNION {{ ?m {_END} <NODE> . ?m ig:derivedBy ?n . ?n ?r ?v }}
  UNION {{ ?m {_END} <NODE> . ?m prov:wasDerivedFrom ?n . ?n ?r ?v
    FILTER(?r IN (owl:annotatedSource, owl:annotatedProperty, owl:annotatedTarget)) }}
}}
"""
_ENDS = {
    statement: tuple(term(f"owl:annotated{end}") for end in ("Source", "Property", "Target")),
    denial: (term("owl:sourceIndividual"), term("owl:assertionProperty"), term("owl:targetIndividual")),
}


class Endpoint:
    """An endpoint to which `publish`, or anybody else, put the graphs.

    Blank nodes have no names over HTTP; those that describe a relation get the names that they have in a store.

    Args:
        url: where it takes queries (SPARQL 1.1 Protocol).
        allowance: for each request.

    Raises:
        UsageError: no URL, or httpx is not installed.
    """

    def __init__(self, url: str, allowance: Allowance | None = None) -> None:
        if not urlsplit(url).hostname:
            message = f"{url}: no address of an endpoint; write it as https://example.org/sparql"
            raise UsageError(message)
        self.url, self._wire = url, Wire(url, allowance or Allowance())
        self._gathered: set[Iri] = set()
        self._known: dict[Node, dict[Triple, None]] = {}
        self._whole_nodes: set[Node] = set()
        self._graphs: dict[str, dict[Iri, list[tuple[Node, Term]]]] = {}

    generation = ""

    @cached_property
    def _dataset(self) -> dict[str, list[str]] | None:
        """Choose the graphs to ask: those of the endpoint's own default graph if ours are there, else ours by name.

        None means that ours are not there at all.
        """
        ours: list[str] = list(GRAPHS.values())
        for dataset in ({}, {"default-graph-uri": ours, "named-graph-uri": ours}):
            if self._true(f"ASK {{ <{DATASET}> <{term('dcterms:title')}> ?title }}", dataset):
                return dataset
        return None

    def _true(self, text: str, dataset: Mapping[str, list[str]]) -> bool:
        return bool(self._rows(self._post(text, ROWS, "query", dataset)))

    def _post(self, text: str, accept: str, name: str, dataset: Mapping[str, list[str]]) -> bytes:
        return self._wire.post(self.url, {"query": text, **dataset}, accept, name)

    def _rows(self, data: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
        # Virtuoso's names of blank nodes are none that the standard knows
        data = re.sub(rb'("type": *"bnode", *"value": *")nodeID://', rb"\1", data) if b"nodeID://" in data else data
        if b"__ASK_RETVAL" in data[:_HEAD]:  # and its truth values are rows
            data = b'{"head":{},"boolean":%s}' % (b"true" if re.search(rb'"value": *"(1|true)"', data) else b"false")
        try:
            return ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> StoreError:
        return StoreError(f"{self.url}: its answer is broken ({str(error).splitlines()[0]}); try again")

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Answer one of our own SELECT queries with plain rows.

        Raises:
            StoreError: our graphs are not there.
        """
        if self._dataset is None:
            message = f"{self.url}: ImmunoGraph is not there; put it there with `immunograph publish`"
            raise StoreError(message)
        answer = cast("ox.QuerySolutions", self.ask(query, bindings=bindings))
        variables = [variable.value for variable in answer.variables]
        try:
            return [
                {name: from_oxigraph(value) for name in variables if (value := row[name]) is not None} for row in answer
            ]
        except (SyntaxError, ValueError) as error:
            fault = self._broken(error)
        del answer  # the engine's values must end in the thread that made them, so no traceback may keep them
        raise fault

    def ask(self, query: str, *, name: str = "query", bindings: Mapping[str, Term] | None = None) -> Answer:
        """Send a query; our prefixes need no declaration, and where the endpoint keeps graphs apart, ours are named.

        Raises:
            LimitError: it takes too long, or its answer is too large.
            QueryError: the endpoint says that it is wrong.
            StoreError: the endpoint cannot be asked, or what it answers is broken.
        """
        try:
            return self._asked(query, whole(query, bindings), name)
        except QueryError:
            check_query(query, name)  # our parser says where, and knows our prefixes; the endpoint may differ
            raise

    def _asked(self, query: str, text: str, name: str) -> Answer:
        if verb(query) in ("SELECT", "ASK"):
            return self._rows(self._post(text, ROWS, name, self._dataset or {}))
        store = ox.Store()
        for quad in self._triples(text, name):
            store.add(quad)
        return store.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def _triples(self, text: str, name: str = "query") -> Iterator[ox.Quad]:
        data = self._post(text, TRIPLES, name, self._dataset or {})
        try:
            yield from ox.parse(data, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)
        except SyntaxError as error:
            raise self._broken(error) from error

    def knows(self, iri: Iri) -> bool:
        """Tell whether any triple has this IRI."""
        text = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }} }}"
        return self._true(text, self._dataset or {})

    def graph_names(self) -> list[str]:
        """Name the graphs."""
        data = self._post("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", ROWS, "query", {})
        return sorted(row["g"].value for row in cast("ox.QuerySolutions", self._rows(data)))

    def find(self, query: str, limit: int = 20) -> list[names.Name]:
        """Find concepts by name: the names are fetched once and indexed here, for endpoints differ in text search."""
        with tempfile.TemporaryDirectory() as folder:
            index = Path(folder) / "names.sqlite"
            names.write_index(index, self._index)
            return names.find(index, query, limit)

    @cached_property
    def _index(self) -> list[names.Name]:
        kinds = {row["c"]: row for row in self._paged(_CONCEPTS)}
        found = [(row["c"], role, _text(row["name"])) for role, query in _NAMES.items() for row in self._paged(query)]
        found += [(concept, "slug", _slug(concept)) for concept in kinds]
        return sorted(
            names.Name(_slug(c), _text(kinds[c]["label"]), table_name(_slug(kinds[c]["kind"])), name, role)
            for c, role, name in set(found)
            if c in kinds
        )

    def _paged(self, query: str) -> list[dict[str, Term]]:
        """Read all rows, page by page, for some endpoints cut long answers off without a word.

        Raises:
            StoreError: the pages do not fit together.
        """
        count = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {query} }} }}")[0]["n"]
        whole_count = int(cast("Literal", count).value)
        found: list[dict[str, Term]] = []
        while len(found) < whole_count:
            rows = self.select(f"{query} LIMIT {_PAGE} OFFSET {len(found)}")
            if not rows:
                message = f"{self.url}: it gives {len(found)} of {whole_count} rows; try again"
                raise StoreError(message)
            found += rows
        return found

    def gather(self, node: Iri) -> None:
        """Fetch what is said of a node and of its relations, with the evidence."""
        if node in self._gathered:
            return
        self._gathered.add(node)
        found = [from_triple(quad) for quad in self._triples(whole(_ABOUT.replace("<NODE>", to_ntriples(node))))]
        named = _named(found)
        again = set(self._whole_nodes)  # their blank nodes would come a second time, under other names
        for triple in found:
            subject, predicate, value = (named.get(part, part) for part in triple)
            if subject in again:
                continue
            one = cast("Node", subject), cast("Iri", predicate), value
            self._known.setdefault(one[0], {})[one] = None
            if predicate not in _ENDS[statement]:  # a premise of another statement comes without its evidence
                self._whole_nodes.add(one[0])
        self._known.setdefault(node, {})

    def statement(self, edge: Edge, *, denied: bool = False) -> Blank:
        """Name the node that describes a relation, or that denies it, after fetching what is said of its subject."""
        if edge[2] not in self._gathered:
            self.gather(edge[0])
        return denial(edge) if denied else statement(edge)

    def match(self, subject: Node, predicate: Iri | None = None) -> list[Triple]:
        """Look up what is said of one node, over all graphs."""
        if isinstance(subject, Iri) and subject not in self._known:
            self.gather(subject)
        found = self._known.get(subject, {})
        return sorted((triple for triple in found if predicate in (None, triple[1])), key=order)

    def pairs(self, predicate: Iri, graph: str = "") -> list[tuple[Node, Term]]:
        """Look up all subjects and objects of one predicate, in one of our graphs or over all."""
        if graph:
            return self._whole(graph).get(predicate, [])
        rows = self._paged(f"SELECT DISTINCT ?s ?o WHERE {{ ?s <{predicate}> ?o }}")
        return [(cast("Node", row["s"]), row["o"]) for row in rows]

    def _whole(self, graph: str) -> dict[Iri, list[tuple[Node, Term]]]:
        """Read a graph of ours, once."""
        if graph not in self._graphs:
            found: dict[Iri, list[tuple[Node, Term]]] = {}
            for row in self._paged(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{GRAPHS[graph]}> {{ ?s ?p ?o }} }}"):
                found.setdefault(cast("Iri", row["p"]), []).append((cast("Node", row["s"]), row["o"]))
            self._graphs[graph] = found
        return self._graphs[graph]

    def triples(self) -> Iterator[Triple]:
        """Give every triple of our graphs."""
        for found in self.graphs().values():
            yield from found

    def graphs(self) -> dict[str, list[Triple]]:
        """Give every triple of our graphs, by the IRI of its graph."""
        texts = {
            str(iri): f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}" for iri in GRAPHS.values()
        }
        return {name: [from_triple(quad) for quad in self._triples(text)] for name, text in texts.items()}


def _text(value: Term) -> str:
    return value.value if isinstance(value, Literal) else str(value)


def _slug(value: Term) -> str:
    return str(value).removeprefix(IG)


def _named(found: list[Triple]) -> dict[Term, Blank]:
    """Give the nodes that describe or deny a relation the names that they have in a store."""
    named: dict[Term, Blank] = {}
    for name, ends in _ENDS.items():
        parts: dict[Node, dict[Iri, Term]] = {}
        for subject, predicate, value in found:
            if predicate in ends and isinstance(subject, Blank):
                parts.setdefault(subject, {})[predicate] = value
        for node, cells in parts.items():
            if len(cells) == len(ends):
                named[node] = name(cast("Edge", tuple(cells[end] for end in ends)))
    return named
