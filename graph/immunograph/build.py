"""From a folder of tables to everything in `output/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph import exchange, files
from immunograph.conclusion import conclude
from immunograph.leaves import coverage_page
from immunograph.names import names_of
from immunograph.network import to_network
from immunograph.page import render
from immunograph.reading import Reader
from immunograph.store import Fresh, write_store
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    page: Path
    store: Path
    turtle: Path
    concepts: int
    stated: int
    inferred: int
    sources: int


def build(folder: Path, output: Path, say: Callable[[str], None], *, sparql: bool = True) -> Built:
    """Build the store, the page and the downloads.

    Args:
        folder: the ontology.
        output: where they go; made if it is not there.
        say: told of each stage.
        sparql: whether the page carries a SPARQL engine.

    Raises:
        InputError: the ontology is wrong; nothing was written.
        OutputError: a file could not be written; what stood there is untouched.
    """
    say("reading and reasoning")
    found = conclude(folder)
    ontology, dataset, closure = found.ontology, found.explained(), found.closure
    say("writing the store")
    write_store(output / "store", dataset, names_of(ontology))
    say("drawing the page")
    store = Fresh(output / "store", dataset)
    reader = Reader(store)
    page, turtle = output / "immunograph.html", output / "immunograph.ttl"
    files.write(page, render(to_network(reader), reader, sparql=sparql).encode())
    say("counting what is covered")
    coverage = coverage_page(ontology.queries, store, found.schema.version)
    files.write(output / "coverage.html", coverage.encode())
    say("writing the downloads")
    triples = exchange.merged(dataset)
    files.write(turtle, exchange.turtle(triples))
    files.write(output / "downloads" / "immunograph.jsonld", exchange.jsonld(triples))
    claims = sum(1 for _, p, _ in dataset["evidence"] if p == ig("evidence"))
    return Built(
        page, output / "store", turtle, len(ontology.concepts), claims, len(closure.derived), len(ontology.sources)
    )
