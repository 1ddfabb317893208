"""Files for other programs, and back from them."""

from immunograph.exchange.documents import jsonld, merged, turtle

__all__ = ["jsonld", "merged", "turtle"]
