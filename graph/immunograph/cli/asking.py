"""Questions to a person at a terminal, each answer checked when it is given."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from immunograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Check = Callable[[str], str]
    """Says what is wrong with an answer, or nothing."""


def ask(name: str, hint: str, default: str | None = None, check: Check = lambda _: "") -> str:
    """Ask a person until the answer is right; a program that forgot an option is told which.

    Args:
        name: of the option that would have answered.
        hint: what is asked for.
        default: the answer of who says nothing; without one there must be an answer.
        check: what is wrong with an answer.

    Raises:
        UsageError: there is nobody to ask.
    """
    if not sys.stdin.isatty():
        if default is not None:
            return default
        raise UsageError(f"--{name} is missing: {hint}; give it, for there is nobody to ask")

    def right(text: str) -> str:
        if problem := check(text):
            raise click.BadParameter(problem)
        return text

    return str(
        click.prompt(f"{name} ({hint})", default=default, value_proc=right, show_default=bool(default), err=True)
    )


def one_of(known: Collection[str]) -> Check:
    """Want one of some names."""
    return all_of(known, apart="\n")


def all_of(known: Collection[str], apart: str = "|") -> Check:
    """Want some of the names, with a sign between them, or `-`."""
    from immunograph.names import meant

    def check(text: str) -> str:
        for name in filter(None, text.split(apart)):
            if name not in known and name != "-":
                some = ", ".join(sorted(known)[:30])
                return f"{name!r} is not known; {meant(name, known, f'there are {some} ...')}"
        return ""

    return check


def day(text: str) -> str:
    """Want a day or a year, or nothing."""
    from immunograph.cells import possible

    return "" if not text or possible(text) else f"{text!r} is no date; write YYYY-MM-DD or YYYY"
