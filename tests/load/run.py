"""The server under fifty clients, good and bad, while it is rebuilt, loaded and robbed of workers: `run.py [SECONDS]`.

Writes output/load.md and output/load.json; ends with 1 when a good request failed or memory grew.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import linear_regression, mean, quantiles
from typing import TYPE_CHECKING, Any

from tests.load.clients import BAD, GOOD, World, bad, good
from tests.protocol.conftest import started

from immunograph.build import build
from immunograph.store import Store
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_SWAPS = 5
"""How often a graph comes and goes first: until the heap has room for two generations, each swap takes some more."""
_LONG = 60
"""From how many seconds on memory is judged."""
OUTPUT = Path(__file__).parents[2] / "output"
CLIENTS = 50
LIMITS = ("--workers", "4", "--waiting", "64", "--timeout", "5", "--memory", "256", "--answer", "8", "--rate", "0")
_MEGABYTE = 1 << 20
_FAULT, _MEANT = '"level": "error"', "without completing response"
"""What no server should log, but for answers that are broken off because they are over a limit."""


@dataclass(slots=True)
class Report:
    """What came of a run."""

    seconds: float
    world: World
    events: list[str] = field(default_factory=list)
    memory: list[tuple[float, float, float]] = field(default_factory=list)
    """Seconds, megabytes of the server, megabytes of it and its workers."""
    log: list[str] = field(default_factory=list)
    """Faults that the server logged."""

    @property
    def requests(self) -> int:
        """Count the good requests."""
        return sum(map(len, self.world.took.values()))

    @property
    def errors(self) -> int:
        """Count those among them that were not answered rightly."""
        return sum(map(len, self.world.failed.values()))

    def growth(self, column: int) -> float:
        """Give the growth of memory in MB a minute in the last third: before it, caches fill and the heap settles."""
        late = [one for one in self.memory if one[0] > self.seconds * 2 / 3]
        return linear_regression([one[0] / 60 for one in late], [one[column] for one in late]).slope

    def held(self, column: int) -> float:
        """Give the megabytes that are held on the average in the last third."""
        return mean(one[column] for one in self.memory if one[0] > self.seconds * 2 / 3)


def attack(ontology: Path, folder: Path, seconds: float, pause: float = 0.1) -> Report:
    """Build an ontology, serve it, and set all clients on it.

    Args:
        ontology: the tables; they are copied, and the copy is changed and built in the middle.
        folder: where to work.
        seconds: how long.
        pause: of each client between two requests, in seconds, about.
    """
    shutil.copytree(ontology, folder / "ontology", dirs_exist_ok=True)
    build(folder / "ontology", folder / "output", lambda _: None, sparql=False)
    store = Store(folder / "output" / "store")
    names = [[_slug(row["c"]) for row in store.select(f"SELECT ?c {{ ?c a ig:{kind} }} ORDER BY ?c")]
             for kind in ("Agent", "Target")]  # fmt: skip
    edges = [
        (_slug(row["s"]), _slug(row["o"])) for row in store.select("SELECT ?s ?o { ?s ig:blocks ?o } ORDER BY ?s ?o")
    ]
    del store
    log = (folder / "server.log").open("w+", encoding="utf-8")
    with started(folder / "output" / "store", *LIMITS, log=log) as (process, client):
        world = World(int(client.base_url.port or 0), time.monotonic() + seconds, *names, edges)
        report = Report(seconds, world)
        asyncio.run(_all(report, folder, process.pid, pause))
        client.get("/health").raise_for_status()
        assert process.poll() is None, "the server died"
    report.log = [
        line
        for line in (folder / "server.log").read_text(encoding="utf-8").splitlines()
        if _FAULT in line and _MEANT not in line
    ]
    return report


def _slug(term: object) -> str:
    return str(term).rpartition("/")[2]


async def _all(report: Report, folder: Path, pid: int, pause: float) -> None:
    world, kinds = report.world, [kind for kind, (_, count) in BAD.items() for _ in range(count)]
    tasks: list[Awaitable[None]] = []
    for seed in range(CLIENTS):
        chance, address = Random(seed), f"127.0.1.{seed + 1}"  # noqa: S311 - no secret
        if seed < len(kinds):
            tasks.append(bad(kinds[seed], world, address, chance, pause))
        else:
            tasks.append(good(world, address, chance, pause))
    await asyncio.gather(*tasks, _trouble(report, folder, pid), _weigh(report, pid))


async def _trouble(report: Report, folder: Path, pid: int) -> None:
    """Do to the server what befalls servers, one after the other."""
    begun, table = time.monotonic(), folder / "ontology" / "curators.tsv"
    (folder / "more.nt").write_bytes(b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(50_000)))

    (folder / "few.nt").write_bytes(b"<urn:s> <urn:p> <urn:o> .\n")

    async def command(*words: str) -> None:
        line = [sys.executable, "-m", "immunograph", *words]
        process = await asyncio.create_subprocess_exec(
            *line, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert await process.wait() == 0, words

    async def rebuild() -> None:
        table.write_text(table.read_text(encoding="utf-8") + "zz-another\tanother\tsoftware\n", encoding="utf-8")
        await command("build", "--ontology", "ontology", "--output", "output")

    async def kill() -> None:
        report.world.robbed = time.monotonic()
        for victim in _children(pid)[:2]:
            os.kill(victim, signal.SIGKILL)

    async def settle() -> None:
        for _ in range(_SWAPS):
            await command("load", "few.nt")
            await command("unload", "few")

    plan: list[tuple[float, str, Callable[[], Awaitable[None]]]] = [
        (0.2, "kill -9 of two workers", kill),
        (0.3, "a build swaps the store in", rebuild),
        (0.55, "a graph of 50,000 triples is loaded", lambda: command("load", "more.nt")),
        (0.65, "kill -9 of two workers", kill),
        (0.7, "the graph is unloaded", lambda: command("unload", "more")),
        (0.8, "kill -9 of two workers", kill),
    ]
    if report.seconds >= _LONG:
        plan.insert(0, (0.02, f"{2 * _SWAPS} swaps, one after the other", settle))
    for part, what, act in plan:
        await asyncio.sleep(max(0.0, part * report.seconds - (time.monotonic() - begun)))
        await act()
        report.events.append(f"{time.monotonic() - begun:.0f} s: {what}")


async def _weigh(report: Report, pid: int) -> None:
    begun = time.monotonic()
    while report.world.running:
        sizes = [_resident(one) for one in (pid, *_children(pid))]
        own = _resident(pid, "Rss")  # while a worker is forked, it shares all of the server
        report.memory.append((time.monotonic() - begun, own / _MEGABYTE, sum(sizes) / _MEGABYTE))
        await asyncio.sleep(report.seconds / 200)


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [*map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())]
    return []


def _resident(pid: int, kind: str = "Pss") -> int:
    """Give the bytes that a process has in memory: all (`Rss`), or its part of those that it shares (`Pss`)."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) << 10
    return 0


