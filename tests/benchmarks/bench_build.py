"""What a build costs as the ontology grows, beside what rdflib needs to read and write the same triples."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from generated import generate
from harness import OURS, Measure, Target, command, cpu_time

from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "Build"
SIZES = (1_000, 2_000, 5_000)
SHIPPED = "everything in output/ from the shipped ontology"
TARGETS = (Target(SHIPPED, 1.0, "rdflib reads and writes its Turtle"), Target(SHIPPED, 10.0))


def measure() -> Iterator[Measure]:
    """Build in a process of its own, as people do."""
    with tempfile.TemporaryDirectory() as place:
        yield from _compared(SHIPPED, shipped_folder(), Path(place) / "shipped")
        for size in SIZES:
            generate(size, 4 * size, Path(place) / f"tables-{size}")
            question = f"everything in output/ from {size:,} concepts and {4 * size:,} relations"
            yield from _compared(question, Path(place) / f"tables-{size}", Path(place) / f"output-{size}")


def _compared(question: str, folder: Path, output: Path) -> Iterator[Measure]:
    words = ["build", "--ontology", str(folder), "--output", str(output)]
    yield Measure(question, OURS, cpu_time(partial(command, words), times=1))
    yield Measure(question, "rdflib reads and writes its Turtle", cpu_time(partial(_rdflib, output), times=1))


def _rdflib(output: Path) -> None:
    rdflib.Graph().parse(output / "immunograph.ttl").serialize(output / "again.ttl")
