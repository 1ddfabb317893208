"""ROBOT, from the jar that a package carries."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def _inside(package: str) -> Path:
    """Find the folder of a package without running the package."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


@pytest.fixture(scope="session")
def robot() -> Callable[..., str]:
    """Give a function that runs one command of ROBOT and returns what it prints."""
    java = shutil.which("java")
    if not java:
        pytest.skip("there is no java; install Java 11 or newer")
    if not find_spec("cmem_plugin_reason"):
        pytest.skip("there is no robot.jar; install the group robot")

    def run(*words: str | Path) -> str:
        command = [java, "-jar", _inside("cmem_plugin_reason") / "robot.jar", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def public() -> Path:
    """Find the folder of public ontologies, as gzipped OBO."""
    return _inside("psims") / "controlled_vocabulary" / "vendor"
