"""RDF documents: Turtle, JSON-LD and RDF/XML."""

from __future__ import annotations

import io
import json
import re
from itertools import chain
from typing import TYPE_CHECKING

from immunograph.errors import InputError
from immunograph.exchange.sheets import xml_safe
from immunograph.loading.sources import refuse_entities
from immunograph.model import Finding, Place
from immunograph.syntax import parse, serialise
from immunograph.terms import Literal, order
from immunograph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from immunograph.rdf import Dataset
    from immunograph.terms import Triple

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def merged(dataset: Dataset) -> list[Triple]:
    """Give the triples of all graphs, each once, in order."""
    return sorted(set(chain(*dataset.values())), key=order)


def turtle(triples: list[Triple]) -> bytes:
    """Write a Turtle document; the same triples give the same bytes."""
    return serialise(triples, "turtle", PREFIXES)


def jsonld(triples: list[Triple]) -> bytes:
    """Write an expanded JSON-LD document; the same triples give the same bytes."""
    return serialise(triples, "jsonld", {})


def rdfxml(triples: list[Triple]) -> bytes:
    """Write an RDF/XML document; the same triples give the same bytes.

    Raises:
        InputError: a cell has a control character.
    """
    for _, _, value in triples:
        xml_safe(value.value if isinstance(value, Literal) else value)
    return serialise(triples, "rdfxml", PREFIXES)


def read(data: bytes, form: str, path: str) -> list[Triple]:
    """Parse a document that another may have written.

    Args:
        data: the document.
        form: `turtle`, `jsonld` or `rdfxml`.
        path: its name, for the error.

    Raises:
        InputError: it is not what it says, or would have us fetch or swell something.
    """
    if form == "rdfxml" and (_ENTITY.search(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff")):
        message = "entities and UTF-16 are not read, as they can hide a bomb; save it as plain UTF-8 RDF/XML"
        raise InputError([Finding(Place(path), "entity", message)])
    if form == "rdfxml":
        refuse_entities(io.BytesIO(data), path)
    if form == "jsonld":
        _no_remote_context(data, path)
    return parse(data, form, path)


def _no_remote_context(data: bytes, path: str) -> None:
    try:
        waiting = [json.loads(data)]
    except (ValueError, RecursionError) as error:
        message = f"{str(error).lower()}; mend the JSON here"
        raise InputError([Finding(Place(path), "not-jsonld", message)]) from error
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            contexts = value.get("@context", [])
            for context in contexts if isinstance(contexts, list) else [contexts]:
                if isinstance(context, str) or (isinstance(context, dict) and "@import" in context):
                    message = "a context on the web is not fetched; save the document expanded, without contexts"
                    raise InputError([Finding(Place(path), "remote-context", message)])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
