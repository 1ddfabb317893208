"""Say in RDF why each inferred statement holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.rdf import axiom, statement
from immunograph.terms import Blank, Iri, Triple, text
from immunograph.vocabulary import LABEL, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.reasoning.engine import Closure, Fact


def derivations(closure: Closure, schema: tuple[Triple, ...]) -> list[Triple]:
    """Describe each inferred triple by an `owl:Axiom` with its rule and the statements that it rests on.

    Args:
        closure: what was inferred.
        schema: its triples are premises that need no naming, for the rule says them.
    """
    known = set(schema)
    return list(dict.fromkeys(_describe(closure, known)))


def _describe(closure: Closure, schema: set[Triple]) -> Iterator[Triple]:
    for fact, (rule, premises) in closure.derived.items():
        edge = _edge(fact)
        node = statement(edge)
        yield from axiom(node, edge)
        yield node, ig("derivedBy"), ig(f"rule-{rule.name}")
        yield ig(f"rule-{rule.name}"), TYPE, ig("Rule")
        yield ig(f"rule-{rule.name}"), LABEL, text(rule.label)
        for premise in premises:
            if _edge(premise) not in schema:
                yield node, term("prov:wasDerivedFrom"), _premise(_edge(premise))


def _edge(fact: Fact) -> tuple[Iri, Iri, Iri]:
    s, p, o = map(Iri, fact)
    return s, p, o


def _premise(edge: tuple[Iri, Iri, Iri]) -> Iri | Blank:
    """Name the premise: a record or concept stands for what its own row says, another triple for itself."""
    own_row = edge[1] == TYPE or edge[0].startswith(ig("indication-"))
    return edge[0] if own_row else statement(edge)
