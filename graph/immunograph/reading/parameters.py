"""Values for the variables of a query, and words of ours in it that mean nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.errors import UsageError
from immunograph.names import nearest
from immunograph.syntax import from_ntriples, to_ntriples
from immunograph.terms import XSD, Iri, Literal
from immunograph.vocabulary import IG, PREFIXES, ig, term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from immunograph.reading.reader import Reader
    from immunograph.source import Source
    from immunograph.terms import Term

_NUMBERS = {"integer": r"[+-]?\d+", "decimal": r"[+-]?\d*\.\d+", "boolean": "true|false"}
_TEXT = re.compile(r"""'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=\s)\#[^\n]*""", re.DOTALL)
_OURS = re.compile(rf"(?<![\w:])ig:(\w[\w-]*(?:\.[\w-]+)*)|<{re.escape(IG)}([\w.-]+)>")
_NAMES = "SELECT DISTINCT ?x WHERE { ?x a ?kind FILTER(STRSTARTS(STR(?x), STR(ig:))) }"


def bind(text: str, values: Mapping[str, str], reader: Reader) -> tuple[str, dict[str, Term]]:
    """Give values to variables; what a user wrote becomes a term first, and only terms reach the query.

    Args:
        text: the query. A line `VALUES ?drug { ... }` is a default, which a value for `?drug` replaces.
        values: names of concepts, CURIEs, `<IRI>`, numbers, or `"text"`, by variable.
        reader: knows the concepts.

    Returns:
        The query without defaults that were replaced, and the bindings for the engine.

    Raises:
        UsageError: no such variable or concept, or the value is no term.
    """
    bindings = {}
    for variable, value in values.items():
        known = sorted(set(re.findall(r"[?$](\w+)", _TEXT.sub(" ", text))))
        if variable not in known:
            listed = ", ".join(f"?{name}" for name in known)
            message = f"the query has no variable ?{variable}; it has {listed or 'none'}"
            raise UsageError(message)
        meant = to_term(value, reader)
        default = re.compile(rf"\bVALUES\s+[?$]{variable}\s*\{{[^{{}}]*\}}", re.IGNORECASE)
        if default.search(text):
            clause = f"VALUES ?{variable} {{ {to_ntriples(meant)} }}"
            text = default.sub(lambda _, clause=clause: clause, text)  # type: ignore[misc]
        else:
            bindings[variable] = meant
    return text, bindings


def assignment(text: str) -> tuple[str, str]:
    """Split `variable=value`.

    Raises:
        UsageError: there is no `=` in it.
    """
    name, mark, value = text.partition("=")
    if not mark or not name.removeprefix("?").isidentifier():
        message = f"--set {text}: write it as VARIABLE=VALUE, as in drug=pembrolizumab"
        raise UsageError(message)
    return name.removeprefix("?"), value


def to_term(value: str, reader: Reader) -> Term:
    """Read a value as people write it.

    Raises:
        UsageError: it is no concept and no other term.
    """
    for kind, pattern in _NUMBERS.items():
        if re.fullmatch(pattern, value):
            return Literal(value, XSD + kind)
    prefix, _, local = value.partition(":")
    if prefix in PREFIXES and prefix != "ig" and re.fullmatch(r"[\w.-]+", local):
        return term(value)
    if value.startswith(("<", '"')):
        try:
            return from_ntriples(value)
        except (SyntaxError, ValueError) as error:
            message = f'{value} is no term of RDF; write an IRI as <https://...> and a text as "..."'
            raise UsageError(message) from error
    return ig(reader.resolve(value))


def unknown(text: str, store: Source) -> list[str]:
    """Name the terms of ours in a query that no triple has, each with what may have been meant.

    A term that is not in the graph is no mistake of SPARQL: the query runs, and matches nothing there.
    """
    found = dict.fromkeys(one or other for one, other in _OURS.findall(_TEXT.sub(" ", text)))
    missing = [name for name in found if not store.knows(Iri(IG + name))]
    names = [str(row["x"]).removeprefix(IG) for row in store.select(_NAMES)] if missing else []
    lines = []
    for name in missing:
        near = nearest(name, names)
        hint = f"did you mean {' or '.join(f'ig:{one}' for one in near)}?" if near else "`immunograph find` may help"
        lines.append(f"ig:{name} is in no statement; {hint}")
    return lines
