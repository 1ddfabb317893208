"""The command line: it only translates between people and the package."""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from immunograph import __version__
from immunograph.errors import ImmunoGraphError, InputError, NothingFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.knowledge import Knowledge

_STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("output/store"),
    show_default=True,
    help="The store that `immunograph build` wrote.",
)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to answer."
)


def main() -> None:
    """Run the command line; every foreseen fault is one line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        cli(standalone_mode=False)
    except ImmunoGraphError as error:
        _fail(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _fail(f"{error.filename or 'file'}: {(error.strerror or str(error)).lower()}; see that it can be used", 2)


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _open(store: Path) -> Knowledge:
    from immunograph.knowledge import Knowledge

    return Knowledge(store)


def _say_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="immunograph")
def cli() -> None:
    """Ask, show and build an open knowledge graph of cancer immunotherapy.

    Every statement says who stated it, or why it follows. It is not medical advice.
    """


def _example(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add an example to the help of a command."""

    def add(function: Callable[..., None]) -> Callable[..., None]:
        function.__doc__ = f"{function.__doc__}\n\n    \b\n    Example: immunograph {text}"
        return function

    return add


@cli.command()
@click.option(
    "--ontology",
    type=click.Path(path_type=Path),
    help="The folder with the tables.  [default: the one that came with the package]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True)
@_FORMAT
@_example("build --ontology ontology -o output")
def build(ontology: Path | None, output: Path, form: str) -> None:
    """Build the page, the store and the downloads from the tables."""
    from immunograph.build import build as run
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    try:
        built = run(folder, output, lambda stage: click.echo(f"{stage} ...", err=True))
    except InputError as error:
        if form == "json":
            _say_json(
                [
                    {**asdict(finding.place), "code": finding.code, "message": finding.message}
                    for finding in error.findings
                ]
            )
        else:
            for finding in error.findings:
                click.echo(folder / str(finding))
        _fail(f"{len(error.findings)} mistakes in {folder}; nothing was written", 1)
        return
    if form == "json":
        _say_json({key: str(value) if isinstance(value, Path) else value for key, value in asdict(built).items()})
        return
    click.echo(
        f"{built.concepts} concepts, {built.stated} pieces of evidence from {built.sources} sources, "
        f"{built.inferred} statements inferred"
    )
    click.echo(f"open {built.page}")


@cli.command()
@click.argument("query", required=False)
@click.option("--list", "listing", is_flag=True, help="Name the saved queries.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle", "tsv"]), default="table", show_default=True
)
@_STORE
@_example('query "SELECT ?drug WHERE { ?drug ig:blocks ig:PD-1 }"')
def query(query: str | None, form: str, store: Path, *, listing: bool) -> None:
    """Answer SPARQL: QUERY is its text, a file, the name of a saved query, or - for standard input.

    The prefixes ig, rdfs, owl, skos, prov, dcterms and a few more need no declaration.
    """
    from immunograph import results

    graph = _open(store)
    if listing:
        rows = tuple((script.name, script.title) for script in graph.saved.values())
        _say_json(dict(rows)) if form == "json" else click.echo(results.Table(("name", "question"), rows))
        return
    if query is None:
        message = "name a QUERY, or --list to see the saved ones"
        raise click.UsageError(message)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine would not hear Python's own handler
    text = sys.stdin.read() + "\n" if query == "-" else query
    sys.stdout.buffer.write(results.write(graph.answer(text), form))


@cli.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@_FORMAT
@_STORE
@_example("find IFN-α")
def find(name: str, limit: int, form: str, store: Path) -> None:
    """Find concepts by label, synonym or identifier, however NAME is written."""
    from immunograph.results import Table

    matches = _open(store).find(name, limit)
    if form == "json":
        _say_json([match._asdict() for match in matches])
    if not matches:
        message = f"nothing is named like {name!r}; try a part of it"
        raise NothingFound(message)
    if form == "text":
        click.echo(Table(("concept", "label", "kind", "found as", "which is its"), tuple(tuple(m) for m in matches)))


@cli.command()
@click.argument("concept")
@_FORMAT
@_STORE
@_example("show Keytruda")
def show(concept: str, form: str, store: Path) -> None:
    """Show what is known of a CONCEPT, with sources."""
    from immunograph.sheet import sheet

    graph = _open(store)
    found = sheet(graph.reader, graph.reader.resolve(concept))
    _say_json(asdict(found)) if form == "json" else click.echo(str(found))


@cli.command()
@click.argument("start")
@click.argument("end")
@click.option("--count", type=click.IntRange(1, 20), default=3, show_default=True, help="How many ways at the most.")
@_FORMAT
@_STORE
@_example("path pembrolizumab colitis")
def path(start: str, end: str, count: int, form: str, store: Path) -> None:
    """Tell how START and END are related: the shortest ways, in words, with sources."""
    ways = _open(store).path(start, end, count)
    if form == "json":
        _say_json([[asdict(step) for step in way] for way in ways])
        return
    for number, way in enumerate(ways, 1):
        click.echo(f"{number}. {len(way)} step{'s' * (len(way) > 1)}")
        for step in way:
            click.echo(f"   {step.sentence}{' (inferred)' * step.inferred}")
            for piece in step.evidence:
                click.echo(f"     source: {piece}")


@cli.command()
@click.argument("subject")
@click.argument("relation")
@click.argument("target", metavar="OBJECT")
@_FORMAT
@_STORE
@_example("why pembrolizumab releases T-cell-activation")
def why(subject: str, relation: str, target: str, form: str, store: Path) -> None:
    """Say why SUBJECT stands in RELATION to OBJECT: the sources, or the rule and what it rests on."""
    proof = _open(store).why(subject, relation, target)
    _say_json(asdict(proof)) if form == "json" else click.echo(str(proof))
