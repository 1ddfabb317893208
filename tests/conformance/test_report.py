"""The table of conformance says what failed and what could not run."""

from __future__ import annotations

from tests.conformance.dependencies import Dependency
from tests.conformance.report import Failure, Row, markdown
from tests.conformance.suites import SUITES, suite_of

ROWS = (
    Row("good", "tool 1.0", 3, (), ()),
    Row("bad", "tool 1.0", 1, (Failure("a", "the engine | differs", known=True), Failure("b", "x", known=False)), ()),
    Row("absent", "", 0, (), ("install Java",)),
    Row("partly", "", 2, (), ("one is missing",)),
)


def test_a_suite_that_could_not_run_says_why_and_counts_nothing() -> None:
    """Nobody takes it for one that passed."""
    text = markdown(ROWS, [], "a machine")
    assert "| good | tool 1.0 | 3 | 3 |" in text
    assert "| absent |  | not run: install Java | 0 |" in text
    assert "| partly |  | 2 | 2 (1 not run: one is missing) |" in text


def test_each_failure_is_named_with_its_reason() -> None:
    """And one that nobody expected is marked."""
    text = markdown(ROWS, [Dependency("core", "click>=8", "the command line | help")], "a machine")
    assert "| bad | tool 1.0 | 1 | 3 |" in text
    assert "## Failures: bad\n\n- `a`: the engine | differs\n- `b`: x (unexpected)\n" in text
    assert "| click>=8 | core | BSD-3-Clause | the command line \\| help |" in text


def test_a_test_belongs_to_the_first_suite_that_fits() -> None:
    """Formats of results before queries; what is no check belongs nowhere."""
    found = [suite_of(f"tests/protocol/test_w3c.py::test_evaluation[{name}]") for name in ("json-res/a", "bind/a")]
    assert [one and one.name for one in found] == [SUITES[0].name, SUITES[1].name]
    assert suite_of("tests/test_page.py::test_a_page") is None
