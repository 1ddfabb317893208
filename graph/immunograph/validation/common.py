"""What the checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph import names
from immunograph.vocabulary import IG

if TYPE_CHECKING:
    from collections.abc import Iterable


def local(iri: str) -> str:
    """Write a name of ours without its namespace."""
    return iri.removeprefix(IG)


def meant(wrong: str, known: Iterable[str]) -> str:
    """Guess what was meant by an id, as the end of a message."""
    return names.meant(wrong, known, "add a row for it or mend the id")
