"""The graph for Python: one object that answers, over a built store."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph import results
from immunograph.errors import UsageError
from immunograph.network import Step, paths, to_network
from immunograph.reading import Reader
from immunograph.reading.parameters import bind, unknown
from immunograph.store import Store
from immunograph.vocabulary import DATASET

if TYPE_CHECKING:
    from os import PathLike

    import networkx as nx
    import rdflib

    from immunograph.model import Script
    from immunograph.names import Name
    from immunograph.reading import Proof
    from immunograph.results import Table
    from immunograph.terms import Iri, Triple

STORE = Path("output/store")
"""Where `immunograph build` writes, below the folder in which it runs."""


class Knowledge:
    """Ask a built store.

    Args:
        store: the folder that `immunograph build` wrote.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
    """

    def __init__(self, store: str | PathLike[str] = STORE) -> None:
        self._store = Store(Path(store))
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
        return self._store.state.generation

    def graph_names(self) -> list[str]:
        """Name the graphs of the store."""
        return self._store.graph_names()

    def has(self, graph: str) -> bool:
        """Tell whether the store has such a graph."""
        return graph in self._store.graph_names()

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

    def show(self) -> object:
        """Show the page inside a Jupyter notebook."""
        import html

        from IPython.display import HTML

        from immunograph.page import render

        page = html.escape(render(self.network(), self.reader), quote=True)
        frame = f'<iframe srcdoc="{page}" style="width:100%;height:640px;border:0" title="ImmunoGraph"></iframe>'
        return HTML(frame)  # type: ignore[no-untyped-call]


def open_store(store: str | PathLike[str] = STORE) -> Knowledge:
    """Open a built store; `immunograph.open`.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
    """
    return Knowledge(store)
