"""Health, metrics and logs of a server."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.responses import JSONResponse, Response

from immunograph import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from immunograph.workers import Pool

_BUCKETS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PAUSE = 0.2
_PLAIN = set(vars(logging.makeLogRecord({})))


def _moment(seconds: float) -> str:
    return f"{_second(int(seconds))}.{int(seconds % 1 * 1000):03}Z"


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


class Lines(logging.Formatter):
    """Write each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the message, and whatever was said along with it."""
        line = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN and key != "color_message"}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class Metrics(Collector):
    """Count what is asked and how long it takes, for Prometheus.

    Args:
        pool: tells how many queries run and wait.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._requests: Counter[tuple[str, int]] = Counter()
        self._times: dict[str, list[int]] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self.registry = CollectorRegistry()
        self.registry.register(self)

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count one request; the families of the library would take as long as the rest of a tiny answer."""
        self._requests[route, status] += 1
        self._seconds[route] += seconds
        if route not in self._times:
            self._times[route] = [0] * (len(_BUCKETS) + 1)
        self._times[route][bisect_left(_BUCKETS, seconds)] += 1

    def collect(self) -> Iterator[Metric]:
        """Give the families (prometheus_client calls this)."""
        requests = CounterMetricFamily("immunograph_requests", "Requests.", labels=("route", "status"))
        for (route, status), count in sorted(self._requests.items()):
            requests.add_metric((route, str(status)), count)
        seconds = HistogramMetricFamily("immunograph_request_seconds", "Time to the last byte.", labels=("route",))
        for route, counts in sorted(self._times.items()):
            names = (*map(str, _BUCKETS), "+Inf")
            seconds.add_metric((route,), list(zip(names, accumulate(counts), strict=True)), self._seconds[route])
        running = GaugeMetricFamily("immunograph_queries_running", "Queries that run now.", self._pool.turns.running)
        waiting = GaugeMetricFamily("immunograph_queries_waiting", "Queries that wait now.", self._pool.turns.waiting)
        yield from (requests, seconds, running, waiting)


class Log:
    """Write a line of JSON for each request, many lines at a time."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def note(self, scope: Scope, status: int, size: int, took: float) -> None:
        """Note one request; never the text of a query, which may be private."""
        if not self._lines:
            asyncio.get_running_loop().call_later(_PAUSE, self.flush)
        client, method, path = map(json.dumps, ((scope.get("client") or ("",))[0], scope["method"], scope["path"]))
        self._lines.append(
            f'{{"time": "{_moment(time.time())}", "level": "info", "what": "request", "method": {method}, '
            f'"path": {path}, "seconds": {took:.4f}, "client": {client}, "status": {status}, "bytes": {size}}}\n'
        )

    def flush(self) -> None:
        """Write what waits."""
        lines, self._lines = self._lines, []
        sys.stderr.write("".join(lines))
        sys.stderr.flush()


async def metrics(request: Request) -> Response:
    """Give the metrics in the text format of Prometheus."""
    data = generate_latest(request.app.state.metrics.registry)
    return Response(data, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def health(request: Request) -> Response:
    """Say that the server answers, and from which generation."""
    generation = await request.app.state.library.ask(lambda knowledge: knowledge.generation)
    return JSONResponse({"status": "ok", "version": __version__, "generation": generation})


class Watch:
    """Log and count every request.

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
        start, status, size = time.perf_counter(), 500, 0

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            took = time.perf_counter() - start
            state = scope["app"].state
            state.metrics.note(getattr(scope.get("route"), "path", "none"), status, took)
            state.log.note(scope, status, size, took)
