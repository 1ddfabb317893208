"""The page is readable: names do not collide, and nobody is kept out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from immunograph.knowledge import Knowledge
from immunograph.page import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

VIEWS = {
    "map": "",
    "focus": "#pembrolizumab",
    "on the map": "#at=PD-1&view=map",
    "table": "#at=PD-1&view=table",
    "concepts": "#view=table&rows=concepts&find=cell",
    "path": "#at=pembrolizumab&to=colitis&view=path",
    "questions": "#view=query&q=SELECT%20%2A%20WHERE%20%7B%20%3Fdrug%20ig%3Ablocks%20ig%3APD-1%20%7D",
}


def _overlaps(page: Page) -> tuple[int, int, int]:
    """Count names, pairs of names that meet, and names over the mark of another concept."""
    labels: list[dict[str, Any]] = page.evaluate("immunograph.map.labels()")
    marks: list[dict[str, Any]] = page.evaluate("immunograph.map.marks()")
    boxes = [(one["x"], one["y"], one["x"] + one["width"], one["y"] + one["height"]) for one in labels]
    meets = sum(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for n, a in enumerate(boxes) for b in boxes[:n]
    )
    over = 0
    for label, (left, top, right, bottom) in zip(labels, boxes, strict=True):
        over += any(
            one["slug"] != label["slug"]
            and left < one["x"] + one["size"]
            and one["x"] - one["size"] < right
            and top < one["y"] + one["size"]
            and one["y"] - one["size"] < bottom
            for one in marks
        )
    return len(labels), meets, over


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1440, 900, 25), (1920, 1080, 25), (1100, 800, 15), (360, 740, 3)]
)
def test_names_at_first_look_collide_with_nothing(
    visit: Visit, shipped: Path, width: int, height: int, least: int
) -> None:
    """About 25 names on a desk's screen, none over another, at most one in twenty over a mark."""
    page = visit(shipped, viewport={"width": width, "height": height})
    count, meets, over = _overlaps(page)
    assert count >= least
    assert meets == 0
    assert over <= 0.05 * count


def test_zoom_shows_more_names_without_collisions(visit: Visit, shipped: Path) -> None:
    """Closer, there is room for more."""
    page = visit(shipped, reduced_motion="reduce")
    before, _, _ = _overlaps(page)
    page.focus("#map")
    for _ in range(3):
        page.keyboard.press("+")
    page.wait_for_timeout(200)
    count, meets, over = _overlaps(page)
    assert count > before / 2
    assert meets == 0
    assert over <= 0.05 * count


