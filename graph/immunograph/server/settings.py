"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from immunograph.workers import Limits

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve; the defaults are those of a public server.

    Args:
        store: the folder that `immunograph build` wrote.
        limits: for each query.
        request: bytes of a request's body.
        rate: questions a second from one address, on average; 0 is no limit.
        burst: questions at once from one address.
        token: who sends it may update; empty means that nobody may.
        services: hosts that SERVICE and LOAD may reach, as `example.org` or `example.org:8080`.
    """

    store: Path
    limits: Limits = field(default_factory=Limits)
    request: int = 1 << 20
    rate: float = 10.0
    burst: int = 50
    token: str = ""
    services: tuple[str, ...] = ()
