"""The rows of our checks are those of `robot report`."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from immunograph.quality import Row, read_checks, report
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKS = read_checks(shipped_folder() / "checks")
PLANTED = Path(__file__).parents[1] / "planted.ttl"
MISSPELT = "invalid_entity_uri"
"""The one rule whose rows ROBOT counts but leaves out of its tables, as its query binds no property."""
_WAY = ("--noprefixes", "--fail-on", "none", "--print", "0")


def ours(path: Path) -> set[Row]:
    """Report on a Turtle file with our checks."""
    database = ox.Store()
    database.bulk_load(path=path, format=ox.RdfFormat.TURTLE, lenient=True)  # ROBOT writes some IRIs that are none
    return set(report(database, CHECKS))


def _plain(cell: str) -> str:
    """Undo what ROBOT adds: a backslash before each quote, and a new name for each blank node."""
    return re.sub(r"^[0-9a-f-]{36}genid\d+$", "blank node", cell.replace('\\"', '"'))


def theirs(robot: Callable[..., str], path: Path, folder: Path) -> set[Row]:
    """Report on the same file with ROBOT."""
    found = folder / "report.tsv"
    robot("report", "--input", path, "--output", found, *_WAY)
    with found.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t")
    return {Row(*map(_plain, row)) for row in rows}


def told(rows: set[Row]) -> set[Row]:
    """Leave out what ROBOT does not write down."""
    return {row for row in rows if row.rule != MISSPELT}


def test_the_rules_and_levels_are_those_of_robot(robot: Callable[..., str], tmp_path: Path) -> None:
    """The planted file breaks every rule, and no rule is missing on either side."""
    rows = theirs(robot, PLANTED, tmp_path)
    assert {(c.level, c.name) for c in CHECKS if c.name != MISSPELT} == {(row.level, row.rule) for row in rows}
    assert {(c.level, c.name) for c in CHECKS} == {(row.level, row.rule) for row in ours(PLANTED)}


def test_planted_faults_give_the_rows_of_robot(robot: Callable[..., str], tmp_path: Path) -> None:
    """Every rule, with terms that come near and do not break it."""
    assert told(ours(PLANTED)) == theirs(robot, PLANTED, tmp_path)


def test_misspelt_addresses_are_those_of_robot(robot: Callable[..., str], tmp_path: Path) -> None:
    """ROBOT names their subjects in JSON alone."""
    profile, found = tmp_path / "profile.txt", tmp_path / "report.json"
    profile.write_text(f"WARN\t{MISSPELT}\n")
    robot("report", "--input", PLANTED, "--output", found, "--profile", profile, *_WAY)
    violations = json.loads(found.read_text())[0]["violations"][0][MISSPELT]
    assert {one["subject"] for one in violations} == {row.subject for row in ours(PLANTED) if row.rule == MISSPELT}


@pytest.mark.parametrize("name", ["unit", "pato", "XLMOD", "psi-ms", "psi-mod"])
def test_public_ontologies_give_the_rows_of_robot(
    robot: Callable[..., str], public: Path, tmp_path: Path, name: str
) -> None:
    """Five ontologies in OBO format, put into Turtle by ROBOT."""
    obo, ttl = tmp_path / f"{name}.obo", tmp_path / f"{name}.ttl"
    obo.write_bytes(gzip.decompress((public / f"{name}.obo.gz").read_bytes()))
    robot("convert", "--input", obo, "--check", "false", "--format", "ttl", "--output", ttl)
    rows = ours(ttl)
    assert len(rows) > 50
    assert told(rows) == theirs(robot, ttl, tmp_path)


def test_the_release_gives_the_rows_of_robot(robot: Callable[..., str], output: Path, tmp_path: Path) -> None:
    """Our own file, as it was written."""
    path = output / "immunograph.ttl"
    assert told(ours(path)) == theirs(robot, path, tmp_path)
