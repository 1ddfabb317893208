"""What the tests of faults share: how a command is started, and what must be whole whatever happened to it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pyoxigraph as ox

from immunograph.conclusion import review
from immunograph.store import Store

if TYPE_CHECKING:
    from pathlib import Path

ROW = "add-row", "blocks", "subject=oldimab", "object=EXR-1", "source=review", "--curator", "example"
TRIPLES = 20_000
CORPUS = [
    "Examplimab blocks EXR-1 in melanoma. Oldimab does not restrain T-cell activation in patients with cancer.",
    "EXR-1 expression predicts the effect of examplimab, an antibody that patients with melanoma are given.",
]


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a command beside the example."""
    command = [sys.executable, "-m", "immunograph", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fill(folder: Path) -> None:
    """Put beside the example what commands read, and build it."""
    (folder / "more.nt").write_bytes(b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(TRIPLES)))
    (folder / "corpus").mkdir()
    for file in range(4):
        lines = [{"id": f"{file}-{n}", "text": f"{text} No. {file}-{n}."} for n in range(40) for text in CORPUS]
        text = "\n".join(map(json.dumps, lines))
        (folder / "corpus" / f"{file}.jsonl").write_text(text, encoding="utf-8")
    assert start(folder, "build", "--ontology", "ontology").wait() == 0


def builds(folder: Path) -> None:
    """The page, the downloads and the store of some build."""
    output = folder / "output"
    assert (output / "immunograph.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert (output / "coverage.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert sum(1 for _ in ox.parse(path=str(output / "immunograph.ttl"))) > 100
    store = Store(output / "store")
    assert len(store.select("SELECT ?c WHERE { ?c a ig:Agent }")) >= 2
    assert store.find("examplimab")


def loads(folder: Path) -> None:
    """The curated graphs, and all of the loaded one or nothing."""
    rows = Store(folder / "output" / "store").select("SELECT ?o WHERE { ?s <urn:p> ?o }")
    assert len(rows) in (0, TRIPLES)
    builds(folder)


def edits(folder: Path) -> None:
    """Tables without a mistake, with whole rows."""
    assert not [one for one in review(folder / "ontology").findings if one.code != "unused-passage"]


def releases(folder: Path) -> None:
    """A version that is there is whole: its own checksums say so."""
    for version in (folder / "output" / "release").glob("[0-9]*"):
        for line in (version / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
            digest, name = line.split(maxsplit=1)
            assert hashlib.sha256((version / name.lstrip("*")).read_bytes()).hexdigest() == digest


def mines(folder: Path) -> None:
    """What is finished is whole; reports that are there say the same of the same corpus."""
    for path in folder.glob("mined*/**/[!.]*.parquet"):
        pq.read_table(path)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("mined*/report.json")]
    assert len({one["sha256"] for one in reports}) <= 1
