"""A pool of workers: so many at a time, each killed when its query is over a limit or nobody waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from immunograph.errors import ImmunoGraphError, LimitError, QueryError, StoreError, UsageError
from immunograph.generations import Current
from immunograph.workers.turns import CrowdedError, Turns
from immunograph.workers.wire import CHUNK, HEADER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from immunograph.workers.wire import Job

T = TypeVar("T")
_MALLOC = {
    "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space that is limited
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=2000",  # the engine asks for many small blocks: a twentieth less time
}
_ENDS = {-signal.SIGSEGV: "depth", -signal.SIGBUS: "depth"}
_SAID = {
    "seconds": "it needs more than {seconds:g} s; narrow it, or ask for less with LIMIT",
    "memory": "it needs more than {megabytes} MB of memory; narrow it, or sort and group less",
    "size": "the answer is larger than {answer} MB; ask for less with LIMIT",
    "rows": "the answer has more than {rows} rows; ask for less with LIMIT",
    "depth": "it is nested too deeply; write it flatter",
    "fault": "the process that answered it broke down; ask for less, or report it",
    "waiting": "too many queries are waiting; try again in a while",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use; 0 is no limit. The defaults are those of a public server.

    Args:
        seconds: from its start to the last byte.
        memory: bytes, beyond what a worker needs to start.
        size: bytes of the answer.
        workers: queries at a time.
        waiting: queries that may wait for a worker.
        rows: rows or triples of the answer.
    """

    seconds: float = 10.0
    memory: int = 1 << 30
    size: int = 64 << 20
    workers: int = 2
    waiting: int = 32
    rows: int = 1_000_000

    def error(self, limit: str) -> LimitError:
        """Make the error of a query that went over a limit."""
        figures = {
            "seconds": self.seconds,
            "megabytes": self.memory >> 20,
            "answer": self.size >> 20,
            "rows": self.rows,
        }
        return LimitError(limit, "query: " + _SAID[limit].format(**figures))


