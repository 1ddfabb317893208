"""The graph as the server's own pages read it: opened once for each generation, asked in threads."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from anyio import to_thread

from immunograph import generations
from immunograph.knowledge import Knowledge
from immunograph.network import paths
from immunograph.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from immunograph.network import Network, Step

T = TypeVar("T")


class Library:
    """Ask the current generation.

    Args:
        folder: the store.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.generation = folder, generations.Current(folder)
        self._lock = Lock()  # a hundred threads that wait for the first are better than a hundred graphs in memory
        self._open: tuple[str, Knowledge] | None = None
        self._network: tuple[str, Network] | None = None

    def current(self) -> tuple[str, Knowledge]:
        """Give the current generation, and the graph in it.

        Raises:
            StoreError: there is no store.
        """
        with self._lock:
            generation = self.generation.name()
            if self._open is None or self._open[0] != generation:
                self._open = generation, Knowledge(self._folder)
            return self._open

    async def ask(self, question: Callable[[Knowledge], T]) -> T:
        """Ask in a thread, so that the server goes on listening."""
        return await to_thread.run_sync(lambda: question(self.current()[1]))

    async def has(self, graph: str) -> bool:
        """Tell whether there is such a graph."""
        return await self.ask(lambda knowledge: knowledge.has(Iri(graph)))

    async def path(self, start: str, end: str, count: int) -> list[list[Step]]:
        """Find the shortest ways between two concepts."""

        def find() -> list[list[Step]]:
            generation, knowledge = self.current()
            with self._lock:
                if self._network is None or self._network[0] != generation:
                    self._network = generation, knowledge.network()
                network = self._network[1]
            one, other = knowledge.reader.resolve(start), knowledge.reader.resolve(end)
            return paths(network, knowledge.reader, one, other, count)

        return await to_thread.run_sync(find)
