"""FAIR, in the way of FOOPS (https://w3id.org/foops): what can be checked of a release and a server without a network.

Findable: identifiers, version, prefix, metadata. Accessible: HTTP, open to all. Interoperable: formats, vocabularies.
Reusable: licence, makers, dates, provenance, words for people.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from immunograph.syntax import parse, read_turtle
from immunograph.tables import shipped_folder
from immunograph.terms import Blank, Iri, Literal
from immunograph.vocabulary import DATASET, IG, LABEL, PREFIXES, TYPE, ig, term, vocabularies

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from immunograph.terms import Term, Triple

    Said = dict[tuple[Term, str], list[Term]]

TERMS = {term(f"owl:{name}") for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
MEDIA = ("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples")
DAY = re.compile(r"\d{4}-\d\d-\d\dT00:00:00")


@pytest.fixture(scope="module")
def triples(released: Path) -> list[Triple]:
    """Read the release."""
    return read_turtle((released / "immunograph.ttl").read_bytes(), "immunograph.ttl")


@pytest.fixture(scope="module")
def said(triples: list[Triple]) -> Said:
    """Index the release by subject and property."""
    found: dict[tuple[Term, str], list[Term]] = {}
    for subject, predicate, value in triples:
        found.setdefault((subject, predicate), []).append(value)
    return found


@pytest.fixture(scope="module")
def ours(triples: list[Triple]) -> set[Term]:
    """Give our own classes, properties and concepts."""
    return {s for s, p, o in triples if p == TYPE and o in TERMS and s.startswith(IG)}


def values(said: Said, name: str, node: Term = DATASET) -> list[str]:
    """Give the values of a property."""
    return [one.value if isinstance(one, Literal) else str(one) for one in said.get((node, term(name)), [])]


def test_every_iri_is_persistent(triples: list[Triple]) -> None:
    """PURL1, URI2: what we name is under w3id.org, in one namespace; nothing is named by a machine or a file."""
    assert urlsplit(IG)[:2] == ("https", "w3id.org")
    subjects = {s for s, _, _ in triples if not isinstance(s, Blank)}
    foreign = {s for s in subjects if not s.startswith((*PREFIXES.values(), "https://", "http://"))}
    assert foreign == set()
    assert all(re.fullmatch(r"[\w.+/-]+", s.removeprefix(IG)) for s in subjects if s.startswith(IG))


def test_the_version_has_an_iri(released: Path, said: Said) -> None:
    """VER1: one, with the version in it, other than the ontology's own."""
    assert values(said, "owl:versionIRI") == [f"{IG}{released.name}/ontology"]
    assert values(said, "owl:versionInfo") == [released.name]


def test_the_version_iri_leads_to_the_ontology(served: httpx.Client) -> None:
    """VER2: at the server of that version, and an unknown version is not found."""
    query = "SELECT ?v { ig:ontology owl:versionIRI ?v }"
    (row,) = served.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    reply = served.get(
        "/" + row["v"]["value"].removeprefix(IG), headers={"Accept": "text/turtle"}, follow_redirects=True
    )
    assert reply.status_code == 200
    assert (DATASET, TYPE, term("owl:Ontology")) in read_turtle(reply.content, "the answer")
    assert served.get("/99.0.0/ontology").status_code == 404


def test_the_prefix_is_declared(said: Said) -> None:
    """FIND1: with its namespace, in the form that registries take."""
    (prefix,), (start,) = values(said, "vann:preferredNamespacePrefix"), values(said, "vann:preferredNamespaceUri")
    assert re.fullmatch(r"[a-z][a-z0-9]*([._][a-z0-9]+)*", prefix)
    assert PREFIXES[prefix] == start == IG


