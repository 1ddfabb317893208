"""The dictionary of the shipped ontology, and documents to read with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from corpus import MARKED

from immunograph.names import names_of
from immunograph.tables import load, shipped_folder
from immunograph.text.lexicon import Lexicon, lexicon
from immunograph.text.matching import Matcher

if TYPE_CHECKING:
    from immunograph.model import Ontology

GOLD = Path(__file__).parent / "gold"


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
    lines = [json.loads(line) for file in MARKED for line in file.read_text(encoding="utf-8").splitlines()]
    return [Marked(one["id"], one["text"], [tuple(mention) for mention in one["mentions"]]) for one in lines]


@pytest.fixture(scope="session")
def second() -> dict[str, list[tuple[int, int, str]]]:
    """Read what a second reader marked in some of them."""
    lines = map(json.loads, (GOLD / "second-reader.jsonl").read_text(encoding="utf-8").splitlines())
    return {one["id"]: [tuple(mention) for mention in one["mentions"]] for one in lines}
