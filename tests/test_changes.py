"""A diff says what was stated, what follows and why, and which answers moved."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from immunograph.changes import Change, compare
from immunograph.conclusion import conclude

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = "relations/blocks.tsv"
NEW_AGENT = (
    "newimab\tnewimab\tantibody\t\tA new medicine.\tA new antibody that hinders EXR-1.\treview\tpage 9\texample\t\n"
)


def changed(example: Path, path: str, old: str, new: str) -> list[Change]:
    """Edit one file of a copy and compare."""
    copy = example.parent / "edited"
    shutil.copytree(example, copy)
    file = copy / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return compare(conclude(example), conclude(copy))


def test_nothing_changed_is_no_change(example: Path) -> None:
    """An ontology equals itself."""
    assert compare(conclude(example), conclude(example)) == []


def test_a_new_relation_shows_what_follows_and_why(example: Path) -> None:
    """The row, the inference with the rows it rests on, and the query that answers differently."""
    copy = example.parent / "edited"
    shutil.copytree(example, copy)
    for path, row in (
        ("concepts/agent.tsv", NEW_AGENT),
        (BLOCKS, "newimab\tEXR-1\treview\tpage 9\tsupports\t\texample\n"),
    ):
        file = copy / path
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join([lines[0], *sorted([*lines[1:], row])]), encoding="utf-8")
    said = [str(change) for change in compare(conclude(example), conclude(copy))]
    assert "+ newimab (agent, ig:newimab): A new antibody that hinders EXR-1." in said
    assert "+ newimab blocks EXR-1 [review, page 9, relations/blocks.tsv:4]" in said
    assert (
        "+ newimab releases T-cell activation, because 'blocks' and then 'holds back' together give 'releases': "
        "newimab blocks EXR-1 [relations/blocks.tsv:4] and "
        "EXR-1 holds back T-cell activation [relations/inhibits.tsv:2]"
    ) in said
    assert "~ blockers: Which agents block EXR-1? now (newimab)" in said


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (BLOCKS, "page 3", "page 4", "+ examplimab blocks EXR-1: review, page 4 supports it (in the test tube)"),
        (BLOCKS, "page 3", "page 4", "- examplimab blocks EXR-1: review, page 3 supports it (in the test tube)"),
        ("concepts/agent.tsv", "EX-001|", "", "- examplimab: no more called EX-001"),
        ("concepts/agent.tsv", "examplimab\tantibody", "examplumab\tantibody", "~ examplumab: was called examplimab"),
        (
            "concepts/agent.tsv",
            "A mouse",
            "A rat",
            "~ oldimab: redefined, from 'A mouse antibody that",
        ),
        ("concepts/cancer.tsv", "melanoma\tcancer", "melanoma\t", "- melanoma is a kind of cancer"),
        ("concepts/regulator.tsv", "section 1", "section 2", "+ FDA: handbook, section 2 supports it"),
        ("indications.tsv", "2020-05-04", "2020-05-05", "+ examplimab is approved for melanoma (advanced) if EXR-1"),
        ("trials.tsv", "\tpositive", "\tnegative", "+ EX-1: result negative"),
        ("mappings.sssom.tsv", "exactMatch", "closeMatch", "+ ig:melanoma skos:closeMatch NCIT:C3224"),
        ("curators.tsv", "the tests", "those tests", "- the tests of ImmunoGraph (example, software)"),
        ("passages.tsv", "section 1", "section 1a", "+ handbook, section 1a: "),
        ("relations/inhibits.tsv", "supports", "disputes", "- examplimab releases T-cell activation, because"),
    ],
)
def test_each_kind_of_change_is_said(example: Path, path: str, old: str, new: str, said: str) -> None:
    """One edit, one sentence."""
    lines = [str(change) for change in changed(example, path, old, new)]
    assert any(line.startswith(said) for line in lines), lines


def test_the_command_compares_a_revision_with_the_folder(example: Path) -> None:
    """Git gives the old version; KGCL and JSON are for programs."""

    def run(*words: str) -> str:
        done = subprocess.run(words, cwd=example.parent, capture_output=True, text=True, check=True)
        return done.stdout

    run("git", "init", "-q")
    run("git", "add", "-A")
    run("git", "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "first")
    file = example / "concepts/agent.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("EX-001|", "", 1), encoding="utf-8")
    command = (sys.executable, "-m", "immunograph", "diff", "HEAD", "--ontology", str(example))
    assert "  - examplimab: no more called EX-001" in run(*command)
    assert run(*command, "--format", "kgcl") == "remove synonym 'EX-001' for ig:examplimab\n"
    assert json.loads(run(*command, "--format", "json"))[0]["part"] == "concepts"
    assert run(*command, "--format", "markdown").startswith("### concepts (1)\n\n- removed: examplimab")


def test_a_release_or_an_export_is_a_version_too(example: Path) -> None:
    """A file that was exported, and the folder of a release, are read back as tables."""

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "immunograph", *words, "--ontology", str(example)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    old = example.parent / "old.xlsx"
    run("export", "xlsx", "-o", str(old))
    run("release", "0.1.1", "-o", str(example.parent))
    file = example / "concepts/agent.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("EX-001|", "", 1), encoding="utf-8")
    for version in (old, example.parent / "release" / "0.1.1"):
        assert "- examplimab: no more called EX-001" in run("diff", str(version))


@pytest.mark.parametrize("name", ["no-such-revision", "--output=x"])
def test_a_name_that_is_nothing_is_wrong_use(example: Path, name: str) -> None:
    """Neither a folder nor a revision; and an option of git is not smuggled in."""
    command = [sys.executable, "-m", "immunograph", "diff", "--ontology", str(example), "--", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
