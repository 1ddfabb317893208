"""Listen."""

from __future__ import annotations

import logging
import socket
import sys
from typing import TYPE_CHECKING

import uvicorn

from immunograph import generations
from immunograph.errors import UsageError
from immunograph.server.app import application
from immunograph.server.door import Door
from immunograph.server.watch import Lines
from immunograph.workers.confine import share_memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.server.settings import Settings

_CONNECTIONS = 500


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Args:
        settings: which store, and the limits.
        host: the address to listen at.
        port: the port; 0 for any free one.
        say: told where the server is.

    Raises:
        StoreError: there is no store.
        UsageError: nobody can listen there.
    """
    generations.read(settings.store)
    share_memory()
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        message = (
            f"{host}:{port}: cannot listen there ({(error.strerror or str(error)).lower()}); choose another --port"
        )
        raise UsageError(message) from error
    # accepted connections inherit it; without it, small answers wait for the client's delayed acknowledgement
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _log()
    config = uvicorn.Config(
        application(settings),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        http=Door,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
    )
    say(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[listening])


def _log() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name, level in (("immunograph.server", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
