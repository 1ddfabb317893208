"""Find the names of a dictionary in texts.

One pass of an automaton (Aho and Corasick 1975, leftmost-longest) over many texts at once finds names and triggers of
negation. What holds of every find is computed on columns; what holds of few, such as capitals, is done for those few.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, MatchKind

from immunograph.text.alphabet import WORD, encode, fold
from immunograph.text.defining import Definitions
from immunograph.text.joined import join
from immunograph.text.meaning import Known, Meaning, Meanings
from immunograph.text.negation import SIDES, TRIGGERS, denied
from immunograph.text.sentences import ends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from immunograph.text.lexicon import Lexicon
    from immunograph.text.sentences import Places

_DIGIT = np.array([chr(byte) in "0123456789" for byte in range(256)], dtype=np.bool_)
_JOINS = np.array([chr(byte) in ".:*-" for byte in range(256)], dtype=np.bool_)
_IN_WORD = np.frombuffer(WORD, dtype=np.bool_)


class Mention(NamedTuple):
    """A name of a concept in a text.

    Args:
        start: the index of its first character.
        end: the index behind its last one.
        meaning: what it may mean, and how it matched.
        negated: whether the text denies it.
        sentence: the number of its sentence, from 0.
    """

    start: int
    end: int
    meaning: Meaning
    negated: bool
    sentence: int


class Found(NamedTuple):
    """What was found in some texts, as columns in the order of the texts and places.

    Args:
        text: the number of the text.
        start: the index of the first character in the text.
        end: the index behind the last one.
        meaning: the number of the meaning.
        negated: whether the text denies it.
        sentence: the number of the sentence in its text.
        meanings: the meanings by their numbers.
        counts: how many sentences each text has.
    """

    text: Places
    start: Places
    end: Places
    meaning: Places
    negated: NDArray[np.bool_]
    sentence: Places
    meanings: Meanings
    counts: Places

    def mentions(self) -> Iterator[Mention]:
        """Walk the finds as values."""
        columns = (self.start, self.end, self.meaning, self.negated, self.sentence)
        for start, end, meaning, negated, sentence in zip(*(one.tolist() for one in columns), strict=True):
            yield Mention(start, end, self.meanings[meaning], negated, sentence)


class Matcher:
    """An automaton over a dictionary.

    Args:
        lexicon: the dictionary; equal ones find the same.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._definitions = Definitions(lexicon)
        names = dict(lexicon.entries)
        triggers = {fold(encode(f"{word} ")): side for side in SIDES for word in TRIGGERS[side]}
        patterns = [*names, *(plain for plain in triggers if plain not in names)]
        self._known = Known(Meaning(candidates, candidates[0].how) for candidates in names.values())
        sides = [SIDES.index(triggers[plain]) for plain in patterns[len(names) :]]
        self._side = np.array([-1] * len(names) + sides, dtype=np.int64)
        self._automaton = BytesAhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)

    def read(self, texts: Sequence[str]) -> Found:
        """Read texts; all places are indexes of their characters."""
        joined = join(texts)
        stops = ends(joined.encoded)
        pattern, start, end, side = self._finds(joined.encoded)
        meanings = Meanings(self._known)
        names = side < 0
        triggers = (start[~names], end[~names], side[~names])
        start, end, meaning = start[names], end[names], pattern[names]
        text = np.searchsorted(joined.begins, start, side="right") - 1
        columns = meanings.narrowed(joined.text, (text, start, end, meaning))
        columns = self._definitions.apply(joined, columns, meanings)
        text, start, end, meaning = meanings.accompanied(columns)
        number = np.searchsorted(stops, start, side="right")
        negated = denied(joined.text, (start, end, number), triggers, stops)
        firsts = np.searchsorted(stops, joined.firsts, side="right")
        lasts = np.searchsorted(stops, np.maximum(joined.lasts, 0), side="right")
        counts = np.where(joined.firsts > joined.lasts, 0, lasts - firsts + 1)
        shift = joined.begins[text]
        return Found(text, start - shift, end - shift, meaning, negated, number - firsts[text], meanings, counts)

    def _finds(self, encoded: bytes) -> tuple[Places, Places, Places, Places]:
        """Run the automaton; give pattern, start, end and side of what does not begin within a word."""
        plain = fold(encoded)
        hits = self._automaton.find_matches_as_indexes(plain)
        flat = np.fromiter(chain.from_iterable(hits), dtype=np.int64, count=3 * len(hits)).reshape(-1, 3)
        before = np.frombuffer(b" " + plain, dtype=np.uint8)[flat[:, 1]]
        flat = flat[~(_IN_WORD[before] | _in_code(encoded, flat[:, 2] - 1))]
        return flat[:, 0], flat[:, 1], flat[:, 2] - 1, self._side[flat[:, 0]]


def _in_code(encoded: bytes, end: Places) -> NDArray[np.bool_]:
    """Tell what goes on as a number does: CLDN18 in CLDN18.2, HLA-A*02 in HLA-A*02:01, EV in EV-302."""
    signs = np.frombuffer(encoded + b"  ", dtype=np.uint8)
    found = np.zeros(len(end), dtype=np.bool_)
    at = np.flatnonzero(_JOINS[signs[end]])
    last, sign, follows = signs[end[at] - 1], signs[end[at]], signs[end[at] + 1]
    found[at] = _DIGIT[follows] & (_DIGIT[last] != (sign == ord("-")))
    return found
