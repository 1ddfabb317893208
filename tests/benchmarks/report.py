"""Tell measures as Markdown: what each tool needed for each question, beside ours, and whether that was aimed at."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from harness import OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from harness import Target
    from pyperf import Benchmark

MACHINE = ("cpu_model_name", "cpu_count", "platform", "python_implementation", "python_version", "date")
HEAD = "| question | tool | median | from | to | of ours | aim |\n| --- | --- | --- | --- | --- | --- | --- |"


def tell(parts: Mapping[str, ModuleType], kept: Sequence[Benchmark]) -> str:
    """Return the report of all parts that were measured."""
    lines = ["# Benchmark", ""]
    if kept:
        known = kept[-1].get_metadata()
        lines += [", ".join(str(known[key]) for key in MACHINE if key in known), ""]
    for name, part in parts.items():
        own = [bench for bench in kept if bench.get_metadata()["part"] == name]
        if own:
            picture = [f"![{part.TITLE}](bench-{name}.svg)", ""] if hasattr(part, "draw") else []
            lines += [f"## {part.TITLE}", "", *picture, *_table(own, part.TARGETS), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(measured: Sequence[Benchmark], targets: Sequence[Target]) -> list[str]:
    lines = HEAD.split("\n")
    asked: dict[str, dict[str, Benchmark]] = {}
    for bench in measured:
        known = bench.get_metadata()
        asked.setdefault(known["question"], {})[known["tool"]] = bench
    for question, tools in asked.items():
        ours = median(tools[OURS].get_values()) if OURS in tools else None
        aims = {target.peer: target.at_most for target in targets if target.question == question}
        for tool, bench in tools.items():
            values = bench.get_values()
            share = "" if ours is None or tool == OURS or not ours else f"{median(values) / ours:.2f}"
            verdict = _verdict(ours, bench, aims.get("" if tool == OURS else tool), own=tool == OURS)
            figures = (bench.format_value(value) for value in (median(values), min(values), max(values)))
            lines.append(f"| {question} | {_versioned(tool, bench)} | {' | '.join(figures)} | {share} | {verdict} |")
    return lines


def _versioned(tool: str, bench: Benchmark) -> str:
    version = bench.get_metadata().get("tool_version")
    return f"{tool} {version}" if version else tool


def _verdict(ours: float | None, bench: Benchmark, at_most: float | None, *, own: bool) -> str:
    if at_most is None or ours is None:
        return ""
    met = (ours if own else ours / median(bench.get_values())) <= at_most
    aim = f"at most {bench.format_value(at_most)}" if own else f"ours at most {at_most:g} of it"
    return f"{aim}: {'met' if met else 'missed'}"
