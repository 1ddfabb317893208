"""Read OWL 2 functional syntax into RDF, by the OWL 2 Mapping to RDF Graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.errors import InputError
from immunograph.exchange.functional import ANNOTATED, BETWEEN, DECLARED, DENIED, OF_PROPERTY, TRAITS
from immunograph.model import Finding, Place
from immunograph.terms import LANG_STRING, STRING, Blank, Iri, Literal, Node, Term, Triple
from immunograph.vocabulary import TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""\s+ | \#[^\n]* |
    (?P<literal> "(?P<value>(?:[^"\\]|\\.)*)"
        (?: @(?P<language>[A-Za-z0-9-]+) | \^\^(?P<datatype><[^<>"\s]*>|[^\s()<>"]+) )? ) |
    (?P<iri> <[^<>"\s]*> ) | (?P<open> \( ) | (?P<close> \) ) | (?P<equals> = ) | (?P<word> [^\s()<>"=]+ )""",
    re.VERBOSE | re.DOTALL,
)
_DEEPEST = 20
_DECLARE = {name: kind for kind, name in DECLARED.items()} | {"NamedIndividual": term("owl:NamedIndividual")}
_TRAIT = {name: trait for trait, name in TRAITS.items()}
_PAIR = (
    {name: iri for iri, name in BETWEEN.items()}
    | {
        f"{kind}{part}": iri
        for iri, part in OF_PROPERTY.items()
        for kind in ("ObjectProperty", "DataProperty", "AnnotationProperty")
    }
    | {"SubAnnotationPropertyOf": term("rdfs:subPropertyOf"), "SubDataPropertyOf": term("rdfs:subPropertyOf")}
)
_ASSERTIONS = ("ObjectPropertyAssertion", "DataPropertyAssertion", "AnnotationAssertion")


class _Form:
    """`Name(...)`, and where it begins."""

    def __init__(self, name: str, start: int) -> None:
        self.name, self.start = name, start
        self.items: list[_Form | Term] = []


def read(data: bytes, path: str) -> list[Triple]:
    """Parse an ontology document.

    Raises:
        InputError: it is malformed, or has a kind of axiom that the tables cannot say.
    """
    try:
        return list(_Reader(data.decode("utf-8"), path).triples())
    except UnicodeDecodeError as error:
        raise InputError([Finding(Place(path), "not-utf-8", "the file is not UTF-8; save it as UTF-8")]) from error


