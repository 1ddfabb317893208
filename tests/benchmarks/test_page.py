"""The page against stock pyvis on the same graph, in one run: only ratios are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvis.network import Network

if TYPE_CHECKING:
    from immunograph.knowledge import Knowledge


def test_the_page_of_a_part_is_smaller_than_that_of_stock_pyvis(graph: Knowledge) -> None:
    """With definitions, sources, proofs and all views it is at most three quarters as large as the bare drawing."""
    part = graph.part(kinds=["target", "cell", "process"])
    stock = Network(directed=True, cdn_resources="in_line")
    stock.from_nx(part.copy())
    assert len(graph.page(part, sparql=False).encode()) <= 0.75 * len(stock.generate_html().encode())