def figures(report: Report) -> dict[str, Any]:
    """Give what was measured as plain values."""
    world = report.world
    columns = ((1, "server"), (2, "server and workers"))
    return {
        "seconds": report.seconds,
        "clients": CLIENTS,
        "options": " ".join(LIMITS),
        "requests": report.requests,
        "errors": report.errors,
        "good": {kind: _row(world, kind) for kind in GOOD},
        "bad": {kind: dict(sorted(said.items())) for kind, said in world.bad.items()},
        "logged": [line[-300:] for line in report.log[:5]],
        "events": report.events,
        "memory": {
            name: {"mean_mb": round(report.held(column), 1), "growth_mb_a_minute": round(report.growth(column), 2)}
            for column, name in columns
        },
        "memory_mb": [[round(value, 1) for value in one] for one in report.memory],
        "faults": {kind: said[:5] for kind, said in world.failed.items() if said},
    }


def _row(world: World, kind: str) -> dict[str, float]:
    took = sorted(world.took[kind])
    cut = quantiles(took, n=100) if len(took) > 1 else [*took, *[0.0] * 99][:99]
    counts = {"requests": len(took), "errors": len(world.failed[kind]), "later": world.later[kind]}
    return {**counts, "p50_ms": round(cut[49] * 1000, 1), "p99_ms": round(cut[98] * 1000, 1)}


def told(found: dict[str, Any]) -> str:
    """Tell it as Markdown."""
    head = f"{found['clients']} clients for {found['seconds']:g} s, `serve {found['options']}`"
    lines = ["# Load", "", f"{head}: {found['requests']} good requests, {found['errors']} errors.", ""]
    lines += ["| good request | requests | errors | told to come later | p50 ms | p99 ms |", "| --- " * 6 + "|"]
    lines += [f"| {kind} | {' | '.join(map(str, row.values()))} |" for kind, row in found["good"].items()]
    lines += ["", "| bad client | what came of it |", "| --- | --- |"]
    for kind, said in found["bad"].items():
        lines.append(f"| {kind} | {', '.join(f'{count} {what}' for what, count in said.items())} |")
    lines += ["", "| memory | mean MB | growth, MB a minute |", "| --- | --- | --- |"]
    lines += [f"| {name} | {row['mean_mb']} | {row['growth_mb_a_minute']} |" for name, row in found["memory"].items()]
    lines += ["", *(f"- {event}" for event in [*found["events"], *found["logged"]])]
    lines += [f"- {kind}: {fault}" for kind, faults in found["faults"].items() for fault in faults[:2]]
    return "\n".join(lines) + "\n"


def main(seconds: float) -> int:
    """Attack the shipped ontology, and write what was measured."""
    with tempfile.TemporaryDirectory() as place:
        report = attack(shipped_folder(), Path(place), seconds)
    found = figures(report)
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / "load.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (OUTPUT / "load.md").write_text(told(found), encoding="utf-8")
    sys.stdout.write(told(found))
    return 1 if report.errors or report.log or report.growth(1) * seconds / 60 > report.held(1) / 10 else 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0))
