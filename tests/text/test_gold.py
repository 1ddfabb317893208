"""Accuracy on the marked texts, which were written and judged by the rules beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Marked
    from immunograph.model import Ontology
    from immunograph.text.matching import Matcher

FLOOR = 0.95
FLOOR_OF_A_KIND = 0.9
ENOUGH = 20
"""Mentions that a kind must have for its share to mean something."""


@pytest.fixture(scope="module")
def counts(matcher: Matcher, gold: list[Marked], ontology: Ontology) -> dict[str, Counter[str]]:
    """Count by kind: what is right, what is too much, what is missed; a place must be exact."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("right", "wrong", "missed")}
    for document in gold:
        marked = {(start, end): concept for start, end, concept in document.mentions}
        for one in matcher.read([document.text]).mentions():
            concept = marked.get((one.start, one.end))
            if concept in one.meaning.concepts:
                found["right"][ontology.concepts[concept].kind] += 1
                del marked[one.start, one.end]
            else:
                found["wrong"][one.meaning.candidates[0].kind] += 1
        found["missed"].update(ontology.concepts[concept].kind for concept in marked.values())
    return found


def test_the_marks_are_sound(gold: list[Marked], ontology: Ontology) -> None:
    """Sixty texts or more; places are in the text, in order, apart, and concepts are there."""
    assert len(gold) >= 60
    assert len({document.id for document in gold}) == len(gold)
    for document in gold:
        last = 0
        for start, end, concept in document.mentions:
            assert last <= start < end <= len(document.text)
            assert concept in ontology.concepts
            assert document.text[start:end] == document.text[start:end].strip()
            last = end


def test_precision_and_recall_are_high(counts: dict[str, Counter[str]]) -> None:
    """Of what is found, at least 0.95 is right, and of what is there, at least 0.95 is found."""
    right, wrong, missed = (counts[name].total() for name in ("right", "wrong", "missed"))
    assert right / (right + wrong) >= FLOOR
    assert right / (right + missed) >= FLOOR


def test_no_kind_is_poor(counts: dict[str, Counter[str]]) -> None:
    """Each kind with enough mentions has 0.9 of both."""
    for kind, right in counts["right"].items():
        if right >= ENOUGH:
            assert right / (right + counts["wrong"][kind]) >= FLOOR_OF_A_KIND, kind
            assert right / (right + counts["missed"][kind]) >= FLOOR_OF_A_KIND, kind


def test_two_readers_agree(gold: list[Marked], second: dict[str, list[tuple[int, int, str]]]) -> None:
    """Who marked a fifth of the texts without a look at the marks set the same ones, but for a few."""
    assert len(second) >= len(gold) / 5
    marked = {(one.id, *mention) for one in gold if one.id in second for mention in one.mentions}
    other = {(name, *mention) for name, mentions in second.items() for mention in mentions}
    assert 2 * len(marked & other) / (len(marked) + len(other)) >= FLOOR
