"""The commands that speak with other programs: export, import."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from immunograph.cli.shared import FORMAT, ONTOLOGY, example, fail, makes_much, say_json
from immunograph.errors import UsageError

if TYPE_CHECKING:
    from immunograph.exchange.formats import Loaded
    from immunograph.model import Finding

_MOST = 50
"""Lines of notes and mistakes that are shown; what is not an export at all has thousands."""
FORMATS = (
    "turtle", "jsonld", "rdfxml", "functional", "kgx", "kgx-jsonl", "xlsx", "sssom",
    "obographs", "obo", "graphml", "cx2", "neo4j", "classes",
)  # fmt: skip


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; standard output without it.")
@ONTOLOGY
@example("export xlsx -o tables.xlsx")
@makes_much
def export(form: str, output: Path | None, ontology: Path | None) -> None:
    """Write the ontology in the FORMAT of another program; the same tables give the same bytes.

    \b
    Both ways, nothing of the tables is lost (`import` gives the same files):
      turtle, jsonld, rdfxml, functional (OWL): saved queries and rules travel too
      kgx, kgx-jsonl (two files, _nodes and _edges), xlsx (a sheet a table)
      sssom: the mappings alone
    \b
    One way; sources stay by name, but locators, notes, passages, curators and
    single indications are left out:
      obographs, obo: what is stated; no chains
      graphml, cx2 (Cytoscape), neo4j (two files): with what follows, marked inferred
      classes: OWL 2 EL for Protege and OLS; only relations that are inherited by
        kinds of a thing are restrictions, the others are annotations
    """  # noqa: D301 - click wants the sign itself
    from immunograph import files
    from immunograph.exchange.formats import FORMATS as KNOWN
    from immunograph.exchange.formats import stem_of

    one = KNOWN[form]
    if output is None and len(one.endings) > 1 and one.endings[0][0] == "_":
        message = f"{form} has two files, {' and '.join(one.endings)}; say with -o how their names begin"
        raise UsageError(message)
    written = one.write(_loaded(ontology, reasoned=one.reasoned))
    if output is None:
        sys.stdout.buffer.write(*written.values())
        return
    for ending, data in written.items():
        path = output.with_name(stem_of(output.name, one.endings) + ending) if len(written) > 1 else output
        files.write(path, data)
        click.echo(f"{path}: {len(data)} bytes", err=True)


def _loaded(ontology: Path | None, *, reasoned: bool) -> Loaded:
    from immunograph.conclusion import conclude
    from immunograph.exchange.formats import loaded
    from immunograph.tables import load, shipped_folder
    from immunograph.vocabulary import read_schema

    folder = ontology or shipped_folder()
    click.echo(f"reading {folder} ...", err=True)
    inferred = conclude(folder).dataset["inferred"] if reasoned else []
    return loaded(folder, load(folder), read_schema(folder / "schema.ttl"), inferred)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="A new folder for the tables.")
@click.option("--from", "known", type=click.Choice(FORMATS[:8]), help="The format.  [default: by the end of the name]")
@FORMAT
@ONTOLOGY
@example("import tables.xlsx -o my-ontology")
@makes_much
def import_(file: Path, output: Path, known: str | None, form: str, ontology: Path | None) -> None:
    """Make tables of a FILE that `export` wrote or that was edited since: RDF, OWL, KGX, a workbook, SSSOM.

    Of KGX, name either file. Schema, shapes and what else the file has not are taken from --ontology. SSSOM gives the
    mappings alone, also into a folder that is there. What a spreadsheet did to cells is undone, or named.
    """
    from immunograph.exchange.folder import write_folder
    from immunograph.exchange.formats import documents_of, format_of, read
    from immunograph.tables import load, shipped_folder
    from immunograph.validation import check, errors
    from immunograph.vocabulary import read_schema

    vocabulary = ontology or shipped_folder()
    known = known or format_of(file.name)
    notes: list[Finding] = []
    schema = read_schema(vocabulary / "schema.ttl")
    sheets, scripts = read(documents_of(file, known), known, schema, notes)
    if known != "sssom" and not any(table.rows for name, table in sheets.items() if name.startswith("concepts/")):
        message = f"{file}: it holds no concepts; name a file that `export` wrote in a format that goes both ways"
        raise UsageError(message)
    write_folder(output, sheets, scripts, vocabulary)
    mistakes = [] if known == "sssom" else check(load(output), schema)
    rows = sum(len(table.rows) for table in sheets.values())
    if form == "json":
        found = {name: [{**asdict(f.place), "code": f.code, "message": f.message} for f in findings]
                 for name, findings in (("notes", notes), ("mistakes", mistakes))}  # fmt: skip
        say_json({"rows": rows, "tables": len(sheets)} | found)
    else:
        lines = [*map(str, notes), *(f"{output}/{mistake}" for mistake in mistakes)]
        for line in lines[:_MOST]:
            click.echo(line)
        if len(lines) > _MOST:
            click.echo(f"and {len(lines) - _MOST} more; `immunograph validate --ontology {output}` names them all")
        click.echo(f"{output}: {rows} rows in {len(sheets)} tables")
    if count := len(errors(mistakes)):
        fail(f"{count} mistake{'s' * (count > 1)} in {output}; mend them there", 1)
