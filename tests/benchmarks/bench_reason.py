"""What follows from the shipped ontology, with proofs, beside owlrl and sparq (in Rust), which keep none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import owlrl
import rdflib
import sparq
from harness import OURS, Measure, Target, cpu_time

from immunograph.conclusion import conclude
from immunograph.reasoning import infer, schema_rules
from immunograph.syntax import serialise
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "Reasoning"
QUESTION = "the closure of the shipped ontology"
TARGETS = (Target(QUESTION, 0.1, "owlrl"),)


def measure() -> Iterator[Measure]:
    """Infer from the same stated triples and the same schema."""
    found = conclude(shipped_folder())
    rules, _ = schema_rules(found.schema.triples)
    yield Measure(QUESTION, OURS, cpu_time(lambda: infer(found.closure.stated, rules)))
    triples = [*found.schema.triples, *found.dataset["stated"]]
    text = serialise(triples, "ntriples", {}).decode()
    graph = rdflib.Graph().parse(data=text, format="nt")

    def expand() -> None:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(rdflib.Graph() + graph)

    yield Measure(QUESTION, "owlrl", cpu_time(expand, times=1))
    copies = [sparq.Graph.load(text, format="ntriples") for _ in range(5)]
    yield Measure(QUESTION, "sparq-rdf", cpu_time(lambda: copies.pop().reason("owl")))
