"""Run every check of conformance, and keep what passed in output/conformance.md and output/conformance.json.

The checks are tests, so each can be run alone, and what fails is seen as in any test; this gathers them.
It ends with 1 where a check failed that its test does not expect to fail.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.conformance.dependencies import dependencies  # noqa: E402 - the path is set above
from tests.conformance.report import Failure, Row, markdown  # noqa: E402 - the same
from tests.conformance.suites import BESIDE, PATHS, SUITES, Suite, suite_of  # noqa: E402 - the same

EMPTY = "got empty parameter set"


class Ledger:
    """Gather what became of each test."""

    def __init__(self) -> None:
        self.passed: dict[str, int] = defaultdict(int)
        self.failures: dict[str, list[Failure]] = defaultdict(list)
        self.not_run: dict[str, set[str]] = defaultdict(set)
        self.homeless: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what stands beside the checks."""
        items[:] = [item for item in items if not re.search(BESIDE, item.nodeid)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Enter one outcome."""
        if report.when != "call" and report.outcome == "passed":
            return
        reason = _reason(report)
        suite = suite_of(report.nodeid)
        if suite is None:
            self.homeless += [] if EMPTY in reason else [report.nodeid]
        elif hasattr(report, "wasxfail"):
            self.failures[suite.name].append(Failure(_check(report.nodeid), reason, known=True))
        elif report.failed:
            self.failures[suite.name].append(Failure(_check(report.nodeid), reason, known=False))
        elif report.skipped:
            self.not_run[suite.name].add(reason)
        else:
            self.passed[suite.name] += 1

    def row(self, suite: Suite) -> Row:
        """Give the row of a suite."""
        failures = tuple(self.failures[suite.name])
        ran = self.passed[suite.name] or failures
        not_run = tuple(sorted(self.not_run[suite.name])) or (() if ran else (suite.needs,))
        return Row(suite.name, suite.against(), self.passed[suite.name], failures, not_run)


def _check(test: str) -> str:
    """Name a check by its parameters where it has some, else by its sentence."""
    name = test.rpartition("::")[2]
    return name[name.index("[") + 1 : -1] if "[" in name else name.removeprefix("test_").replace("_", " ")


def _reason(report: pytest.TestReport) -> str:
    if told := getattr(report, "wasxfail", ""):
        return str(told).removeprefix("reason: ")
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    crash = getattr(report.longrepr, "reprcrash", None)
    return " ".join(str(crash.message if crash else report.longreprtext).split())[:300]


def main() -> int:
    """Run the checks and write what they say."""
    ledger = Ledger()
    status = pytest.main(["-q", "-p", "no:cacheprovider", *(str(ROOT / path) for path in PATHS)], [ledger])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or ledger.homeless:
        sys.stderr.write(f"scripts/conformance: not all could be run; no suite has {ledger.homeless}\n")
        return 2
    rows, needed = [ledger.row(suite) for suite in SUITES], list(dependencies())
    day = datetime.now(UTC).date().isoformat()
    machine = f"{day}, {platform.platform()}, Python {platform.python_version()}"
    story = markdown(rows, needed, machine)
    data = {
        "machine": machine,
        "suites": [{**asdict(row), "of": row.of} for row in rows],
        "dependencies": [{**asdict(one), "licence": one.licence} for one in needed],
    }
    output = ROOT / "output"
    output.mkdir(exist_ok=True)
    (output / "conformance.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (output / "conformance.md").write_text(story, encoding="utf-8")
    sys.stdout.write(story)
    return int(any(not one.known for row in rows for one in row.failures))


if __name__ == "__main__":
    raise SystemExit(main())
