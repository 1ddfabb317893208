"""A release is whole, says what it is, never changes, and comes into being at once or not at all."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from immunograph.errors import InputError, UsageError
from immunograph.exchange.folder import write_folder
from immunograph.exchange.formats import read
from immunograph.release import Order, pages, products, release
from immunograph.release.versions import parse
from immunograph.syntax import read_turtle
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import DATASET, IG, ig, read_schema, term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from immunograph.terms import Triple


def said(triples: list[Triple], node: object, name: Iri) -> list[str]:
    """Give the values of one property."""
    return sorted(o.value if isinstance(o, Literal) else str(o) for s, p, o in triples if s == node and p == name)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a folder."""
    command = [sys.executable, "-m", "immunograph", "release", *words, "--ontology", str(folder)]
    return subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)


def check_sums(folder: Path) -> None:
    """Compare SHA256SUMS with the files."""
    rows = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {path for _, path in rows} == files - {"SHA256SUMS"}
    for digest, path in rows:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def check_metadata(folder: Path) -> list[Triple]:
    """Compare the metadata with the files."""
    triples = read_turtle((folder / "metadata.ttl").read_bytes(), "metadata.ttl")
    files = said(triples, DATASET, term("dcat:distribution"))
    assert len(files) >= 15
    for iri in map(Iri, files):
        data = (folder / iri.removeprefix(f"{IG}{folder.name}/")).read_bytes()
        assert said(triples, iri, term("dcat:byteSize")) == [str(len(data))]
        (node,) = (o for s, p, o in triples if s == iri and p.endswith("#checksum"))
        assert hashlib.sha256(data).hexdigest() in said(triples, node, Iri("http://spdx.org/rdf/terms#checksumValue"))
        assert said(triples, iri, term("dcat:mediaType"))
    return triples


def test_every_file_is_in_the_checksums_and_the_metadata_knows_its_size(make: Callable[..., Path]) -> None:
    """What is listed is what is there."""
    folder = make(issued="2030-01-31")
    check_sums(folder)
    triples = check_metadata(folder)
    assert said(triples, DATASET, term("dcterms:issued")) == ["2030-01-31T00:00:00"]
    assert said(triples, DATASET, term("owl:versionIRI")) == [IG + "0.2.0/ontology"]
    assert said(triples, DATASET, term("owl:priorVersion")) == []
    graph = gzip.decompress((folder / "immunograph.nt.gz").read_bytes()).splitlines()
    assert said(triples, DATASET, term("void:triples")) == [str(len(graph))]


def test_the_shipped_ontology_can_be_released(released: Path) -> None:
    """All its files verify, and its metadata is true."""
    check_sums(released)
    assert said(check_metadata(released), DATASET, term("owl:versionIRI")) == [IG + "9.0.0/ontology"]


def test_the_graph_itself_carries_its_version(make: Callable[..., Path], example: Path) -> None:
    """One version in it, that of the release, and the one before."""
    folder = make("1.0.0", previous=str(example))
    triples = read_turtle((folder / "immunograph.ttl").read_bytes(), "immunograph.ttl")
    old = read_schema(example / "schema.ttl").version
    assert said(triples, DATASET, term("owl:versionInfo")) == ["1.0.0"]
    assert said(triples, DATASET, term("owl:versionIRI")) == [IG + "1.0.0/ontology"]
    assert said(triples, DATASET, term("owl:priorVersion")) == [f"{IG}{old}/ontology"]
    assert f"<{IG}1.0.0/ontology>" in (folder / "immunograph.ofn").read_text(encoding="utf-8")
    assert "version 1.0.0 " in (folder / "index.html").read_text(encoding="utf-8")


def test_the_tables_come_back_from_the_turtle(make: Callable[..., Path], example: Path) -> None:
    """Inferences and proofs in the download do not hinder `import`."""
    folder, back = make(), example.parent / "back"
    data = {"immunograph.ttl": (folder / "immunograph.ttl").read_bytes()}
    sheets, scripts = read(data, "turtle", read_schema(example / "schema.ttl"), [])
    write_folder(back, sheets, scripts, example)
    for path in example.rglob("*.tsv"):
        assert (back / path.relative_to(example)).read_bytes() == path.read_bytes()


def test_the_same_tables_give_the_same_bytes(make: Callable[..., Path]) -> None:
    """Another day, another folder, another process: the same release."""
    one = make()
    other = one.parents[2] / "other"
    assert run(one.parents[2] / "ontology", "0.2.0", "-o", str(other)).returncode == 0
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert [
        path for path in files if (other / "release" / "0.2.0" / path).read_bytes() != (one / path).read_bytes()
    ] == []


