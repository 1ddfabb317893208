"""Gather rows that speak of one indication, each saying as much of it as its source does."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import combinations
from typing import TYPE_CHECKING

from immunograph.columns import UNSAID
from immunograph.model import Evidence, Finding, Indication
from immunograph.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.rows import Row

OPEN = ("setting", "biomarkers", "partners", "date", "ended", "trial")
"""Cells in which a row says less than others where its source does.

They are empty or filled in part; where an empty one means that there is nothing, as for partners, they are `?`. So is
the date of an approval for which no source has one.
"""
_PARTS = {"setting": re.compile(r"[;,]"), "trial": re.compile(r"[;|()]")}
SETS = ("biomarkers", "partners")
"""Those of them that hold several values."""
_CELLS = (*OPEN, "status")
_ONE_LIFE = ("approved", "withdrawn")
"""What one decision may be in the course of time."""

_Use = tuple[str, str, str, str]


@dataclass(slots=True)
class _Life:
    """What rows together say of one indication."""

    said: dict[str, str]
    rows: list[Row]
    disputes: list[Evidence] = field(default_factory=list)


def gather(rows: Iterable[Row], findings: list[Finding]) -> tuple[Indication, ...]:
    """Make indications of rows.

    Among rows that name the same agent, condition, regulator and status, one that says nothing which another does not
    joins that other one, unless it could join several. What then complete each other become one where each of them
    agrees with each: rows of a regulator, and of trials those that share a date or a trial. An approval joins the
    withdrawal of what was approved on the same date in the same way, and is one no more. A disputing row joins those
    that it agrees with but for dates. The order of rows does not matter.

    Args:
        rows: of `indications.tsv`.
        findings: takes what is wrong.
    """
    uses: dict[_Use, list[Row]] = defaultdict(list)
    for row in rows:
        uses[_use(row)].append(row)
    made = [_indication(use, life) for use, found in uses.items() for life in _lives(found, findings)]
    return tuple(sorted(made, key=lambda one: one.id))


def _use(row: Row) -> _Use:
    return row["agent"], row["condition"], row["regulator"], "" if row["status"] in _ONE_LIFE else row["status"]


def _lives(rows: list[Row], findings: list[Finding]) -> list[_Life]:
    lives: list[_Life] = []
    for row in sorted(rows, key=_fullest_first):
        if row["direction"] != "disputes":
            _join(lives, row)
    lives = list(_completed(lives))
    for row in rows:
        if row["direction"] == "disputes":
            _dispute(lives, row, findings)
    return lives


def _cells(row: Row) -> dict[str, str]:
    sets = {name: "|".join(sorted(row.many(name))) for name in SETS}
    return {name: row[name] for name in _CELLS} | sets | {"date": row["date"].replace(UNSAID, "")}


def _fullest_first(row: Row) -> tuple[int, list[str], int]:
    cells = list(_cells(row).values())
    return -sum(len(cell) for cell in cells if cell != UNSAID), cells, row.line


def _join(lives: list[_Life], row: Row) -> None:
    said = _cells(row)
    fits = [one for one in lives if one.said == said] or [one for one in lives if _says(one.said, said)]
    if len(fits) == 1:
        fits[0].rows.append(row)
    else:
        lives.append(_Life(said, [row]))


def _completed(lives: list[_Life]) -> Iterator[_Life]:
    """Put together what can only be one."""
    while lives:
        group, lives = [lives[0]], lives[1:]
        for one in group:
            near = [other for other in lives if _complete(one, other)]
            lives = [other for other in lives if other not in near]
            group += near
        if all(_complete(one, other) for one, other in combinations(group, 2)):
            said = {name: reduce(partial(_fuller, name), (one.said[name] for one in group)) for name in _CELLS}
            yield _Life(said, [row for one in group for row in one.rows])
        else:
            yield from group


def _complete(one: _Life, other: _Life) -> bool:
    """Tell whether two may be one indication: nothing contradicts, and there is no other of which they may speak."""
    here, there = one.said, other.said
    agree = all(_agree(name, here[name], there[name]) for name in _CELLS) and _one_life(here, there)
    return agree and bool(one.rows[0]["regulator"] or any(here[name] and there[name] for name in ("date", "trial")))


def _fuller(name: str, one: str, other: str) -> str:
    return other if _covers(name, other, one) else one


def _says(more: dict[str, str], less: dict[str, str]) -> bool:
    return all(_covers(name, more[name], less[name]) for name in _CELLS) and _one_life(more, less)


def _one_life(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether two may be of one decision: an approval and a withdrawal are so where both know its date."""
    return one["status"] == other["status"] or bool(one["date"] and other["date"])


def _agree(name: str, one: str, other: str) -> bool:
    """Tell whether two cells do not contradict each other."""
    return _covers(name, one, other) or _covers(name, other, one)


def _covers(name: str, more: str, less: str) -> bool:
    """Tell whether one cell says all that another one says; a limit of a setting may be said at greater length."""
    if name in SETS:
        return less in (more, UNSAID)
    if name == "status":
        return less in (more, "approved")
    if name not in _PARTS:
        return more.startswith(less)
    whole = {fold(part): part.strip().casefold() for part in _PARTS[name].split(more)}
    parts = {fold(part): part.strip().casefold() for part in _PARTS[name].split(less) if fold(part)}
    longer = name == "setting"
    return all(
        key in whole or (longer and any(other.startswith(f"{part} ") for other in whole.values()))
        for key, part in parts.items()
    )


def _indication(use: _Use, life: _Life) -> Indication:
    agent, condition, regulator, _ = use
    setting, _, _, date, ended, trial, status = (life.said[name] for name in _CELLS)
    markers, partners = (() if life.said[name] == UNSAID else _values(life.said[name]) for name in SETS)
    unsaid = tuple(name for name in SETS if life.said[name] == UNSAID)
    evidence = *(_said(life, row) for row in sorted(life.rows, key=lambda row: row.line)), *life.disputes
    known = agent, condition, setting, markers, partners, regulator, status, date, ended, trial
    return Indication(*known, evidence, unsaid)


def _values(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _said(life: _Life, row: Row) -> Evidence:
    piece, cells = row.evidence(), _cells(row)
    missing = [name for name in OPEN if row[name] == UNSAID or not _covers(name, cells[name], life.said[name])]
    missing += ["withdrawal"] if row["status"] != life.said["status"] else []
    left = f"leaves open: {', '.join(missing)}" if missing else ""
    return replace(piece, note="; ".join(filter(None, (left, piece.note))))


def _dispute(lives: list[_Life], row: Row, findings: list[Finding]) -> None:
    cells, piece = _cells(row), row.evidence()
    dates = " until ".join(filter(None, (cells["date"], cells["ended"])))
    found = [one for one in lives if all(_agree(name, one.said[name], cells[name]) for name in ("setting", *SETS))]
    found = [one for one in found if one.said["status"] == row["status"]] or found
    if not dates or not found:
        wrong = "no other row has this indication with other dates" if dates else "a dispute gives other dates"
        findings.append(Finding(row.place("direction"), "disputes-nothing", f"{wrong}; mend the row or let it support"))
    for one in found:
        one.disputes.append(replace(piece, note=f"gives {dates}; {piece.note}".rstrip("; ")))
