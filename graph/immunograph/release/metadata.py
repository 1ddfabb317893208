"""What a release says of itself: VoID, DCAT 3 and SPDX checksums, and schema.org for search engines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from immunograph.release.versions import version_iri
from immunograph.syntax import serialise
from immunograph.terms import XSD, Blank, Iri, Literal, order, text
from immunograph.vocabulary import AUTHORS, DATASET, LABEL, PREFIXES, TYPE, ig, term, vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.conclusion import Conclusion
    from immunograph.release.parcel import File
    from immunograph.terms import Term, Triple
    from immunograph.vocabulary import Schema

_SPDX = "http://spdx.org/rdf/terms#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_DUMPS = ("text/turtle", "application/ld+json", "application/n-triples")


def metadata(found: Conclusion, prior: str, triples: list[Triple], files: list[File]) -> bytes:
    """Describe a release in Turtle.

    Args:
        found: what is released, with its versioned schema.
        prior: the version before, or nothing.
        triples: the whole graph, which is counted.
        files: what can be downloaded.
    """
    said = [*_about(found, prior), *_counts(found, triples)]
    for file in files:
        said += _distribution(found, file)
    prefixes = {**PREFIXES, "spdx": _SPDX, "foaf": _FOAF}
    return serialise(sorted(set(said), key=order), "turtle", prefixes)


def _integer(value: int, kind: str = "integer") -> Literal:
    return Literal(str(value), XSD + kind)


def _about(found: Conclusion, prior: str) -> Iterator[Triple]:
    """Say what the schema says of the ontology, in the words of DCAT too."""
    schema = found.schema
    yield from (triple for triple in schema.triples if triple[0] in (DATASET, AUTHORS))
    yield DATASET, TYPE, term("void:Dataset")
    yield DATASET, term("dcterms:modified"), Literal(schema.issued, XSD + "dateTime")
    yield DATASET, term("dcat:version"), Literal(schema.version)
    yield DATASET, term("dcterms:bibliographicCitation"), Literal(_citation(schema))
    if prior:
        yield DATASET, term("dcat:previousVersion"), version_iri(prior)
    for name in (o for s, p, o in schema.triples if s == AUTHORS and p == LABEL):
        yield AUTHORS, TYPE, Iri(_FOAF + "Organization")
        yield AUTHORS, Iri(_FOAF + "name"), name


def _citation(schema: Schema) -> str:
    return f"{schema.title}. Version {schema.version}, {schema.issued[:4]}. {version_iri(schema.version)}"


def _counts(found: Conclusion, triples: list[Triple]) -> Iterator[Triple]:
    types = {o for _, p, o in triples if p == TYPE}
    for name, count in (
        ("triples", len(triples)),
        ("entities", len(found.ontology.concepts)),
        ("classes", len(types)),
        ("properties", len({p for _, p, _ in triples})),
        ("distinctSubjects", len({s for s, _, _ in triples})),
        ("distinctObjects", len({o for _, _, o in triples})),
    ):
        yield DATASET, term(f"void:{name}"), _integer(count)
    yield DATASET, term("void:uriSpace"), Literal(ig(""))
    yield from ((DATASET, term("void:vocabulary"), start) for start in vocabularies(triples))
    members = Counter(concept.kind for concept in found.ontology.concepts.values())
    for kind, count in sorted(members.items()):
        part = Blank(f"_:partition-{kind}")
        yield DATASET, term("void:classPartition"), part
        yield part, term("void:class"), found.schema.kinds[kind].iri
        yield part, term("void:entities"), _integer(count)


def _distribution(found: Conclusion, file: File) -> Iterator[Triple]:
    schema = found.schema
    node, checksum = ig(f"{schema.version}/{file.path}"), Blank(f"_:sha256-{file.digest[:16]}")
    yield DATASET, term("dcat:distribution"), node
    yield node, TYPE, term("dcat:Distribution")
    yield node, term("dcterms:title"), text(file.title)
    yield node, term("dcterms:license"), Iri(schema.licence)
    yield node, term("dcterms:issued"), Literal(schema.issued, XSD + "dateTime")
    yield node, term("dcat:downloadURL"), node
    yield node, term("dcat:mediaType"), Iri(_MEDIA + file.media)
    yield node, term("dcat:byteSize"), _integer(file.size, "nonNegativeInteger")
    yield node, Iri(_SPDX + "checksum"), checksum
    yield checksum, TYPE, Iri(_SPDX + "Checksum")
    yield checksum, Iri(_SPDX + "algorithm"), Iri(_SPDX + "checksumAlgorithm_sha256")
    yield checksum, Iri(_SPDX + "checksumValue"), Literal(file.digest, XSD + "hexBinary")
    if file.path.endswith(".gz"):
        yield node, term("dcat:compressFormat"), Iri(_MEDIA + "application/gzip")
    if file.media in _DUMPS:
        yield DATASET, term("void:dataDump"), node


def schema_org(found: Conclusion, files: list[File]) -> dict[str, Any]:
    """Describe a release in JSON-LD, as a Dataset of schema.org."""
    schema = found.schema
    makers = [{"@id": o} for s, p, o in schema.triples if s == DATASET and p == term("dcterms:creator")]
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": DATASET,
        "name": schema.title,
        "description": schema.description,
        "identifier": version_iri(schema.version),
        "version": schema.version,
        "datePublished": schema.issued[: len("2026-01-31")],
        "license": schema.licence,
        "isAccessibleForFree": True,
        "creator": [{**one, "@type": "Organization", "name": _name(found, one["@id"])} for one in makers],
        "distribution": [_download(schema, file) for file in files],
    }


def _name(found: Conclusion, maker: Term) -> str:
    return next(o.value for s, p, o in found.schema.triples if (s, p) == (maker, LABEL) and isinstance(o, Literal))


def _download(schema: Schema, file: File) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "encodingFormat": file.media,
        "contentUrl": ig(f"{schema.version}/{file.path}"),
        "contentSize": f"{file.size} B",
        "sha256": file.digest,
    }
