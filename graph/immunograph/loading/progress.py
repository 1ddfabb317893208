"""How far a load has come, so that one that was ended by force goes on where it was, file by file."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from immunograph import files
from immunograph.generations import DATABASE, Loaded

if TYPE_CHECKING:
    from pathlib import Path

_FILE, _KEPT = "progress.json", "checkpoint"
_SECONDS = 1.0


class Progress:
    """Checkpoints of a generation that is being filled: hard links to the engine's files, which never change.

    Args:
        folder: of the generation.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._last = folder, time.monotonic()
        self.files = 0
        self.loaded: list[Loaded] = []

    def resumed(self) -> ox.Store | None:
        """Open what an earlier process left, as it was after the last file that it noted; None if it left nothing."""
        state = self._folder / _FILE
        if not state.is_file():
            shutil.rmtree(self._folder)
            self._folder.mkdir()
            return None
        said = json.loads(state.read_text(encoding="utf-8"))
        self.files, self.loaded = said["files"], [Loaded(**one) for one in said["loaded"]]
        shutil.rmtree(self._folder / DATABASE, ignore_errors=True)
        ox.Store.read_only(str(self._folder / said["checkpoint"])).backup(str(self._folder / DATABASE))
        return ox.Store(str(self._folder / DATABASE))

    def note(self, database: ox.Store, loaded: list[Loaded]) -> None:
        """Note that a file is loaded; a checkpoint is made at most once a second."""
        self.files += 1
        self.loaded += loaded
        if time.monotonic() - self._last < _SECONDS:
            return
        database.flush()
        name = f"{_KEPT}-{self.files}"
        shutil.rmtree(self._folder / name, ignore_errors=True)
        database.backup(str(self._folder / name))
        said = {"files": self.files, "checkpoint": name, "loaded": [asdict(one) for one in self.loaded]}
        files.write(self._folder / _FILE, json.dumps(said).encode())
        for old in self._folder.glob(f"{_KEPT}-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)
        self._last = time.monotonic()

    def end(self) -> None:
        """Remove the checkpoints."""
        (self._folder / _FILE).unlink(missing_ok=True)
        for old in self._folder.glob(f"{_KEPT}-*"):
            shutil.rmtree(old)
