"""Take from a process what a query never needs: the network, much memory, and a life after its parent's.

Linux only; elsewhere the process is as free as the system makes it, and the checks of `guard` and the time limit stay.
"""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_M_ARENA_MAX = -8


def confine(*, network: bool = False) -> None:
    """Leave the network, unless told otherwise, and die with the parent (unshare(2), prctl(2)).

    Call it before any thread starts.
    """
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None)
    system.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if network:
        return
    # where neither is allowed (some containers), the check of the query's text stands alone
    _ = system.unshare(_CLONE_NEWNET) == 0 or system.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0


def limit_memory(size: int) -> None:
    """Let the address space grow by so many bytes from here, not more (setrlimit(2), RLIMIT_AS)."""
    if sys.platform != "linux":
        return
    import resource

    limit = address_space() + size
    with contextlib.suppress(ValueError, OSError):  # a lower hard limit is set already
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def share_memory() -> None:
    """Have all threads take memory from one place, so that what one frees serves the others (mallopt(3)).

    Else a server with many threads grows by a graph with each new generation, and each thread takes 64 MB of addresses.
    """
    with contextlib.suppress(OSError, TypeError, AttributeError):  # not all systems have it
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def address_space() -> int:
    """Give the size of this process's address space in bytes, or 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    import resource

    with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - asked for each query
        return int(file.read().split(b" ", 1)[0]) * resource.getpagesize()
