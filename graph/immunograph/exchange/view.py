"""The graph as other programs draw it: nodes with names, edges with verbs, stated or inferred.

All one-way formats are made from it. They lose the same: locators, passages, curators, single indications (their
summary edges such as "is approved for" are there), rules and saved queries. An edge names its sources.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.terms import Iri
from immunograph.vocabulary import IG, IS_A, Relation, ig

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.model import Evidence, Ontology
    from immunograph.terms import Triple
    from immunograph.vocabulary import Schema


@dataclass(frozen=True, slots=True)
class Node:
    """A concept."""

    id: str
    label: str
    kind: str
    plain: str
    definition: str
    synonyms: tuple[str, ...]
    mappings: tuple[tuple[str, str], ...]
    source: str
    retired: bool
    replaced_by: str


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two concepts; `denied` where sources only dispute it."""

    subject: str
    relation: str
    verb: str
    object: str
    inferred: bool
    denied: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Nodes and edges in order, and what the schema says of the relations."""

    title: str
    version: str
    licence: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    relations: dict[str, Relation]
    kinds: dict[str, str]
    urls: dict[str, str]
    prefixes: dict[str, str]


def to_view(ontology: Ontology, schema: Schema, inferred: Iterable[Triple]) -> View:
    """Make the view.

    Args:
        ontology: sound tables.
        schema: the vocabulary that they use.
        inferred: what follows (`Dataset["inferred"]`); edges that only read another backwards are left out.
    """
    mapped: dict[str, list[tuple[str, str]]] = {}
    for mapping in ontology.mappings:
        mapped.setdefault(mapping.subject.removeprefix("ig:"), []).append((mapping.predicate, mapping.object))
    nodes = tuple(
        Node(
            c.id,
            c.label,
            c.kind,
            c.plain,
            c.definition,
            c.synonyms,
            tuple(mapped.get(c.id, ())),
            c.evidence.source,
            c.retired,
            c.replaced_by.removeprefix("-"),
        )
        for c in ontology.concepts.values()
    )
    links = {**_inferred(ontology, schema, inferred), **_stated(ontology, schema)}
    return View(
        schema.title,
        schema.version,
        schema.licence,
        nodes,
        tuple(links[edge] for edge in sorted(links)),
        schema.relations,
        {name: kind.label for name, kind in schema.kinds.items()},
        {source.id: source.url or ig(f"source-{source.id}") for source in ontology.sources.values()},
        ontology.prefixes,
    )


_Edge = tuple[str, str, str]


def _stated(ontology: Ontology, schema: Schema) -> dict[_Edge, Link]:
    pieces: dict[_Edge, list[Evidence]] = {}
    for concept in ontology.concepts.values():
        for parent in concept.parents:
            pieces.setdefault((concept.id, IS_A, parent), []).append(concept.evidence)
    for claim in ontology.claims:
        pieces.setdefault(claim.edge, []).append(claim.evidence)
    return {edge: _link(schema, edge, evidence) for edge, evidence in pieces.items()}


def _link(schema: Schema, edge: _Edge, evidence: list[Evidence]) -> Link:
    denied = all(piece.direction == "disputes" for piece in evidence)
    sources = tuple(sorted({piece.source for piece in evidence}))
    subject, relation, target = edge
    return Link(
        subject, relation, schema.relations[relation].label, target, inferred=False, denied=denied, sources=sources
    )


def _inferred(ontology: Ontology, schema: Schema, inferred: Iterable[Triple]) -> dict[_Edge, Link]:
    names = {relation.iri: relation for relation in schema.relations.values() if relation.name != IS_A}
    links = {}
    for s, p, o in inferred:
        subject, target, relation = s.removeprefix(IG), str(o).removeprefix(IG), names.get(p)
        if isinstance(o, Iri) and relation and {subject, target} <= ontology.concepts.keys():
            edge = subject, relation.name, target
            links[edge] = Link(subject, relation.name, relation.label, target, inferred=True, denied=False, sources=())
    return links
