"""Without space, rights or memory, each command says so in one line and leaves what stood there; with them, it works.

`scripts/test-faults` takes everything from every command; the tests of every day, something from each.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from tests.faults.conftest import ROW, builds, edits, fill, loads, mines, releases, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COMMANDS: dict[str, tuple[tuple[str, ...], Callable[[Path], None]]] = {
    "build": (("build", "--ontology", "ontology"), builds),
    "load": (("load", "more.nt"), loads),
    "edit": ((*ROW, "locator=page 7", "--ontology", "ontology"), edits),
    "mine": (("mine", "corpus", "-o", "mined", "--workers", "1"), mines),
    "release": (("release", "0.7.0", "--ontology", "ontology"), releases),
}
ALL = "IMMUNOGRAPH_KILLS" in os.environ
_DROP_CAPABILITY, _OVERRIDE_RIGHTS, _SEARCH_ALL = 24, 1, 2


def of(*daily: str) -> pytest.MarkDecorator:
    """Run a test with these commands every day, and with all of them when there is time."""
    return pytest.mark.parametrize("command", COMMANDS if ALL else daily)


@pytest.fixture
def folder(example: Path) -> Path:
    """Put what commands read beside the example, build it, and then change it, so that each has something to write."""
    fill(example.parent)
    path = example / "concepts" / "cancer.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("pigment", "skin"), encoding="utf-8")
    return example.parent


def told(folder: Path, command: str, limit: Callable[[], object] = lambda: None) -> tuple[int, list[str]]:
    """Run a command under a limit; give its exit code and what it said at last, without the stages before."""
    words = [sys.executable, "-m", "immunograph", *COMMANDS[command][0]]
    environment = {**os.environ, "TMPDIR": str(folder), "RUST_BACKTRACE": "0"}
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, preexec_fn=limit, env=environment
    )
    return done.returncode, [line for line in done.stderr.splitlines() if not line.endswith(" ...")]


def refused(folder: Path, command: str, limit: Callable[[], object] = lambda: None, *, enough: bool = False) -> None:
    """Run it and see that one line says what is missing, if it is, and that nothing was broken."""
    code, said = told(folder, command, limit)
    assert code in ((0, 1, 2) if enough else (1, 2)), said
    assert not code or len(said) == 1, said
    assert "Traceback" not in said[0]
    COMMANDS[command][1](folder)


def works(folder: Path, command: str) -> None:
    """Run it again with all that it needs."""
    assert start(folder, *COMMANDS[command][0]).wait() == 0
    COMMANDS[command][1](folder)


@contextmanager
def mounted(place: Path, size: int) -> Iterator[None]:
    """Put a disk in memory of so many bytes over a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts a small disk")
@pytest.mark.parametrize("kilobytes", [16, 200, 800] if ALL else [200])
@of("build")
def test_a_full_disk_is_told_and_nothing_is_broken(folder: Path, tmp_path: Path, command: str, kilobytes: int) -> None:
    """The disk has little left; when it has more, the same command works."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, 64 << 20):
        whole = disk / "folder"
        shutil.copytree(folder, whole, ignore=shutil.ignore_patterns("disk"))
        room = os.statvfs(disk)
        (disk / "filler").write_bytes(bytes(room.f_bavail * room.f_frsize - (kilobytes << 10)))
        refused(whole, command, enough=command in {"edit", "mine"} and kilobytes > 100)
        (disk / "filler").unlink()
        if not (command == "edit" and kilobytes > 100):
            works(whole, command)


@of("load")
def test_a_file_that_may_not_grow_is_told_and_nothing_is_broken(folder: Path, command: str) -> None:
    """No file may have more than 2 KB (setrlimit(2), RLIMIT_FSIZE), for who has no disk to fill."""
    refused(folder, command, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)))
    works(folder, command)


def _mortal() -> None:
    """Take from root what lets it write where nobody may."""
    for right in (_OVERRIDE_RIGHTS, _SEARCH_ALL):
        ctypes.CDLL(None).prctl(_DROP_CAPABILITY, right)


@of("edit")
def test_a_folder_that_is_only_read_is_told_and_nothing_is_broken(folder: Path, command: str) -> None:
    """Neither the output nor the tables can be written."""
    closed = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    for path in closed:
        path.chmod(0o555)
    try:
        refused(folder, command, _mortal)
    finally:
        for path in closed:
            path.chmod(0o755)
    works(folder, command)


@pytest.mark.parametrize("megabytes", [150, 250, 400, 550, 700] if ALL else [400])
@of("mine")
def test_want_of_memory_breaks_nothing(folder: Path, command: str, megabytes: int) -> None:
    """An engine ends that cannot go on, or one line tells; what stood there is whole (setrlimit(2), RLIMIT_AS)."""
    size = megabytes << 20
    code, said = told(folder, command, lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
    ended = code <= 0 or (code == 127 and "cannot allocate memory" in said[-1])  # the C library ends some so
    assert ended or (code <= 2 and said[-1].startswith("there is not enough memory") and "Traceback" not in said), said
    COMMANDS[command][1](folder)
    if code:
        works(folder, command)
