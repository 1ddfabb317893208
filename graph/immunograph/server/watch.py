"""Health, metrics and logs of a server."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from immunograph import __version__

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from immunograph.workers import Pool

_LOG = logging.getLogger("immunograph.server")
_PLAIN = set(vars(logging.makeLogRecord({})))


class Lines(logging.Formatter):
    """Write each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the message, and whatever was said along with it."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "time": f"{moment}.{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "what": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN and key != "color_message"}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Metrics:
    """Count what is asked and how long it takes, for Prometheus.

    Args:
        pool: tells how many queries run and wait.
    """

    def __init__(self, pool: Pool) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("immunograph_requests", "Requests.", ("route", "status"), registry=self.registry)
        self.seconds = Histogram(
            "immunograph_request_seconds", "Time to the last byte.", ("route",), registry=self.registry
        )
        running = Gauge("immunograph_queries_running", "Queries that run now.", registry=self.registry)
        waiting = Gauge("immunograph_queries_waiting", "Queries that wait now.", registry=self.registry)
        running.set_function(lambda: pool.running)
        waiting.set_function(lambda: pool.waiting)


async def metrics(request: Request) -> Response:
    """Give the metrics in the text format of Prometheus."""
    data = generate_latest(request.app.state.metrics.registry)
    return Response(data, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def health(request: Request) -> Response:
    """Say that the server answers, and from which generation."""
    generation = await request.app.state.library.ask(lambda knowledge: knowledge.generation)
    return JSONResponse({"status": "ok", "version": __version__, "generation": generation})


class Watch:
    """Log and count every request; never the text of a query, which may be private.

    Args:
        app: what to watch.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, seen = time.perf_counter(), {"status": 500, "bytes": 0}

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            took = time.perf_counter() - start
            route = getattr(scope.get("route"), "path", "none")
            counted: Metrics = scope["app"].state.metrics
            counted.requests.labels(route, seen["status"]).inc()
            counted.seconds.labels(route).observe(took)
            client = (scope.get("client") or ("",))[0]
            said = {"method": scope["method"], "path": scope["path"], "seconds": round(took, 4), "client": client}
            _LOG.info("request", extra={**said, **seen})
