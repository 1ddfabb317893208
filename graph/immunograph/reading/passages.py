"""Read what came of the passages of sources, which are known by their digests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from immunograph.reading import bulk
from immunograph.reading.cells import node_of, slug_of, text_of
from immunograph.terms import Iri
from immunograph.vocabulary import ig, term

if TYPE_CHECKING:
    from immunograph.reading.reader import Reader
    from immunograph.reading.values import Edge
    from immunograph.store import Store
    from immunograph.terms import Node, Term


@dataclass(frozen=True, slots=True)
class Supported:
    """What rests on a passage, in words; its relation, or else the slug of a concept or indication."""

    words: str
    edge: Edge | None
    slug: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a source: where, what rests on it, and why nothing does."""

    title: str
    locator: str
    statements: tuple[Supported, ...]
    gave_nothing: str


class Passages:
    """The passages of a store.

    Args:
        store: where to read.
        reader: for words.
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store, self._reader = store, reader
        self._nodes: dict[str, list[Node]] = defaultdict(list)
        for node, value in store.pairs(ig("digest")):
            self._nodes[text_of(value)].append(node)

    @cached_property
    def _sources(self) -> dict[Node, str]:
        """Give the title of the source of each passage."""
        titles, sources = (dict(self._store.pairs(term(f"dcterms:{name}"))) for name in ("title", "source"))
        nodes = (node for found in self._nodes.values() for node in found if node in sources)
        return {node: text_of(titles.get(node_of(sources[node]))) for node in nodes}

    @cached_property
    def _words(self) -> tuple[dict[Node, Term], dict[Node, Term]]:
        """Give locators and notes."""
        return dict(self._store.pairs(ig("locator"))), dict(self._store.pairs(ig("note")))

    @cached_property
    def _resting(self) -> dict[Node, list[Node]]:
        """Give what rests on each passage."""
        about: dict[Node, list[Node]] = defaultdict(list)
        for node, piece in self._store.pairs(ig("evidence")):
            about[node_of(piece)].append(node)
        found: dict[Node, list[Node]] = defaultdict(list)
        for piece, passage in self._store.pairs(ig("passage")):
            found[node_of(passage)] += about[piece]
        return found

    @cached_property
    def _edges(self) -> dict[Node, Edge]:
        return bulk.edges(self._store)

    def find(self, digest: str) -> tuple[Passage, ...]:
        """Find the passages that have a digest (see `immunograph.model.digest`)."""
        found = []
        for node in self._nodes.get(digest, ()):
            if node in self._sources:
                locators, notes = self._words
                told = {self._supported(one) for one in self._resting[node]}
                statements = tuple(sorted(told, key=lambda one: (one.edge is None, one.words)))
                title, where, nothing = self._sources[node], text_of(locators.get(node)), text_of(notes.get(node))
                found.append(Passage(title, where, statements, nothing))
        return tuple(sorted(found, key=lambda one: (one.title, one.locator)))

    def _supported(self, node: Node) -> Supported:
        if node in self._edges:
            edge = self._edges[node]
            return Supported(self._reader.sentence(edge), edge, "")
        slug = slug_of(node) if isinstance(node, Iri) else ""
        labels = self._reader.labels
        words = f"what {labels[slug][0]} is" if slug in labels else self._reader.record(slug)[0]
        return Supported(words, None, slug)
