"""The concepts that a document names, as a picture: two columns, grouped by kind, with relations as arcs between."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from immunograph.text.analysis import Analysis, Concept, Statement

MOST = 44
"""Concepts in a picture at the most, the most frequent ones."""
_ROW, _MARGIN, _WIDTH, _LABEL = 22, 18, 860, 250


class Dot(NamedTuple):
    """Where a concept stands, and on which side its name is."""

    concept: Concept
    x: float
    y: float
    left: bool


class Arc(NamedTuple):
    """A relation, as the path of an SVG; `near` where one sentence names both ends."""

    statement: Statement
    path: str
    near: bool


class Drawing(NamedTuple):
    """A picture and its size."""

    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    width: int
    height: int
    left_out: int


def draw(analysis: Analysis) -> Drawing:
    """Lay out the concepts of a document; equal documents give equal pictures."""
    shown = sorted(analysis.concepts[:MOST], key=lambda one: (one.kind, one.label.casefold(), one.id))
    half = (len(shown) + 1) // 2
    height = max(3, half) * _ROW + 2 * _MARGIN
    columns = ((shown[:half], True), (list(reversed(shown[half:])), False))
    dots = tuple(dot for column, left in columns for dot in _column(column, height, left=left))
    places = {dot.concept.id: dot for dot in dots}
    near = {one.edge for sentence in analysis.sentences for one in sentence.between}
    drawn: dict[frozenset[str], Statement] = {}
    for one in analysis.relations:
        s, _, o = one.edge
        if s in places and o in places and s != o:
            drawn.setdefault(frozenset((s, o)), one)
    arcs = [
        Arc(one, _arc(places[one.edge[0]], places[one.edge[2]], height), one.edge in near) for one in drawn.values()
    ]
    arcs.sort(key=lambda arc: (arc.near, arc.statement.words))
    return Drawing(dots, tuple(arcs), _WIDTH, height, len(analysis.concepts) - len(shown))


def _column(column: Sequence[Concept], height: float, *, left: bool) -> list[Dot]:
    """Place a column on one side of an ellipse, with the same room for each name."""
    dots = []
    middle, across, down = _WIDTH / 2, _WIDTH / 2 - _LABEL, height / 2 - _MARGIN / 2
    for number, one in enumerate(column):
        y = height / 2 + (number - (len(column) - 1) / 2) * _ROW
        bend = across * math.sqrt(max(0.0, 1 - ((y - height / 2) / down) ** 2)) * 0.55 + across * 0.45
        dots.append(Dot(one, round(middle - bend if left else middle + bend, 1), round(y, 1), left))
    return dots


def _arc(a: Dot, b: Dot, height: float) -> str:
    pull = 0.75
    x = (a.x + b.x) / 2 + (_WIDTH / 2 - (a.x + b.x) / 2) * pull
    y = (a.y + b.y) / 2 + (height / 2 - (a.y + b.y) / 2) * 0.3
    return f"M{a.x} {a.y}Q{x:.1f} {y:.1f} {b.x} {b.y}"
