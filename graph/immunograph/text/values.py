"""What reading is about, as plain values."""

from __future__ import annotations

from typing import NamedTuple


class Document(NamedTuple):
    """A document: its identifier, its text, and its title where it has one beside the text."""

    id: str
    text: str
    title: str = ""


class Skipped(NamedTuple):
    """What was not read: why, and which."""

    reason: str
    what: str
