"""Add up what was read and counted: which documents count, concepts, and pairs."""

from __future__ import annotations

import errno
import json
import os
from collections import Counter, defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import pyarrow.parquet as pq
from pyarrow import dataset

from immunograph.text.mining.pairing import EXEMPLARS
from immunograph.text.mining.statistics import log_likelihood, npmi, p_value, q_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.mining.places import Folder

_MEMORY = "768MB"
LEAST = 3
"""Documents that a pair must have."""
_LEFT_OUT = """
WITH one AS (
  SELECT *, row_number() OVER (PARTITION BY id ORDER BY shard DESC, place DESC) AS rank FROM documents
), two AS (
  SELECT *, row_number() OVER (PARTITION BY digest ORDER BY shard, place) AS rank2 FROM one WHERE rank = 1
)
SELECT shard, place, 'read again under the same name' AS reason FROM one WHERE rank > 1
UNION ALL SELECT shard, place, 'the same text under another name' FROM two WHERE rank2 > 1
ORDER BY shard, place
"""
_PAIRS = f"""
SELECT a, b, sum(documents)::BIGINT, sum(sentences)::BIGINT
FROM pairs GROUP BY a, b HAVING sum(documents) >= {LEAST} ORDER BY a, b
"""
_NEAREST = f"""
SELECT a, b, list_sort(min((apart, document, start, "end", other_start, other_end), {EXEMPLARS}))
FROM exemplars WHERE a >= ? AND a <= ? GROUP BY a, b
"""
_PIECE = 5000


class LeftOut(NamedTuple):
    """Documents that do not count: the places in each shard, and how many for which reason."""

    places: dict[str, tuple[int, ...]]
    reasons: Counter[str]


class Exemplar(NamedTuple):
    """A document that names both concepts of a pair, and where; `apart` tells that they are in different sentences."""

    apart: bool
    document: str
    start: int
    end: int
    other_start: int
    other_end: int


class Pair(NamedTuple):
    """Two concepts that meet.

    Args:
        a: the first concept.
        b: the second, later in the alphabet.
        documents: how many name both.
        sentences: how many name both.
        a_documents: documents that name the first.
        b_documents: documents that name the second.
        npmi: normalised pointwise mutual information.
        log_likelihood: signed log-likelihood ratio.
        q: the false discovery rate (Benjamini and Hochberg).
        exemplars: up to ten, the nearest mentions first.
    """

    a: str
    b: str
    documents: int
    sentences: int
    a_documents: int
    b_documents: int
    npmi: float
    log_likelihood: float
    q: float
    exemplars: tuple[Exemplar, ...]


class Count(NamedTuple):
    """How many documents and sentences name a concept, and how often."""

    concept: str
    documents: int
    sentences: int
    mentions: int


def left_out(folder: Folder, shards: Sequence[str]) -> LeftOut:
    """Choose among documents that are there twice: the last with a name, the first with a text."""
    numbers = {name: number for number, name in enumerate(shards)}
    with _connected(folder) as base:
        base.execute("CREATE TABLE documents (shard INTEGER, place INTEGER, id VARCHAR, digest VARCHAR)")
        for name, number in numbers.items():
            path = f"{folder.path}/read/{name}.parquet"
            read = pq.read_table(path, columns=["place", "id", "digest"], filesystem=folder.system)
            base.register("read", read)
            base.execute(f"INSERT INTO documents SELECT {number}, place, id, digest FROM read")
            base.unregister("read")
        places: dict[str, list[int]] = defaultdict(list)
        reasons: Counter[str] = Counter()
        for shard, place, reason in base.execute(_LEFT_OUT).fetchall():
            places[shards[shard]].append(place)
            reasons[reason] += 1
    return LeftOut({name: tuple(found) for name, found in places.items()}, reasons)


def skipped(folder: Folder, shards: Sequence[str]) -> tuple[int, Counter[str]]:
    """Count the documents that were read, and by reason those that were not."""
    count, reasons = 0, Counter[str]()
    for name in shards:
        about = pq.read_metadata(f"{folder.path}/read/{name}.parquet", filesystem=folder.system)
        count += about.num_rows
        reasons.update(json.loads((about.metadata or {}).get(b"skipped", b"{}")))
    return count, reasons


def concepts(folder: Folder, names: Sequence[str]) -> list[Count]:
    """Add up the counts of concepts."""
    with _connected(folder) as base:
        base.register("concepts", _files(folder, "concepts", names))
        query = "SELECT concept, sum(documents)::BIGINT, sum(sentences)::BIGINT, sum(mentions)::BIGINT FROM concepts"
        rows = base.execute(f"{query} GROUP BY concept ORDER BY concept").fetchall()
    return [Count(*row) for row in rows]


def pairs(
    folder: Folder, names: Sequence[str], counts: Sequence[Count], whole: int, related: frozenset[tuple[str, str]]
) -> list[Pair]:
    """Add up the pairs that enough documents have, but for those of a concept with a kind of it.

    Args:
        folder: the results.
        names: of what was counted.
        counts: of the concepts.
        whole: how many documents count.
        related: concepts with what they are kinds of.
    """
    single = {one.concept: one.documents for one in counts}
    found = []
    with _connected(folder) as base:
        base.register("pairs", _files(folder, "pairs", names))
        for a, b, documents, sentences in _rows(base, _PAIRS):
            if (a, b) not in related and (b, a) not in related:
                ratio = log_likelihood(documents, single[a], single[b], whole)
                rank = npmi(documents, single[a], single[b], whole)
                found.append(Pair(a, b, documents, sentences, single[a], single[b], rank, ratio, 0.0, ()))
    rates = q_values([p_value(one.log_likelihood) for one in found])
    return [one._replace(q=rate) for one, rate in zip(found, rates, strict=True)]


def with_exemplars(folder: Folder, names: Sequence[str], found: Sequence[Pair]) -> Iterator[Pair]:
    """Walk pairs with their exemplars, which are too many to hold at once.

    Args:
        folder: the results.
        names: of what was counted.
        found: what `pairs` gave.
    """
    with _connected(folder) as base:
        base.register("exemplars", _files(folder, "exemplars", names))
        for at in range(0, len(found), _PIECE):
            piece = found[at : at + _PIECE]
            rows = base.execute(_NEAREST, [piece[0].a, piece[-1].a]).fetchall()
            nearest = {(a, b): best for a, b, best in rows}
            for one in piece:
                yield one._replace(exemplars=tuple(Exemplar(*each) for each in nearest[one.a, one.b]))


def _rows(base: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    answer = base.execute(query)
    while rows := answer.fetchmany(10_000):
        yield from rows


def _files(folder: Folder, kind: str, names: Sequence[str]) -> dataset.Dataset:
    paths = [f"{folder.path}/{kind}/{name}.parquet" for name in names]
    return dataset.dataset(paths, format="parquet", filesystem=folder.system)


@contextmanager
def _connected(folder: Folder) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that may spill beside the results, or where this machine keeps such things.

    Raises:
        MemoryError: it finds no room, or none for its threads.
    """
    import tempfile

    spill = f"{folder.path}/.spill" if folder.system.type_name == "local" else tempfile.mkdtemp()
    try:
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": spill}) as base:
            base.execute("SET enable_progress_bar = false")
            yield base
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException) or os.strerror(errno.EAGAIN) in str(error):
            raise MemoryError from error
        raise
