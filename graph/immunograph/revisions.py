"""Find an ontology by name: a folder, or a revision of the repository that holds one."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def opened(name: str, folder: Path) -> Iterator[Path]:
    """Give the folder that a name means.

    Args:
        name: a folder with `concepts/` in it, or a git revision.
        folder: the ontology in a working tree; a revision is of its repository.

    Raises:
        UsageError: neither a folder nor a revision.
    """
    if (Path(name) / "concepts").is_dir():
        yield Path(name)
        return
    with tempfile.TemporaryDirectory() as place:
        try:
            with tarfile.open(fileobj=io.BytesIO(_archive(name, folder))) as archive:
                archive.extractall(place, filter="data")
        except tarfile.TarError as error:
            message = f"{name}: git gave no archive of this revision; name a folder instead"
            raise UsageError(message) from error
        yield Path(place)


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
