"""Pages: the explorer, the editor, and one page for each concept and term of ours."""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from immunograph import leaves
from immunograph.errors import UsageError
from immunograph.server import negotiation
from immunograph.server.sparql import answer
from immunograph.sheet import sheet
from immunograph.vocabulary import DATASET, IG, ig
from immunograph.workers import Job

if TYPE_CHECKING:
    from starlette.requests import Request

    from immunograph.knowledge import Knowledge
    from immunograph.sheet import Sheet

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ONTOLOGY = DATASET.removeprefix(IG)
_SLUG = re.compile(r"\w[\w.+-]{0,199}")
_ASSETS = {"editor.js": ("server", "text/javascript"), "pages.css": ("leaves", "text/css")}


def _page(html: str) -> Response:
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Vary": "Accept"})


async def explorer(request: Request) -> Response:
    """Show the explorer that the build made beside the store; without it, the editor."""
    page = request.app.state.settings.store.parent / "immunograph.html"
    if not page.is_file():
        return RedirectResponse("editor")
    # its own policy stands in it, with the hashes of its scripts
    return FileResponse(page, media_type="text/html", headers={"Content-Security-Policy": "frame-ancestors 'none'"})


async def version(request: Request) -> Response:
    """Lead from the version that is served to the ontology.

    Raises:
        HTTPException: 404, another version is served.
    """
    mine = await request.app.state.library.ask(lambda knowledge: knowledge.reader.about().get("version"))
    if request.path_params["version"] != mine:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"this server has version {mine}")
    return RedirectResponse(f"../{ONTOLOGY}", HTTPStatus.SEE_OTHER)


async def editor(request: Request) -> Response:
    """Show the editor with the saved questions."""
    saved = await request.app.state.library.ask(lambda knowledge: list(knowledge.saved.values()))
    text = request.query_params.get("query", "")
    return _page(leaves.page("editor.html", leaves.SERVED, "immunograph.server", saved=saved, text=text))


async def asset(request: Request) -> Response:
    """Give one of our own scripts and styles, by a name from a fixed list."""
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no such file")
    package, media = _ASSETS[name]
    data = (importlib.resources.files("immunograph") / package / "assets" / name).read_bytes()
    return Response(data, media_type=media, headers={"Cache-Control": "max-age=3600"})


async def concept(request: Request) -> Response:
    """Tell all about a concept, or any other term of ours: HTML, Turtle, JSON-LD, RDF/XML or JSON.

    Raises:
        HTTPException: 404, nothing is named so; 406, no format fits.
    """
    slug = request.path_params["slug"]
    if not _SLUG.fullmatch(slug):
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no such page")
    accept = request.headers.get("accept", "text/html")
    form = negotiation.page(accept)
    found: Sheet | str = await request.app.state.library.ask(lambda knowledge: _look_up(knowledge, slug))
    if slug == ONTOLOGY and form == "html":
        return RedirectResponse("./", HTTPStatus.SEE_OTHER, headers={"Vary": "Accept"})
    if isinstance(found, str):
        if not found:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"nothing is called {slug}; /find?name={slug} may help")
        if found != slug:
            return RedirectResponse(found, HTTPStatus.SEE_OTHER)
    elif form == "html":
        return _page(leaves.concept_page(found, leaves.SERVED))
    elif form == "data":
        return JSONResponse(asdict(found), headers={"Vary": "Accept"})
    if not form:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, "accept HTML, JSON, Turtle, N-Triples, JSON-LD or RDF/XML")
    accept = {"html": "text/turtle", "data": "application/ld+json"}.get(form, accept)
    return answer(request, Job(f"DESCRIBE <{ig(slug)}>", name=slug), accept)


def _look_up(knowledge: Knowledge, slug: str) -> Sheet | str:
    """Give the sheet of a concept, the slug itself for another term, or the slug that a name means."""
    if slug in knowledge.reader.labels:
        return sheet(knowledge.reader, slug)
    if knowledge.knows(ig(slug)):
        return slug
    try:
        return knowledge.reader.resolve(slug)
    except UsageError:
        return ""
