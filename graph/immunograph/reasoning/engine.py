"""Semi-naive forward closure: each fact meets every rule once, together with the facts before it.

A fact is joined when it is taken from the queue, against the index of those taken earlier and itself; so each
combination of premises is tried when its last member arrives, and a premise is always older than its conclusion:
proofs have no circles. (Ullman, Principles of Database and Knowledge-Base Systems, 1988, section 3.)
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from immunograph.vocabulary import SUBCLASS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.reasoning.rules import Disjoint, Pattern, Rule

Fact = tuple[str, str, str]
Bindings = dict[str, str]


class Derivation(NamedTuple):
    """Why a fact holds: the rule, and the facts that it was applied to."""

    rule: Rule
    premises: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """All that follows from some facts; `derived` holds only what was not stated."""

    stated: frozenset[Fact]
    derived: dict[Fact, Derivation]

    def contradictions(self, disjoint: Iterable[Disjoint]) -> list[tuple[str, Disjoint]]:
        """Name each individual that is a member of two disjoint classes (OWL 2 Profiles, rule cax-dw)."""
        members: dict[str, set[str]] = defaultdict(set)
        for fact in (*self.stated, *self.derived):
            if fact[1] == TYPE:
                members[fact[2]].add(fact[0])
        return [(x, pair) for pair in disjoint for x in sorted(members[pair.one] & members[pair.other])]


def infer(facts: Iterable[Fact], rules: Iterable[Rule]) -> Closure:
    """Find all that follows.

    Args:
        facts: IRI triples; literals take no part in the fragment.
        rules: see `schema_rules` and `named_rule`.

    Returns:
        The closure, with the first derivation found for each new fact; the same for the same input.
    """
    engine = _Engine(rules)
    stated = sorted(set(facts))
    return Closure(frozenset(stated), engine.run(stated))


class _Engine:
    """Rules sorted by the predicate that wakes them, and facts indexed by predicate both ways."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.turns: dict[str, list[tuple[Rule, str, bool]]] = defaultdict(list)
        self.types: dict[str, list[tuple[Rule, str, bool]]] = defaultdict(list)
        self.lefts: dict[str, list[tuple[Rule, str, str]]] = defaultdict(list)
        self.rights: dict[str, list[tuple[Rule, str, str]]] = defaultdict(list)
        self.joins: dict[str, list[tuple[Rule, int]]] = defaultdict(list)
        self.objects: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.subjects: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for rule in rules:
            self._compile(rule)

    def _compile(self, rule: Rule) -> None:
        """Choose the quickest loop that the shape of the rule allows."""
        (s, p, o), head = rule.body[0], rule.head
        variables = all(x.startswith("?") for atom in rule.body for x in (atom[0], atom[2]))
        if len(rule.body) == 1 and variables and s != o and {head[0], head[2]} == {s, o}:
            self.turns[p].append((rule, head[1], head[0] == o))
        elif len(rule.body) == 1 and variables and s != o and head[0] in (s, o) and not head[2].startswith("?"):
            self.types[p].append((rule, head[2], head[0] == o))
        elif len(rule.body) == 2 and variables and self._is_chain(rule):  # noqa: PLR2004
            q = rule.body[1][1]
            self.lefts[p].append((rule, q, head[1]))
            self.rights[q].append((rule, p, head[1]))
        else:
            for position, atom in enumerate(rule.body):
                self.joins[atom[1]].append((rule, position))

    @staticmethod
    def _is_chain(rule: Rule) -> bool:
        (a, _, b), (c, _, d) = rule.body
        return b == c and len({a, b, d}) == 3 and (rule.head[0], rule.head[2]) == (a, d)  # noqa: PLR2004

    def run(  # noqa: C901 - one loop for each shape of rule, kept together for speed
        self, stated: list[Fact]
    ) -> dict[Fact, Derivation]:
        queue, known, derived = list(stated), set(stated), {}
        objects, subjects = self.objects, self.subjects
        turns, types, lefts, rights, joins = self.turns, self.types, self.lefts, self.rights, self.joins

        def add(fact: Fact, rule: Rule, *premises: Fact) -> None:
            trivial = fact[1] == SUBCLASS and fact[0] == fact[2]  # every class is a kind of itself
            if fact not in known and not trivial:
                known.add(fact)
                queue.append(fact)
                derived[fact] = Derivation(rule, premises)

        for fact in queue:  # it grows while it is walked
            s, p, o = fact
            objects[p].setdefault(s, []).append(o)
            subjects[p].setdefault(o, []).append(s)
            for rule, q, swap in turns.get(p, ()):
                add((o, q, s) if swap else (s, q, o), rule, fact)
            for rule, q, swap in types.get(p, ()):
                add((o if swap else s, rule.head[1], q), rule, fact)
            for rule, q, r in lefts.get(p, ()):
                for z in objects[q].get(o, ()):
                    if (s, r, z) not in known:
                        add((s, r, z), rule, fact, (o, q, z))
            for rule, q, r in rights.get(p, ()):
                for x in subjects[q].get(s, ()):
                    if (x, r, o) not in known:
                        add((x, r, o), rule, (x, q, s), fact)
            for rule, position in joins.get(p, ()):
                for found in self._match(rule, position, fact):
                    add(_fill(rule.head, found), rule, *(_fill(atom, found) for atom in rule.body))
        return derived

    def _match(self, rule: Rule, position: int, fact: Fact) -> Iterator[Bindings]:
        start = _unify(rule.body[position], fact, {})
        rest = rule.body[:position] + rule.body[position + 1 :]
        return iter(()) if start is None else self._solve(rest, start)

    def _solve(self, atoms: tuple[Pattern, ...], bound: Bindings) -> Iterator[Bindings]:
        if not atoms:
            yield bound
            return
        atom = min(atoms, key=lambda a: sum(x.startswith("?") and x not in bound for x in a))
        rest = tuple(a for a in atoms if a is not atom)
        s, p, o = (bound.get(x, x) for x in atom)
        if not s.startswith("?"):
            facts = ((s, p, value) for value in self.objects[p].get(s, ()))
        elif not o.startswith("?"):
            facts = ((value, p, o) for value in self.subjects[p].get(o, ()))
        else:
            facts = ((x, p, y) for x, values in self.objects[p].items() for y in values)
        for fact in facts:
            found = _unify(atom, fact, bound)
            if found is not None:
                yield from self._solve(rest, found)


def _unify(atom: Pattern, fact: Fact, bound: Bindings) -> Bindings | None:
    found = dict(bound)
    for name, value in zip(atom, fact, strict=True):
        if found.setdefault(name, value) != value if name.startswith("?") else name != value:
            return None
    return found


def _fill(atom: Pattern, bound: Bindings) -> Fact:
    s, p, o = (bound.get(x, x) for x in atom)
    return s, p, o