class _Reader:
    """A document on its way into triples."""

    def __init__(self, document: str, path: str) -> None:
        self.document, self.path, self.count = document, path, 0
        self.prefixes: dict[str, str] = {}

    def _wrong(self, at: int, message: str) -> InputError:
        line = self.document.count("\n", 0, at) + 1
        place = Place(self.path, line, at - self.document.rfind("\n", 0, at))
        return InputError([Finding(place, "not-functional", message)])

    def triples(self) -> Iterator[Triple]:
        """Read the ontology of the document."""
        top = self._forms()
        ontology = next((form for form in top.items if isinstance(form, _Form) and form.name == "Ontology"), None)
        if ontology is None:
            raise self._wrong(0, "there is no Ontology( ... ); is it OWL functional syntax?")
        names = [item for item in ontology.items if isinstance(item, Iri)]
        for name in names[:1]:
            yield name, TYPE, term("owl:Ontology")
            yield from ((name, term("owl:versionIRI"), version) for version in names[1:])
        for form in ontology.items:
            if isinstance(form, _Form):
                if form.name == "Annotation" and names:
                    yield (names[0], *self._note(form))
                else:
                    yield from self._axiom(form)

    def _forms(self) -> _Form:
        """Nest the tokens by their brackets."""
        outer, word, at = [_Form("", 0)], "", 0
        for token in self._tokens():
            inner, kind, at = outer[-1], token.lastgroup, token.start()
            if kind == "open":
                outer.append(_Form(word, at))
                inner.items.append(outer[-1])
                if len(outer) > _DEEPEST:
                    raise self._wrong(at, f"brackets stand more than {_DEEPEST} deep; mend it here")
            elif word:
                inner.items.append(self._named(word, inner, at))
            word = token["word"] or ""
            if kind == "iri":
                inner.items.append(Iri(token["iri"][1:-1]))
            elif kind == "literal":
                inner.items.append(self._literal(token))
            elif kind == "close":
                if len(outer) == 1:
                    raise self._wrong(at, "a bracket too many; remove it")
                self._prefix(outer.pop())
        if len(outer) > 1:
            raise self._wrong(len(self.document), "a bracket is not closed; is the file cut off?")
        return outer[0]

    def _tokens(self) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(self.document):
            token = _TOKEN.match(self.document, at)
            if token is None:
                raise self._wrong(at, "a quote or bracket is not closed; mend it here")
            at = token.end()
            if token.lastgroup:
                yield token

    def _prefix(self, form: _Form) -> None:
        if form.name != "Prefix":
            return
        if len(form.items) != 2:  # noqa: PLR2004 - a prefix and its IRI
            raise self._wrong(form.start, "a prefix has a name and an IRI; mend it here")
        self.prefixes[str(form.items[0])] = str(form.items[1])

    def _named(self, word: str, inner: _Form, at: int) -> Term:
        if inner.name == "Prefix":
            return Iri(word.removesuffix(":"))
        if word.startswith("_:"):
            return Blank(word)
        prefix, colon, local = word.partition(":")
        if not colon or prefix not in self.prefixes:
            raise self._wrong(at, f"{word!r} has no known prefix; declare it or write the whole IRI")
        return Iri(self.prefixes[prefix] + local)

    def _literal(self, token: re.Match[str]) -> Literal:
        value = re.sub(r"\\(.)", r"\1", token["value"], flags=re.DOTALL)
        if token["language"]:
            return Literal(value, LANG_STRING, token["language"])
        kind = token["datatype"]
        if not kind:
            return Literal(value, STRING)
        return Literal(value, kind[1:-1] if kind[0] == "<" else str(self._named(kind, _Form("", 0), token.start())))

    def _note(self, form: _Form) -> tuple[Iri, Term]:
        match form.items:
            case [Iri() as name, (Iri() | Blank() | Literal()) as value]:
                return name, value
        raise self._wrong(form.start, "an annotation on an annotation is not read; take it off")

    def _blank(self) -> Blank:
        self.count += 1
        return Blank(f"_:read{self.count}")

    def _axiom(self, form: _Form) -> Iterator[Triple]:
        notes = [self._note(i) for i in form.items if isinstance(i, _Form) and i.name == "Annotation"]
        rest = [i for i in form.items if not (isinstance(i, _Form) and i.name == "Annotation")]
        about: Node = self._blank()
        match form.name, rest:
            case "NegativeObjectPropertyAssertion", [Iri() as p, (Iri() | Blank()) as s, (Iri() | Blank()) as o]:
                yield about, TYPE, term("owl:NegativePropertyAssertion")
                yield from zip([about] * 3, DENIED, (s, p, o), strict=True)
            case "DisjointClasses", _:
                yield about, TYPE, term("owl:AllDisjointClasses")
                yield from self._list(about, term("owl:members"), form, rest)
            case "SubObjectPropertyOf", [_Form(name="ObjectPropertyChain") as chain, Iri() as s]:
                yield from self._list(s, term("owl:propertyChainAxiom"), chain, chain.items)
            case _:
                edge = self._edge(form, rest)
                yield edge
                if notes:
                    yield about, TYPE, term("owl:Axiom")
                    yield from zip([about] * 3, ANNOTATED, edge, strict=True)
        yield from ((about, *note) for note in notes)

    def _edge(self, form: _Form, rest: list[_Form | Term]) -> Triple:
        match form.name, rest:
            case "Declaration", [_Form(name=kind, items=[Iri() as s])] if kind in _DECLARE:
                return s, TYPE, _DECLARE[kind]
            case "ClassAssertion", [Iri() as o, (Iri() | Blank()) as s]:
                return s, TYPE, o
            case name, [Iri() as s] if name in _TRAIT:
                return s, TYPE, _TRAIT[name]
            case name, [Iri() as s, Iri() as o] if name in _PAIR:
                return s, _PAIR[name], o
            case name, [Iri() as p, (Iri() | Blank()) as s, (Iri() | Blank() | Literal()) as o] if name in _ASSERTIONS:
                return s, p, o
        raise self._wrong(
            form.start, f"the tables have no place for this {form.name}; take it out or state it as a relation"
        )

    def _list(self, node: Node, name: Iri, form: _Form, items: list[_Form | Term]) -> Iterator[Triple]:
        for item in items:
            if isinstance(item, _Form):
                raise self._wrong(item.start, f"the tables have no place for a {item.name} in {form.name}; take it out")
            cell = self._blank()
            yield node, name, cell
            yield cell, term("rdf:first"), item
            node, name = cell, term("rdf:rest")
        yield node, name, term("rdf:nil")
