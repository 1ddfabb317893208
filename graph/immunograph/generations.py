"""Generations of a store: folders that never change once they are current, and the one file that names the current.

`store/current.json` names the generation that readers open. A writer makes a new generation beside it and then replaces
that one small file, so a reader sees the old graph or the new one, and a killed writer harms nothing. A reader pins its
generation with a shared lock on the folder; writers delete only what nobody has pinned.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from immunograph import files
from immunograph.errors import StoreError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 1
"""Version of the layout; a store of another version is refused."""
DATABASE, NAMES, LABELS = "oxigraph", "names.sqlite", "labels.sqlite"
_CURRENT = "current.json"
_BESIDE = re.compile(r"\.[0-9A-Za-z.-]+-(\d+)")
"""How a folder is called while a process writes it: its name and the number of the process."""
_REBUILD = "run `immunograph build`"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that a user loaded beside the curated graphs, and the graph that it is in."""

    graph: str
    source: str
    sha256: str
    triples: int


@dataclass(frozen=True, slots=True)
class State:
    """What is current.

    Args:
        generation: the folder that readers open.
        curated: the digest of the curated graphs in it.
        extra: the digest of everything else that was ever loaded or written into it, or nothing.
        loaded: the files among that.
    """

    generation: str
    curated: str
    extra: str = ""
    loaded: tuple[Loaded, ...] = ()


def read(folder: Path) -> State:
    """Read which generation is current.

    Raises:
        StoreError: there is no store, or it is damaged or of another version.
    """
    current = folder / _CURRENT
    if not current.is_file():
        message = f"{folder}: there is no store here; {_REBUILD}, or name another with --store"
        raise StoreError(message)
    try:
        state = json.loads(current.read_text(encoding="utf-8"))
        version = state.pop("format")
        if version == FORMAT:
            state["loaded"] = tuple(Loaded(**one) for one in state.get("loaded", ()))
            state.setdefault("curated", state["generation"])
            found = State(**state)
            if re.fullmatch(r"[0-9a-f-]+", found.generation):
                return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{current}: it is damaged; {_REBUILD}"
        raise StoreError(message) from error
    if version == FORMAT:
        message = f"{current}: it is damaged; {_REBUILD}"
        raise StoreError(message)
    message = f"{folder}: the store has format {version} and this version reads {FORMAT}; {_REBUILD}"
    raise StoreError(message)


class Current:
    """Tells which generation is current, and reads that only when it has changed.

    Args:
        folder: the store.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / _CURRENT
        self._seen: tuple[int, int] | None = None
        self._name = ""

    def name(self) -> str:
        """Give the name of the generation.

        Raises:
            StoreError: there is no store, or it is damaged or of another version.
        """
        seen = None
        with contextlib.suppress(OSError):
            stat = os.stat(self._file)  # noqa: PTH116 - asked for each query; a Path would make it three times as slow
            seen = stat.st_ino, stat.st_mtime_ns
        if seen is None or seen != self._seen:
            self._name, self._seen = read(self._folder).generation, seen
        return self._name


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Wait until no other process writes this store, and keep others waiting.

    Raises:
        OutputError: the folder cannot be written.
    """
    with files.reporting(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def new(folder: Path, name: str, *, resume: bool = False) -> Iterator[Path]:
    """Give an empty folder to fill; it becomes the generation `name` when the block ends well, else it is removed.

    Args:
        folder: the store.
        name: of the generation.
        resume: whether to go on in the folder of a process that was ended while it made the same generation.

    Raises:
        OutputError: it cannot be written.
    """
    beside = folder / f".{name}-{os.getpid()}"
    with files.reporting(folder):
        try:
            left = [old for old in folder.glob(f".{name}-*") if not _alive(old)] if resume else []
            if left:
                left[0].rename(beside)
            else:
                beside.mkdir()
            yield beside
            _remove(folder / name)
            beside.rename(folder / name)
        finally:
            _remove(beside)


def carry_labels(old: Path, new: Path) -> None:
    """Give a new generation the names of loaded graphs that the old one has; a link will do, for files never change."""
    if not (old / LABELS).exists():
        return
    try:
        os.link(old / LABELS, new / LABELS)
    except OSError:  # a disk without links
        shutil.copyfile(old / LABELS, new / LABELS)


def sweep(folder: Path) -> None:
    """Remove what processes left that were ended while they wrote."""
    for old in list(folder.iterdir()):
        if _BESIDE.fullmatch(old.name) and not _alive(old):
            _remove(old)


def swap(folder: Path, state: State) -> None:
    """Make a generation current, and remove the others that nobody reads or writes.

    Raises:
        OutputError: it cannot be written; the old generation stays current.
    """
    files.write(folder / _CURRENT, json.dumps({"format": FORMAT, **asdict(state)}).encode())
    for old in list(folder.iterdir()):
        if old.is_dir() and old.name != state.generation and not _alive(old) and _free(old):
            _remove(old)


def _remove(old: Path) -> None:
    """Remove a folder under another name, so that no half of it is ever taken for the whole."""
    gone = old.with_name(f".removed-{old.name.lstrip('.')}-{os.getpid()}")
    with contextlib.suppress(OSError):  # a system that keeps what is open; the next writer tries again
        old.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def pin(folder: Path) -> int:
    """Lock a generation against removal until the given descriptor is closed.

    Raises:
        OSError: it is not there (any more).
    """
    if sys.platform == "win32":
        return os.open(os.devnull, os.O_RDONLY)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _free(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _alive(folder: Path) -> bool:
    """Tell whether another process is still writing this folder."""
    match = _BESIDE.fullmatch(folder.name)
    if not match:
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
