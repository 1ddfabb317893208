"""What the graph says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.terms import XSD, Iri, Literal, Triple, blank, text
from immunograph.vocabulary import DATASET, GRAPHS, LABEL, PREFIXES, TYPE, Schema, curie, ig, source_iri, term

if TYPE_CHECKING:
    from immunograph.model import Ontology

_ASKED = ig("prefixes")


def describe(ontology: Ontology, schema: Schema) -> list[Triple]:
    """Describe a dataset (VoID, DCAT), its prefixes and its saved questions (SHACL, 5.2.1 and 8.4)."""
    rows: list[Triple] = [
        (DATASET, TYPE, term("void:Dataset")),
        (DATASET, TYPE, term("dcat:Dataset")),
        (DATASET, term("dcterms:title"), text(schema.title)),
        (DATASET, term("dcterms:description"), text(schema.description)),
        (DATASET, term("dcterms:license"), Iri(schema.licence)),
        (DATASET, term("dcterms:issued"), Literal(schema.issued, XSD + "dateTime")),
        (DATASET, term("owl:versionInfo"), Literal(schema.version)),
        (DATASET, term("void:entities"), Literal(str(len(ontology.concepts)), XSD + "integer")),
        (DATASET, term("void:uriSpace"), Literal(ig(""))),
    ]
    rows += ((DATASET, term("dcterms:source"), source_iri(slug)) for slug in ontology.sources)
    rows += ((iri, LABEL, Literal(curie(iri))) for iri in GRAPHS.values())
    rows.append((_ASKED, LABEL, text("prefixes of the saved questions")))
    for owner, prefixes in ((DATASET, ontology.prefixes), (_ASKED, PREFIXES)):
        for prefix, start in prefixes.items():
            node = blank("declaration", prefix)
            rows += [
                (owner, term("sh:declare"), node),
                (node, term("sh:prefix"), Literal(prefix)),
                (node, term("sh:namespace"), Literal(start, XSD + "anyURI")),
            ]
    for query in ontology.queries:
        name = ig(f"query-{query.name}")
        rows += [
            *((name, TYPE, term(f"sh:{kind}")) for kind in ("SPARQLExecutable", "SPARQLSelectExecutable")),
            *((name, said, text(query.title)) for said in (LABEL, term("rdfs:comment"))),  # editors read the latter
            (name, term("sh:prefixes"), _ASKED),
            (name, term("sh:select"), Literal(query.text)),
        ]
    return rows
