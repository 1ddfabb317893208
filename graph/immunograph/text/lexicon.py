"""The dictionary: what the concepts are called, in every way in which that may be written."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from immunograph.text.alphabet import encode, fold
from immunograph.text.spelling import needs_case, variants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.names import Name

STOP = frozenset({
    "adjuvant", "cell", "elimination", "equilibrium", "jurisdiction", "mass", "material", "outcome", "priming",
    "quality", "retraining", "role", "study", "swelling", "weakness",
})  # fmt: skip
"""Names that are ordinary words, which mean the concept less often than not or say nothing, as heads of a hierarchy."""
WARY = frozenset({"T3", "T10", "p67", "ME20", "HE5"})
"""Names that mean other things as well, such as the stages of a tumor."""
CASED = frozenset({"Vigil"})
"""Brands that are ordinary words in small letters."""
_SHORT = 2
_OPEN = "place"
"""A kind whose two-letter names everybody knows: US, UK, EU."""


class Candidate(NamedTuple):
    """One concept that a name may mean.

    Args:
        concept: slug or IRI.
        kind: name of its kind.
        name: the name as the graph has it.
        how: what sets the way of writing apart from the name.
        exact: the letters that must stand there, capitals and all, or nothing.
        wary: whether the document must have another name of the concept, too.
    """

    concept: str
    kind: str
    name: str
    how: str
    exact: str
    wary: bool


@dataclass(frozen=True)
class Lexicon:
    """Names by the way in which they are found.

    Args:
        entries: plain forms (see `alphabet.fold`), each with a space behind it, and what it may mean.
    """

    entries: tuple[tuple[bytes, tuple[Candidate, ...]], ...]

    @cached_property
    def digest(self) -> str:
        """Tell one dictionary from another."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()[:16]

    @cached_property
    def rivals(self) -> frozenset[tuple[str, str]]:
        """Give the pairs of concepts that one name may mean."""
        groups = ({one.concept for one in candidates} for _, candidates in self.entries if len(candidates) > 1)
        return frozenset(pair for group in groups for pair in combinations(sorted(group), 2))

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Give all names of each concept."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, candidates in self.entries:
            for one in candidates:
                found[one.concept].add(one.name)
        return {concept: tuple(sorted(names)) for concept, names in found.items()}


def lexicon(names: Iterable[Name]) -> Lexicon:
    """Make the dictionary of some names; identifiers are no names, and slugs are names for programs."""
    found: dict[bytes, dict[str, Candidate]] = defaultdict(dict)
    for name in sorted(set(names)):
        if name.role not in ("label", "synonym") or name.name.casefold() in STOP:
            continue
        for form, how in variants(name.name).items():
            plain = fold(encode(f"{form} "))
            letters = plain.strip()
            if not re.search(rb"[A-Za-z\x80-\xff]", letters) or len(letters) < _SHORT or plain[:1] == b" ":
                continue
            one = _candidate(name, form, how)
            known = found[plain].get(one.concept)
            if known is None or _rank(one) < _rank(known):
                found[plain][one.concept] = one
    for word in STOP:
        found.pop(fold(encode(f"{word} ")), None)
    return Lexicon(tuple((plain, tuple(sorted(ones.values()))) for plain, ones in sorted(found.items())))


def _candidate(name: Name, form: str, how: str) -> Candidate:
    exact = letters_of(form) if needs_case(name.name) or name.name in CASED else ""
    short = len(letters_of(form)) <= _SHORT and name.kind != _OPEN
    return Candidate(name.concept, name.kind, name.name, how, exact, short or name.name in WARY)


def letters_of(form: str) -> str:
    """Leave out what parts the letters and digits of a name."""
    return re.sub(r"[\W_]", "", form)


def _rank(one: Candidate) -> tuple[bool, bool, bool, str]:
    """Prefer what asks for less, then what is nearer to the name."""
    return bool(one.exact), one.wary, one.how != "as named", one.name
