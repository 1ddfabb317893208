"""The page beside stock pyvis on the same graph in one run: the shipped ontology and invented ones of three sizes.

Browsers are measured in processor seconds of the processes that run and draw pages, so that a busy machine changes
little.
"""

from __future__ import annotations

import re
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chromium import DRAWN, chromium
from generated import generate
from harness import OURS, Measure, Target, cpu_time
from pyvis.network import Network as Stock

from immunograph.build import build
from immunograph.knowledge import Knowledge
from immunograph.page import render
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chromium import Chromium
    from playwright.sync_api import Page

TITLE = "The page"
SHIPPED = "the shipped ontology"
SIZES = (1_000, 5_000, 20_000)
PYVIS, PLACED, NOTHING = "pyvis", "pyvis, placed and still", "an empty page"
FRAMES = 60
LONG = 600_000
"""Milliseconds that a slow page may take."""
PATIENCE = 60.0
"""Processor seconds after which stock pyvis, which is still moving, is stopped: it needs at least these."""

OPEN, EXPORT, SIZE, LEAN = "open it", "write it", "its size", "its size without SPARQL"
PAN, ZOOM, SELECT, KEY = "a frame of panning", "a frame of zooming", "choose a concept", "a key stroke in search"
MEMORY, ENGINE, LOADED, QUERY = "its memory", "start SPARQL", "start SPARQL with all triples", "a saved question"
TARGETS = (
    Target(f"1,000: {OPEN}", 0.5),
    Target(f"1,000: {OPEN}", 0.01, PYVIS),
    Target(f"1,000: {EXPORT}", 1.0),
    Target(f"1,000: {SIZE}", 3 * 2**20),
    Target(f"1,000: {LEAN}", 0.9 * 2**20),
    Target(f"1,000: {PAN}", 0.008),
    Target(f"1,000: {ZOOM}", 0.008),
    Target(f"5,000: {PAN}", 1 / 30),
    Target(f"5,000: {ZOOM}", 1 / 30),
    Target(f"5,000: {SELECT}", 0.05),
    Target(f"20,000: {KEY}", 0.01),
    Target(f"{SHIPPED}: {ENGINE}", 0.5),
    Target(f"{SHIPPED}: {QUERY}", 0.02),
)
TYPE = """word => {
    const field = document.getElementById('find');
    const begun = performance.now();
    for (let n = 1; n <= word.length; n += 1) {
        field.value = word.slice(0, n);
        field.dispatchEvent(new Event('input'));
        document.body.offsetHeight;
    }
    return (performance.now() - begun) / word.length / 1000;
}"""
"""Types a word, and gives the seconds from a key to the list below the field."""
QUESTION = "SELECT ?drug ?cell WHERE { ?drug ig:blocks ?target . ?target ig:foundOn ?cell }"


