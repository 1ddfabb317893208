"""The store on disk: generations of an Oxigraph database with an index of names beside it."""

from __future__ import annotations

import hashlib
import os
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from immunograph import generations, names
from immunograph.errors import QueryError, StoreError
from immunograph.generations import DATABASE, FORMAT, LABELS, NAMES, State
from immunograph.guard import located, refuse_outside
from immunograph.rdf import denial, statement
from immunograph.syntax import from_oxigraph, from_triple, to_oxigraph, to_quads
from immunograph.terms import Iri, order
from immunograph.vocabulary import GRAPHS, IG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from immunograph.rdf import Dataset, Edge
    from immunograph.source import Answer
    from immunograph.terms import Blank, Node, Term, Triple

UNNAMED = Iri("urn:x-arq:DefaultGraph")
"""What is in no named graph; Jena's name for it."""


def write_store(folder: Path, dataset: Dataset, index: list[names.Name]) -> None:
    """Write the curated graphs into a new generation and make it current; what was loaded beside them stays.

    Args:
        folder: the store, made if it is not there.
        dataset: triples by graph.
        index: the names for `find`.

    Raises:
        OutputError: it cannot be written; the old generation stays current.
    """
    curated = _digest(dataset, index)
    with generations.writing(folder):
        old = State("", "")
        with suppress(StoreError):  # a store that cannot be read is written anew
            old = generations.read(folder)
        state = State(f"{curated}-{old.extra}" if old.extra else curated, curated, old.extra, old.loaded)
        if not (folder / state.generation).is_dir():
            with generations.new(folder, state.generation) as beside:
                if old.extra:
                    ox.Store.read_only(str(folder / old.generation / DATABASE)).backup(str(beside / DATABASE))
                    generations.carry_labels(folder / old.generation, beside)
                _fill(beside, dataset, index)
        generations.swap(folder, state)


def _digest(dataset: Dataset, index: list[names.Name]) -> str:
    state = hashlib.sha256(repr((FORMAT, sorted(dataset.items()), index)).encode())
    return state.hexdigest()[:16]


def _fill(folder: Path, dataset: Dataset, index: list[names.Name]) -> None:
    database = ox.Store(str(folder / DATABASE))
    for graph in GRAPHS.values():
        database.remove_graph(ox.NamedNode(graph))
    for name, triples in dataset.items():
        database.bulk_extend(to_quads(triples, GRAPHS[name]))
    database.flush()
    del database
    names.write_index(folder / NAMES, index)


