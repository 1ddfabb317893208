"""Texts side by side, so that one pass reads many."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from immunograph.text.alphabet import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from immunograph.text.sentences import Places

_BETWEEN = "\n \n"
"""What parts two texts; no name has it, and it ends a sentence."""


class Joined(NamedTuple):
    """Texts side by side.

    Args:
        text: all of them.
        encoded: the same with one byte a character (see `alphabet.encode`).
        begins: where each of them begins, and where one more would.
        firsts: the place of the first character of each that is no white space.
        lasts: the place of the last character of each.
    """

    text: str
    encoded: bytes
    begins: Places
    firsts: Places
    lasts: Places


def join(texts: Sequence[str]) -> Joined:
    """Put texts side by side."""
    text = _BETWEEN.join([*texts, ""])
    begins = np.array([0, *accumulate(len(one) + len(_BETWEEN) for one in texts)], dtype=np.int64)
    blank = np.array([len(one) - len(one.lstrip()) for one in texts], dtype=np.int64)
    return Joined(text, encode(text), begins, begins[:-1] + blank, begins[1:] - len(_BETWEEN) - 1)
