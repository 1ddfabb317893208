"""What several commands share."""

from __future__ import annotations

import functools
import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click

from immunograph.terms import is_web

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.knowledge import Knowledge

_P = ParamSpec("_P")
_R = TypeVar("_R")
_F = TypeVar("_F", bound="Callable[..., object]")


class _Folder(click.Path):
    """A folder; who names an address is told that this needs a folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        if is_web(str(value)):
            self.fail("this needs a store on this machine, not an endpoint; name its folder", param, ctx)
        return super().convert(value, param, ctx)


class _Place(click.Path):
    """A folder, or the address of an endpoint as text."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        if is_web(str(value)):
            return str(value)
        return super().convert(value, param, ctx)


def _store(kind: click.Path, text: str) -> Callable[[_F], _F]:
    return click.option("--store", type=kind, default=Path("output/store"), show_default=True, help=text)


STORE = _store(_Folder(), "The store that `immunograph build` wrote.")
PLACE = _store(_Place(), "The store that `immunograph build` wrote, or the URL of a SPARQL endpoint.")
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)
ONTOLOGY = click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    help="The folder with the tables.  [default: the one that came with the package]",
)


def opened(store: Path | str, seconds: float = 0) -> Knowledge:
    """Open a built store, or an endpoint; `seconds` for each request to it, 0 for the usual."""
    from immunograph.knowledge import Knowledge
    from immunograph.remote import Allowance

    return Knowledge(store, Allowance(seconds) if seconds else None)


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
