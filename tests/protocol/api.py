"""Serve the shipped ontology and let schemathesis ask it: `python -m tests.protocol.api [OPTION...]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.protocol.conftest import TOKEN, serving

from immunograph.build import build
from immunograph.tables import shipped_folder

HERE = Path(__file__).parent
LIMITS = ("--writable", "--rate", "0", "--timeout", "2", "--memory", "256", "--answer", "4")


def main(options: list[str]) -> int:
    """Run all checks with our own description; give the exit code."""
    with tempfile.TemporaryDirectory() as place:
        output = Path(place) / "output"
        build(shipped_folder(), output, lambda _: None, sparql=False)
        with serving(output / "store", *LIMITS) as client:
            command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file"]
            command += [str(HERE / "schemathesis.toml"), "run", f"{client.base_url}openapi.json", "--checks", "all"]
            command += ["-H", f"Authorization: Bearer {TOKEN}"]
            hooks = {**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "bodies.py")}
            return subprocess.run([*command, *(options or ["-n", "200"])], check=False, cwd=place, env=hooks).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
