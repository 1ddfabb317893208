"""Rules: Horn clauses over triples, made from the axioms of the schema."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.errors import InputError
from immunograph.model import Finding, Place
from immunograph.terms import Iri, Literal, Node, Term, Triple
from immunograph.vocabulary import IG, LABEL, SUBCLASS, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator

Pattern = tuple[str, str, str]
"""Subject, predicate and object; what begins with `?` is a variable."""


@dataclass(frozen=True, slots=True)
class Rule:
    """If every pattern of the body holds, the head holds; `label` says so in plain words."""

    name: str
    label: str
    body: tuple[Pattern, ...]
    head: Pattern


@dataclass(frozen=True, slots=True)
class Disjoint:
    """Two classes that no individual may be a member of (OWL 2, 9.1.3)."""

    one: Iri
    other: Iri


KINDS_OF_KINDS = Rule(
    "kind-of-a-kind",
    "a kind of a kind of something is a kind of it",
    (("?x", SUBCLASS, "?y"), ("?y", SUBCLASS, "?z")),
    ("?x", SUBCLASS, "?z"),
)
MEMBERS = Rule(
    "member-of-a-kind",
    "a member of a class is a member of every wider class",
    (("?x", TYPE, "?y"), ("?y", SUBCLASS, "?z")),
    ("?x", TYPE, "?z"),
)

_SILENT = {
    "owl": "Class Ontology ObjectProperty DatatypeProperty AnnotationProperty NamedIndividual versionInfo versionIRI "
    "priorVersion deprecated members AllDisjointClasses",
    "rdfs": "label comment seeAlso isDefinedBy",
}
_NO_LOGIC = {term(f"{prefix}:{name}") for prefix, names in _SILENT.items() for name in names.split()}


def schema_rules(triples: tuple[Triple, ...], path: str = "schema.ttl") -> tuple[list[Rule], list[Disjoint]]:
    """Compile the axioms of a schema.

    Supported: subclass, subproperty, equivalent property and class, inverse, symmetric, transitive, chains,
    domain, range, disjoint classes (OWL 2 Profiles, 4.3), and our `ig:inherited`.

    Raises:
        InputError: an axiom of another kind; none is ever ignored.
    """
    maker = _Maker(triples)
    rules = [KINDS_OF_KINDS, MEMBERS]
    findings = []
    for subject, predicate, value in triples:
        made = maker.rules(subject, predicate, value)
        if made is None:
            message = f"the reasoner does not know {value if predicate == TYPE else predicate}; say it another way"
            findings.append(Finding(Place(path), "unsupported-axiom", message))
        else:
            rules += made
    if findings:
        raise InputError(sorted(set(findings)))
    unique = {(rule.body, rule.head): rule for rule in reversed(rules)}
    return sorted(unique.values(), key=lambda rule: rule.name), maker.disjoint()


class _Maker:
    """What compiling one axiom needs to know of the others: labels and lists."""

    def __init__(self, triples: tuple[Triple, ...]) -> None:
        self.about: dict[Node, dict[Iri, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self.about[subject][predicate].append(value)

    def say(self, node: Term) -> str:
        """Quote the label of a property or class."""
        labels = self.about[node][LABEL] if not isinstance(node, Literal) else []
        name = labels[0].value if labels and isinstance(labels[0], Literal) else str(node).removeprefix(IG)
        return f"'{name}'"

    def items(self, node: Term) -> Iterator[Iri]:
        """Walk an RDF list."""
        while isinstance(node, str) and node != term("rdf:nil"):
            first, rest = self.about[Iri(node)][term("rdf:first")], self.about[Iri(node)][term("rdf:rest")]
            if not first or not isinstance(first[0], Iri):
                return
            yield first[0]
            node = rest[0]

    def disjoint(self) -> list[Disjoint]:
        """Collect the pairs of disjoint classes."""
        groups = [list(self.items(v)) for node in list(self.about) for v in self.about[node][term("owl:members")]]
        pairs = [(s, o) for s in list(self.about) for o in self.about[s][term("owl:disjointWith")]]
        groups += ([s, o] for s, o in pairs if isinstance(s, Iri) and isinstance(o, Iri))
        return [Disjoint(a, b) for group in groups for n, a in enumerate(group) for b in group[n + 1 :]]

    def rules(  # noqa: C901, PLR0911 - one branch for each kind of axiom
        self, s: Node, p: Iri, o: Term
    ) -> list[Rule] | None:
        """Compile one triple; nothing where it has no logic, None where it has logic that is not known."""
        name, about = str(s).removeprefix(IG), str(o).removeprefix(IG)
        if p == TYPE:
            return self._type(str(s), name, o)
        if p in (SUBCLASS, term("owl:disjointWith")):
            return []
        if p == term("rdfs:subPropertyOf"):
            return [self._sub(str(s), str(o), name, about)]
        if p == term("owl:equivalentProperty"):
            return [self._sub(str(s), str(o), name, about), self._sub(str(o), str(s), about, name)]
        if p == term("owl:equivalentClass") and isinstance(o, Iri):
            return [
                Rule(f"same-{a}-{b}", "two names of one class", (("?x", q, f),), ("?x", q, t))
                for q in (TYPE, SUBCLASS)
                for a, b, f, t in ((name, about, str(s), str(o)), (about, name, str(o), str(s)))
            ]
        if p == term("owl:inverseOf"):
            label = f"{self.say(s)} is {self.say(o)} read backwards"
            return [
                Rule(f"inverse-{name}", label, (("?x", str(o), "?y"),), ("?y", str(s), "?x")),
                Rule(f"inverse-{about}", label, (("?x", str(s), "?y"),), ("?y", str(o), "?x")),
            ]
        if p == term("rdfs:domain"):
            label = f"only a {self.say(o)} can stand before {self.say(s)}"
            return [Rule(f"domain-{name}", label, (("?x", str(s), "?y"),), ("?x", TYPE, str(o)))]
        if p == term("rdfs:range"):
            return self._range(str(s), name, o)
        if p == term("owl:propertyChainAxiom"):
            return [self._chain(str(s), name, list(self.items(o)))]
        if p == ig("inherited"):
            label = f"what {self.say(s)} holds of a kind of thing holds of each kind of it"
            body = (("?x", SUBCLASS, "?y"), ("?y", str(s), "?z"))
            return [Rule(f"inherited-{name}", label, body, ("?x", str(s), "?z"))]
        logical = p.startswith((term("owl:"), term("rdfs:")))
        return None if logical and p not in _NO_LOGIC else []

    def _type(self, s: str, name: str, o: Term) -> list[Rule] | None:
        if o == term("owl:SymmetricProperty"):
            label = f"{self.say(Iri(s))} holds both ways"
            return [Rule(f"symmetric-{name}", label, (("?x", s, "?y"),), ("?y", s, "?x"))]
        if o == term("owl:TransitiveProperty"):
            label = f"{self.say(Iri(s))} carries on from one to the next"
            return [Rule(f"transitive-{name}", label, (("?x", s, "?y"), ("?y", s, "?z")), ("?x", s, "?z"))]
        logical = isinstance(o, Iri) and o.startswith((term("owl:"), term("rdfs:")))
        return None if logical and o not in _NO_LOGIC else []

    def _sub(self, s: str, o: str, name: str, about: str) -> Rule:
        label = f"{self.say(Iri(s))} is one way of {self.say(Iri(o))}"
        return Rule(f"sub-{name}-{about}", label, (("?x", s, "?y"),), ("?x", o, "?y"))

    def _range(self, s: str, name: str, o: Term) -> list[Rule]:
        if not isinstance(o, Iri) or o.startswith(term("xsd:")):
            return []
        label = f"only a {self.say(o)} can stand after {self.say(Iri(s))}"
        return [Rule(f"range-{name}", label, (("?x", s, "?y"),), ("?y", TYPE, o))]

    def _chain(self, s: str, name: str, steps: list[Iri]) -> Rule:
        label = " and then ".join(map(self.say, steps)) + f" together give {self.say(Iri(s))}"
        body = tuple((f"?{n}", str(step), f"?{n + 1}") for n, step in enumerate(steps))
        return Rule(
            f"chain-{name}-{'-'.join(x.removeprefix(IG) for x in steps)}", label, body, ("?0", s, f"?{len(steps)}")
        )
