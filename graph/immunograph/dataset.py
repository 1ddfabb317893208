"""The store as rdflib sees it: a read-only dataset whose queries the engine answers, never rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, cast

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from immunograph.errors import UsageError
from immunograph.store import UNNAMED
from immunograph.syntax import from_oxigraph
from immunograph.terms import LANG_STRING, XSD, Blank, Iri, Literal
from immunograph.texts import whole
from immunograph.vocabulary import IG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from immunograph.source import Answer
    from immunograph.store import Store
    from immunograph.terms import Term

_UNION = ("__UNION__", str(DATASET_DEFAULT_GRAPH_ID))


def view(store: Store) -> Pushed:
    """View a store as an rdflib dataset; its default graph is the union of all."""
    dataset = Pushed(_Rows(store), default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    return dataset


class Pushed(rdflib.Dataset):
    """A dataset that lets the engine answer every query, and refuses what it could only answer itself."""

    def query(  # noqa: PLR0913, PLR0917 - as rdflib has it
        self,
        query_object: str | Query,
        processor: object = "sparql",
        result: object = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803 - as rdflib has it
        initBindings: Mapping[str, Any] | None = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **more: object,
    ) -> Result:
        """Answer SPARQL, as text or prepared, with `initNs`, `initBindings` and `base`.

        Raises:
            QueryError: not SPARQL, or it reaches outside.
            UsageError: it asks for rdflib's own evaluation.
        """
        if (processor, result, use_store_provided) != ("sparql", "sparql", True):
            message = "queries are answered by the engine of the store; leave out processor, result, use_store_provided"
            raise UsageError(message)
        return super().query(query_object, initNs=initNs, initBindings=initBindings, **cast("Any", more))

    def update(self, *_: object, **__: object) -> NoReturn:
        """Refuse: the store is read.

        Raises:
            UsageError: always.
        """
        raise _read_only()


class _Rows(rdflib.store.Store):
    """What rdflib asks of a store."""

    context_aware = graph_aware = True

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._prefixes = store, dict[str, str]()

    def query(
        self,
        query: str | Query,
        initNs: Mapping[str, Any],  # noqa: N803 - as rdflib has it
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **more: object,
    ) -> Result:
        base, prefixes, text = str(more.pop("base", None) or IG), dict(initNs), query
        if isinstance(query, Query):
            if not hasattr(query, "_original_args"):
                message = "this prepared query has lost its text; prepare it with rdflib's prepareQuery"
                raise UsageError(message)
            text, own, prepared_base = query._original_args  # noqa: SLF001 - there is no other way to its text
            prefixes, base = {**prefixes, **own}, str(prepared_base or base)
        if more:
            message = f"the engine of the store does not know {', '.join(sorted(more))}; leave it out"
            raise UsageError(message)
        bindings = {str(name).lstrip("?"): _ours(value) for name, value in initBindings.items()}
        default = [] if str(queryGraph) in _UNION else [Iri(str(queryGraph))]
        prefixes = {name: str(iri) for name, iri in prefixes.items()}
        return _result(self._store.ask(whole(str(text), bindings, prefixes, base), default=default))

    def triples(self, triple: tuple[Any, Any, Any], context: Any = None) -> Iterator[Any]:  # noqa: ANN401 - as rdflib has it
        graph = _name(context)
        found: dict[Any, list[str]] = {}
        subject, predicate, value = (None if part is None else _ours(part) for part in triple)
        if isinstance(subject, Literal) or isinstance(predicate, Literal | Blank):
            return
        for one, place in self._store.scan(subject, predicate, value, graph):
            found.setdefault(one, []).append(place)
        for one, places in found.items():
            s, p, o = map(_theirs, one)
            yield (s, p, o), (rdflib.Graph(self, rdflib.URIRef(name)) for name in places)

    def contexts(self, triple: tuple[Any, Any, Any] | None = None) -> Generator[rdflib.Graph, None, None]:
        if triple and any(triple):
            for _, graphs in self.triples(triple):
                yield from graphs
            return
        for name in self._store.graph_names():
            yield rdflib.Graph(self, rdflib.URIRef(name))

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401 - as rdflib has it
        return sum(1 for _ in self._store.scan(None, None, None, _name(context)))

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        self._prefixes[prefix] = str(namespace)

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        return rdflib.URIRef(self._prefixes[prefix]) if prefix in self._prefixes else None

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        return next((prefix for prefix, iri in self._prefixes.items() if iri == str(namespace)), None)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        for prefix, iri in self._prefixes.items():
            yield prefix, rdflib.URIRef(iri)

    def add(self, *_: object, **__: object) -> None:
        raise _read_only()

    def addN(self, *_: object, **__: object) -> None:  # noqa: N802 - as rdflib has it
        raise _read_only()

    def remove(self, *_: object, **__: object) -> None:
        raise _read_only()

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Do nothing: rdflib names a graph that it is about to read in this way."""

    def remove_graph(self, _: rdflib.Graph) -> None:
        raise _read_only()


def _read_only() -> UsageError:
    return UsageError("the store is read-only; load a file with `immunograph load`, or add to the tables")


def _name(context: object) -> str:
    name = str(getattr(context, "identifier", context) or "")
    return "" if context is None or name in (*_UNION, UNNAMED) else name


def _result(answer: Answer) -> Result:
    """Turn an answer into rdflib's; rows are read from the engine as they are asked for."""
    if isinstance(answer, ox.QueryBoolean):
        truth = Result("ASK")
        truth.askAnswer = bool(answer)
        return truth
    if isinstance(answer, ox.QueryTriples):
        built = Result("CONSTRUCT")
        built.graph = rdflib.Graph()
        for one in answer:
            s, p, o = (_theirs(from_oxigraph(part)) for part in (one.subject, one.predicate, one.object))
            built.graph.add((s, p, o))
        return built
    rows = Result("SELECT")
    names = [variable.value for variable in answer.variables]
    rows.vars = [rdflib.Variable(name) for name in names]
    rows.bindings = (
        {rdflib.Variable(name): _theirs(from_oxigraph(value)) for name in names if (value := row[name]) is not None}
        for row in answer
    )
    return rows


def _theirs(value: Term) -> Any:  # noqa: ANN401 - rdflib's nodes have no common type that it takes everywhere
    if isinstance(value, Literal):
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        plain = value.datatype == XSD + "string"
        return rdflib.Literal(value.value, datatype=None if plain else rdflib.URIRef(value.datatype))
    return rdflib.BNode(value[2:]) if isinstance(value, Blank) else rdflib.URIRef(value)


def _ours(value: object) -> Any:  # noqa: ANN401 - a node, or a literal
    if isinstance(value, rdflib.Literal):
        if value.language:
            return Literal(str(value), LANG_STRING, value.language)
        return Literal(str(value), str(value.datatype)) if value.datatype else Literal(str(value))
    if isinstance(value, rdflib.BNode):
        return Blank(f"_:{value}")
    return Iri(str(value))
