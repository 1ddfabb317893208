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
    from pathlib import Path

AGENT = "concepts/agent.tsv"


def run(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line as people do."""
    command = [sys.executable, "-m", "immunograph", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **options)  # type: ignore[call-overload,no-any-return]


def test_the_example_is_sound(example: Path) -> None:
    """What the mistakes are planted in has none of its own."""
    done = run("build", "--ontology", example, "-o", example.parent / "output", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["concepts"] == 12


def test_a_mistake_forbids_the_build(example: Path) -> None:
    """The command names it, ends with 1 and writes nothing."""
    file = example / AGENT
    file.write_text(file.read_text(encoding="utf-8").replace("handbook", "handbok", 1), encoding="utf-8")
    done = run("build", "--ontology", example, "-o", example.parent / "output")
    assert done.returncode == 1
    assert (
        f"{example}/{AGENT}:2:135: unknown-source 'handbok' is not in sources.tsv; did you mean handbook?"
        in done.stdout
    )
    assert done.stderr.splitlines()[-1] == f"1 mistake in {example}; nothing was written"
    assert not (example.parent / "output").exists()


def test_all_mistakes_are_found_in_one_run(example: Path) -> None:
    """Nobody mends one mistake to meet the next."""
    for path, old, new in ((AGENT, "handbook", "handbok"), ("indications.tsv", "2020-05-04", "2020-02-30")):
        file = example / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
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