def measure() -> Iterator[Measure]:
    """Make the pages, then open and use them."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, ontology in _ontologies(Path(folder)):
            yield from _measure(name, ontology, ontology.parent, browser)


def _ontologies(folder: Path) -> Iterator[tuple[str, Path]]:
    for size in SIZES:
        generate(size, 2 * size, folder / str(size) / "ontology")
        yield f"{size:,}", folder / str(size) / "ontology"
    (folder / "shipped").mkdir()
    (folder / "shipped" / "ontology").symlink_to(shipped_folder(), target_is_directory=True)
    yield SHIPPED, folder / "shipped" / "ontology"


def _measure(name: str, ontology: Path, folder: Path, browser: Chromium) -> Iterator[Measure]:
    built = build(ontology, folder / "output", lambda _: None)
    files = {OURS: built.page, **_stock(built.store, folder)}
    graph = Knowledge(built.store)
    network = graph.network()
    lean = len(render(network, graph.reader, sparql=False).encode())
    yield Measure(f"{name}: {EXPORT}", OURS, cpu_time(lambda: render(network, graph.reader, sparql=False), times=2))
    yield Measure(f"{name}: {EXPORT}", PYVIS, cpu_time(lambda: _stock(built.store, folder), times=1))
    for tool in (OURS, PYVIS):
        yield Measure(f"{name}: {SIZE}", tool, (files[tool].stat().st_size,), "byte")
    yield Measure(f"{name}: {LEAN}", OURS, (lean,), "byte")
    (folder / "empty.html").write_text("<!doctype html><html data-ready>", encoding="utf-8")
    yield Measure(f"{name}: {OPEN}", NOTHING, _opened(browser, folder / "empty.html", "html[data-ready]"))
    yield Measure(f"{name}: {OPEN}", OURS, _opened(browser, files[OURS], "html[data-ready]"))
    yield Measure(f"{name}: {OPEN}", PLACED, _opened(browser, files[PLACED], "canvas"))
    if name == f"{SIZES[0]:,}":
        yield Measure(f"{name}: {OPEN}", PYVIS, (_settled(browser, files[PYVIS]),))
    yield from _moved(name, browser, files)
    yield from _used(name, browser, files[OURS])


def _stock(store: Path, folder: Path) -> dict[str, Path]:
    """Write the same graph as stock pyvis does: as it comes, and with places given and nothing moving."""
    network = Knowledge(store).network()
    files = {PYVIS: folder / "pyvis.html", PLACED: folder / "placed.html"}
    for tool, file in files.items():
        stock = Stock(directed=True, cdn_resources="in_line", height="900px")
        stock.nodes = [
            {
                "id": slug,
                "label": label,
                "shape": "dot",
                "size": 10,
                **(_place(n, len(network)) if tool == PLACED else {}),
            }
            for n, (slug, label) in enumerate(network.nodes(data="label"))
        ]
        stock.edges = [{"from": one, "to": other, "title": key} for one, other, key in network.edges(keys=True)]
        if tool == PLACED:
            stock.toggle_physics(status=False)
        file.write_text(stock.generate_html(), encoding="utf-8")
    return files


def _place(n: int, count: int) -> dict[str, int]:
    side = max(1, round(count**0.5))
    return {"x": 40 * (n % side), "y": 40 * (n // side)}


def _opened(browser: Chromium, file: Path, sign: str) -> tuple[float, ...]:
    """Open a page until it is drawn and can be used."""
    found = []
    for _ in range(3):
        with browser.page() as page:
            found.append(browser.spent(partial(_open, page, file, sign)))
    return tuple(found)


def _open(page: Page, file: Path, sign: str) -> None:
    page.goto(file.resolve().as_uri(), timeout=LONG, wait_until="domcontentloaded")
    page.wait_for_selector(sign, timeout=LONG)
    page.evaluate(DRAWN)


def _settled(browser: Chromium, file: Path) -> float:
    """Open stock pyvis until it has found the places of its nodes, or for as long as one has patience."""
    with browser.page() as page:
        begun = browser.clock()
        page.goto(file.resolve().as_uri(), wait_until="domcontentloaded")
        page.evaluate("network.once('stabilizationIterationsDone', () => { document.title = 'still' }), null")
        while browser.clock() - begun < PATIENCE and page.title() != "still":
            page.wait_for_timeout(500)
        return browser.clock() - begun


def _moved(name: str, browser: Chromium, files: dict[str, Path]) -> Iterator[Measure]:
    """Pan and zoom by mouse."""
    for tool, sign, stage in ((OURS, "html[data-ready]", "#map"), (PLACED, "canvas", "#mynetwork")):
        with browser.page() as page:
            _open(page, files[tool], sign)
            page.wait_for_timeout(1_000)
            for question, act in ((PAN, _pan), (ZOOM, _zoom)):
                box = page.locator(stage).bounding_box()
                assert box
                x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 800) / 2
                page.mouse.move(x, y)
                times = 3 if tool == OURS else 1  # a frame of stock pyvis may take half a second
                values = (browser.spent(partial(act, page, x, y)) / FRAMES for _ in range(times))
                yield Measure(f"{name}: {question}", tool, tuple(values))


def _pan(page: Page, x: float, y: float) -> None:
    page.mouse.down()
    for n in range(FRAMES):
        page.mouse.move(x + 4 * (n % 30), y + 3 * (n % 20))
    page.mouse.up()


def _zoom(page: Page, _x: float, _y: float) -> None:
    for n in range(FRAMES):
        page.mouse.wheel(0, -40 if n < FRAMES / 2 else 40)


def _used(name: str, browser: Chromium, file: Path) -> Iterator[Measure]:
    """Choose concepts, type, and ask."""
    with browser.page() as page:
        _open(page, file, "html[data-ready]")
        page.wait_for_timeout(2_000)
        size = page.evaluate("performance.memory.usedJSHeapSize")
        yield Measure(f"{name}: {MEMORY}", OURS, (size,), "byte")
        slugs = page.evaluate("immunograph.graph.byDegree.slice(0, 200).map(one => one.slug)")
        values = (browser.spent(partial(_choose, page, slugs[n::10])) / len(slugs[n::10]) for n in range(3))
        yield Measure(f"{name}: {SELECT}", OURS, tuple(values))
        page.evaluate("immunograph.state.go({at: '', view: ''})")
        keys = tuple(page.evaluate(TYPE, word) for word in ("tumor receptor", "pembro", "xyzzy"))
        yield Measure(f"{name}: {KEY}", OURS, keys)
        yield Measure(f"{name}: {LOADED}", OURS, (browser.spent(partial(_start, page)),))
        engine = int(page.get_attribute("#query", "data-engine") or 0) / 1000
        yield Measure(f"{name}: {ENGINE}", OURS, (engine,))
        yield Measure(f"{name}: {QUERY}", OURS, tuple(_asked(page) for _ in range(5)))


def _choose(page: Page, slugs: list[str]) -> None:
    page.evaluate(
        f"async slugs => {{ for (const at of slugs) {{ immunograph.state.go({{at}}); await {DRAWN}; }} }}", slugs
    )


def _start(page: Page) -> None:
    page.click("#query-open")
    page.wait_for_selector("#query[data-started]", timeout=LONG)


def _asked(page: Page) -> float:
    """Ask, and return the seconds that the engine says it took."""
    page.fill("#sparql", QUESTION)
    page.press("#sparql", "Control+Enter")
    page.locator("#query .status-line", has_text=re.compile(r"^[\d,]+ rows? in")).wait_for()
    return int(page.inner_text("#query .status-line").split(" in ")[1].split(" ")[0]) / 1000
