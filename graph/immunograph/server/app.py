"""The application: routes, and what every request passes through."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from immunograph.server import describe, graphs, pages, problems, questions, sparql, watch
from immunograph.server.library import Library
from immunograph.server.memory import Memory
from immunograph.server.shield import Shield
from immunograph.workers import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from immunograph.server.settings import Settings

_ROUTES = [
    Route("/", pages.explorer),
    Route("/sparql", sparql.endpoint, methods=["GET", "POST"], name="sparql"),
    Route("/sparql/", sparql.endpoint, methods=["GET", "POST"]),
    Route("/graphs", graphs.graphs, methods=["GET", "PUT", "POST", "DELETE"], name="graphs"),
    Route("/graphs/{path:path}", graphs.graphs, methods=["GET", "PUT", "POST", "DELETE"]),
    Route("/.well-known/void", describe.void),
    Route("/editor", pages.editor),
    Route("/assets/{name}", pages.asset),
    Route("/find", questions.find),
    Route("/path", questions.path),
    Route("/why", questions.why),
    Route("/questions", questions.saved),
    Route("/openapi.json", questions.openapi),
    Route("/health", watch.health),
    Route("/metrics", watch.metrics),
    Route("/{version}/ontology", pages.version),
    Route("/{slug}", pages.concept),
]


def application(settings: Settings) -> Starlette:
    """Make the ASGI application.

    Args:
        settings: which store, and the limits.
    """
    pool = Pool(settings.store, settings.limits)
    library = Library(settings.store)
    outward = Pool(settings.store, settings.limits, settings.services)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.close()
        await outward.close()
        app.state.log.flush()

    app = Starlette(
        routes=_ROUTES,
        lifespan=lifespan,
        exception_handlers=dict(problems.HANDLERS),
        middleware=[
            Middleware(watch.Watch),
            Middleware(Shield, settings=settings),
            Middleware(Memory, current=library.generation),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
                allow_headers=["Accept", "Authorization", "Content-Type", "If-None-Match"],
                expose_headers=["ETag", "Location", "Retry-After"],
            ),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        ],
    )
    app.state.settings = settings
    app.state.pool, app.state.outward = pool, outward
    app.state.library = library
    app.state.metrics, app.state.log = watch.Metrics(pool), watch.Log()
    return app
