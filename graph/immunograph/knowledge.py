"""The graph for Python: one object that answers, over a built store."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph import results
from immunograph.errors import UsageError
from immunograph.names import close
from immunograph.network import Step, part, paths, to_network
from immunograph.reading import Reader
from immunograph.reading.parameters import bind, unknown
from immunograph.remote import Endpoint
from immunograph.store import Store
from immunograph.terms import is_web
from immunograph.vocabulary import DATASET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    import networkx as nx
    import rdflib

    from immunograph.model import Script
    from immunograph.names import Name
    from immunograph.reading import Proof
    from immunograph.remote import Allowance
    from immunograph.results import Table
    from immunograph.source import Answer, Source
    from immunograph.terms import Iri, Term, Triple


@dataclass(frozen=True, slots=True)
class Frame:
    """A page that a notebook shows where it stands."""

    page: str

    def _repr_html_(self) -> str:
        page = html.escape(self.page, quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:640px;border:0" title="ImmunoGraph"></iframe>'


STORE = Path("output/store")
"""Where `immunograph build` writes, below the folder in which it runs."""


class Knowledge:
    """Ask a built store.

    Args:
        store: the folder that `immunograph build` wrote, or the URL of a SPARQL 1.1 endpoint that has its graphs.
        allowance: what one request to an endpoint may take.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
        UsageError: no URL of an endpoint, or httpx is not installed.
    """

    def __init__(self, store: str | PathLike[str] = STORE, allowance: Allowance | None = None) -> None:
        self._store: Source = Endpoint(str(store), allowance) if is_web(str(store)) else Store(Path(store))
        self.reader = Reader(self._store)

    def query(self, query: str, **values: str) -> Table:
        """Answer SPARQL 1.1: text, the path of a file, or the name of a saved query.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            values: for its variables: names of concepts, CURIEs, `<IRI>`, numbers, or `"text"`.

        Raises:
            QueryError: not SPARQL, or it reaches outside.
            UsageError: no such file, saved query, variable or concept.
        """
        name, text = self.text(query)
        text, bindings = bind(text, values, self.reader)
        return results.table(self._store.ask(text, name=name, bindings=bindings))

    def unknown(self, text: str) -> list[str]:
        """Say which of our terms in a query nobody uses, and what may have been meant."""
        return unknown(text, self._store)

    @property
    def generation(self) -> str:
        """Name the generation of the store; another one has other content."""
        return self._store.generation

    def graph_names(self) -> list[str]:
        """Name the graphs of the store."""
        return self._store.graph_names()

    def has(self, graph: str) -> bool:
        """Tell whether the store has such a graph."""
        return graph in self._store.graph_names()

    def ask(self, text: str, name: str, bindings: Mapping[str, Term]) -> Answer:
        """Answer SPARQL, for `results` to write; see `Source.ask`."""
        return self._store.ask(text, name=name, bindings=bindings)

    def knows(self, iri: Iri) -> bool:
        """Tell whether any triple has this IRI."""
        return self._store.knows(iri)

    def about(self) -> list[Triple]:
        """Read what the dataset says of itself (VoID, DCAT)."""
        return self._store.match(DATASET)

    def text(self, query: str) -> tuple[str, str]:
        """Give the name and text of a query: text itself, the path of a file, or the name of a saved query.

        Raises:
            UsageError: no such file or saved query.
        """
        if any(c.isspace() or c == "{" for c in query):
            return "query", query
        if query in self.saved:
            return query, self.saved[query].text
        path = Path(query)
        if path.is_file():
            try:
                return query, path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                message = f"{query}: the file is not UTF-8; save it as UTF-8"
                raise UsageError(message) from error
        message = f"{query}: neither a file nor a saved query; `immunograph query --list` names those"
        raise UsageError(message)

    @cached_property
    def saved(self) -> dict[str, Script]:
        """Give the saved queries by name."""
        return {script.name: script for script in self.reader.scripts()}

    def find(self, name: str, limit: int = 20) -> list[Name]:
        """Find concepts by label, synonym or identifier; best first."""
        return self._store.find(name, limit)

    def path(self, start: str, end: str, count: int = 3) -> list[list[Step]]:
        """Find the shortest ways between two concepts.

        Raises:
            NothingFound: there is none.
            UsageError: an unknown concept.
        """
        one, other = self.reader.resolve(start), self.reader.resolve(end)
        return paths(self.network(), self.reader, one, other, count)

    def why(self, subject: str, relation: str, target: str) -> Proof:
        """Prove a relation from the rows that it rests on.

        Raises:
            NothingFound: nobody states it and it does not follow.
            UsageError: an unknown concept or relation.
        """
        resolve = self.reader.resolve
        return self.reader.why((resolve(subject), self.reader.relation(relation), resolve(target)))

    def network(self) -> nx.MultiDiGraph[str]:
        """View the graph with networkx."""
        return to_network(self.reader)

    def part(
        self, *, start: str = "", hops: int = 1, kinds: Iterable[str] = (), query: str = ""
    ) -> nx.MultiDiGraph[str]:
        """View a part of the graph with networkx: the concepts that meet all that is asked.

        Args:
            start: a concept that the part is around.
            hops: how many relations, in either direction, may lead from it to another.
            kinds: names of the kinds to keep, such as `target` or `adverse events`.
            query: only concepts in its answer; text, the path of a file, or the name of a saved query.

        Raises:
            NothingFound: no concept is left.
            QueryError: not SPARQL, or it reaches outside.
            UsageError: an unknown concept, kind or query.
        """
        slug = self.reader.resolve(start) if start else ""
        kept = [self._kind(kind) for kind in kinds]
        name, text = self.text(query) if query else ("", "")
        among = results.concepts(self._store.ask(text, name=name)) if query else None
        found = part(self.network(), start=slug, hops=hops, kinds=kept, among=among)
        words = [f"{hops} step{'s' * (hops != 1)} around {self.reader.labels[slug][0]}"] if slug else []
        words += [f"of the kinds {', '.join(kept)}"] if kept else []
        words += [f"what is in the answer to {Path(name).name}"] if query else []
        found.graph["part"] = ", ".join(words)
        return found

    def _kind(self, name: str) -> str:
        kinds = self.reader.kinds()
        for kind in kinds:
            if close(name) in (close(kind.name), close(kind.label), close(kind.plural)):
                return kind.name
        message = f"{name!r} is no kind of concept; the kinds are {', '.join(kind.name for kind in kinds)}"
        raise UsageError(message)

    def page(self, network: nx.MultiDiGraph[str], *, sparql: bool = True) -> str:
        """Write the page of a part as HTML.

        Args:
            network: see `part`.
            sparql: whether it carries a SPARQL engine, which holds the part alone.
        """
        from immunograph.page import render

        return render(network, self.reader, sparql=sparql)

    def graph(self) -> rdflib.Graph:
        """Copy all graphs into one rdflib graph."""
        import rdflib

        from immunograph.syntax import serialise
        from immunograph.vocabulary import PREFIXES

        data = serialise(self._store.triples(), "ntriples", {})
        graph = rdflib.Graph(bind_namespaces="none")
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        return graph.parse(data=data, format="nt")

    def dataset(self) -> rdflib.Dataset:
        """View the store as an rdflib dataset: read-only, and its `query()` is answered by the engine.

        Raises:
            UsageError: it is an endpoint elsewhere, for which rdflib has a store of its own.
        """
        from immunograph.dataset import view

        if not isinstance(self._store, Store):
            message = "this is an endpoint elsewhere; ask it with rdflib's SPARQLStore"
            raise UsageError(message)
        return view(self._store)

    def show(self, network: nx.MultiDiGraph[str] | None = None) -> Frame:
        """Show the page inside a Jupyter notebook.

        Args:
            network: the part to show, if not all: see `part`.
        """
        return Frame(self.page(self.network() if network is None else network))


def open_store(store: str | PathLike[str] = STORE) -> Knowledge:
    """Open a built store; `immunograph.open`.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
    """
    return Knowledge(store)
