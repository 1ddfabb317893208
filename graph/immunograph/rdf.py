"""Say an ontology in RDF: the stated graph, the evidence for it, the mappings and the metadata.

One concept is one IRI, a class in the hierarchy and an individual of its kind (OWL 2 punning). A relation is
one triple; who stated it hangs on an `owl:Axiom` about that triple (OWL 2 Mapping to RDF Graphs, 2.2).
A relation that sources only dispute is not a triple but an `owl:NegativePropertyAssertion`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from immunograph.metadata import describe
from immunograph.names import fold
from immunograph.terms import XSD, Blank, Iri, Literal, Triple, blank, text
from immunograph.vocabulary import DATASET, LABEL, SUBCLASS, TYPE, Schema, ig, source_iri, term, vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.model import Evidence, Indication, Ontology

Edge = tuple[Iri, Iri, Iri]
Dataset = dict[str, list[Triple]]
"""Triples by the name of their graph (a key of `vocabulary.GRAPHS`)."""


def to_rdf(ontology: Ontology, schema: Schema) -> Dataset:
    """Say an ontology in RDF.

    Args:
        ontology: sound tables (`validation.check` found nothing).
        schema: the vocabulary that they use.

    Returns:
        The graphs `stated`, `evidence`, `mappings`, `schema` and `metadata`.
    """
    claimed = _claimed(ontology, schema)
    graphs = {
        "stated": _once(_concepts(ontology, schema), _relations(claimed), _indications(ontology), _trials(ontology)),
        "evidence": _once(_evidence(ontology, claimed), _documents(ontology)),
        "mappings": _once(_mappings(ontology)),
        "schema": list(schema.triples),
    }
    metadata = _once(describe(ontology, schema))
    metadata += ((DATASET, term("void:vocabulary"), used) for used in vocabularies(chain(*graphs.values(), metadata)))
    return {**graphs, "metadata": metadata}


def _once(*groups: Iterable[Triple]) -> list[Triple]:
    """Keep each triple once; an ontology is in order, so the same ontology gives the same list."""
    return list(dict.fromkeys(triple for group in groups for triple in group))


def statement(edge: Edge) -> Blank:
    """Give the node of the `owl:Axiom` about a triple, the same in every graph and run."""
    return blank("statement", *edge)


def denial(edge: Edge) -> Blank:
    """Give the node of the `owl:NegativePropertyAssertion` about a relation that sources only dispute."""
    return blank("negative", *edge)


def axiom(node: Blank, edge: Edge) -> Iterator[Triple]:
    """Describe a triple (OWL 2 Mapping to RDF Graphs, 2.3.3)."""
    yield node, TYPE, term("owl:Axiom")
    yield from zip([node] * 3, _ANNOTATED, edge, strict=True)


_ANNOTATED = tuple(term(f"owl:annotated{part}") for part in ("Source", "Property", "Target"))
_ASSERTION = (term("owl:sourceIndividual"), term("owl:assertionProperty"), term("owl:targetIndividual"))


def _claimed(ontology: Ontology, schema: Schema) -> dict[Edge, list[Evidence]]:
    """Gather the evidence for each edge, from the hierarchy's cells and from the relation tables."""
    claimed: dict[Edge, list[Evidence]] = defaultdict(list)
    for concept in ontology.concepts.values():
        for parent in concept.parents:
            claimed[ig(concept.id), SUBCLASS, ig(parent)].append(concept.evidence)
    for claim in ontology.claims:
        relation = schema.relations[claim.relation].iri
        claimed[ig(claim.subject), relation, ig(claim.object)].append(claim.evidence)
    return claimed


def _holds(evidence: Iterable[Evidence]) -> bool:
    return any(piece.direction == "supports" for piece in evidence)


def _concepts(ontology: Ontology, schema: Schema) -> Iterator[Triple]:
    for concept in ontology.concepts.values():
        node = ig(concept.id)
        yield node, TYPE, term("owl:Class")
        yield node, TYPE, schema.kinds[concept.kind].iri
        yield node, LABEL, text(concept.label)
        yield node, ig("plain"), text(concept.plain)
        yield node, term("skos:definition"), text(concept.definition)
        for synonym in concept.synonyms:
            yield node, term("skos:altLabel"), text(synonym)
        if concept.retired:
            yield node, term("owl:deprecated"), Literal("true", XSD + "boolean")
            if concept.replaced_by != "-":
                yield node, term("dcterms:isReplacedBy"), ig(concept.replaced_by)


def _relations(claimed: dict[Edge, list[Evidence]]) -> Iterator[Triple]:
    for edge, evidence in claimed.items():
        if _holds(evidence):
            yield edge


def _indications(ontology: Ontology) -> Iterator[Triple]:
    studies = _studies(ontology)
    for one in ontology.indications:
        node = ig(one.id)
        yield node, TYPE, ig("Indication")
        yield node, LABEL, text(_title(ontology, one))
        yield node, ig("agent"), ig(one.agent)
        yield node, ig("condition"), ig(one.condition)
        yield node, ig("status"), ig(one.status)
        for name, values in (("requires", one.biomarkers), ("partner", one.partners)):
            yield from ((node, ig(name), ig(value)) for value in values)
        yield from ((node, ig("notStated"), Literal(name)) for name in one.unsaid)
        if one.regulator:
            yield node, ig("regulator"), ig(one.regulator)
        for name, value in (("setting", one.setting), ("trial", one.trial)):
            if value:
                yield node, ig(name), Literal(value)
        for name in re.findall(r"[^;|()]+", one.trial):
            if study := studies.get(fold(name)):
                yield node, ig("basedOn"), ig(study)
        yield from _when(node, one)


