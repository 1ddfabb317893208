"""Where sentences begin and end.

A full stop ends a sentence where white space and no small letter follow and no abbreviation stands before it; a line
break does where the next line does not go on in small letters. It is quick rather than clever: millions of documents
pass through it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

_BREAK, _STOP = b"\n."
_CLOSING = re.compile(rb"""["')\]\x80-\xff]*""")
_BLANKS = re.compile(rb"\s*")
_MARK = re.compile(rb"\s*(?:[-*]\s+)?")
_SHORT = "vs al Dr Drs Prof Mr Mrs Ms St Fig Figs No Nos cf ca approx Inc Ltd Co Corp resp Ref Refs".split()  # noqa: SIM905
"""Abbreviations before a full stop that ends no sentence; so are single capitals, "e.g." and "i.e."."""
_NO_END = re.compile(rf"(?:(?:^|[\s(])(?:[A-Z]|{'|'.join(_SHORT)})|e\.g|i\.e)\Z".encode())
_LONGEST = len(b" approx")


def _bytes(which: bytes) -> NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    table[list(which)] = True
    return table


_ENDS = bytes(byte in b".?!\n" for byte in range(256))
_SPACE = _bytes(b" \n\t\r")
_BLANK = _bytes(b" \n\t\r\v\f")
_SMALL = _bytes(bytes(range(ord("a"), ord("z") + 1)))
_WORD = _bytes(bytes(c for c in range(128) if chr(c).isalnum()))
_BEFORE, _TAILS = np.zeros((2, 256, 256), dtype=np.bool_)
"""The last three signs of what may be an abbreviation, by twos."""
for _word in [*_SHORT, "e.g", "i.e", *map(chr, range(ord("A"), ord("Z") + 1))]:
    for _sign in " (\n\t\r\v\f":
        _third, _second, _last = f"{_sign}{_sign}{_word}".encode()[-3:]
        _BEFORE[:, _second] |= _second == ord(_sign)
        _BEFORE[_third, _second] = _TAILS[_second, _last] = True


def ends(encoded: bytes) -> Places:
    """Give the places behind the ends of sentences, in order.

    Args:
        encoded: the text, one byte a character (see `alphabet.encode`).
    """
    signs = np.frombuffer(b"\n\n" + encoded + b"\n\n", dtype=np.uint8)
    at = np.flatnonzero(np.frombuffer(encoded.translate(_ENDS), dtype=np.bool_))
    sign, after, follows = signs[at + 2], signs[at + 3], signs[at + 4]
    spaced = _SPACE[after]
    broken = (sign == _BREAK) & ~_SMALL[after]
    parted = (sign != _BREAK) & spaced & ~((after == ord(" ")) & _SMALL[follows])
    before = signs[at]
    abbreviated = _BEFORE[signs[at - 1], before] & _TAILS[before, signs[at + 1]]
    short = np.flatnonzero(parted & (sign == _STOP) & abbreviated)
    parted[short] = [not _NO_END.search(encoded, max(0, place - _LONGEST), place) for place in at[short].tolist()]
    end = at + 1
    for n in np.flatnonzero((sign != _BREAK) & ~spaced & ~_WORD[after]).tolist():
        if behind := _behind(encoded, int(at[n])):
            parted[n], end[n] = True, behind
    chosen = broken | parted
    return _merged(encoded, signs[2:], end[chosen], broken[chosen])


def _merged(encoded: bytes, signs: NDArray[np.uint8], end: Places, broken: NDArray[np.bool_]) -> Places:
    """Leave out ends between which and the next line break there is only white space."""
    keep = np.ones(len(end), dtype=np.bool_)
    one = np.diff(end) == 1
    before = np.flatnonzero(broken[1:] & _BLANK[signs[end[:-1]]] & (one | _BLANK[signs[end[:-1] + 1]]))
    spans = zip(end[before].tolist(), end[before + 1].tolist(), strict=True)
    keep[before] = [not encoded[first:last].isspace() for first, last in spans]
    return end[keep]


def _behind(encoded: bytes, at: int) -> int:
    """Give the place behind the quotes and brackets that close a sentence, or 0 where none ends."""
    closed = _CLOSING.match(encoded, at + 1)
    end = closed.end() if closed else at + 1
    ended = encoded[end : end + 1] in (b" ", b"\n", b"\t", b"") and not encoded[end + 1 : end + 2].islower()
    return end if ended else 0


def sentences(encoded: bytes) -> Iterator[tuple[int, int]]:
    """Walk the sentences of a text, without the white space and bullets around them."""
    begin = 0
    for end in (*ends(encoded).tolist(), len(encoded)):
        mark = _MARK.match(encoded, begin)
        if not mark or mark.end() >= end:  # a bullet alone is a sentence, too
            mark = _BLANKS.match(encoded, begin)
        first = mark.end() if mark else begin
        last = first + len(encoded[first:end].rstrip())
        if last > first:
            yield first, last
        begin = max(begin, end)
