"""Triples by subject, as reading tables back needs them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.terms import Blank, Iri, Literal, Node, Term, Triple
from immunograph.vocabulary import IG, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterable

Edge = tuple[Node, Iri, Term]


def value_of(value: Term | None) -> str:
    """Give the text of a term."""
    return value.value if isinstance(value, Literal) else str(value or "")


def slug(value: Term | None, start: str = IG) -> str:
    """Write one of our IRIs as an id, and another so that checking can say what is wrong with it."""
    name = value_of(value)
    return name.removeprefix(start) if name.startswith(start) else name.removeprefix(IG)


class Facts:
    """Triples by subject, and evidence by the statement that it is for or against."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[Node, dict[Iri, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in triples:
            self.about[s][p].append(o)
        self.notes: dict[Edge, list[Node]] = defaultdict(list)
        annotated = [term(f"owl:annotated{part}") for part in ("Source", "Property", "Target")]
        denied = [term(f"owl:{part}") for part in ("sourceIndividual", "assertionProperty", "targetIndividual")]
        for node in list(self.about):
            for names in (annotated, denied):
                subject, name, value = [self.one(node, part) for part in names]
                if isinstance(subject, Iri | Blank) and isinstance(name, Iri) and value is not None:
                    self.notes[subject, name, value].append(node)

    def one(self, node: Term | None, name: Iri) -> Term | None:
        """Give one value, the same each time."""
        return min(self.many(node, name), key=value_of, default=None)

    def many(self, node: Term | None, name: Iri) -> list[Term]:
        """Give all values."""
        return self.about[node][name] if isinstance(node, Iri | Blank) and node in self.about else []

    def text(self, node: Term | None, name: Iri) -> str:
        """Give the text of one value."""
        return value_of(self.one(node, name))

    def of(self, kind: str) -> list[Node]:
        """Find what has this kind."""
        return [node for node in list(self.about) if ig(kind) in self.many(node, TYPE)]

    def evidence(self, *nodes: Node) -> list[Term | None]:
        """Find the evidence that hangs on these nodes."""
        return list(dict.fromkeys(piece for node in nodes for piece in self.many(node, ig("evidence"))))

    def derived(self, edge: Edge) -> bool:
        """Tell whether a rule says this."""
        return any(self.many(node, ig("derivedBy")) for node in self.notes[edge])
