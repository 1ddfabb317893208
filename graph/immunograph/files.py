"""Write files so that a reader sees the old content or the new, and never a part of it."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from immunograph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Turn what the system says about a path into one clear line.

    Raises:
        OutputError: the block met an OSError (no space, no permission, read-only disk ...).
    """
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path}: cannot be written ({reason}); free the disk or choose another place, nothing was changed"
        raise OutputError(message) from error


def write(path: Path, data: bytes) -> None:
    """Write beside the file, then rename.

    Raises:
        OutputError: it cannot be written; the old file is untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with reporting(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
