"""The commands that put other data beside the curated graphs: load, unload, graphs."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from immunograph.cli.shared import FORMAT, STORE, example, say_json


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--graph", default="", metavar="IRI", help="The graph to fill.  [default: one a file, named after it]")
@FORMAT
@STORE
@example("load hp.owl go.obo.gz")
def load(files: tuple[Path, ...], graph: str, form: str, store: Path) -> None:
    """Load ontologies as named graphs beside the curated ones; all FILES or, when one is wrong, none.

    Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD and OBO, also packed with gzip, bzip2 or zstd. A graph of the
    same name is replaced. What is loaded stays when the store is built again.
    """
    from immunograph.loading import load as run

    size = sum(path.stat().st_size for path in files)
    with click.progressbar(length=size, label="loading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        loaded = run(store, files, graph, bar.update)
    if form == "json":
        say_json([asdict(one) for one in loaded])
        return
    for one in loaded:
        click.echo(f"{one.triples} triples from {one.source} in {one.graph}")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="GRAPH...")
@STORE
@example("unload hp")
def unload(names: tuple[str, ...], store: Path) -> None:
    """Remove loaded graphs; GRAPH is an IRI, or the name of the file without its suffix."""
    from immunograph.loading import unload as run

    for name in run(store, names):
        click.echo(f"removed {name}")


@click.command()
@FORMAT
@STORE
@example("graphs")
def graphs(form: str, store: Path) -> None:
    """List the named graphs, curated and loaded."""
    from immunograph.loading import graphs as run
    from immunograph.results import Table

    found = run(store)
    if form == "json":
        say_json([asdict(graph) for graph in found])
        return
    rows = tuple((graph.name, graph.triples, "curated" if graph.curated else graph.source) for graph in found)
    click.echo(Table(("graph", "triples", "from"), rows))


@click.command()
@click.argument("url")
@click.option("--graph-store", default="", metavar="URL", help="Where it takes whole graphs, if it does.")
@click.option("--update", default="", metavar="URL", help="Where it takes updates.  [default: URL]")
@FORMAT
@STORE
@example("publish https://example.org/sparql --graph-store https://example.org/store")
def publish(url: str, graph_store: str, update: str, form: str, store: Path) -> None:
    """Put the graphs of the store into the endpoint that takes queries at URL, and verify that they arrived.

    What is there already is left alone. A login comes from IMMUNOGRAPH_REMOTE_TOKEN, or from IMMUNOGRAPH_REMOTE_USER
    and IMMUNOGRAPH_REMOTE_PASSWORD.
    """
    from immunograph.loading import graphs as listed
    from immunograph.remote import Target
    from immunograph.remote import publish as run

    size = sum(graph.triples for graph in listed(store))
    with click.progressbar(length=size, label="publishing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        done = run(store, Target(url, update or url, graph_store), bar.update)
    if form == "json":
        say_json([asdict(one) for one in done])
        return
    for one in done:
        click.echo(f"{one.graph}: {one.triples} triples, sha256 {one.sha256[:16]}, {one.state}")
