"""Classes and properties of the schema, as people read them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.reasoning import schema_rules
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import IG, SUBCLASS, TYPE, curie, ig, table_name, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.terms import Node, Triple
    from immunograph.vocabulary import Schema

CLASSES, PROPERTIES = "classes", "properties"
_SORTS = {
    term("owl:Class"): (CLASSES, "class"),
    term("owl:ObjectProperty"): (PROPERTIES, "relation"),
    term("owl:DatatypeProperty"): (PROPERTIES, "attribute"),
    term("owl:AnnotationProperty"): (PROPERTIES, "annotation"),
}
_FORWARDS = {
    SUBCLASS: "is a kind of",
    term("rdfs:subPropertyOf"): "is a more exact way to say",
    term("rdfs:domain"): "is said of",
    term("rdfs:range"): "leads to",
    term("owl:inverseOf"): "reads backwards",
    term("skos:exactMatch"): "is the same as",
    term("skos:closeMatch"): "is close to",
    term("skos:broadMatch"): "is narrower than",
    term("skos:narrowMatch"): "is broader than",
    term("skos:relatedMatch"): "is related to",
}
_BACKWARDS = {
    SUBCLASS: "has as kinds",
    term("rdfs:subPropertyOf"): "is said more exactly by",
    term("rdfs:domain"): "may have",
    term("rdfs:range"): "may be reached by",
    term("owl:inverseOf"): "reads backwards",
}


@dataclass(frozen=True, slots=True)
class Link:
    """What a fact leads to: a term of ours in a folder, or an outside address."""

    words: str
    slug: str = ""
    folder: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property.

    Args:
        slug: local name of its IRI.
        folder: `classes` or `properties`.
        sort: class, relation, attribute or annotation.
        label: its name or verb.
        plural: of a class that has one.
        definition: what it means.
        types: CURIEs of its types in RDF and OWL.
        facts: property and IRI of what the schema says of it.
        links: the same in words, and backwards.
        rules: how it follows, in words.
        table: the kind of concept that it is, by the name of its table.
    """

    slug: str
    folder: str
    sort: str
    label: str
    plural: str
    definition: str
    types: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    links: dict[str, tuple[Link, ...]]
    rules: tuple[str, ...]
    table: str


def terms(schema: Schema) -> list[Term]:
    """Gather our classes and properties, in the order of their names."""
    return _Gatherer(schema).all()


class _Gatherer:
    """The triples of a schema by subject and by object."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.about: dict[Node, list[Triple]] = defaultdict(list)
        self.from_: dict[str, list[Triple]] = defaultdict(list)
        self.rules: dict[str, set[str]] = defaultdict(set)
        for triple in schema.triples:
            self.about[triple[0]].append(triple)
            self.from_[str(triple[2])].append(triple)
        for rule in schema_rules(schema.triples)[0]:
            if rule.head[1] not in (TYPE, SUBCLASS):
                self.rules[rule.head[1]].add(rule.label)

    def all(self) -> list[Term]:
        found = (self._term(node) for node in self.about if isinstance(node, Iri) and node.startswith(IG))
        return sorted((one for one in found if one), key=lambda one: (one.folder, one.slug.casefold()))

    def _sort(self, node: Node | str) -> tuple[str, str]:
        sorts = [
            _SORTS[o] for _, p, o in self.about.get(Iri(node), ()) if p == TYPE and isinstance(o, Iri) and o in _SORTS
        ]
        return sorts[0] if sorts else ("", "")

    def _text(self, node: Node, name: str) -> str:
        return next((o.value for _, p, o in self.about[node] if p == term(name) and isinstance(o, Literal)), "")

    def _term(self, node: Iri) -> Term | None:
        folder, sort = self._sort(node)
        if not folder:
            return None
        links: dict[str, set[Link]] = defaultdict(set)
        for words, other in self._links(node):
            links[words].add(self._link(other))
        slug = node.removeprefix(IG)
        return Term(
            slug,
            folder,
            sort,
            self._text(node, "rdfs:label") or slug,
            self._text(node, "ig:plural"),
            self._text(node, "skos:definition"),
            tuple(sorted(curie(o) for _, p, o in self.about[node] if p == TYPE and isinstance(o, Iri))),
            tuple(sorted((curie(p), str(o)) for _, p, o in self.about[node] if p in _FORWARDS and isinstance(o, Iri))),
            {
                words: tuple(sorted(found, key=lambda one: (one.words.casefold(), one.slug)))
                for words, found in links.items()
            },
            tuple(sorted(self.rules[node])),
            table_name(slug) if table_name(slug) in self.schema.kinds and folder == CLASSES else "",
        )

    def _links(self, node: Iri) -> Iterator[tuple[str, Iri]]:
        """Say what stands next to a term; what it is said of and leads to first."""
        for name, words in _FORWARDS.items():
            yield from ((words, o) for _, p, o in self.about[node] if p == name and isinstance(o, Iri))
        for name, words in _BACKWARDS.items():
            yield from ((words, s) for s, p, _ in self.from_[node] if p == name and isinstance(s, Iri))

    def _link(self, iri: Iri) -> Link:
        folder, _ = self._sort(iri)
        if iri.startswith(ig("")) and folder:
            return Link(self._text(iri, "rdfs:label") or iri.removeprefix(IG), iri.removeprefix(IG), folder)
        return Link(curie(iri), url=iri)
