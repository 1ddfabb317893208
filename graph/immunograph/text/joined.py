"""Texts side by side, so that one pass reads many."""

from __future__ import annotations

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
    encoded = encode(_BETWEEN).join([*map(encode, texts), b""])
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    begins = np.concatenate([[0], np.cumsum(lengths + len(_BETWEEN))])
    stripped = np.fromiter(map(len, map(str.lstrip, texts)), dtype=np.int64, count=len(texts))
    return Joined(text, encoded, begins, begins[1:] - len(_BETWEEN) - stripped, begins[1:] - len(_BETWEEN) - 1)
