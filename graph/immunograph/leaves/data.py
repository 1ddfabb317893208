"""What a page says to programs: JSON-LD 1.1 with schema.org's DefinedTerm and our own IRIs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from immunograph.reading.cells import property_of
from immunograph.vocabulary import DATASET, IG, PREFIXES, curie, ig

if TYPE_CHECKING:
    from immunograph.leaves.terms import Term
    from immunograph.sheet import Sheet

_CONTEXT = {"@vocab": "https://schema.org/", **{name: PREFIXES[name] for name in ("ig", "owl", "rdf", "rdfs", "skos")}}
"""Stands in each page, so that nobody fetches one."""


def concept_data(sheet: Sheet, kind: Term | None) -> dict[str, Any]:
    """Say a concept: its names, its outside identifiers, and its relations to others, stated and inferred."""
    card = sheet.card
    found = _term(card.id, card.label, card.definition)
    found["@type"] += [f"ig:{kind.slug}"] if kind else []
    found["alternateName"] = list(card.synonyms)
    found["disambiguatingDescription"] = card.plain
    links: dict[str, list[str]] = defaultdict(list)
    for mapping in sheet.mappings:
        links[mapping.predicate].append(mapping.url)
    for line in sheet.lines:
        subject, relation, target = line.edge
        if subject == card.id:
            links[curie(property_of(relation))].append(ig(target))
    return found | {name: [{"@id": iri} for iri in sorted(iris)] for name, iris in links.items()}


def term_data(term: Term) -> dict[str, Any]:
    """Say a class or property."""
    found = _term(term.slug, term.label, term.definition)
    found["@type"] += term.types
    links: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name, iri in term.facts:
        links[name].append({"@id": iri})
    return found | links


def _term(slug: str, label: str, definition: str) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "@id": IG + slug,
        "@type": ["DefinedTerm"],
        "name": label,
        "description": definition,
        "termCode": slug,
        "url": {"@id": IG + slug},
        "inDefinedTermSet": {"@id": DATASET},
    }
