"""The command line: it only translates between people and the package."""

from __future__ import annotations

import os
import sys

import click

from immunograph import __version__
from immunograph.cli.ask import find, path, query, show, why
from immunograph.cli.check import digest, format_, merge_driver, validate
from immunograph.cli.data import graphs, load, publish, unload
from immunograph.cli.diff import diff
from immunograph.cli.edit import add, add_row, retire
from immunograph.cli.exchange import export, import_
from immunograph.cli.make import build, page, release
from immunograph.cli.read import annotate, mine
from immunograph.cli.serve import mcp, serve
from immunograph.cli.shared import fail
from immunograph.errors import ImmunoGraphError

_MODEST = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Libraries that would take threads and a gigabyte of addresses when they are imported, used or not."""
_NO_ROOM = ("failed to map", "without exception set")
"""How a library that finds no room is told: as one that cannot be imported, or that failed and does not say why."""


def main() -> None:
    """Run the command line; every foreseen fault is one line on stderr and an exit code."""
    os.environ.update({**_MODEST, **os.environ})
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        cli(standalone_mode=False)
    except ImmunoGraphError as error:
        fail(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.exceptions.Abort, KeyboardInterrupt):
        fail("stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (MemoryError, ImportError, SystemError) as error:
        if not isinstance(error, MemoryError) and not any(words in str(error) for words in _NO_ROOM):
            raise
        fail("there is not enough memory for this; free some, or raise the limit (ulimit -v)", 2)
    except OSError as error:
        fail(f"{error.filename or 'file'}: {(error.strerror or str(error)).lower()}; see that it can be used", 2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="immunograph")
def cli() -> None:
    """Ask, show and build an open knowledge graph of cancer immunotherapy.

    Every statement says who stated it, or why it follows. It is not medical advice.
    """


for command in (
    build, page, query, find, show, path, why, validate, format_, add, add_row, retire, diff, digest, merge_driver,
    load, unload, graphs, publish, annotate, mine, serve, mcp, export, import_, release,
):  # fmt: skip
    cli.add_command(command)
