"""Whose turn it is when workers are scarce: that of who has had the least, so that no client can starve the others."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass

_HALVED = 60.0
"""Seconds after which half of what a client has had is forgotten."""
_LONG = 1.0
"""Seconds of a long query; only those count, and who has had more of them leaves a third of the places to others."""
_CLIENTS = 10_000


class CrowdedError(Exception):
    """As many wait already as may, and each of them has had less."""


@dataclass(frozen=True, slots=True)
class _Waiter:
    client: str
    turn: asyncio.Future[None]


class Turns:
    """Deal places among clients.

    Args:
        places: how many may have one at a time.
        waiting: how many may wait for one.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self._free, self._most, self._kept = places, waiting, places // 3
        self._waiting: list[_Waiter] = []
        self._running: Counter[str] = Counter()
        self._had: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """Count who waits."""
        return len(self._waiting)

    @property
    def running(self) -> int:
        """Count who has a place."""
        return self._running.total()

    async def take(self, client: str) -> None:
        """Wait for a place.

        Raises:
            CrowdedError: too many wait.
        """
        if self._may(client):
            self._begin(client)
            return
        self._waiting = [one for one in self._waiting if not one.turn.done()]
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        if len(self._waiting) > self._most:
            last = max(self._waiting, key=self._share)
            self._waiting.remove(last)
            last.turn.set_exception(CrowdedError())
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            elif not waiter.turn.cancelled() and not waiter.turn.exception():
                self.give(client, 0)  # it came too late
            raise

    def give(self, client: str, seconds: float) -> None:
        """Give a place back after so many seconds; who has had the least gets it."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        now = time.monotonic()
        self._had[client] = self._used(client, now) + (seconds if seconds > _LONG else 0), now
        self._had.move_to_end(client)
        if len(self._had) > _CLIENTS:
            self._had.popitem(last=False)
        self._free += 1
        while self._waiting:
            first = min(self._waiting, key=self._share)
            if not self._may(first.client):
                return
            self._waiting.remove(first)
            if not first.turn.done():  # who was just cancelled is still in the row
                self._begin(first.client)
                first.turn.set_result(None)

    def _may(self, client: str) -> bool:
        return self._free > self._kept or (self._free > 0 and self._used(client, time.monotonic()) < _LONG)

    def _begin(self, client: str) -> None:
        self._free -= 1
        self._running[client] += 1

    def _share(self, waiter: _Waiter) -> tuple[int, float]:
        return self._running[waiter.client], self._used(waiter.client, time.monotonic())

    def _used(self, client: str, now: float) -> float:
        used, then = self._had.get(client, (0.0, now))
        return used * float(0.5 ** ((now - then) / _HALVED))
