"""Servers to measure, and a client that costs little: many requests over a few connections that stay open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Load:
    """What some requests took: seconds of each, all together, and processor seconds of the server."""

    each: tuple[float, ...]
    whole: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers SPARQL at a path of a port of this machine."""

    pid: int
    port: int
    path: str

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> bytes:
        """Ask once; read no more than a megabyte at a time, and give the last piece."""
        from urllib.request import Request

        address = f"http://127.0.0.1:{self.port}{self.path}?query={quote(query)}"
        last = b""
        with urlopen(Request(address, headers={"Accept": accept}), timeout=600) as reply:
            while piece := reply.read(1 << 20):
                last = piece
        return last

    def load(self, query: Callable[[int], str], count: int) -> Load:
        """Ask so many times over all connections."""
        each: list[float] = []
        before, begun = self.cpu(), time.perf_counter()
        threads = [
            threading.Thread(target=self._many, args=([query(n) for n in range(start, count, CONNECTIONS)], each))
            for start in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - begun
        assert len(each) == count, "a request failed"
        return Load(tuple(each), whole, self.cpu() - before)

    def _many(self, queries: list[str], each: list[float]) -> None:
        head = f"HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: application/sparql-results+json\r\n\r\n"
        requests = [f"GET {self.path}?query={quote(query)} {head}".encode() for query in queries]
        with socket.create_connection(("127.0.0.1", self.port)) as link:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in requests:
                begun = time.perf_counter()
                link.sendall(request)
                _read(link)
                each.append(time.perf_counter() - begun)

    def cpu(self) -> float:
        """Give the processor seconds of the server and its workers."""
        return sum(_ticks(pid) for pid in self._family()) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Give the bytes that the server and its workers hold."""
        return sum(_resident(pid) for pid in self._family())

    def _family(self) -> list[int]:
        running = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return [self.pid, *(pid for pid in running if _parent(pid) == self.pid)]


def _read(link: socket.socket) -> None:
    """Read one answer, with its length or in chunks."""
    data = link.recv(1 << 16)
    while b"\r\n\r\n" not in data:
        data += link.recv(1 << 16)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if b"content-length" in lines:
        left = int(lines[b"content-length"]) - len(body)
        while left > 0:
            left -= len(link.recv(1 << 16))
        return
    while not body.endswith(b"0\r\n\r\n"):
        body = body[-8:] + link.recv(1 << 16)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    return int((_stat(pid) or ["", "0"])[1])


def _ticks(pid: int) -> int:
    return sum(map(int, (_stat(pid) or ["0"] * 15)[11:13]))


def _resident(pid: int) -> int:
    return int((_stat(pid) or ["0"] * 25)[21]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def running(command: list[str], port: int, path: str) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        server = Server(process.pid, port, path)
        try:
            for _ in range(1200):
                try:
                    server.ask("ASK {}")
                    break
                except OSError:
                    assert process.poll() is None, f"{command[0]} ended"
                    time.sleep(0.05)
            yield server
        finally:
            process.terminate()


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def ours(store: Path, *options: str) -> Iterator[Server]:
    """Serve a store with all that guards it, but for the limit of requests from one address."""
    port = free_port()
    command = [sys.executable, "-m", "immunograph", "serve", "--port", str(port), "--rate", "0", "--store", str(store)]
    with running([*command, *options], port, "/sparql") as server:
        yield server


@contextmanager
def native(database: Path) -> Iterator[Server]:
    """Serve the same database with Oxigraph's own server."""
    port, program = free_port(), str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve-read-only", "--location", str(database), "--bind", f"127.0.0.1:{port}"]
    with running([*command, "--union-default-graph"], port, "/query") as server:
        yield server


@contextmanager
def rdflib_endpoint(file: Path) -> Iterator[Server]:
    """Serve a file with rdflib-endpoint."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("rdflib-endpoint")), "serve", "--port", str(port), str(file)]
    with running(command, port, "/") as server:
        yield server
