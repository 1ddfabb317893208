"""The commands that write: build, page, release."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from immunograph.cli.shared import FORMAT, ONTOLOGY, STORE, example, fail, makes_much, opened, say_json
from immunograph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Where to write."
)


@click.command()
@ONTOLOGY
@OUTPUT
@click.option("--no-sparql", is_flag=True, help="Leave the SPARQL engine out of the page, which saves 2.4 MB.")
@FORMAT
@example("build --ontology ontology -o output")
@makes_much
def build(ontology: Path | None, output: Path, form: str, *, no_sparql: bool) -> None:
    """Build the page, the store and the downloads from the tables."""
    from immunograph.build import build as run
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    with _refusing(folder, form):
        built = run(folder, output, _stage, sparql=not no_sparql)
    if form == "json":
        say_json(_plain(asdict(built)))
        return
    click.echo(
        f"{built.concepts} concepts, {built.stated} pieces of evidence from {built.sources} sources, "
        f"{built.inferred} statements inferred"
    )
    click.echo(f"open {built.page}")


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output/part.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--start", default="", metavar="CONCEPT", help="What is around a concept.")
@click.option("--hops", type=click.IntRange(0), default=1, show_default=True, help="How far around it.")
@click.option("--kinds", default="", metavar="KIND,...", help="Only concepts of these kinds.")
@click.option("--query", default="", help="Only concepts in an answer: text, a file, or a saved query.")
@click.option("--no-sparql", is_flag=True, help="Leave the SPARQL engine out of the page, which saves 1.8 MB.")
@STORE
@FORMAT
@example("page --start pembrolizumab --hops 2 --kinds agent,target,cancer -o pembrolizumab.html")
def page(  # noqa: PLR0913, PLR0917 - click gives each option by its name
    output: Path, start: str, hops: int, kinds: str, query: str, store: Path, form: str, *, no_sparql: bool
) -> None:
    """Write the page of a built store, or of a part: what meets all that is asked, and the relations between.

    It is the same page; its SPARQL engine holds that part. Where what was mined is loaded beside the graph, the text of
    a concept also says what it is mentioned together with.
    """
    from immunograph import files

    graph = opened(store)
    part = graph.part(start=start, hops=hops, kinds=filter(None, kinds.split(",")), query=query)
    files.write(output, graph.page(part, sparql=not no_sparql).encode())
    concepts, relations = part.number_of_nodes(), part.number_of_edges()
    if form == "json":
        say_json({"page": str(output), "concepts": concepts, "relations": relations})
        return
    click.echo(f"{concepts} concepts, {relations} relations")
    click.echo(f"open {output}")


@click.command()
@click.argument("version")
@click.option("--previous", default="", help="The version before: a folder or git revision; what changed is told.")
@click.option("--issued", default="", help="The day of the release, as YYYY-MM-DD.  [default: that of the schema]")
@ONTOLOGY
@OUTPUT
@FORMAT
@example("release 0.2.0 --previous v0.1.0")
@makes_much
def release(  # noqa: PLR0913, PLR0917 - click gives each option by its name
    version: str, previous: str, issued: str, ontology: Path | None, output: Path, form: str
) -> None:
    """Write VERSION with all that others may cite and download, to release/VERSION below the output folder.

    Everything is checked first; the same tables give the same bytes. A version is never written twice.
    """
    from immunograph.release import Order
    from immunograph.release import release as run
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    with _refusing(folder, form):
        made = run(folder, Order(version, previous, issued), output, _stage)
    if form == "json":
        say_json(_plain(asdict(made)))
        return
    click.echo(f"{made.files} files, {made.triples} triples, {made.changes} changes")
    click.echo(f"open {made.folder / 'index.html'}")


def _stage(stage: str) -> None:
    click.echo(f"{stage} ...", err=True)


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {key: str(value) if isinstance(value, Path) else value for key, value in values.items()}


@contextmanager
def _refusing(folder: Path, form: str) -> Iterator[None]:
    """Say what is wrong with the tables, and end with 1."""
    try:
        yield
    except InputError as error:
        if form == "json":
            say_json([{**asdict(one.place), "code": one.code, "message": one.message} for one in error.findings])
        else:
            for finding in error.findings:
                click.echo(folder / str(finding))
        count = len(error.findings)
        fail(f"{count} mistake{'s' * (count > 1)} in {folder}; nothing was written", 1)
