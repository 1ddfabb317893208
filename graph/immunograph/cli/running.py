"""Run queries for the command line in a worker, which Ctrl-C and the limits can end."""

from __future__ import annotations

import asyncio
import io
import sys
import time
from typing import IO, TYPE_CHECKING

import click

from immunograph import results
from immunograph.errors import UsageError
from immunograph.explain import explain as plan
from immunograph.syntax import from_ntriples, to_ntriples
from immunograph.workers import Job, Pool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from immunograph.knowledge import Knowledge
    from immunograph.terms import Term
    from immunograph.workers import Limits


def job(name: str, text: str, bindings: Mapping[str, Term], form: str) -> Job:
    """Make a query into a job."""
    return Job(text, "query", name, form, form, tuple((key, to_ntriples(value)) for key, value in bindings.items()))


def answer(store: Path, asked: Job, limits: Limits) -> None:
    """Write the answer to standard output as it comes."""
    asyncio.run(_answer(store, asked, limits, sys.stdout.buffer))
    if asked.table == "json":
        sys.stdout.buffer.write(b"\n")


async def _answer(store: Path, asked: Job, limits: Limits, out: IO[bytes]) -> int:
    pool, size = Pool(store, limits), 0
    try:
        async with pool.answer(asked) as result:
            async for chunk in result.chunks:
                size += len(chunk)
                out.write(chunk)
    finally:
        await pool.close()
    return size


def elsewhere(graph: Knowledge, asked: Job, limits: Limits, *, explaining: bool) -> None:
    """Let an endpoint answer, or explain with its counts.

    Raises:
        UsageError: its memory cannot be limited from here.
    """
    if limits.memory:
        message = "--memory is for a store on this machine; an endpoint has limits of its own"
        raise UsageError(message)
    bindings = {key: from_ntriples(value) for key, value in asked.bindings}
    start = time.monotonic()
    out = io.BytesIO() if explaining else sys.stdout.buffer
    answer = graph.ask(asked.text, asked.name, bindings)
    results.write(answer, "json" if explaining else asked.table, out)
    took = time.monotonic() - start
    if explaining:
        for line in plan(asked.text, asked.name):
            note = f"   # matches {_matches(graph, line.pattern)}" if line.pattern else ""
            click.echo(f"{'  ' * line.depth}{line.text}{note}")
        click.echo(f"answered in {took:.3f} s, the way there included")
    elif asked.table == "json":
        out.write(b"\n")


def _matches(graph: Knowledge, pattern: str) -> object:
    ((count,),) = results.table(graph.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", "query", {})).rows
    return count


def explain(store: Path, name: str, text: str, bindings: Mapping[str, Term], limits: Limits) -> None:
    """Write the plan of a query with the number of triples that each pattern matches, and how long the whole takes."""
    asyncio.run(_explain(store, job(name, text, bindings, "json"), limits))


async def _explain(store: Path, asked: Job, limits: Limits) -> None:
    pool = Pool(store, limits)
    try:
        start = time.monotonic()
        async with pool.answer(asked) as result:
            size = sum([len(chunk) async for chunk in result.chunks])
        took = time.monotonic() - start
        for line in plan(asked.text, asked.name):
            note = ""
            if line.pattern:
                count = Job(f"SELECT (COUNT(*) AS ?n) WHERE {{ {line.pattern} }}", table="csv")
                async with pool.answer(count) as result:
                    number = b"".join([chunk async for chunk in result.chunks]).split()[-1].decode()
                note = f"   # matches {number}"
            click.echo(f"{'  ' * line.depth}{line.text}{note}")
        click.echo(f"answered in {took:.3f} s, start of the worker included; {size} bytes of JSON")
    finally:
        await pool.close()
