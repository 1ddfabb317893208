"""Plant mistakes in the example ontology and ask ImmunoGraph, ROBOT and LinkML what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph.tables import shipped_folder

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT / "tests" / "validation"))

from by_linkml import ask_linkml  # noqa: E402 - the line above finds test_codes, which stands in no package
from by_robot import ask_robot  # noqa: E402
from rawtables import Told  # noqa: E402
from test_codes import PLANTED, plant  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

FAIR = (
    *("header", "cell-count", "merge-conflict", "empty-cell", "not-a-choice", "not-a-slug"),
    *("unknown-concept", "unknown-source", "unknown-curator", "retired-concept"),
    *("wrong-kind", "wrong-parent", "self-relation"),
    *("cycle", "replaced-by-itself", "self-partner"),
    *("duplicate-row", "duplicate-id", "near-duplicate-id", "duplicate-label", "duplicate-synonym"),
    *("duplicate-definition", "ambiguous-name", "white-space", "label-form"),
    *("not-a-date", "impossible-date", "ended-before-begun", "date-after-reading", "published-after-reading"),
    *("not-a-curie", "unknown-prefix", "identifier-form", "bad-trial-number", "not-a-digest", "not-a-url"),
    *("shared-identifier", "duplicate-mapping", "unused-source", "isolated"),
)
"""The kinds that a tool from tables to an ontology could see; not those of our own house, rules and queries."""
TOOLS = ("ImmunoGraph", "ROBOT", "LinkML")
NOTE = """
A mistake is found when the tool says something that it does not say of the sound tables.
A place is the line, and the column by number or name, in our table; it counts when the line is that of the mistake.
ROBOT has templates made from our columns, with forms and choices as data ranges, then `report` and HermiT.
It stops at the first wrong cell of a template; its report and reasoner name a term or nothing, never a row.
LinkML has a schema made from our columns: required, patterns, choices, ranges; JSON Schema (closed) and SHACL.
It counts rows of a document; its place is made a line here. Its SHACL names a value, never a row.
What a tool cannot express counts as not found.
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What was planted, where, and what each tool said of it that it does not say of the sound tables."""

    code: str
    path: str
    lines: range
    said: tuple[frozenset[Told], ...]


def ask_ours(folder: Path) -> set[Told]:
    """Run `immunograph validate`."""
    command = [sys.executable, "-m", "immunograph", "validate", "--format", "json", "--ontology", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {_ours(finding) for finding in json.loads(done.stdout)}


def _ours(finding: dict[str, object]) -> Told:
    return Told(f"{finding['path']}:{finding['line']}:{finding['column']}", f"{finding['code']} {finding['message']}")


def ask_all(planted: tuple[str, str, str, str] | None = None) -> list[set[Told]]:
    """Ask each tool about a fresh copy of the example, with one mistake in it or none."""
    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name) / "ontology", Path(name) / "robot"
        shutil.copytree(ROOT / "tests" / "example", folder)
        shutil.copytree(shipped_folder() / "rules", folder / "rules")
        (folder / "rules" / "engineered-immunotherapy.rq").unlink()  # it speaks of what is not in the example
        for file in ("schema.ttl", "shapes.ttl"):
            shutil.copy(shipped_folder() / file, folder)
        work.mkdir()
        if planted:
            plant(folder, *planted)
        return [ask_ours(folder), ask_robot(folder, work), ask_linkml(folder)]


def lines(path: str, old: str, new: str) -> range:
    """Give the lines that a planted mistake stands in."""
    before, _, _ = (ROOT / "tests" / "example" / path).read_text(encoding="utf-8").partition(old)
    first = before.count("\n") + 1
    return range(first, first + new.rstrip("\n").count("\n") + 1)


def _place(result: Result, tool: int) -> str:
    """Give the most exact of the places that a tool named rightly, as line and column."""
    rights = [f"{result.path}:{line}" for line in result.lines]
    places = [told.place for told in result.said[tool]]
    named = [place for place in places if any(f"{place}:".startswith(f"{right}:") for right in rights)]
    return max(named, key=lambda place: (place.count(":"), place), default="").removeprefix(f"{result.path}:")


def write(results: list[Result]) -> str:
    """Write the table, its totals and how to read it."""
    heads = ["mistake", "in", *(head for tool in TOOLS for head in (f"found by {tool}", "place"))]
    lines = ["# Planted mistakes", NOTE, _line(heads), _line("---" for _ in heads)]
    for result in results:
        answers = [("yes" if said else "no", _place(result, n) or "-") for n, said in enumerate(result.said)]
        cells = [cell for answer in answers for cell in answer]
        lines.append(_line([result.code, result.path, *cells]))
    totals = [cell for n in range(len(TOOLS)) for cell in _totals(results, n)]
    return "\n".join([*lines, _line(["**of**", str(len(results)), *totals]), ""])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _totals(results: list[Result], tool: int) -> tuple[str, str]:
    places = [_place(result, tool) for result in results]
    found = sum(bool(result.said[tool]) for result in results)
    return str(found), f"{sum(map(bool, places))} lines, {sum(':' in place for place in places)} cells"


def main() -> None:
    """Compare, and write `output/mistakes.md`."""
    sound = ask_all()
    results = []
    for code, path, old, new, _ in PLANTED:
        if code in FAIR:
            asked = ask_all((code, path, old, new))
            said = tuple(frozenset(a - b) for a, b in zip(asked, sound, strict=True))
            results.append(Result(code, path, lines(path, old, new), said))
    (ROOT / "output").mkdir(exist_ok=True)
    (ROOT / "output" / "mistakes.md").write_text(write(results), encoding="utf-8")


if __name__ == "__main__":
    main()
