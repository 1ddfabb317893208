"""Places for queries are dealt fairly, and none is ever lost."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from random import Random

import pytest

from immunograph.workers.turns import CrowdedError, Turns


@pytest.mark.parametrize("seed", range(5))
def test_no_place_is_lost_however_clients_come_and_go(seed: int) -> None:
    """Clients wait, are refused, give up at any moment, and give their place back; at the end all places are free."""
    chance = Random(seed)  # noqa: S311 - no secret

    async def come(turns: Turns) -> None:
        client = str(chance.randrange(5))
        with suppress(CrowdedError, TimeoutError):
            async with asyncio.timeout(chance.choice([0, 0.001, 0.01, 1])):
                await turns.take(client)
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(chance.uniform(0, 0.003))
            turns.give(client, chance.choice([0, 5]))

    async def all_of_them() -> Turns:
        turns = Turns(4, 6)
        tasks = []
        for _ in range(200):
            tasks.append(asyncio.create_task(come(turns)))
            await asyncio.sleep(chance.uniform(0, 0.001))
        await asyncio.gather(*tasks)
        for client in "abcd":
            await asyncio.wait_for(turns.take(client), 1)
        return turns

    turns = asyncio.run(all_of_them())
    assert (turns.running, turns.waiting) == (4, 0)


def test_who_had_long_queries_comes_last_and_leaves_room() -> None:
    """A third of the places stays free for others, who are served first."""

    async def crowd() -> list[str]:
        turns, order = Turns(3, 9), list[str]()
        await turns.take("greedy")
        turns.give("greedy", 50)
        await turns.take("greedy")
        await turns.take("greedy")

        async def ask(client: str) -> None:
            await turns.take(client)
            order.append(client)
            turns.give(client, 0)

        waiting = asyncio.create_task(ask("greedy"))
        await asyncio.sleep(0)
        await ask("modest")
        assert order == ["modest"]
        turns.give("greedy", 1)
        await waiting
        return order

    assert asyncio.run(crowd()) == ["modest", "greedy"]
