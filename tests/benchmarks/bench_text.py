"""Reading and mining: the matcher beside other matchers, engines beside one another, memory, and PubMed to evidence.

Accuracy by kind of name is told as well: the mentions of the marked texts that are missed or wrong.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from harness import OURS, Measure, Target, cpu_time, used, wall_time

from immunograph.names import Name, names_of
from immunograph.tables import load, shipped_folder
from immunograph.text.lexicon import lexicon
from immunograph.text.matching import Matcher
from immunograph.text.mining.engines import run
from immunograph.text.mining.reading import ReadOrder, reader
from immunograph.text.mining.shards import deal

sys.path.insert(0, str(Path(__file__).parents[1] / "text"))
from corpus import MARKED, sentences, texts, write_pubmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.lexicon import Lexicon

TITLE = "Reading and mining"
TERMS = 50_000
SPACY, BARE = "spacy", "ahocorasick_rs"
FIND = f"finding the names of {TERMS} terms in 4 MB of text"
TWO = "reading 110 MB of PubMed XML, in seconds that pass"
MARGIN = "55 MB of PubMed XML more on Spark, in seconds that pass"
PUBMED = "all 45 GB of PubMed abstracts to evidence on two cores, extrapolated"
MEMORY = "memory of a worker, at most"
WRONG, MISSED = "wrong of 1000 mentions found", "missed of 1000 mentions marked"
ONE_PROCESS, PROCESSES, LESS = "one process", "two processes", "its first file"
DAY, CORES, BASELINE = 8 * 3600, 2, 45
"""Seconds of a working day, cores, and gigabytes of PubMed abstracts."""
TARGETS = (
    Target(FIND, 0.1, SPACY),
    Target(FIND, 1 / 0.7, BARE),
    Target(TWO, 1 / 1.8, ONE_PROCESS),
    Target(MARGIN, 1 / 0.75, PROCESSES),
    Target(PUBMED, DAY),
    Target(MEMORY, 2 << 30),
    Target(MEMORY, 1.2, LESS),
    Target(WRONG, 50),
    Target(MISSED, 50),
)
_FILE = 20_000
"""Articles of a file, 28 MB of them."""
_FILES = int(os.environ.get("IMMUNOGRAPH_FILES", "4"))
"""Files of the corpus that is mined as a whole: 36 are a gigabyte."""


def measure() -> Iterator[Measure]:
    """Measure on corpora made of our own sentences, always the same ones."""
    ontology = load(shipped_folder()).ontology
    names, lines = names_of(ontology), sentences(ontology)
    yield from _finding(names, list(texts(lines, 3500, 1)))
    words = lexicon(names)
    yield from _accuracy(Matcher(words))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sizes = [write_pubmed(folder / f"{n}.xml", lines, _FILE, n, 1 + _FILE * n) for n in range(_FILES)]
        yield from _engines(folder, words)
        yield from _whole(folder, sum(sizes))


def _more(names: Sequence[Name]) -> list[Name]:
    """Add invented names until there are enough."""
    draw = random.Random(1)  # noqa: S311 - no secret
    parts = "an ti mab gen il ox er ol in ate pro tein kin ase re cep tor al pha be ta".split()  # noqa: SIM905
    more = list(names)
    while len(more) < TERMS:
        word = " ".join("".join(draw.choices(parts, k=draw.randint(2, 4))) for _ in range(draw.randint(1, 3)))
        more.append(Name(f"x-{word}", word, "target", word, "label"))
    return more


def _finding(names: Sequence[Name], documents: Sequence[str]) -> Iterator[Measure]:
    import ahocorasick_rs
    import spacy
    from spacy.matcher import PhraseMatcher

    many = _more(names)
    words = lexicon(many)
    matcher = Matcher(words)

    def ours() -> None:
        for at in range(0, len(documents), 500):
            matcher.read(documents[at : at + 500])

    yield Measure(FIND, OURS, cpu_time(ours))
    plain = [pattern.decode("latin-1").strip().lower() for pattern, _ in words.entries]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    automaton = ahocorasick_rs.AhoCorasick(sorted(set(plain)), matchkind=kind)

    def bare() -> None:
        for text in documents:
            automaton.find_matches_as_indexes(text.lower())

    yield Measure(FIND, BARE, cpu_time(bare))
    language = spacy.blank("en")
    phrases = PhraseMatcher(language.vocab, attr="LOWER")
    phrases.add("all", list(language.tokenizer.pipe(name.name for name in many)))

    def peer() -> None:
        for document in language.tokenizer.pipe(documents):
            phrases(document)

    yield Measure(FIND, SPACY, cpu_time(peer, times=1))


def _accuracy(matcher: Matcher) -> Iterator[Measure]:
    right = found = marked = 0
    for line in [line for file in MARKED for line in file.read_text(encoding="utf-8").splitlines()]:
        document = json.loads(line)
        known = {(start, end): concept for start, end, concept in document["mentions"]}
        mentions = list(matcher.read([document["text"]]).mentions())
        right += sum(known.get((one.start, one.end)) in one.meaning.concepts for one in mentions)
        found, marked = found + len(mentions), marked + len(known)
    yield Measure(WRONG, OURS, (round(1000 * (found - right) / found),), "integer")
    yield Measure(MISSED, OURS, (round(1000 * (marked - right) / marked),), "integer")


def _engines(folder: Path, words: Lexicon) -> Iterator[Measure]:
    shards = deal(str(folder), words.digest)

    def read(engine: str, workers: int, count: int) -> float:
        with tempfile.TemporaryDirectory() as to:
            order = ReadOrder(words, to)
            return wall_time(lambda: run(engine, reader, order, shards[:count], workers, lambda _: None), times=1)[0]

    yield Measure(TWO, ONE_PROCESS, tuple(read("processes", 1, 4) for _ in range(2)))
    two = tuple(read("processes", 2, 4) for _ in range(2))
    yield Measure(TWO, OURS, two)
    yield Measure(MARGIN, PROCESSES, (min(two) - min(read("processes", 2, 2) for _ in range(2)),))
    if shutil.which("java"):
        os.environ["PYSPARK_SUBMIT_ARGS"] = "--master local[2] --conf spark.ui.enabled=false pyspark-shell"
        os.environ["PYSPARK_PYTHON"] = sys.executable
        read("spark", 2, 2)
        less, more = (min(read("spark", 2, count) for _ in range(2)) for count in (2, 4))
        yield Measure(MARGIN, OURS, (more - less,))


def _whole(folder: Path, size: int) -> Iterator[Measure]:
    """Run the command, first on one file of the corpus."""
    with tempfile.TemporaryDirectory() as to:
        from immunograph.build import build

        build(shipped_folder(), Path(to) / "built", lambda _: None)
        mine = [sys.executable, "-m", "immunograph", "mine", "--store", str(Path(to) / "built" / "store")]
        mine += ["--engine", "loop", "-o"]
        _, less = used([*mine, str(Path(to) / "less"), str(folder / "0.xml")])
        spent, most = used([*mine, str(Path(to) / "all"), str(folder)])
    yield Measure(MEMORY, LESS, (less,), "byte")
    yield Measure(MEMORY, OURS, (most,), "byte")
    yield Measure(PUBMED, OURS, (spent / size * BASELINE * 1e9 / CORES,))
