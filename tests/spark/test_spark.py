"""Spark gives what a loop gives, also where it loses an executor and a Python worker in the middle."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus import sentences, write_pubmed

from immunograph.tables import load, shipped_folder

FILES = 8


def command(output: Path, corpus: Path, to: Path, engine: str) -> list[str]:
    """Give the command that mines a corpus with the built store."""
    words = [str(corpus), "-o", str(to), "--engine", engine, "--store", str(output / "store")]
    return [sys.executable, "-m", "immunograph", "mine", *words]


def settings(master: str) -> dict[str, str]:
    """Name the master, as spark-submit would."""
    arguments = f"--master {master} --driver-memory 1g --conf spark.ui.enabled=false pyspark-shell"
    return {**os.environ, "PYSPARK_SUBMIT_ARGS": arguments, "PYSPARK_PYTHON": sys.executable}


def digest(folder: Path) -> str:
    """Read the SHA-256 of the results."""
    return str(json.loads((folder / "report.json").read_bytes())["sha256"])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write files that are a shard each."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = sentences(load(shipped_folder()).ontology)
    for number in range(FILES):
        write_pubmed(folder / f"p{number}.xml", lines, 5000, number, first=1 + 5000 * number)
    return folder


@pytest.fixture(scope="module")
def plain(output: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Mine the corpus in a loop."""
    folder = tmp_path_factory.mktemp("plain")
    subprocess.run(command(output, corpus, folder, "loop"), check=True, capture_output=True)
    return digest(folder)


def test_spark_on_one_machine_gives_what_a_loop_gives(output: Path, corpus: Path, plain: str, tmp_path: Path) -> None:
    """The same SHA-256."""
    words = command(output, corpus, tmp_path, "spark")
    subprocess.run(words, check=True, capture_output=True, env=settings("local[2,4]"))
    assert digest(tmp_path) == plain


def test_a_cluster_that_loses_workers_gives_the_same(output: Path, corpus: Path, plain: str, tmp_path: Path) -> None:
    """An executor is killed while it reads, then a Python worker."""
    words, env = command(output, corpus, tmp_path, "spark"), settings("local-cluster[2,1,1024]")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(words, env=env, stdout=log, stderr=log, start_new_session=True)
        for done, which in ((1, "CoarseGrainedExecutorBackend"), (3, "pyspark.daemon")):
            _kill(process, tmp_path, done, which)
        assert process.wait(timeout=900) == 0, (tmp_path / "log").read_text(errors="replace")[-2000:]
    assert digest(tmp_path) == plain


def test_the_recipe_gives_the_same(output: Path, corpus: Path, plain: str, tmp_path: Path) -> None:
    """The command line of the guide, with a cluster on this machine and its folders in the place of theirs."""
    script, words = _recipe("EMR")
    (tmp_path / "mine.py").write_text(script, encoding="utf-8")
    here = {
        "yarn": "local-cluster[2,2,1024]",
        "s3://BUCKET/pubmed/": str(corpus),
        "s3://BUCKET/mined": str(tmp_path / "to"),
        "output/store": str(output / "store"),
        "spark.pyspark.python=./env/bin/python": f"spark.pyspark.python={sys.executable}",
        "spark.pyspark.driver.python=env/bin/python": f"spark.pyspark.driver.python={sys.executable}",
    }
    assert here.keys() <= set(words)
    archive = words.index("--archives")
    del words[archive : archive + 2]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [here.get(word, word) for word in words]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert digest(tmp_path / "to") == plain


def _recipe(name: str) -> tuple[str, list[str]]:
    """Read from the guide the script and the words of a `spark-submit`."""
    guide = (Path(__file__).parents[2] / "graph" / "spark.md").read_text(encoding="utf-8")
    script = guide.partition("<<'END'\n")[2].partition("END\n")[0]
    lines = (
        guide.partition(f"## {name}\n")[2].partition("```sh\n")[2].partition("```")[0].replace("\\\n", "").splitlines()
    )
    return script, next(shlex.split(line) for line in lines if line.startswith("spark-submit"))


def _kill(process: subprocess.Popen[bytes], folder: Path, done: int, which: str) -> None:
    """Kill one process of ours by what it runs, when so many shards are read and more are begun."""
    while process.poll() is None:
        finished, begun = (len(list((folder / "read").glob(kind))) for kind in ("[0-9]*", ".*"))
        found = _running(process.pid, which) if finished >= done and begun else []
        if found:
            os.kill(found[-1], signal.SIGKILL)
            return
        time.sleep(0.05)
    pytest.fail(f"it ended before {which} could be killed")


def _running(session: int, which: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            words = (path / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
        except OSError:
            continue
        if int(fields[3]) == session and which in words:
            found.append(int(path.name))
    return sorted(found)
