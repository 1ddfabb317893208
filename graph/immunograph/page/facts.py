"""What the page knows: the graph as one compact value that becomes JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from immunograph.names import GREEK, SPELLINGS, fold
from immunograph.page.layout import places, territories
from immunograph.reading import Derived

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.network import Network
    from immunograph.reading import Cited, Reader

ORDER = (
    "therapy", "agent", "target", "cell", "process", "cancer", "adverse-event", "biomarker",
    "anatomy", "outcome", "quality", "material", "role", "study", "regulator", "place",
)  # fmt: skip
"""Kinds in the order of their territories; the first eight have a colour of their own."""


def facts(network: Network, reader: Reader) -> dict[str, Any]:
    """Gather all that the page shows.

    Returns:
        JSON values; citations and sources are listed once and referred to by position.
    """
    listing = _Listing()
    nodes = reader.all_cited_nodes()
    cards = {slug: card for slug, card in reader.cards().items() if slug in network}
    uses = reader.indications()
    degree = Counter(dict(network.degree()))
    kinds = {kind.name: kind for kind in reader.kinds()}
    order = [kind for kind in ORDER if kind in kinds] + sorted(set(kinds) - set(ORDER))
    members = {
        kind: sorted((s for s, c in cards.items() if c.kind == kind), key=lambda s: (-degree[s], s)) for kind in order
    }
    members = {kind: slugs for kind, slugs in members.items() if slugs}
    boxes = territories({kind: len(slugs) for kind, slugs in members.items()})
    spots = {slug: spot for kind, slugs in members.items() for slug, spot in places(slugs, boxes[kind]).items()}
    concepts = {
        slug: {
            "label": card.label,
            "kind": card.kind,
            "plain": card.plain,
            "definition": card.definition,
            "synonyms": card.synonyms,
            "identifiers": card.identifiers,
            "names": sorted({fold(name) for name in (card.label, slug, *card.synonyms, *card.identifiers)}),
            "cited": listing.add(nodes.get(slug, ())),
            "uses": [{**asdict(use), "cited": listing.add(nodes.get(use.id, ()))} for use in uses.get(slug, [])],
            "spot": spots[slug],
            "degree": degree[slug],
        }
        for slug, card in sorted(cards.items())
    }
    cited, derived = reader.all_cited(), reader.all_derived()
    edges = []
    for subject, target, relation in sorted(network.edges(keys=True)):
        why = derived.get((subject, relation, target), Derived("", ()))
        pieces = listing.add(cited.get((subject, relation, target), ()))
        edges.append([subject, relation, target, pieces, why.rule, why.premises])
    return {
        "about": reader.about(),
        "kinds": [
            {"name": kind, "label": kinds[kind].label, "plural": kinds[kind].plural, "box": boxes[kind]}
            for kind in members
        ],
        "relations": {verb.name: [verb.label, verb.back] for verb in reader.verbs.values()},
        "concepts": concepts,
        "edges": edges,
        "citations": listing.citations,
        "sources": listing.sources,
        "prefixes": reader.prefixes(),
        "greek": GREEK,
        "spellings": SPELLINGS,
    }


class _Listing:
    """Citations and sources, each once."""

    def __init__(self) -> None:
        self.citations: list[tuple[int, str, int, str]] = []
        self.sources: list[tuple[str, str]] = []
        self._at: dict[object, int] = {}

    def add(self, pieces: Iterable[Cited]) -> list[int]:
        """Give the positions of some citations."""
        found = []
        for piece in pieces:
            source = self._place(self.sources, (piece.title, piece.url))
            disputes = int(piece.direction == "disputes")
            found.append(self._place(self.citations, (source, piece.locator, disputes, piece.note)))
        return found

    def _place(self, items: list[Any], item: tuple[Any, ...]) -> int:
        if item not in self._at:
            self._at[item] = len(items)
            items.append(item)
        return self._at[item]
