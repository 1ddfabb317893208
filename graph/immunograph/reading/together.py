"""Read which concepts occur together in the literature, where `immunograph mine` wrote it and it was loaded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.reading.cells import slug_of, text_of
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from immunograph.source import Source

_ALL = """
SELECT ?c ?a ?b ?documents ?likelihood WHERE {
  ?pair biolink:predicate biolink:occurs_together_in_literature_with ;
    biolink:subject ?a ; biolink:object ?b ; biolink:concept_pair_count ?documents ; ig:logLikelihood ?likelihood .
  { BIND(?a AS ?c) } UNION { BIND(?b AS ?c) }
}
"""
_ONE = """
SELECT ?c ?a ?b ?documents ?likelihood WHERE {
  { ?pair biolink:subject ?c ; biolink:object ?b . BIND(?c AS ?a) }
  UNION { ?pair biolink:object ?c ; biolink:subject ?a . BIND(?c AS ?b) }
  ?pair biolink:predicate biolink:occurs_together_in_literature_with ;
    biolink:concept_pair_count ?documents ; ig:logLikelihood ?likelihood .
}
"""


@dataclass(frozen=True, slots=True)
class Together:
    """Another concept, and in how many documents the two are mentioned; it says nothing of why."""

    other: str
    documents: int


def together(store: Source, slug: str = "") -> dict[str, list[Together]]:
    """Read what occurs together with one concept, or with each; what is least by chance comes first."""
    found: dict[str, list[tuple[float, Together]]] = defaultdict(list)
    for row in store.select(_ONE if slug else _ALL, {"c": ig(slug)} if slug else {}):
        here = slug or slug_of(row["c"])
        other = next(end for end in (slug_of(row["a"]), slug_of(row["b"])) if end != here)
        found[here].append((-float(text_of(row["likelihood"])), Together(other, int(text_of(row["documents"])))))
    return {
        here: [one for _, one in sorted(ones, key=lambda one: (one[0], one[1].other))] for here, ones in found.items()
    }
