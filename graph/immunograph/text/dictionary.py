"""The dictionary of a store: the names of its concepts and, if wanted, those of what was loaded beside them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.names import Name
from immunograph.terms import Iri, Literal
from immunograph.text.lexicon import Lexicon, lexicon
from immunograph.vocabulary import IG, LABEL, SUBCLASS, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.store import Store

LOADED = "loaded"
"""The kind of concepts that come from a loaded graph."""
_SYNONYMS = (
    term("skos:prefLabel"),
    term("skos:altLabel"),
    Iri("http://www.geneontology.org/formats/oboInOwl#hasExactSynonym"),
)


def dictionary(store: Store, *, loaded: bool = False) -> Lexicon:
    """Make the dictionary.

    Args:
        store: whose names to take.
        loaded: whether to take the labels and exact synonyms of loaded graphs, too.
    """
    names = store.names()
    return lexicon([*names, *_loaded(store)] if loaded else names)


def _loaded(store: Store) -> Iterator[Name]:
    for role, properties in (("label", (LABEL,)), ("synonym", _SYNONYMS)):
        for name in properties:
            for subject, value in store.pairs(name):
                ours = not isinstance(subject, Iri) or subject.startswith(IG)
                if not ours and isinstance(value, Literal) and value.language in ("", "en"):
                    yield Name(subject, value.value, LOADED, value.value, role)


def related(store: Store, *, loaded: bool = False) -> frozenset[tuple[str, str]]:
    """Give each concept with everything that it is a kind of.

    Args:
        store: whose hierarchy to take.
        loaded: whether to take those of loaded graphs, too.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in store.pairs(SUBCLASS, "" if loaded else "stated"):
        if isinstance(child, Iri) and isinstance(parent, Iri):
            parents[child.removeprefix(IG)].add(parent.removeprefix(IG))
    found: set[tuple[str, str]] = set()
    for name in list(parents):
        above: set[str] = set()
        ahead = set(parents[name])
        while ahead:
            above |= ahead
            ahead = {parent for one in ahead for parent in parents.get(one, ())} - above
        found |= {(name, parent) for parent in above}
    return frozenset(found)
