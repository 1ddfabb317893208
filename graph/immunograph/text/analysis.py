"""What a document says in the terms of the graph: mentions, sentences with the statements that rest on them, gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.model import digest
from immunograph.network import to_network
from immunograph.reading import Reader
from immunograph.reading.passages import Passage, Passages
from immunograph.text.alphabet import encode
from immunograph.text.candidates import Term, candidates
from immunograph.text.sentences import sentences

if TYPE_CHECKING:
    from immunograph.network import Network
    from immunograph.reading import Edge
    from immunograph.store import Store
    from immunograph.text.matching import Matcher, Mention
    from immunograph.text.values import Document


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation of the graph in words."""

    edge: Edge
    words: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document.

    Args:
        start: the index of its first character.
        end: the index behind its last one.
        passages: where it stands in sources of the graph, and what rests on it there.
        between: relations of the graph between concepts that it names; it need not say them.
    """

    start: int
    end: int
    passages: tuple[Passage, ...]
    between: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept that a document names: slug or IRI, label, name of its kind, how often."""

    id: str
    label: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is found in a document."""

    document: Document
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    concepts: tuple[Concept, ...]
    relations: tuple[Statement, ...]
    unknown: tuple[Term, ...]


class Analyst:
    """Reads documents against a store.

    Args:
        store: the graph.
        matcher: over the dictionary of the graph.
    """

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._matcher, self._reader = matcher, Reader(store)
        self._passages = Passages(store, self._reader)
        self._network: Network = to_network(self._reader)

    def analyse(self, document: Document) -> Analysis:
        """Read a document."""
        text = document.text
        mentions = tuple(self._matcher.read([text]).mentions())
        spans = list(sentences(encode(text)))
        named: list[set[str]] = [set() for _ in spans]
        counts: Counter[tuple[str, str, str]] = Counter()
        for one in mentions:
            for each in one.meaning.candidates:
                counts[each.concept, self._label(each.concept, each.name), each.kind] += 1
                named[one.sentence].add(each.concept)
        told = [
            Sentence(start, end, self._passages.find(digest(text[start:end])), self._between(here))
            for (start, end), here in zip(spans, named, strict=True)
        ]
        concepts = [Concept(*key, count) for key, count in counts.items()]
        return Analysis(
            document,
            mentions,
            tuple(told),
            tuple(sorted(concepts, key=lambda one: (-one.count, one.label.casefold(), one.id))),
            self._between({one.id for one in concepts}),
            tuple(candidates(text, ((one.start, one.end) for one in mentions))),
        )

    def _label(self, concept: str, name: str) -> str:
        return self._reader.labels[concept][0] if concept in self._reader.labels else name

    def _between(self, concepts: set[str]) -> tuple[Statement, ...]:
        """Give the relations of the graph between some concepts."""
        part = self._network.subgraph(concepts & set(self._network))
        edges = [
            Statement((s, str(relation), o), data["sentence"], data["inferred"])
            for s, o, relation, data in part.edges(keys=True, data=True)
        ]
        return tuple(sorted(edges, key=lambda one: (one.inferred, one.words)))
