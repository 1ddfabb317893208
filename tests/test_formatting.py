"""One normal form, and merges that know rows and cells."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from immunograph.formatting import format_table, merge_tables
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "curators.tsv"
HEAD = ["id", "name", "kind"]
_WORDS = st.text("abc", min_size=1, max_size=3)
_ROWS = st.dictionaries(_WORDS, st.tuples(_WORDS, st.sampled_from(["person", "software"])), max_size=6)
Rows = dict[str, tuple[str, str]]


def write(rows: Rows) -> str:
    """Write a table in its normal form."""
    lines = [HEAD, *([key, *cells] for key, cells in sorted(rows.items()))]
    return "".join("\t".join(line) + "\n" for line in lines)


def edit(rows: Rows, changes: list[tuple[str, str, str]]) -> Rows:
    """Apply edits: set one cell, delete a row, or add one."""
    new = dict(rows)
    for what, key, value in changes:
        if what == "delete":
            new.pop(key, None)
        elif key in new:
            name, kind = new[key]
            new[key] = (value, kind) if what == "name" else (name, "person" if kind == "software" else "software")
        elif what == "add":
            new[key] = (value, "person")
    return new


_EDITS = st.lists(st.tuples(st.sampled_from(["name", "kind", "delete", "add"]), _WORDS, _WORDS), max_size=4)


def expected(base: Rows, ours: Rows, theirs: Rows) -> tuple[Rows, bool]:
    """Merge by definition: cell by cell, a deleted row being a value of its own."""
    merged: Rows = {}
    conflict = False
    for key in base.keys() | ours.keys() | theirs.keys():
        b, o, t = base.get(key), ours.get(key), theirs.get(key)
        if t in (o, b):
            chosen = o
        elif o == b:
            chosen = t
        elif o is None or t is None:
            conflict, chosen = True, None
        else:
            cells = []
            for n in range(2):
                was = b[n] if b else None
                conflict |= o[n] not in {t[n], was} and t[n] != was
                cells.append(t[n] if o[n] == was else o[n])
            chosen = (cells[0], cells[1])
        if chosen is not None:
            merged[key] = chosen
    return merged, conflict


@settings(max_examples=300, deadline=None)
@given(_ROWS, _EDITS, _EDITS)
def test_a_merge_is_cell_by_cell(
    rows: Rows, one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]
) -> None:
    """Random pairs of edits: what does not clash is merged, what clashes is shown, and nothing else is."""
    ours, theirs = edit(rows, one), edit(rows, other)
    merged, conflict = expected(rows, ours, theirs)
    result = merge_tables(TABLE, write(rows), write(ours), write(theirs))
    assert bool(result.conflicts) == conflict
    if conflict:
        assert "<<<<<<< ours\n" in result.text
    else:
        assert result.text == write(merged)


@settings(max_examples=200, deadline=None)
@given(_ROWS, _EDITS, _EDITS)
def test_a_merge_does_not_depend_on_the_side(
    rows: Rows, one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]
) -> None:
    """Ours and theirs are equal before the merge."""
    ours, theirs = write(edit(rows, one)), write(edit(rows, other))
    first, second = merge_tables(TABLE, write(rows), ours, theirs), merge_tables(TABLE, write(rows), theirs, ours)
    assert first.conflicts == second.conflicts
    if not first.conflicts:
        assert first.text == second.text


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r", exclude_categories=("Cs",)), max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=5), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_formatting_twice_is_formatting_once(rows: list[tuple[str, str, str]], feed: str, mark: bool) -> None:  # noqa: FBT001
    """Whatever the cells hold."""
    text = ("\ufeff" if mark else "") + feed.join("\t".join(row) for row in [tuple(HEAD), *rows]) + feed
    once = format_table(TABLE, text)
    assert format_table(TABLE, once) == once


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(shipped_folder()).as_posix() for path in shipped_folder().rglob("*.tsv"))
)
def test_the_shipped_tables_are_in_normal_form(name: str) -> None:
    """Formatting changes nothing in them."""
    text = (shipped_folder() / name).read_text(encoding="utf-8")
    assert format_table(name, text) == text


def test_git_merges_with_the_driver(tmp_path: Path) -> None:
    """Two curators edit different cells of one row and add rows at the same place: no conflict."""

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        options = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        return subprocess.run(["git", *options, *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    git("init", "-q", "-b", "main")
    git("config", "merge.immunograph.driver", f"{sys.executable} -m immunograph merge-driver %O %A %B %P")
    file = tmp_path / "ontology" / TABLE
    file.parent.mkdir()
    (tmp_path / ".gitattributes").write_text("*.tsv merge=immunograph\n", encoding="utf-8")
    versions = {
        "main": {"b": ("Bo", "person")},
        "ours": {"b": ("Bob", "person"), "c": ("Cy", "person")},
        "theirs": {"b": ("Bo", "software"), "d": ("Di", "person")},
    }
    for branch, rows in versions.items():
        if branch != "main":
            git("checkout", "-q", "-b", branch, "main")
        file.write_text(write(rows), encoding="utf-8")
        git("add", "-A")
        git("commit", "-q", "-m", branch)
    done = git("merge", "ours")
    assert done.returncode == 0, done.stdout + done.stderr
    merged = {"b": ("Bob", "software"), "c": ("Cy", "person"), "d": ("Di", "person")}
    assert file.read_text(encoding="utf-8") == write(merged)


def test_a_merge_of_a_spoilt_table_loses_no_cell() -> None:
    """A row with a cell too many is kept as it is, or shown as a conflict with all that both sides have."""
    from immunograph.formatting import merge_tables

    base = "subject\tobject\tsource\tlocator\tdirection\tnote\tcurator\na\tb\tc\td\tsupports\t\tme\textra\n"
    other = base.replace("supports", "disputes")
    assert merge_tables("relations/blocks.tsv", base, other, base) == (other, 0)
    assert merge_tables("relations/blocks.tsv", base, base, other) == (other, 0)
    merged = merge_tables("relations/blocks.tsv", base, other, base.replace("\td\t", "\te\t"))
    assert merged.conflicts == 1
    assert merged.text.count("extra") == 2
