"""What several commands share."""

from __future__ import annotations

import functools
import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.knowledge import Knowledge

_P = ParamSpec("_P")
_R = TypeVar("_R")

STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("output/store"),
    show_default=True,
    help="The store that `immunograph build` wrote.",
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)
ONTOLOGY = click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    help="The folder with the tables.  [default: the one that came with the package]",
)


def opened(store: Path) -> Knowledge:
    """Open a built store."""
    from immunograph.knowledge import Knowledge

    return Knowledge(store)


def say_json(value: object) -> None:
    """Write a value for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(message: str, code: int) -> NoReturn:
    """Say in one line on stderr what is wrong, and end."""
    click.echo(message, err=True)
    sys.exit(code)


def makes_much(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Spare a command that makes a million values the collector of cycles, which would walk them again and again."""

    @functools.wraps(function)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        gc.disable()
        try:
            return function(*args, **kwargs)
        finally:
            gc.enable()

    return run


def example(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add an example to the help of a command."""

    def add(function: Callable[..., None]) -> Callable[..., None]:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example: immunograph {text}"
        return function

    return add
