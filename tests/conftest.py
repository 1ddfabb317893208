"""What several tests share: the shipped ontology, built once, and a small one to plant mistakes in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright

from immunograph.build import build
from immunograph.knowledge import Knowledge
from immunograph.tables import shipped_folder

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
