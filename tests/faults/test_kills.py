"""Whatever is killed at any moment, what stood there is whole, and the next run succeeds.

`scripts/test-faults` kills each operation 200 times; the tests of every day do it a few times.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest
from tests.faults.conftest import ROW, builds, edits, fill, loads, mines, releases, start
from tests.protocol.conftest import TOKEN, serving, started

from immunograph.loading import graphs
from immunograph.store import Store, write_store
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KILLS = int(os.environ.get("IMMUNOGRAPH_KILLS", "1"))
RIGHT = {"Authorization": f"Bearer {TOKEN}"}


def nothing(_: Path, __: int) -> None:
    """Prepare nothing."""


class Operation(NamedTuple):
    """What to start at each turn, what must be whole afterwards, and what to prepare before."""

    words: Callable[[int], tuple[str, ...]]
    whole: Callable[[Path], None]
    before: Callable[[Path, int], None] = nothing


def loaded(folder: Path, _: int) -> None:
    """Have something to unload."""
    if not any(one.name == ig("graph-more") for one in graphs(folder / "output" / "store")):
        assert start(folder, "load", "more.nt").wait() == 0


def reworded(folder: Path, turn: int) -> None:
    """Change the tables to and fro, so that each build swaps another generation in, and one that was there before."""
    path, words = folder / "ontology" / "concepts" / "cancer.tsv", ("A cancer of pigment cells.", "A cancer of skin.")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(words[1 - turn % 2], words[turn % 2]), encoding="utf-8")


OPERATIONS = {
    "build": Operation(lambda _: ("build", "--ontology", "ontology"), builds),
    "load": Operation(lambda _: ("load", "more.nt"), loads),
    "unload": Operation(lambda _: ("unload", "more"), loads, loaded),
    "add": Operation(lambda turn: (*ROW, f"locator=page {turn + 10}", "--ontology", "ontology"), edits),
    "mine": Operation(lambda turn: ("mine", "corpus", "-o", f"mined{(turn + 4) // 5}", "--workers", "2"), mines),
    "release": Operation(lambda turn: ("release", f"0.{turn + 1}.0", "--ontology", "ontology"), releases),
}


def killed_again_and_again(folder: Path, name: str, operation: Operation) -> None:
    """Start and kill at random moments, each time on what the last kill left behind; the last run is left alone."""
    words, whole, before = operation
    chance = Random(name)  # noqa: S311 - when to kill is no secret
    before(folder, 0)
    begun = time.monotonic()
    assert start(folder, *words(0)).wait() == 0
    life = time.monotonic() - begun
    for turn in range(1, KILLS + 1):
        before(folder, turn)
        process = start(folder, *words(turn))
        time.sleep(chance.uniform(0, life))
        process.kill()
        process.wait()
        whole(folder)
    before(folder, KILLS + 1)
    assert start(folder, *words(KILLS + 1)).wait() == 0
    whole(folder)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_kill_at_any_moment_breaks_nothing(example: Path, operation: str) -> None:
    """Killed at random moments of its life, again and again, on what the last kill left behind."""
    fill(example.parent)
    killed_again_and_again(example.parent, operation, OPERATIONS[operation])


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Read the store without a pause; no reading may fail."""
    ended, faults, count = threading.Event(), list[BaseException](), 0

    def read() -> None:
        nonlocal count
        while not ended.is_set():
            try:
                assert len(Store(folder).select("SELECT ?c WHERE { ?c a ig:Agent }")) == 2
                assert Store(folder).find("examplimab")
            except BaseException as error:  # noqa: BLE001 - a fault of any kind is what is looked for
                faults.append(error)
            count += 1

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert not faults
    assert count > KILLS


def test_readers_never_notice_a_swap_nor_a_kill_in_the_middle_of_one(example: Path) -> None:
    """Builds of two wordings in turn, killed at random moments, under somebody who reads all the time."""
    fill(example.parent)
    with reading(example.parent / "output" / "store"):
        swap = Operation(lambda _: ("build", "--ontology", "ontology"), builds, reworded)
        killed_again_and_again(example.parent, "swap", swap)


