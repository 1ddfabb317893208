"""One byte a character, so that a place in what is searched is the same place in the text.

Letters lose case and accents, Greek letters keep a byte of their own, and whatever parts words is a space. The first
letter of each word is a capital: a name that begins with a capital can then only be found where a word begins, and two
names that stand side by side need not share the space between them.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import TYPE_CHECKING, cast

from immunograph.names import GREEK

if TYPE_CHECKING:
    from collections.abc import Mapping

    _Map = Mapping[int, bytes | int | None]

_DASHES, _QUOTES = "‐‑‒–—−\u00ad", "‘’“”′"
_SPACES = "\u00a0\u2009\u202f\u2003"
_SIGNS = "…•≥≤±×÷°·®™©²³⁺→"
_ACCENTED = "".join(c for c in map(chr, range(0xC0, 0x100)) if c.isalpha())
_ASCII, _UNKNOWN = 0x80, 0x1F
"""How many characters are their own bytes; the byte of a letter that has no other, which is part of a word."""


def _tables() -> tuple[_Map, bytes]:
    """Give each character a byte, and say what each byte becomes."""
    greek = [*GREEK, *sorted({c.upper() for c in GREEK}), "µ"]
    others = [*greek, *_ACCENTED, *_DASHES, *_QUOTES, *_SPACES, *_SIGNS]
    free = [*range(0x80, 0x100), *range(0x01, 0x09), *range(0x0E, _UNKNOWN)]
    decoding = [chr(n) if n < _ASCII else "\ufffe" for n in range(0x100)]
    for n in free:
        decoding[n] = "\ufffe"
    for n, c in zip(free, dict.fromkeys(others), strict=False):
        decoding[n] = c
    assert set(others) <= set(decoding)  # noqa: S101 - a table of 256 places has an end
    byte = {c: n for n, c in enumerate(decoding) if c != "\ufffe"}
    becomes = bytearray(b" " * 0x100)
    becomes[_UNKNOWN] = _UNKNOWN
    for c, n in byte.items():
        base = unicodedata.normalize("NFD", c.lower().replace("µ", "μ"))[0]
        if base.isalnum():
            becomes[n] = byte[base.replace("ς", "σ")]
    return cast("_Map", codecs.charmap_build("".join(decoding))), bytes(becomes)


_ENCODING, _BECOMES = _tables()
WORD = bytes(byte != ord(" ") for byte in range(0x100))
"""For each byte of a plain text, whether it is part of a word."""


def _other(error: UnicodeError) -> tuple[bytes, int]:
    """Keep a letter that has no byte as a letter, and let everything else part words."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - the codec raises no other
    run = error.object[error.start : error.end]
    return bytes(_UNKNOWN if c.isalnum() or unicodedata.combining(c) else 0x20 for c in run), error.end


codecs.register_error("immunograph.alphabet", _other)
_ASCII_TEXT = codecs.charmap_encode("".join(map(chr, range(_ASCII))), "immunograph.alphabet", _ENCODING)[0].ljust(0x100)
"""For each byte of a text in ASCII, what it becomes: signs that control a machine are spaces."""


def encode(text: str) -> bytes:
    """Write a text with one byte a character; case and punctuation stay."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_TEXT)
    return codecs.charmap_encode(text, "immunograph.alphabet", _ENCODING)[0]


def fold(encoded: bytes) -> bytes:
    """Write what `encode` gave without case, accents and punctuation, in as many bytes.

    >>> fold(encode("Anti-PD-1 (Sézary)"))
    b'Anti Pd 1  Sezary '
    """
    return encoded.translate(_BECOMES).title()
