"""Names: our namespaces, and what `ontology/schema.ttl` says of kinds and relations."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from immunograph.syntax import read_turtle
from immunograph.terms import Iri, Literal, Node, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

IG = "https://w3id.org/immunograph/"
PREFIXES = {
    "ig": IG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "obo": "http://purl.obolibrary.org/obo/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "vann": "http://purl.org/vocab/vann/",
}
DATASET, AUTHORS = Iri(IG + "ontology"), Iri(IG + "authors")
GRAPHS = {
    name: Iri(f"{IG}graph-{name}") for name in ("stated", "inferred", "evidence", "mappings", "schema", "metadata")
}
IS_A = "is-a"
"""The relation table whose property is rdfs:subClassOf."""


@lru_cache(maxsize=1 << 16)
def ig(slug: str) -> Iri:
    """Give the IRI of one of our names."""
    return Iri(IG + slug)


def source_iri(slug: str) -> Iri:
    """Give the IRI of a source."""
    return ig(f"source-{slug}")


@cache
def term(curie: str) -> Iri:
    """Expand a CURIE over the fixed prefixes.

    >>> str(term("rdfs:label"))
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, local = curie.partition(":")
    return Iri(PREFIXES[prefix] + local)


def curie(iri: str) -> str:
    """Shorten an IRI over the fixed prefixes, or give it back.

    >>> curie("https://w3id.org/immunograph/PD-1")
    'ig:PD-1'
    """
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and "/" not in iri[len(start) :]:
            return f"{prefix}:{iri[len(start) :]}"
    return iri


TYPE, SUBCLASS, LABEL = term("rdf:type"), term("rdfs:subClassOf"), term("rdfs:label")


def vocabularies(triples: Iterable[Triple]) -> list[Iri]:
    """List the namespaces, of the fixed prefixes, whose properties and classes are used (VoID, 4.3)."""
    used = {name for _, p, o in triples for name in ((p, o) if p == TYPE else (p,)) if isinstance(name, Iri)}
    return [Iri(start) for start in sorted(PREFIXES.values()) if any(name.startswith(start) for name in used)]


def table_name(local: str) -> str:
    """Write the local name of a class or property as the name of its table.

    >>> table_name("AdverseEvent"), table_name("deliversTo")
    ('adverse-event', 'delivers-to')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local).lower()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of concept: a class that has a table of its own."""

    iri: Iri
    name: str
    label: str
    plural: str
    definition: str
    ancestors: frozenset[Iri]


@dataclass(frozen=True, slots=True)
class Relation:
    """A property between concepts; `label` is the verb."""

    iri: Iri
    name: str
    label: str
    definition: str
    domain: Iri
    range: Iri
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """What the schema file says, with its triples for the reasoner."""

    triples: tuple[Triple, ...]
    kinds: dict[str, Kind]
    relations: dict[str, Relation]
    version: str
    issued: str
    title: str
    description: str
    licence: str

    def fits(self, kind: str, allowed: Iri) -> bool:
        """Tell whether concepts of a kind are members of a class."""
        return allowed in self.kinds[kind].ancestors


def read_schema(path: Path) -> Schema:
    """Read the schema file.

    Raises:
        InputError: it is not Turtle.
        OSError: it cannot be read.
    """
    triples = read_turtle(path.read_bytes(), path.name)
    about: dict[Node, dict[Iri, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        about[subject][predicate].append(value)

    def first(node: Node, name: str) -> str:
        return next((_value(v) for v in about[node][term(name)]), "")

    supers = {(s, o) for s, p, o in triples if p == SUBCLASS and isinstance(o, Iri)}
    kinds = {}
    relations = {}
    concept = ig("Concept")
    for node in list(about):
        types = about[node][TYPE]
        if term("owl:Class") in types and isinstance(node, Iri):
            ancestors = _ancestors(node, supers)
            leaf = not any(parent == node for _, parent in supers)
            if concept in ancestors and leaf:
                name = table_name(node.removeprefix(IG))
                labels = first(node, "rdfs:label"), first(node, "ig:plural"), first(node, "skos:definition")
                kinds[name] = Kind(node, name, *labels, ancestors)
        if term("owl:ObjectProperty") in types and term("owl:inverseOf") not in about[node]:
            domain, target = first(node, "rdfs:domain"), first(node, "rdfs:range")
            ends = (_ancestors(Iri(end), supers) for end in (domain, target))
            if not all(concept in classes for classes in ends) or not isinstance(node, Iri):
                continue
            name = table_name(node.removeprefix(IG))
            relations[name] = Relation(
                node,
                name,
                first(node, "rdfs:label"),
                first(node, "skos:definition"),
                Iri(domain),
                Iri(target),
                term("owl:SymmetricProperty") in types,
            )
    relations[IS_A] = Relation(
        SUBCLASS, IS_A, "is a kind of", "Is a more special kind of the other.", concept, concept,
        symmetric=False,
    )  # fmt: skip
    dataset = ("owl:versionInfo", "dcterms:issued", "dcterms:title", "dcterms:description", "dcterms:license")
    return Schema(tuple(triples), kinds, relations, *(first(DATASET, name) for name in dataset))


def _value(value: Term) -> str:
    return value.value if isinstance(value, Literal) else str(value)


def _ancestors(node: Iri, supers: Iterable[tuple[Node, Iri]]) -> frozenset[Iri]:
    found = {node}
    while more := {parent for child, parent in supers if child in found} - found:
        found |= more
    return frozenset(found)
