"""Apache Spark as an engine: the room of pyspark."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from immunograph.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import SparkSession

    from immunograph.text.mining.engines import Make, Say


def run(make: Make, told: object, items: Sequence[object], say: Say) -> None:
    """Call a function for each item: items are rows, the function runs in `mapInArrow`, what is told is broadcast.

    Args:
        make: makes the function in each worker.
        told: what it is made from.
        items: what to call it with; each is a task, which Spark gives to another worker when one is lost.
        say: told when all are done.

    Raises:
        OutputError: a task failed as often as Spark allows.
        UsageError: Spark does not start.
    """
    from pyspark.errors import PySparkException

    session = _session()
    broadcast = session.sparkContext.broadcast(pickle.dumps((make, told)))
    key = id(broadcast)

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        from immunograph.text.mining.engines import call_once

        for batch in batches:
            done = [call_once(key, broadcast.value, one.as_py()) for one in batch.column(0)]
            yield pa.RecordBatch.from_arrays([pa.array(done, pa.string())], names=["name"])

    rows = [(bytearray(pickle.dumps(item)),) for item in items]
    frame = session.createDataFrame(session.sparkContext.parallelize(rows, len(rows)), "item binary")
    try:
        say(len(frame.mapInArrow(work, "name string").collect()))
    except PySparkException as error:
        lines = [line for line in str(error).splitlines() if "Error" in line or "Exception" in line] or [str(error)]
        message = f"Spark gave up: {lines[-1].strip()[:200]}; what is finished stays, run it again"
        raise OutputError(message) from error
    finally:
        broadcast.unpersist()


def _session() -> SparkSession:
    """Give the session of `spark-submit`, or make one on this machine.

    Raises:
        UsageError: Java is missing, or the settings are wrong.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        return SparkSession.builder.appName("immunograph mine").getOrCreate()
    except (PySparkException, OSError) as error:
        message = f"Spark does not start ({str(error).splitlines()[0]}); it needs Java 17 or newer"
        raise UsageError(message) from error
