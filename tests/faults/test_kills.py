"""Whatever is killed at any moment, what stood there is whole, and the next run succeeds.

`scripts/test-faults` kills each operation 200 times; the tests of every day do it a few times.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from random import Random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from immunograph.conclusion import review
from immunograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLS = int(os.environ.get("IMMUNOGRAPH_KILLS", "2"))
ROW = "add-row", "blocks", "subject=oldimab", "object=EXR-1", "source=review", "--curator", "example"


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a command beside the example."""
    command = [sys.executable, "-m", "immunograph", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def builds(folder: Path) -> None:
    """The page, the downloads and the store of some build."""
    output = folder / "output"
    assert (output / "immunograph.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert (output / "coverage.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert sum(1 for _ in ox.parse(path=str(output / "immunograph.ttl"))) > 100
    assert len(Store(output / "store").select("SELECT ?c WHERE { ?c a ig:Agent }")) >= 2


def loads(folder: Path) -> None:
    """The curated graphs, and all of the loaded one or nothing."""
    rows = Store(folder / "output" / "store").select("SELECT ?o WHERE { ?s <urn:p> ?o }")
    assert len(rows) in (0, 20_000)
    builds(folder)


def edits(folder: Path) -> None:
    """Tables without a mistake, with whole rows."""
    assert not [one for one in review(folder / "ontology").findings if one.code != "unused-passage"]


def releases(folder: Path) -> None:
    """A version that is there is whole: its own checksums say so."""
    for version in (folder / "output" / "release").glob("[0-9]*"):
        for line in (version / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            digest, name = line.split(maxsplit=1)
            assert hashlib.sha256((version / name.lstrip("*")).read_bytes()).hexdigest() == digest


OPERATIONS: dict[str, tuple[Callable[[int], tuple[str, ...]], Callable[[Path], None]]] = {
    "build": (lambda _: ("build", "--ontology", "ontology"), builds),
    "load": (lambda _: ("load", "more.nt"), loads),
    "add": (lambda turn: (*ROW, f"locator=page {turn + 10}", "--ontology", "ontology"), edits),
    "release": (lambda turn: ("release", f"0.{turn + 1}.0", "--ontology", "ontology"), releases),
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_kill_at_any_moment_breaks_nothing(example: Path, operation: str) -> None:
    """Killed at random moments of its life, again and again, on what the last kill left behind."""
    words, whole = OPERATIONS[operation]
    folder, chance = example.parent, Random(operation)  # noqa: S311 - when to kill is no secret
    (folder / "more.nt").write_bytes(b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(20_000)))
    assert start(folder, "build", "--ontology", "ontology").wait() == 0
    begun = time.monotonic()
    assert start(folder, *words(0)).wait() == 0
    life = time.monotonic() - begun
    for turn in range(1, KILLS + 1):
        process = start(folder, *words(turn))
        time.sleep(chance.uniform(0, life))
        process.kill()
        process.wait()
        whole(folder)
    assert start(folder, *words(KILLS + 1)).wait() == 0
    whole(folder)


def test_two_builds_at_once_end_well(example: Path) -> None:
    """Both succeed, and what is left is one of them."""
    folder = example.parent
    processes = [start(folder, "build", "--ontology", "ontology") for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    builds(folder)
    generations = [path for path in (folder / "output" / "store").iterdir() if path.is_dir()]
    assert len(generations) == 1


def test_a_clock_that_jumps_changes_nothing(example: Path) -> None:
    """Files from the future are built like others, with the same bytes."""
    folder = example.parent
    assert start(folder, "build", "--ontology", "ontology").wait() == 0
    before = (folder / "output" / "immunograph.ttl").read_bytes()
    for path in example.rglob("*.tsv"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert start(folder, "build", "--ontology", "ontology").wait() == 0
    assert (folder / "output" / "immunograph.ttl").read_bytes() == before
