"""From a folder of tables to a release of them."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph import changes, files, generations
from immunograph.changelog import say as say_changes
from immunograph.conclusion import conclude, review
from immunograph.errors import UsageError
from immunograph.names import names_of
from immunograph.network import to_network
from immunograph.page import render
from immunograph.rdf import to_rdf
from immunograph.reading import Reader
from immunograph.release import pages, versions
from immunograph.release.metadata import metadata
from immunograph.release.parcel import Parcel
from immunograph.release.products import load_for_exchange, put_exchange, put_graph, whole
from immunograph.revisions import opened
from immunograph.store import Fresh, write_store
from immunograph.tables import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from immunograph.conclusion import Conclusion
    from immunograph.rdf import Dataset


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Args:
        version: of the release, semantic.
        previous: a folder or git revision with the version before, or nothing.
        issued: the day as `YYYY-MM-DD`, or nothing for that of the schema.
    """

    version: str
    previous: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release made."""

    folder: Path
    files: int
    triples: int
    changes: int


def release(folder: Path, order: Order, output: Path, say: Callable[[str], None]) -> Released:
    """Check everything, then write `output/release/VERSION/`: all of it, or nothing.

    Args:
        folder: the ontology.
        order: the version, and what it follows.
        output: where releases go; made if it is not there.
        say: told of each stage.

    Raises:
        InputError: the ontology is wrong.
        UsageError: the version or the day is wrong, the version was released before, or nothing is called `previous`.
        OutputError: a file could not be written.
    """
    asked = versions.parse(order.version)
    if order.issued:
        versions.day(order.issued)
    top = output / "release"
    if (top / order.version).exists():
        raise UsageError(f"{top / order.version}: was released before, and a version never changes; choose a later one")
    say("checking")
    now = review(folder).sound()
    old, prior = _previous(folder, order, asked)
    say("reasoning")
    found = _carrying(now, order, prior)
    told = changes.compare(old, found) if old else []
    histories = pages.histories(told, found, old, prior) if old else {}
    with files.reporting(top):
        top.mkdir(parents=True, exist_ok=True)
        generations.sweep(top)
    with generations.new(top, order.version) as beside:
        parcel = Parcel(beside)
        say("writing the downloads")
        dataset, loaded = found.explained(), load_for_exchange(folder, load(folder), found)
        triples = whole(dataset, loaded)
        put_graph(parcel, triples)
        put_exchange(parcel, loaded)
        parcel.put("CHANGES.md", _changelog(found, prior, told).encode())
        say("writing the pages")
        with _reader(found, dataset) as reader:
            explorer = render(to_network(reader), reader).encode()
            parcel.put("immunograph.html", explorer, "the explorer, one page that works offline", "text/html")
            pages.put_pages(parcel, found, reader, histories)
        parcel.put("metadata.ttl", metadata(found, prior, triples, parcel.downloads))
        parcel.put("SHA256SUMS", parcel.sums())
    return Released(top / order.version, len(parcel.files), len(triples), len(told))


def _previous(folder: Path, order: Order, asked: versions.Version) -> tuple[Conclusion | None, str]:
    """Read the version before, if one is named.

    Raises:
        UsageError: there is none of this name, or it is not before.
    """
    if not order.previous:
        return None, ""
    with opened(order.previous, folder) as place:
        old = conclude(place, checked=False)
    prior = versions.known(order.previous, old.schema)
    if versions.parse(prior) >= asked:
        raise UsageError(f"{order.version}: not later than {prior} of {order.previous}; choose a larger version")
    return old, prior


def _carrying(found: Conclusion, order: Order, prior: str) -> Conclusion:
    """Give the same conclusion with the version of the release in its schema and metadata."""
    schema = versions.versioned(found.schema, order.version, order.issued, prior)
    dataset = {**to_rdf(found.ontology, schema), "inferred": found.dataset["inferred"]}
    return found._replace(schema=schema, dataset=dataset)


def _changelog(found: Conclusion, prior: str, told: list[changes.Change]) -> str:
    schema = found.schema
    head = f"# {schema.version} ({schema.issued[:10]})\n\n"
    if not prior:
        return f"{head}No version before it was named.\n"
    return f"{head}## Since {prior}\n\n{say_changes(told, markdown=True)}\n"


@contextlib.contextmanager
def _reader(found: Conclusion, dataset: Dataset) -> Iterator[Reader]:
    """Read a conclusion through a store that goes away."""
    with tempfile.TemporaryDirectory() as place:
        store = Path(place) / "store"
        write_store(store, dataset, names_of(found.ontology))
        yield Reader(Fresh(store, dataset))
