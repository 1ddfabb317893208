"""The command that shows what changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from immunograph.cli.shared import ONTOLOGY, example, makes_much, say_json

if TYPE_CHECKING:
    from pathlib import Path

_FORMS = ("text", "markdown", "json", "kgcl")


@click.command()
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True, help="How to answer.")
@ONTOLOGY
@example("diff HEAD~1 ontology")
@makes_much
def diff(old: str, new: str | None, form: str, ontology: Path | None) -> None:
    """Show what changed from OLD to NEW: stated, inferred with reasons, and in the answers of saved queries.

    OLD and NEW are folders, releases or git revisions; without NEW, the ontology as it stands now.
    """
    from immunograph.changelog import say
    from immunograph.changes import compare
    from immunograph.conclusion import conclude
    from immunograph.revisions import opened
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    with opened(old, folder) as before, opened(new or str(folder), folder) as after:
        changes = compare(conclude(before, checked=False), conclude(after))
    if form == "json":
        say_json([asdict(change) for change in changes])
    elif form == "kgcl":
        for change in changes:
            click.echo(change.kgcl or f"# {change}")
    else:
        click.echo(say(changes, markdown=form == "markdown"))
