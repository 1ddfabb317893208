"""Abbreviations that a document defines: long form, then the short one in parentheses.

After Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text (Pacific
Symposium on Biocomputing 2003). It is asked only where a mention touches the parenthesis.
"""

from __future__ import annotations

import re

_SHORT = re.compile(r"\(([A-Za-z0-9α-ω][A-Za-z0-9α-ω/+-]{0,9})(?:[;,] [^()\n]{0,40})?\)")
_WORDS_MORE = 5


def short_form(text: str, at: int) -> tuple[int, int] | None:
    """Give the place of the short form in the parentheses that open at a place, if one is there."""
    found = _SHORT.match(text, at)
    if not found or not re.search(r"[A-Zα-ω]", found[1]):
        return None
    return found.span(1)


def long_form(short: str, before: str) -> int | None:
    """Find where the long form of an abbreviation begins in the words before its parenthesis.

    Args:
        short: the abbreviation.
        before: the text before the parenthesis.

    Returns:
        The place in `before`, or nothing where the letters of the short form are not all found.

    >>> before = "patients with acute limb lengthening "
    >>> before[long_form("ALL", before):]
    'acute limb lengthening '
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    most = min(len(letters) + _WORDS_MORE, 2 * len(letters))
    words = before.rsplit(maxsplit=most)
    first = len(words[0]) if len(words) > most else 0
    low, at = before.casefold(), len(before)
    if len(low) != len(before):
        return None
    for n, letter in reversed(list(enumerate(letters))):
        at = low.rfind(letter, first, at)
        while n == 0 and at > first and low[at - 1].isalnum():
            at = low.rfind(letter, first, at)
        if at < first:
            return None
    return at
