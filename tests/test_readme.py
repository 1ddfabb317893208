"""README tells the truth: its examples run and print what it says."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from immunograph.knowledge import Knowledge

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def example(language: str) -> tuple[str, str]:
    """Give an example and the output that README shows below it."""
    match = re.search(rf"```{language}\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
    assert match
    return match[1], match[2]


def test_the_python_example_prints_what_readme_shows(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is run as a reader would, beside the output folder."""
    code, shown = example("python")
    monkeypatch.chdir(output.parent)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own example
    assert said.getvalue() == shown


def test_the_query_answers_what_readme_shows(graph: Knowledge) -> None:
    """The table is the one in the terminal."""
    query, shown = example("sparql")
    assert [line.rstrip() for line in str(graph.query(query)).splitlines()] == shown.splitlines()


@pytest.mark.parametrize("script", ["run", "test", "check"])
def test_the_scripts_that_readme_names_are_there(script: str) -> None:
    """A reader can run what they read."""
    assert f"scripts/{script}" in README
    assert (Path(__file__).parents[1] / "scripts" / script).stat().st_mode & 0o100
