"""The other ways in which a name may be written. The dictionary is expanded, so that the text stays as it is.

Case, hyphens and accents are not among them: `alphabet` has made them equal. Each way has a word that tells a reader
how a mention matched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.names import GREEK, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Rule = Callable[[str], Iterator[str]]

AS_NAMED = "as named"
_MOST = 48
"""Ways to write one name at the most: long names have many gaps, and nobody varies them all."""
_ACRONYM = 5
"""All-letter names of up to so many letters are acronyms if they have two capitals."""
_SHORTEST = 3
"""Names of up to so many letters must be written as they are, capitals and all."""
_BRITISH = (
    (r"tumor", "tumour"), (r"\bhem", "haem"), (r"leukem", "leukaem"), (r"anem", "anaem"), (r"edem", "oedem"),
    (r"\besoph", "oesoph"), (r"\bped", "paed"), (r"diarrhea", "diarrhoea"), (r"ization\b", "isation"),
    (r"ized\b", "ised"), (r"signaling", "signalling"), (r"labeled", "labelled"), (r"glycemi", "glycaemi"),
    (r"fiber", "fibre"), (r"penia", "paenia"), (r"randomiz", "randomis"), (r"estrogen", "oestrogen"),
    (r"(?<=[^aeh])emi(?=a\b|c\b)", "aemi"),
)  # fmt: skip
_LETTERS = {name: sign for sign, name in GREEK.items() if sign != "ς"} | {"alfa": "α"}
_HEADS = "activation|amplification|deficiency|depletion|downregulation|exhaustion|expansion|expression|infiltration|inhibition|loss|maturation|overexpression|proliferation|recruitment|upregulation"  # noqa: E501
_PREFIXES = "anti|auto|bi|bio|chemo|co|cross|cyto|hyper|hypo|immuno|inter|intra|micro|mono|multi|neo|non|over|poly|post|pre|radio|re|sub|trans"  # noqa: E501


def needs_case(name: str) -> bool:
    """Tell whether a name is only meant where it is written with its capitals: MET, ALL, TRANSFORM, mAb.

    >>> [needs_case(name) for name in ("ALL", "B-ALL", "mAb", "PD-1", "colitis", "eye", "Tex", "Keytruda")]
    [True, True, True, False, False, False, True, False]
    """
    letters = re.sub(r"[\s/+-]", "", name)
    if not letters.isalpha() or letters.islower():
        return False
    capitals = sum(c.isupper() for c in letters)
    whole = re.fullmatch(r"[^\W_]+(-[^\W_]+)?", name) is not None
    return letters.isupper() or (whole and (len(letters) <= _SHORTEST or (capitals > 1 and len(letters) <= _ACRONYM)))


def variants(name: str) -> dict[str, str]:
    """Give the ways to write a name, and for each the word for what sets it apart from the name.

    >>> variants("IFN-gamma")["ifnγ"], variants("lymphoma, B-cell")["B-cell lymphomas"]
    ('Greek letter', 'plural')
    """
    found = {name: AS_NAMED}
    rules: tuple[tuple[str, Rule], ...] = _OF_ACRONYMS if needs_case(name) else _OF_WORDS
    for how, rule in rules:
        for known, before in list(found.items()):
            for other in rule(known):
                if len(found) < _MOST:
                    found.setdefault(other, how if how == "plural" or before == AS_NAMED else before)
    return found


def _bare(name: str) -> Iterator[str]:
    """Leave out what a name says of itself in parentheses: CD25 (alpha chain)."""
    if match := re.fullmatch(r"(.*\w) \([^()]+\)", name):
        yield match[1]


def _order(name: str) -> Iterator[str]:
    """Turn a name around: lymphoma, B-cell; PD-L1 expression, loss of CD19."""
    if match := re.fullmatch(r"([^,]+), ([^,]+)", name):
        yield f"{match[2]} {match[1]}"
    if match := re.fullmatch(rf"(.+) ({_HEADS})", name):
        yield f"{match[2]} of {match[1]}"
        if match[1].endswith("cell"):
            yield f"{match[2]} of {match[1]}s"
    if match := re.fullmatch(rf"({_HEADS}) of (.+)", name):
        yield f"{match[2]} {match[1]}"


def _against(name: str) -> Iterator[str]:
    """Name antibodies by what they bind: anti-PD-1 antibody, PD-1 antibody, anti-PD-1."""
    if match := re.fullmatch(r"anti-([A-Z]\S*) antibody", name):
        yield from (f"{match[1]} antibody", f"anti-{match[1]}")


def _spelling(name: str) -> Iterator[str]:
    lower = name.casefold()
    for pairs in (SPELLINGS, _BRITISH):
        other = lower
        for pattern, instead in pairs:
            other = re.sub(pattern, instead, other)
        if other != lower:
            yield other


def _greek(name: str) -> Iterator[str]:
    lower = name.casefold()
    letters = re.sub(rf"(?<![a-z])({'|'.join(_LETTERS)})(?![a-z])", lambda found: _LETTERS[found[1]], lower)
    words = "".join(f"{GREEK[c]}" if c in GREEK else c for c in lower)
    yield from {letters, words} - {lower}
    if words != lower:
        yield "".join(f"-{GREEK[c]}" if c in GREEK else c for c in lower).strip("-")


def _possessive(name: str) -> Iterator[str]:
    """Give eponyms with and without their s: Hodgkin's lymphoma."""
    if "'s " in name or "’s " in name:
        yield re.sub(r"['’]s ", " ", name)
    elif match := re.match(r"[A-Z][a-zé]{3,}(?= [a-z]+)", name):
        yield f"{match[0]}'s{name[match.end() :]}"


