"""OWL 2 functional syntax (W3C Structural Specification), written from RDF by the OWL 2 Mapping to RDF Graphs.

Ours, as the libraries that write it are under the LGPL (py-horned-owl, Owlready2) or need one under the GPL (funowl).
It knows the kinds of axiom that the release has, and refuses others rather than losing them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.errors import InputError
from immunograph.model import Finding, Place
from immunograph.terms import STRING, Blank, Iri, Node, Term, Triple, order
from immunograph.vocabulary import DATASET, PREFIXES, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DECLARED = {
    term("owl:Class"): "Class",
    term("owl:ObjectProperty"): "ObjectProperty",
    term("owl:DatatypeProperty"): "DataProperty",
    term("owl:AnnotationProperty"): "AnnotationProperty",
}
TRAITS = {
    term(f"owl:{name}"): name.removesuffix("Property") + "ObjectProperty"
    for name in ("SymmetricProperty", "TransitiveProperty", "AsymmetricProperty", "IrreflexiveProperty")
} | {term("owl:FunctionalProperty"): "FunctionalObjectProperty"}
BETWEEN = {
    term("rdfs:subClassOf"): "SubClassOf",
    term("rdfs:subPropertyOf"): "SubObjectPropertyOf",
    term("owl:inverseOf"): "InverseObjectProperties",
}
OF_PROPERTY = {term("rdfs:domain"): "Domain", term("rdfs:range"): "Range"}
ANNOTATED = tuple(term(f"owl:annotated{part}") for part in ("Source", "Property", "Target"))
DENIED = (term("owl:sourceIndividual"), term("owl:assertionProperty"), term("owl:targetIndividual"))
_PLAIN = re.compile(r"[A-Za-z_][\w-]*")


def write(triples: list[Triple]) -> bytes:
    """Write an ontology document; the same triples give the same bytes.

    Raises:
        InputError: a triple is none of the kinds of axiom that this writes.
    """
    return _Document(triples).text().encode()


class _Document:
    """Triples, and what of them belongs to which axiom."""

    def __init__(self, triples: list[Triple]) -> None:
        self.about: dict[Node, dict[Iri, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in sorted(triples, key=order):
            self.about[s][p].append(o)
        self.properties = {
            s: DECLARED[o]
            for s, p, o in triples
            if p == TYPE and isinstance(o, Iri) and o in DECLARED and o != term("owl:Class")
        }
        self.notes: dict[tuple[Term, ...], list[tuple[Iri, Term]]] = {}
        self.inside: set[Node] = {s for s, p, _ in triples if p == term("rdf:first")}
        for node, facts in list(self.about.items()):
            if term("owl:Axiom") in facts[TYPE]:
                edge = tuple(facts[name][0] for name in ANNOTATED)
                rest = ((name, values) for name, values in facts.items() if name != TYPE and name not in ANNOTATED)
                self.notes[edge] = [(name, value) for name, values in rest for value in values]
                self.inside.add(node)

    def text(self) -> str:
        """Write the whole document."""
        head = [f"Prefix({prefix}:=<{start}>)" for prefix, start in sorted(PREFIXES.items())]
        version = "".join(f" {_term(value)}" for value in self.about[DATASET].pop(term("owl:versionIRI"), []))
        return "\n".join([*head, f"Ontology({_term(DATASET)}{version}", *self._body(), ")", ""])

    def _body(self) -> Iterator[str]:
        own = self.about[DATASET]
        for name in [name for name in own if name != TYPE and self._is_annotation(name)]:
            yield from (f"Annotation({_term(name)} {_term(value)})" for value in own.pop(name))
        for node, facts in self.about.items():
            for kind in facts[TYPE]:
                if isinstance(kind, Iri) and kind in DECLARED:
                    yield f"Declaration({DECLARED[kind]}({_term(node)}))"
        for node, facts in self.about.items():
            if term("owl:NegativePropertyAssertion") in facts[TYPE]:
                yield self._denial(facts)
            elif term("owl:AllDisjointClasses") in facts[TYPE]:
                yield f"DisjointClasses({' '.join(map(_term, self._list(facts[term('owl:members')][0])))})"
            elif node not in self.inside:
                for name, values in facts.items():
                    yield from filter(None, (self._axiom((node, name, value)) for value in values))

    def _is_annotation(self, name: Node) -> bool:
        return self.properties.get(name, "AnnotationProperty") == "AnnotationProperty"

    def _axiom(self, triple: Triple) -> str:
        s, p, o = triple
        notes = self._notes(self.notes.get(triple, ()))
        if p == TYPE and isinstance(o, Iri):
            if o in DECLARED or o == term("owl:Ontology"):
                return ""
            return f"{TRAITS[o]}({notes}{_term(s)})" if o in TRAITS else f"ClassAssertion({notes}{_term(o)} {_term(s)})"
        if p == term("owl:propertyChainAxiom"):
            chain = " ".join(map(_term, self._list(o)))
            return f"SubObjectPropertyOf({notes}ObjectPropertyChain({chain}) {_term(s)})"
        if p in BETWEEN:
            return f"{BETWEEN[p]}({notes}{_term(s)} {_term(o)})"
        if p in OF_PROPERTY:
            return f"{self.properties[s]}{OF_PROPERTY[p]}({notes}{_term(s)} {_term(o)})"
        if p.startswith(PREFIXES["owl"]) and p not in (term("owl:deprecated"), term("owl:versionInfo")):
            message = f"{p} is no kind of axiom that functional syntax is written for; export Turtle instead"
            raise InputError([Finding(Place("schema.ttl"), "unsupported-axiom", message)])
        kind = "Annotation" if self._is_annotation(p) else self.properties[p]
        return f"{kind}Assertion({notes}{_term(p)} {_term(s)} {_term(o)})"

    def _denial(self, facts: dict[Iri, list[Term]]) -> str:
        s, p, o = (facts[name][0] for name in DENIED)
        rest = [(name, v) for name, values in facts.items() for v in values if name != TYPE and name not in DENIED]
        return f"NegativeObjectPropertyAssertion({self._notes(rest)}{_term(p)} {_term(s)} {_term(o)})"

    def _notes(self, pairs: Iterable[tuple[Iri, Term]]) -> str:
        return "".join(f"Annotation({_term(name)} {_term(value)}) " for name, value in pairs)

    def _list(self, node: Term) -> Iterator[Term]:
        while isinstance(node, Blank):
            yield self.about[node][term("rdf:first")][0]
            node = self.about[node][term("rdf:rest")][0]


def _term(value: Term) -> str:
    if isinstance(value, Blank):
        return str(value)
    if isinstance(value, Iri):
        for prefix, start in PREFIXES.items():
            if value.startswith(start) and _PLAIN.fullmatch(value[len(start) :]):
                return f"{prefix}:{value[len(start) :]}"
        return f"<{value}>"
    quoted = '"' + value.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    return quoted if value.datatype == STRING else f"{quoted}^^{_term(Iri(value.datatype))}"
