"""Check that rows stand in order, so that two people who add rows seldom touch the same lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from immunograph.columns import columns, sort_key
from immunograph.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.tables import Tables


def check_order(tables: Tables) -> Iterator[Finding]:
    """Find the first row of each table that stands too late or too early."""
    for name, rows in tables.rows.items():
        if not columns(name):
            continue
        keys = [sort_key(name, row.cells) for row in rows]
        if late := next((n for n, (one, other) in enumerate(pairwise(keys), 1) if one > other), None):
            yield Finding(rows[late].place(), "unsorted", "the row is out of order; run `immunograph format`")
