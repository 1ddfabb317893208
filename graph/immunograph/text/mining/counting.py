"""Count a shard that was read: concepts, pairs, and the best exemplars of each pair.

What comes of a shard does not depend on any other, so that the sums are the same in whatever order they are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import compute

from immunograph.text.mining.pairing import MOST, Mentions, distinct, pairs
from immunograph.text.mining.places import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from immunograph.text.sentences import Places

_ROWS = 1 << 16
_COLUMNS = ("start", "end", "concept", "how", "candidates", "negated", "sentence")


class CountOrder(NamedTuple):
    """What a counter is told once: the folder of the results."""

    folder: str


class ToCount(NamedTuple):
    """A shard to count: its name, a name for what comes of it, and the places of documents to leave out."""

    shard: str
    name: str
    left_out: tuple[int, ...]


def counter(order: CountOrder) -> Counter:
    """Make the counter of an engine's worker."""
    return Counter(order)


class Counter:
    """Counts shards into files.

    Args:
        order: where they are.
    """

    def __init__(self, order: CountOrder) -> None:
        self._folder = Folder(order.folder)

    def __call__(self, one: ToCount) -> str:
        """Count a shard and write its mentions, concepts, pairs and exemplars; give its name.

        Raises:
            OSError: it cannot be written.
        """
        if not self._folder.has(f"pairs/{one.name}.parquet"):
            path = f"{self._folder.path}/read/{one.shard}.parquet"
            read = pq.read_table(path, columns=["id", "place", "mentions"], filesystem=self._folder.system)
            kept = read.filter(compute.invert(compute.is_in(read["place"], pa.array(one.left_out, pa.int32()))))
            flat = _flat(kept.sort_by("id"))
            for kind, table in (
                ("mentions", flat),
                *_counted(flat),
            ):
                self._write(f"{kind}/{one.name}.parquet", table)
        return one.name

    def _write(self, name: str, table: pa.Table) -> None:
        with self._folder.new(name) as file, pq.ParquetWriter(file, table.schema, compression="zstd") as writer:
            writer.write_table(table, row_group_size=_ROWS)


def _flat(kept: pa.Table) -> pa.Table:
    """Lay out mentions in rows of their own."""
    mentions = kept["mentions"].combine_chunks()
    rows = compute.list_parent_indices(mentions)
    each = compute.list_flatten(mentions)
    columns = {name: compute.struct_field(each, name) for name in _COLUMNS}
    return pa.table({"document": kept["id"].combine_chunks().take(rows), **columns})


def _counted(flat: pa.Table) -> Sequence[tuple[str, pa.Table]]:
    """Count concepts and pairs."""
    coded = flat["concept"].combine_chunks().dictionary_encode()
    names = sorted(coded.dictionary.to_pylist())
    rank = {name: number for number, name in enumerate(names)}
    order = np.array([rank[name] for name in coded.dictionary.to_pylist()], dtype=np.int64)
    concept = order[_numbers(coded.indices)] if names else np.zeros(0, dtype=np.int64)
    document = _numbers(flat["document"].combine_chunks().dictionary_encode().indices)
    sentence, start, end = (_numbers(flat[name]) for name in ("sentence", "start", "end"))
    mentions = Mentions(document, concept, sentence, start, end)
    few = _few(mentions, len(names))
    found = pairs(Mentions(*(column[few] for column in mentions)), max(len(names), 1))
    words, called = pa.array(names, pa.string()), flat["document"].combine_chunks().take(pa.array(np.flatnonzero(few)))
    pair = {"a": words.take(pa.array(found.a)), "b": words.take(pa.array(found.b))}
    places = {"": found.first, "other_": found.second}
    spans = {f"{name}{side}": pa.array(column[few][at]) for name, at in places.items()
             for side, column in (("start", start), ("end", end))}  # fmt: skip
    exemplars = {name: column.take(pa.array(found.pair)) for name, column in pair.items()} | {
        "apart": pa.array(found.apart.astype(np.bool_)),
        "document": called.take(pa.array(found.first)),
        **spans,
    }
    return (
        ("concepts", _concepts(mentions, names)),
        ("exemplars", pa.table(exemplars)),
        ("pairs", pa.table({**pair, "documents": pa.array(found.documents), "sentences": pa.array(found.sentences)})),
    )


def _few(mentions: Mentions, concepts: int) -> NDArray[np.bool_]:
    """Choose the mentions of documents that do not name too many concepts for pairs to mean anything."""
    both = distinct(mentions.document * max(concepts, 1) + mentions.concept)
    many = np.bincount(both // max(concepts, 1), minlength=int(mentions.document.max(initial=-1)) + 1)
    return many[mentions.document] <= MOST


def _concepts(mentions: Mentions, names: Sequence[str]) -> pa.Table:
    count, width = len(names), int(mentions.sentence.max(initial=0)) + 1
    documents = distinct(mentions.document * max(count, 1) + mentions.concept) % max(count, 1)
    sentences = distinct((mentions.document * width + mentions.sentence) * max(count, 1) + mentions.concept)
    columns = (documents, sentences % max(count, 1), mentions.concept)
    counts = (pa.array(np.bincount(column, minlength=count)) for column in columns)
    return pa.table([pa.array(names, pa.string()), *counts], names=["concept", "documents", "sentences", "mentions"])


def _numbers(column: pa.Array | pa.ChunkedArray) -> Places:
    return np.asarray(
        column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy()
    ).astype(np.int64)
