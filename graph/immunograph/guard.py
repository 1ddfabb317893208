"""What a query's text may say, and what to tell its author when it is wrong.

The engine can call other endpoints (SERVICE) and fetch documents (LOAD), and neither can be switched off in it. A
second reading of SPARQL would differ from the engine's in some corner, and that corner would be the way out; so the
engine itself decides: the letters of the keyword are misspelt, and a text that then no longer parses had the keyword
outside of its strings, IRIs, comments and names.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from immunograph.errors import QueryError
from immunograph.vocabulary import IG, PREFIXES


def _letters(word: str) -> re.Pattern[str]:
    """Match a word whose letters may be codepoint escapes (SPARQL 1.1 Query, 19.2)."""

    def letter(c: str) -> str:
        codes = "|".join(f"{ord(form):04x}" for form in (c.lower(), c.upper()))
        return rf"(?:{c}|\\u(?:{codes})|\\U0000(?:{codes}))"

    return re.compile("".join(map(letter, word)), re.IGNORECASE)


_SERVICE, _LOAD = _letters("service"), _letters("load")
_UPDATE = re.compile(
    r"\A(?:\s|(?:PREFIX|BASE)\b[^\n]*)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)
_OUTSIDE = {
    "SERVICE": "SERVICE would call another endpoint, which queries may not; load its data beside the store instead",
    "LOAD": "LOAD would fetch a document, which updates may not; load it with `immunograph load` instead",
}
TOKEN = re.compile(
    r"""('''|\"\"\")(?:\\.|(?!\1).)*\1 | '(?:\\.|[^'\\\n\r])*' | "(?:\\.|[^"\\\n\r])*"  # strings
    | <[^<>"{}|^`\x00-\x20]*> | \#[^\n\r]* | \\.                                     # IRIs, comments, escapes
    | [?$:]\w+ | (?P<word>\w+) | (?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)
"""The parts of SPARQL in which a word means something else than itself, and words and braces."""
_AS_GRAPH = re.compile(_SERVICE.pattern + r"(\s+silent\b)?", re.IGNORECASE)


def refuse_outside(text: str, name: str, *, update: bool = False) -> None:
    """Refuse a text that would make the engine reach outside (SPARQL 1.1 Federated Query; LOAD of Update, 3.1.4).

    Args:
        text: a query, or an update.
        name: what to call it in an error.
        update: whether it is an update.

    Raises:
        QueryError: SERVICE or LOAD stands where the engine would obey it, or the text is not SPARQL at all.
    """
    for word, pattern in (("SERVICE", _SERVICE), ("LOAD", _LOAD))[: 1 + update]:
        found = pattern.search(text)
        if not found or not (fault := _fault(pattern.sub(_misspelt, text), update=update)):
            continue
        # GRAPH may stand where SERVICE may: if that is no better, the text has another fault, and that one is told
        if word == "SERVICE" and _fault(_AS_GRAPH.sub("GRAPH ", text), update=update):
            raise located(fault, text, name, update=update) from fault
        line, column = place(text, found.start())
        message = _OUTSIDE[word]
        raise QueryError(message, name=name, line=line, column=column) from fault


def check_query(text: str, name: str) -> None:
    """Parse a query.

    Raises:
        QueryError: it is not SPARQL.
    """
    if fault := _fault(text, update=False):
        raise located(fault, text, name) from fault


def _misspelt(match: re.Match[str]) -> str:
    """Write z for the first letter, in as many characters, so that places in errors stay right."""
    word = match[0]
    for escape in (r"\u007a", r"\U0000007a"):
        if word[:2] == escape[:2]:
            return escape + word[len(escape) :]
    return "z" + word[1:]


def _fault(text: str, *, update: bool) -> SyntaxError | None:
    """Parse without data; what happens after parsing is of no interest."""
    empty = ox.Store()
    try:
        run = empty.update if update else empty.query
        run(text, base_iri=IG, prefixes=PREFIXES)
    except SyntaxError as error:
        return error
    except (OSError, ValueError, RuntimeError):
        return None
    return None


def place(text: str, index: int) -> tuple[int, int]:
    """Give line and column, from 1, of an index."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def located(error: SyntaxError, text: str, name: str, *, update: bool = False) -> QueryError:
    """Turn the engine's parse error into one line with a hint."""
    said = str(error)
    match = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if not match:
        return QueryError(said.splitlines()[0], name=name)
    line, column, rest = int(match[1]), int(match[2]), match[3]
    if "Prefix not found" in rest:
        whole = (text.splitlines() or [""])[line - 1]
        word = re.search(r"([\w-]*):[\w-]*$", whole[: column - 1]) or re.search(r"([\w-]+):", whole)
        prefix = f"{word[1]}:" if word else "a prefix"
        hint = f"{prefix} is not declared; add PREFIX {prefix} <...>, or use one of {', '.join(sorted(PREFIXES))}"
        return QueryError(hint, name=name, line=line, column=column)
    if not update and _UPDATE.search(re.sub(r"#[^\n]*", "", text)):
        hint = "this is an update, and a store is only read; add knowledge to the tables instead"
    else:
        near = "".join(text.splitlines()[line - 1 : line])[max(0, column - 21) : column].strip()
        hint = f"not SPARQL at or before {near!r}; mend it" if near else "not SPARQL here; mend what stands before"
    return QueryError(hint, name=name, line=line, column=column)
