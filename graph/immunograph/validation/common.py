"""What the checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.names import nearest
from immunograph.vocabulary import IG

if TYPE_CHECKING:
    from collections.abc import Iterable


def local(iri: str) -> str:
    """Write a name of ours without its namespace."""
    return iri.removeprefix(IG)


def meant(wrong: str, known: Iterable[str]) -> str:
    """Guess what was meant, as the end of a message."""
    near = nearest(wrong, known)
    return f"did you mean {' or '.join(near)}?" if near else "add a row for it or mend the id"
