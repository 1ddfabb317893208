"""What our kinds and relations are in the Biolink model, as schema.ttl aligns them (`skos:closeMatch`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.terms import Iri
from immunograph.vocabulary import PREFIXES, curie, term

if TYPE_CHECKING:
    from immunograph.vocabulary import Schema

_MATCHES = {
    "skos:exactMatch": "biolink:exact_match",
    "skos:closeMatch": "biolink:close_match",
    "skos:broadMatch": "biolink:broad_match",
    "skos:narrowMatch": "biolink:narrow_match",
    "skos:relatedMatch": "biolink:related_to",
}
_MIXINS = {"biolink:GeneOrGeneProduct": "biolink:BiologicalEntity", "biolink:Outcome": ""}
"""Mixins of the model, which no node may have as its category, and the nearest category for each."""
_STATUSES = {
    "approved": "biolink:treats",
    "withdrawn": "biolink:treats_or_applied_or_studied_to_treat",
    "in-trial": "biolink:in_clinical_trials_for",
    "failed": "biolink:studied_to_treat",
}


class Biolink:
    """The Biolink model, as far as the schema speaks of it."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        near = term("skos:closeMatch")
        start = PREFIXES["biolink"]
        self.terms = {
            s: curie(o) for s, p, o in schema.triples if p == near and isinstance(o, Iri) and o.startswith(start)
        }
        self.above = {s: o for s, p, o in schema.triples if p == term("rdfs:subPropertyOf")}

    def category(self, path: str) -> str:
        """Give the categories of the concepts of a table."""
        kind = self.schema.kinds.get(path.removeprefix("concepts/").removesuffix(".tsv"))
        known = self.terms.get(kind.iri, "") if kind else ""
        return "|".join(filter(None, (_MIXINS.get(known, known), "biolink:NamedThing")))

    def predicate(self, path: str) -> tuple[str, str]:
        """Give the predicate of the claims of a table, and our own property."""
        relation = self.schema.relations.get(path.removeprefix("relations/").removesuffix(".tsv"))
        if relation is None:
            return "biolink:related_to", ""
        if relation.iri == term("rdfs:subClassOf"):
            return "biolink:subclass_of", "rdfs:subClassOf"
        node: object = relation.iri
        while isinstance(node, Iri) and node not in self.terms:
            node = self.above.get(node)
        return self.terms[node] if isinstance(node, Iri) else "biolink:related_to", curie(relation.iri)

    @staticmethod
    def indication(status: str) -> str:
        """Give the predicate that says how far an indication has come."""
        return _STATUSES.get(status, "biolink:treats_or_applied_or_studied_to_treat")

    @staticmethod
    def mapping(match: str) -> str:
        """Give the predicate of a mapping."""
        return _MATCHES.get(match, "biolink:related_to")

    @staticmethod
    def match(predicate: str) -> str:
        """Give the mapping of a predicate."""
        return next((match for match, name in _MATCHES.items() if name == predicate), predicate)

    @staticmethod
    def mapper(justification: str) -> str:
        """Tell what kind of agent made a mapping (`semapv:ManualMappingCuration` is a person's)."""
        return "manual_agent" if justification == "semapv:ManualMappingCuration" else "automated_agent"
