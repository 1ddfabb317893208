"""Content negotiation (RFC 9110, 12.5.1): from what a client accepts to the formats of `results`."""

from __future__ import annotations

import re
from functools import lru_cache

_TABLES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/markdown": "markdown",
    "text/plain": "table",
}
_TRIPLES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "json",
    "application/json": "json",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/plain": "ntriples",
}
_PAGES = {"text/html": "html", "application/xhtml+xml": "html"}


def choose(accept: str, offers: dict[str, str]) -> str:
    """Choose what the client likes best; between equals, what is offered first. Nothing fits: nothing.

    >>> choose("text/csv;q=0.5, application/*", {"application/json": "json", "text/csv": "csv"})
    'json'
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",")]
    best, found = 0.0, ""
    for media, form in offers.items():
        main = media.partition("/")[0]
        fitting = [(name != "*/*", name == media, q) for name, q in ranges if name in (media, f"{main}/*", "*/*")]
        quality = max(fitting)[2] if fitting else 0.0
        if quality > best:
            best, found = quality, form
    return found


def _range(part: str) -> tuple[str, float]:
    name, *parameters = part.split(";")
    quality = next((m[1] for p in parameters if (m := re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", p))), "1")
    return name.strip().lower(), float(quality)


@lru_cache(maxsize=256)
def table(accept: str) -> str:
    """Choose a format for rows."""
    return choose(accept, _TABLES)


@lru_cache(maxsize=256)
def triples(accept: str) -> str:
    """Choose a format for triples."""
    return choose(accept, _TRIPLES)


def page(accept: str) -> str:
    """Choose between HTML, for who asks for it, and a format for triples; `application/json` is `data`."""
    offers = {**_PAGES, "text/turtle": "turtle", "application/json": "data"}
    return choose(accept, {**offers, **{media: form for media, form in _TRIPLES.items() if media not in offers}})


def wants_page(accept: str) -> bool:
    """Tell whether a browser asks."""
    return "text/html" in accept
