"""Security headers on every answer, and a limit of questions for each address."""

from __future__ import annotations

import time
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING

from immunograph.server.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from immunograph.server.settings import Settings

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
_FREE = ("/health", "/metrics", "/assets/")
_ADDRESSES = 10_000


class Shield:
    """Refuse who asks too often, and send the headers along.

    Args:
        app: what to shield.
        settings: how often is too often.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._rate, self._burst = app, settings.rate, settings.burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def heading(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_already = {name for name, _ in message["headers"]}
                added = [header for header in _HEADERS if header[0] not in set_already]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        client = (scope.get("client") or ("",))[0]
        if self._rate and not scope["path"].startswith(_FREE) and not self._may(client):
            detail = f"more than {self._rate:g} requests a second come from this address; ask more slowly"
            await problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": "1"})(scope, receive, heading)
            return
        await self._app(scope, receive, heading)

    def _may(self, client: str) -> bool:
        """Take one token from the bucket of an address."""
        now = time.monotonic()
        left, then = self._left.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._rate)
        self._left[client] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)
        return left >= 1
