"""Tell what conforms: one row for each suite, each failure with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.conformance.dependencies import Dependency

HEAD = "| suite | against | passed | of |\n| --- | --- | --- | --- |"
NEEDS = "| dependency | of | licence | reason |\n| --- | --- | --- | --- |"


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that did not pass, and why; `known` where the test itself expects so and says why."""

    check: str
    reason: str
    known: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A suite: how many checks ran and passed, which failed, and why others could not run."""

    suite: str
    against: str
    passed: int
    failures: tuple[Failure, ...]
    not_run: tuple[str, ...]

    @property
    def of(self) -> int:
        """Count the checks that ran."""
        return self.passed + len(self.failures)


def markdown(rows: Sequence[Row], needed: Iterable[Dependency], machine: str) -> str:
    """Write the report for people."""
    lines = ["# Conformance", "", machine, "", *HEAD.split("\n"), *map(_line, rows), ""]
    for row in rows:
        if row.failures:
            lines += [f"## Failures: {row.suite}", "", *(_failure(one) for one in row.failures), ""]
    lines += ["## Dependencies", "", *NEEDS.split("\n")]
    lines += [f"| {one.requirement} | {one.part} | {one.licence} | {_cell(one.reason)} |" for one in needed]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    told = f"{row.passed} | {row.of}" if row.of else f"not run: {_cell('; '.join(row.not_run))} | 0"
    beside = f" ({len(row.not_run)} not run: {_cell(row.not_run[0])})" if row.of and row.not_run else ""
    return f"| {row.suite} | {row.against} | {told}{beside} |"


def _failure(one: Failure) -> str:
    return f"- `{one.check}`: {one.reason}{'' if one.known else ' (unexpected)'}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
