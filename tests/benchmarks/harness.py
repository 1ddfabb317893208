"""What the parts of the benchmark share: measures, targets, and how processor time is taken."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OURS = "ImmunoGraph"


_ASK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, capture_output=True)
share = resource.getrusage(resource.RUSAGE_CHILDREN)
print(share.ru_utime + share.ru_stime, share.ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one tool needed for one question, once for each value."""

    question: str
    tool: str
    values: tuple[float, ...]
    unit: Literal["second", "byte", "integer"] = "second"


@dataclass(frozen=True, slots=True)
class Target:
    """The share of a peer's median that ours may be; without a peer, our median itself in its unit."""

    question: str
    at_most: float
    peer: str = ""


def wall_time(work: Callable[[], object], times: int = 5) -> tuple[float, ...]:
    """Return the seconds that pass while it works, once for each time."""
    return tuple(_difference(perf_counter, work) for _ in range(times))


def cpu_time(work: Callable[[], object], times: int = 5) -> tuple[float, ...]:
    """Return the processor seconds of this process and of those that it started and ended, once for each time."""
    return tuple(_difference(_spent, work) for _ in range(times))


def command(arguments: Sequence[str], **environment: str) -> None:
    """Run our command line in a process of its own.

    Raises:
        subprocess.CalledProcessError: It ended with another code than 0.
    """
    line = [sys.executable, "-m", "immunograph", *arguments]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})


def used(line: Sequence[str]) -> tuple[float, int]:
    """Return the processor seconds and the most bytes of memory that a command needed.

    A small process starts it: a child counts the memory that its parent had when it began (getrusage(2), ru_maxrss).

    Raises:
        subprocess.CalledProcessError: It ended with another code than 0.
    """
    told = subprocess.run([sys.executable, "-c", _ASK, *line], check=True, capture_output=True, text=True).stdout
    seconds, kilobytes = told.split()[-2:]
    return float(seconds), int(kilobytes) * 1024


def _difference(clock: Callable[[], float], work: Callable[[], object]) -> float:
    begun = clock()
    work()
    return clock() - begun


def _spent() -> float:
    shares = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(share.ru_utime + share.ru_stime for share in shares)
