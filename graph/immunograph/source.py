"""What can be asked: a store on this machine, or an endpoint elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from immunograph.names import Name
    from immunograph.rdf import Edge
    from immunograph.terms import Blank, Iri, Node, Term, Triple

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Source(Protocol):
    """Answers queries, and gives what is said of a node; `store.Store` and `remote.Endpoint` are ones."""

    @property
    def generation(self) -> str:
        """Name the state of the data; nothing where that is not known."""

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Answer one of our own SELECT queries with plain rows."""

    def ask(self, query: str, *, name: str = "query", bindings: Mapping[str, Term] | None = None) -> Answer:
        """Run SPARQL 1.1 over the union of all graphs."""

    def knows(self, iri: Iri) -> bool:
        """Tell whether any triple has this IRI."""

    def graph_names(self) -> list[str]:
        """Name the graphs."""

    def find(self, query: str, limit: int = 20) -> list[Name]:
        """Find concepts by name."""

    def gather(self, node: Iri) -> None:
        """Make ready what is said of a node and of its relations, where that takes time."""

    def statement(self, edge: Edge, *, denied: bool = False) -> Blank:
        """Name the node that describes a relation, or that denies it."""

    def match(self, subject: Node, predicate: Iri | None = None) -> list[Triple]:
        """Look up what is said of one node, over all graphs."""

    def pairs(self, predicate: Iri, graph: str = "") -> list[tuple[Node, Term]]:
        """Look up all subjects and objects of one predicate, in one of our graphs or over all."""

    def triples(self) -> Iterator[Triple]:
        """Give every triple of every graph."""

    def graphs(self) -> dict[str, list[Triple]]:
        """Give every triple of our graphs, by the IRI of its graph."""
