"""Which saved queries answer differently about another version of an ontology, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph import results
from immunograph.syntax import to_quads
from immunograph.vocabulary import GRAPHS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from immunograph.conclusion import Conclusion
    from immunograph.model import Script
    from immunograph.rdf import Dataset

_Rows = frozenset[tuple[object, ...]]
_SHOWN = 3
"""How many rows are written out; the rest is counted."""


def moved(old: Conclusion, new: Conclusion) -> Iterator[tuple[Script, str]]:
    """Ask both sides the saved queries that both have.

    Returns:
        Each query whose answer changed, and the rows that came and went.
    """
    shared = {query.name for query in old.ontology.queries} & {query.name for query in new.ontology.queries}
    asked = [query for query in new.ontology.queries if query.name in shared]
    if not asked or old.dataset == new.dataset:
        return
    before, after = old.explained(), new.explained()
    store = ox.Store()
    for name, triples in before.items():
        store.bulk_extend(to_quads(triples, GRAPHS[name]))
    first = _ask(store, asked)
    _become(store, before, after)
    for query, one, other in zip(asked, first, _ask(store, asked), strict=True):
        if one != other:
            yield query, "; ".join([*_say("now", other - one), *_say("no more", one - other)])


def _ask(store: ox.Store, queries: Sequence[Script]) -> list[_Rows]:
    answers = (store.query(query.text, prefixes=PREFIXES, use_default_graph_as_union=True) for query in queries)
    return [frozenset(results.table(answer)) for answer in answers]


def _become(store: ox.Store, before: Dataset, after: Dataset) -> None:
    """Change a store by what sets the two apart, which is little and quick beside filling another."""
    for name, graph in GRAPHS.items():
        old, new = set(before.get(name, ())), set(after.get(name, ()))
        for quad in to_quads(old - new, graph):
            store.remove(quad)
        store.extend(to_quads(new - old, graph))


def _say(when: str, rows: Collection[tuple[object, ...]]) -> Iterator[str]:
    """Write out some rows and count the others.

    >>> list(_say("now", {("nivolumab", "melanoma"), ("nivolumab", None)}))
    ['now (nivolumab), (nivolumab, melanoma)']
    """
    if rows:
        lines = sorted(f"({', '.join(str(cell) for cell in row if cell is not None)})" for row in rows)
        more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
        yield f"{when} {', '.join(lines[:_SHOWN])}{more}"
