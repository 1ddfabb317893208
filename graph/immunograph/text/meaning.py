"""What a find may mean: which candidates of a name the text allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from immunograph.text.lexicon import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from immunograph.text.lexicon import Candidate
    from immunograph.text.sentences import Places

    Columns = tuple[Places, Places, Places, Places]
    """Of each find: number of the text, start, end, number of the meaning."""

ABBREVIATION = "abbreviation of the text"


class Meaning(NamedTuple):
    """What a name may mean, several concepts where it is ambiguous, and how it matched."""

    candidates: tuple[Candidate, ...]
    how: str

    @property
    def special(self) -> bool:
        """Tell whether the name alone does not decide."""
        return any(one.exact or one.wary for one in self.candidates)

    @property
    def concepts(self) -> tuple[str, ...]:
        """Name the concepts."""
        return tuple(one.concept for one in self.candidates)


class Meanings:
    """The meanings of a dictionary, and more of them as the texts ask for.

    Args:
        known: those of the dictionary, by their numbers.
    """

    def __init__(self, known: Sequence[Meaning]) -> None:
        self._known = known
        self._more: list[Meaning] = []
        self._numbers: dict[Meaning, int] = {}

    def __getitem__(self, number: int) -> Meaning:
        """Give a meaning by its number."""
        return self._known[number] if number < len(self._known) else self._more[number - len(self._known)]

    def all(self) -> Sequence[Meaning]:
        """Give all meanings by their numbers."""
        return (*self._known, *self._more) if self._more else self._known

    def number(self, meaning: Meaning) -> int:
        """Number a meaning."""
        if meaning not in self._numbers:
            self._numbers[meaning] = len(self._known) + len(self._more)
            self._more.append(meaning)
        return self._numbers[meaning]

    def narrowed(self, joined: str, columns: Columns, special: NDArray[np.bool_]) -> Columns:
        """Leave out candidates that must be written with other capitals, and finds that are left with none.

        Args:
            joined: all texts.
            columns: the finds.
            special: which of them the name alone does not decide.
        """
        text, start, end, meaning = columns
        keep, meaning = np.ones(len(start), dtype=np.bool_), meaning.copy()
        for at in np.flatnonzero(special).tolist():
            one = self[int(meaning[at])]
            letters = letters_of(joined[start[at] : end[at]])
            kept = tuple(each for each in one.candidates if not each.exact or each.exact == letters)
            if not kept:
                keep[at] = False
            elif len(kept) < len(one.candidates):
                meaning[at] = self.number(Meaning(kept, kept[0].how))
        return text[keep], start[keep], end[keep], meaning[keep]

    def accompanied(self, columns: Columns) -> Columns:
        """Leave out names that other things have, too, where their text has no other name of the concept."""
        text, start, end, meaning = columns
        used, place = np.unique(meaning, return_inverse=True)
        wary = np.array([any(one.wary for one in self[number].candidates) for number in used.tolist()], dtype=np.bool_)
        doubtful = np.flatnonzero(wary[place]) if len(used) else np.zeros(0, dtype=np.int64)
        keep = np.ones(len(start), dtype=np.bool_)
        meaning = meaning.copy()
        known: dict[int, frozenset[str]] = {}
        for at in doubtful.tolist():
            one, number = self[int(meaning[at])], int(text[at])
            if one.how == ABBREVIATION:
                continue
            if number not in known:
                first, last = np.searchsorted(text, [number, number + 1])
                known[number] = self._sure(np.unique(meaning[first:last]))
            kept = tuple(each for each in one.candidates if not each.wary or each.concept in known[number])
            if not kept:
                keep[at] = False
            elif len(kept) < len(one.candidates):
                meaning[at] = self.number(Meaning(kept, kept[0].how))
        return text[keep], start[keep], end[keep], meaning[keep]

    def _sure(self, meanings: Places) -> frozenset[str]:
        """Give the concepts of a text that are meant beyond doubt."""
        found = (self[number] for number in meanings.tolist())
        return frozenset(
            each.concept for one in found for each in one.candidates if not each.wary or one.how == ABBREVIATION
        )
