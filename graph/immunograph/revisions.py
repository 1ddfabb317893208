"""Find an ontology by name: a folder, a file or folder of a release, or a revision of its repository."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph.errors import UsageError
from immunograph.exchange.folder import write_folder
from immunograph.exchange.formats import documents_of, format_of, read
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator


_RELEASED = "immunograph.ttl"
"""The file of a release that carries the whole graph."""


@contextlib.contextmanager
def opened(name: str, folder: Path) -> Iterator[Path]:
    """Give the folder that a name means.

    Args:
        name: a folder with `concepts/` in it, a file that `export` or a release wrote, the folder of a release, or a
            git revision.
        folder: the ontology in a working tree; a revision is of its repository.

    Raises:
        UsageError: none of these.
        InputError: the file cannot be read.
    """
    if (Path(name) / "concepts").is_dir():
        yield Path(name)
        return
    with tempfile.TemporaryDirectory() as place:
        released = Path(name) / _RELEASED if (Path(name) / _RELEASED).is_file() else Path(name)
        if released.is_file():
            yield _imported(released, folder, Path(place) / "ontology")
            return
        try:
            with tarfile.open(fileobj=io.BytesIO(_archive(name, folder))) as archive:
                archive.extractall(place, filter="data")
        except tarfile.TarError as error:
            message = f"{name}: git gave no archive of this revision; name a folder instead"
            raise UsageError(message) from error
        yield Path(place)


def _imported(file: Path, folder: Path, target: Path) -> Path:
    """Make tables of a file again; what the file does not carry is taken from the folder."""
    form = format_of(file.name)
    sheets, scripts = read(documents_of(file, form), form, read_schema(folder / "schema.ttl"), [])
    write_folder(target, sheets, scripts, folder)
    return target


def _archive(name: str, folder: Path) -> bytes:
    """Ask git for the folder as it was."""
    if name.startswith("-"):
        raise UsageError(f"{name}: not a revision; name a folder or a git revision")
    top = _git(folder, "rev-parse", "--show-toplevel").decode().strip()
    path = _git(folder, "rev-parse", "--show-prefix").decode().strip().rstrip("/")
    return _git(Path(top), "archive", f"{name}:{path}", said=name)


def _git(folder: Path, *words: str, said: str = "") -> bytes:
    about = said or str(folder)
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, and a revision that looks like an option is refused
            ["git", "-C", str(folder), *words],  # noqa: S607 - git is the one on the path
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = f"{about}: git is not installed; name a folder instead"
        raise UsageError(message) from error
    if done.returncode:
        message = f"{about}: neither a folder with an ontology nor a revision of its repository; name one of these"
        raise UsageError(message)
    return done.stdout
