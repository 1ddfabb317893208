"""How the cost of each stage grows with the graph, from ten thousand triples to a million, beside rdflib and owlrl."""

from __future__ import annotations

import gc
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import owlrl
import rdflib
from generated import generate
from harness import OURS, Measure, Target, cpu_time

from immunograph.conclusion import Conclusion, conclude
from immunograph.knowledge import Knowledge
from immunograph.names import names_of
from immunograph.reasoning import infer, schema_rules
from immunograph.store import write_store
from immunograph.syntax import serialise
from immunograph.vocabulary import GRAPHS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyperf import Benchmark

    from immunograph.rdf import Dataset

TITLE = "Growth"
SIZES = (55, 550, 5_500)
"""Numbers of concepts, with five relations each: graphs of about 10, 100 and 1,000 thousand triples."""
STAGES = READ, REASON, WRITE, ASK, FIND = (
    "read, check and reason over the tables",
    "the closure alone",
    "write the store",
    "ask what is known of one concept",
    "find a name",
)
OWLRL_MOST = 200_000
TARGETS: tuple[Target, ...] = ()
_SIZED = re.compile(r"(?P<stage>.*): (?P<triples>[\d,]+) triples")


def measure() -> Iterator[Measure]:
    """Measure every stage at every size."""
    gc.disable()  # as the commands do
    with tempfile.TemporaryDirectory() as place:
        for size in SIZES:
            generate(size, 5 * size, Path(place) / f"tables-{size}")
            yield from _stages(Path(place) / f"tables-{size}", Path(place) / f"store-{size}")
            gc.collect()
    gc.enable()


def _stages(folder: Path, store: Path) -> Iterator[Measure]:
    done: list[Conclusion] = []
    reading = cpu_time(lambda: done.append(conclude(folder)), times=1)
    (found,) = done
    dataset = found.explained()
    size = f"{sum(map(len, dataset.values())):,} triples"
    yield Measure(f"{READ}: {size}", OURS, reading)
    rules, _ = schema_rules(found.schema.triples)
    yield Measure(f"{REASON}: {size}", OURS, cpu_time(lambda: infer(found.closure.stated, rules), times=3))
    yield Measure(f"{WRITE}: {size}", OURS, cpu_time(lambda: write_store(store, dataset, names_of(found.ontology)), 1))
    graph = Knowledge(store)
    slug = sorted(found.ontology.concepts)[len(found.ontology.concepts) // 2]
    question = f"SELECT ?p ?o WHERE {{ ig:{slug} ?p ?o }}"
    yield Measure(f"{ASK}: {size}", OURS, cpu_time(lambda: graph.query(question), times=9))
    label = found.ontology.concepts[slug].label
    yield Measure(f"{FIND}: {size}", OURS, cpu_time(lambda: graph.find(label), times=9))
    yield from _peers(dataset, found, question, size)


def _peers(dataset: Dataset, found: Conclusion, question: str, size: str) -> Iterator[Measure]:
    """Let rdflib read the same triples and answer the same question, and owlrl reason over what is stated."""
    text = b"".join(serialise(dataset[name], "ntriples", {}) for name in GRAPHS if name in dataset)
    whole = rdflib.Graph()
    yield Measure(f"{WRITE}: {size}", "rdflib", cpu_time(lambda: whole.parse(data=text, format="nt"), times=1))
    asking = cpu_time(lambda: list(whole.query(question, initNs=PREFIXES)), times=3)
    yield Measure(f"{ASK}: {size}", "rdflib", asking)
    if sum(map(len, dataset.values())) > OWLRL_MOST:
        return
    stated = serialise([*found.schema.triples, *dataset["stated"]], "ntriples", {})
    some = rdflib.Graph().parse(data=stated, format="nt")
    expanding = cpu_time(lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(some), times=1)
    yield Measure(f"{REASON}: {size}", "owlrl", expanding)


def draw(measured: Sequence[Benchmark], path: Path) -> None:
    """Draw a panel for each stage: processor time over triples, both logarithmic, with the exponent of each line."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    lines: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for bench in measured:
        known = bench.get_metadata()
        if found := _SIZED.fullmatch(known["question"]):
            point = int(found["triples"].replace(",", "")), bench.median()
            lines.setdefault(found["stage"], {}).setdefault(known["tool"], []).append(point)
    figure, panels = plt.subplots(1, len(lines), figsize=(4 * len(lines), 4), layout="constrained", squeeze=False)
    for panel, (stage, tools) in zip(panels[0], lines.items(), strict=True):
        for tool, points in tools.items():
            x, y = zip(*sorted(points), strict=True)
            panel.loglog(x, y, marker="o", label=f"{tool}{_exponent(x, y)}", lw=2 if tool == OURS else 1)
        panel.set(title=stage, xlabel="triples", ylabel="processor seconds")
        panel.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _exponent(x: Sequence[int], y: Sequence[float]) -> str:
    """Fit y = a x^b by least squares of the logarithms; say b."""
    import numpy as np

    return f", n^{np.polyfit(np.log(x), np.log(y), 1)[0]:.2f}" if len(x) > 1 else ""
