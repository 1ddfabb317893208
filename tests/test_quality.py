"""Each file of checks/ finds what must not be, and nothing else; tests/robot compares the rows with ROBOT's."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from immunograph.errors import InputError, QueryError
from immunograph.quality import Check, gathered, read_checks, report, write
from immunograph.tables import shipped_folder
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import LABEL, ig

CHECKS = read_checks(shipped_folder() / "checks")
HERE = Path(__file__).parent


def test_planted_faults_are_found_by_every_check() -> None:
    """The rows are kept in planted.tsv, where ROBOT confirmed them."""
    database = ox.Store()
    database.bulk_load(path=HERE / "planted.ttl", format=ox.RdfFormat.TURTLE)
    rows = report(database, CHECKS)
    assert {row.rule for row in rows} == {check.name for check in CHECKS}
    assert write(rows).decode() == (HERE / "planted.tsv").read_text(encoding="utf-8")


def test_triples_are_checked_before_anything_is_written() -> None:
    """A label with a tab, and nothing else said."""
    rows = report(gathered([(ig("x"), LABEL, Literal("a\tb"))]), CHECKS)
    assert [row.rule for row in rows] == ["label_formatting", "missing_definition"]
    assert rows[0].subject == ig("x")
    assert report(gathered([(Iri("x:y"), LABEL, Literal("a"))]), CHECKS[:3]) == []


@pytest.mark.parametrize("text", [b"SELECT ?subject { }", b"# title\nSELECT", b"# title\n# level: BAD\n", b"\xff"])
def test_a_check_without_title_or_level_is_named(tmp_path: Path, text: bytes) -> None:
    """Every such file at once."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.rq").write_bytes(text)
    with pytest.raises(InputError) as caught:
        read_checks(tmp_path)
    assert [finding.place.path for finding in caught.value.findings] == [
        f"{tmp_path.name}/{n}.rq" for n in ("one", "two")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?subject ?property ?value }",
        "SELECT ?subject { ?subject ?p ?o }",
        "SELECT ?subject ?property { SERVICE <http://example.org/> { ?subject ?property ?value } }",
        "nonsense",
    ],
)
def test_a_check_that_is_no_plain_select_is_refused(text: str) -> None:
    """It would give no rows that anybody could read, or call another endpoint."""
    with pytest.raises(QueryError, match="mine"):
        report(gathered([]), [Check("mine", "a title", "WARN", text)])
