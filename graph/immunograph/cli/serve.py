"""The command that serves a store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from immunograph.cli.shared import STORE, example
from immunograph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_SHORTEST_TOKEN = 16
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?")


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address; 0.0.0.0 for all, beyond this machine."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for any free one.")
@click.option("--timeout", type=click.FloatRange(0), default=10, show_default=True, help="Seconds for a query.")
@click.option("--memory", type=click.IntRange(0), default=1024, show_default=True, help="MB for a query.")
@click.option("--answer", type=click.IntRange(0), default=64, show_default=True, help="MB of an answer.")
@click.option("--rows", type=click.IntRange(0), default=1_000_000, show_default=True, help="Rows of an answer.")
@click.option("--request", type=click.IntRange(1), default=1024, show_default=True, help="KB of a request.")
@click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Queries at a time.")
@click.option("--waiting", type=click.IntRange(0), default=32, show_default=True, help="Queries that may wait.")
@click.option("--rate", type=click.FloatRange(0), default=10, show_default=True, help="Requests a second, by address.")
@click.option("--burst", type=click.IntRange(1), default=50, show_default=True, help="Requests at once, by address.")
@click.option("--writable", is_flag=True, help="Let who sends the token update.")
@click.option("--token", envvar="IMMUNOGRAPH_TOKEN", default="", help="The token.  [env: IMMUNOGRAPH_TOKEN]")
@click.option("--allow-service", "services", multiple=True, metavar="HOST", help="Let SERVICE and LOAD reach it.")
@STORE
@example("serve --port 8000")
def serve(  # noqa: PLR0913 - click gives each option by its name
    host: str, port: int, store: Path, token: str, services: tuple[str, ...], *, writable: bool, **limits: float
) -> None:
    """Serve the store over HTTP: SPARQL at /sparql, the page at /, each concept at its name.

    Read-only, and for this machine only, unless told otherwise. A limit of 0 is no limit.
    """
    for service in services:
        if not _HOST.fullmatch(service):
            message = f"--allow-service {service}: name a host, as in example.org or example.org:8080"
            raise UsageError(message)
    if writable and len(token) < _SHORTEST_TOKEN:
        message = f"--writable needs a token of at least {_SHORTEST_TOKEN} characters; set IMMUNOGRAPH_TOKEN"
        raise UsageError(message)
    try:
        from immunograph.server import Settings
        from immunograph.server import serve as run
        from immunograph.workers import Limits
    except ModuleNotFoundError as error:
        message = f"serve needs {error.name}; install immunograph[server]"
        raise UsageError(message) from error
    size = (int(limits["memory"]) << 20, int(limits["answer"]) << 20)
    each = Limits(limits["timeout"], *size, int(limits["workers"]), int(limits["waiting"]), int(limits["rows"]))
    numbers = (int(limits["request"]) << 10, limits["rate"], int(limits["burst"]))
    settings = Settings(store, each, *numbers, token if writable else "", services)
    run(settings, host, port, lambda place: click.echo(f"serving {store} at {place}", err=True))


@click.command()
@click.option("--timeout", type=click.FloatRange(0), default=10, show_default=True, help="Seconds for a question.")
@click.option("--memory", type=click.IntRange(0), default=1024, show_default=True, help="MB for a query.")
@click.option("--answer", type=click.IntRange(0), default=1, show_default=True, help="MB of an answer.")
@STORE
@example("mcp --store output/store")
def mcp(timeout: float, memory: int, answer: int, store: Path) -> None:
    """Offer find, show, path, why and read-only SPARQL to assistants, over the Model Context Protocol on stdio.

    Name this command in the settings of the assistant; it starts and ends it. A limit of 0 is no limit.
    """
    try:
        from immunograph.assistant import serve as run
    except ModuleNotFoundError as error:
        message = f"mcp needs {error.name}; install immunograph[mcp]"
        raise UsageError(message) from error
    from immunograph.workers import Limits

    run(store, Limits(timeout, memory << 20, answer << 20, 1, 8))
