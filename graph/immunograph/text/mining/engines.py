"""Run one function over many items: in a loop, in processes, or on Apache Spark. What comes out is the same.

A function is made once a worker from what is told once, such as the dictionary; its results are in the order of the
items. It may be called twice for an item, after a worker was killed, and then does nothing the second time.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from immunograph.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Make = Callable[[Any], Callable[[Any], str]]
    Say = Callable[[int], None]
    """Told how many more items are done."""

ENGINES = ("processes", "loop", "spark")
_TRIES = 5
"""How often in a row workers may be killed before anything else is finished."""
_Item = TypeVar("_Item")


def run(engine: str, make: Make, told: object, items: Sequence[_Item], workers: int, say: Say) -> None:  # noqa: PLR0913, PLR0917
    """Call a function for each item.

    Args:
        engine: one of `ENGINES`.
        make: makes the function in each worker.
        told: what it is made from.
        items: what to call it with.
        workers: how many processes; Spark has its own say.
        say: told 1 after each item.

    Raises:
        OSError: a worker could not write.
        OutputError: workers are killed again and again.
    """
    if engine == "loop" or not items:
        function = make(told)
        for item in items:
            function(item)
            say(1)
    elif engine == "processes":
        _processes(make, told, list(items), workers, say)
    else:
        try:
            from immunograph.text.mining import spark
        except ModuleNotFoundError as error:
            message = f"--engine spark needs {error.name}; install immunograph[spark]"
            raise UsageError(message) from error
        spark.run(make, told, items, say)


_function: list[Callable[[Any], str]] = []
"""The function of this worker."""


def _start(make: Make, told: str) -> None:
    threading.Thread(target=_follow, daemon=True).start()
    _function[:] = [make(pickle.loads(Path(told).read_bytes()))]  # noqa: S301 - our own, from our parent


def _follow() -> None:
    """End this worker when its parent was killed; it would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _call(item: object) -> str:
    return _function[0](item)


def _processes(make: Make, told: object, items: list[_Item], workers: int, say: Say) -> None:
    """Run in processes; where one is killed, begin anew with what is left.

    What is told goes through a file: a parent that writes more than a pipe holds to a worker that was killed before it
    read that waits for ever.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "told"
        path.write_bytes(pickle.dumps(told))
        _pools(make, str(path), dict(enumerate(items)), workers, say)


def _pools(make: Make, told: str, left: dict[int, _Item], workers: int, say: Say) -> None:
    failures = 0
    while left:
        before = len(left)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(workers, len(left)), context, _start, (make, told)) as pool:
            try:
                futures = {pool.submit(_call, item): number for number, item in left.items()}
                for future in as_completed(futures):
                    future.result()
                    del left[futures[future]]
                    say(1)
            except BrokenProcessPool as error:
                failures = 0 if len(left) < before else failures + 1
                if failures >= _TRIES:
                    message = (
                        f"workers were ended {_TRIES} times in a row, perhaps for want of memory; "
                        "give fewer --workers and run it again, what is finished stays"
                    )
                    raise OutputError(message) from error
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


_made: dict[int, Callable[[Any], str]] = {}
"""The functions of this worker of Spark, by their broadcasts."""


def call_once(key: int, told: bytes, item: bytes) -> str:
    """Call the function of a broadcast, which is made when a worker first needs it."""
    if key not in _made:
        make, what = pickle.loads(told)  # noqa: S301 - our own, from our driver
        _made.clear()
        _made[key] = make(what)
    return _made[key](pickle.loads(item))  # noqa: S301 - our own, from our driver
