"""What the abbreviations of a document mean, as far as it says so where a mention touches parentheses."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from immunograph.text import abbreviations
from immunograph.text.meaning import ABBREVIATION, Meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from immunograph.text.joined import Joined
    from immunograph.text.lexicon import Candidate, Lexicon
    from immunograph.text.meaning import Columns, Meanings

_FAR = 120
"""Characters before a parenthesis that may hold the long form of what is in it."""
_STEM = 5
_Defined = dict[int, dict[str, "tuple[Candidate, ...]"]]
"""For each text, what its abbreviations mean; nothing for what the dictionary does not know."""
_Spans = tuple[list[int], list[int]]
"""Where finds begin, and where they end."""


class Definitions:
    """Learns the abbreviations of texts.

    Args:
        lexicon: for the other names of a concept.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._labels = lexicon.labels

    def apply(self, joined: Joined, columns: Columns, meanings: Meanings) -> Columns:
        """Replace what is found for abbreviations by what the text says they mean, and find the others.

        Args:
            joined: all texts.
            columns: the finds.
            meanings: the meanings of the finds; new ones are added.
        """
        defined = self._learn(joined, columns, meanings)
        if not defined:
            return columns
        keep, taken = _kept(joined, columns, defined)
        more: list[tuple[int, int, int, int]] = []
        for number, means in defined.items():
            begin, until = joined.begins[number : number + 2].tolist()
            for short, candidates in means.items():
                if candidates:
                    meant = meanings.number(Meaning(candidates, ABBREVIATION))
                    places = _places(joined.text, short, begin, until)
                    more += ((number, a, b, meant) for a, b in places if _free(taken[number], a, b))
        added = np.array(sorted(more, key=itemgetter(1, 2)), dtype=np.int64).reshape(-1, 4).T
        at = np.searchsorted(columns[1][keep], added[1])
        text, start, end, meaning = (
            np.insert(column[keep], at, new) for column, new in zip(columns, added, strict=True)
        )
        return text, start, end, meaning

    def _learn(self, joined: Joined, columns: Columns, meanings: Meanings) -> _Defined:
        """Look at the finds that touch parentheses."""
        whole, (_, start, end, _) = joined.text, columns
        signs = np.frombuffer(joined.encoded + b"\n\n", dtype=np.uint8)
        before = (signs[end] == ord(" ")) & (signs[end + 1] == ord("("))
        within = (signs[start - 1] == ord("(")) & (signs[end] == ord(")"))
        touching = np.flatnonzero(before | within)
        defined: _Defined = defaultdict(dict)
        rows = zip(before[touching].tolist(), *(column[touching].tolist() for column in columns), strict=True)
        for opens, number, a, b, meaning in rows:
            means, candidates = defined[number], meanings[meaning].candidates
            if opens:
                place = abbreviations.short_form(whole, b + 1)
                short = whole[slice(*place)] if place else ""
                if short and abbreviations.long_form(short, whole[a:b]) == 0:
                    means.setdefault(short, candidates)
            elif (
                candidates[0].exact
                and whole[a:b] not in means
                and self._other(whole[max(int(joined.begins[number]), a - 1 - _FAR) : a - 1], whole[a:b], candidates)
            ):
                means[whole[a:b]] = ()
        return {number: means for number, means in defined.items() if means}

    def _other(self, before: str, short: str, candidates: Sequence[Candidate]) -> bool:
        """Tell whether the words before the parentheses are the long form of something else than what is known."""
        at = abbreviations.long_form(short, before)
        if at is None:
            return False
        words = _stems(before[at:])
        names = [_stems(name) for one in candidates for name in self._labels.get(one.concept, ())]
        return bool(words) and not any(2 * len(words & name) >= len(words) for name in names)


def _kept(joined: Joined, columns: Columns, defined: _Defined) -> tuple[NDArray[np.bool_], dict[int, _Spans]]:
    """Tell which finds are no abbreviations that their text defines; give those of such texts by their places."""
    text, start, end, _ = columns
    defines = np.zeros(len(joined.begins), dtype=np.bool_)
    defines[list(defined)] = True
    at = np.flatnonzero(defines[text])
    keep = np.ones(len(text), dtype=np.bool_)
    taken: dict[int, _Spans] = {number: ([], []) for number in defined}
    spans = zip(*(column[at].tolist() for column in (text, start, end)), strict=True)
    for row, (number, a, b) in zip(at.tolist(), spans, strict=True):
        if joined.text[a:b] in defined[number]:
            keep[row] = False
        else:
            taken[number][0].append(a)
            taken[number][1].append(b)
    return keep, taken


def _stems(name: str) -> set[str]:
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return {word[:_STEM] for word in words if len(word) > 1}


def _places(joined: str, short: str, begin: int, until: int) -> Iterator[tuple[int, int]]:
    """Walk the places where an abbreviation stands as a word of its own, or as the plural of it."""
    at = joined.find(short, begin, until)
    while at >= 0:
        end = at + len(short)
        many = joined[end : end + 1] == "s" and not joined[end + 1 : end + 2].isalnum()
        if not (at and joined[at - 1].isalnum()) and (many or not joined[end : end + 1].isalnum()):
            yield at, end + many
        at = joined.find(short, end, until)


def _free(taken: _Spans, start: int, end: int) -> bool:
    """Tell whether no mention covers a place; mentions are in order and apart."""
    starts, ends = taken
    at = bisect_right(starts, start)
    return (at == 0 or ends[at - 1] <= start) and (at == len(starts) or starts[at] >= end)
