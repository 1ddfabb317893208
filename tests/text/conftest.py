"""The dictionary of the shipped ontology, and documents to read with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from immunograph.names import names_of
from immunograph.tables import load, shipped_folder
from immunograph.text.lexicon import Lexicon, lexicon
from immunograph.text.matching import Matcher

if TYPE_CHECKING:
    from immunograph.model import Ontology

GOLD = Path(__file__).parent / "gold" / "abstracts.jsonl"


class Marked(NamedTuple):
    """A text with what it names: start, end and concept of each mention."""

    id: str
    text: str
    mentions: list[tuple[int, int, str]]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """Read the shipped tables."""
    return load(shipped_folder()).ontology


@pytest.fixture(scope="session")
def book(ontology: Ontology) -> Lexicon:
    """Make the dictionary."""
    return lexicon(names_of(ontology))


@pytest.fixture(scope="session")
def matcher(book: Lexicon) -> Matcher:
    """Make the automaton."""
    return Matcher(book)


@pytest.fixture(scope="session")
def gold() -> list[Marked]:
    """Read the marked texts."""
    lines = map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
    return [Marked(one["id"], one["text"], [tuple(mention) for mention in one["mentions"]]) for one in lines]