def test_outside_prefixes_have_their_registered_form(said: Said) -> None:
    """Each declares its namespace in the release, and names its entry of the Bioregistry in the tables."""
    with (shipped_folder() / "prefixes.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert all(re.fullmatch(r"[a-z][a-z0-9]*([._][a-z0-9]+)*", row["bioregistry"]) for row in rows)
    declared = {values(said, "sh:prefix", node)[0] for node in said[DATASET, term("sh:declare")]}
    assert {row["prefix"] for row in rows} <= declared <= {row["prefix"] for row in rows} | set(PREFIXES)


def test_the_minimum_of_metadata_is_there(said: Said) -> None:
    """OM1, OM2: title, description and label, in a language that is named."""
    for name in ("dcterms:title", "dcterms:description", "rdfs:label"):
        (one,) = said[DATASET, term(name)]
        assert isinstance(one, Literal)
        assert one.language == "en"
        assert one.value


def test_the_licence_is_open_and_is_everywhere(released: Path, said: Said) -> None:
    """OM4: one IRI of Creative Commons, in the graph, for each download, and on the front page."""
    (licence,) = values(said, "dcterms:license")
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    metadata = read_turtle((released / "metadata.ttl").read_bytes(), "metadata.ttl")
    licensed = Counter(s for s, p, o in metadata if p == term("dcterms:license") and o == licence)
    assert set(licensed) == {DATASET, *(s for s, p, o in metadata if o == term("dcat:Distribution"))}
    assert f'href="{licence}" rel="license' in (released / "index.html").read_text(encoding="utf-8")


def test_who_made_it_is_named(said: Said) -> None:
    """OM2, OM5: a creator and a publisher, each with a name."""
    for name in ("dcterms:creator", "dcterms:publisher"):
        (agent,) = said[DATASET, term(name)]
        assert values(said, "rdfs:label", agent)


def test_its_days_are_named(said: Said) -> None:
    """OM2, OM5: when it was created and issued, in this order."""
    (created,), (issued,) = values(said, "dcterms:created"), values(said, "dcterms:issued")
    assert DAY.fullmatch(created)
    assert DAY.fullmatch(issued)
    assert created <= issued


def test_it_says_how_to_cite_it(released: Path) -> None:
    """OM2: the citation names the version and its IRI."""
    text = (released / "metadata.ttl").read_text(encoding="utf-8")
    (cited,) = re.findall(r'dcterms:bibliographicCitation "([^"]*)"', text)
    assert f"Version {released.name}" in cited
    assert cited.endswith(f"{IG}{released.name}/ontology")


def test_every_term_has_a_label(ours: set[Term], said: Said) -> None:
    """VOC3: each class, property and concept, exactly one in English."""
    assert len(ours) > 1000
    assert {one for one in ours if [label.language for label in said.get((one, LABEL), [])] != ["en"]} == set()


def test_every_term_has_a_definition(ours: set[Term], said: Said) -> None:
    """VOC4: each class, property and concept."""
    assert {one for one in ours if len(values(said, "skos:definition", one)) != 1} == set()


def test_every_statement_has_its_provenance(triples: list[Triple], said: Said) -> None:
    """OM5: each annotated statement names a source, a rule or a justification; each source is described."""
    axioms = [s for s, p, o in triples if p == TYPE and o == term("owl:Axiom")]
    assert len(axioms) > 10_000
    reasons = (ig("evidence"), ig("derivedBy"), term("sssom:mapping_justification"))
    assert [one for one in axioms if not any((one, reason) in said for reason in reasons)] == []
    sources = {o for s, p, o in triples if p == term("dcterms:source") and s != DATASET}
    assert {one for one in sources if not values(said, "dcterms:title", one)} == set()


def test_vocabularies_of_others_are_used_and_named(triples: list[Triple], said: Said) -> None:
    """VOC1, VOC2: the release lists those that it uses; relations and kinds are aligned with Biolink and RO."""
    assert set(values(said, "void:vocabulary")) == set(vocabularies(triples))
    kinds = {
        s for s, p, o in triples if p == term("rdfs:subClassOf") and o == ig("Concept") and (s, ig("plural")) in said
    }
    aligned = {s for s, p, _ in triples if p == term("skos:closeMatch")}
    assert len(kinds) > 10
    assert kinds <= aligned


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("slug", ["ontology", "pembrolizumab", "targets"])
def test_each_format_is_negotiated(served: httpx.Client, slug: str, media: str) -> None:
    """CN1, RDF1: of the ontology, a concept and a property; what comes back is that format, and about the term."""
    reply = served.get(f"/{slug}", headers={"Accept": media})
    assert reply.headers["content-type"].startswith(media)
    assert "accept" in reply.headers["vary"].lower()
    quads = ox.parse(reply.content, format=ox.RdfFormat.from_media_type(media))
    assert any(quad.subject == ox.NamedNode(ig(slug)) for quad in quads)


@pytest.mark.parametrize("slug", ["ontology", "pembrolizumab"])
def test_people_get_a_page(served: httpx.Client, slug: str) -> None:
    """DOC1: a browser gets HTML from the IRI of the ontology and of a concept."""
    reply = served.get(f"/{slug}", headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=True)
    assert reply.headers["content-type"].startswith("text/html")
    assert "<title>" in reply.text


def test_every_term_leads_to_its_data(served: httpx.Client, ours: set[Term]) -> None:
    """URI1: fifty terms over the whole alphabet."""
    for one in sorted(ours)[:: len(ours) // 50]:
        reply = served.get("/" + one.removeprefix(IG), headers={"Accept": "application/n-triples"})
        assert f"<{one}> " in reply.text


def test_every_term_has_its_page_in_the_release(released: Path, ours: set[Term]) -> None:
    """DOC1: what can be read without a server."""
    pages = {path.stem for folder in ("terms", "classes", "properties") for path in (released / folder).glob("*.html")}
    assert {one.removeprefix(IG) for one in ours} - pages == set()


def test_it_is_open_to_all(served: httpx.Client) -> None:
    """HTTP1: without a login, and to pages of other hosts too (CORS)."""
    reply = served.get("/ontology", headers={"Origin": "https://example.org", "Accept": "text/turtle"})
    assert reply.status_code == 200
    assert reply.headers["access-control-allow-origin"] == "*"


def test_the_metadata_are_found_from_the_host(served: httpx.Client) -> None:
    """FIND3: VoID at its well-known place, about the ontology, and it leads to the endpoint."""
    found = read_turtle(served.get("/.well-known/void").content, "void")
    (endpoint,) = (str(o) for s, p, o in found if s == DATASET and p == term("void:sparqlEndpoint"))
    assert served.get(endpoint, params={"query": "ASK { ig:ontology a owl:Ontology }"}).json()["boolean"] is True


def test_the_metadata_stay_when_the_data_go(released: Path) -> None:
    """A2: the description of a release is a file of its own that names every download with its checksum."""
    metadata = read_turtle((released / "metadata.ttl").read_bytes(), "metadata.ttl")
    files = {str(o) for s, p, o in metadata if s == DATASET and p == term("dcat:distribution")}
    assert {PurePosixPath(one).name for one in files} <= {path.name for path in released.iterdir()}
    digests = {s for s, p, _ in metadata if p == Iri("http://spdx.org/rdf/terms#checksum")}
    assert digests == files


@pytest.mark.parametrize("name", ["immunograph.jsonld", "immunograph.nt.gz"])
def test_downloads_in_rdf_say_the_same(released: Path, triples: list[Triple], name: str) -> None:
    """RDF1: the whole graph, triple for triple in number."""
    data = (released / name).read_bytes()
    form = "jsonld" if name.endswith("jsonld") else "ntriples"
    assert len(set(parse(gzip.decompress(data) if name.endswith(".gz") else data, form, name))) == len(set(triples))


def test_the_front_page_is_found_by_search_engines(released: Path) -> None:
    """F4: the release describes itself to them as a schema.org Dataset."""
    text = (released / "index.html").read_text(encoding="utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    about = json.loads(block)
    assert (about["@context"]["@vocab"], about["@type"]) == ("https://schema.org/", "Dataset")
    assert (about["@id"], about["version"]) == (DATASET, released.name)
    for name in ("name", "description", "license", "version", "datePublished", "creator", "distribution"):
        assert about[name]
