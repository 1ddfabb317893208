"""Read a store the way people read: concepts, sentences, sources, proofs."""

from immunograph.reading.reader import Reader
from immunograph.reading.values import Card, Cited, Edge, Proof, Statement, Use, Verb

__all__ = ["Card", "Cited", "Edge", "Proof", "Reader", "Statement", "Use", "Verb"]
