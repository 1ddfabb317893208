"""The commands that write: build."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from immunograph.cli.shared import FORMAT, ONTOLOGY, example, fail, say_json
from immunograph.errors import InputError


@click.command()
@ONTOLOGY
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Where to write."
)
@click.option("--no-sparql", is_flag=True, help="Leave the SPARQL engine out of the page, which saves 2.4 MB.")
@FORMAT
@example("build --ontology ontology -o output")
def build(ontology: Path | None, output: Path, form: str, *, no_sparql: bool) -> None:
    """Build the page, the store and the downloads from the tables."""
    from immunograph.build import build as run
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    try:
        built = run(folder, output, lambda stage: click.echo(f"{stage} ...", err=True), sparql=not no_sparql)
    except InputError as error:
        if form == "json":
            say_json(
                [
                    {**asdict(finding.place), "code": finding.code, "message": finding.message}
                    for finding in error.findings
                ]
            )
        else:
            for finding in error.findings:
                click.echo(folder / str(finding))
        count = len(error.findings)
        fail(f"{count} mistake{'s' * (count > 1)} in {folder}; nothing was written", 1)
    if form == "json":
        say_json({key: str(value) if isinstance(value, Path) else value for key, value in asdict(built).items()})
        return
    click.echo(
        f"{built.concepts} concepts, {built.stated} pieces of evidence from {built.sources} sources, "
        f"{built.inferred} statements inferred"
    )
    click.echo(f"open {built.page}")