def test_what_changed_is_told_in_words(make: Callable[..., Path], example: Path) -> None:
    """A new synonym and a piece of evidence; also on the page, as the concept's history."""
    before = example.parent / "v0.1.5"
    shutil.copytree(example, before)
    for path, old, new in (
        ("concepts/agent.tsv", "EX-001|", "EX-001|EX-<2>|"),
        ("relations/blocks.tsv", "page 3", "page 4"),
    ):
        file = example / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    folder = make(previous=str(before))
    text = (folder / "CHANGES.md").read_text(encoding="utf-8")
    assert text.startswith("# 0.2.0 (")
    assert "## Since 0.1.5" in text
    assert "- added: examplimab: also called EX-&lt;2>" in text
    assert "- removed: examplimab blocks EXR-1: review, page 3 supports it" in text
    page = (folder / "terms" / "examplimab.html").read_text(encoding="utf-8")
    assert "<li>added in 0.2.0: examplimab: also called EX-&lt;2&gt;</li>" in page
    assert "<li>as in 0.1.5</li>" in (folder / "terms" / "melanoma.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("version", ["", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-01", "1.2.3+4", "../1.2.3", "1.2.3\n"])
def test_a_version_that_is_not_semantic_is_wrong_use(version: str) -> None:
    """Also one that would lead out of the folder."""
    with pytest.raises(UsageError, match="write it as 1"):
        parse(version)


def test_versions_have_the_order_of_the_standard() -> None:
    """The example of Semantic Versioning 2.0.0, 11.4."""
    tails = ["-alpha", "-alpha.1", "-alpha.beta", "-beta", "-beta.2", "-beta.11", "-rc.1", ""]
    versions = [parse(f"1.0.0{tail}") for tail in tails]
    assert all(one < other for one, other in pairwise(versions))


@pytest.mark.parametrize(
    ("words", "said_of_it"),
    [
        (["1.2"], "not a semantic version"),
        (["0.1.0", "--previous", "ontology"], "not later than 0.1.0"),
        (["0.2.0", "--previous", "nowhere"], "neither a folder"),
        (["0.2.0", "--issued", "2026-02-30"], "not a day of the calendar"),
        (["0.2.0", "--issued", "20260228"], "not a day of the calendar"),
    ],
)
def test_wrong_use_is_one_line_and_nothing_is_written(example: Path, words: list[str], said_of_it: str) -> None:
    """It ends with 2."""
    done = run(example, *words)
    assert done.returncode == 2
    assert said_of_it in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not (example.parent / "output").exists()


def test_wrong_tables_are_not_released(example: Path) -> None:
    """The mistake is named with its place, and the command ends with 1."""
    file = example / "relations" / "blocks.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("EXR-1", "EXR-9", 1), encoding="utf-8")
    done = run(example, "0.2.0")
    assert done.returncode == 1
    assert "relations/blocks.tsv:2:" in done.stdout
    assert done.stderr.splitlines()[-1].endswith("nothing was written")
    assert not (example.parent / "output").exists()


def test_a_format_whose_package_is_missing_is_left_out(
    make: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra there is no workbook, and all else."""
    monkeypatch.setattr(products, "find_spec", lambda name: None if name == "openpyxl" else name)
    folder = make()
    assert not (folder / "immunograph.xlsx").exists()
    assert (folder / "immunograph.obo").exists()
    check_sums(folder)


def test_a_version_is_released_once(make: Callable[..., Path]) -> None:
    """What is cited never changes."""
    make()
    with pytest.raises(UsageError, match="was released before"):
        make()


def test_a_release_that_fails_leaves_nothing(
    make: Callable[..., Path], example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the middle takes what was written with it."""

    def fail(*_: object) -> None:
        raise InputError([])

    monkeypatch.setattr(pages, "put_pages", fail)
    with pytest.raises(InputError):
        make()
    assert list((example.parent / "output" / "release").iterdir()) == []


def test_a_release_that_is_killed_is_not_there_and_the_next_one_tidies_up(example: Path) -> None:
    """Killed while it writes pages, after the downloads."""
    code = (
        "import os; from pathlib import Path; from immunograph.release import Order, release\n"
        "kill = lambda stage: os.kill(os.getpid(), 9) if stage == 'writing the pages' else None\n"
        "release(Path('ontology'), Order('0.2.0'), Path('output'), kill)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=example.parent, capture_output=True, check=False)
    assert done.returncode == -9
    left = list((example.parent / "output" / "release").iterdir())
    assert [path.name.startswith(".0.2.0-") for path in left] == [True]
    release(example, Order("0.2.0"), example.parent / "output", lambda _: None)
    assert [path.name for path in (example.parent / "output" / "release").iterdir()] == ["0.2.0"]


def test_the_partition_counts_each_kind(make: Callable[..., Path]) -> None:
    """All partitions together are all concepts."""
    triples = read_turtle((make() / "metadata.ttl").read_bytes(), "metadata.ttl")
    parts = [o for s, p, o in triples if s == DATASET and p == term("void:classPartition")]
    counts = [int(said(triples, part, term("void:entities"))[0]) for part in parts]
    assert [str(sum(counts))] == said(triples, DATASET, term("void:entities"))
    assert str(ig("Agent")) in {said(triples, part, term("void:class"))[0] for part in parts}
