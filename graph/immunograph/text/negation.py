"""Whether a mention is denied, after NegEx.

Chapman et al., A simple algorithm for identifying negated findings and diseases in discharge summaries (Journal of
Biomedical Informatics 2001): a trigger denies what stands up to five words behind it, or before it, in its sentence, if
no word between them ends its reach.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from immunograph.text.sentences import Places

REACH = 5
"""Words between a trigger and what it denies."""


class Side(Enum):
    """Which side of a trigger it denies; a pseudo-trigger only looks like one."""

    AFTER = "after"
    BEFORE = "before"
    NEITHER = "neither"


_AFTER_THEM = """absence of, absent, cannot, declined, denied, denies, devoid of, did not, didn't, do not, does not,
doesn't, don't, failed to, fails to, free from, free of, isn't, lack, lack of, lacked, lacking, lacks, negative for,
neither, never, no, no evidence of, no sign of, no signs of, nor, not, rather than, rule out, ruled out, unable to,
wasn't, weren't, without, without evidence of"""
_BEFORE_THEM = """did not occur, is absent, is ruled out, not detected, not found, not observed, not occur, not seen,
unlikely, was absent, was excluded, was not detected, was not found, was not observed, was not seen, was ruled out,
were absent, were not detected, were not found, were not observed, were not seen"""
_LIKE_THEM = """did not only, do not always, do not only, does not always, does not only, doesn't always, don't always,
if not, no change, no difference, no further, no increase, no longer, no matter, no significant change, no significant
difference, not always, not certain, not just, not merely, not necessarily, not only, not solely, not to mention,
not yet, whether or not, without difficulty"""
TRIGGERS = {
    Side.AFTER: tuple(" ".join(_AFTER_THEM.split()).split(", ")),
    Side.BEFORE: tuple(" ".join(_BEFORE_THEM.split()).split(", ")),
    Side.NEITHER: tuple(" ".join(_LIKE_THEM.split()).split(", ")),
}
_ENDS = re.compile(
    r"\b(but|however|nevertheless|yet|though|although|still|except|apart from|aside from|despite|because|whereas|while|"
    r"which|who|that|as|since|after)\b|[;:]",
    re.IGNORECASE,
)


def reaches(between: str) -> bool:
    """Tell whether a trigger reaches over some text.

    >>> reaches(" evidence of durable "), reaches(" response, but ")
    (True, False)
    """
    return len(between.split()) <= REACH and not _ENDS.search(between)


def denied(
    joined: str, finds: tuple[Places, Places, Places], triggers: tuple[Places, Places, Places], stops: Places
) -> NDArray[np.bool_]:
    """Tell which finds a trigger denies.

    Args:
        joined: all texts.
        finds: start, end and sentence of each.
        triggers: start, end and side of each.
        stops: places where sentences end.
    """
    start, end, sentence = finds
    begin, stop, side = triggers
    number = np.searchsorted(stops, begin, side="right")
    after = side == _AFTER
    at = np.where(after, np.searchsorted(start, stop), np.searchsorted(start, begin) - 1)
    step = np.where(after, 1, -1)
    sentences = np.append(sentence, -1)
    found = np.zeros(len(start), dtype=np.bool_)
    going = np.flatnonzero(side != _NEITHER)
    while len(going):
        going = going[sentences[np.clip(at[going], -1, len(start))] == number[going]]
        first = np.where(after[going], stop[going], end[at[going]])
        last = np.where(after[going], start[at[going]], begin[going])
        spans = zip(first.tolist(), last.tolist(), strict=True)
        going = going[np.array([reaches(joined[one:other]) for one, other in spans], dtype=np.bool_)]
        found[at[going]] = True
        at[going] += step[going]
    return found


SIDES = (Side.AFTER, Side.BEFORE, Side.NEITHER)
"""Sides by their numbers."""
_AFTER, _NEITHER = 0, 2
