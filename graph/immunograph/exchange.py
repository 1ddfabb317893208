"""Files for other programs."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from immunograph.syntax import serialise
from immunograph.terms import order
from immunograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from immunograph.rdf import Dataset
    from immunograph.terms import Triple


def merged(dataset: Dataset) -> list[Triple]:
    """Give the triples of all graphs, each once, in order."""
    return sorted(set(chain(*dataset.values())), key=order)


def turtle(triples: list[Triple]) -> bytes:
    """Write a Turtle document; the same triples give the same bytes."""
    return serialise(triples, "turtle", PREFIXES)


def jsonld(triples: list[Triple]) -> bytes:
    """Write an expanded JSON-LD document; the same triples give the same bytes."""
    return serialise(triples, "jsonld", {})
