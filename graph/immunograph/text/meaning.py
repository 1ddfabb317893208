"""What a find may mean: which candidates of a name the text allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from immunograph.text.lexicon import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from immunograph.text.lexicon import Candidate
    from immunograph.text.sentences import Places

    Columns = tuple[Places, Places, Places, Places]
    """Of each find: number of the text, start, end, number of the meaning."""

ABBREVIATION = "abbreviation of the text"
_NOTHING = -1
"""The number of what means nothing that the dictionary knows."""


class Meaning(NamedTuple):
    """What a name may mean, several concepts where it is ambiguous, and how it matched."""

    candidates: tuple[Candidate, ...]
    how: str

    @property
    def concepts(self) -> tuple[str, ...]:
        """Name the concepts."""
        return tuple(one.concept for one in self.candidates)


class Known:
    """The meanings of a dictionary, by their numbers, with what is asked of every find.

    Args:
        meanings: what each name may mean.
    """

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self.meanings = tuple(meanings)
        self.exact = np.array([any(each.exact for each in one.candidates) for one in self.meanings], dtype=np.bool_)
        self.wary = np.array([any(each.wary for each in one.candidates) for one in self.meanings], dtype=np.bool_)


class Meanings:
    """The meanings of a dictionary, and more of them as the texts ask for.

    Args:
        known: those of the dictionary.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._count = len(known.meanings)
        self._more: list[Meaning] = []
        self._numbers: dict[Meaning, int] = {}

    def __getitem__(self, number: int) -> Meaning:
        """Give a meaning by its number."""
        return self._known.meanings[number] if number < self._count else self._more[number - self._count]

    def number(self, meaning: Meaning) -> int:
        """Number a meaning."""
        if meaning not in self._numbers:
            self._numbers[meaning] = self._count + len(self._more)
            self._more.append(meaning)
        return self._numbers[meaning]

    def narrowed(self, joined: str, columns: Columns) -> Columns:
        """Leave out candidates that must be written with other capitals, and finds that are left with none.

        Args:
            joined: all texts.
            columns: the finds, all of them names of the dictionary.
        """
        text, start, end, meaning = columns
        doubtful = np.flatnonzero(self._known.exact[meaning])
        spans = (column[doubtful].tolist() for column in (start, end))
        written = [(number, joined[a:b]) for number, a, b in zip(meaning[doubtful].tolist(), *spans, strict=True)]
        becomes = {one: self._written(*one) for one in dict.fromkeys(written)}
        meaning = meaning.copy()
        meaning[doubtful] = [becomes[one] for one in written]
        keep = meaning != _NOTHING
        return text[keep], start[keep], end[keep], meaning[keep]

    def _written(self, number: int, name: str) -> int:
        """Number what a name may mean that is written so."""
        letters = letters_of(name)
        return self._left(number, [each for each in self[number].candidates if each.exact in ("", letters)])

    def _left(self, number: int, kept: Sequence[Candidate]) -> int:
        """Number a meaning of which some candidates are left."""
        if len(kept) == len(self[number].candidates):
            return number
        return self.number(Meaning(tuple(kept), kept[0].how)) if kept else _NOTHING

    def accompanied(self, columns: Columns) -> Columns:
        """Leave out names that other things have, too, where their text has no other name of the concept."""
        text, start, end, meaning = columns
        ours = meaning < self._count
        doubtful = np.flatnonzero(~ours | self._known.wary[np.where(ours, meaning, 0)])
        texts = text[doubtful]
        firsts, lasts = (np.searchsorted(text, texts, side=side).tolist() for side in ("left", "right"))
        becomes: list[int] = []
        sure: dict[int, frozenset[str]] = {}
        for number, of, first, last in zip(meaning[doubtful].tolist(), texts.tolist(), firsts, lasts, strict=True):
            one = self[number]
            if one.how == ABBREVIATION:
                becomes.append(number)
                continue
            if of not in sure:
                sure[of] = self._sure(meaning[first:last].tolist())
            kept = [each for each in one.candidates if not each.wary or each.concept in sure[of]]
            becomes.append(self._left(number, kept))
        meaning = meaning.copy()
        meaning[doubtful] = becomes
        keep = meaning != _NOTHING
        return text[keep], start[keep], end[keep], meaning[keep]

    def _sure(self, meanings: Iterable[int]) -> frozenset[str]:
        """Give the concepts of a text that are meant beyond doubt."""
        found = (self[number] for number in set(meanings))
        return frozenset(
            each.concept for one in found for each in one.candidates if not each.wary or one.how == ABBREVIATION
        )
