"""Run the parts of the benchmark, keep their values in output/bench.json, and tell them in output/bench.md.

Usage: run.py [PART...], where a part is a module `bench_PART.py` beside this one with a `TITLE`, `TARGETS`,
`measure()` and, where there is a picture to draw, `draw()`. The JSON is a suite of pyperf, which knows the machine; a
part that runs again replaces only itself.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pyperf
from report import tell

if TYPE_CHECKING:
    from harness import Measure

HERE = Path(__file__).parent
OUTPUT = HERE.parents[1] / "output"
PARTS = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main(asked: list[str]) -> int:
    """Run what was asked for, or all."""
    if unknown := sorted({*asked} - {*PARTS}):
        sys.stderr.write(f"scripts/bench: there is no part {', '.join(unknown)}; take of {', '.join(PARTS)}\n")
        return 2
    OUTPUT.mkdir(exist_ok=True)
    for part in asked or PARTS:
        sys.stderr.write(f"{part} ...\n")
        _keep([_kept(part, measure) for measure in import_module(f"bench_{part}").measure()], part)
    parts, kept = {part: import_module(f"bench_{part}") for part in PARTS}, _load()
    for name, part in parts.items():
        own = [bench for bench in kept if bench.get_metadata()["part"] == name]
        if own and hasattr(part, "draw"):
            part.draw(own, OUTPUT / f"bench-{name}.svg")
    story = tell(parts, kept)
    _replace(OUTPUT / "bench.md", story)
    sys.stdout.write(story)
    return 0


def _kept(part: str, measure: Measure) -> pyperf.Benchmark:
    names = {"part": part, "question": measure.question, "tool": measure.tool}
    versions = {} if measure.tool not in _versions() else {"tool_version": _versions()[measure.tool]}
    metadata = {"name": ": ".join(names.values()), "unit": measure.unit, **names, **versions}
    return pyperf.Benchmark([pyperf.Run(measure.values, metadata=metadata)])


def _versions() -> dict[str, str]:
    return {found.metadata["Name"]: found.version for found in distributions()}


def _load() -> list[pyperf.Benchmark]:
    path = OUTPUT / "bench.json"
    return pyperf.BenchmarkSuite.load(str(path)).get_benchmarks() if path.exists() else []


def _keep(measured: list[pyperf.Benchmark], part: str) -> None:
    others = [kept for kept in _load() if kept.get_metadata()["part"] != part]
    beside = OUTPUT / "bench.json.new"
    pyperf.BenchmarkSuite([*others, *measured]).dump(str(beside), replace=True)
    beside.replace(OUTPUT / "bench.json")


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
