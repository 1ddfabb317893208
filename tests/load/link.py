"""A client of HTTP that costs little and can misbehave: one connection that is kept as long as it lasts."""

from __future__ import annotations

import asyncio
import gzip
from typing import NamedTuple

_LONGEST = 60.0


class Reply(NamedTuple):
    """An answer; `body` is unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes


class Link:
    """One client's connection.

    Args:
        port: where the server listens on this machine.
        address: where the client is, one of those of this machine (127.0.0.0/8).
    """

    def __init__(self, port: int, address: str) -> None:
        self._port, self._address = port, address
        self._pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Reply:
        """Send a request and read the whole answer.

        Raises:
            OSError: the connection broke.
            asyncio.IncompleteReadError: it broke in the middle of the answer.
            TimeoutError: a minute went by.
        """
        async with asyncio.timeout(_LONGEST):
            try:
                reader = await self.send(method, target, headers, body)
                reply, closing = await _read(reader)
            except BaseException:
                await self.close()
                raise
        if closing:
            await self.close()
        return reply

    async def send(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> asyncio.StreamReader:
        """Send a request and leave the answer to who called."""
        if self._pipe is None:
            self._pipe = await asyncio.open_connection(
                "127.0.0.1", self._port, limit=1 << 16, local_addr=(self._address, 0)
            )
        reader, writer = self._pipe
        lines = {"Host": f"127.0.0.1:{self._port}", **(headers or {})}
        if body:
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        return reader

    async def close(self) -> None:
        """Hang up, without a word."""
        if self._pipe:
            self._pipe[1].transport.abort()
            self._pipe = None


async def _read(reader: asyncio.StreamReader) -> tuple[Reply, bool]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ")[1])
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in _chunks(reader)])
    elif status != 304:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    if headers.get("content-encoding") == "gzip":
        body = await asyncio.to_thread(gzip.decompress, body)
    return Reply(status, headers, body), headers.get("connection") == "close"


async def _chunks(reader: asyncio.StreamReader):  # noqa: ANN202 - an async iterator of bytes
    while size := int(await reader.readuntil(b"\r\n"), 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
