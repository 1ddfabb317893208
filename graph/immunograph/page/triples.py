"""The whole graph in a tenth of its size: each term once, triples as columns of small numbers.

Written as N-Quads and compressed, the graph is three times as large, since gzip sees only 32 KB at a time. Here the
triples of one graph and predicate are two columns of differences between neighbours, after the triple tables of HDT
(Fernández et al. 2013), which the page turns back into N-Triples when its SPARQL engine starts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from immunograph.syntax import to_ntriples
from immunograph.terms import Blank, Term
from immunograph.vocabulary import LABEL, ig, term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from immunograph.terms import Iri, Triple

_BINDING = {term("owl:annotatedSource"), term("owl:annotatedTarget"), ig("agent")}
"""What is nothing without its object."""
_HANGING = {ig("evidence"), ig("passage"), term("dcterms:source"), term("prov:wasAttributedTo")}
"""What leads to who says something."""


def columns(graphs: Mapping[str, Iterable[Triple]]) -> dict[str, Any]:
    """Lay out graphs as columns.

    Args:
        graphs: triples by the IRI of their graph.

    Returns:
        JSON values: `terms` in N-Triples syntax, the number of `blanks` (numbered after the terms), and for each of
        `graphs` its name and `[predicate, subjects, objects]`, subjects and objects as differences.
    """
    held = {name: set(triples) for name, triples in graphs.items()}
    every = {term for triples in held.values() for triple in triples for term in triple}
    blanks = [term for term in every if isinstance(term, Blank)]
    names: dict[Term, str] = {term: to_ntriples(term) for term in every if not isinstance(term, Blank)}
    # blank nodes with the same description stand side by side, so that differences stay small
    about: dict[Term, list[str]] = defaultdict(list)
    for triples in held.values():
        for subject, predicate, value in triples:
            if isinstance(subject, Blank) and not isinstance(value, Blank):
                about[subject].append(f"{predicate} {names[value]}")
    blanks.sort(key=lambda blank: (sorted(about[blank]), blank))
    ranked: list[Term] = [*sorted(names, key=names.__getitem__), *blanks]
    number = {term: n for n, term in enumerate(ranked)}
    return {
        "terms": [names[term] for term in ranked[: len(names)]],
        "blanks": len(blanks),
        "graphs": [[name, _table(triples, number)] for name, triples in sorted(held.items())],
    }


def without(graphs: Mapping[str, Collection[Triple]], outside: Collection[Iri]) -> dict[str, list[Triple]]:
    """Leave out concepts, with what is said of them and who says it.

    Relations to them, their indications and the evidence for these go; then evidence, sources and curators that nothing
    refers to. An indication that stays may name them, so they keep their labels. Schema and metadata stay as they are.

    Args:
        graphs: triples by the IRI of their graph.
        outside: the concepts to leave out.
    """
    every = [triple for triples in graphs.values() for triple in triples]
    lost: set[Term] = set(outside)
    while bound := {s for s, p, o in every if p in _BINDING and o in lost} - lost:
        lost |= bound
    hanging = {o for _, p, o in every if p in _HANGING}
    reached = {o for s, p, o in every if p in _HANGING and s not in lost and s not in hanging}
    held: set[Term] = set()
    while reached:
        held |= reached
        reached = {o for s, p, o in every if p in _HANGING and s in reached} - held
    lost |= hanging - held
    records = {s for s, p, _ in every if p == ig("agent")} - lost
    named = {o for s, _, o in every if s in records} & set(outside)
    return {
        name: [
            (s, p, o)
            for s, p, o in triples
            if (s not in lost and (s in records or o not in lost)) or (p == LABEL and s in named)
        ]
        for name, triples in graphs.items()
    }


def _table(triples: Iterable[Triple], number: Mapping[Term, int]) -> list[list[Any]]:
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for subject, predicate, value in triples:
        pairs[number[predicate]].append((number[subject], number[value]))
    table: list[list[Any]] = []
    for verb, found in sorted(pairs.items()):
        found.sort()
        table.append([verb, _differences([s for s, _ in found]), _differences([o for _, o in found])])
    return table


def _differences(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
