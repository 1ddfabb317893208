"""Terms of a document that the dictionary does not know, ranked for those who extend it.

Runs of words without stop words are ranked by their C-value (Frantzi, Ananiadou and Mima, Automatic recognition of
multi-word terms, International Journal on Digital Libraries 2000): often, long, and not only as a part of a longer one.
The libraries that do this are under the GPL or no longer kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STOP = frozenset(
    """a about above across after again against all almost alone along already also although always am among an and
    another any are around as at available away based be became because become been before being below best better
    between both but by called came can cannot come could despite did different do does doing done down due during each
    either enough especially even ever every few finally first for from further gave get give given gives go good great
    had has have having he help her here high higher highly him his hold how however i if important in including
    increased indeed instead into is isn it its itself just keep kept large last later least less like likely little
    long low lower made mainly make many may me might more moreover most much must my near nearly need never new next no
    nor not now of off often on once one only onto or other others our out over overall own part particularly per
    perhaps possible potentially present previously quite rather really recent recently same second see seem seen
    several shall she should show showed shown shows similar since small so some still such sure t take than that the
    their them then there therefore these they third this those though three through throughout thus to together too
    toward towards two under until up upon us use used uses using usually various very via was way we well were what
    when where whether which while who whom whose why will with within without would yet you your zero received patients
    compared significantly respectively observed median months years year days weeks associated""".split()  # noqa: SIM905
)
_WORD = re.compile(r"[^\W_](?:[\w’'+/-]*[\w+])?")
_LONGEST = 5
_SHORTEST = 4


class Term(NamedTuple):
    """A term that was not recognised: as it stands in the text, how often, and its C-value."""

    term: str
    times: int
    value: float


def candidates(text: str, taken: Iterable[tuple[int, int]], most: int = 25) -> list[Term]:
    """Rank the terms of a text that no mention covers.

    Args:
        text: the document.
        taken: the places of its mentions.
        most: how many terms at the most.
    """
    counts: Counter[str] = Counter()
    within: dict[str, Counter[str]] = defaultdict(Counter)
    shown: dict[str, str] = {}
    for run in _runs(text, sorted(taken)):
        whole = " ".join(run)
        for size in range(1, min(len(run), _LONGEST) + 1):
            for at in range(len(run) - size + 1):
                part = " ".join(run[at : at + size])
                key = part.casefold()
                counts[key] += 1
                shown.setdefault(key, part)
                if part != whole:
                    within[key][whole.casefold()] += 1
    terms = [Term(shown[key], count, _value(key, count, within[key])) for key, count in counts.items()]
    kept = [one for one in terms if one.value > 0 and len(one.term) >= _SHORTEST]
    return sorted(kept, key=lambda one: (-one.value, -one.times, one.term))[:most]


def _value(key: str, count: int, longer: Counter[str]) -> float:
    nested = sum(longer.values()) / len(longer) if longer else 0.0
    return round(math.log2(key.count(" ") + 2) * (count - nested), 3)


def _runs(text: str, taken: list[tuple[int, int]]) -> Iterator[list[str]]:
    """Walk runs of words that no stop word, sign or mention interrupts."""
    run: list[str] = []
    last = number = 0
    for word in _WORD.finditer(text):
        while number < len(taken) and taken[number][1] <= word.start():
            number += 1
        covered = number < len(taken) and taken[number][0] < word.end()
        apart = text[last : word.start()] != " "
        stop = covered or word[0].casefold() in _STOP or word[0][0].isdigit()
        if (apart or stop) and run:
            yield run
            run = []
        if not stop:
            run = [*run, word[0]]
        last = word.end()
    if run:
        yield run
