"""The files of a release while they are written, with their sizes and digests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph import files

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """One file; one with a title is a form of the whole and is listed for downloading."""

    path: str
    title: str
    media: str
    size: int
    digest: str


class Parcel:
    """Put files into a folder.

    Args:
        folder: a new one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: list[File] = []

    def put(self, path: str, data: bytes, title: str = "", media: str = "") -> None:
        """Write a file.

        Raises:
            OutputError: it cannot be written.
        """
        place = self._folder / path
        with files.reporting(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        self.files.append(File(path, title, media, len(data), hashlib.sha256(data).hexdigest()))

    @property
    def downloads(self) -> list[File]:
        """Give the files that are forms of the whole."""
        return [file for file in self.files if file.title]

    def sums(self) -> bytes:
        """List digests as `sha256sum --check` reads them."""
        rows = sorted((file.path, file.digest) for file in self.files)
        return "".join(f"{digest}  {path}\n" for path, digest in rows).encode()
