"""The commands that read documents: annotate, mine."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from immunograph.cli.shared import FORMAT, STORE, example, say_json
from immunograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from immunograph.text.analysis import Analysis, Analyst
    from immunograph.text.mining.run import Say

INPUTS = ("text", "html", "pdf", "pubmed", "jsonl")
ENGINES = ("processes", "loop", "spark")
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

    @cache
    def analyst() -> Analyst:
        opened = Store(store)
        return Analyst(opened, Matcher(dictionary(opened, loaded=loaded)))

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


def _analyses(
    file: Path, known: str | None, analyst: Callable[[], Analyst], reasons: Counter[str]
) -> Iterator[Analysis]:
    from immunograph.text.documents import format_of, read, refuse_unless_read

    name = "-" if str(file) == "-" else file.name
    with _open(file) as data:
        head = data.peek(1 << 12) if isinstance(data, io.BufferedReader) else b""
        form = known or format_of(name, head)
        for document in refuse_unless_read(read(data, name, form), name, reasons):
            yield analyst().analyse(document)


@click.command()
@click.argument("corpus")
@click.option(
    "-o", "--output", required=True, metavar="FOLDER", help="Where to write; s3://, gs:// and hdfs:// as well."
)
@click.option("--engine", type=click.Choice(ENGINES), default="processes", show_default=True, help="What runs it.")
@click.option("--workers", type=click.IntRange(1), help="How many processes.  [default: one a core]")
@click.option("--shard", default="", metavar="I/N", help="Only read the I-th of N parts, and add nothing up.")
@click.option("--loaded", is_flag=True, help="Look for the labels of loaded graphs, too.")
@FORMAT
@STORE
@example("mine pubmed/ -o mined")
def mine(  # noqa: PLR0913, PLR0917 - click gives each option by its name
    corpus: str, output: str, engine: str, workers: int | None, shard: str, form: str, store: Path, *, loaded: bool
) -> None:
    """Find which concepts meet in a CORPUS: a file or folder of PubMed XML, JSON Lines, text, HTML or PDF.

    \b
    Writes to the folder:
      mentions/          each mention with its document and place (Parquet)
      pairs.parquet      pairs in three documents or more: counts, NPMI, log-likelihood,
                         q-values, up to ten exemplars with places
      associations.nq    pairs that meet more often than by chance (Biolink), for `load`
      report.json        counts, what was skipped and why, one SHA-256 of all results
    What is finished stays when it is ended in any way, and is not done again.
    """  # noqa: D301 - click wants the sign itself
    from immunograph.workers.confine import share_memory

    share_memory()
    with _needing("text"):
        from immunograph.store import Store
        from immunograph.text.dictionary import dictionary, related
        from immunograph.text.mining import Order, read_part
        from immunograph.text.mining import mine as run

    opened = Store(store)
    words, kinds = dictionary(opened, loaded=loaded), related(opened, loaded=loaded)
    order = Order(corpus, output, words, kinds, engine, workers or os.cpu_count() or 1)
    with _progress() as say:
        if shard:
            done = read_part(order, *_part(shard), say)
            click.echo(f"{done} shards read into {output}")
            return
        mined = run(order, say)
    if form == "json":
        say_json(mined._asdict())
        return
    click.echo(
        f"{mined.documents} documents, {mined.mentions} mentions of {mined.concepts} concepts, {mined.pairs} pairs"
    )
    for reason, count in mined.skipped.items():
        click.echo(f"{count} skipped: {reason}")
    click.echo(f"SHA-256 of the results: {mined.sha256}")
    click.echo(f"load {output}/associations.nq to see it in the graph", err=True)


def _part(shard: str) -> tuple[int, int]:
    number, _, count = shard.partition("/")
    if not (number.isdecimal() and count.isdecimal()):
        message = f"--shard {shard}: write it as I/N, such as 1/8"
        raise UsageError(message)
    return int(number), int(count)


@contextmanager
def _progress() -> Iterator[Say]:
    """Show a bar for each stage where a person looks on, and a line elsewhere."""
    with ExitStack() as stack:

        def say(stage: str, steps: int) -> Callable[[int], None]:
            stack.pop_all().close()
            if not sys.stderr.isatty():
                click.echo(f"{stage} {steps} shards ...", err=True)
                return lambda _: None
            return stack.enter_context(click.progressbar(length=steps, label=stage, file=sys.stderr)).update

        yield say


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
