"""The command line starts fast, explains itself and answers."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from immunograph.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.knowledge import Knowledge

COMMANDS = sorted(cli.commands)


def ask(output: Path, *words: str) -> str:
    """Run a command on the built store and give what it says."""
    command = [sys.executable, "-m", "immunograph", *words, "--store", str(output / "store")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    """Nobody has to guess."""
    text = CliRunner().invoke(cli, [name, "--help"]).stdout
    assert "Example: immunograph" in text
    assert all(option.help for option in cli.commands[name].params if isinstance(option, click.Option))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command(name: str) -> None:
    """What is there can be found."""
    from pathlib import Path

    assert f"`{name}`" in (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_help_starts_fast() -> None:
    """`--help` takes at most six times the CPU of a bare start of Python, and loads no heavy library."""
    code = "import sys, immunograph.cli; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rdflib", "networkx", "pyvis", "pyoxigraph", "pandas"} & set(done.stdout.split())


def test_show_names_relations_indications_and_sources(output: Path) -> None:
    """The sheet of a medicine found by its brand."""
    text = ask(output, "show", "Keytruda")
    assert "pembrolizumab  (agent, ig:pembrolizumab)" in text
    assert "blocks:\n  PD-1" in text
    assert "source:" in text
    assert "approved for melanoma" in text


def test_find_tells_what_was_matched(output: Path) -> None:
    """A Greek letter finds the Latin spelling."""
    rows = json.loads(ask(output, "find", "IFN-α", "--format", "json"))
    assert any(row["concept"].startswith("interferon-alfa") for row in rows)


def test_path_is_told_in_sentences(output: Path) -> None:
    """Each step is a sentence with its source."""
    text = ask(output, "path", "pembrolizumab", "colitis")
    assert text.startswith("1. ")
    assert "source:" in text


def test_why_names_the_rows(output: Path) -> None:
    """The proof ends at table and line."""
    text = ask(output, "why", "pembrolizumab", "releases", "T-cell-activation")
    assert "because 'blocks' and then 'holds back' together give 'releases':" in text
    assert "[relations/blocks.tsv:" in text


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", "form,plain"), ("tsv", "?form\t?plain"), ("json", '{"head"'), ("table", "form ")]
)
def test_query_answers_in_the_standard_formats(output: Path, form: str, begins: str) -> None:
    """CSV, TSV and JSON as SPARQL 1.1 defines them, and a table for people."""
    assert ask(output, "query", "forms", "--format", form).startswith(begins)


def test_triples_are_answered_in_turtle(output: Path) -> None:
    """A CONSTRUCT is a graph."""
    text = ask(
        output, "query", "CONSTRUCT { ?a ig:blocks ig:PD-1 } WHERE { ?a ig:blocks ig:PD-1 }", "--format", "turtle"
    )
    assert "ig:pembrolizumab ig:blocks ig:PD-1" in text


def test_python_mirrors_the_commands(graph: Knowledge) -> None:
    """Query, pandas, networkx and rdflib see one graph."""
    table = graph.query("forms")
    assert len(table.to_pandas()) == len(table) == 7
    assert graph.network().has_edge("pembrolizumab", "PD-1", "blocks")
    assert len(graph.graph()) > 50_000
