"""The commands that change tables: add, retire."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from immunograph.cli.asking import all_of, ask, day, one_of
from immunograph.cli.shared import ONTOLOGY, example, fail, makes_much
from immunograph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from immunograph.changes import Change
    from immunograph.cli.asking import Check
    from immunograph.conclusion import Conclusion
    from immunograph.editing import Edited
    from immunograph.model import Ontology

_EMPTY = "-"


@click.command()
@click.argument("label")
@click.option("--kind", help="The table it belongs to: agent, target, cancer ...")
@click.option("--id", "slug", help="Its id; proposed from the label.")
@click.option("--parent", "parents", multiple=True, help="A kind of thing that it is; several are allowed.")
@click.option("--synonym", "synonyms", multiple=True, help="Another name; several are allowed.")
@click.option("--plain", help="One sentence that a lay reader understands.")
@click.option("--definition", help="One expert sentence: what it is and what sets it apart.")
@click.option("--source", help="Id of the source that says so.")
@click.option("--locator", help="Where in the source: section, paragraph, sentence.")
@click.option("--curator", envvar="IMMUNOGRAPH_CURATOR", show_envvar=True, help="Id of who adds it, in curators.tsv.")
@click.option(
    "--relation", "relations", multiple=True, metavar="NAME=OTHER", help="blocks=PD-1, or <binds=x for x binds it."
)
@click.option(
    "--mapping", "mappings", multiple=True, metavar="CURIE[=LABEL]", help="An outside identifier that means this."
)
@click.option(
    "--also", nargs=2, multiple=True, metavar="SOURCE LOCATOR", help="Another source, in sources.tsv, of the relations."
)
@click.option(
    "--indication",
    "indications",
    multiple=True,
    metavar="CELLS",
    help='For an agent: "condition=melanoma status=approved regulator=FDA date=2020-01-31"; quote what has spaces.',
)
@click.option("--title", help="For a new source: its title.")
@click.option("--publisher", help="For a new source: who published it.")
@click.option("--url", help="For a new source: where it was read.")
@click.option("--published", help="For a new source: YYYY-MM-DD or YYYY.")
@click.option("--retrieved", help="For a new source: YYYY-MM-DD on which it was read.")
@click.option("--source-kind", help="For a new source: article, label, review ...")
@click.option(
    "--names",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="An ontology or SSSOM file to look for identifiers in.",
)
@click.option("--yes", is_flag=True, help="Write without asking, as where there is nobody to ask.")
@ONTOLOGY
@example('add newimab --kind agent --parent anti-PD-1-antibody --relation blocks=PD-1 --source S --locator "section 1"')
@makes_much
def add(label: str, ontology: Path | None, **given: Any) -> None:  # noqa: ANN401 - click gives options of many types
    """Add the concept LABEL with its evidence, relations and identifiers; asks for what is not given.

    Warns of what looks alike, tries the rows on a copy, says what follows, and only then writes them, sorted.
    """
    from immunograph import editing, suggesting
    from immunograph.changelog import say
    from immunograph.conclusion import conclude
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    known = conclude(folder, checked=False)
    for one in suggesting.near([label, *given["synonyms"]], known.ontology):
        click.echo(f"looks like {one.concept}: {one.name!r} is near {one.asked!r}", err=True)
    new = editing.NewConcept(**_answers(label, given, known))
    for one in _candidates(new.label, new.synonyms, given["files"]):
        click.echo(f"may be {one.identifier} ({one.label}, in {one.file}); add it with --mapping", err=True)

    def agree(changes: list[Change]) -> bool:
        if given["yes"] or not sys.stdin.isatty():
            return True
        click.echo(say(changes), err=True)
        return click.confirm(f"write ig:{new.id} to {folder}?", err=True)

    shown = sys.stdin.isatty() and not given["yes"]
    _tell(folder, lambda: editing.add(folder, editing.rows_of(new), agree), shown=shown)


def _answers(label: str, given: dict[str, Any], known: Conclusion) -> dict[str, Any]:
    """Take what was given, ask for the rest, and suggest where something can be suggested."""
    from immunograph import suggesting

    ontology, kinds = known.ontology, sorted(known.schema.kinds)
    relations = tuple(_pair(text, "relation") for text in given["relations"])
    kind = given["kind"] or ask("kind", f"one of {', '.join(kinds)}", check=one_of(kinds))
    if kind not in kinds:
        raise UsageError(f"{kind!r} is no kind; take one of {', '.join(kinds)}")
    parents = given["parents"]
    if not parents:
        likely = suggesting.parents(label, kind, [other for _, other in relations], ontology)
        hint = "ids with | between them, - for none"
        answer = ask("parent", hint, "|".join(likely) or _EMPTY, all_of(ontology.concepts))
        parents = () if answer == _EMPTY else tuple(filter(None, answer.split("|")))
    source = given["source"] or ask("source", "id of a source in sources.tsv, or of a new one")
    return {
        "id": given["slug"] or suggesting.slug(label),
        "kind": kind,
        "label": label,
        "parents": parents,
        "synonyms": given["synonyms"],
        "plain": given["plain"] or ask("plain", "one sentence for a lay reader"),
        "definition": given["definition"] or ask("definition", "one expert sentence"),
        "source": source,
        "locator": given["locator"] or ask("locator", "where in the source"),
        "curator": given["curator"] or ask("curator", "your id in curators.tsv", check=one_of(ontology.curators)),
        "relations": relations,
        "mappings": tuple(text.partition("=")[::2] for text in given["mappings"]),
        "also": given["also"],
        "indications": tuple(_cells("indications.tsv", _words(text)) for text in given["indications"]),
        "new_source": {} if source in ontology.sources else _source(source, given, ontology),
    }


def _source(source: str, given: dict[str, Any], ontology: Ontology) -> dict[str, str]:
    kinds = sorted({one.kind for one in ontology.sources.values()})

    def answer(name: str, hint: str, default: str | None = None, check: Check = lambda _: "") -> str:
        found = given[name.replace("-", "_")]
        return str(ask(name, f"of the new source {source}{hint}", default, check) if found is None else found)

    return {
        "id": source,
        "title": answer("title", ""),
        "kind": answer("source-kind", f": {', '.join(kinds)} ...", "article"),
        "publisher": answer("publisher", ""),
        "published": answer("published", ", YYYY-MM-DD or YYYY, if it says so", "", day),
        "url": answer("url", ", where it was read", ""),
        "retrieved": answer("retrieved", ", YYYY-MM-DD on which it was read", None, day),
    }


def _words(text: str) -> list[str]:
    """Split as a shell does (POSIX, 2.2)."""
    import shlex

    try:
        return shlex.split(text)
    except ValueError as error:
        message = f"{text}: a quote is left open; close it"
        raise UsageError(message) from error


def _cells(table: str, pairs: Iterable[str]) -> dict[str, str]:
    """Read `column=value` pairs of a table."""
    from immunograph.columns import columns

    known = [column.name for column in columns(table)]
    cells = {}
    for text in pairs:
        column, equals, value = text.partition("=")
        if not equals or column not in known:
            raise UsageError(f"{text}: write COLUMN=VALUE; the columns of {table} are {', '.join(known)}")
        cells[column] = value
    return cells


def _pair(text: str, name: str) -> tuple[str, str]:
    one, equals, other = text.partition("=")
    if not (one and equals and other):
        raise UsageError(f"--{name} {text}: write it as two parts with = between them")
    return one, other


def _candidates(label: str, synonyms: tuple[str, ...], paths: tuple[str, ...]) -> list[Any]:
    from pathlib import Path

    from immunograph import suggesting

    return suggesting.candidates([label, *synonyms], (one for path in paths for one in suggesting.labelled(Path(path))))


@click.command("add-row")
@click.argument("table")
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
@click.option("--curator", envvar="IMMUNOGRAPH_CURATOR", show_envvar=True, help="Id of who adds it, in curators.tsv.")
@ONTOLOGY
@example('add-row blocks subject=pembrolizumab object=PD-1 source=S locator="section 12.1"')
@makes_much
def add_row(table: str, cells: tuple[str, ...], curator: str | None, ontology: Path | None) -> None:
    """Add one row to TABLE: sources, curators, indications, trials, mappings, a kind or a relation.

    The row is tried on a copy; what follows from it is said, and only what is right is written.
    """
    from immunograph import editing
    from immunograph.tables import shipped_folder
    from immunograph.vocabulary import read_schema

    folder = ontology or shipped_folder()
    name = editing.table_of(table, read_schema(folder / "schema.ttl"))
    row = editing.filled(name, _cells(name, cells), curator or "")
    _tell(folder, lambda: editing.add(folder, {name: [row]}))


@click.command()
@click.argument("concept")
@click.option(
    "--by", "replacement", default=_EMPTY, show_default=True, help="The id to use instead; - where there is none."
)
@click.option("--drop-rows", "drop", is_flag=True, help="Without a replacement: remove the rows that speak of it.")
@ONTOLOGY
@example("retire tumor-flare --by tumor-flare-reaction")
@makes_much
def retire(concept: str, replacement: str, ontology: Path | None, *, drop: bool) -> None:
    """Take CONCEPT out of use: its id stays, and its rows go over to the replacement."""
    from immunograph import editing
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    _tell(folder, lambda: editing.retire(folder, concept, replacement, drop=drop))


def _tell(folder: Path, edit: Callable[[], Edited], *, shown: bool = False) -> None:
    """Make an edit and say what it did, if that was not shown already, or why it was not made."""
    from immunograph.changelog import say

    try:
        done = edit()
    except InputError as error:
        for finding in error.findings:
            click.echo(f"{folder}/{finding}")
        fail("nothing was written; lines are those that the tables would have", 1)
    if not done.paths:
        fail("nothing was written", 1)
    for path in done.paths:
        click.echo(f"wrote {path}", err=True)
    click.echo("run `immunograph build`, so that find, show and why know it", err=True)
    if not shown:
        click.echo(say(done.changes))
    for warning in done.warnings:
        click.echo(f"{folder}/{warning}", err=True)
