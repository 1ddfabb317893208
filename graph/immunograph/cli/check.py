"""The commands for those who edit tables: validate, format, digest, merge-driver."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import click

from immunograph.cli.shared import ONTOLOGY, example, fail, makes_much, say_json

if TYPE_CHECKING:
    from immunograph.model import Finding

_FORMATS = ("text", "json", "sarif", "github")


@click.command()
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to answer.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until stopped.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the rows of ROBOT's report on the result (TSV).")
@click.option("--warnings", is_flag=True, help="Say each warning, too, not only how many there are.")
@click.option("--codes", is_flag=True, help="Explain every kind of mistake, as Markdown.")
@ONTOLOGY
@example("validate --ontology ontology")
def validate(  # noqa: PLR0913 - click gives each option by its name
    ontology: Path | None, form: str, report: Path | None, *, watch: bool, warnings: bool, codes: bool
) -> None:
    """Find every mistake in the tables, each as path:line:column: CODE what is wrong; what to do.

    Errors forbid a build, and the command ends with 1; warnings do not. With --watch, an edit without errors is
    answered with what it changed and what now follows.
    """
    from immunograph.conclusion import review
    from immunograph.tables import shipped_folder
    from immunograph.validation import page

    if codes:
        click.echo(page())
        return
    folder = ontology or shipped_folder()
    if report:
        _write_report(folder, report)
    if watch:
        _watch(folder, form, warnings=warnings)
    wrong = _report(folder, makes_much(review)(folder).findings, form, warnings=warnings)
    sys.exit(1 if wrong else 0)


def _watch(folder: Path, form: str, *, warnings: bool) -> NoReturn:
    """Check after each change, and compare with what followed when all was sound last."""
    from immunograph.changelog import say
    from immunograph.changes import compare
    from immunograph.conclusion import review

    sound = None
    while True:
        seen = _state(folder)
        reviewed = makes_much(review)(folder)
        _report(folder, reviewed.findings, form, warnings=warnings)
        if sound and reviewed.conclusion:
            told = say(compare(sound, reviewed.conclusion, answers=False))
            click.echo(told, err=form != "text")
        sound = reviewed.conclusion or sound
        while _state(folder) == seen:
            time.sleep(0.1)


def _write_report(folder: Path, path: Path) -> None:
    """Ask the release what `checks/` says must not be."""
    from immunograph import exchange, files, quality
    from immunograph.conclusion import conclude

    result = quality.gathered(exchange.merged(conclude(folder).explained()))
    rows = quality.report(result, quality.read_checks(folder / "checks"))
    files.write(path, quality.write(rows))
    click.echo(f"{len(rows)} rows in {path}", err=True)


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """Tell one state of the files from another by size and time of change."""
    files = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return [(str(path), stat.st_mtime_ns, stat.st_size) for path, stat in files]


def _report(folder: Path, findings: list[Finding], form: str, *, warnings: bool) -> int:
    """Say the findings; give the number of errors."""
    from immunograph import reports
    from immunograph.validation import CODES, errors

    wrong = len(errors(findings))
    if form == "json":
        say_json(reports.records(findings))
    elif form == "sarif":
        say_json(reports.sarif(findings, folder.as_posix()))
    else:
        write = reports.github if form == "github" else reports.text
        mild = [finding for finding in findings if CODES[finding.code].level == "warning"]
        for finding in findings if warnings or form == "github" else errors(findings):
            click.echo(write(finding, folder.as_posix()))
        counts = Counter(finding.code for finding in mild)
        kinds = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()))
        short = f" ({kinds}; --warnings says each)" if mild and not warnings else ""
        click.echo(f"{reports.counted(wrong, 'error')}, {reports.counted(len(mild), 'warning')}{short}", err=True)
    return wrong


@click.command("format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; end with 1 if something would change.")
@ONTOLOGY
@example("format --ontology ontology")
def format_(ontology: Path | None, *, only_check: bool) -> None:
    """Put the tables in order: rows sorted, white space and signs plain; nothing else changes."""
    from immunograph import files
    from immunograph.columns import FILES, FOLDERS
    from immunograph.errors import UsageError
    from immunograph.formatting import format_table
    from immunograph.tables import shipped_folder

    folder = ontology or shipped_folder()
    paths = [folder / name for name in FILES] + [path for name in FOLDERS for path in (folder / name).glob("*.tsv")]
    changed = 0
    for path in sorted(path for path in paths if path.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        try:
            normal = format_table(name, data.decode("utf-8")).encode()
        except UnicodeDecodeError as error:
            message = f"{path}: the file is not UTF-8; save it as UTF-8"
            raise UsageError(message) from error
        if normal != data:
            changed += 1
            click.echo(f"{path}{' would change' if only_check else ''}")
            if not only_check:
                files.write(path, normal)
    if only_check and changed:
        sys.exit(1)


@click.command()
@click.argument("passage", type=click.File(encoding="utf-8"), default="-")
@example("digest passage.txt")
def digest(passage: IO[str]) -> None:
    """Print the SHA-256 of a PASSAGE as passages.tsv holds it: of its normalised text; - is standard input."""
    from immunograph.model import digest as compute

    click.echo(compute(passage.read()))


@click.command("merge-driver")
@click.argument("base", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("ours", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("theirs", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("name")
@example("merge-driver %O %A %B %P")
def merge_driver(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Merge two edits of a table by row and cell, for git: BASE, OURS and THEIRS are versions of the table NAME.

    Set it up once: git config merge.immunograph.driver "immunograph merge-driver %O %A %B %P"
    """
    from immunograph import files
    from immunograph.columns import FILES, FOLDERS
    from immunograph.formatting import merge_tables

    parts = Path(name).parts
    table = next((("/".join(parts[n:])) for n in range(len(parts)) if parts[n] in {*FILES, *FOLDERS}), "")
    if not table:
        fail(f"{name}: not a table of an ontology; let git merge it", 2)
    try:
        merged = merge_tables(table, *(path.read_text(encoding="utf-8") for path in (base, ours, theirs)))
    except UnicodeDecodeError:
        fail(f"{name}: a version of it is not UTF-8; save it as UTF-8 and merge again", 2)
    files.write(ours, merged.text.encode())
    if merged.conflicts:
        fail(f"{name}: {merged.conflicts} rows conflict; choose a side at each mark", 1)
