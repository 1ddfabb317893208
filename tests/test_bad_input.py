"""Bad input: one clear line, the right exit code, and the old output untouched."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from immunograph.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGENT = "concepts/agent.tsv"
BLOCKS = "relations/blocks.tsv"


def run(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as people do."""
    command = [sys.executable, "-m", "immunograph", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)  # type: ignore[call-overload,no-any-return]


def change(old: str, new: str) -> Callable[[str], str]:
    """Make an edit that must find what it changes."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


MISTAKES = [
    (AGENT, change("label\tparents", "label"), f"{AGENT}:1:1: header missing column 'parents'"),
    (AGENT, change("label\tparents", "parents\tlabel"), f"{AGENT}:1:1: header order"),
    (AGENT, change("\tantibody\tEX", "\tantibodi\tEX"), f"{AGENT}:2:23: unknown-concept no concept has the id 'antibodi'; did you mean antibody?"),
    (AGENT, change("oldimab\toldimab", "examplimab\toldimab"), f"{AGENT}:3:1: duplicate-id 'examplimab'"),
    (AGENT, change("oldimab\toldimab", "oldimab\tExamplimab"), f"{AGENT}:3:9: duplicate-label"),
    (AGENT, change("EX-001|Examplex", "EX-001|EX 001"), f"{AGENT}:2:32: duplicate-synonym"),
    (AGENT, change("handbook", "handbok"), "unknown-source 'handbok' is not in sources.tsv; did you mean handbook?"),
    (AGENT, change("\texample\t", "\texampel\t"), "unknown-curator 'exampel' is not in curators.tsv; did you mean example?"),
    (AGENT, change("section 1\t", "\t"), "empty-cell locator is empty"),
    (AGENT, change("oldimab\toldimab", "old imab\toldimab"), f"{AGENT}:3:1: not-a-slug"),
    (AGENT, change("A human antibody", " A human antibody"), "white-space definition has stray white space"),
    (AGENT, change("\n", "\r\n"), f"{AGENT}:1: carriage-return"),
    (AGENT, change("id\t", "\ufeffid\t"), f"{AGENT}:1:1: byte-order-mark"),
    (AGENT, change("examplimab\t", "examplimab\textra\t"), f"{AGENT}:2:1: cell-count 11 cells where 10 belong"),
    (AGENT, change("\noldimab", "\n\noldimab"), f"{AGENT}:3:1: empty-line"),
    ("concepts/therapy.tsv", change("cancer treatment\t\t", "cancer treatment\tantibody\t"), "cycle the hierarchy runs in a circle: antibody --> cancer-treatment --> antibody"),
    (BLOCKS, change("examplimab\tEXR-1", "examplimab\tEXR-2"), f"{BLOCKS}:2:12: unknown-concept no concept has the id 'EXR-2'; did you mean EXR-1?"),
    (BLOCKS, change("examplimab\tEXR-1", "examplimab\tmelanoma"), f"{BLOCKS}:2:12: wrong-kind 'blocks' wants a Target as object, and melanoma is a cancer"),
    (BLOCKS, change("supports\tin", "suports\tin"), f"{BLOCKS}:3:32: not-a-choice 'suports' is none of supports, disputes"),
    (BLOCKS, change("review\tpage 3", "handbook\tsection 2"), f"{BLOCKS}:3:1: duplicate-row"),
    ("relations/inhibits.tsv", change("EXR-1\tT-cell", "T-cell-activation\tT-cell"), "self-relation T-cell-activation cannot 'holds back' itself"),
    ("indications.tsv", change("2020-05-04", "2020-02-30"), "impossible-date 2020-02-30 is no day of the calendar"),
    ("indications.tsv", change("2010-03-01", "1999-03-01"), "ended-before-begun 1999-03-01 is before 2001"),
    ("indications.tsv", change("\tFDA\tapproved", "\t\tapproved"), "no-regulator who has approved it?"),
    ("indications.tsv", change("withdrawn", "approved"), "ended-but-not-withdrawn"),
    ("indications.tsv", change("page 4\tsupports", "page 4\tdisputes"), "disputes-nothing"),
    ("sources.tsv", change("handbook\tA", "handbooks\tA"), "unused-source no row cites handbooks"),
    ("mappings.sssom.tsv", change("NCIT:C3224", "NCTI:C3224"), "unknown-prefix the prefix 'NCTI' is not in the curie_map at the head of the file; did you mean NCIT?"),
    ("mappings.sssom.tsv", change("ig:melanoma\tmelanoma", "ig:melanoma\tMelanom"), "stale-label the label is 'melanoma' now"),
    ("passages.tsv", change("0" * 64, "0" * 63), "not-a-digest"),
    ("schema.ttl", change("a owl:Ontology", "an owl:Ontology"), "not-turtle"),
    ("schema.ttl", change("ig:blocks a owl:ObjectProperty", "ig:blocks a owl:FunctionalProperty, owl:ObjectProperty"), "unsupported-axiom the reasoner does not know"),
    ("rules/guides.rq", change("CONSTRUCT", "CONSTRUKT"), "rules/guides.rq:2:1: wrong-rule not SPARQL"),
    ("rules/guides.rq", change("ig:requires", "gi:requires"), "rules/guides.rq:3:63: wrong-rule the prefix 'gi' is not known"),
    ("rules/guides.rq", change("?marker ig:guides", "?other ig:guides"), "wrong-rule ?other is not in the WHERE part; bind it there"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "edit", "line"), MISTAKES, ids=[said.split("; ")[0][:60] for *_, said in MISTAKES])
def test_a_mistake_is_one_line_and_nothing_is_written(
    example: Path, path: str, edit: Callable[[str], str], line: str
) -> None:
    """Each mistake is named with its place and its cure; the command ends with 1 and writes nothing."""
    file = example / path
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    done = run("build", "--ontology", example, "-o", example.parent / "output")
    assert done.returncode == 1
    assert line in done.stdout
    assert "Traceback" not in done.stderr
    assert not (example.parent / "output").exists()


def test_the_example_is_sound(example: Path) -> None:
    """What the mistakes are planted in has none of its own."""
    done = run("build", "--ontology", example, "-o", example.parent / "output", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["concepts"] == 10


def test_all_mistakes_are_found_in_one_run(example: Path) -> None:
    """Nobody mends one mistake to meet the next."""
    for path, edit in ((AGENT, change("handbook", "handbok")), ("indications.tsv", change("2020-05-04", "2020-02-30"))):
        file = example / path
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    done = run("build", "--ontology", example, "-o", example.parent / "output", "--format", "json")
    assert {"unknown-source", "impossible-date"} <= {finding["code"] for finding in json.loads(done.stdout)}


def test_a_file_that_is_not_utf_8_is_named_with_its_place(example: Path) -> None:
    """The first byte that is wrong has a line and a column."""
    file = example / AGENT
    file.write_bytes(file.read_bytes().replace(b"An example", b"An ex\xe4mple", 1))
    done = run("build", "--ontology", example, "-o", example.parent / "output")
    assert done.returncode == 1
    assert f"{AGENT}:2:53: not-utf-8" in done.stdout


def test_a_missing_table_is_named(example: Path) -> None:
    """A table that is gone is a finding."""
    (example / "curators.tsv").unlink()
    done = run("build", "--ontology", example, "-o", example.parent / "output")
    assert done.returncode == 1
    assert "curators.tsv: no-file" in done.stdout


def test_a_folder_that_is_no_ontology_is_wrong_use(tmp_path: Path) -> None:
    """The exit code is 2 and the line says what to name."""
    done = run("build", "--ontology", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not an ontology folder" in done.stderr


@pytest.fixture
def built(example: Path) -> Path:
    """Build the example."""
    output = example.parent / "output"
    build(example, output, lambda _: None)
    return output


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file that a reader of the output may open, but for the engine's own logs."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "oxigraph" not in path.parts
    }


def test_a_full_disk_leaves_the_old_output(built: Path, example: Path) -> None:
    """When no file may grow, one line says so, and what was built before still answers."""
    before = contents(built)
    text = (example / AGENT).read_text(encoding="utf-8")
    (example / AGENT).write_text(text.replace("A mouse antibody", "A rat antibody"), encoding="utf-8")

    def no_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    done = run("build", "--ontology", example, "-o", built, preexec_fn=no_space)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) <= 4
    assert "Traceback" not in done.stderr
    assert contents(built) == before
    assert run("find", "examplimab", "--store", built / "store").returncode == 0


@pytest.mark.parametrize("file", ["immunograph.html", "store"])
def test_a_place_that_cannot_be_written_is_named(example: Path, file: str) -> None:
    """A folder stands where a file should go, or a file where a folder should go."""
    output = example.parent / "output"
    output.mkdir()
    if file == "store":
        (output / file).write_text("not a folder", encoding="utf-8")
    else:
        (output / file).mkdir()
    done = run("build", "--ontology", example, "-o", output)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_read_only_disk_is_named(example: Path) -> None:
    """The kernel's own read-only tree stands in for a disk that takes no writes."""
    done = run("build", "--ontology", example, "-o", "/proc/output")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def damage(store: Path, how: str) -> None:
    """Spoil a store."""
    current = store / "current.json"
    if how == "missing":
        current.unlink()
    elif how == "older":
        current.write_text(json.dumps({**json.loads(current.read_text()), "format": 0}))
    elif how == "corrupt":
        current.write_bytes(b"\x00")
    else:
        generation = store / json.loads(current.read_text())["generation"]
        for file in (generation / "oxigraph").iterdir():
            file.unlink() if how == "emptied" else file.write_bytes(os.urandom(64))


@pytest.mark.parametrize("how", ["missing", "older", "corrupt", "emptied", "garbled"])
def test_a_store_that_cannot_be_read_says_how_to_get_one(built: Path, how: str) -> None:
    """One line, exit code 2."""
    damage(built / "store", how)
    done = run("query", "ASK { ?s ?p ?o }", "--store", built / "store")
    assert done.returncode == 2
    assert "run `immunograph build`" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * WHERE { ?s ?p }", "query:1:25: not SPARQL at or before"),
        ("SELECT *\nWHERE { ?s foo:bar ?o }", "foo: is not declared"),
        ("SELECT ?x WHERE { ?s ?p ?o } GROUP BY ?s", "query"),
        ("no-such-query", "neither a file nor a saved query"),
        ("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", "SERVICE would call another endpoint"),
        ("INSERT DATA { ig:a ig:b ig:c }", "this is an update"),
    ],
)
def test_a_wrong_query_is_one_line(built: Path, query: str, said: str) -> None:
    """The place and the cure; exit code 2."""
    done = run("query", query, "--store", built / "store")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
