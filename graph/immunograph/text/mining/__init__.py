"""Mining: the same reading, run over a corpus on one machine or many, and what it adds up to.

A corpus is dealt into shards. Reading a shard writes one file, whole or not at all, so that a run may be killed and
started again as often as it likes: what is there is not done again, and nothing is counted twice.
"""

from immunograph.text.mining.run import Mined, Order, mine, read_part

__all__ = ["Mined", "Order", "mine", "read_part"]
