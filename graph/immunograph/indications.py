"""Gather rows that speak of one indication, each saying as much of it as its source does."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from immunograph.columns import UNSAID
from immunograph.model import Evidence, Finding, Indication
from immunograph.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.rows import Row

OPEN = ("setting", "biomarkers", "partners", "date", "ended", "trial")
"""Cells in which a row says less than others where its source does.

They are empty or filled in part; where an empty one means that there is nothing, as for partners, they are `?`.
"""
_PARTS = {"setting": re.compile(r"[;,]"), "trial": re.compile(r"[;|()]")}
SETS = ("biomarkers", "partners")
"""Those of them that hold several values."""

_Use = tuple[str, str, str, str]


@dataclass(slots=True)
class _Life:
    """What rows together say of one indication."""

    said: dict[str, str]
    rows: list[Row]
    disputes: list[Evidence] = field(default_factory=list)


def gather(rows: Iterable[Row], findings: list[Finding]) -> tuple[Indication, ...]:
    """Make indications of rows.

    Rows join that name the same agent, condition, regulator and status and contradict each other in nothing. A row that
    could join several stands alone. Without a regulator there may be many trials of one use: then one row must say
    nothing that the other does not, or both must share a date or a trial. A disputing row joins those from which it
    differs in dates alone.

    Args:
        rows: of `indications.tsv`.
        findings: takes what is wrong.
    """
    lives: dict[_Use, list[_Life]] = defaultdict(list)
    for row in sorted(rows, key=_fullest_first):
        if row["direction"] == "disputes":
            _dispute(lives[_use(row)], row, findings)
        else:
            _join(lives[_use(row)], row)
    made = [_indication(use, life) for use, found in lives.items() for life in found]
    return tuple(sorted(made, key=lambda one: one.id))


def _use(row: Row) -> _Use:
    return row["agent"], row["condition"], row["regulator"], row["status"]


def _indication(use: _Use, life: _Life) -> Indication:
    agent, condition, regulator, status = use
    setting, _, _, date, ended, trial = (life.said[name] for name in OPEN)
    markers, partners = (
        tuple(value for value in life.said[name].split("|") if value not in ("", UNSAID)) for name in SETS
    )
    evidence = *(_said(life, row) for row in sorted(life.rows, key=lambda row: row.line)), *life.disputes
    return Indication(agent, condition, setting, markers, partners, regulator, status, date, ended, trial, evidence)


def _fullest_first(row: Row) -> tuple[bool, int, list[str], int]:
    cells = [row[name] for name in OPEN]
    return row["direction"] == "disputes", -sum(len(cell) for cell in cells if cell != UNSAID), cells, row.line


def _join(lives: list[_Life], row: Row) -> None:
    said = {name: row[name] for name in OPEN} | {name: "|".join(row.many(name)) for name in SETS}
    fits = [one for one in lives if one.said == said]
    fits = fits or [one for one in lives if _one(said, one.said, regulated=bool(row["regulator"]))]
    if len(fits) == 1:
        fits[0].rows.append(row)
        fits[0].said |= {name: cell for name, cell in said.items() if _covers(name, cell, fits[0].said[name])}
    else:
        lives.append(_Life(said, [row]))


def _one(less: dict[str, str], more: dict[str, str], *, regulated: bool) -> bool:
    """Tell whether two rows speak of one indication."""
    if all(_covers(name, more[name], less[name]) for name in OPEN):
        return True
    agree = all(_agree(name, more[name], less[name]) for name in OPEN)
    return agree and (regulated or any(less[name] and more[name] for name in ("date", "trial")))


def _agree(name: str, one: str, other: str) -> bool:
    """Tell whether two cells do not contradict each other."""
    return _covers(name, one, other) or _covers(name, other, one)


def _covers(name: str, more: str, less: str) -> bool:
    """Tell whether one cell says all that another one says."""
    if name in _PARTS:
        whole = _parts(name, more)
        return all(one in whole or any(other.startswith(f"{one} ") for other in whole) for one in _parts(name, less))
    if name in SETS:
        return less == UNSAID or {*less.split("|")} == {*more.split("|")}
    return more.startswith(less)


def _parts(name: str, cell: str) -> set[str]:
    return {fold(part) for part in _PARTS[name].split(cell)} - {""}


def _said(life: _Life, row: Row) -> Evidence:
    piece = row.evidence()
    missing = [name for name in OPEN if row[name] == UNSAID or not _covers(name, row[name], life.said[name])]
    left = f"leaves open: {', '.join(missing)}" if missing else ""
    return replace(piece, note="; ".join(filter(None, (left, piece.note))))


def _dispute(lives: list[_Life], row: Row, findings: list[Finding]) -> None:
    found = list(_disputed(lives, row))
    if not found:
        message = "no other row has this indication with other dates; mend the row or let it support"
        findings.append(Finding(row.place("direction"), "disputes-nothing", message))
    piece = row.evidence()
    dates = " until ".join(filter(None, (row["date"], row["ended"])))
    for one in found:
        one.disputes.append(replace(piece, note=f"gives {dates}; {piece.note}".rstrip("; ")))


def _disputed(lives: list[_Life], row: Row) -> Iterator[_Life]:
    return (one for one in lives if all(_agree(name, one.said[name], row[name]) for name in ("setting", *SETS)))
