"""How far two concepts meet more often than by chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def npmi(both: int, one: int, other: int, whole: int) -> float:
    """Give the normalised pointwise mutual information, from -1 (never together) to 1 (only together).

    After Bouma, Normalized (pointwise) mutual information in collocation extraction (2009).

    Args:
        both: documents with both.
        one: documents with the first.
        other: documents with the second.
        whole: all documents.

    >>> npmi(5, 5, 5, 100), round(npmi(1, 10, 10, 100), 6)
    (1.0, 0.0)
    """
    if both == whole:
        return 1.0
    return math.log(both * whole / (one * other)) / -math.log(both / whole)


def log_likelihood(both: int, one: int, other: int, whole: int) -> float:
    """Give the log-likelihood ratio, signed: below zero where the two meet less often than by chance.

    After Dunning, Accurate methods for the statistics of surprise and coincidence (Computational Linguistics 1993).

    >>> round(log_likelihood(10, 20, 20, 100), 2), round(log_likelihood(1, 20, 20, 100), 2) < 0
    (12.07, True)
    """
    seen = (both, one - both, other - both, whole - one - other + both)
    rows, columns = (one, whole - one), (other, whole - other)
    chance = [row * column / whole for row in rows for column in columns]
    total = 2 * math.fsum(
        count * math.log(count / expected) for count, expected in zip(seen, chance, strict=True) if count
    )
    return max(total, 0.0) if both * whole >= one * other else -max(total, 0.0)


def p_value(ratio: float) -> float:
    """Give the probability of so large a signed log-likelihood ratio by chance (chi-squared, 1 degree; one-sided)."""
    tail = math.erfc(math.sqrt(abs(ratio) / 2)) / 2
    return tail if ratio >= 0 else 1 - tail


def q_values(probabilities: Sequence[float]) -> list[float]:
    """Adjust probabilities for their number: the false discovery rate at which each would be accepted.

    After Benjamini and Hochberg, Controlling the false discovery rate (J. R. Stat. Soc. B 1995).

    >>> q_values([0.01, 0.04, 0.03, 0.5])
    [0.04, 0.05333333333333334, 0.05333333333333334, 0.5]
    """
    order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
    adjusted = [0.0] * len(probabilities)
    least = 1.0
    for rank in range(len(order), 0, -1):
        at = order[rank - 1]
        least = min(least, probabilities[at] * len(order) / rank)
        adjusted[at] = least
    return adjusted
