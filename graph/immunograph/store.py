"""The store on disk: generations of an Oxigraph database with an index of names beside it.

`store/current.json` names the generation that readers open. A build writes a new generation beside it and then
replaces that one small file, so a reader sees the old graph or the new one, and a killed build harms nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from immunograph import files, names
from immunograph.errors import QueryError, StoreError
from immunograph.syntax import from_oxigraph, from_triple, to_oxigraph, to_quads
from immunograph.terms import order
from immunograph.vocabulary import GRAPHS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from immunograph.rdf import Dataset
    from immunograph.terms import Iri, Node, Term, Triple

FORMAT = 1
"""Version of the layout; a store of another version is refused."""
_CURRENT = "current.json"


def write_store(folder: Path, dataset: Dataset, index: list[names.Name]) -> None:
    """Write a generation and make it current.

    Args:
        folder: the store, made if it is not there.
        dataset: triples by graph.
        index: the names for `find`.

    Raises:
        OutputError: it cannot be written; the old generation stays current.
    """
    generation = _digest(dataset, index)
    beside = folder / f".{generation}-{os.getpid()}"
    with files.reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / generation).is_dir():
            try:
                beside.mkdir()
                _fill(beside, dataset, index)
                beside.rename(folder / generation)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    files.write(folder / _CURRENT, json.dumps({"format": FORMAT, "generation": generation}).encode())
    for old in folder.iterdir():
        if old.is_dir() and old.name != generation and not _alive(old):
            shutil.rmtree(old, ignore_errors=True)


def _alive(folder: Path) -> bool:
    """Tell whether another build is still writing this folder."""
    match = re.fullmatch(r"\.[0-9a-f]+-(\d+)", folder.name)
    if not match:
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _digest(dataset: Dataset, index: list[names.Name]) -> str:
    state = hashlib.sha256(repr((FORMAT, sorted(dataset.items()), index)).encode())
    return state.hexdigest()[:16]


def _fill(folder: Path, dataset: Dataset, index: list[names.Name]) -> None:
    database = ox.Store(str(folder / "oxigraph"))
    for name, triples in dataset.items():
        database.bulk_extend(to_quads(triples, GRAPHS[name]))
    database.flush()
    del database
    names.write_index(folder / "names.sqlite", index)


class Store:
    """A generation, opened for reading; any number of processes may hold it open.

    Args:
        folder: what `write_store` wrote.

    Raises:
        StoreError: there is no store, or it is broken or of another version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        current = folder / _CURRENT
        rebuild = "run `immunograph build`"
        if not current.is_file():
            message = f"{folder}: there is no store here; {rebuild}, or name another with --store"
            raise StoreError(message)
        try:
            state = json.loads(current.read_text(encoding="utf-8"))
            version, generation = state["format"], Path(state["generation"]).name
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{current}: it is damaged; {rebuild}"
            raise StoreError(message) from error
        if version != FORMAT:
            message = f"{folder}: the store has format {version} and this version reads {FORMAT}; {rebuild}"
            raise StoreError(message)
        try:
            self._database = ox.Store.read_only(str(folder / generation / "oxigraph"))
        except (OSError, RuntimeError) as error:
            message = f"{folder}: the store cannot be opened ({str(error).splitlines()[0]}); {rebuild}"
            raise StoreError(message) from error
        self._names = folder / generation / "names.sqlite"

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Answer one of our own SELECT queries with plain rows."""
        answer = cast("ox.QuerySolutions", self.ask(query, bindings=bindings))
        variables = [variable.value for variable in answer.variables]
        return [
            {name: from_oxigraph(value) for name in variables if (value := row[name]) is not None} for row in answer
        ]

    def ask(self, query: str, *, name: str = "query", bindings: Mapping[str, Term] | None = None) -> Answer:
        """Run SPARQL 1.1 over the union of all graphs; our prefixes need no declaration.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            name: what to call it in an error.
            bindings: values for variables; never pasted into the text.

        Raises:
            QueryError: not SPARQL, or it reaches outside with SERVICE.
        """
        refuse_outside(query, name)
        values: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(key): to_oxigraph(value) for key, value in (bindings or {}).items()
        }
        try:
            return self._database.query(
                query, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=values or None
            )
        except SyntaxError as error:
            raise _located(error, query, name) from error
        except (OSError, ValueError) as error:
            message = str(error).splitlines()[0]
            raise QueryError(message, name=name) from error

    def find(self, query: str, limit: int = 20) -> list[names.Name]:
        """Find concepts by name: see `names.find`."""
        return names.find(self._names, query, limit)

    def match(self, subject: Node, predicate: Iri | None = None) -> list[Triple]:
        """Look up what is said of one node, over all graphs, without asking the engine to plan a query."""
        node, verb = to_oxigraph(subject), None if predicate is None else ox.NamedNode(predicate)
        found = self._database.quads_for_pattern(cast("ox.NamedNode | ox.BlankNode", node), verb, None)
        return sorted({from_triple(quad) for quad in found}, key=order)

    def pairs(self, predicate: Iri, graph: str = "") -> list[tuple[Node, Term]]:
        """Look up all subjects and objects of one predicate, in one of our graphs or over all."""
        place = ox.NamedNode(GRAPHS[graph]) if graph else None
        found = self._database.quads_for_pattern(None, ox.NamedNode(predicate), None, place)
        return [(subject, value) for subject, _, value in map(from_triple, found)]

    def triples(self) -> Iterator[Triple]:
        """Give every triple of every graph."""
        for quad in self._database.quads_for_pattern(None, None, None, None):
            yield from_triple(quad)


Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_SKIPPED = re.compile(
    r"""('''|\"\"\")(?:\\.|(?!\1).)*\1     # long strings
    | '(?:\\.|[^'\\\n\r])*' | "(?:\\.|[^"\\\n\r])*"  # short strings
    | <[^<>"{}|^`\\\x00-\x20]*>                # IRIs
    | \#[^\n\r]*                               # comments
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATE = re.compile(
    r"(?:\s|(?:PREFIX|BASE)\b[^\n]*)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)
_SERVICE = re.compile(r"(?<![\w:?$@.-])SERVICE(?![\w:-])", re.IGNORECASE)


def refuse_outside(query: str, name: str) -> None:
    """Refuse a query that would make the engine call another endpoint (SPARQL 1.1 Federated Query).

    Raises:
        QueryError: SERVICE stands outside strings, IRIs and comments.
    """
    blanked = _blanked(query)
    if found := _SERVICE.search(blanked):
        line = blanked.count("\n", 0, found.start()) + 1
        column = found.start() - blanked.rfind("\n", 0, found.start())
        message = "SERVICE would call another endpoint, which queries may not; load its data beside the store instead"
        raise QueryError(message, name=name, line=line, column=column)


def _blanked(query: str) -> str:
    """Blank out strings, IRIs and comments, so that only words of the language are left in their places."""
    return _SKIPPED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), query)


def _located(error: SyntaxError, query: str, name: str) -> QueryError:
    """Turn the engine's parse error into one line with a hint."""
    text = str(error)
    match = re.match(r"error at (\d+):(\d+): (.*)", text, re.DOTALL)
    if not match:
        return QueryError(text.splitlines()[0], name=name)
    line, column, rest = int(match[1]), int(match[2]), match[3]
    if "Prefix not found" in rest:
        before = query.splitlines()[line - 1][: column - 1]
        word = re.search(r"([\w-]*):[\w-]*$", before) or re.search(r"([\w-]+):", query.splitlines()[line - 1])
        prefix = f"{word[1]}:" if word else "a prefix"
        hint = f"{prefix} is not declared; add PREFIX {prefix} <...>, or use one of {', '.join(sorted(PREFIXES))}"
        return QueryError(hint, name=name, line=line, column=column)
    if _UPDATE.match(_blanked(query)):
        hint = "this is an update, and a store is only read; add knowledge to the tables instead"
    else:
        near = "".join(query.splitlines()[line - 1 : line])[max(0, column - 21) : column].strip()
        hint = f"not SPARQL at or before {near!r}; mend it" if near else "not SPARQL here; mend what stands before"
    return QueryError(hint, name=name, line=line, column=column)
