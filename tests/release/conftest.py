"""Releases of the example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from immunograph.release import Order, release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def make(example: Path) -> Callable[..., Path]:
    """Release the example, or another folder, and give where the release is."""

    def made(version: str = "0.2.0", *, folder: Path = example, to: str = "output", **asked: str) -> Path:
        return release(folder, Order(version, **asked), example.parent / to, lambda _: None).folder

    return made