def _title(ontology: Ontology, one: Indication) -> str:
    """Name an indication by what sets it apart from the others; its id ends in a digest of the rest."""

    def named(slug: str) -> str:
        return ontology.concepts[slug].label if slug in ontology.concepts else slug  # of an old version with mistakes

    who = f" by {named(one.regulator)}" if one.regulator else ""
    when = f", {one.date}" if one.date else ""
    return f"{named(one.agent)} {one.status} for {named(one.condition)}{who}{when} ({one.id.rpartition('-')[2]})"


def _trials(ontology: Ontology) -> Iterator[Triple]:
    for one in ontology.trials:
        node = ig(one.study)
        for name in ("registration", "phase", "design", "setting", "endpoint"):
            if value := getattr(one, name):
                yield node, ig(name), Literal(value)
        if one.result:
            yield node, ig("result"), ig(one.result)
        yield from _dated(node, "date", "year", one.reported)


def _studies(ontology: Ontology) -> dict[str, str]:
    """Find studies by any of their names and numbers."""
    names: dict[str, str] = {}
    for concept in ontology.concepts.values():
        if concept.kind == "study":
            names |= {fold(name): concept.id for name in (concept.label, *concept.synonyms)}
    return names | {fold(one.registration): one.study for one in ontology.trials if one.registration}


def _when(node: Iri, one: Indication) -> Iterator[Triple]:
    yield from _dated(node, "date", "year", one.date)
    yield from _dated(node, "ended", "endedYear", one.ended)


def _dated(node: Iri, day: str, year: str, value: str) -> Iterator[Triple]:
    """Say a date by its year and, where it is known, by its day."""
    if value:
        yield node, ig(year), Literal(value[:4], XSD + "integer")
    if len(value) > len("YYYY"):
        yield node, ig(day), Literal(f"{value}T00:00:00", XSD + "dateTime")


def _evidence(ontology: Ontology, claimed: dict[Edge, list[Evidence]]) -> Iterator[Triple]:
    for edge, evidence in claimed.items():
        if _holds(evidence):
            node = statement(edge)
            yield from axiom(node, edge)
        else:
            node = denial(edge)
            yield node, TYPE, term("owl:NegativePropertyAssertion")
            yield from zip([node] * 3, _ASSERTION, edge, strict=True)
        for piece in evidence:
            yield from _piece(ontology, node, piece)
    for concept in ontology.concepts.values():
        yield from _piece(ontology, ig(concept.id), concept.evidence)
    for one in ontology.indications:
        for piece in one.evidence:
            yield from _piece(ontology, ig(one.id), piece)


def _piece(ontology: Ontology, about: Iri | Blank, piece: Evidence) -> Iterator[Triple]:
    row = f"{piece.place.path}:{piece.place.line}"
    node = blank("evidence", row)
    yield about, ig("evidence"), node
    yield node, TYPE, ig("Evidence")
    yield node, term("dcterms:source"), source_iri(piece.source)
    yield node, ig("locator"), Literal(piece.locator)
    yield node, ig("direction"), ig(piece.direction)
    yield node, ig("row"), Literal(row)
    yield node, term("prov:wasAttributedTo"), ig(f"curator-{piece.curator}")
    if piece.note:
        yield node, ig("note"), Literal(piece.note)
    if (piece.source, piece.locator) in ontology.passages:
        yield node, ig("passage"), _passage(piece.source, piece.locator)


@lru_cache(maxsize=1 << 16)
def _passage(source: str, locator: str) -> Blank:
    return blank("passage", source, locator)


def _documents(ontology: Ontology) -> Iterator[Triple]:
    for source in ontology.sources.values():
        node = source_iri(source.id)
        yield node, TYPE, ig("Source")
        yield node, LABEL, text(f"{source.title} ({source.id})")
        yield node, term("dcterms:title"), text(source.title)
        yield node, ig("publisher"), Literal(source.publisher)
        yield node, term("dcterms:type"), Literal(source.kind)
        yield node, term("dcterms:dateAccepted"), Literal(source.retrieved)
        if source.published:
            yield node, ig("published"), Literal(source.published)
        if source.url:
            yield node, ig("url"), Literal(source.url, XSD + "anyURI")
    for curator in ontology.curators.values():
        node = ig(f"curator-{curator.id}")
        agent = "prov:SoftwareAgent" if curator.kind == "software" else "prov:Person"
        yield node, TYPE, ig("Curator")
        yield node, TYPE, term(agent)
        yield node, LABEL, text(curator.name)
    for passage in ontology.passages.values():
        spot = _passage(passage.source, passage.locator)
        yield spot, TYPE, ig("Passage")
        yield spot, term("dcterms:source"), source_iri(passage.source)
        yield spot, ig("locator"), Literal(passage.locator)
        yield spot, ig("digest"), Literal(passage.digest)
        if passage.gave_nothing:
            yield spot, ig("note"), Literal(passage.gave_nothing)


def _mappings(ontology: Ontology) -> Iterator[Triple]:
    for mapping in ontology.mappings:
        prefix, _, local = mapping.object.partition(":")
        subject = ig(mapping.subject.removeprefix("ig:"))
        edge = (subject, term(mapping.predicate), Iri(ontology.prefixes[prefix] + local))
        node = blank("mapping", *edge)
        yield edge
        yield from axiom(node, edge)
        yield node, term("sssom:object_id"), Literal(mapping.object)
        yield node, term("sssom:object_label"), Literal(mapping.object_label)
        yield node, term("sssom:mapping_justification"), term(mapping.justification)
