"""The cell magic `%%sparql` for notebooks; `%load_ext immunograph` turns it on."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, cast

import click
from IPython.core.error import UsageError as WrongLine

from immunograph.errors import ImmunoGraphError
from immunograph.knowledge import STORE, Knowledge
from immunograph.reading.parameters import assignment

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from immunograph.results import Table


@click.command("%%sparql", add_help_option=False)
@click.argument("query", required=False)
@click.option("--store", default=str(STORE))
@click.option("--set", "values", multiple=True)
@click.option("--as", "form", type=click.Choice(["table", "pandas", "polars"]), default="table")
@click.option("--into", default="")
def _line(**options: Any) -> dict[str, Any]:  # noqa: ANN401 - as click has it
    """Read the line of the magic."""
    return options


def register(shell: InteractiveShell) -> None:
    """Give a notebook `%%sparql` for a cell, and `%sparql` for the name of a saved query."""
    graphs: dict[str, Knowledge] = {}

    def sparql(line: str, cell: str = "") -> object:
        """Answer the SPARQL of a cell.

        Options: --store FOLDER-OR-URL, --set VARIABLE=VALUE, --as table|pandas|polars, --into NAME (of a variable).
        """
        try:
            asked = _line.main(shlex.split(line), standalone_mode=False)
            store = asked["store"]
            if store not in graphs:
                graphs[store] = Knowledge(store)
            text = cell if cell.strip() else asked["query"] or ""
            values = dict(map(assignment, asked["values"]))
            found = _framed(graphs[store].query(text + "\n" if cell else text, **values), asked["form"])
        except (ImmunoGraphError, click.ClickException) as error:
            raise WrongLine(error.format_message() if isinstance(error, click.ClickException) else str(error)) from None
        if asked["into"]:
            shell.user_ns[asked["into"]] = found
            return None
        return found

    cast("Any", shell).register_magic_function(sparql, "line_cell")


def _framed(table: Table, form: str) -> object:
    if form == "table":
        return table
    try:
        return table.to_pandas() if form == "pandas" else table.to_polars()
    except ModuleNotFoundError as error:
        message = f"--as {form} needs {error.name}; install immunograph[{form}]"
        raise WrongLine(message) from error
