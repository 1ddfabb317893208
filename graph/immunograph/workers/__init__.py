"""Processes that answer one query at a time and can be killed, because the engine has no limits of its own."""

from immunograph.workers.pool import Limits, Pool, Result
from immunograph.workers.wire import Job

__all__ = ["Job", "Limits", "Pool", "Result"]
