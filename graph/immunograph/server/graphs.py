"""The SPARQL 1.1 Graph Store HTTP Protocol: graphs named by `?graph=IRI`, by `?default`, or by their own address."""

from __future__ import annotations

import base64
import uuid
from email import message_from_bytes
from email.policy import HTTP
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from immunograph.server import bodies, negotiation
from immunograph.server.sparql import answer, authorise
from immunograph.server.streaming import client_of
from immunograph.store import UNNAMED
from immunograph.workers import Job

if TYPE_CHECKING:
    from starlette.requests import Request

    from immunograph.server.settings import Settings


async def graphs(request: Request) -> Response:
    """Give, replace, add to or remove a graph (5.2 to 5.6).

    Raises:
        HTTPException: 400, no graph is named; 404, there is none of this name; 401 and 403, who asks may not write.
    """
    settings: Settings = request.app.state.settings
    name = _named(request)
    if request.method in ("GET", "HEAD"):
        return await _give(request, name)
    authorise(request, settings)
    if not name and request.method != "POST":
        raise _unnamed()
    if request.method == "DELETE" and not await _has(request, name):
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no graph {name}")
    target = name or f"{str(request.url_for('graphs')).rstrip('/')}/{uuid.uuid4()}"
    documents = () if request.method == "DELETE" else await _documents(request, settings)
    job = Job("", request.method.lower(), "graph", default=(target,), documents=documents)
    async with request.app.state.pool.answer(job, client_of(request.scope)) as result:
        async for _ in result.chunks:
            pass
    if result.media == "created" and request.method != "DELETE":
        return Response(None, HTTPStatus.CREATED, {} if name else {"Location": target})
    return Response(None, HTTPStatus.NO_CONTENT)


def _named(request: Request) -> str:
    """Give the IRI of the graph that a request is about; nothing if it names none."""
    fields = bodies.fields(request.scope["query_string"])
    names = [value for key, value in fields if key == "graph"]
    names += [UNNAMED for key, _ in fields if key == "default"]
    if request.path_params.get("path"):
        names.append(str(request.url.replace(query="", fragment="")))
    if len(names) > 1 or not all(names):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "name one graph")
    return names[0] if names else ""


def _unnamed() -> HTTPException:
    what = "name one graph with ?graph=IRI, or with ?default for what is in none"
    return HTTPException(HTTPStatus.BAD_REQUEST, what)


async def _has(request: Request, name: str) -> bool:
    return name == UNNAMED or await request.app.state.library.has(name)


async def _give(request: Request, name: str) -> Response:
    if not name:
        raise _unnamed()
    if not await _has(request, name):
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no graph {name}")
    accept = request.headers.get("accept", "")
    if not negotiation.triples(accept):
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, "accept Turtle, N-Triples, JSON-LD or RDF/XML")
    return answer(request, Job("CONSTRUCT WHERE { ?s ?p ?o }", name="graph", default=(name,)), accept)


async def _documents(request: Request, settings: Settings) -> tuple[tuple[str, str], ...]:
    """Read the document that is sent, or the parts of a form."""
    kind, body = request.headers.get("content-type", ""), await bodies.read(request, settings.request)
    if kind.lower().startswith("multipart/form-data"):
        message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
        parts = [part for part in message.walk() if not part.is_multipart()]
        contents = [(part.get_content_type(), part.get_payload(decode=True)) for part in parts]
        return tuple((media, base64.b64encode(data).decode()) for media, data in contents if isinstance(data, bytes))
    return ((kind.partition(";")[0].strip().lower(), base64.b64encode(body).decode()),)
