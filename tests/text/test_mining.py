"""A corpus adds up to the same, however it is dealt, read and interrupted."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from corpus import sentences, write_lines, write_pubmed
from hypothesis import given, settings
from hypothesis import strategies as st

from immunograph.cli.read import ENGINES as OFFERED
from immunograph.text.mining import engines
from immunograph.text.mining.pairing import EXEMPLARS, Mentions, pairs
from immunograph.text.mining.shards import deal, documents
from immunograph.text.values import Document

if TYPE_CHECKING:
    from immunograph.model import Ontology

ROWS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 40), st.integers(0, 4)),
    unique_by=lambda r: r[:1] + r[2:3],
)


def command(output: Path, corpus: Path, to: Path, *words: str) -> list[str]:
    """Give the command that mines a corpus with the built store."""
    store = str(output / "store")
    return [sys.executable, "-m", "immunograph", "mine", str(corpus), "-o", str(to), "--store", store, *words]


def mine(output: Path, corpus: Path, to: Path, *words: str) -> dict[str, object]:
    """Mine a corpus and give the report."""
    done = subprocess.run(command(output, corpus, to, *words), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((to / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def corpus(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write four files that are a shard each, with documents that are there twice and lines that are spoilt."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = sentences(ontology)
    for number in range(3):
        write_pubmed(folder / f"p{number}.xml", lines, 400, number, first=1 + 350 * number)
    write_lines(folder / "q.jsonl", lines, 400, 9)
    with (folder / "q.jsonl").open("ab") as file:
        again = (folder / "q.jsonl").read_bytes().splitlines()[0]
        file.write(again + b"\n" + again.replace(b'"d1"', b'"other"') + b'\n{broken\n{"id": "e", "text": " "}\n')
    (folder / "empty.txt").write_bytes(b"")
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    (folder / "broken.xml").write_text("<PubmedArticleSet><PubmedArticle>", encoding="utf-8")
    (folder / "notes.csv").write_text("not read", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plain(output: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Mine the corpus in a loop, without any trouble."""
    return mine(output, corpus, tmp_path_factory.mktemp("plain"), "--engine", "loop")


def test_nothing_is_counted_twice_and_all_that_is_skipped_is_told(plain: dict[str, object]) -> None:
    """3 x 400 articles, 50 of which are there again in the next file, and 400 lines."""
    assert plain["documents"] == 3 * 400 - 100 + 400
    assert plain["skipped"] == {
        "broken XML: no element found": 1, "no text": 2, "not JSON": 1, "not UTF-8": 1,
        "read again under the same name": 101, "the same text under another name": 1,
    }  # fmt: skip


def test_processes_give_what_a_loop_gives(output: Path, corpus: Path, plain: dict[str, object], tmp_path: Path) -> None:
    """One SHA-256 whatever the engine, and the parts of a run in any order."""
    for part in ("2/2", "1/2"):
        words = ("--engine", "loop", "--shard", part)
        subprocess.run(command(output, corpus, tmp_path, *words), check=True, capture_output=True)
    assert mine(output, corpus, tmp_path, "--workers", "2")["sha256"] == plain["sha256"]


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.parent.name))
    return found


def _wait(folder: Path, done: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so many shards are read."""
    while process.poll() is None and len(list((folder / "read").glob("[0-9]*"))) < done:
        time.sleep(0.01)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the workers")
def test_a_killed_worker_changes_nothing(output: Path, corpus: Path, plain: dict[str, object], tmp_path: Path) -> None:
    """Another takes its place, and what it began is done again."""
    words = command(output, corpus, tmp_path, "--workers", "2")
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    _wait(tmp_path, 1, process)
    workers = [pid for pid in _children(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert workers
    os.kill(workers[0], signal.SIGKILL)
    assert process.communicate(timeout=300)[1].decode().count("\n") == 3
    assert process.returncode == 0
    assert json.loads((tmp_path / "report.json").read_bytes())["sha256"] == plain["sha256"]


def test_a_killed_run_goes_on_where_it_was(
    output: Path, corpus: Path, plain: dict[str, object], tmp_path: Path
) -> None:
    """Killed twice in the middle, then run to its end; no worker is left behind."""
    for done in (1, 3):
        words = command(output, corpus, tmp_path, "--workers", "2")
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True)
        _wait(tmp_path, done, process)
        workers = _children(process.pid)
        process.kill()
        process.wait()
        until = time.monotonic() + 60
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "read").glob("[0-9]*")}
    assert kept
    assert mine(output, corpus, tmp_path)["sha256"] == plain["sha256"]
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "read").iterdir()}
    assert kept.items() <= after.items()
    assert len(after) == len(deal(str(corpus), "any"))


def test_a_full_disk_is_one_clear_line(output: Path, corpus: Path, plain: dict[str, object], tmp_path: Path) -> None:
    """No part of a file is left, and with room the run ends well."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    words = command(output, corpus, tmp_path, "--engine", "loop")
    done = subprocess.run(words, capture_output=True, text=True, check=False, preexec_fn=little)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert all(path.stat().st_size < 50_000 for path in tmp_path.rglob("*") if path.is_file())
    assert mine(output, corpus, tmp_path)["sha256"] == plain["sha256"]


def test_associations_load_beside_the_graph(output: Path, plain: dict[str, object], tmp_path: Path) -> None:
    """They are in a graph of their own, say that two occur together, and never that one treats the other."""
    file = Path(str(plain["output"])) / "associations.nq"
    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.N_QUADS)
    assert [graph.value for graph in store.named_graphs()] == ["https://w3id.org/immunograph/graph-literature"]
    predicates = {quad.predicate.value for quad in store}
    assert "https://w3id.org/biolink/vocab/occurs_together_in_literature_with" in predicates
    assert not any("treat" in one for one in predicates)
    copied = tmp_path / "store"
    import shutil

    shutil.copytree(output / "store", copied)
    say = [sys.executable, "-m", "immunograph", "load", str(file), "--store", str(copied)]
    subprocess.run(say, check=True, capture_output=True)
    shown = [sys.executable, "-m", "immunograph", "show", "pembrolizumab", "--store", str(copied)]
    text = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    assert "mentioned together in " in text


