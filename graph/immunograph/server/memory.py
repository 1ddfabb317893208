"""Answers that were given before, as long as the store is the same (RFC 9111): small questions come again and again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from immunograph.generations import Current

_PATH = "/sparql"
_ENTRY, _ALL = 1 << 16, 32 << 20
_KEY = {b"accept", b"accept-encoding", b"origin"}
_OTHER = {b"authorization", b"cache-control", b"if-none-match", b"range"}

_Key = tuple[bytes, ...]


class _Entry(NamedTuple):
    generation: bytes
    start: Message
    body: bytes
    route: object


class Memory:
    """Answer GET requests for queries from memory where the answer, by its ETag, is that of the current generation.

    Args:
        app: answers all else.
        current: tells the generation.
    """

    def __init__(self, app: ASGIApp, current: Current) -> None:
        self._app, self._current = app, current
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass a request on and keep the answer."""
        key = _key(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        entry = self._entries.get(key)
        if entry and entry.generation == self._current.name().encode():
            self._entries.move_to_end(key)
            scope["route"] = entry.route
            await send({**entry.start, "headers": list(entry.start["headers"])})
            await send({"type": "http.response.body", "body": entry.body})
            return
        start: Message = {}
        body = bytearray()

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update({**message, "headers": list(message["headers"])})
            elif len(body) <= _ENTRY:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._keep(key, start, bytes(body), scope.get("route"))
            await send(message)

        await self._app(scope, receive, keeping)

    def _keep(self, key: _Key, start: Message, body: bytes, route: object) -> None:
        tag = next((value for name, value in start["headers"] if name == b"etag"), b"")
        if start["status"] != 200 or not tag or len(body) > _ENTRY:  # noqa: PLR2004 - OK
            return
        self._forget(key)
        generation = tag.removeprefix(b'W/"').rpartition(b"-")[0]
        self._entries[key] = _Entry(generation, start, body, route)
        self._size += _weight(key, body)
        while self._size > _ALL:
            self._forget(next(iter(self._entries)))

    def _forget(self, key: _Key) -> None:
        if entry := self._entries.pop(key, None):
            self._size -= _weight(key, entry.body)


def _weight(key: _Key, body: bytes) -> int:
    return sum(map(len, key)) + len(body) + 2048


def _key(scope: Scope) -> _Key | None:
    """Give what an answer depends on; None for requests that no memory may answer."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != _PATH:
        return None
    parts = [scope["query_string"]]
    for name, value in scope["headers"]:
        if name in _OTHER:
            return None
        if name in _KEY:
            parts += [name, value]
    return tuple(parts)
