"""Checks of concepts: names, definitions, hierarchy."""

from __future__ import annotations

from collections import Counter, defaultdict
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from immunograph.model import Finding, Place
from immunograph.names import fold
from immunograph.validation.common import local
from immunograph.vocabulary import IS_A, Schema, ig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Concept, Ontology
    from immunograph.rows import Row
    from immunograph.tables import Tables

_LONGEST = 30
"""Words in a plain line: about what one breath reads aloud (US plain-language guidance asks for 20 on average)."""


def check_concepts(tables: Tables, schema: Schema) -> Iterator[Finding]:
    """Check the rows of the concept tables."""
    rows = [row for table in tables.rows if table.startswith("concepts/") for row in tables.rows[table]]
    yield from _ids(rows, schema)
    yield from _names(rows)
    yield from _texts(rows)
    yield from _retired(tables.ontology)
    yield from _hierarchy(tables.ontology, schema)
    yield from _isolated(tables.ontology)


def _ids(rows: list[Row], schema: Schema) -> Iterator[Finding]:
    ids: dict[str, str] = {}
    terms = {str(s) for s, _, _ in schema.triples}
    for row in rows:
        slug = row["id"]
        if ids.setdefault(slug.casefold(), slug) != slug:
            message = f"{ids[slug.casefold()]} differs only in case; choose another id"
            yield Finding(row.place("id"), "near-duplicate-id", message)
        if ig(slug) in terms:
            yield Finding(row.place("id"), "schema-name", f"{slug} is a name of the schema; choose another id")


def _names(rows: list[Row]) -> Iterator[Finding]:
    labels: dict[str, str] = {}
    owners: dict[str, str] = {}
    for row in rows:
        slug, name = row["id"], fold(row["label"])
        if labels.setdefault(name, slug) != slug:
            message = f"{labels[name]} has the same label; merge them or tell them apart"
            yield Finding(row.place("label"), "duplicate-label", message)
        if row["label"][-1:] in (*".,;:!?", "-"):
            yield Finding(row.place("label"), "label-form", f"{row['label']!r} ends with a mark; remove it")
        for synonym, count in Counter(map(fold, row.many("synonyms"))).items():
            if count > 1 or synonym == name:
                message = f"{synonym!r} is among the names already; remove it here"
                yield Finding(row.place("synonyms"), "duplicate-synonym", message)
    for row in rows:
        for synonym in row.many("synonyms"):
            name = fold(synonym)
            other = labels.get(name) or owners.setdefault(name, row["id"])
            if other != row["id"]:
                message = f"{synonym!r} is a name of {other} too; keep it on one of them"
                yield Finding(row.place("synonyms"), "ambiguous-name", message)


def _texts(rows: list[Row]) -> Iterator[Finding]:
    definitions: dict[str, str] = {}
    for row in rows:
        for column in ("plain", "definition"):
            text = row[column]
            if text and not (text.endswith(".") and not text[0].islower()):
                marked = len(text) > 1 and text[0] == text[-1] == '"'
                hint = "remove the quotation marks" if marked else "begin with a capital and end with a full stop"
                message = f"{column} is no sentence; {hint}"
                yield Finding(row.place(column), "not-a-sentence", message)
        if len(row["plain"].split()) > _LONGEST:
            yield Finding(row.place("plain"), "long-line", f"the plain line has over {_LONGEST} words; say it shorter")
        text = fold(row["definition"])
        if text and definitions.setdefault(text, row["id"]) != row["id"]:
            message = f"{definitions[text]} has the same definition; say what sets each apart"
            yield Finding(row.place("definition"), "duplicate-definition", message)


def _retired(ontology: Ontology) -> Iterator[Finding]:
    for concept in ontology.concepts.values():
        if concept.replaced_by == concept.id:
            message = f"{concept.id} is replaced by itself; name another, or - where there is none"
            yield Finding(concept.evidence.place, "replaced-by-itself", message)


def _hierarchy(ontology: Ontology, schema: Schema) -> Iterator[Finding]:
    wider: dict[str, set[str]] = defaultdict(set)
    for concept in ontology.concepts.values():
        wider[concept.id] |= {*concept.parents}
        yield from _parents(ontology, schema, concept)
    for claim in ontology.claims:
        if claim.relation == IS_A:
            wider[claim.subject].add(claim.object)
    try:
        order = list(TopologicalSorter(wider).static_order())
    except CycleError:
        yield from _circles(ontology, wider)
    else:
        yield from _redundant(ontology, wider, order)


def _circles(ontology: Ontology, wider: dict[str, set[str]]) -> Iterator[Finding]:
    import networkx as nx

    graph = nx.DiGraph((one, other) for one, others in wider.items() for other in others)
    circles = [sorted(group) for group in nx.strongly_connected_components(graph)]
    circles = [group for group in circles if len(group) > 1 or graph.has_edge(group[0], group[0])]
    for group in sorted(circles):
        loop = [a for a, _ in nx.find_cycle(graph.subgraph(group), group[0])]
        places = {name: ontology.concepts[name].evidence.place for name in loop if name in ontology.concepts}
        steps = [f"{name} ({places[name].path}:{places[name].line})" if name in places else name for name in loop]
        path = " --> ".join([*steps, loop[0]])
        place = places.get(loop[0], Place("concepts"))
        yield Finding(place, "cycle", f"the hierarchy runs in a circle: {path}; remove one parent")


def _redundant(ontology: Ontology, wider: dict[str, set[str]], order: list[str]) -> Iterator[Finding]:
    """Find parents that follow from others; what is wider stands earlier in the order."""
    above: dict[str, set[str]] = {}
    for name in order:
        above[name] = wider.get(name, set()).union(*(above[other] for other in wider.get(name, ())))
    for concept in ontology.concepts.values():
        for parent in concept.parents:
            if through := next((other for other in concept.parents if parent in above[other]), None):
                message = f"{parent} follows from {through}; remove {parent}"
                yield Finding(concept.evidence.place, "redundant-parent", message)


def _parents(ontology: Ontology, schema: Schema, concept: Concept) -> Iterator[Finding]:
    """A parent is of the same kind, or an agent's parent is a therapy: both are treatments."""
    if concept.kind not in schema.kinds:
        return
    own = {local(iri) for iri in schema.kinds[concept.kind].ancestors} - {"Concept"}
    for parent in concept.parents:
        other = ontology.concepts.get(parent)
        if other and other.kind in schema.kinds:
            shared = own & {local(iri) for iri in schema.kinds[other.kind].ancestors}
            if not shared:
                message = f"{parent} is a {other.kind}, which cannot be above a {concept.kind}; choose another parent"
                yield Finding(concept.evidence.place, "wrong-parent", message)


def _isolated(ontology: Ontology) -> Iterator[Finding]:
    related = {end for claim in ontology.claims for end in (claim.subject, claim.object)}
    for one in ontology.indications:
        related |= {one.agent, one.condition, one.regulator, *one.biomarkers, *one.partners}
    for concept in ontology.concepts.values():
        related |= {concept.id, *concept.parents} if concept.parents else set()
    for concept in ontology.concepts.values():
        if concept.id not in related and not concept.retired:
            message = f"{concept.id} has no relation at all; relate it or remove it"
            yield Finding(concept.evidence.place, "isolated", message)
