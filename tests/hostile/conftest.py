"""Processes whose system calls are watched: nothing may be sent to an address."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

STRACE = shutil.which("strace")
EACH = 1 if "IMMUNOGRAPH_KILLS" in os.environ else 4
"""Of long lists, `scripts/test-faults` takes all; the tests of every day, each fourth."""
_CALLS = "connect,sendto,sendmsg,sendmmsg"
_OUTWARD = re.compile(r"\w+\(.*(?:sa_family=AF_INET6?|nscd|resolve/io\.systemd)")


class Watch(NamedTuple):
    """A way to start a process under strace(1), where that is there, and its notes."""

    notes: Path

    @property
    def under(self) -> list[str]:
        """Give the words to put before a command; the tracer is its grandchild, so that it can be killed as ever."""
        if not STRACE:
            return []
        return [STRACE, "-D", "-f", "-q", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-o", str(self.notes)]

    def outward(self) -> list[str]:
        """Give every call of the process and of its children, Rust and C included, that went to the network."""
        if not STRACE:
            return []
        before = -1
        while before != (before := self.notes.stat().st_size):
            time.sleep(0.2)  # the tracer ends a little later
        return [line for line in self.notes.read_text(errors="replace").splitlines() if _OUTWARD.search(line)]


class Said(NamedTuple):
    """What came of a command."""

    words: list[str]
    code: int
    text: str


def run(watch: Watch, folder: Path, script: str, work: list[list[str]]) -> list[Said]:
    """Let a script do a list of things in one watched process, whose answers are JSON."""
    (folder / "work.json").write_text(json.dumps(work), encoding="utf-8")
    command = [*watch.under, sys.executable, "-c", script, "work.json", "done.json"]
    subprocess.run(command, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    return [Said(*one) for one in json.loads((folder / "done.json").read_text(encoding="utf-8"))]


COMMANDS = """
import contextlib, io, json, sys, traceback
from immunograph.cli import main
source, target = sys.argv[1:]
done = []
for words in json.load(open(source)):
    out, sys.argv[1:] = io.TextIOWrapper(io.BytesIO(), "utf-8"), words
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc(file=out)
            code = 99
    out.flush()
    done.append((words, code, out.buffer.getvalue().decode("utf-8", "replace")))
json.dump(done, open(target, "w"))
"""
"""Runs commands as the command line does, one after the other."""
