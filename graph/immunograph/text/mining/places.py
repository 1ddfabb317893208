"""Folders of results, on this machine or elsewhere: a file is there whole, or not at all."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyarrow import fs

from immunograph.text.mining.shards import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


class Folder:
    """A folder by its path or URI."""

    def __init__(self, place: str) -> None:
        self.system, self.path = located(place)

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return bool(self.system.get_file_info(f"{self.path}/{name}").type == fs.FileType.File)

    def names(self, folder: str) -> list[str]:
        """Name the finished files in a folder below, in order."""
        selector = fs.FileSelector(f"{self.path}/{folder}", allow_not_found=True)
        found = [one.base_name for one in self.system.get_file_info(selector) if one.type == fs.FileType.File]
        return sorted(name for name in found if not name.startswith("."))

    def remove(self, name: str) -> None:
        """Remove a file."""
        self.system.delete_file(f"{self.path}/{name}")

    @contextmanager
    def new(self, name: str) -> Iterator[pa.NativeFile]:
        """Open a file for writing, which appears under its name when the block ends well.

        Raises:
            OSError: it cannot be written; what was begun is removed.
        """
        parent, _, last = f"{self.path}/{name}".rpartition("/")
        beside = f"{parent}/.{last}.{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.system.create_dir(parent, recursive=True)
        try:
            with self.system.open_output_stream(beside) as file:
                yield file
            self.system.move(beside, f"{parent}/{last}")
        except BaseException:
            if self.system.get_file_info(beside).type == fs.FileType.File:
                self.system.delete_file(beside)
            raise

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.new(name) as file:
            file.write(data)

    def sweep(self, folder: str) -> None:
        """Remove what killed processes left unfinished."""
        selector = fs.FileSelector(f"{self.path}/{folder}", allow_not_found=True)
        for one in self.system.get_file_info(selector):
            if one.type == fs.FileType.File and one.base_name.startswith("."):
                self.system.delete_file(one.path)
