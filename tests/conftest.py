"""What several tests share: the shipped ontology, built once, and a small one to plant mistakes in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from immunograph.build import build
from immunograph.knowledge import Knowledge
from immunograph.loading import load
from immunograph.release import Order, release
from immunograph.syntax import serialise_graphs
from immunograph.tables import shipped_folder
from immunograph.text.mining.adding import Exemplar, Pair
from immunograph.text.mining.associations import head, triples
from immunograph.text.mining.run import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped ontology."""
    folder = tmp_path_factory.mktemp("built") / "output"
    build(shipped_folder(), folder, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def graph(output: Path) -> Knowledge:
    """Open the built store."""
    return Knowledge(output / "store")


@pytest.fixture(scope="session")
def pairs() -> list[Pair]:
    """Give what mining may find of one concept: 25 others, the surest first, which fewer documents have."""
    others = [f"KEYNOTE-{number}" for number in ("001", "002", "006", "010", "012", "024", "040", "042", "048", "054")]
    others += ["EV-301", "EV-302", "EV-303", "EV-304", "IMpower010", "IMpower110", "IMpower133", "IMpower150"]
    others += ["CASPIAN", "HIMALAYA", "IMbrave150", "PD-1", "colitis", "melanoma", "pneumonitis"]
    exemplar = Exemplar(apart=False, document="PMID:1", start=0, end=4, other_start=9, other_end=22)
    return [
        Pair(*sorted((other, "pembrolizumab")), 3 + n, 2, 40, 60, 0.5, 90.0 - n, 0.001, (exemplar,))
        for n, other in enumerate(others)
    ]


@pytest.fixture(scope="session")
def mined(output: Path, pairs: list[Pair], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load them beside the graph; give the store."""
    folder = tmp_path_factory.mktemp("mined")
    shutil.copytree(output / "store", folder / "store")
    quads = serialise_graphs([(GRAPH, [*head(GRAPH), *triples(pairs, 4000)])], "nquads", {})
    (folder / "associations.nq").write_bytes(quads)
    load(folder / "store", [folder / "associations.nq"], "", lambda _: None)
    return folder / "store"


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release the shipped ontology."""
    return release(shipped_folder(), Order("9.0.0"), tmp_path_factory.mktemp("release"), lambda _: None).folder


@pytest.fixture(scope="module")  # its event loop must end before tests that have one of their own
def browser() -> Iterator[Browser]:
    """Start the Chromium of the machine, or the one that Playwright installed."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Copy the example ontology, with our schema and rules, to where a test may spoil it."""
    return copied_example(tmp_path / "ontology")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example ontology; give its store."""
    folder = tmp_path_factory.mktemp("small")
    build(copied_example(folder / "ontology"), folder / "output", lambda _: None)
    return folder / "output" / "store"


def copied_example(folder: Path) -> Path:
    """Copy the example ontology, with our schema and rules."""
    shutil.copytree(Path(__file__).parent / "example", folder)
    shutil.copy(shipped_folder() / "schema.ttl", folder)
    shutil.copy(shipped_folder() / "shapes.ttl", folder)
    shutil.copytree(shipped_folder() / "rules", folder / "rules")
    (folder / "rules" / "engineered-immunotherapy.rq").unlink()  # it speaks of concepts that are not in the example
    return folder