def test_a_build_that_ends_at_a_step_can_be_undone(example: Path) -> None:
    """Whichever renaming or removal was its last step, the wording of before can be built again: no half is left."""
    folder = example.parent
    fill(folder)
    for step in (5,) if KILLS == 1 else range(1, 10_000, 2):
        reworded(folder, 1)
        ended = subprocess.run([sys.executable, "-c", _ENDS_AT, str(step)], cwd=folder, check=False).returncode
        assert ended == 9 or (ended == 0 and step > 20), step
        builds(folder)
        reworded(folder, 0)
        assert start(folder, "build", "--ontology", "ontology").wait() == 0, step
        builds(folder)
        if ended == 0:
            break


_ENDS_AT = """
import os, sys
from immunograph.cli import main
left = int(sys.argv.pop())
def look(event, _):
    global left
    if event in ("os.rename", "os.remove", "os.rmdir"):
        left -= 1
        left or os._exit(9)
sys.addaudithook(look)
sys.argv[1:] = ["build", "--ontology", "ontology"]
main()
"""


def test_publishing_that_was_killed_leaves_whole_graphs_and_can_be_repeated(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the other end, each graph has all its triples or none."""
    folder, other = example.parent, example.parent / "other"
    fill(folder)
    monkeypatch.setenv("IMMUNOGRAPH_REMOTE_TOKEN", TOKEN)
    write_store(other, {}, [])
    sizes = {one.name: one.triples for one in graphs(folder / "output" / "store")}
    with serving(other, "--rate", "0", "--writable") as client:

        def emptied(_: Path, __: int) -> None:
            for name in sizes:
                client.delete("/graphs", params={"graph": name}, headers=RIGHT)

        def whole(_: Path) -> None:
            assert all(one.triples in (0, sizes[one.name]) for one in graphs(other))

        words = ("publish", f"{client.base_url}sparql", "--graph-store", f"{client.base_url}graphs")
        killed_again_and_again(folder, "publish", Operation(lambda _: words, whole, emptied))
        assert {one.name: one.triples for one in graphs(other)} == sizes


def test_no_acknowledged_update_is_lost_when_the_server_is_killed(small: Path, tmp_path: Path) -> None:
    """What was answered with 204 is there; of what was not, the one update on its way is there whole or not at all."""
    store, chance, said = tmp_path / "store", Random("update"), 0  # noqa: S311 - when to kill is no secret
    shutil.copytree(small, store)
    for turn in range(KILLS + 1):
        with started(store, "--rate", "0", "--writable") as (process, client):
            timer = threading.Timer(chance.uniform(0.05, 1), process.kill)
            timer.start()
            try:
                while True:
                    update = f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:{said}> <urn:a> {turn} ; <urn:b> {turn} }} }}"
                    reply = client.post("/sparql", data={"update": update}, headers=RIGHT)
                    assert reply.status_code == 204
                    said += 1
            except httpx.TransportError:
                timer.join()
        rows = Store(store).select("SELECT ?s (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } } GROUP BY ?s")
        assert {str(row["n"].value) for row in rows} == {"2"}  # type: ignore[union-attr]
        found = {int(str(row["s"]).removeprefix("urn:")) for row in rows}
        assert found - {said} == set(range(said))
        said += said in found
    assert said > KILLS


def test_two_builds_at_once_end_well(example: Path) -> None:
    """Both succeed, and what is left is one of them."""
    folder = example.parent
    processes = [start(folder, "build", "--ontology", "ontology") for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    builds(folder)
    generations = [path for path in (folder / "output" / "store").iterdir() if path.is_dir()]
    assert len(generations) == 1


def test_a_clock_that_jumps_changes_nothing(example: Path) -> None:
    """Files from the future are built like others, with the same bytes."""
    folder = example.parent
    assert start(folder, "build", "--ontology", "ontology").wait() == 0
    before = (folder / "output" / "immunograph.ttl").read_bytes()
    for path in example.rglob("*.tsv"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert start(folder, "build", "--ontology", "ontology").wait() == 0
    assert (folder / "output" / "immunograph.ttl").read_bytes() == before
