"""Whoever edits a table beside `validate --watch` is told at once what is wrong and what follows."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def watching(example: Path) -> Iterator[subprocess.Popen[str]]:
    """Watch the example ontology; what it says comes on one stream."""
    command = [sys.executable, "-m", "immunograph", "validate", "--watch", "--ontology", str(example)]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        yield process
        process.kill()


def said(process: subprocess.Popen[str], last: str) -> str:
    """Read until a line that holds something."""
    lines = ""
    assert process.stdout is not None
    for line in process.stdout:
        lines += line
        if last in line:
            return lines
    return lines


def test_an_edit_is_answered_with_mistakes_and_with_what_follows(
    example: Path, watching: subprocess.Popen[str]
) -> None:
    """A wrong row is named at its place; once it is right, what it changed and what follows from it are said."""
    assert "0 errors" in said(watching, "0 errors")
    table = example / "relations" / "blocks.tsv"
    sound = table.read_text(encoding="utf-8")
    table.write_text(f"{sound}oldimab\tEXR-9\thandbook\tsection 2\tsupports\t\texample\n", encoding="utf-8")
    assert "relations/blocks.tsv:5:9: unknown-concept" in said(watching, "1 error")
    table.write_text(sound.replace("oldimab\tEXR-1\thandbook\tsection 2\tsupports\t\texample\n", ""), encoding="utf-8")
    lines = said(watching, ", because ")
    assert "- oldimab blocks EXR-1" in lines
    assert "inferred (" in lines
