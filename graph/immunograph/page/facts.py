"""What the page knows: the graph as compact values that become JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from immunograph.names import GREEK, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.network import Network
    from immunograph.reading import Card, Cited, Derived, Edge, Reader, Trial, Use

ORDER = (
    "therapy", "agent", "target", "cell", "process", "cancer", "adverse-event", "biomarker",
    "anatomy", "outcome", "quality", "material", "role", "study", "regulator", "place",
)  # fmt: skip
"""Kinds in the order of their territories; the first eight have a colour of their own."""
TRIAL = ("registration", "phase", "design", "setting", "result", "endpoint", "reported")
"""What the text of a trial says, in this order."""
_NEAREST = 20
"""How many of the concepts that are mentioned together with one are named: those that meet most beyond chance."""


def drawing(network: Network) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the nodes and edges as pyvis keeps them; a node's number is its place among the sorted slugs."""
    slugs = sorted(network)
    number = {slug: n for n, slug in enumerate(slugs)}
    nodes = [{"id": n, "title": slug, "group": network.nodes[slug]["kind"]} for slug, n in number.items()]
    edges = [{"from": number[s], "to": number[o], "title": relation} for s, o, relation in _edges(network)]
    return nodes, edges


def _edges(network: Network) -> list[Edge]:
    return sorted(network.edges(keys=True))


def facts(network: Network, reader: Reader) -> dict[str, Any]:
    """Gather all that the page says of the nodes and edges of `drawing`, in their order.

    Returns:
        JSON values; citations, sources and rules are listed once and referred to by position, a premise is the
        position of an edge, or the slug of a record, or a relation that is not drawn.
    """
    listing = _Listing()
    nodes = reader.all_cited_nodes()
    cards, uses, trials = reader.cards(), reader.indications(), reader.trials()
    kinds = {kind.name: kind for kind in reader.kinds()}
    found = {network.nodes[slug]["kind"] for slug in network}
    order = [kind for kind in ORDER if kind in found] + sorted(found - set(ORDER))
    concepts = [
        _concept(cards[slug], listing, nodes, [_use(use, listing, nodes) for use in uses.get(slug, [])])
        + _trial(trials.get(slug))
        for slug in sorted(network)
    ]
    cited, derived = reader.all_cited(), reader.all_derived()
    outside = _outside(network, reader, uses, derived)
    edges = [(s, relation, o) for s, o, relation in _edges(network)]
    position: dict[Edge, int] = {edge: n for n, edge in enumerate(edges)}
    details: list[list[Any]] = []
    for edge in edges:
        detail: list[Any] = [listing.add(cited.get(edge, ()))]
        if why := derived.get(edge):
            detail += [listing.place(listing.rules, why.rule)]
            detail += [[one[0] if len(one) == 1 else position.get(one, one) for one in why.premises]]
        details.append(detail)
    return {
        "about": reader.about(),
        "part": network.graph.get("part", ""),
        "outside": outside,
        "trial": TRIAL,
        "kinds": [[kind, kinds[kind].label, kinds[kind].plural] for kind in order],
        "relations": {verb.name: [verb.label, verb.back] for verb in reader.verbs.values()},
        "concepts": concepts,
        "edges": details,
        "citations": listing.citations,
        "sources": listing.sources,
        "rules": listing.rules,
        "prefixes": reader.prefixes(),
        "scripts": [[script.name, script.title, script.text] for script in reader.scripts()],
        "greek": GREEK,
        "spellings": SPELLINGS,
        **_literature(network, reader),
    }


def _literature(network: Network, reader: Reader) -> dict[str, Any]:
    """Say what is mentioned together, where a mined graph is loaded: counts beside the graph, which are no edges of it.

    Returns:
        How many documents were read and, by the number of the node, how many others are mentioned together with it,
        and the nearest of them with their documents.
    """
    number = {slug: n for n, slug in enumerate(sorted(network))}
    found = {}
    for slug, ones in reader.together().items():
        near = [[number[one.other], one.documents] for one in ones if one.other in number]
        if slug in number and near:
            found[number[slug]] = [len(near), near[:_NEAREST]]
    return {"literature": {"documents": reader.documents(), "together": dict(sorted(found.items()))}} if found else {}


def _outside(
    network: Network, reader: Reader, uses: dict[str, list[Use]], derived: dict[Edge, Derived]
) -> dict[str, str]:
    """Name what the page of a part speaks of and does not show: concepts by their labels, records in words."""
    mine = [use for slug in network for use in uses.get(slug, ())]
    why = [derived[s, relation, o] for s, o, relation in network.edges(keys=True) if (s, relation, o) in derived]
    ends = {end for one in why for premise in one.premises for end in (premise[0], premise[-1])}
    missing = (ends | {use.condition for use in mine}) - {use.id for use in mine} - set(network)
    return {
        slug: reader.labels[slug][0] if slug in reader.labels else reader.record(slug)[0] for slug in sorted(missing)
    }


def _concept(card: Card, listing: _Listing, nodes: dict[str, tuple[Cited, ...]], uses: list[Any]) -> list[Any]:
    cited = listing.add(nodes.get(card.id, ()))
    return [card.label, card.plain, card.definition, card.synonyms, card.identifiers, cited, uses, card.replaced_by]


def _trial(trial: Trial | None) -> list[Any]:
    return [[getattr(trial, name) for name in TRIAL]] if trial else []


def _use(use: Use, listing: _Listing, nodes: dict[str, tuple[Cited, ...]]) -> list[Any]:
    words = [use.id, use.condition, use.setting, use.biomarkers, use.partners]
    cited = listing.add(nodes.get(use.id, ()))
    return [*words, use.regulator, use.status, use.date, use.ended, use.trial, cited, use.unsaid]


class _Listing:
    """Citations, sources and rules, each once."""

    def __init__(self) -> None:
        self.citations: list[tuple[int, str, int, str]] = []
        self.sources: list[tuple[str, str, str]] = []
        self.rules: list[str] = []
        self._at: dict[object, int] = {}

    def add(self, pieces: Iterable[Cited]) -> list[int]:
        """Give the positions of some citations."""
        found = []
        for piece in pieces:
            source = self.place(self.sources, (piece.title, piece.url, piece.source))
            disputes = int(piece.direction == "disputes")
            found.append(self.place(self.citations, (source, piece.locator, disputes, piece.note)))
        return found

    def place(self, items: list[Any], item: object) -> int:
        """Give the position of an item, which is added if it is new."""
        if item not in self._at:
            self._at[item] = len(items)
            items.append(item)
        return self._at[item]