@dataclass(slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    limits: Limits
    busy: bool = False

    async def frame(self, name: str = "query") -> tuple[bytes, bytes]:
        """Read the next frame.

        Raises:
            LimitError: the worker died of what it was asked, or reports a limit.
            QueryError: it reports one.
            UsageError: it reports one.
        """
        try:
            letter, length = HEADER.unpack(await self._pipe(self.process.stdout).readexactly(HEADER.size))
            payload = await self._pipe(self.process.stdout).readexactly(length)
        except asyncio.IncompleteReadError as error:
            unknown = "memory" if self.limits.memory else "fault"
            raise self.limits.error(_ENDS.get(await self.process.wait(), unknown)) from error
        self.busy = letter not in b"EZR"
        if letter == b"E":
            self._fail(json.loads(payload), name)
        return letter, payload

    def _fail(self, said: dict[str, Any], name: str) -> NoReturn:
        if said["kind"] == "query":
            raise QueryError(said["message"], name=name, line=said["line"], column=said["column"])
        if said["kind"] in _SAID:
            raise self.limits.error(said["kind"])
        raise (StoreError if said["kind"] == "store" else UsageError)(said["message"])

    @staticmethod
    def _pipe(pipe: T | None) -> T:
        if pipe is None:
            raise AssertionError
        return pipe

    async def ask(self, line: bytes) -> None:
        """Send a job."""
        self.busy, pipe = True, self._pipe(self.process.stdin)
        with contextlib.suppress(ConnectionError, RuntimeError):  # what killed it shows when its frames are read
            pipe.write(line)
            await pipe.drain()

    def kill(self) -> None:
        """End it at once; the event loop reaps it."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


@dataclass(slots=True)
class Result:
    """An answer on its way.

    Args:
        media: its media type; empty for an update.
        chunks: its bytes, as they come.
        generation: of the store that it comes from.
    """

    media: str
    chunks: AsyncIterator[bytes]
    generation: str


class Pool:
    """Answer jobs over one store.

    Args:
        folder: the store.
        limits: for each job.
        hosts: who may be reached with SERVICE and LOAD.
    """

    def __init__(self, folder: Path, limits: Limits, hosts: Sequence[str] = ()) -> None:
        self.folder, self.limits, self.hosts = folder, limits, hosts
        self._current = Current(folder)
        self._idle: list[_Worker] = []
        self._replacing: set[asyncio.Task[None]] = set()
        self.turns = Turns(limits.workers, limits.waiting)

    async def start(self) -> None:
        """Start the workers, so that the first queries need not wait.

        Raises:
            StoreError: there is no store.
        """
        self._idle = [await self._new() for _ in range(self.limits.workers)]

    async def close(self) -> None:
        """Kill all idle workers, and wait until they are gone."""
        for task in list(self._replacing):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        while self._idle:
            worker = self._idle.pop()
            worker.kill()
            await worker.process.wait()

    async def _new(self) -> _Worker:
        command = [sys.executable, "-m", "immunograph.workers.child", str(self.folder)]
        command += [str(self.limits.memory), str(self.limits.size), str(self.limits.rows), ",".join(self.hosts)]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, **_MALLOC},
            limit=4 * CHUNK,
            start_new_session=True,  # Ctrl-C is the parent's to handle
        )
        worker = _Worker(process, self.limits)
        await worker.frame()
        return worker

    async def _take(self) -> _Worker:
        """Take a worker that is alive."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
        return await self._new()

    @contextlib.asynccontextmanager
    async def answer(self, job: Job, client: str = "") -> AsyncIterator[Result]:
        """Run a job; its result can be read inside the block.

        Args:
            job: what to run.
            client: who asks; where all workers are busy, who has had the least of them comes first.

        Raises:
            LimitError: it is over a limit, or too many wait already.
            QueryError: it is no SPARQL, or not allowed.
            StoreError: there is no store.
            UsageError: its answer cannot be said in the format.
        """
        await self._turn(client)
        worker, begun = None, time.monotonic()
        try:
            async with asyncio.timeout(self.limits.seconds or None):
                worker = await self._take()
                try:
                    letter, payload = await self._asked(worker, job)
                except LimitError:  # who only asks need not notice that the system, short of memory, took a worker
                    if job.kind != "query" or worker.process.returncode != -signal.SIGKILL:
                        raise
                    worker = await self._take()
                    letter, payload = await self._asked(worker, job)
                generation, _, media = (payload.decode() if letter == b"H" else "").partition(" ")
                # the first bytes are awaited here, so that what fails early fails before anything is promised
                first = await worker.frame(job.name) if media else (letter, payload)
                yield Result(media, _chunks(worker, job, *first), generation)
        except TimeoutError as error:
            raise self.limits.error("seconds") from error
        finally:
            if worker and worker.busy:
                worker.kill()
                task = asyncio.create_task(self._replace(worker, client, begun))
                self._replacing.add(task)
                task.add_done_callback(self._replacing.discard)
            else:
                self.turns.give(client, time.monotonic() - begun)
                if worker:
                    self._idle.append(worker)

    async def _asked(self, worker: _Worker, job: Job) -> tuple[bytes, bytes]:
        await worker.ask(job.line(self._current.name()))
        return await worker.frame(job.name)

    async def _replace(self, worker: _Worker, client: str, begun: float) -> None:
        """Start another in the place of a worker that was killed; whose query that was keeps the place meanwhile."""
        try:
            await worker.process.wait()
            with contextlib.suppress(ImmunoGraphError, OSError):  # who asks next is told
                self._idle.append(await self._new())
        finally:
            self.turns.give(client, time.monotonic() - begun)

    async def _turn(self, client: str) -> None:
        """Wait for one's turn."""
        try:
            async with asyncio.timeout(self.limits.seconds or None):
                await self.turns.take(client)
        except (TimeoutError, CrowdedError) as error:
            raise self.limits.error("waiting") from error


async def _chunks(worker: _Worker, job: Job, letter: bytes, payload: bytes) -> AsyncIterator[bytes]:
    """Give the data frames of an answer."""
    while letter == b"D":
        yield payload
        letter, payload = await worker.frame(job.name)
