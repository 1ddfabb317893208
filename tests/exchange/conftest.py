"""The example and the shipped ontology, loaded for export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from immunograph.conclusion import conclude
from immunograph.exchange.formats import Loaded, loaded
from immunograph.tables import load, shipped_folder
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from pathlib import Path


def take(folder: Path, *, reasoned: bool = False) -> Loaded:
    """Load a folder."""
    inferred = conclude(folder).dataset["inferred"] if reasoned else []
    return loaded(folder, load(folder), read_schema(folder / "schema.ttl"), inferred)


@pytest.fixture(scope="session")
def shipped() -> Loaded:
    """Load the shipped ontology, with what follows."""
    return take(shipped_folder(), reasoned=True)


@pytest.fixture
def small(example: Path) -> Loaded:
    """Load the example, with what follows."""
    return take(example, reasoned=True)
