"""Run queries for the command line in a worker, which Ctrl-C and the limits can end."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import IO, TYPE_CHECKING

import click

from immunograph.errors import UsageError
from immunograph.explain import explain as plan
from immunograph.syntax import to_ntriples
from immunograph.workers import Job, Pool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from immunograph.terms import Term
    from immunograph.workers import Limits


def assignment(text: str) -> tuple[str, str]:
    """Split `variable=value`.

    Raises:
        UsageError: there is no `=` in it.
    """
    name, mark, value = text.partition("=")
    if not mark or not name.removeprefix("?").isidentifier():
        message = f"--set {text}: write it as VARIABLE=VALUE, as in drug=pembrolizumab"
        raise UsageError(message)
    return name.removeprefix("?"), value


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
