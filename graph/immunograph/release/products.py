"""The graph in the formats of other programs."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

from immunograph.exchange import jsonld, turtle
from immunograph.exchange.formats import FORMATS, Loaded
from immunograph.exchange.sheets import read_sheets
from immunograph.syntax import serialise
from immunograph.terms import order

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.conclusion import Conclusion
    from immunograph.rdf import Dataset
    from immunograph.release.parcel import Parcel
    from immunograph.tables import Tables
    from immunograph.terms import Triple

NAME = "immunograph"
_EXTRA = {"xlsx": ("openpyxl", "defusedxml")}
"""Packages that a format needs and that come with an extra."""
_MEDIA = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".ofn": "text/owl-functional",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".cx2": "application/json",
    ".obo": "text/obo",
    ".graphml": "application/graphml+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def put_graph(parcel: Parcel, triples: list[Triple]) -> None:
    """Write the whole graph in RDF."""
    title = "the whole graph with evidence, inferences and proofs"
    for ending, data in (
        (".ttl", turtle(triples)),
        (".jsonld", jsonld(triples)),
        # without a name and a time in its head, equal triples have equal bytes
        (".nt.gz", gzip.compress(serialise(triples, "ntriples", {}), compresslevel=6, mtime=0)),
    ):
        parcel.put(NAME + ending, data, title, _MEDIA[ending.removesuffix(".gz")])


def put_exchange(parcel: Parcel, loaded: Loaded) -> None:
    """Write every other format for which no package is missing."""
    for name, form in FORMATS.items():
        if name in ("turtle", "jsonld") or not all(map(find_spec, _EXTRA.get(name, ()))):
            continue
        for ending, data in form.write(loaded).items():
            parcel.put(NAME + ending, data, form.title, _MEDIA["." + ending.rpartition(".")[2]])


def load_for_exchange(folder: Path, tables: Tables, found: Conclusion) -> Loaded:
    """Take a conclusion for export."""
    return Loaded(tables, read_sheets(folder, tables), found.schema, tuple(found.dataset["inferred"]))


def whole(dataset: Dataset, loaded: Loaded) -> list[Triple]:
    """Give all triples: what is stated, why, what follows and why, and what the tables need to come back."""
    return sorted({*chain(*dataset.values()), *loaded.triples}, key=order)
