"""Real server processes, and real HTTP clients for them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

collect_ignore_glob = ["api.py", "bodies.py"]
TOKEN = "a-token-for-the-tests-only"  # noqa: S105 - it opens nothing


@contextmanager
def serving(store: Path, *options: str) -> Iterator[httpx.Client]:
    """Start a server at a free port, and end it; it must not end by itself."""
    with started(store, *options) as (process, client):
        yield client
        assert process.poll() is None, "the server died"


@contextmanager
def started(
    store: Path, *options: str, under: Sequence[str] = (), log: IO[str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Start a server at a free port, `under` a command that watches it, and end it, if it has not ended.

    What it says goes to `log`, a file that is open for reading and writing, or is lost.
    """
    command = [*under, sys.executable, "-m", "immunograph", "serve", "--port", "0", "--store", str(store), *options]
    environment = {**os.environ, "IMMUNOGRAPH_TOKEN": TOKEN}
    with log or tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stderr=said, env=environment)
        try:
            with httpx.Client(base_url=_place(process, said), timeout=60) as client:
                client.get("/health").raise_for_status()
                yield process, client
        finally:
            process.terminate()
            process.wait(20)


def _place(process: subprocess.Popen[bytes], log: IO[str]) -> str:
    """Wait until the server says where it is."""
    for _ in range(500):
        log.seek(0)
        if found := re.search(r"at (http://\S+)\n", log.read()):
            return found[1]
        assert process.poll() is None, log.read()
        time.sleep(0.02)
    raise AssertionError


@pytest.fixture(scope="session")
def client(output: Path) -> Iterator[httpx.Client]:
    """Serve the built store, read-only, with small limits."""
    with serving(output / "store", "--rate", "0", "--timeout", "2", "--memory", "256", "--answer", "4") as one:
        yield one


@pytest.fixture
def serve(output: Path, tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Give a function that serves a copy of the store with options."""
    with ExitStack() as stack:

        def start(*options: str) -> httpx.Client:
            store = tmp_path / "store"
            if not store.exists():
                shutil.copytree(output / "store", store)
            return stack.enter_context(serving(store, *options))

        yield start