class Store:
    """A generation, opened for reading; any number of processes may hold it open.

    Args:
        folder: what `write_store` wrote.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state, pinned = _pinned(folder)
        weakref.finalize(self, os.close, pinned)
        generation = folder / self.state.generation
        try:
            self._database = ox.Store.read_only(str(generation / DATABASE))
        except (OSError, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            message = f"{folder}: the store cannot be opened ({reason}); run `immunograph build`"
            raise StoreError(message) from error
        self._names, self._labels = generation / NAMES, generation / LABELS

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Answer one of our own SELECT queries with plain rows."""
        answer = cast("ox.QuerySolutions", self.ask(query, bindings=bindings))
        variables = [variable.value for variable in answer.variables]
        return [
            {name: from_oxigraph(value) for name in variables if (value := row[name]) is not None} for row in answer
        ]

    def ask(  # noqa: PLR0913 - each is asked for by its name
        self,
        query: str,
        *,
        name: str = "query",
        bindings: Mapping[str, Term] | None = None,
        default: Sequence[Iri] = (),
        named: Sequence[Iri] = (),
        hosts: Collection[str] = (),
    ) -> Answer:
        """Run SPARQL 1.1 over the union of all graphs; our prefixes need no declaration, and relative IRIs are ours.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            name: what to call it in an error.
            bindings: values for variables; never pasted into the text.
            default: graphs that make up the default graph (SPARQL 1.1 Protocol, 2.1.4), rather than all.
            named: graphs that GRAPH may see, rather than all.
            hosts: who may be reached with SERVICE.

        Raises:
            QueryError: not SPARQL, or it reaches outside with SERVICE.
        """
        refuse_outside(query, name, hosts=hosts)
        values: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(key): to_oxigraph(value) for key, value in (bindings or {}).items()
        }
        chosen = bool(default or named)
        try:
            return self._database.query(
                query,
                base_iri=IG,
                prefixes=_needed(query),
                use_default_graph_as_union=not chosen,
                default_graph=[_graph(graph) for graph in default] if chosen else None,
                named_graphs=[ox.NamedNode(graph) for graph in named] if chosen else None,
                substitutions=values or None,
            )
        except SyntaxError as error:
            raise located(error, query, name) from error
        except (OSError, ValueError, RuntimeError) as error:
            message = str(error).splitlines()[0]
            raise QueryError(message, name=name) from error

    def knows(self, iri: Iri) -> bool:
        """Tell whether any triple of any graph has this IRI."""
        node, find = ox.NamedNode(iri), self._database.quads_for_pattern
        places = (find(node, None, None), find(None, node, None), find(None, None, node), find(None, None, None, node))
        return any(next(quads, None) for quads in places)

    @property
    def generation(self) -> str:
        """Name the generation; another one has other content."""
        return self.state.generation

    def gather(self, node: Iri) -> None:
        """Do nothing: all is at hand."""

    def statement(self, edge: Edge, *, denied: bool = False) -> Blank:
        """Name the node that describes a relation, or that denies it."""
        return denial(edge) if denied else statement(edge)

    def graph_names(self) -> list[str]:
        """Name the graphs."""
        return sorted(graph.value for graph in self._database.named_graphs())

    def find(self, query: str, limit: int = 20) -> list[names.Name]:
        """Find concepts by name, and then the terms of loaded graphs: see `names.find`."""
        found = names.find(self._names, query, limit)
        if len(found) < limit and self._labels.exists():
            found += names.find(self._labels, query, limit - len(found))
        return found

    def names(self) -> list[names.Name]:
        """Give every name of every concept."""
        return names.read_index(self._names)

    def match(self, subject: Node, predicate: Iri | None = None) -> list[Triple]:
        """Look up what is said of one node, over all graphs, without asking the engine to plan a query."""
        node, verb = to_oxigraph(subject), None if predicate is None else ox.NamedNode(predicate)
        found = self._database.quads_for_pattern(cast("ox.NamedNode | ox.BlankNode", node), verb, None)
        return sorted({from_triple(quad) for quad in found}, key=order)

    def scan(
        self, subject: Node | None, predicate: Iri | None, value: Term | None, graph: str = ""
    ) -> Iterator[tuple[Triple, str]]:
        """Walk the triples that fit, each with the IRI of its graph; None and no graph fit all."""
        verb = None if predicate is None else ox.NamedNode(predicate)
        one = None if subject is None else cast("ox.NamedNode | ox.BlankNode", to_oxigraph(subject))
        other, place = None if value is None else to_oxigraph(value), ox.NamedNode(graph) if graph else None
        for quad in self._database.quads_for_pattern(one, verb, other, place):
            yield from_triple(quad), getattr(quad.graph_name, "value", UNNAMED)

    def pairs(self, predicate: Iri, graph: str = "") -> list[tuple[Node, Term]]:
        """Look up all subjects and objects of one predicate, in one of our graphs or over all."""
        place = ox.NamedNode(GRAPHS[graph]) if graph else None
        found = self._database.quads_for_pattern(None, ox.NamedNode(predicate), None, place)
        return [(subject, value) for subject, _, value in map(from_triple, found)]

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """Give the engine's own quads of one graph, for what passes them on."""
        return self._database.quads_for_pattern(None, None, None, ox.NamedNode(graph))

    def triples(self) -> Iterator[Triple]:
        """Give every triple of every graph."""
        for quad in self._database.quads_for_pattern(None, None, None, None):
            yield from_triple(quad)

    def graphs(self) -> dict[str, list[Triple]]:
        """Give every triple of our graphs by the IRI of its graph; what is loaded beside them may be any size."""
        quads = self._database.quads_for_pattern
        names = [name for name in map(str, GRAPHS.values()) if self._database.contains_named_graph(ox.NamedNode(name))]
        return {name: [from_triple(quad) for quad in quads(None, None, None, ox.NamedNode(name))] for name in names}


def _needed(query: str) -> dict[str, str]:
    """Choose the prefixes that a query may use; each costs the engine time. An escape may hide a name."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in query or "\\u" in query.lower()}


def _graph(name: Iri) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name == UNNAMED else ox.NamedNode(name)


class Fresh(Store):
    """A generation just written, whose graphs are still at hand: reading them whole need not go through the engine.

    Args:
        folder: what `write_store` wrote.
        dataset: what it wrote there.
    """

    def __init__(self, folder: Path, dataset: Dataset) -> None:
        super().__init__(folder)
        self._dataset = dataset
        self._pairs: dict[str, dict[Iri, list[tuple[Node, Term]]]] = {}
        for name, triples in dataset.items():
            found = self._pairs.setdefault(name, {})
            for subject, predicate, value in triples:
                found.setdefault(predicate, []).append((subject, value))

    def pairs(self, predicate: Iri, graph: str = "") -> list[tuple[Node, Term]]:
        """Look up all subjects and objects of one predicate, in one of our graphs or over all."""
        names = [graph] if graph else list(self._pairs)
        return [pair for name in names for pair in self._pairs[name].get(predicate, ())]

    def graphs(self) -> dict[str, list[Triple]]:
        """Give every triple by the IRI of its graph."""
        return {str(GRAPHS[name]): list(triples) for name, triples in self._dataset.items()}


def _pinned(folder: Path) -> tuple[State, int]:
    """Pin the current generation; a writer may replace it between our reading of its name and our lock on it."""
    for _ in range(5):
        state = generations.read(folder)
        with suppress(OSError):
            return state, generations.pin(folder / state.generation)
    message = f"{folder}: the generation {state.generation} is missing; run `immunograph build`"
    raise StoreError(message)
