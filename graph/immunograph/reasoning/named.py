"""Rules that stand in files of their own, written in SPARQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.errors import InputError, QueryError
from immunograph.guard import check_query, place
from immunograph.model import Finding, Place
from immunograph.reasoning.rules import Pattern, Rule
from immunograph.syntax import read_turtle
from immunograph.terms import Iri, Triple
from immunograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"""<[^<>\s]*>|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?P<comment>\#[^\n]*)|[?$](?P<name>\w+)""")
_SHAPE = re.compile(
    r"(?P<head>.*?)\bCONSTRUCT\s*{(?P<made>[^{}]*)}\s*WHERE\s*{(?P<found>[^{}]*)}\s*", re.IGNORECASE | re.DOTALL
)
_VARIABLE = "urn:variable:"
_TRIPLES_ONLY = "a rule is one CONSTRUCT over triples, without FILTER, OPTIONAL or UNION"


def named_rule(text: str, path: str) -> list[Rule]:
    """Read a rule from a SPARQL `CONSTRUCT` over one basic graph pattern; its first line says it in plain words.

    A basic graph pattern is Turtle but for its variables (SPARQL 1.1 Query, 4.2), so they are read as IRIs.

    Args:
        text: the content of the file.
        path: its name below the ontology folder, `rules/NAME.rq`.

    Returns:
        One rule for each triple of the template.

    Raises:
        InputError: not SPARQL, or more than a basic graph pattern.
    """

    def wrong(message: str, line: int = 1, column: int = 1) -> InputError:
        return InputError([Finding(Place(path, line, column), "wrong-rule", message)])

    first = text.split("\n", 1)[0]
    if not first.startswith("# "):
        raise wrong("the first line must be a comment that says the rule in plain words")
    try:
        check_query(text, path)
    except QueryError as error:
        raise wrong(error.message, error.line or 1, error.column or 1) from error
    shape = _SHAPE.fullmatch(_TOKEN.sub(_named, text))
    if not shape:
        raise wrong(_TRIPLES_ONLY)
    try:
        heads, body = (tuple(_patterns(shape["head"], shape[part])) for part in ("made", "found"))
    except (InputError, TypeError) as error:
        raise wrong(_TRIPLES_ONLY) from error
    if unbound := _variables(heads) - _variables(body):
        name = min(unbound)
        raise wrong(f"{name} is not in the WHERE part; bind it there", *place(text, text.index(name[1:]) - 1))
    name = path.rsplit("/", 1)[-1].removesuffix(".rq")
    return [Rule(f"{name}{n or ''}", first.removeprefix("# ").strip(), body, head) for n, head in enumerate(heads)]


def _named(token: re.Match[str]) -> str:
    """Write a variable as an IRI and leave comments out."""
    if token["name"]:
        return f"<{_VARIABLE}{token['name']}>"
    return " " if token["comment"] else token[0]


def _patterns(prologue: str, triples: str) -> Iterator[Pattern]:
    """Read the triples of a group.

    Raises:
        InputError: it is more than triples.
        TypeError: a blank node or a literal stands in it, of which the reasoner knows nothing.
    """
    known = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    for triple in read_turtle(f"{known}{prologue}\n{triples.strip().rstrip('.')} .".encode(), "rule"):
        yield _pattern(triple)


def _pattern(triple: Triple) -> Pattern:
    if not all(isinstance(term, Iri) for term in triple):
        raise TypeError(_TRIPLES_ONLY)
    s, p, o = (
        f"?{name.removeprefix(_VARIABLE)}" if name.startswith(_VARIABLE) else str(name) for name in map(str, triple)
    )
    return s, p, o


def _variables(patterns: tuple[Pattern, ...]) -> set[str]:
    return {name for pattern in patterns for name in pattern if name.startswith("?")}
