"""Load, unload and list named graphs, each time as a new generation of the store."""

from __future__ import annotations

import hashlib
import re
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from immunograph import generations
from immunograph.errors import InputError, NothingFound, OutputError, UsageError
from immunograph.generations import DATABASE, NAMES, Loaded, State
from immunograph.loading.labels import reindex
from immunograph.loading.progress import Progress
from immunograph.loading.sources import FORMATS, damaged, from_obo, refuse_bombs, split, unpacked
from immunograph.store import Store
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import GRAPHS, IG, ig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")
_CURATED = {str(graph) for graph in GRAPHS.values()}
_COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph of a store; `source` is the file that it came from, or nothing."""

    name: str
    triples: int
    source: str
    curated: bool


def graphs(folder: Path) -> list[Graph]:
    """List the named graphs of a store.

    Raises:
        StoreError: there is no store.
    """
    store = Store(folder)
    sources = {one.graph: one.source for one in store.state.loaded}
    found = []
    for row in store.select(_COUNT):
        name, count = str(row["g"]), cast("Literal", row["n"])
        found.append(Graph(name, int(count.value), sources.get(name, ""), name in _CURATED))
    return found


def load(folder: Path, paths: Sequence[Path], graph: str, say: Callable[[int], None]) -> list[Loaded]:
    """Load files as named graphs; all of them or, when one is wrong, none.

    Args:
        folder: the store.
        paths: files of RDF or OBO. Triples replace the graph of their file; quads are added to the graphs they name.
        graph: the IRI of the graph for all triples, or nothing for one graph a file, named after it.
        say: told the number of bytes after each read.

    Raises:
        InputError: a file is wrong or dangerous; the store is as it was.
        OutputError: the store cannot be written; it is as it was.
        StoreError: there is no store.
        UsageError: no format or no graph has this name.
    """
    targets = [(path, _target(path, graph)) for path in paths]
    with generations.writing(folder):
        old = generations.read(folder)
        what = [(str(path), str(target), path.stat().st_size, path.stat().st_mtime_ns) for path, target in targets]
        state = following(old, repr(what))
        with generations.new(folder, state.generation, resume=True) as beside:
            progress = Progress(beside)
            database = progress.resumed() or _emptied(
                folder / old.generation, beside, {target for _, target in targets}
            )
            for number, (path, target) in enumerate(targets):
                if number < progress.files:
                    say(path.stat().st_size)
                    continue
                progress.note(database, list(_load(database, path, target, say, beside)))
            database.flush()
            counted = {one.graph: _size(database, one.graph) for one in progress.loaded}
            reindex(database, folder / old.generation, beside, counted, counted)
            del database
            progress.end()
        loaded = [replace(one, triples=counted[one.graph]) for one in progress.loaded]
        kept = tuple(one for one in old.loaded if one.graph not in counted)
        generations.swap(folder, replace(state, loaded=(*kept, *loaded)))
    return loaded


def _emptied(old: Path, beside: Path, targets: set[Iri]) -> ox.Store:
    database = copy(old, beside)
    for target in targets:
        database.remove_graph(ox.NamedNode(target))
    return database


def unload(folder: Path, names: Sequence[str]) -> list[str]:
    """Remove named graphs.

    Args:
        folder: the store.
        names: IRIs, or the last parts of ours (`hp` for `ig:graph-hp`).

    Raises:
        NothingFound: there is no such graph.
        OutputError: the store cannot be written; it is as it was.
        StoreError: there is no store.
        UsageError: a curated graph, which the tables make.
    """
    known = {graph.name for graph in graphs(folder)}
    found = [_named(name, known) for name in names]

    def act(database: ox.Store, old: Path, new: Path) -> None:
        for name in found:
            database.remove_graph(ox.NamedNode(name))
        reindex(database, old, new, found, ())

    change(folder, repr(found), act)
    return found


def _target(path: Path, graph: str) -> Iri:
    stem, _ = split(path)
    target = Iri(graph or ig("graph-" + re.sub(r"[^\w-]+", "-", stem)))
    try:
        ox.NamedNode(target)
    except ValueError as error:
        message = f"{graph!r} is no IRI; name the graph like https://example.org/hp"
        raise UsageError(message) from error
    _refuse_curated(target)
    return target


def _named(name: str, known: set[str]) -> str:
    for candidate in (name, f"{IG}graph-{name}", f"{IG}{name.removeprefix('ig:')}"):
        if candidate in known:
            _refuse_curated(candidate)
            return candidate
    message = f"{name!r} is no graph of the store; `immunograph graphs` lists them"
    raise NothingFound(message)


def _refuse_curated(graph: str) -> None:
    if graph in _CURATED:
        message = f"{graph} is a curated graph, which only a build from the tables writes; name another"
        raise UsageError(message)


def following(old: State, what: str) -> State:
    """Name the generation that follows when this is done to the old one."""
    extra = hashlib.sha256(f"{old.generation} {what}".encode()).hexdigest()[:16]
    return replace(old, generation=f"{old.curated}-{extra}", extra=extra)


def change(folder: Path, what: str, act: Callable[[ox.Store, Path, Path], T]) -> T:
    """Make a copy of the current generation, change it, and make it current: all of the change or nothing.

    Args:
        folder: the store.
        what: tells one change from another.
        act: changes the copy, and is told the folders of the old generation and the new; what it raises leaves the
            store as it was.

    Raises:
        OutputError: it cannot be written; the store is as it was.
        StoreError: there is no store.
    """
    with generations.writing(folder):
        old = generations.read(folder)
        state = following(old, what)
        with generations.new(folder, state.generation) as beside:
            database = copy(folder / old.generation, beside)
            result = act(database, folder / old.generation, beside)
            database.flush()
            kept = tuple(one for one in state.loaded if database.contains_named_graph(ox.NamedNode(one.graph)))
            del database
        generations.swap(folder, replace(state, loaded=kept))
    return result


def copy(old: Path, new: Path) -> ox.Store:
    """Copy a generation by hard links to the engine's immutable files, and open the copy for writing."""
    ox.Store.read_only(str(old / DATABASE)).backup(str(new / DATABASE))
    shutil.copyfile(old / NAMES, new / NAMES)
    generations.carry_labels(old, new)
    return ox.Store(str(new / DATABASE))


