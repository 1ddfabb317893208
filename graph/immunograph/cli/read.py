"""The commands that read documents: annotate, mine."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from immunograph.cli.shared import STORE, example
from immunograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.text.analysis import Analysis, Analyst

INPUTS = ("text", "html", "pdf", "pubmed", "jsonl")
OUTPUTS = ("table", "json", "trig", "nquads", "html")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--format", "form", type=click.Choice(OUTPUTS), default="table", show_default=True, help="How to answer.")
@click.option("--from", "known", type=click.Choice(INPUTS), help="What FILE is.  [default: by its name and beginning]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.  [default: standard output]")
@click.option("--loaded", is_flag=True, help="Look for the labels of loaded graphs, too.")
@click.option("--page", default="", metavar="ADDRESS", help="Where the explorer is.  [default: beside the store]")
@STORE
@example("annotate article.html --format html -o annotated.html")
def annotate(  # noqa: PLR0913, PLR0917 - click gives each option by its name
    file: Path, form: str, known: str | None, output: Path | None, page: str, store: Path, *, loaded: bool
) -> None:
    """Find the concepts of the graph in a FILE: text, HTML, PDF, PubMed XML or JSON Lines, - for standard input.

    Each mention has its place in the text, what it may mean and how it matched. The report says which sentences
    support which statements of the graph and which support none. trig and nquads are W3C Web Annotations; html is a
    page with the text marked and what was not recognised.
    """
    with _needing("text"):
        from immunograph.store import Store
        from immunograph.text.analysis import Analyst
        from immunograph.text.dictionary import dictionary
        from immunograph.text.matching import Matcher

    opened = Store(store)
    analyst = Analyst(opened, Matcher(dictionary(opened, loaded=loaded)))
    reasons: Counter[str] = Counter()
    analyses = _analyses(file, known, analyst, reasons)
    explorer = page or _beside(store.parent / "immunograph.html", output)
    if form == "json":
        from immunograph.text.telling import record

        said = [record(one) for one in analyses]
        _write(output, (_json(said) + "\n").encode("utf-8", "replace"))
    else:
        _write(output, _said(list(analyses), form, explorer))
    for reason, count in sorted(reasons.items()):
        click.echo(f"{file}: {count} skipped: {reason}", err=True)


def _said(analyses: list[Analysis], form: str, explorer: str) -> bytes:
    if form == "table":
        from immunograph.text.telling import table

        return ("\n\n".join(table(one) for one in analyses) + "\n").encode("utf-8", "replace")
    if form == "html":
        from immunograph.text.page import render

        return render(analyses, explorer).encode("utf-8", "replace")
    from immunograph.syntax import serialise_graphs
    from immunograph.text.annotations import PREFIXES, graph_of

    return serialise_graphs([graph_of(one.document, one.mentions) for one in analyses], form, PREFIXES)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)


def _analyses(file: Path, known: str | None, analyst: Analyst, reasons: Counter[str]) -> Iterator[Analysis]:
    from immunograph.text.documents import format_of, read, refuse_unless_read

    name = "-" if str(file) == "-" else file.name
    with _open(file) as data:
        head = data.peek(1 << 12) if isinstance(data, io.BufferedReader) else b""
        form = known or format_of(name, head)
        for document in refuse_unless_read(read(data, name, form), name, reasons):
            yield analyst.analyse(document)


@contextmanager
def _open(file: Path) -> Iterator[IO[bytes]]:
    """Open a file through its compression, or standard input."""
    from immunograph.loading.sources import unpacked

    if str(file) == "-":
        yield sys.stdin.buffer
        return
    if not file.is_file():
        message = f"{file}: there is no such file; name one, or - for standard input"
        raise UsageError(message)
    with unpacked(file, lambda _: None) as (data, _counted):
        yield data


def _beside(page: Path, output: Path | None) -> str:
    """Give the address of the explorer as seen from where the output will stand."""
    if output is None:
        return page.resolve().as_uri()
    try:
        relative = os.path.relpath(page.resolve(), output.resolve().parent)
    except ValueError:  # another drive
        return page.resolve().as_uri()
    from urllib.request import pathname2url

    return pathname2url(relative)


def _write(output: Path | None, data: bytes) -> None:
    from immunograph import files

    if output is None:
        sys.stdout.buffer.write(data)
    else:
        files.write(output, data)
        click.echo(f"open {output}", err=True)


@contextmanager
def _needing(extra: str) -> Iterator[None]:
    """Say which extra is missing.

    Raises:
        UsageError: what reads is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"this needs {error.name}; install immunograph[{extra}]"
        raise UsageError(message) from error
