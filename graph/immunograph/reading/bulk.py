"""Read all statements and all evidence at once: by predicate, for a planned query over all of it is slower."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.reading.cells import cited_of, node_of, relation_of, slug_of
from immunograph.terms import Literal
from immunograph.vocabulary import ig, term

if TYPE_CHECKING:
    from immunograph.reading.values import Cited, Edge
    from immunograph.source import Source
    from immunograph.terms import Iri, Node, Term

AXIOM = tuple(term(f"owl:annotated{end}") for end in ("Source", "Property", "Target"))
DENIAL = (term("owl:sourceIndividual"), term("owl:assertionProperty"), term("owl:targetIndividual"))


def edges(store: Source, properties: tuple[Iri, ...] = AXIOM) -> dict[Node, Edge]:
    """Find what each node that describes a statement is about.

    Args:
        store: where to read.
        properties: what leads to subject, verb and object: `AXIOM`, or `DENIAL` of relations that sources only dispute.
    """
    subjects, verbs, targets = (dict(store.pairs(name)) for name in properties)
    return {
        node: (slug_of(subject), relation_of(verbs[node]), slug_of(targets[node])) for node, subject in subjects.items()
    }


def evidence(store: Source) -> dict[Node, tuple[Cited, ...]]:
    """Gather the evidence that hangs on each statement, concept and indication, in the order of its rows."""
    cells = {name: dict(store.pairs(ig(name))) for name in ("locator", "direction", "row", "note", "url")}
    sources, titles = dict(store.pairs(term("dcterms:source"))), dict(store.pairs(term("dcterms:title")))
    nothing = Literal("")
    found: dict[Node, list[Cited]] = defaultdict(list)
    for node, value in store.pairs(ig("evidence")):
        piece = node_of(value)
        source = node_of(sources[piece])
        row: dict[str, Term] = {"source": source, "title": titles[source], "url": cells["url"].get(source, nothing)}
        row |= {name: cells[name].get(piece, nothing) for name in ("locator", "direction", "row", "note")}
        found[node].append(cited_of(row))
    return {node: tuple(sorted(pieces, key=lambda one: one.row)) for node, pieces in found.items()}
