"""SPARQL 1.1 Update, each as a new generation of the store: all of it or nothing, and readers see one or the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph.errors import QueryError
from immunograph.guard import TOKEN, located, refuse_outside
from immunograph.loading.graphs import change
from immunograph.vocabulary import IG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from immunograph.terms import Iri


def update(  # noqa: PLR0913, PLR0917 - as the protocol has it
    folder: Path, text: str, name: str, default: Sequence[Iri], named: Sequence[Iri], hosts: Collection[str] = ()
) -> None:
    """Run an update and make the result the current generation.

    Args:
        folder: the store.
        text: the update; our prefixes need no declaration.
        name: what to call it in an error.
        default: `using-graph-uri` of the protocol.
        named: `using-named-graph-uri`.
        hosts: who may be reached with LOAD and SERVICE.

    Raises:
        OutputError: it cannot be written; the store is as it was.
        QueryError: not SPARQL Update, it fails, or it reaches outside.
        StoreError: there is no store.
    """
    refuse_outside(text, name, update=True, hosts=hosts)
    if default or named:
        try:
            text = using(text, name, default, named)
        except ValueError as error:
            raise QueryError(str(error), name=name) from error
    change(folder, text, partial(_run, text=text, name=name))


def _run(database: ox.Store, *_: Path, text: str, name: str) -> None:
    try:
        database.update(text, base_iri=IG, prefixes=PREFIXES)
    except SyntaxError as error:
        raise located(error, text, name, update=True) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error).splitlines()[0], name=name) from error


def using(text: str, name: str, default: Sequence[Iri], named: Sequence[Iri]) -> str:
    """Say the dataset of a request in the update itself (SPARQL 1.1 Protocol, 2.2.3).

    Raises:
        QueryError: the update names a dataset of its own, or uses DELETE WHERE, which can have none.
        ValueError: no IRI.

    >>> from immunograph.terms import Iri
    >>> using("DELETE {?s ?p 1} WHERE {?s ?p 1}", "update", [Iri("a:b")], [])
    'DELETE {?s ?p 1} USING <a:b> WHERE {?s ?p 1}'
    """
    clauses = "".join(
        [*(f"USING {ox.NamedNode(iri)} " for iri in default), *(f"USING NAMED {ox.NamedNode(iri)} " for iri in named)]
    )
    parts, end, depth, before = [], 0, 0, ""
    for token in TOKEN.finditer(text):
        if token["brace"]:
            depth += 1 if token["brace"] == "{" else -1
            before = token["brace"]
        elif token["word"] and not depth:
            word = token["word"].upper()
            if word in ("USING", "WITH") or (word, before) == ("WHERE", "DELETE"):
                message = "it names its graphs itself, so the request may not; leave out using-graph-uri"
                raise QueryError(message, name=name)
            if word == "WHERE":
                parts += [text[end : token.start()], clauses]
                end = token.start()
            before = word
    return "".join([*parts, text[end:]])
