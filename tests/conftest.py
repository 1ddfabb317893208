"""What several tests share: the shipped ontology, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from immunograph.build import build
from immunograph.knowledge import Knowledge

ONTOLOGY = Path(__file__).parents[1] / "ontology"


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped ontology."""
    folder = tmp_path_factory.mktemp("output")
    build(ONTOLOGY, folder, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def graph(output: Path) -> Knowledge:
    """Open the built store."""
    return Knowledge(output / "store")
