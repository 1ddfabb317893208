"""Rows that speak of one indication, each saying as much as its source does."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from immunograph.columns import columns
from immunograph.indications import gather
from immunograph.rows import Row

if TYPE_CHECKING:
    from immunograph.model import Finding, Indication

HEADER = tuple(column.name for column in columns("indications.tsv"))
GIVEN = {"biomarkers": "EXR-1-expression", "partners": "chemotherapy|oldimab"}
FULL = {"setting": "adults; first line, metastatic", "date": "2020-05-04", "trial": "EX-1 (NCT00000001)"}


def row(line: int, **cells: str) -> Row:
    """Write a row about one use of one agent."""
    use = {"agent": "examplimab", "condition": "melanoma", "regulator": "FDA", "status": "approved"}
    known = {"source": f"source-{line}", "locator": "page 1", "direction": "supports", "curator": "example"}
    return Row("indications.tsv", line, dict.fromkeys(HEADER, "") | use | known | cells, HEADER)


def made(*rows: Row) -> tuple[Indication, ...]:
    """Gather rows of which none is wrong."""
    findings: list[Finding] = []
    found = gather(rows, findings)
    assert not findings
    return found


@pytest.mark.parametrize(
    ("less", "open_cells"),
    [
        (FULL, ""),
        ({}, "leaves open: setting, date, trial"),
        ({"date": "2020"}, "leaves open: setting, date, trial"),
        (FULL | {"setting": "first line"}, "leaves open: setting"),
        (FULL | {"setting": "first"}, "leaves open: setting"),
        (FULL | {"trial": "EX-1"}, "leaves open: trial"),
        (FULL | {"trial": "NCT00000001", "date": ""}, "leaves open: date, trial"),
        (FULL | {"partners": "?"}, "leaves open: partners"),
        (FULL | {"date": "?"}, "leaves open: date"),
        ({"biomarkers": "?", "partners": "?"}, "leaves open: setting, biomarkers, partners, date, trial"),
    ],
)
def test_a_row_that_says_less_joins_and_says_what_it_leaves_open(less: dict[str, str], open_cells: str) -> None:
    """A second source counts for what it says, and nobody takes it for the rest."""
    (one,) = made(row(2, **FULL, **GIVEN), row(3, **GIVEN | less))
    assert (one.setting, one.date, one.trial) == (*FULL.values(),)
    assert (one.biomarkers, one.partners) == (("EXR-1-expression",), ("chemotherapy", "oldimab"))
    assert [piece.note for piece in one.evidence] == ["", open_cells]


@pytest.mark.parametrize(
    "other",
    [
        FULL | {"date": "2021-05-04"},
        FULL | {"date": "2020-05-05"},
        FULL | {"setting": "second line"},
        FULL | {"setting": "metastatic, after first line"},
        FULL | {"trial": "EX-2"},
        FULL | {"trial": "EX"},
        FULL | {"partners": "oldimab"},
        FULL | {"biomarkers": "EXR-1-expression"},
        FULL | {"regulator": "EMA"},
        FULL | {"status": "withdrawn", "date": "2019", "ended": "2022"},
        {"trial": "EX-2"},
    ],
)
def test_rows_that_contradict_each_other_stay_apart(other: dict[str, str]) -> None:
    """Another date, line, trial, partner, marker or regulator is another indication."""
    assert len(made(row(2, **FULL), row(3, **other))) == 2


def test_what_nobody_says_is_not_nothing() -> None:
    """Partners that no source names are not "given alone"."""
    (one,) = made(row(2, partners="?"))
    assert one.partners == ()
    assert [piece.note for piece in one.evidence] == ["leaves open: partners"]


def test_rows_that_share_a_date_complete_each_other() -> None:
    """One source knows the line, another the trial, both the day."""
    one, *none = made(row(2, date="2020-05-04", setting="first line"), row(3, date="2020-05-04", trial="EX-1"))
    assert not none
    assert (one.setting, one.date, one.trial) == ("first line", "2020-05-04", "EX-1")
    assert [piece.note for piece in one.evidence] == ["leaves open: trial", "leaves open: setting"]


def test_trials_that_share_nothing_are_not_put_together() -> None:
    """There may be many trials of one use; a regulator approves it once."""
    other = {"regulator": "", "status": "in-trial"}
    assert len(made(row(2, date="2020-05-04", **other), row(3, setting="first line", **other))) == 2
    assert len(made(row(2, date="2020-05-04"), row(3, setting="first line"))) == 1


def test_a_row_that_could_join_several_stands_alone() -> None:
    """Nobody guesses which of two approvals a source means."""
    first, second, third = made(row(2, date="2020-05-04"), row(3, date="2021-05-04"), row(4))
    assert {len(one.evidence) for one in (first, second, third)} == {1}


def test_what_could_complete_two_completes_neither() -> None:
    """The day may be that of either approval."""
    rows = row(2, date="2020-05-04"), row(3, setting="neoadjuvant"), row(4, setting="adjuvant")
    assert {len(one.evidence) for one in made(*rows)} == {1}


def test_three_that_complete_each_other_are_one() -> None:
    """Each says what the others do not."""
    (one,) = made(row(2, date="2020-05-04"), row(3, setting="adjuvant"), row(4, trial="EX-1"))
    assert (one.setting, one.date, one.trial) == ("adjuvant", "2020-05-04", "EX-1")


def test_alone_and_not_said_are_two_indications() -> None:
    """Where a row could be either, nobody guesses, and each has an id of its own."""
    found = made(*(row(line, date="2020", partners=cell) for line, cell in ((2, ""), (3, "oldimab"), (4, "?"))))
    assert len({one.id for one in found}) == 3


def test_a_dispute_may_leave_the_partners_open() -> None:
    """It counts against the indication that it means."""
    (one,) = made(row(2, **FULL, **GIVEN), row(3, direction="disputes", date="2021", biomarkers="?", partners="?"))
    assert [piece.note for piece in one.evidence] == ["", "gives 2021"]


def test_an_approval_that_no_source_dates_says_so() -> None:
    """The mark is of the search, not of the indication: it stays the same, and its evidence names the gap."""
    (marked,), (empty,) = made(row(2, date="?")), made(row(2))
    assert (marked.id, marked.date, marked.evidence[0].note) == (empty.id, "", "leaves open: date")
    findings: list[Finding] = []
    gather([row(2), row(3, date="?", direction="disputes")], findings)
    assert [one.code for one in findings] == ["disputes-nothing"]


GONE = {"status": "withdrawn", "ended": "2022-03-01"}


@pytest.mark.parametrize(
    ("known", "open_cells"),
    [
        (FULL, "leaves open: ended, withdrawal"),
        (FULL | {"date": "2020"}, "leaves open: date, ended, withdrawal"),
        (FULL | {"setting": "", "partners": "?"}, "leaves open: setting, partners, ended, withdrawal"),
    ],
)
def test_a_withdrawal_ends_the_approval_of_its_date(known: dict[str, str], open_cells: str) -> None:
    """Who reported the approval is a source of what was withdrawn, and not of one that stands."""
    (one,) = made(row(2, **FULL | GONE), row(3, **known))
    assert (one.status, one.date, one.ended) == ("withdrawn", FULL["date"], GONE["ended"])
    assert [piece.note for piece in one.evidence] == ["", open_cells]


@pytest.mark.parametrize("other", [{}, FULL | {"date": ""}, FULL | {"date": "2023"}, FULL | {"setting": "second line"}])
def test_a_withdrawal_ends_no_other_approval(other: dict[str, str]) -> None:
    """A return, another use, or an approval that may be either one stands."""
    assert {one.status for one in made(row(2, **FULL | GONE), row(3, **other))} == {"withdrawn", "approved"}


def test_an_approval_gives_a_withdrawal_what_it_does_not_say() -> None:
    """Each may know what the other does not, if both know the year."""
    (one,) = made(row(2, date="2020", **GONE), row(3, **FULL))
    assert (one.status, one.setting, one.date) == ("withdrawn", FULL["setting"], FULL["date"])


def test_a_dispute_of_an_approval_is_of_the_one_that_stands() -> None:
    """Where none stands, it is of the one that was withdrawn."""
    gone, standing = row(2, **FULL | GONE), row(3, **FULL | {"date": "2023"})
    dispute = row(4, date="2019", direction="disputes")
    assert {one.status for one in made(gone, standing, dispute) if len(one.evidence) > 1} == {"approved"}
    assert {one.status for one in made(gone, dispute) if len(one.evidence) > 1} == {"withdrawn"}


def test_the_order_of_rows_changes_nothing() -> None:
    """The tables are sorted, and merging or moving lines makes no other graph."""
    cells = [FULL, {}, {"date": "2020"}, {"date": "2020-05-04", "trial": "EX-1"}, {"trial": "EX-2"}, GONE]
    rows = [row(line, **said) for line, said in enumerate(cells, 2)]
    expected = made(*rows)
    assert {made(*other) for other in permutations(rows)} == {expected}
