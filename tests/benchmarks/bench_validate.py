"""From an edit to validated, reasoned and diffed; shapes beside pySHACL, checks beside ROBOT's report."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from generated import generate
from harness import OURS, Measure, Target, cpu_time

from immunograph.changes import compare
from immunograph.conclusion import Conclusion, conclude, review
from immunograph.exchange import merged, turtle
from immunograph.shapes import check_shapes
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "Validation"
SHAPES, CHECKS = "the shapes of the shipped ontology", "all checks of the shipped ontology"
FIRST, SMALL, LARGE = (
    "all of 2,000 concepts and 10,000 relations, from nothing",
    "an edit among 2,000 concepts and 10,000 relations: validated, reasoned and diffed",
    "all of 20,000 concepts and 100,000 relations, from nothing",
)
TARGETS = (
    Target(SHAPES, 0.05, "pyshacl"),
    Target(CHECKS, 0.5, "robot report"),
    Target(SMALL, 1.0),
    Target(LARGE, 15.0),
)


def measure() -> Iterator[Measure]:
    """Measure each; ROBOT where there is Java."""
    shipped = shipped_folder()
    found, text = conclude(shipped), (shipped / "shapes.ttl").read_text(encoding="utf-8")
    yield Measure(SHAPES, OURS, cpu_time(lambda: check_shapes(found.ontology, found.dataset, text)))
    release = turtle(merged(found.explained()))
    graph, shapes = rdflib.Graph().parse(data=release), rdflib.Graph().parse(data=text)
    yield Measure(SHAPES, "pyshacl", cpu_time(lambda: pyshacl.validate(graph, shacl_graph=shapes), times=1))
    yield Measure(CHECKS, OURS, cpu_time(lambda: review(shipped)))
    if shutil.which("java"):
        yield Measure(CHECKS, "robot report", cpu_time(partial(_robot, release), times=1))
    gc.disable()  # as the commands do
    with tempfile.TemporaryDirectory() as place:
        yield from _sizes(Path(place))
    gc.enable()


def _robot(release: bytes) -> None:
    jar = Path(sys.prefix).glob("lib/python*/site-packages/cmem_plugin_reason/**/robot.jar")
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "in.ttl").write_bytes(release)
        command = ["java", "-jar", str(next(jar)), "report", "--input", "in.ttl", "--fail-on", "none"]
        subprocess.run([*command, "--output", "out.tsv"], cwd=place, check=True, capture_output=True)


def _sizes(place: Path) -> Iterator[Measure]:
    generate(2_000, 10_000, place / "small")
    before: list[Conclusion] = []
    yield Measure(FIRST, OURS, cpu_time(lambda: before.append(review(place / "small").sound()), times=1))
    yield Measure(SMALL, OURS, cpu_time(lambda: _edit(place / "small", before[0])))
    generate(20_000, 100_000, place / "large")
    yield Measure(LARGE, OURS, cpu_time(lambda: review(place / "large").sound(), times=1))


def _edit(folder: Path, before: Conclusion) -> None:
    """Take a row away, look at all that it changes, and put it back."""
    table = folder / "relations" / "blocks.tsv"
    text = table.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    table.write_text("".join([*lines[:5], *lines[6:]]), encoding="utf-8")
    assert compare(before, review(folder).sound(), answers=False)
    table.write_text(text, encoding="utf-8")
