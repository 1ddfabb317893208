"""Small JSON endpoints for programs: find, path, why, the saved questions, and their OpenAPI description."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from immunograph import __version__
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from starlette.requests import Request

_MOST, _MOST_WAYS = 200, 20
_GRAPH = ig("graph-stated")
_PROBLEM = {"description": "What is wrong and what to do (RFC 9457).", "content": {"application/problem+json": {}}}
_FAULTS = {"4XX": _PROBLEM, "503": _PROBLEM}
_TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")


def _needed(request: Request, *names: str) -> list[str]:
    values = [request.query_params.get(name, "") for name in names]
    if not all(values):
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"this needs {', '.join(f'?{name}=' for name in names)}")
    return values


def _count(request: Request, name: str, usual: int, most: int) -> int:
    value = request.query_params.get(name, str(usual))
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{name} is a number from 1 to {most}")
    return int(value)


async def find(request: Request) -> Response:
    """Find concepts by any of their names: `?name=`, `?limit=`."""
    (name,), limit = _needed(request, "name"), _count(request, "limit", 20, _MOST)
    found = await request.app.state.library.ask(lambda knowledge: knowledge.find(name, limit))
    return JSONResponse([one._asdict() for one in found])


async def path(request: Request) -> Response:
    """Find the shortest ways between two concepts: `?from=`, `?to=`, `?count=`."""
    start, end = _needed(request, "from", "to")
    ways = await request.app.state.library.path(start, end, _count(request, "count", 3, _MOST_WAYS))
    return JSONResponse([[asdict(step) for step in way] for way in ways])


async def why(request: Request) -> Response:
    """Prove a relation: `?subject=`, `?relation=`, `?object=`."""
    edge = _needed(request, "subject", "relation", "object")
    return JSONResponse(asdict(await request.app.state.library.ask(lambda knowledge: knowledge.why(*edge))))


async def saved(request: Request) -> Response:
    """List the saved questions with their SPARQL."""
    scripts = await request.app.state.library.ask(lambda knowledge: list(knowledge.saved.values()))
    return JSONResponse([{"name": one.name, "title": one.title, "query": one.text} for one in scripts])


def _parameter(  # noqa: PLR0913 - each is said by its name
    name: str, description: str, example: object, *, place: str = "query", required: bool = True, most: int = 0
) -> dict[str, object]:
    text = {"type": "string", "minLength": 1}
    schema: dict[str, object] = {"type": "integer", "minimum": 1, "maximum": most} if most else text
    said = {"name": name, "in": place, "required": required, "description": description}
    return {**said, "schema": schema, "example": example}


def _operation(
    summary: str, *parameters: dict[str, object], media: tuple[str, ...] = ("application/json",)
) -> dict[str, object]:
    answers = {"200": {"description": summary, "content": {one: {} for one in media}}, **_FAULTS}
    return {"summary": summary, "parameters": list(parameters), "responses": answers}


_QUERY, _ASKED = "SELECT, ASK, CONSTRUCT or DESCRIBE", "SELECT ?a WHERE { ?a a ig:Agent } LIMIT 5"
_GRAPHS = (
    _parameter("default-graph-uri", "A graph for the default graph.", _GRAPH, required=False),
    _parameter("named-graph-uri", "A graph for GRAPH.", _GRAPH, required=False),
)


def _writing(summary: str, *statuses: int, named: bool = True) -> dict[str, object]:
    """Describe what only servers that are `--writable` do."""
    needed = _parameter("graph", "Its IRI.", _GRAPH, required=named)
    answers = {str(status): {"description": HTTPStatus(status).phrase} for status in statuses}
    body = {"required": True, "content": {one: {} for one in _TRIPLES}}
    asked = {} if HTTPStatus.CREATED not in statuses else {"requestBody": body}
    return {"summary": summary, "parameters": [needed], **asked, "responses": {**answers, **_FAULTS}}


def _posted() -> dict[str, object]:
    """Describe a query in a body (SPARQL 1.1 Protocol, 2.1.2 and 2.1.3)."""
    query = {"type": "string", "minLength": 1, "description": f"{_QUERY}.", "example": _ASKED}
    form = {"type": "object", "properties": {"query": query}, "required": ["query"]}
    kinds = {"application/x-www-form-urlencoded": {"schema": form}, "application/sparql-query": {"schema": query}}
    asked = _operation("Answer SPARQL 1.1 in a body.", *_GRAPHS, media=(*_ROWS, *_TRIPLES))
    return {**asked, "requestBody": {"required": True, "content": kinds}}


def description() -> dict[str, object]:
    """Describe the endpoints (OpenAPI 3.1)."""
    slug = _parameter("slug", "The slug of a concept.", "pembrolizumab", place="path")
    paths = {
        "/find": _operation(
            "Find concepts by label, synonym or identifier.",
            _parameter("name", "However it is written.", "Keytruda"),
            _parameter("limit", "How many at the most.", 5, required=False, most=_MOST),
        ),
        "/path": _operation(
            "Find the shortest ways between two concepts.",
            _parameter("from", "A concept.", "pembrolizumab"),
            _parameter("to", "Another.", "melanoma"),
            _parameter("count", "How many ways at the most.", 2, required=False, most=_MOST_WAYS),
        ),
        "/why": _operation(
            "Say why a relation holds: its sources, or the rule and what it rests on.",
            _parameter("subject", "A concept.", "pembrolizumab"),
            _parameter("relation", "A relation, as in blocks.", "blocks"),
            _parameter("object", "A concept.", "PD-1"),
        ),
        "/questions": _operation("List the saved questions with their SPARQL."),
        "/sparql": _operation(
            "Answer SPARQL 1.1.",
            _parameter("query", f"{_QUERY}; without it, the service is described.", _ASKED, required=False),
            *_GRAPHS,
            media=(*_ROWS, *_TRIPLES),
        ),
        "/graphs": _operation(
            "Give a named graph (SPARQL 1.1 Graph Store Protocol).",
            _parameter("graph", "Its IRI.", _GRAPH),
            media=_TRIPLES,
        ),
        "/{slug}": _operation("Tell all about a concept.", slug, media=("text/html", "application/json", *_TRIPLES)),
        "/health": _operation("Say whether the server answers, and from which generation."),
    }
    about = {"title": "ImmunoGraph", "version": __version__, "summary": "It is not medical advice."}
    verbs: dict[str, dict[str, object]] = {path: {"get": operation} for path, operation in paths.items()}
    verbs["/sparql"]["post"] = _posted()
    verbs["/graphs"] |= {
        "put": _writing("Replace a graph.", HTTPStatus.CREATED, HTTPStatus.NO_CONTENT),
        "post": _writing("Add to a graph, or make one.", HTTPStatus.CREATED, HTTPStatus.NO_CONTENT, named=False),
        "delete": _writing("Remove a graph.", HTTPStatus.NO_CONTENT),
    }
    return {"openapi": "3.1.0", "info": about, "paths": verbs}


async def openapi(_: Request) -> Response:
    """Give the OpenAPI description."""
    return JSONResponse(description())
