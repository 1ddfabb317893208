"""Send an answer while it is computed, and end the query when nobody listens any more."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from starlette.responses import Response

from immunograph.errors import ImmunoGraphError

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from immunograph.workers import Job, Pool

_SHORT = 0.05
_LOG = logging.getLogger("immunograph.server")


class Answer(Response):
    """The answer to a job.

    What goes wrong before the first bytes becomes a status. What goes wrong later breaks the connection off, so that no
    client takes half an answer for a whole one.

    Args:
        pool: runs the job.
        job: what to run.
        headers: to send along; `ETag` gets the generation that answered.
        tag: makes the ETag; nothing for answers that differ each time.
    """

    def __init__(self, pool: Pool, job: Job, headers: dict[str, str], tag: str = "") -> None:
        super().__init__(headers=headers)
        self._pool, self._job, self._tag = pool, job, tag

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless the client goes away first."""
        answering = asyncio.create_task(self._answer(client_of(scope), send))
        await asyncio.wait({answering}, timeout=_SHORT)
        if not answering.done():  # most are; listening for the client's end would take them a third longer
            gone = asyncio.create_task(_gone(receive))
            await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
            for task in (gone, answering):
                task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering

    async def _answer(self, client: str, send: Send) -> None:
        started = False
        try:
            async with self._pool.answer(self._job, client) as result:
                del self.headers["content-length"]
                self.headers["content-type"] = _with_charset(result.media)
                if self._tag:
                    self.headers["etag"] = etag(result.generation, self._tag)
                last = b""
                async for chunk in result.chunks:  # one behind, so that a short answer is one message with its length
                    if last:
                        started = started or await self._start(send)
                        await send({"type": "http.response.body", "body": last, "more_body": True})
                    last = chunk
            if not started:
                self.headers["content-length"] = str(len(last))
                started = await self._start(send)
            await send({"type": "http.response.body", "body": last})
        except ImmunoGraphError as error:
            if not started:
                raise
            _LOG.warning("answer broken off", extra={"detail": str(error)})

    async def _start(self, send: Send) -> bool:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        return True


def client_of(scope: Scope) -> str:
    """Give the address of who asks."""
    return str((scope.get("client") or ("",))[0])


def etag(generation: str, tag: str) -> str:
    """Make a weak validator (RFC 9110, 8.8.3): rows may come in another order."""
    return f'W/"{generation}-{tag}"'


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") and ";" not in media else media


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
