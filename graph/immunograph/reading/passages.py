"""Read what came of the passages of sources, which are known by their digests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.reading import bulk
from immunograph.reading.cells import node_of, slug_of, text_of
from immunograph.terms import Iri
from immunograph.vocabulary import ig, term

if TYPE_CHECKING:
    from immunograph.reading.reader import Reader
    from immunograph.reading.values import Edge
    from immunograph.store import Store
    from immunograph.terms import Node


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
        self._reader = reader
        self._nodes: dict[str, list[Node]] = defaultdict(list)
        for node, value in store.pairs(ig("digest")):
            self._nodes[text_of(value)].append(node)
        titles, sources = dict(store.pairs(term("dcterms:title"))), dict(store.pairs(term("dcterms:source")))
        locators, notes = dict(store.pairs(ig("locator"))), dict(store.pairs(ig("note")))
        resting: dict[Node, list[Node]] = defaultdict(list)
        about: dict[Node, list[Node]] = defaultdict(list)
        for node, piece in store.pairs(ig("evidence")):
            about[node_of(piece)].append(node)
        for piece, passage in store.pairs(ig("passage")):
            resting[node_of(passage)] += about[piece]
        self._titles = {
            node: text_of(titles.get(node_of(sources[node])))
            for nodes in self._nodes.values()
            for node in nodes
            if node in sources
        }
        self._locators, self._notes, self._resting = locators, notes, resting
        self._edges = bulk.edges(store)

    def find(self, digest: str) -> tuple[Passage, ...]:
        """Find the passages that have a digest (see `immunograph.model.digest`)."""
        found = []
        for node in self._nodes.get(digest, ()):
            if node in self._titles:
                told = {self._supported(one) for one in self._resting[node]}
                statements = tuple(sorted(told, key=lambda one: (one.edge is None, one.words)))
                where = text_of(self._locators.get(node))
                found.append(Passage(self._titles[node], where, statements, text_of(self._notes.get(node))))
        return tuple(sorted(found, key=lambda one: (one.title, one.locator)))

    def _supported(self, node: Node) -> Supported:
        if node in self._edges:
            edge = self._edges[node]
            return Supported(self._reader.sentence(edge), edge, "")
        slug = slug_of(node) if isinstance(node, Iri) else ""
        labels = self._reader.labels
        words = f"what {labels[slug][0]} is" if slug in labels else self._reader.record(slug)[0]
        return Supported(words, None, slug)
