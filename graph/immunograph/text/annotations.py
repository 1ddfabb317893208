"""Mentions as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one named graph a document.

Only places are given, never the text itself: the digest of the document tells whether it is still the same.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

from immunograph.terms import XSD, Blank, Iri, Literal, Node, Triple
from immunograph.text.documents import identify
from immunograph.vocabulary import IG, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.matching import Mention
    from immunograph.text.values import Document

OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
PREFIXES = {"oa": OA, "as": AS, "ig": IG, "rdf": str(term("rdf:")), "dcterms": str(term("dcterms:"))}
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"


def concept_iri(concept: str) -> Iri:
    """Give the IRI of a concept by its slug, or that of a loaded one."""
    return Iri(concept) if "://" in concept else ig(concept)


def document_iri(name: str) -> Iri:
    """Name a document: PubMed articles as PubMed does, others by their identifiers.

    >>> str(document_iri("PMID:12"))
    'https://pubmed.ncbi.nlm.nih.gov/12'
    """
    if name.startswith("PMID:"):
        return Iri(_PUBMED + quote(name.removeprefix("PMID:"), safe=""))
    return ig("document-" + quote(name, safe=""))


def graph_of(document: Document, mentions: Sequence[Mention]) -> tuple[Iri, list[Triple]]:
    """Say the mentions of a document in RDF.

    Returns:
        The name of the graph, and its triples.
    """
    source = document_iri(document.id)
    whole = identify(document.text)
    return ig(f"annotations-{_short(document.id, whole)}"), [
        (source, term("dcterms:identifier"), Literal(document.id)),
        (source, ig("digest"), Literal(whole.removeprefix("sha256:"))),
        *(triple for one in mentions for triple in _annotation(source, one)),
    ]


def _annotation(source: Iri, one: Mention) -> Iterator[Triple]:
    node = Blank(f"_:a{_short(source, str(one.start), str(one.end))}")
    target, selector = Blank(f"{node}t"), Blank(f"{node}s")
    yield node, TYPE, Iri(OA + "Annotation")
    yield node, Iri(OA + "motivatedBy"), Iri(OA + "identifying")
    yield from _body(node, one)
    yield node, Iri(OA + "hasTarget"), target
    yield target, TYPE, Iri(OA + "SpecificResource")
    yield target, Iri(OA + "hasSource"), source
    yield target, Iri(OA + "hasSelector"), selector
    yield selector, TYPE, Iri(OA + "TextPositionSelector")
    yield selector, Iri(OA + "start"), Literal(str(one.start), XSD + "nonNegativeInteger")
    yield selector, Iri(OA + "end"), Literal(str(one.end), XSD + "nonNegativeInteger")


def _body(node: Blank, one: Mention) -> Iterator[Triple]:
    """Say which concept is meant, or among which; and as a tag that the text denies it."""
    concepts = [concept_iri(concept) for concept in one.meaning.concepts]
    if len(concepts) == 1:
        yield node, Iri(OA + "hasBody"), concepts[0]
    else:
        choice = Blank(f"{node}c")
        items = [Blank(f"{node}i{n}") for n in range(len(concepts))]
        yield node, Iri(OA + "hasBody"), choice
        yield choice, TYPE, Iri(OA + "Choice")
        yield choice, Iri(AS + "items"), items[0]
        following: list[Node] = [*items[1:], term("rdf:nil")]
        for item, concept, rest in zip(items, concepts, following, strict=True):
            yield item, term("rdf:first"), concept
            yield item, term("rdf:rest"), rest
    if one.negated:
        tag = Blank(f"{node}n")
        yield node, Iri(OA + "hasBody"), tag
        yield tag, TYPE, Iri(OA + "TextualBody")
        yield tag, term("rdf:value"), Literal("denied")
        yield tag, Iri(OA + "hasPurpose"), Iri(OA + "tagging")


def _short(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
