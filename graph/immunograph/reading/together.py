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
}
"""
_ONE = f"""
{_ALL.rstrip()[:-1]}  {{ ?pair biolink:subject ?c }} UNION {{ ?pair biolink:object ?c }}
}}
"""
_WHOLE = "SELECT (MAX(?count) AS ?documents) WHERE { ?pair biolink:dataset_count ?count }"


@dataclass(frozen=True, slots=True)
class Together:
    """Another concept, and in how many documents the two are mentioned; it says nothing of why."""

    other: str
    documents: int


def together(store: Source, slug: str = "") -> dict[str, list[Together]]:
    """Read what occurs together with one concept, or with each; what is least by chance comes first."""
    found: dict[str, list[tuple[float, Together]]] = defaultdict(list)
    for row in store.select(_ONE if slug else _ALL, {"c": ig(slug)} if slug else {}):
        ends = slug_of(row["a"]), slug_of(row["b"])
        for here, other in (ends, ends[::-1]):
            if slug in ("", here):
                found[here].append(
                    (-float(text_of(row["likelihood"])), Together(other, int(text_of(row["documents"]))))
                )
    return {
        here: [one for _, one in sorted(ones, key=lambda one: (one[0], one[1].other))] for here, ones in found.items()
    }


def documents(store: Source) -> int:
    """Read in how many documents was counted what occurs together; 0 where nothing was."""
    rows = store.select(_WHOLE)
    return int(text_of(rows[0]["documents"])) if rows and "documents" in rows[0] else 0