def test_the_territories_fill_the_stage(visit: Visit, shipped: Path) -> None:
    """Whatever the shape of the window, at most one part in twenty of the stage is empty."""
    for width, height in ((1440, 900), (1900, 700), (1000, 1200)):
        page = visit(shipped, viewport={"width": width, "height": height})
        share = page.evaluate(
            "(() => { const p = immunograph.map.plan(); let sum = 0;"
            " for (const b of p.boxes.values()) sum += b.width * b.height * p.scale ** 2;"
            " return sum / (p.width * p.height); })()"
        )
        assert share > 0.95


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1100, 800), (360, 740)])
def test_the_title_of_every_territory_is_whole(visit: Visit, shipped: Path, width: int, height: int) -> None:
    """A kind of three concepts has room for its name too, and at a desk most kinds have a concept named."""
    page = visit(shipped, viewport={"width": width, "height": height})
    titles: list[dict[str, str]] = page.evaluate("immunograph.map.titles()")
    plurals = page.evaluate("immunograph.graph.kinds.map(({ name, plural }) => [name, plural])")
    assert [[one["name"], one["text"].lower()] for one in titles] == plurals
    named = page.evaluate("new Set(immunograph.map.labels().map(({ slug }) => immunograph.graph.get(slug).kind)).size")
    assert named >= 0.8 * len(titles) or width < 400


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, shipped: Path, theme: str) -> None:
    """WCAG 2.2 A and AA, in the main states."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = {}
    for name, address in VIEWS.items():
        page = visit(shipped, address, color_scheme=theme)
        if name == "questions":
            page.wait_for_selector("#query tbody tr", timeout=20_000)
        if name == "map":
            page.fill("#find", "pem")
        found[name] = _violations(page, rules)
        if name == "focus":
            for part in page.locator("nav summary").all():
                part.click()
            page.click("#help")
            found["help"] = _violations(page, rules)
            page.click("#help-tour")
            found["tour"] = _violations(page, rules)
            page.keyboard.press("Escape")
            page.click("#share summary")
            found["share"] = _violations(page, rules)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_mentioned_together_stands_apart(visit: Visit, mined: Path, theme: str) -> None:
    """It is told last, with counts and what they are worth, leads on, and is no relation in any view."""
    file = mined.parent / f"{theme}.html"
    knowledge = Knowledge(mined)
    file.write_text(render(knowledge.network(), knowledge.reader, sparql=False), encoding="utf-8")
    page = visit(file, "#colitis", color_scheme=theme, viewport={"width": 390, "height": 844})
    part = page.locator("#details > .group").last
    part.locator("summary").click()
    expect(part.locator("summary")).to_have_text("Mentioned together 1")
    expect(part).to_contain_text("judged by nobody")
    expect(part).to_contain_text("pembrolizumab in 25 documents")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    assert _violations(page, rules) == []
    relations = page.evaluate("immunograph.graph.edges.length")
    assert relations == knowledge.network().number_of_edges()
    part.get_by_text("pembrolizumab").click()
    expect(page.locator("#details h2.name")).to_have_text("pembrolizumab")
    page.locator("#details .literature summary").click()
    expect(page.locator("#details .literature")).to_contain_text("20 of 25")


def _violations(page: Page, rules: dict[str, list[str]]) -> list[tuple[str, str]]:
    response = Axe().run(page, options=rules).response
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_in_the_drawing_stands_out(visit: Visit, shipped: Path, theme: str) -> None:
    """What axe does not look at: text of the focus has 4.5 times the luminance of the page or less, marks 3 times."""
    page = visit(shipped, "#pembrolizumab", color_scheme=theme)
    ground = _luminance(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    fills = "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    texts = page.locator("#focus text, #focus tspan").evaluate_all(fills)
    marks = page.locator("#focus polygon").evaluate_all(fills)
    assert len(texts) >= 2
    assert len(marks) >= 6
    assert [fill for fill in texts if _contrast(_luminance(fill), ground) < 4.5] == []
    assert [fill for fill in marks if _contrast(_luminance(fill), ground) < 3] == []


def _luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_the_focus_of_the_keyboard_is_seen_on_the_map(visit: Visit, shipped: Path) -> None:
    """A frame lies over the canvas, where an outline would lie under it."""
    page = visit(shipped)
    edge = {"x": page.locator("#map").bounding_box()["x"], "y": 200, "width": 3, "height": 40}  # type: ignore[index]
    before = page.screenshot(clip=edge)
    page.focus("#fit")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "map"
    assert page.screenshot(clip=edge) != before


@pytest.mark.parametrize("address", ["", "#pembrolizumab", "#at=PD-1&view=table", "#view=path", "#view=query"])
def test_a_phone_needs_no_sideways_scrolling(visit: Visit, shipped: Path, address: str) -> None:
    """All fits 320 pixels (WCAG 1.4.10)."""
    page = visit(shipped, address, viewport={"width": 320, "height": 640}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_shows_itself_where_motion_and_colours_are_restricted(visit: Visit, shipped: Path) -> None:
    """With forced colours and reduced motion the same text is there."""
    page = visit(shipped, "#PD-1", forced_colors="active", reduced_motion="reduce")
    assert page.locator("#focus .caption").count() > 3
    assert page.inner_text("#details h2.name") == "PD-1"


def test_paper_has_the_drawing_and_the_text(visit: Visit, shipped: Path) -> None:
    """Print leaves out what cannot be pressed on paper."""
    page = visit(shipped, "#PD-1")
    page.emulate_media(media="print")
    assert page.locator("#focus").is_visible()
    assert page.locator("#details .definition").is_visible()
    assert not page.locator("header").is_visible()
