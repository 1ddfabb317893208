"""Pairs as associations of the Biolink model, in a named graph of their own.

They say that two concepts occur together in the literature, with counts and exemplars, and nothing of why.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from immunograph.terms import XSD, Blank, Iri, Literal, Triple
from immunograph.text.annotations import OA, concept_iri, document_iri
from immunograph.vocabulary import LABEL, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.mining.adding import Exemplar, Pair

TOGETHER = term("biolink:occurs_together_in_literature_with")
LIKELY = 0.05
"""The false discovery rate up to which a pair is an association."""
_INFORES = "infores:immunograph"


def head(graph: Iri) -> list[Triple]:
    """Say what the graph is."""
    return [(graph, LABEL, Literal("what occurs together in the literature"))]


def triples(pairs: Sequence[Pair], whole: int) -> Iterator[Triple]:
    """Say pairs that meet more often than by chance in RDF.

    Args:
        pairs: what was added up.
        whole: how many documents were read.
    """
    for one in pairs:
        if one.q <= LIKELY and one.log_likelihood > 0:
            yield from _association(one, whole)


def _association(one: Pair, whole: int) -> Iterator[Triple]:
    a, b = concept_iri(one.a), concept_iri(one.b)
    node = ig(f"together-{hashlib.sha256(f'{a} {b}'.encode()).hexdigest()[:16]}")
    yield a, TOGETHER, b
    yield node, TYPE, term("biolink:Association")
    yield node, term("biolink:subject"), a
    yield node, term("biolink:predicate"), TOGETHER
    yield node, term("biolink:object"), b
    yield node, term("biolink:knowledge_level"), Literal("statistical_association")
    yield node, term("biolink:agent_type"), Literal("text_mining_agent")
    yield node, term("biolink:primary_knowledge_source"), Literal(_INFORES)
    counts = {
        "concept_pair_count": one.documents, "concept_count_subject": one.a_documents,
        "concept_count_object": one.b_documents, "dataset_count": whole,
    }  # fmt: skip
    for name, count in counts.items():
        yield node, term(f"biolink:{name}"), Literal(str(count), XSD + "integer")
    yield node, term("biolink:adjusted_p_value"), _double(one.q)
    yield node, ig("sentencesTogether"), Literal(str(one.sentences), XSD + "integer")
    yield node, ig("npmi"), _double(one.npmi)
    yield node, ig("logLikelihood"), _double(one.log_likelihood)
    for number, exemplar in enumerate(one.exemplars):
        yield from _exemplar(node, number, exemplar)


def _double(value: float) -> Literal:
    return Literal(repr(value), XSD + "double")


def _exemplar(node: Iri, number: int, one: Exemplar) -> Iterator[Triple]:
    """Point to the two mentions in a document (W3C Web Annotation)."""
    target = Blank(f"_:{node.rpartition('-')[2]}e{number}")
    yield node, term("biolink:publications"), document_iri(one.document)
    yield node, term("prov:wasDerivedFrom"), target
    yield target, TYPE, Iri(OA + "SpecificResource")
    yield target, Iri(OA + "hasSource"), document_iri(one.document)
    for name, start, end in (("a", one.start, one.end), ("b", one.other_start, one.other_end)):
        selector = Blank(f"{target}{name}")
        yield target, Iri(OA + "hasSelector"), selector
        yield selector, TYPE, Iri(OA + "TextPositionSelector")
        yield selector, Iri(OA + "start"), Literal(str(start), XSD + "nonNegativeInteger")
        yield selector, Iri(OA + "end"), Literal(str(end), XSD + "nonNegativeInteger")
