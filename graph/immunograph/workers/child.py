"""The worker itself: `python -m immunograph.workers.child STORE MEMORY SIZE ROWS HOSTS` reads jobs, writes frames."""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from immunograph.workers.confine import address_space, confine, limit_memory
from immunograph.workers.rows import counter
from immunograph.workers.wire import CHUNK, job, send

if TYPE_CHECKING:
    from collections.abc import Collection

    from immunograph.store import Store
    from immunograph.workers.rows import Counter
    from immunograph.workers.wire import Job


_LOOK = 8


class _OverError(Exception):
    """More was written than a limit allows; its argument is the name of the limit."""


class _Sink:
    """A file that sends what is written to it in frames, up to limits of bytes and rows."""

    def __init__(self, out: IO[bytes], size: int, rows: int) -> None:
        self._out, self._most, self._rows, self._waiting, self.size = out, size, rows, bytearray(), 0
        self.counter: Counter | None = None

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self.size += len(data)
        if self._most and self.size > self._most:
            raise _OverError("size")
        if self.counter and self._rows:
            self.counter.take(data)
            self.check(self.counter.rows)
        self._waiting += data
        if len(self._waiting) >= CHUNK:
            self.flush()
        return len(data)

    def check(self, rows: int) -> None:
        """See that there are not too many rows."""
        if self._rows and rows > self._rows:
            raise _OverError("rows")

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            send(self._out, b"D", bytes(self._waiting))
            self._waiting.clear()


def main(folder: Path, memory: int, size: int, rows: int, hosts: Collection[str] = ()) -> None:
    """Answer jobs until standard input ends.

    Args:
        folder: the store.
        memory: how many bytes a query may need, 0 for no limit.
        size: how many bytes an answer may have, 0 for no limit.
        rows: how many rows or triples an answer may have, 0 for no limit.
        hosts: who may be reached; without any, there is no network.
    """
    confine(network=bool(hosts))
    # all that a query may need is imported before the memory is limited
    from immunograph import loading, results  # noqa: F401 - see above
    from immunograph.errors import ImmunoGraphError
    from immunograph.store import Store

    out = os.fdopen(os.dup(1), "wb", buffering=2 * CHUNK)
    try:
        store = Store(folder)
    except ImmunoGraphError as error:
        _fail(out, "store", str(error))
        return
    if memory:
        limit_memory(memory)
    start = address_space()
    send(out, b"R", b"")
    for number, line in enumerate(sys.stdin.buffer):
        asked = job(line)
        try:
            if asked.generation != store.generation:
                store = Store(folder)
        except ImmunoGraphError as error:
            _fail(out, "store", str(error))
            continue
        _answer(store, asked, out, _Sink(out, size, rows), hosts)
        if memory and number % _LOOK == 0 and address_space() > start + memory // 2:
            return  # what one query left behind is not the next one's fault


def _answer(store: Store, asked: Job, out: IO[bytes], sink: _Sink, hosts: Collection[str]) -> None:
    from immunograph.errors import InputError, QueryError, UsageError

    try:
        _run(store, asked, out, sink, hosts)
        sink.flush()
        send(out, b"Z", b"")
    except QueryError as error:
        _fail(out, "query", error.message, error.line, error.column)
    except (InputError, UsageError) as error:
        _fail(out, "usage", str(error))
    except _OverError as error:
        _fail(out, str(error), "")
    except MemoryError:
        _fail(out, "memory", "")
        os._exit(1)


def _run(store: Store, asked: Job, out: IO[bytes], sink: _Sink, hosts: Collection[str]) -> None:
    from immunograph import results
    from immunograph.loading import update, write_graph
    from immunograph.syntax import from_ntriples
    from immunograph.terms import Iri

    default, named = tuple(map(Iri, asked.default)), tuple(map(Iri, asked.named))
    if asked.kind == "update":
        update(store.folder, asked.text, asked.name, default, named, hosts)
        return
    if asked.kind in ("put", "post", "delete"):
        documents = [(media, base64.b64decode(content)) for media, content in asked.documents]
        was_there = write_graph(store.folder, asked.kind, default[0], documents)
        send(out, b"H", b"- changed" if was_there else b"- created")
        return
    bindings = {key: from_ntriples(value) for key, value in asked.bindings}
    answer = store.ask(asked.text, name=asked.name, bindings=bindings, default=default, named=named, hosts=hosts)
    form = asked.triples if results.is_triples(answer) else asked.table
    send(out, b"H", f"{store.generation} {results.media_type(answer, form)}".encode())
    sink.counter = None if results.is_triples(answer) else counter(form)
    results.write(answer, form, sink, sink.check)


def _fail(out: IO[bytes], kind: str, message: str, line: int = 0, column: int = 0) -> None:
    send(out, b"E", json.dumps({"kind": kind, "message": message, "line": line, "column": column}).encode())


if __name__ == "__main__":
    _, _place, _memory, _size, _rows, _hosts = sys.argv
    main(Path(_place), int(_memory), int(_size), int(_rows), tuple(filter(None, _hosts.split(","))))
