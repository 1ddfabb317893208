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
        firsts: the place of the first character of each that is no white space when it is encoded.
        lasts: the place of the last character of each.
    """

    text: str
    encoded: bytes
    begins: Places
    firsts: Places
    lasts: Places


def join(texts: Sequence[str]) -> Joined:
    """Put texts side by side."""
    pieces = [encode(one) for one in texts]
    lengths = np.fromiter(map(len, pieces), dtype=np.int64, count=len(texts))
    begins = np.concatenate([[0], np.cumsum(lengths + len(_BETWEEN))])
    stripped = np.fromiter(map(len, map(bytes.lstrip, pieces)), dtype=np.int64, count=len(texts))
    lasts = begins[1:] - len(_BETWEEN)
    encoded = encode(_BETWEEN).join([*pieces, b""])
    return Joined(_BETWEEN.join([*texts, ""]), encoded, begins, lasts - stripped, lasts - 1)
