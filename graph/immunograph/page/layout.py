"""Give every kind of concept a territory and every concept a place in it.

The territories tile a rectangle (a treemap by halves, after Shneiderman 1992), so nothing of the window is wasted,
the map means something before any click, and equal graphs have equal maps.
"""

from __future__ import annotations

import math
from typing import NamedTuple

WIDTH, HEIGHT = 1600.0, 1000.0
_TITLE = 46.0
"""Height kept free for the title of a territory."""
_MARGIN = 14.0
_LEAST = 14
"""A kind with fewer concepts than this gets the room of so many, so that its title fits."""


class Box(NamedTuple):
    """A rectangle in the coordinates of the map."""

    x: float
    y: float
    width: float
    height: float


WHOLE = Box(0.0, 0.0, WIDTH, HEIGHT)
"""The whole map."""


def territories(counts: dict[str, int], box: Box = WHOLE) -> dict[str, Box]:
    """Tile a rectangle with one box for each kind.

    Args:
        counts: concepts of each kind, in the order in which the kinds are laid out.
        box: what to tile.
    """
    if len(counts) <= 1:
        return dict.fromkeys(counts, box)
    weights = {kind: max(count, _LEAST) ** 0.8 for kind, count in counts.items()}
    kinds, total = list(counts), sum(weights.values())
    sums = [sum(weights[kind] for kind in kinds[:n]) for n in range(1, len(kinds))]
    cut = min(range(1, len(kinds)), key=lambda n: abs(sums[n - 1] - total / 2))
    share = sums[cut - 1] / total
    if box.width * 1.0 >= box.height:
        one = Box(box.x, box.y, box.width * share, box.height)
        other = Box(box.x + one.width, box.y, box.width - one.width, box.height)
    else:
        one = Box(box.x, box.y, box.width, box.height * share)
        other = Box(box.x, box.y + one.height, box.width, box.height - one.height)
    left, right = ({kind: counts[kind] for kind in part} for part in (kinds[:cut], kinds[cut:]))
    return territories(left, one) | territories(right, other)


def places(slugs: list[str], box: Box) -> dict[str, tuple[float, float]]:
    """Place concepts on a grid in a territory, row by row in the order given."""
    if not slugs:
        return {}
    x, y = box.x + _MARGIN, box.y + _TITLE
    width, height = box.width - 2 * _MARGIN, box.height - _TITLE - _MARGIN
    columns = max(1, min(len(slugs), round(math.sqrt(len(slugs) * width / height / 1.8))))
    rows = math.ceil(len(slugs) / columns)
    across, down = width / columns, height / rows
    return {
        slug: (round(x + (n % columns + 0.5) * across, 1), round(y + (n // columns + 0.5) * down, 1))
        for n, slug in enumerate(slugs)
    }
