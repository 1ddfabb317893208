"""Read a store the way people read: concepts, sentences, sources, proofs."""

from immunograph.reading.reader import Reader
from immunograph.reading.together import Together
from immunograph.reading.values import Card, Cited, Derived, Edge, Mapped, Proof, Statement, Trial, Use, Verb

__all__ = [
    "Card",
    "Cited",
    "Derived",
    "Edge",
    "Mapped",
    "Proof",
    "Reader",
    "Statement",
    "Together",
    "Trial",
    "Use",
    "Verb",
]