def _positive(name: str) -> Iterator[str]:
    """Write CD8-positive, CD8+ and CD8 before a cell."""
    for sign in ("+ ", "-positive ", "(+) ", "-expressing "):
        yield re.sub(r"\b(CD\d+\w?|PD-1)(-positive|\+)? (?=(\S+ )*([Cc]ells?|[Ll]ymphocytes?)\b)", rf"\1{sign}", name)
        yield re.sub(r"([A-Z0-9])(-positive|\+) (?=\w)", rf"\1{sign}", name)


def _gaps(name: str) -> Iterator[str]:
    """Close and open the gaps next to digits and Greek letters: IL-2, IL2; and behind prefixes: anti-tumor."""
    digit, letter = r"\d", r"[^\W\d_]"
    sign = f"[{''.join(GREEK)}]"
    closed = re.sub(rf"(?<={letter})[- ](?={digit}|{sign}(?!\w))|(?<={sign})[- ](?={digit})", "", name)
    opened = re.sub(rf"(?<=[A-Za-z]{{2}})(?={digit})|(?<={letter})(?={sign})", "-", name)
    yield from (closed, opened)
    yield re.sub(rf"(?<=[A-Z]{{2}})[- ](?=[A-Z]?{digit})", "", name)
    yield re.sub(rf"\b({_PREFIXES})-(?=[a-z]{{4}})", r"\1", name, flags=re.IGNORECASE)
    yield re.sub(rf"\b({_PREFIXES})(?=[a-z]{{5}})", r"\1-", name, flags=re.IGNORECASE)


def _plural(name: str) -> Iterator[str]:
    found = re.search(r" (of|from|in|for|with|to|on) ", name)
    head, tail = (name[: found.start()], name[found.start() :]) if found else (name, "")
    if not head or not head[-1].isalpha():
        return
    yield _many(head) + tail
    if one := _one(head):
        yield one + tail


def _many(word: str) -> str:
    low = word.lower()
    if low.endswith("y") and low[-2:-1] not in set("aeiou"):
        return word[:-1] + "ies"
    if low.endswith("sis"):
        return word[:-2] + "es"
    return word + ("es" if low.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _one(word: str) -> str:
    """Give the singular of what looks like a plural, or nothing."""
    low = word.lower()
    if low.endswith("ies") and len(word) > len("series"):
        return word[:-3] + "y"
    return word[:-1] if low.endswith("s") and low[-2:] not in ("ss", "us", "is", "os") and len(word) > _ACRONYM else ""


def _many_acronyms(name: str) -> Iterator[str]:
    """Add the small s of many; where it is a capital, another word may be meant."""
    if len(name) >= _SHORTEST and name[-1].isupper() and " " not in name:
        yield f"{name}s"


_OF_ACRONYMS: tuple[tuple[str, Rule], ...] = (("plural", _many_acronyms),)
_OF_WORDS: tuple[tuple[str, Rule], ...] = (
    ("without its qualifier", _bare),
    ("order of words", _order),
    ("what it binds", _against),
    ("possessive", _possessive),
    ("plus sign", _positive),
    ("spelling", _spelling),
    ("Greek letter", _greek),
    ("spacing", _gaps),
    ("plural", _plural),
)
