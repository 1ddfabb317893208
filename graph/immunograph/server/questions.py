"""Small JSON endpoints for programs: find, path, why, the saved questions, and their OpenAPI description."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from immunograph import __version__

if TYPE_CHECKING:
    from starlette.requests import Request

_MOST, _MOST_WAYS = 200, 20


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


def _parameter(name: str, description: str, *, required: bool = True, most: int = 0) -> dict[str, object]:
    schema: dict[str, object] = {"type": "integer", "minimum": 1, "maximum": most} if most else {"type": "string"}
    return {"name": name, "in": "query", "required": required, "description": description, "schema": schema}


def _operation(summary: str, *parameters: dict[str, object], media: str = "application/json") -> dict[str, object]:
    problem = {"description": "What is wrong and what to do (RFC 9457).", "content": {"application/problem+json": {}}}
    answers = {"200": {"description": summary, "content": {media: {}}}, "4XX": problem, "503": problem}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def description() -> dict[str, object]:
    """Describe the endpoints (OpenAPI 3.1)."""
    concept = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}
    concept["description"] = "The slug of a concept, as in pembrolizumab."
    return {
        "openapi": "3.1.0",
        "info": {"title": "ImmunoGraph", "version": __version__, "summary": "It is not medical advice."},
        "paths": {
            "/find": _operation(
                "Find concepts by label, synonym or identifier.",
                _parameter("name", "However it is written."),
                _parameter("limit", "How many at the most.", required=False, most=_MOST),
            ),
            "/path": _operation(
                "Find the shortest ways between two concepts.",
                _parameter("from", "A concept."),
                _parameter("to", "Another."),
                _parameter("count", "How many ways at the most.", required=False, most=_MOST_WAYS),
            ),
            "/why": _operation(
                "Say why a relation holds: its sources, or the rule and what it rests on.",
                _parameter("subject", "A concept."),
                _parameter("relation", "A relation, as in blocks."),
                _parameter("object", "A concept."),
            ),
            "/questions": _operation("List the saved questions with their SPARQL."),
            "/sparql": _operation(
                "Answer SPARQL 1.1 (also by POST, as the SPARQL 1.1 Protocol says).",
                _parameter("query", "SELECT, ASK, CONSTRUCT or DESCRIBE."),
                _parameter("default-graph-uri", "A graph for the default graph.", required=False),
                _parameter("named-graph-uri", "A graph for GRAPH.", required=False),
                media="application/sparql-results+json",
            ),
            "/graphs": _operation(
                "Give a named graph (SPARQL 1.1 Graph Store Protocol).",
                _parameter("graph", "Its IRI."),
                media="text/turtle",
            ),
            "/{slug}": _operation("Tell all about a concept.", concept),
            "/health": _operation("Say whether the server answers, and from which generation."),
        },
    }


async def openapi(_: Request) -> Response:
    """Give the OpenAPI description."""
    return JSONResponse(description())
