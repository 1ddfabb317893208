"""The class view for Protege and OLS: OWL 2 EL in RDF/XML, one way.

Concepts are classes only. A relation that is inherited (`ig:inherited` in schema.ttl: what acts on PD-1 as a kind
of thing does so in each of its kinds) is an existential restriction. Any other relation would be false of some
subclasses as a restriction ("is approved for"), so it is an annotation that names the other concept. Sources are
kept by name on each. Domains, ranges, inverses, chains, indications, locators, curators and passages are left out.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from immunograph.exchange.documents import rdfxml
from immunograph.terms import XSD, Blank, Iri, Literal, Triple, order, text
from immunograph.vocabulary import DATASET, IS_A, LABEL, SUBCLASS, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.exchange.view import Link, Node, View
    from immunograph.vocabulary import Schema

_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_SYNONYM, _XREF = Iri(_OIO + "hasExactSynonym"), Iri(_OIO + "hasDbXref")
_DEFINITION, _REPLACED = term("obo:IAO_0000115"), term("obo:IAO_0100001")
_COMMENT = term("rdfs:comment")


def classes(view: View, schema: Schema) -> bytes:
    """Write the class view; the same graph gives the same bytes."""
    inherited = {s for s, p, _ in schema.triples if p == ig("inherited")}
    triples = [*_head(view), *_properties(view, schema, inherited), *_kinds(schema)]
    tops = {node.id for node in view.nodes} - {link.subject for link in view.links if link.relation == IS_A}
    for node in view.nodes:
        triples += _node(view, schema, node, top=node.id in tops)
    for link in view.links:
        if not link.inferred and not link.denied:
            triples += _link(view, link, restricted=view.relations[link.relation].iri in inherited)
    return rdfxml(sorted(set(triples), key=order))


def _head(view: View) -> Iterator[Triple]:
    name = ig("classes")
    yield name, TYPE, term("owl:Ontology")
    yield name, term("owl:versionIRI"), ig(f"{view.version}/classes")
    yield name, term("dcterms:title"), text(f"{view.title} (class view)")
    yield name, term("dcterms:license"), Iri(view.licence)
    yield name, term("dcterms:source"), DATASET
    used = ("dcterms:title", "dcterms:license", "dcterms:source")
    for annotation in (*map(term, used), _SYNONYM, _XREF, _DEFINITION, _REPLACED):
        yield annotation, TYPE, term("owl:AnnotationProperty")
    for annotation, label in ((_DEFINITION, "definition"), (_REPLACED, "term replaced by")):
        yield annotation, LABEL, text(label)


def _properties(view: View, schema: Schema, inherited: set[Iri | Blank]) -> Iterator[Triple]:
    for relation in view.relations.values():
        if relation.name != IS_A:
            kind = "owl:ObjectProperty" if relation.iri in inherited else "owl:AnnotationProperty"
            yield relation.iri, TYPE, term(kind)
            yield relation.iri, LABEL, text(relation.label)
            yield relation.iri, _DEFINITION, text(relation.definition)
    for s, p, o in schema.triples:
        if p == term("rdfs:subPropertyOf") and {s, o} <= inherited:
            yield s, p, o


def _kinds(schema: Schema) -> Iterator[Triple]:
    for kind in schema.kinds.values():
        yield kind.iri, TYPE, term("owl:Class")
        yield kind.iri, LABEL, text(kind.label)
        yield kind.iri, _DEFINITION, text(kind.definition)


def _node(view: View, schema: Schema, node: Node, *, top: bool) -> Iterator[Triple]:
    name = ig(node.id)
    yield name, TYPE, term("owl:Class")
    yield name, LABEL, text(node.label)
    yield name, _DEFINITION, text(node.definition)
    yield name, _COMMENT, text(node.plain)
    yield from _about((name, _DEFINITION, text(node.definition)), (view.urls[node.source],))
    yield from ((name, _SYNONYM, text(synonym)) for synonym in node.synonyms)
    yield from ((name, _XREF, Literal(identifier)) for _, identifier in node.mappings)
    if top and not node.retired:
        yield name, SUBCLASS, schema.kinds[node.kind].iri
    if node.retired:
        yield name, term("owl:deprecated"), Literal("true", XSD + "boolean")
        if node.replaced_by:
            yield name, _REPLACED, ig(node.replaced_by)


def _link(view: View, link: Link, *, restricted: bool) -> Iterator[Triple]:
    subject, relation, target = ig(link.subject), view.relations[link.relation].iri, ig(link.object)
    edge: Triple = (subject, relation, target)
    if restricted:
        some = _blank("some", link.subject, link.relation, link.object)
        yield some, TYPE, term("owl:Restriction")
        yield some, term("owl:onProperty"), relation
        yield some, term("owl:someValuesFrom"), target
        edge = (subject, SUBCLASS, some)
    yield edge
    yield from _about(edge, tuple(view.urls[source] for source in link.sources))


def _about(edge: Triple, sources: tuple[str, ...]) -> Iterator[Triple]:
    node = _blank("axiom", *map(str, edge))
    yield node, TYPE, term("owl:Axiom")
    parts = [term(f"owl:annotated{part}") for part in ("Source", "Property", "Target")]
    yield from zip([node] * 3, parts, edge, strict=True)
    yield from ((node, _XREF, Literal(source)) for source in sources)


def _blank(*parts: str) -> Blank:
    return Blank("_:" + parts[0][0] + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16])
