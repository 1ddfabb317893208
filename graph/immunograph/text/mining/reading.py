"""Read shards: one function from a batch of documents to a batch of mentions, the same on every engine."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from immunograph.text.documents import identify
from immunograph.text.matching import Matcher
from immunograph.text.mining.places import Folder
from immunograph.text.mining.shards import documents
from immunograph.text.values import Document, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.lexicon import Lexicon
    from immunograph.text.matching import Found
    from immunograph.text.mining.shards import Shard

BATCH = 1 << 20
"""Characters of a batch, about; a longer document is a batch of its own."""
MENTION = pa.struct([
    ("start", pa.int32()), ("end", pa.int32()), ("concept", pa.string()), ("how", pa.string()),
    ("candidates", pa.int32()), ("negated", pa.bool_()), ("sentence", pa.int32()),
])  # fmt: skip
"""A mention of a concept; an ambiguous name is one for each of its candidates."""
READ = pa.schema([
    ("id", pa.string()), ("digest", pa.string()), ("place", pa.int32()), ("sentences", pa.int32()),
    ("characters", pa.int32()), ("mentions", pa.list_(MENTION)),
])  # fmt: skip
"""A document that was read; `place` is its number in its shard, `digest` that of its text."""


class ReadOrder(NamedTuple):
    """What a reader is told once: the dictionary, and the folder to write to."""

    lexicon: Lexicon
    folder: str


def reader(order: ReadOrder) -> Reader:
    """Make the reader of an engine's worker."""
    return Reader(order)


class Reader:
    """Reads shards into files.

    Args:
        order: what to read with, and where to write.
    """

    def __init__(self, order: ReadOrder) -> None:
        self._matcher, self._folder = Matcher(order.lexicon), Folder(order.folder)

    def __call__(self, shard: Shard) -> str:
        """Read a shard and write what it holds, whole or not at all; give its name.

        Raises:
            OSError: it cannot be written.
        """
        name = f"read/{shard.name}.parquet"
        if not self._folder.has(name):
            skipped: Counter[str] = Counter()
            with self._folder.new(name) as file, pq.ParquetWriter(file, READ, compression="zstd") as writer:
                place = 0
                for batch in _batches(shard, skipped):
                    read = read_batch(self._matcher, batch, place)
                    writer.write_batch(read)
                    place += len(batch)
                writer.add_key_value_metadata({"skipped": json.dumps(dict(sorted(skipped.items())))})
        return shard.name


def _batches(shard: Shard, skipped: Counter[str]) -> Iterator[list[Document]]:
    """Gather documents until they are a batch."""
    batch: list[Document] = []
    size = 0
    for part in shard.parts:
        for one in documents(part):
            if isinstance(one, Skipped):
                skipped[one.reason] += 1
                continue
            batch.append(one)
            size += len(one.text)
            if size >= BATCH:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def read_batch(matcher: Matcher, batch: Sequence[Document], place: int = 0) -> pa.RecordBatch:
    """Read a batch of documents.

    Args:
        matcher: over the dictionary.
        batch: the documents.
        place: the number of the first one in its shard.

    Returns:
        A batch of the schema `READ`.
    """
    texts = [one.text for one in batch]
    found = matcher.read(texts)
    mentions, offsets = _mentions(found, len(batch))
    columns = [
        pa.array([one.id for one in batch], pa.string()),
        pa.array([identify(text).removeprefix("sha256:") for text in texts], pa.string()),
        pa.array(np.arange(place, place + len(batch), dtype=np.int32)),
        pa.array(found.counts.astype(np.int32)),
        pa.array([len(text) for text in texts], pa.int32()),
        pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), mentions),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=READ)


def _mentions(found: Found, count: int) -> tuple[pa.StructArray, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Lay out mentions as a column, one for each candidate, and say where those of each document begin."""
    used, index = np.unique(found.meaning, return_inverse=True)
    chosen = [found.meanings[number] for number in used.tolist()]
    many = np.array([len(one.candidates) for one in chosen], dtype=np.int64)
    firsts = np.cumsum(many) - many
    words = pa.array([concept for one in chosen for concept in one.concepts], pa.string())
    hows = pa.array([one.how for one in chosen], pa.string())
    repeat = many[index] if chosen else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(found.start)), repeat)
    within = np.arange(len(row)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    mentions = pa.StructArray.from_arrays(
        [
            pa.array(found.start[row].astype(np.int32)),
            pa.array(found.end[row].astype(np.int32)),
            words.take(pa.array(firsts[index[row]] + within)) if chosen else words,
            hows.take(pa.array(index[row])) if chosen else hows,
            pa.array(repeat[row].astype(np.int32)),
            pa.array(found.negated[row]),
            pa.array(found.sentence[row].astype(np.int32)),
        ],
        fields=list(MENTION),
    )
    return mentions, np.searchsorted(found.text[row], np.arange(count + 1))
