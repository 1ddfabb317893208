"""Pages of any graph, opened in a real Chromium without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from immunograph.knowledge import Knowledge
from immunograph.page import render
from immunograph.store import write_store
from immunograph.tables import shipped_folder
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from immunograph.terms import Triple


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page by its file; at the end, no page may have asked for anything else or run into an error."""
    contexts, wrong = [], []

    def opened(file: Path, address: str = "", **options: Any) -> Page:  # noqa: ANN401 - they are Playwright's
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        home = file.resolve().as_uri()
        context.on("request", lambda request: wrong.append(request.url) if not _own(request.url, home) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(home + address)
        page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def _own(url: str, home: str) -> bool:
    return url.split("#", maxsplit=1)[0] == home or url.startswith("blob:")


@pytest.fixture(scope="session")
def shipped(output: Path) -> Path:
    """Give the page of the shipped ontology."""
    return output / "immunograph.html"


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[[Sequence[Triple], Sequence[Triple]], Path]:
    """Make the page of a graph that is given as triples: what is stated, and the evidence."""

    def made(stated: Sequence[Triple], evidence: Sequence[Triple] = ()) -> Path:
        schema = list(read_schema(shipped_folder() / "schema.ttl").triples)
        write_store(tmp_path / "store", {"stated": list(stated), "evidence": list(evidence), "schema": schema}, [])
        knowledge = Knowledge(tmp_path / "store")
        file = tmp_path / "immunograph.html"
        file.write_text(render(knowledge.network(), knowledge.reader), encoding="utf-8")
        return file

    return made
