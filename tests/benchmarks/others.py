"""Servers of others, started for a test at free ports of this machine: the native Oxigraph, and Virtuoso."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Other:
    """A process, where it takes queries, updates and graphs, and the login that it wants."""

    pid: int
    query: str
    update: str
    graphs: str
    login: tuple[tuple[str, str], ...] = ()

    def reads(self, text: str) -> list[dict[str, str]]:
        """Ask it with a client that is not ours."""
        reply = httpx.post(self.query, data={"query": text}, headers={"Accept": "application/sparql-results+json"})
        rows = reply.raise_for_status().json()["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in rows]


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Other]:
    """Start the native server over a folder."""
    assert OXIGRAPH
    place = f"127.0.0.1:{free_port()}"
    command = [OXIGRAPH, "serve", "--location", str(folder), "--bind", place, *options]
    with _running(command, folder.parent, f"http://{place}/query?query=ASK%7B%7D") as pid:
        yield Other(pid, f"http://{place}/query", f"http://{place}/update", f"http://{place}/store")


@contextmanager
def virtuoso(folder: Path, rows: int = 10_000_000) -> Iterator[Other]:
    """Start Virtuoso with a database of its own."""
    assert VIRTUOSO
    folder.mkdir()
    http = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=free_port(), http=http, rows=rows))
    place = f"http://127.0.0.1:{http}"
    login = (("IMMUNOGRAPH_REMOTE_USER", "dba"), ("IMMUNOGRAPH_REMOTE_PASSWORD", "dba"))
    with _running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{place}/sparql") as pid:
        yield Other(pid, f"{place}/sparql", f"{place}/sparql-auth", f"{place}/sparql-graph-crud-auth", login)


@contextmanager
def _running(command: list[str], folder: Path, ready: str) -> Iterator[int]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            assert process.poll() is None, f"{command[0]} ended"
            try:
                if httpx.get(ready, timeout=5).is_success:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        yield process.pid
    finally:
        process.kill()
        process.wait()
