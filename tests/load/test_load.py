"""A short run of the load test: good clients notice nothing of bad ones, of swaps, and of workers that are killed."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.load.clients import BAD, GOOD
from tests.load.run import attack, figures, told


@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="it weighs processes by /proc, as Linux has it"
)
def test_good_clients_notice_nothing_of_bad_ones(example: Path, tmp_path: Path) -> None:
    """Fifty clients, eight seconds; `scripts/test-load` does it for ten minutes with the whole ontology."""
    shutil.rmtree(example / "queries")
    with ThreadPoolExecutor(1) as aside:  # the browser of other tests keeps an event loop in this thread
        report = aside.submit(attack, example, tmp_path / "load", 8).result()
    found = figures(report)
    assert report.errors == 0, told(found)
    assert report.log == []
    assert len(report.events) == 6
    assert set(report.world.took) <= set(GOOD)
    assert set(report.world.bad) == set(BAD)
