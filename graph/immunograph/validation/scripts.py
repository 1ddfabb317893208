"""Checks of the schema, rules and saved queries."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.errors import QueryError
from immunograph.guard import check_query
from immunograph.model import Finding, Place
from immunograph.terms import Iri
from immunograph.validation.common import local, meant
from immunograph.vocabulary import IG, TYPE, Schema, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Ontology

_TERM = re.compile(r"(?<![\w?$])ig:([A-Za-z0-9][\w.-]*\w|[A-Za-z0-9])")
_SILENT = re.compile(r"""<[^<>\s]*>|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*""")
"""IRIs, strings and comments."""
_RECORDS = ("source-", "curator-", "indication-", "query-", "rule-", "graph-", "ontology")
"""What the names of records begin with; they are not in the schema."""


def check_scripts(ontology: Ontology, schema: Schema) -> Iterator[Finding]:
    """Check that queries can be read, and that they and the rules use only terms that are declared."""
    known = {local(str(s)) for s, _, _ in schema.triples} | set(ontology.concepts)
    for script in ontology.queries:
        try:
            check_query(script.text, script.path)
        except QueryError as error:
            yield Finding(Place(script.path, error.line or 1, error.column or 1), "wrong-query", error.message)
    for script in (*ontology.queries, *ontology.rules):
        for number, line in enumerate(_SILENT.sub(_blank, script.text).split("\n"), 1):
            for name in _TERM.finditer(line):
                if name[1] not in known and not name[1].startswith(_RECORDS):
                    message = f"nothing declares ig:{name[1]}; {meant(name[1], known)}"
                    yield Finding(Place(script.path, number, name.start() + 1), "unknown-term", message)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def check_schema(schema: Schema) -> Iterator[Finding]:
    """Check that every class and property of ours says what it is."""
    about: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    inverse = {str(o) for _, p, o in schema.triples if p == term("owl:inverseOf")}
    for s, p, o in schema.triples:
        if isinstance(s, Iri) and s.startswith(IG):
            about[s].add(p)
            types[s] |= {str(o)} if p == TYPE else set()
    for node, predicates in sorted(about.items()):
        wanted = ["rdfs:label", "skos:definition"]
        if term("owl:ObjectProperty") in types[node] and term("owl:inverseOf") not in predicates:
            wanted += ["rdfs:domain", "rdfs:range"]
        if not types[node] & {term("owl:Class"), term("owl:ObjectProperty"), term("owl:DatatypeProperty")}:
            continue
        for name in wanted:
            if term(name) not in predicates:
                yield Finding(Place("schema.ttl"), "schema-gap", f"{local(node)} has no {name}; add it")
        concepts = str(next((o for s, p, o in schema.triples if s == node and p == term("rdfs:domain")), ""))
        symmetric = term("owl:SymmetricProperty") in types[node]
        names = any(relation.iri == node for relation in schema.relations.values())
        if names and concepts and not symmetric and node not in inverse:
            yield Finding(Place("schema.ttl"), "schema-gap", f"{local(node)} has no inverse; add one")
