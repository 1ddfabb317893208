"""The starting document, which is not in the repository: every mention of a concept is found, and none is wrong."""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from immunograph.store import Store
from immunograph.text.analysis import Analyst
from immunograph.text.values import Document

if TYPE_CHECKING:
    from immunograph.text.analysis import Analysis
    from immunograph.text.matching import Matcher

HERE = Path(__file__).parent
SEED = Path(os.environ.get("IMMUNOGRAPH_SEED", "no-seed"))
DIGEST = "5364c5f2b52cd4e1cba4fa06eeb225957e09922c3db60036d6e491a76ad4ef38"
NOTHING = {1, 2, 3, 4, 5, 7, 15, 27}
"""Sentences that gave no statement."""

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="set IMMUNOGRAPH_SEED to the starting document")


@pytest.fixture(scope="module")
def analysis(output: Path, matcher: Matcher) -> Analysis:
    """Read the document."""
    text = SEED.read_text(encoding="utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST
    return Analyst(Store(output / "store"), matcher).analyse(Document("seed.txt", text))


def test_every_mention_is_found_and_none_is_wrong(analysis: Analysis) -> None:
    """The places and concepts that a reader marked."""
    with (HERE / "gold" / "seed.tsv").open(encoding="utf-8") as file:
        marked = [(int(row["start"]), int(row["end"]), row["concept"]) for row in csv.DictReader(file, delimiter="\t")]
    assert [(one.start, one.end, "|".join(one.meaning.concepts)) for one in analysis.mentions] == marked


def test_each_sentence_has_its_statements_or_says_why_not(analysis: Analysis) -> None:
    """All 27 sentences are known to the graph by their digests."""
    assert len(analysis.sentences) == 27
    assert all(len(one.passages) == 1 for one in analysis.sentences)
    silent = {number for number, one in enumerate(analysis.sentences, 1) if not one.passages[0].statements}
    assert silent == NOTHING
    assert all(analysis.sentences[number - 1].passages[0].gave_nothing for number in NOTHING)


def test_a_sentence_supports_what_was_drawn_from_it(analysis: Analysis) -> None:
    """The sixth says what immunotherapy is and does."""
    said = {one.words for one in analysis.sentences[5].passages[0].statements}
    assert {"cancer immunotherapy makes use of immune system", "cancer immunotherapy aims at cancer control"} <= said