def test_exemplars_point_to_what_they_say(plain: dict[str, object], corpus: Path) -> None:
    """At each place of an exemplar stands a name of its concept; a pair has ten at the most."""
    folder = Path(str(plain["output"]))
    texts = {one.id: one.text for shard in deal(str(corpus), "any") for part in shard.parts for one in documents(part)
             if isinstance(one, Document)}  # fmt: skip
    mentions = {
        (row["document"], row["start"], row["end"], row["concept"])
        for path in (folder / "mentions").iterdir()
        for row in pq.read_table(path).to_pylist()
    }
    for row in pq.read_table(folder / "pairs.parquet").to_pylist()[:2000]:
        assert row["documents"] >= 3
        assert 1 <= len(row["exemplars"]) <= min(EXEMPLARS, row["documents"])
        for one in row["exemplars"]:
            assert (one["document"], one["start"], one["end"], row["a"]) in mentions
            assert (one["document"], one["other_start"], one["other_end"], row["b"]) in mentions
            assert texts[one["document"]][one["start"] : one["end"]].strip()


def test_no_concept_is_paired_with_what_it_is_a_kind_of(plain: dict[str, object], ontology: Ontology) -> None:
    """That melanoma is a cancer is known without a corpus."""
    found = {(row["a"], row["b"]) for row in pq.read_table(Path(str(plain["output"])) / "pairs.parquet").to_pylist()}
    for concept in ontology.concepts.values():
        for parent in concept.parents:
            assert not {(concept.id, parent), (parent, concept.id)} & found


@settings(max_examples=300)
@given(ROWS)
def test_pairs_are_those_of_the_definition(rows: list[tuple[int, int, int, int]]) -> None:
    """The columns give what counting by hand gives: documents, sentences, and the nearest exemplars first."""
    rows = sorted((document, start, 10 * sentence, concept) for document, sentence, start, concept in rows)
    rows = [(document, sentence + start // 10, start, concept) for document, start, sentence, concept in rows]
    rows.sort()
    columns = [np.array([row[n] for row in rows], dtype=np.int64) for n in (0, 3, 1, 2)]
    got = pairs(Mentions(*columns, columns[3] + 1), 5)
    documents: dict[tuple[int, int], set[int]] = defaultdict(set)
    together: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for document in {row[0] for row in rows}:
        mine_ = [row for row in rows if row[0] == document]
        for a, b in combinations(sorted({row[3] for row in mine_}), 2):
            documents[a, b].add(document)
            here = ({row[1] for row in mine_ if row[3] == one} for one in (a, b))
            together[a, b] |= {(document, sentence) for sentence in set.intersection(*here)}
    keys = list(zip(got.a.tolist(), got.b.tolist(), strict=True))
    assert keys == sorted(documents)
    assert got.documents.tolist() == [len(documents[key]) for key in keys]
    assert got.sentences.tolist() == [len(together[key]) for key in keys]
    for number, key in enumerate(keys):
        at = np.flatnonzero(got.pair == number)
        first, second = got.first[at], got.second[at]
        assert [rows[n][3] for n in first] == [key[0]] * len(at)
        assert [rows[n][3] for n in second] == [key[1]] * len(at)
        apart = [rows[a][1] != rows[b][1] for a, b in zip(first, second, strict=True)]
        assert apart == got.apart[at].astype(bool).tolist() == sorted(apart)
        assert len({rows[n][0] for n in first}) == len(at) == min(EXEMPLARS, len(documents[key]))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20), st.integers(1, 200))
def test_parts_of_a_file_have_each_line_once(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], step: int
) -> None:
    """Wherever a file of lines is cut, each line is read by one part."""
    from immunograph.text.mining.shards import Part

    path = tmp_path_factory.mktemp("parts") / "a.jsonl"
    path.write_text("".join(json.dumps({"id": n + 1, "text": f"x{text}"}) + "\n" for n, text in enumerate(texts)))
    size = path.stat().st_size
    parts = [Part(str(path), "a.jsonl", begin, min(begin + step, size)) for begin in range(0, size, step)]
    found = [one.id for part in parts for one in documents(part) if isinstance(one, Document)]
    assert found == [str(n + 1) for n in range(len(texts))]


def test_the_command_line_offers_the_engines_that_there_are() -> None:
    """The list stands twice so that `--help` stays fast."""
    assert OFFERED == engines.ENGINES


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "there is no such file or folder"),
        (("CORPUS", "--shard", "3/2"), "there is no such part"),
        (("CORPUS", "--shard", "x"), "write it as I/N"),
        (("nosuch://a/b",), "cannot be opened"),
    ],
)
def test_wrong_use_is_told(output: Path, corpus: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """One clear line, and 2."""
    first = corpus if words[0] == "CORPUS" else words[0]
    done = subprocess.run(
        command(output, first, tmp_path / "o", *words[1:]), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
