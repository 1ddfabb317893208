"""Each sentence of the starting document has its statements, or a reason for giving none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from immunograph.knowledge import Knowledge

SENTENCES = 27


@pytest.fixture(scope="module")
def passages(graph: Knowledge) -> dict[str, list[str]]:
    """List what came of each sentence, in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in graph.query("passages").records():
        parts = [str(row[name]) for name in ("subject", "relation", "object") if row[name]]
        found[str(row["passage"])].append(str(row["why_none"]) if row["why_none"] else " ".join(parts))
    return found


@pytest.mark.parametrize("number", range(1, SENTENCES + 1))
def test_a_sentence_gave_statements_or_says_why_not(passages: dict[str, list[str]], number: int) -> None:
    """Nothing of the document is passed over in silence."""
    assert passages[f"sentence {number}"]


def test_no_other_sentence_is_cited(passages: dict[str, list[str]]) -> None:
    """A locator names a sentence that there is."""
    assert set(passages) == {f"sentence {number}" for number in range(1, SENTENCES + 1)}


@pytest.mark.parametrize(
    ("number", "statements"),
    [
        (6, ["cancer-immunotherapy uses immune-system", "cancer-immunotherapy aimsAt cancer-prevention"]),
        (8, ["cancer-immunotherapy mayActBy immune-education"]),
        (9, ["cancer-immunotherapy mayActBy immune-boosting"]),
        (10, ["cancer-immunotherapy mayActBy immune-supply"]),
    ],
)
def test_a_sentence_says_what_it_says(passages: dict[str, list[str]], number: int, statements: list[str]) -> None:
    """The statements of a sentence are those that a reader finds in it."""
    assert set(statements) <= set(passages[f"sentence {number}"])
