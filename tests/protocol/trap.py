"""A server of the tests that notes who comes."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Trap(ThreadingHTTPServer):
    """A server that notes who comes, and sends everybody elsewhere."""

    def __init__(self, elsewhere: str = "") -> None:
        self.seen: list[str] = []
        self.elsewhere = elsewhere
        super().__init__(("127.0.0.1", 0), _Noting)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self) -> str:
        """Give host and port."""
        return f"127.0.0.1:{self.server_port}"


class _Noting(BaseHTTPRequestHandler):
    def _note(self) -> None:
        assert isinstance(self.server, Trap)
        self.server.seen.append(self.path)
        self.send_response(307 if self.server.elsewhere else 500)
        if self.server.elsewhere:
            self.send_header("Location", self.server.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_HEAD = _note  # noqa: N815 - as http.server calls them

    def log_message(self, *_: object) -> None:
        """Say nothing."""
