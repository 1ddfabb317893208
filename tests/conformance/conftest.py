"""What the checks look at: a release, a server, and tools of others in an environment of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.protocol.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

HERE = Path(__file__).parent
PEERS = HERE.parents[1] / ".venv" / "peers" / "bin" / "python"


@pytest.fixture(scope="session")
def served(output: Path) -> Iterator[httpx.Client]:
    """Serve what was built, as it would be for all the world."""
    with serving(output / "store", "--rate", "0") as client:
        yield client


@pytest.fixture(scope="session")
def peer() -> Callable[..., list[str]]:
    """Give a function that runs one of the scripts in `peers` on files and gives the faults that it finds."""
    if not PEERS.exists():
        pytest.skip("the tools of others are not installed; scripts/conformance installs them")

    def run(script: str, *files: Path) -> list[str]:
        command = [PEERS, HERE / "peers" / script, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        faults: list[str] = json.loads(done.stdout.splitlines()[-1])
        return faults

    return run
