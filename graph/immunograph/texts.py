"""The text of a query as others need it who know nothing of us: with its prefixes, and with values in place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.guard import TOKEN
from immunograph.syntax import to_ntriples
from immunograph.vocabulary import IG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from immunograph.terms import Term


def whole(
    text: str, bindings: Mapping[str, Term] | None = None, prefixes: Mapping[str, str] = PREFIXES, base: str = IG
) -> str:
    """Declare what a query uses of some prefixes, on its first line, and give values to its variables.

    >>> whole("ASK { ig:PD-1 a ?kind }").splitlines()[0]
    'BASE <https://w3id.org/immunograph/> PREFIX ig: <https://w3id.org/immunograph/> ASK { ig:PD-1 a ?kind }'
    """
    text = valued(text, bindings or {})
    bare = _words(text)
    declared = {name.lower() for name in re.findall(r"\bPREFIX\s+([\w.-]*):", bare, re.IGNORECASE)}
    used = [
        name
        for name in prefixes
        if name.lower() not in declared and re.search(rf"(?<![\w:?$.-]){re.escape(name)}:", bare)
    ]
    start = "" if re.search(r"\bBASE\b", bare, re.IGNORECASE) else f"BASE <{base}> "
    return start + "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used) + text


def verb(text: str) -> str:
    """Tell what a query asks for: SELECT, ASK, CONSTRUCT or DESCRIBE.

    >>> verb("PREFIX select: <a:> CONSTRUCT WHERE { ?s ?p 'ask' }")
    'CONSTRUCT'
    """
    found = re.search(r"(?<![\w:?$.-])(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?![\w.-]*:)", _words(text), re.IGNORECASE)
    return found[1].upper() if found else "SELECT"


def _words(text: str) -> str:
    """Blank out strings, IRIs and comments."""
    return TOKEN.sub(lambda found: " " if found[0][0] in "\"'<#" else found[0], text)


def valued(text: str, bindings: Mapping[str, Term]) -> str:
    """Put values for variables at the head of the query's pattern (SPARQL 1.1 Query, 10).

    Only whole terms reach the text, as N-Triples writes them.

    >>> from immunograph.terms import Iri
    >>> valued("SELECT * { ?s ?p ?o }", {"s": Iri("a:b")})
    'SELECT * { VALUES ?s { <a:b> } ?s ?p ?o }'
    >>> valued("CONSTRUCT WHERE { ?s ?p ?o }", {"s": Iri("a:b")})
    'CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { <a:b> } ?s ?p ?o }'
    """
    clause = "".join(f" VALUES ?{name} {{ {to_ntriples(value)} }}" for name, value in sorted(bindings.items()))
    if not clause:
        return text
    braces: list[tuple[int, str]] = []
    depth, before, asked, end = 0, "", verb(text), 0
    for token in TOKEN.finditer(text):
        if token["brace"] == "{":
            if not depth:
                braces.append((token.end(), before))
            depth += 1
        elif token["brace"]:
            depth -= 1
            end = end or (0 if depth else token.start())
        elif token["word"] and not depth:
            before = token["word"].upper()
    if not braces:
        return text
    start = next((place for place, word in braces if word == "WHERE"), braces[0][0])
    if asked == "CONSTRUCT" and start == braces[0][0]:  # its short form has room for triples only
        template = text[start:end]
        head = re.sub(r"\bWHERE\s*\{\Z", "", text[:start], flags=re.IGNORECASE)
        return f"{head}{{{template}}} WHERE {{{clause}{template}{text[end:]}"
    return text[:start] + clause + text[start:]
