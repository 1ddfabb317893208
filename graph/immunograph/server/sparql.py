"""The endpoint of the SPARQL 1.1 Protocol: queries by GET, form and body; updates by form and body."""

from __future__ import annotations

import hashlib
import hmac
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from immunograph.guard import calls
from immunograph.server import bodies, describe, negotiation
from immunograph.server.streaming import Answer, client_of, etag
from immunograph.workers import Job

if TYPE_CHECKING:
    from starlette.requests import Request

    from immunograph.server.settings import Settings
    from immunograph.workers import Pool

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_CHANGING = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b|\\u", re.IGNORECASE)  # or letters that hide one
_QUERY_FIELDS = {"query", "default-graph-uri", "named-graph-uri"}
_UPDATE_FIELDS = {"update", "using-graph-uri", "using-named-graph-uri"}


async def endpoint(request: Request) -> Response:
    """Answer a request of the protocol (SPARQL 1.1 Protocol, 2.1 and 2.2).

    Raises:
        HTTPException: the request is none of those that the protocol knows.
    """
    settings: Settings = request.app.state.settings
    fields = bodies.fields(request.scope["query_string"])
    if request.method == "POST":
        fields += await _posted(request, settings)
    elif not any(key in _QUERY_FIELDS | _UPDATE_FIELDS for key, _ in fields):
        if negotiation.wants_page(request.headers.get("accept", "")):
            return RedirectResponse("editor")
        return await describe.service(request)
    asked = [key for key, _ in fields if key in ("query", "update")]
    if len(asked) != 1:
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"send one query or one update, not {len(asked)}")
    if asked == ["update"]:
        if request.method != "POST":
            raise HTTPException(HTTPStatus.BAD_REQUEST, "an update is sent by POST")
        return await _update(request, settings, fields)
    return _query(request, fields)


async def _posted(request: Request, settings: Settings) -> list[tuple[str, str]]:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters.lower())
    if charset and charset[1] not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{charset[1]} is not known here; encode it in UTF-8")
    kind = media.strip().lower()
    if kind not in (_FORM, _QUERY, _UPDATE):
        known = f"{_FORM}, {_QUERY} or {_UPDATE}"
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"the content type is {kind or 'missing'}; send {known}")
    body = await bodies.read(request, settings.request)
    if kind == _FORM:
        return bodies.fields(body)
    return [("query" if kind == _QUERY else "update", bodies.text(body))]


def _only(fields: list[tuple[str, str]], known: set[str]) -> None:
    if other := {key for key, _ in fields if key in _QUERY_FIELDS | _UPDATE_FIELDS} - known:
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{', '.join(sorted(other))} does not belong to this request")


def _all(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(value for key, value in fields if key == name)


def _query(request: Request, fields: list[tuple[str, str]]) -> Response:
    _only(fields, _QUERY_FIELDS)
    accept = request.headers.get("accept", "")
    (text,) = _all(fields, "query")
    default, named = _all(fields, "default-graph-uri"), _all(fields, "named-graph-uri")
    return answer(request, Job(text, default=default, named=named), accept)


def answer(request: Request, job: Job, accept: str) -> Response:
    """Answer a query in what the client accepts.

    Raises:
        HTTPException: 406, nothing fits.
    """
    table, triples = negotiation.table(accept), negotiation.triples(accept)
    if not table and not triples:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, "accept JSON, XML, CSV, TSV, Turtle, N-Triples or JSON-LD")
    job = Job(job.text, name=job.name, table=table, triples=triples, default=job.default, named=job.named)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    tag = ""
    if request.method in ("GET", "HEAD") and not (_CHANGING.search(job.text) or calls(job.text)):
        tag = hashlib.sha256(job.line()).hexdigest()[:16]
        current = etag(request.app.state.library.generation.name(), tag)
        if current in request.headers.get("if-none-match", ""):
            return Response(None, HTTPStatus.NOT_MODIFIED, {**headers, "ETag": current})
    return Answer(_pool(request, job.text), job, headers, tag)


def _pool(request: Request, text: str) -> Pool:
    """Choose the workers: those for calls to allowed hosts are the only ones that have a network."""
    state = request.app.state
    pool: Pool = state.outward if state.settings.services and calls(text) else state.pool
    return pool


async def _update(request: Request, settings: Settings, fields: list[tuple[str, str]]) -> Response:
    _only(fields, _UPDATE_FIELDS)
    authorise(request, settings)
    (text,) = _all(fields, "update")
    default, named = _all(fields, "using-graph-uri"), _all(fields, "using-named-graph-uri")
    job = Job(text, "update", "update", default=default, named=named)
    async with _pool(request, text).answer(job, client_of(request.scope)):
        return Response(None, HTTPStatus.NO_CONTENT)


def authorise(request: Request, settings: Settings) -> None:
    """Let only those write who send the token (RFC 6750).

    Raises:
        HTTPException: 403, this server is only read; 401, the token is missing or wrong.
    """
    if not settings.token:
        raise HTTPException(HTTPStatus.FORBIDDEN, "this server is only read; start one with --writable to update")
    sent = request.headers.get("authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {settings.token}".encode()):
        headers = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(HTTPStatus.UNAUTHORIZED, "send the token as Authorization: Bearer ...", headers)
