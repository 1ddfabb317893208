"""The commands that ask a built store: query, find, show, path, why."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from immunograph.cli.shared import FORMAT, PLACE, example, opened, say_json
from immunograph.errors import NothingFound, StoreError, UsageError

FORMATS = ("table", "csv", "json", "markdown", "ntriples", "tsv", "turtle", "xml")

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("query", required=False)
@click.option("--list", "listing", is_flag=True, help="Name the saved queries.")
@click.option(
    "--set", "values", multiple=True, metavar="VARIABLE=VALUE", help='A concept, CURIE, <IRI>, number or "text".'
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How to answer; turtle and ntriples are for CONSTRUCT and DESCRIBE.",
)
@click.option("--timeout", type=click.FloatRange(0), default=0, metavar="SECONDS", help="Give up after so long.")
@click.option("--memory", type=click.IntRange(0), default=0, metavar="MB", help="Give up above so much memory.")
@click.option("--explain", "explaining", is_flag=True, help="Show the plan, and how much each of its patterns matches.")
@PLACE
@example("query acting-on --set target=CTLA-4")
def query(  # noqa: PLR0913, PLR0917 - click gives each option by its name
    query: str | None,
    values: tuple[str, ...],
    form: str,
    timeout: float,
    memory: int,
    store: Path | str,
    *,
    listing: bool,
    explaining: bool,
) -> None:
    """Answer SPARQL: QUERY is its text, a file, the name of a saved query, or - for standard input.

    The prefixes ig, rdfs, owl, skos, prov, dcterms and a few more need no declaration.
    """
    from immunograph import results
    from immunograph.cli import running
    from immunograph.reading.parameters import assignment, bind
    from immunograph.workers import Limits

    graph = opened(store, timeout)
    if listing:
        rows = tuple((script.name, script.title) for script in graph.saved.values())
        say_json(dict(rows)) if form == "json" else click.echo(results.Table(("name", "question"), rows))
        return
    if query is None:
        message = "name a QUERY, or --list to see the saved ones"
        raise click.UsageError(message)
    name, text = graph.text(sys.stdin.read() + "\n" if query == "-" else query)
    text, bindings = bind(text, dict(map(assignment, values)), graph.reader)
    limits = Limits(timeout, memory << 20, 0, 1, 1, 0)
    if isinstance(store, str):
        running.elsewhere(graph, running.job(name, text, bindings, form), limits, explaining=explaining)
    elif explaining:
        running.explain(store, name, text, bindings, limits)
    else:
        running.answer(store, running.job(name, text, bindings, form), limits)
    if explaining:
        return
    for line in graph.unknown(text):
        click.echo(f"{name}: {line}", err=True)


@click.command()
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many at the most.")
@FORMAT
@PLACE
@example("find IFN-α")
def find(name: str, limit: int, form: str, store: Path | str) -> None:
    """Find concepts by label, synonym or identifier, however NAME is written."""
    from immunograph.results import Table

    matches = opened(store).find(name, limit)
    if form == "json":
        say_json([match._asdict() for match in matches])
    if not matches:
        message = f"nothing is named like {name!r}; try a part of it"
        raise NothingFound(message)
    if form == "text":
        click.echo(Table(("concept", "label", "kind", "found as", "which is its"), tuple(tuple(m) for m in matches)))


@click.command()
@click.argument("concept")
@click.option("--open", "opening", is_flag=True, help="Open the page at it as well.")
@FORMAT
@PLACE
@example("show Keytruda")
def show(concept: str, form: str, store: Path | str, *, opening: bool) -> None:
    """Show what is known of a CONCEPT, with sources."""
    from immunograph.sheet import sheet

    graph = opened(store)
    slug = graph.reader.resolve(concept)
    if opening:
        if isinstance(store, str):
            message = "--open needs a store on this machine, with its page beside it"
            raise UsageError(message)
        page = store.parent / "immunograph.html"
        if not page.is_file():
            message = f"{page}: there is no page beside the store; run `immunograph build`"
            raise StoreError(message)
        webbrowser.open(f"{page.resolve().as_uri()}#{quote(slug, safe='')}")
    found = sheet(graph.reader, slug)
    say_json(asdict(found)) if form == "json" else click.echo(str(found))


@click.command()
@click.argument("start")
@click.argument("end")
@click.option("--count", type=click.IntRange(1, 20), default=3, show_default=True, help="How many ways at the most.")
@FORMAT
@PLACE
@example("path pembrolizumab colitis")
def path(start: str, end: str, count: int, form: str, store: Path | str) -> None:
    """Tell how START and END are related: the shortest ways, in words, with sources."""
    ways = opened(store).path(start, end, count)
    if form == "json":
        say_json([[asdict(step) for step in way] for way in ways])
        return
    for number, way in enumerate(ways, 1):
        click.echo(f"{number}. {len(way)} step{'s' * (len(way) > 1)}")
        for step in way:
            click.echo(f"   {step.sentence}{' (inferred)' * step.inferred}")
            for piece in step.evidence:
                click.echo(f"     source: {piece}")


@click.command()
@click.argument("subject")
@click.argument("relation")
@click.argument("target", metavar="OBJECT")
@FORMAT
@PLACE
@example("why pembrolizumab releases T-cell-activation")
def why(subject: str, relation: str, target: str, form: str, store: Path | str) -> None:
    """Say why SUBJECT stands in RELATION to OBJECT: the sources, or the rule and what it rests on."""
    proof = opened(store).why(subject, relation, target)
    say_json(asdict(proof)) if form == "json" else click.echo(str(proof))
