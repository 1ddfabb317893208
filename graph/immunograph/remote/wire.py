"""Requests to an endpoint: within limits, never redirected, and with every fault in one line."""

from __future__ import annotations

import base64
import os
import re
import time
import weakref
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from immunograph.errors import LimitError, QueryError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    import httpx

_CONNECT = 10.0
_SAID = 300
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
TOKEN, USER, PASSWORD = (f"IMMUNOGRAPH_REMOTE_{name}" for name in ("TOKEN", "USER", "PASSWORD"))


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request may take.

    Args:
        seconds: from its start to the last byte.
        size: bytes of the answer.
    """

    seconds: float = 60.0
    size: int = 256 << 20


class Wire:
    """A connection to one server.

    Args:
        url: of the endpoint, for errors.
        allowance: for each request.

    Raises:
        UsageError: httpx is not installed, or credentials would be sent in the clear.
    """

    def __init__(self, url: str, allowance: Allowance) -> None:
        try:
            import httpx
        except ModuleNotFoundError as error:
            message = f"{url}: a store elsewhere needs httpx; install immunograph[remote]"
            raise UsageError(message) from error
        self.url, self.allowance = url, allowance
        seconds = allowance.seconds or None
        timeout = httpx.Timeout(seconds, connect=min(_CONNECT, seconds or _CONNECT))
        self._client = httpx.Client(timeout=timeout, auth=_login(url), headers={"User-Agent": "immunograph"})
        self._httpx = httpx
        weakref.finalize(self, self._client.close)

    def post(self, url: str, fields: Mapping[str, str | list[str]], accept: str, name: str = "query") -> bytes:
        """Send a form, and give the whole answer; see `send`."""
        return self._send(self._client.build_request("POST", url, data=fields, headers={"Accept": accept}), name)

    def send(self, method: str, url: str, content: bytes, media: str, graph: str = "") -> None:
        """Send a document: an update, or a graph with its name; see `_send`."""
        parameters = {"graph": graph} if graph else None
        headers = {"Content-Type": media}
        request = self._client.build_request(method, url, params=parameters, content=content, headers=headers)
        self._send(request, "publish")

    def _send(self, request: httpx.Request, name: str) -> bytes:
        """Send a request, and give the whole answer.

        Raises:
            LimitError: the answer takes too long or is too large.
            QueryError: the endpoint says that the query or update is wrong.
            StoreError: the endpoint cannot be reached, wants a login, moved, or fails.
        """
        end = time.monotonic() + self.allowance.seconds if self.allowance.seconds else float("inf")
        with self._told(), closing(self._client.send(request, stream=True)) as reply:
            data = bytearray()
            for chunk in reply.iter_bytes():
                data += chunk
                if len(data) > self.allowance.size:
                    raise self._large()
                if time.monotonic() > end:
                    raise self._slow()
            if not reply.is_success:
                self._refuse(reply, data.decode(errors="replace"), name)
            self._expect(reply, request.headers["Accept"])
            return bytes(data)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what goes wrong on the way."""
        try:
            yield
        except self._httpx.TimeoutException as error:
            if isinstance(error, self._httpx.ConnectTimeout):
                raise self._fault("nobody answers there; see that it runs and that the address is right") from error
            raise self._slow() from error
        except self._httpx.TransportError as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise self._fault(f"cannot be asked ({reason}); see that it runs and that the address is right") from error
        except (self._httpx.InvalidURL, self._httpx.DecodingError) as error:
            raise self._fault(f"{error}; see that the address is right") from error

    def _refuse(self, reply: httpx.Response, text: str, name: str) -> None:
        status = reply.status_code
        said = " ".join(re.sub(r"<[^>]*>", " ", text).split())[:_SAID]
        if reply.is_redirect:
            raise self._fault(f"it has moved to {reply.headers.get('location', 'another place')}; name that one")
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise self._fault(f"it lets nobody do this without a right login ({status}); set {TOKEN}, or {USER} "
                              f"and {PASSWORD}")  # fmt: skip
        if status == HTTPStatus.BAD_REQUEST:
            message = f"{self.url} says: {said}"
            raise QueryError(message, name=name)
        advice = {
            HTTPStatus.NOT_FOUND: "see that the address is right",
            HTTPStatus.METHOD_NOT_ALLOWED: "name the address that takes this",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "let it take larger requests",
            HTTPStatus.TOO_MANY_REQUESTS: "ask more slowly",
        }.get(HTTPStatus(status) if status in set(HTTPStatus) else HTTPStatus.OK, "ask who runs it")
        raise self._fault(f"it answers {status} ({said or reply.reason_phrase}); {advice}")

    def _expect(self, reply: httpx.Response, accept: str) -> None:
        media = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        wanted = re.findall(r"[\w.+-]+/[\w.+-]+", accept)
        if wanted and media not in wanted:
            raise self._fault(f"it answers {media or 'in no known form'} rather than {wanted[0]}; "
                              "is this the address of a SPARQL endpoint?")  # fmt: skip

    def _fault(self, text: str) -> StoreError:
        return StoreError(f"{self.url}: {text}")

    def _slow(self) -> LimitError:
        message = f"{self.url}: it needs more than {self.allowance.seconds:g} s; ask for less, or give it more time"
        return LimitError("seconds", message)

    def _large(self) -> LimitError:
        message = f"{self.url}: the answer is larger than {self.allowance.size >> 20} MB; ask for less with LIMIT"
        return LimitError("size", message)


def _login(url: str) -> httpx.Auth | None:
    """Make the login that the environment asks for; it is never sent over a network in the clear."""
    token, user, password = (os.environ.get(name, "") for name in (TOKEN, USER, PASSWORD))
    if not token and not user:
        return None
    place = urlsplit(url)
    if place.scheme != "https" and place.hostname not in _LOOPBACK:
        message = f"{url}: a login is not sent without TLS; use https, or unset {TOKEN} and {USER}"
        raise UsageError(message)
    import httpx

    class Login(httpx.Auth):
        """A token, or the way of login that the server asks for: Basic (RFC 7617) or Digest (RFC 7616)."""

        def __init__(self) -> None:
            self._fixed = f"Bearer {token}" if token else ""
            self._digest = httpx.DigestAuth(user, password)

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            """Answer the challenge of the server."""
            if self._fixed:
                request.headers["Authorization"] = self._fixed
                yield request
                return
            flow = self._digest.auth_flow(request)
            reply = yield next(flow)
            if reply.status_code != HTTPStatus.UNAUTHORIZED:
                return
            if reply.headers.get("www-authenticate", "").lower().startswith("digest"):
                yield flow.send(reply)
                return
            pair = base64.b64encode(f"{user}:{password}".encode()).decode()
            self._fixed = request.headers["Authorization"] = f"Basic {pair}"
            yield request

    return Login()
