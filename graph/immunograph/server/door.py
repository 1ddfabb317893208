"""How requests come in: whoever sends the head of one slowly, or without end, is shut out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

SECONDS, BYTES = 10.0, 1 << 16


class Door(HttpToolsProtocol):
    """A connection whose requests must have their whole head within `SECONDS` and `BYTES`."""

    _timer: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End to wait."""
        self._come()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has become too long."""
        self._head += len(data)
        super().data_received(data)
        if self._timer and self._head > BYTES and not self.transport.is_closing():
            self._come()
            self.send_400_response("The head of the request is too long; send the query by POST.")

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head."""
        super().on_message_begin()
        if self._timer is None:
            self._wait()

    def on_headers_complete(self) -> None:
        """End to wait."""
        self._come()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._head = 0
        self._timer = self.loop.call_later(SECONDS, self._shut)

    def _come(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _shut(self) -> None:
        self._timer = None
        self.transport.close()
