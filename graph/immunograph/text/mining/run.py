"""Mine a corpus: read its shards, leave out what is there twice, count, add up, write."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from immunograph.errors import OutputError, UsageError
from immunograph.syntax import serialise_graphs
from immunograph.text.mining import adding
from immunograph.text.mining.associations import head, triples
from immunograph.text.mining.counting import CountOrder, ToCount, counter
from immunograph.text.mining.engines import run
from immunograph.text.mining.places import Folder
from immunograph.text.mining.reading import ReadOrder, reader
from immunograph.text.mining.shards import Shard, deal
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence

    from immunograph.text.lexicon import Lexicon
    from immunograph.text.mining.adding import Count, Pair

    Say = Callable[[str, int], Callable[[int], None]]
    """Told the name of a stage and how many steps it has; gives what is told the steps that are done."""

GRAPH = ig("graph-literature")
_PIECE = 5000
_PAIR = pa.schema([
    ("a", pa.string()), ("b", pa.string()), ("documents", pa.int64()), ("sentences", pa.int64()),
    ("a_documents", pa.int64()), ("b_documents", pa.int64()), ("npmi", pa.float64()), ("log_likelihood", pa.float64()),
    ("q", pa.float64()),
    ("exemplars", pa.list_(pa.struct([
        ("apart", pa.bool_()), ("document", pa.string()), ("start", pa.int64()), ("end", pa.int64()),
        ("other_start", pa.int64()), ("other_end", pa.int64()),
    ]))),
])  # fmt: skip


class Order(NamedTuple):
    """What to mine and how.

    Args:
        corpus: a file or folder, or its URI.
        output: the folder for the results, or its URI.
        lexicon: the dictionary.
        related: concepts with what they are kinds of, which are no pairs.
        engine: one of `engines.ENGINES`.
        workers: how many processes.
    """

    corpus: str
    output: str
    lexicon: Lexicon
    related: frozenset[tuple[str, str]]
    engine: str
    workers: int


class Mined(NamedTuple):
    """What came of it; `sha256` is the same for the same documents and dictionary, whatever the engine."""

    documents: int
    skipped: dict[str, int]
    concepts: int
    mentions: int
    pairs: int
    sha256: str


def mine(order: Order, say: Say) -> Mined:
    """Mine a corpus; what an earlier run finished is not done again.

    Raises:
        OutputError: it cannot be written; what is finished stays.
        UsageError: there is nothing to read.
    """
    folder = Folder(order.output)
    with _reporting(order.output):
        shards = deal(order.corpus, order.lexicon.digest)
        _read(order, shards, say)
        names = [shard.name for shard in shards]
        twice = adding.left_out(folder, names)
        todo = [_to_count(name, twice.places.get(name, ())) for name in names]
        run(order.engine, counter, CountOrder(order.output), todo, order.workers, say("counting", len(todo)))
        _tidy(folder, names, [one.name for one in todo])
        return _add_up(order, folder, names, [one.name for one in todo], twice.reasons)


def read_part(order: Order, number: int, count: int, say: Say) -> int:
    """Read every shard whose turn it is, and leave the rest to others; give how many.

    Args:
        order: what to mine.
        number: which part, from 1.
        count: how many parts there are.
        say: for progress.

    Raises:
        OutputError: it cannot be written.
        UsageError: there is nothing to read, or no such part.
    """
    if not 1 <= number <= count:
        message = f"--shard {number}/{count}: there is no such part; the first is 1/{count}"
        raise UsageError(message)
    mine_ = [one for one in deal(order.corpus, order.lexicon.digest) if one.number % count == number - 1]
    with _reporting(order.output):
        _read(order, mine_, say)
    return len(mine_)


@contextmanager
def _reporting(output: str) -> Iterator[None]:
    """Say in one line that the results cannot be written; what is finished stays."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).splitlines()[0].lower()
        message = f"{output}: cannot be written ({reason}); free the disk and run it again, what is finished stays"
        raise OutputError(message) from error


def _read(order: Order, shards: Sequence[Shard], say: Say) -> None:
    folder = Folder(order.output)
    done = set(folder.names("read"))
    left = [shard for shard in shards if f"{shard.name}.parquet" not in done]
    told = say("reading", len(shards))
    told(len(shards) - len(left))
    run(order.engine, reader, ReadOrder(order.lexicon, order.output), left, order.workers, told)


def _to_count(name: str, places: tuple[int, ...]) -> ToCount:
    """Name what comes of a shard after what is left out of it, so that it is counted anew when that changes."""
    left_out = hashlib.sha256(repr(places).encode()).hexdigest()[:8]
    return ToCount(name, f"{name}-{left_out}", places)


def _tidy(folder: Folder, read: Sequence[str], counted: Sequence[str]) -> None:
    """Remove what belongs to other files or another dictionary, and what killed workers left."""
    kept = {"read": read, "mentions": counted, "concepts": counted, "exemplars": counted, "pairs": counted}
    for kind, names in kept.items():
        folder.sweep(kind)
        for name in set(folder.names(kind)) - {f"{name}.parquet" for name in names}:
            folder.remove(f"{kind}/{name}")


def _add_up(order: Order, folder: Folder, read: Sequence[str], counted: Sequence[str], twice: Counter[str]) -> Mined:
    documents, reasons = adding.skipped(folder, read)
    whole = documents - twice.total()
    counts = adding.concepts(folder, counted)
    pairs = adding.pairs(folder, counted, counts, whole, order.related | order.lexicon.rivals)
    sha256 = _write(folder, adding.with_exemplars(folder, counted, pairs), whole, counts)
    mentions = sum(one.mentions for one in counts)
    skipped = dict(sorted((reasons + twice).items()))
    mined = Mined(whole, skipped, len(counts), mentions, len(pairs), sha256)
    about = {
        "corpus": order.corpus,
        "output": order.output,
        "dictionary": order.lexicon.digest,
        "engine": order.engine,
        **mined._asdict(),
    }
    folder.write("report.json", (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    return mined


def _write(folder: Folder, pairs: Iterator[Pair], whole: int, counts: Sequence[Count]) -> str:
    """Write pairs piece by piece; give the SHA-256 of all counts, pairs and exemplars, in their order."""
    sha256 = hashlib.sha256("\n".join([str(whole), *(repr(tuple(one)) for one in counts)]).encode())
    with folder.new("associations.nq") as quads, folder.new("pairs.parquet") as file:
        quads.write(serialise_graphs([(GRAPH, head(GRAPH))], "nquads", {}))
        with pq.ParquetWriter(file, _PAIR, compression="zstd") as writer:
            while piece := list(islice(pairs, _PIECE)):
                columns = [pa.array([one[n] for one in piece], field.type) for n, field in enumerate(_PAIR)]
                writer.write_table(pa.Table.from_arrays(columns, schema=_PAIR))
                quads.write(serialise_graphs([(GRAPH, triples(piece, whole))], "nquads", {}))
                for one in piece:
                    line = repr((*one[:-1], *map(tuple, one.exemplars)))
                    sha256.update(line.encode("utf-8", "surrogatepass"))
    return sha256.hexdigest()
