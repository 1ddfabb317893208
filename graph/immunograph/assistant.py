"""Tools for assistants, over the Model Context Protocol: find, show, path, why, the saved questions and SPARQL."""

from __future__ import annotations

import contextlib
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import anyio
from anyio import to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from immunograph import __version__
from immunograph.errors import ImmunoGraphError
from immunograph.knowledge import Knowledge
from immunograph.sheet import sheet
from immunograph.workers import Job, Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from immunograph.workers import Limits

T = TypeVar("T")
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_MOST = 50
_ABOUT = """ImmunoGraph is a knowledge graph of cancer immunotherapy in which each statement has its sources.
Concepts are named in any way: label, synonym, identifier or slug. Give sources along with what you tell from it,
and say what is inferred and what is disputed. It is not medical advice."""


class Tools:
    """What an assistant may ask; the docstrings are what it reads.

    Args:
        store: the folder that `immunograph build` wrote.
        limits: for each question.

    Raises:
        StoreError: there is no store.
    """

    def __init__(self, store: Path, limits: Limits) -> None:
        self._graph, self._pool, self._limits = Knowledge(store), Pool(store, limits), limits
        self._one = anyio.Lock()

    async def find(self, name: str, limit: int = 20) -> list[dict[str, Any]]:
        """Find concepts by any of their names, however they are written; best first."""
        found = await self._ask(lambda graph: graph.find(name, max(1, min(limit, _MOST))))
        return [one._asdict() for one in found]

    async def show(self, concept: str) -> dict[str, Any]:
        """Show what is known of one concept: definition, relations and indications with their sources, identifiers."""
        return asdict(await self._ask(lambda graph: sheet(graph.reader, graph.reader.resolve(concept))))

    async def path(self, start: str, end: str, count: int = 3) -> list[list[dict[str, Any]]]:
        """Tell how two concepts are related: the shortest ways, each step as a sentence with its sources."""
        ways = await self._ask(lambda graph: graph.path(start, end, max(1, min(count, _MOST))))
        return [[asdict(step) for step in way] for way in ways]

    async def why(self, subject: str, relation: str, target: str) -> dict[str, Any]:
        """Say why a relation holds: its sources, or the rule and what it rests on; a relation is a verb."""
        return asdict(await self._ask(lambda graph: graph.why(subject, relation, target)))

    async def questions(self) -> list[dict[str, str]]:
        """List the saved questions with their SPARQL: examples of how the graph is asked."""
        scripts = await self._ask(lambda graph: list(graph.saved.values()))
        return [{"name": one.name, "title": one.title, "query": one.text} for one in scripts]

    async def query(self, sparql: str) -> str:
        """Answer SPARQL 1.1 (SELECT or ASK as JSON, CONSTRUCT or DESCRIBE as Turtle), read-only and within limits.

        The prefixes ig (our names), rdfs, owl, skos, prov, dcterms and xsd need no declaration. Relations are
        properties such as ig:blocks; indications have ig:agent, ig:condition, ig:status, ig:regulator and ig:date.
        """
        try:
            async with self._pool.answer(Job(sparql)) as result:
                return b"".join([chunk async for chunk in result.chunks]).decode()
        except ImmunoGraphError as error:
            raise ToolError(str(error)) from error

    async def _ask(self, question: Callable[[Knowledge], T]) -> T:
        """Ask in a thread, one question at a time, within the limit of time."""
        try:
            async with self._one:
                with anyio.fail_after(self._limits.seconds or None):
                    return await to_thread.run_sync(partial(question, self._graph), abandon_on_cancel=True)
        except TimeoutError as error:
            raise ToolError(str(self._limits.error("seconds"))) from error
        except ImmunoGraphError as error:
            raise ToolError(str(error)) from error

    @contextlib.asynccontextmanager
    async def living(self, _: object) -> AsyncIterator[None]:
        """Keep the workers as long as the server runs."""
        try:
            yield
        finally:
            await self._pool.close()


def serve(store: Path, limits: Limits) -> None:
    """Serve the tools on standard input and output until the input ends.

    Args:
        store: the folder that `immunograph build` wrote.
        limits: for each question.

    Raises:
        StoreError: there is no store.
    """
    tools = Tools(store, limits)
    server = MCPServer(
        "immunograph",
        "ImmunoGraph",
        instructions=_ABOUT,
        version=__version__,
        lifespan=tools.living,
        log_level="WARNING",
    )
    for tool in (tools.find, tools.show, tools.path, tools.why, tools.questions, tools.query):
        server.add_tool(tool, annotations=_READS)
    server.run("stdio")
