"""Files for other programs."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from immunograph.syntax import serialise
from immunograph.terms import order
from immunograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from immunograph.rdf import Dataset


def turtle(dataset: Dataset) -> bytes:
    """Write all graphs as one Turtle document; the same triples give the same bytes."""
    return serialise(sorted(set(chain(*dataset.values())), key=order), "turtle", PREFIXES)


def jsonld(dataset: Dataset) -> bytes:
    """Write all graphs as one expanded JSON-LD document; the same triples give the same bytes."""
    return serialise(sorted(set(chain(*dataset.values())), key=order), "jsonld", {})
