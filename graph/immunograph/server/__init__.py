"""Serve a store over HTTP: SPARQL 1.1 Protocol, Graph Store (read), pages, and small JSON endpoints.

Every query runs in a worker that is killed at its limits; the process that listens never evaluates what it is sent.
"""

from immunograph.server.app import application
from immunograph.server.run import serve
from immunograph.server.settings import Settings

__all__ = ["Settings", "application", "serve"]
