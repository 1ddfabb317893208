"""Size: the page of twenty thousand concepts opens, is legible and answers; so do small and scattered ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from generated import generate
from playwright.sync_api import expect

from immunograph.network import to_network
from immunograph.page import render
from immunograph.rdf import to_rdf
from immunograph.reading import Reader
from immunograph.store import Fresh, write_store
from immunograph.tables import load
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the page of 20,000 invented concepts, of what is stated alone."""
    folder = tmp_path_factory.mktemp("large")
    generate(20_000, 8_000, folder / "ontology")
    stated = to_rdf(load(folder / "ontology").ontology, read_schema(folder / "ontology" / "schema.ttl"))
    dataset = {**stated, "inferred": []}
    write_store(folder / "store", dataset, [])
    reader = Reader(Fresh(folder / "store", dataset))
    file = folder / "immunograph.html"
    file.write_text(render(to_network(reader), reader, sparql=False), encoding="utf-8")
    return file


def test_twenty_thousand_concepts_are_legible(visit: Visit, large: Path) -> None:
    """All stand on the map and fit it; names of the best connected are read, and each is where its mark is."""
    page = visit(large)
    assert "20,000 concepts" in page.inner_text("footer")
    assert page.evaluate("immunograph.map.marks().length") == 20_000
    labels = page.evaluate("immunograph.map.labels()")
    assert 15 <= len(labels) <= 80
    boxes = [(one["x"], one["y"], one["x"] + one["width"], one["y"] + one["height"]) for one in labels]
    assert not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for n, a in enumerate(boxes) for b in boxes[:n]
    )
    assert page.locator("#tree button[data-slug]").count() < 500


def test_any_of_twenty_thousand_concepts_is_found_and_shown(visit: Visit, large: Path) -> None:
    """Also the least connected one; and of a kind with thousands, a few hundred are listed at once."""
    page = visit(large)
    slug, label = page.evaluate("(({slug, label}) => [slug, label])(immunograph.graph.byDegree.at(-1))")
    page.fill("#find", label)
    expect(page.locator("#found li").first).to_contain_text(label)
    page.press("#find", "Enter")
    expect(page.locator("#details h2.name")).to_have_text(label)
    assert page.locator("#tree [aria-current=true]").get_attribute("data-slug") == slug
    page.evaluate("immunograph.state.go({at: 'any-agent', view: ''})")
    expect(page.locator("#focus .caption").first).to_be_visible()
    assert page.locator("#focus [role=button]").count() < 1_000


def test_closer_there_are_more_names_and_each_mark_can_be_chosen(visit: Visit, large: Path) -> None:
    """What has no name at first look has one closer by, and a click on it opens it."""
    page = visit(large, reduced_motion="reduce")
    first = {one["slug"] for one in page.evaluate("immunograph.map.labels()")}
    page.focus("#map")
    for _ in range(5):
        page.keyboard.press("+")
    page.wait_for_timeout(300)
    labels = page.evaluate("immunograph.map.labels().filter(one => one.x > 0 && one.y > 0)")
    others = [one for one in labels if one["slug"] not in first]
    assert len(others) > 30
    corner = page.locator("#map").bounding_box()
    assert corner
    middle = min(others, key=lambda one: abs(one["x"] - 300) + abs(one["y"] - 300))
    page.mouse.click(corner["x"] + middle["x"] + middle["width"] / 2, corner["y"] + middle["y"] + 7)
    expect(page.locator("#details h2.name")).to_have_text(
        page.evaluate("slug => immunograph.graph.label(slug)", middle["slug"])
    )


def test_a_frame_of_twenty_thousand_concepts_costs_little_more_than_one_of_a_part(
    visit: Visit, large: Path, shipped: Path
) -> None:
    """To pan is to shift a picture: with seventeen times the concepts it takes less than three times the script."""
    costs = []
    for file in (shipped, large):
        page = visit(file, reduced_motion="reduce")
        page.focus("#map")
        for _ in range(4):
            page.keyboard.press("+")
        page.wait_for_timeout(500)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        before = _script(session)
        corner = page.locator("#map").bounding_box()
        assert corner
        page.mouse.move(corner["x"] + 300, corner["y"] + 300)
        page.mouse.down()
        for n in range(30):
            page.mouse.move(corner["x"] + 300 + n, corner["y"] + 300 + n)
        page.mouse.up()
        costs.append(_script(session) - before)
    assert costs[1] < 3 * costs[0]


def _script(session: object) -> float:
    found = session.send("Performance.getMetrics")["metrics"]  # type: ignore[attr-defined]
    return next(one["value"] for one in found if one["name"] == "ScriptDuration")
