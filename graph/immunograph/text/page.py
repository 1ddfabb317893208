"""The page of a document: its text with the concepts marked, what they have to do with each other, and what is missing.

Nothing of the document is markup: the template escapes it, and the page allows no script at all (W3C CSP 3).
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from immunograph.terms import is_web
from immunograph.text.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.text.analysis import Analysis, Concept
    from immunograph.text.matching import Mention

_KINDS = ("therapy", "agent", "target", "cell", "process", "cancer", "adverse-event", "biomarker")
"""Kinds that have a colour of their own, as in the explorer."""


class Piece(NamedTuple):
    """A piece of the text: plain, or a mention; `sentence` is its number from 1 where one begins with it, else 0."""

    text: str
    mention: Mention | None
    sentence: int


def render(analyses: Iterable[Analysis], explorer: str) -> str:
    """Write the page of some documents.

    Args:
        analyses: what was found in them.
        explorer: the address of the explorer's page, to which concepts are linked.
    """
    environment = Environment(
        loader=PackageLoader("immunograph.text", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = (importlib.resources.files("immunograph.text") / "assets" / "annotated.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("annotated.html").render(
        documents=[(one, draw(one), list(pieces(one)), by_kind(one.concepts)) for one in analyses],
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        href=lambda concept: address(explorer, concept),
        way=lambda start, end: f"{explorer}#{urlencode({'at': start, 'view': 'path', 'to': end})}",
        colour=lambda kind: kind if kind in _KINDS else "other",
        explorer=explorer,
    )


def address(explorer: str, concept: str) -> str:
    """Give the address of a concept: in the explorer as the explorer writes it, or that of a loaded one on the web."""
    if "://" in concept:
        return concept if is_web(concept) else ""
    return f"{explorer}#{quote(concept, safe='')}"


def by_kind(concepts: Iterable[Concept]) -> dict[str, list[Concept]]:
    """Group concepts by kind: the kinds with a colour first."""
    found: dict[str, list[Concept]] = {}
    for one in concepts:
        found.setdefault(one.kind, []).append(one)
    order = {kind: number for number, kind in enumerate(_KINDS)}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def pieces(analysis: Analysis) -> Iterator[Piece]:
    """Cut a text into plain pieces and mentions; where a sentence begins, a piece does."""
    text = analysis.document.text
    cuts: dict[int, Mention | None] = {0: None} if text else {}
    begins = {one.start: number for number, one in enumerate(analysis.sentences, 1)}
    cuts |= dict.fromkeys(begins)
    for one in analysis.mentions:
        cuts.setdefault(one.end, None)
    cuts |= {one.start: one for one in analysis.mentions}
    cuts.pop(len(text), None)
    places = sorted(cuts)
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        yield Piece(text[start:end], cuts[start], begins.get(start, 0))