def _size(database: ox.Store, graph: str) -> int:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    row = next(cast("ox.QuerySolutions", database.query(text, default_graph=[ox.NamedNode(graph)])))
    return int(cast("ox.Literal", row["n"]).value)


def _load(database: ox.Store, path: Path, target: Iri, say: Callable[[int], None], beside: Path) -> Iterator[Loaded]:
    """Load one file; the counts come later."""
    suffix = split(path)[1]
    form = FORMATS[suffix] or ox.RdfFormat.RDF_XML
    source, digest = path, ""
    if suffix == ".obo":
        source = beside / "obo.rdf"
        digest = from_obo(path, say, source)
        say = _silent
    elif form == ox.RdfFormat.RDF_XML:
        refuse_bombs(path)
    names = {str(target)}
    with unpacked(source, say) as (file, counted):
        try:
            if form.supports_datasets:
                quads = ox.parse(file, format=form, base_iri=target, rename_blank_nodes=True)
                database.bulk_extend(_placed(quads, target, names, path))
            else:
                database.bulk_load(file, format=form, base_iri=target, to_graph=ox.NamedNode(target))
        except SyntaxError as error:
            raise damaged(path, f"not {form.name}: {error.msg}", error.lineno or 1, error.offset or 1) from error
        except (InputError, UsageError):
            raise
        except Exception as error:  # the engine passes on whatever reading raised, zlib.error and ZstdError among them
            if isinstance(error, OSError) and error.errno:
                message = f"{beside.parent}: cannot be written ({error.strerror}); free the disk, nothing was changed"
                raise OutputError(message) from error
            raise damaged(path, str(error)) from error
    if suffix == ".obo":
        source.unlink()
    for name in sorted(names):
        yield Loaded(name, path.name, digest or counted.digest.hexdigest(), 0)


def _silent(_: int) -> None:
    """Tell nobody."""


def _placed(quads: Iterator[ox.Quad], target: Iri, names: set[str], path: Path) -> Iterator[ox.Quad]:
    """Put quads without a graph into the target, note the graphs, and refuse to touch the curated ones."""
    graph = ox.NamedNode(target)
    for quad in quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
            continue
        name = quad.graph_name.value
        if name not in names:
            if name in _CURATED:
                raise damaged(path, f"it names the curated graph {name}, which only a build writes")
            names.add(name)
        yield quad
