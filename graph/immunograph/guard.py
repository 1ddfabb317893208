"""What a query's text may say, and what to tell its author when it is wrong.

The engine can call other endpoints (SERVICE) and fetch documents (LOAD), and neither can be switched off in it. A
second reading of SPARQL would differ from the engine's in some corner, and that corner would be the way out; so the
engine itself decides: the letters of the keyword are misspelt, and a text that then no longer parses had the keyword
outside of its strings, IRIs, comments and names.

A host may be allowed by name. A call to it is then recognised only where its whole IRI stands behind the keyword; such
calls are written as what may stand there and reaches nobody (GRAPH, COPY, CLEAR), and the rest is judged as ever.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph.errors import QueryError
from immunograph.vocabulary import IG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection


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
_ALLOWED = "{} may reach only {}, and its IRI must be written in full; name that, or leave it out"
_IRI = r"<(?P<scheme>https?)://(?P<host>[\w.-]+|\[[\da-f:.]+\])(?::(?P<port>\d+))?(?:[/?#][^<>\"{}|^`\\\x00-\x20]*)?>"
_CALL = re.compile(rf"\bSERVICE\b(?P<silent>\s+SILENT\b)?(?P<gap>\s*)(?P<iri>{_IRI})", re.IGNORECASE | re.ASCII)
_FETCH = re.compile(
    rf"\bLOAD\b(?P<silent>\s+SILENT\b)?(?P<gap>\s*)(?P<iri>{_IRI})(?P<into>\s*\bINTO\b)?", re.IGNORECASE | re.ASCII
)
_PORTS = {"http": "80", "https": "443"}
TOKEN = re.compile(
    r"""('''|\"\"\")(?:\\.|(?!\1).)*\1 | '(?:\\.|[^'\\\n\r])*' | "(?:\\.|[^"\\\n\r])*"  # strings
    | <[^<>"{}|^`\x00-\x20]*> | \#[^\n\r]* | \\.                                     # IRIs, comments, escapes
    | [?$:]\w+ | (?P<word>\w+) | (?P<brace>[{}])""",
    re.VERBOSE | re.DOTALL,
)
"""The parts of SPARQL in which a word means something else than itself, and words and braces."""
_AS_GRAPH = re.compile(_SERVICE.pattern + r"(\s+silent\b)?", re.IGNORECASE)


def refuse_outside(text: str, name: str, *, update: bool = False, hosts: Collection[str] = ()) -> None:
    """Refuse a text that would make the engine reach outside (SPARQL 1.1 Federated Query; LOAD of Update, 3.1.4).

    Args:
        text: a query, or an update.
        name: what to call it in an error.
        update: whether it is an update.
        hosts: who may be reached, as `example.org` or, at a port of its own, `example.org:8080`.

    Raises:
        QueryError: SERVICE or LOAD stands where the engine would obey it, or the text is not SPARQL at all.
    """
    rest = _without(text, hosts)
    for word, pattern in (("SERVICE", _SERVICE), ("LOAD", _LOAD))[: 1 + update]:
        found = pattern.search(rest)
        if not found or not (fault := _fault(pattern.sub(_misspelt, rest), update=update)):
            continue
        # GRAPH may stand where SERVICE may: if that is no better, the text has another fault, and that one is told
        if word == "SERVICE" and _fault(_AS_GRAPH.sub("GRAPH ", rest), update=update):
            raise located(fault, rest, name, update=update) from fault
        line, column = place(rest, found.start())
        message = _ALLOWED.format(word, ", ".join(sorted(hosts))) if hosts else _OUTSIDE[word]
        raise QueryError(message, name=name, line=line, column=column) from fault


def calls(text: str) -> bool:
    """Tell whether a text may reach outside, if that is allowed."""
    return bool(_SERVICE.search(text) or _LOAD.search(text))


def _without(text: str, hosts: Collection[str]) -> str:
    """Write the calls to allowed hosts as what reaches nobody, in the same places of the same lines."""
    allowed = {host.lower() for host in hosts}

    def may(call: re.Match[str]) -> bool:
        host, scheme = call["host"].lower(), call["scheme"].lower()
        port = call["port"] or _PORTS[scheme]
        return f"{host}:{port}" in allowed or (host in allowed and port == _PORTS[scheme])

    def as_graph(call: re.Match[str]) -> str:
        return f"GRAPH{' ' * len(call['silent'] or '')}{call['gap']}{call['iri']}" if may(call) else call[0]

    def as_copy(call: re.Match[str]) -> str:
        silent = call["silent"] or ""
        if call["into"]:
            words = f"COPY{silent}{call['gap']}{call['iri']}{call['into'][:-4]} TO "
        else:
            words = f"CLEAR{silent} GRAPH{call['gap']}{call['iri']}"
        return words if may(call) else call[0]

    return _FETCH.sub(as_copy, _CALL.sub(as_graph, text)) if allowed else text


def check_query(text: str, name: str) -> None:
    """Parse a query, whatever it would call.

    Raises:
        QueryError: it is not SPARQL.
    """
    if fault := _fault(_AS_GRAPH.sub(lambda word: "GRAPH".ljust(len(word[0])), text), update=False):
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
