"""The page answers, offline, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from immunograph.sheet import say_use

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from immunograph.knowledge import Knowledge

    Visit = Callable[..., Page]


def test_the_page_opens_and_shows_the_map(visit: Visit, shipped: Path) -> None:
    """Each kind has a territory, and the text says what this is."""
    page = visit(shipped)
    assert page.locator("#map canvas").is_visible()
    assert page.locator("#kinds li").count() == 16
    assert "not medical advice" in page.inner_text("#details")
    assert "Cite as" in page.inner_text("#details")
    assert page.inner_text("footer").count("version") == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("IFN-α", "interferon alfa"),
        ("keytruda", "pembrolizumab"),
        ("pd1", "PD-1"),
        ("takes off a brake", "pembrolizumab"),
        ("TUMOUR INFILTRATING", "tumor-infiltrating"),
    ],
)
def test_search_finds_however_it_is_written(visit: Visit, shipped: Path, typed: str, found: str) -> None:
    """Case, hyphens, Greek letters, brand names and plain words lead to the concept."""
    page = visit(shipped)
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)
    assert found in page.inner_text("#found")


def test_a_concept_is_told_with_its_sources_and_proofs(visit: Visit, shipped: Path) -> None:
    """Plain words come first; a relation has its sources, and an inferred one its reason."""
    page = visit(shipped, "#pembrolizumab")
    assert page.inner_text("#details h2.name") == "pembrolizumab"
    assert "takes off a brake" in page.inner_text("#details .plain")
    assert "melanoma" in page.inner_text("#details .uses")
    blocks = page.locator("#details .group", has_text="… blocks")
    blocks.locator("summary", has_text="source").first.click()
    expect(blocks.locator(".cite a").first).to_have_attribute("href", re.compile("^https?://"))
    releases = page.locator("#details .group").filter(has=page.get_by_text("… releases", exact=True))
    releases.locator("summary", has_text="why?").first.click()
    expect(releases.locator(".cite").first).to_contain_text("Because 'blocks' and then 'holds back'")


def test_a_study_tells_what_it_was_and_found(visit: Visit, shipped: Path) -> None:
    """Its phase, result and endpoint stand in the text, and its number leads to the register; others have none."""
    page = visit(shipped, "#AEGEAN")
    rows = dict(zip(*(page.locator(f"#details .trial {tag}").all_inner_texts() for tag in ("dt", "dd")), strict=True))
    assert (rows["phase"], rows["result"], rows["reported"]) == ("3", "met its main goal", "2023-11-02")
    assert rows["endpoint"].startswith("event-free survival, hazard ratio 0.68")
    assert page.get_attribute("#details .trial a", "href") == "https://clinicaltrials.gov/study/NCT03800134"
    page.goto(page.url.replace("AEGEAN", "PD-1"))
    expect(page.locator("#details h2.name")).to_have_text("PD-1")
    assert not page.locator("#details .trial").count()


def test_the_focus_groups_neighbours_by_relation(visit: Visit, shipped: Path) -> None:
    """Each group has a caption; a group and a neighbour can be opened, and a neighbour chosen."""
    page = visit(shipped, "#pembrolizumab")
    captions = page.locator("#focus .caption").all_text_contents()
    assert any(caption.startswith("blocks") for caption in captions)
    names = page.locator("#focus .name").count()
    page.locator("#focus .more").first.click()
    assert page.locator("#focus .name").count() > names
    page.get_by_role("button", name="PD-1", exact=True).first.click()
    assert page.inner_text("#details h2.name") == "PD-1"
    assert page.locator("#trail button").all_inner_texts() == ["All", "pembrolizumab", "PD-1"]


def test_the_legend_filters(visit: Visit, shipped: Path) -> None:
    """What is left out is neither in the table nor in the focus, and the address says so."""
    page = visit(shipped, "#at=pembrolizumab&view=table")
    rows = page.locator("#table tbody tr").count()
    page.locator("#kinds label", has_text="adverse events").click()
    assert page.locator("#table tbody tr").count() < rows
    assert "kinds=adverse-event" in page.url
    page.click("text=Statements")
    page.click("text=stated by a source")
    assert page.locator("#table .inferred").count() == 0
    page.click("#reset")
    assert page.locator("#table tbody tr").count() == rows


def test_a_source_limits_relations_to_those_that_it_supports(visit: Visit, shipped: Path, graph: Knowledge) -> None:
    """It is found by its name; the map lights what it speaks of, and the table has its relations, as its query does."""
    page = visit(shipped)
    page.locator("nav summary", has_text="Sources").click()
    assert "more sources" in page.inner_text("#source-count")
    page.fill("#source-find", "drug dictionary: pembrolizumab")
    box = page.locator("#sources li", has_text="NCI Drug Dictionary: pembrolizumab").get_by_role("checkbox")
    box.check()
    expect(box).to_be_focused()
    source = page.evaluate("immunograph.state.get().sources")[0]
    assert f"sources={source}" in page.url
    lit = page.evaluate("[...immunograph.map.plan().lit]")
    assert {"pembrolizumab", "PD-1"} < set(lit)
    page.click("#views [data-view=table]")
    rows = page.locator("#table tbody tr")
    expected = {edge for edge, pieces in graph.reader.all_cited().items() if source in {one.source for one in pieces}}
    assert rows.count() == len(expected & {(s, p, o) for s, o, p in graph.network().edges(keys=True)}) > 0
    assert all("NCI Drug Dictionary: pembrolizumab" in text for text in rows.locator(".sources").all_inner_texts())
    count = rows.count()
    page.click("#share summary")
    page.click("#share-query")
    page.wait_for_selector("#query tbody tr", timeout=20_000)
    assert page.locator("#query tbody tr").count() == count
    page.click("#reset")
    assert not page.evaluate("immunograph.state.get().sources.length")


def test_the_table_sorts_and_narrows(visit: Visit, shipped: Path) -> None:
    """Rows follow the column and the words that are asked for."""
    page = visit(shipped, "#at=pembrolizumab&view=table")
    page.get_by_role("button", name="object").click()
    objects = page.locator("#table tbody td:nth-child(3)").all_inner_texts()
    assert objects[0].lower() < objects[-1].lower()
    assert page.get_attribute("#table th:nth-child(3)", "aria-sort") == "ascending"
    page.fill("#table-find", "colitis")
    assert page.locator("#table tbody tr").count() == 1
    with page.expect_download() as saved:
        page.click("text=Save as CSV")
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert lines[0] == "subject,relation,object,basis,sources"
    assert lines[1].startswith("pembrolizumab,can cause,colitis,stated,")


def test_a_path_is_told_in_sentences(visit: Visit, shipped: Path) -> None:
    """Two ends give the shortest ways; a relation can be left out."""
    page = visit(shipped, "#view=path")
    for field, typed in (("#path-from", "pembrolizumab"), ("#path-to", "colitis")):
        page.fill(field, typed)
        page.press(field, "Enter")
    assert "pembrolizumab can cause colitis" in page.inner_text("#details .way >> nth=0")
    page.click(".way .chip >> nth=0")
    assert "avoid=may-cause" in page.url
    assert "can cause" not in " ".join(page.locator("#details .way ol").all_inner_texts())


def test_every_saved_question_runs_offline(visit: Visit, shipped: Path, graph: Knowledge) -> None:
    """The engine in the page answers all of them as the store does."""
    page = visit(shipped, "#view=query")
    assert len(graph.saved) >= 15
    page.wait_for_selector("#query[data-started]", timeout=20_000)
    for name in graph.saved:
        page.select_option("#saved", name)
        rows = len(graph.query(name))
        expect(page.locator("#query .status-line")).to_have_text(re.compile(rf"^{rows} rows? in"), timeout=20_000)
        assert page.locator("#query tbody tr").count() == min(rows, 500)


def test_an_answer_is_saved_and_shown_on_the_map(visit: Visit, shipped: Path) -> None:
    """An answer leaves as SPARQL 1.1 JSON, and its concepts light up."""
    query = "SELECT ?drug WHERE { ?drug ig:blocks ig:PD-1 }"
    page = visit(shipped, "#view=query")
    page.fill("#sparql", query)
    page.press("#sparql", "Control+Enter")
    page.wait_for_selector("#query tbody tr", timeout=20_000)
    with page.expect_download() as saved:
        page.click("text=Save as JSON")
    answer = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert {"type": "uri", "value": "https://w3id.org/immunograph/pembrolizumab"} in [
        row["drug"] for row in answer["results"]["bindings"]
    ]
    page.click("#on-map")
    assert "pembrolizumab" in page.evaluate("immunograph.map.labels().map(one => one.slug)")
    assert not set(page.evaluate("immunograph.map.labels().map(one => one.slug)")) & {"melanoma", "PD-L1"}


def test_a_wrong_query_says_line_and_column(visit: Visit, shipped: Path) -> None:
    """The place is that of the reader's own text."""
    page = visit(shipped, "#view=query")
    page.fill("#sparql", "SELECT * WHERE {\n  ?s foo:x ?o }")
    page.press("#sparql", "Control+Enter")
    page.wait_for_selector("#query .wrong", timeout=20_000)
    assert "Line 2, column" in page.inner_text("#query .wrong")
    assert "foo: is not declared" in page.inner_text("#query .wrong")


def test_the_address_is_the_state_and_back_works(visit: Visit, shipped: Path) -> None:
    """Every view can be cited, and the view before is one step back."""
    page = visit(shipped, "#PD-1")
    page.click("#views [data-view=table]")
    assert page.url.endswith("#at=PD-1&view=table")
    page.go_back()
    assert page.url.endswith("#PD-1")
    assert page.locator("#focus").is_visible()
    again = visit(shipped, "#at=PD-1&view=table&kinds=agent&find=B%20cell")
    assert again.locator("#table tbody tr").count() >= 1
    assert not again.locator("#kinds input[data-name=agent]").is_checked()
    lost = visit(shipped, "#at=%E0%A4%A&view=nonsense&kinds=,,&__proto__=x")
    assert lost.locator("#map canvas").is_visible()


def test_the_keyboard_walks_the_map(visit: Visit, shipped: Path) -> None:
    """The arrows go from concept to concept and are told; Enter opens one, Escape leaves."""
    page = visit(shipped)
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    told = page.inner_text("#live")
    assert told
    page.keyboard.press("Enter")
    assert page.inner_text("#details h2.name") == told.split(",")[0]
    page.locator("#focus [tabindex='0']").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "button"
    page.keyboard.press("Escape")
    assert page.locator("#map canvas").is_visible()


@pytest.mark.parametrize(("item", "start"), [("share-svg", "<svg"), ("share-turtle", "@prefix ig:")])
def test_the_view_is_saved(visit: Visit, shipped: Path, item: str, start: str) -> None:
    """A picture and a graph of what is seen; the same view gives the same bytes."""
    page = visit(shipped, "#PD-1")
    texts = []
    for _ in range(2):
        page.click("#share summary")
        with page.expect_download() as saved:
            page.click(f"#{item}")
        texts.append(saved.value.path().read_text(encoding="utf-8"))
    assert texts[0].startswith(start)
    assert texts[0] == texts[1]


def test_a_picture_is_saved_as_png(visit: Visit, shipped: Path) -> None:
    """The map, too, becomes a picture."""
    page = visit(shipped)
    page.click("#share summary")
    with page.expect_download() as saved:
        page.click("#share-png")
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_query_of_a_view_gives_its_relations(visit: Visit, shipped: Path) -> None:
    """Every view is a query: around PD-1 it finds what the table shows."""
    page = visit(shipped, "#at=PD-1&view=table")
    shown = page.locator("#table tbody tr").count()
    page.click("#share summary")
    page.click("#share-query")
    page.wait_for_selector("#query tbody tr", timeout=20_000)
    assert page.locator("#query tbody tr").count() >= shown


def test_the_page_opens_in_a_sandboxed_frame(visit: Visit, shipped: Path, tmp_path: Path) -> None:
    """A notebook shows the page in a frame without history; it still works."""
    import html

    frame = html.escape(shipped.read_text(encoding="utf-8"), quote=True)
    outer = tmp_path / "frame.html"
    outer.write_text(
        f"<!doctype html><html data-ready><iframe sandbox='allow-scripts' srcdoc=\"{frame}\" width=1200 height=700>",
        encoding="utf-8",
    )
    inner = visit(outer).frame_locator("iframe")
    inner.locator("html[data-ready]").wait_for()
    inner.get_by_role("button", name="PD-1", exact=True).click()
    assert inner.locator("#details h2.name").inner_text() == "PD-1"


def test_the_page_of_a_part_says_what_it_is_and_names_what_is_outside(
    visit: Visit, graph: Knowledge, tmp_path: Path
) -> None:
    """A cancer that is not in the part is told by its name, but not as a link; reasons are whole."""
    file = tmp_path / "part.html"
    file.write_text(graph.page(graph.part(start="pembrolizumab", kinds=["target", "process"])), encoding="utf-8")
    page = visit(file)
    assert "a part of it: 1 step around pembrolizumab, of the kinds target, process." in page.inner_text("#details")
    assert page.locator("#kinds li").count() == 3
    page.get_by_role("button", name="pembrolizumab", exact=True).first.click()
    expect(page.locator("#details .uses h3", has_text="non-small cell lung cancer")).to_be_visible()
    assert not page.locator("#details .uses h3 button").count()
    for why in page.locator("#details .group summary", has_text="why?").all():
        why.click()
    reasons = " ".join(page.locator("#details .cite").all_inner_texts())
    assert "pembrolizumab blocks PD-1" in reasons
    assert not re.search(r"indication-|undefined", reasons)
    page.click("#views [data-view=map]")
    expect(page.locator("#map canvas")).to_be_visible()


def test_the_page_of_a_part_answers_from_that_part(visit: Visit, graph: Knowledge, tmp_path: Path) -> None:
    """Its SPARQL engine knows the relations of the part with their evidence, and nothing of what is outside."""
    part = graph.part(start="pembrolizumab", kinds=["target", "process"])
    file = tmp_path / "part.html"
    file.write_text(graph.page(part), encoding="utf-8")
    page = visit(file)
    page.click("#query-open")
    inside = {(s, p, o) for s, o, p in part.edges(keys=True)}
    cited = [edge for edge, pieces in graph.reader.all_cited().items() if edge in inside and pieces]
    outside = "SELECT * WHERE { ?indication ig:agent ig:pembrolizumab ; ig:condition/rdfs:label 'melanoma'@en }"
    claims = (
        "SELECT ?s ?p ?o WHERE { [] a owl:Axiom ; owl:annotatedSource ?s ; owl:annotatedProperty ?p ;"
        " owl:annotatedTarget ?o ; ig:evidence/dcterms:source/dcterms:title ?t . ?s ?p ?o } GROUP BY ?s ?p ?o"
    )
    questions = {
        "SELECT DISTINCT ?x WHERE { ?x a owl:Class ; ig:plain ?words }": part.number_of_nodes(),
        claims: len(cited),
        outside: len(graph.query(outside)),
        "SELECT * WHERE { ?indication ig:agent ig:nivolumab }": 0,
    }
    for query, rows in questions.items():
        page.fill("#sparql", query)
        page.press("#sparql", "Control+Enter")
        expect(page.locator("#query .status-line")).to_have_text(re.compile(rf"^{rows} rows? in"), timeout=20_000)


def test_the_tour_can_be_skipped(visit: Visit, shipped: Path) -> None:
    """Four steps, each of which can be the last."""
    page = visit(shipped)
    page.click("text=A tour in four steps")
    page.click("#tour >> text=Next")
    assert page.inner_text("#tour h2").startswith("2 of 4")
    page.keyboard.press("Escape")
    assert not page.locator("#tour").is_visible()
    page.click("#help")
    assert page.locator("#help-box").is_visible()


def test_a_click_on_a_mark_or_its_name_opens_it(visit: Visit, shipped: Path) -> None:
    """By mouse, a mark and its name are one thing."""
    page = visit(shipped)
    corner = page.locator("#map").bounding_box()
    mark = page.evaluate("immunograph.map.marks().find(one => one.slug === 'melanoma')")
    assert corner
    page.mouse.move(corner["x"] + mark["x"], corner["y"] + mark["y"])
    assert page.evaluate("document.querySelector('#map').style.cursor") == "pointer"
    page.mouse.click(corner["x"] + mark["x"], corner["y"] + mark["y"])
    expect(page.locator("#details h2.name")).to_have_text("melanoma")
    page.go_back()
    expect(page.locator("#map")).to_be_visible()
    name = page.evaluate("immunograph.map.labels().find(one => one.slug === 'pembrolizumab')")
    page.mouse.click(corner["x"] + name["x"] + name["width"] / 2, corner["y"] + name["y"] + 7)
    expect(page.locator("#details h2.name")).to_have_text("pembrolizumab")


def test_what_no_source_says_is_no_empty_cell(visit: Visit, shipped: Path, graph: Knowledge) -> None:
    """Given alone is empty, and not stated says so: in the text of an agent, in its table and on the command line."""
    (one,) = (use for use in graph.reader.indications("Hicara")["Hicara"] if use.unsaid == ("partners",))
    assert say_use(one, "x").endswith("(partners not stated)")
    page = visit(shipped, "#Hicara")
    assert "partners not stated" in page.inner_text("#details .uses")
    page.click("#details >> text=as a table")
    assert "not stated" in page.locator("#table tbody td:nth-child(5)").all_inner_texts()


def test_indications_are_a_table(visit: Visit, shipped: Path, graph: Knowledge) -> None:
    """From the text of an agent it is one step to the table, which sorts and leaves; a cancer has those against it."""
    page = visit(shipped, "#durvalumab")
    page.click("#details >> text=as a table")
    rows = page.locator("#table tbody tr")
    uses = graph.reader.indications("durvalumab")["durvalumab"]
    assert rows.count() == len(uses)
    page.get_by_role("button", name="date").click()
    dates = page.locator("#table tbody td:nth-child(8)").all_inner_texts()
    assert dates == sorted(dates)
    assert {row.inner_text() for row in page.locator("#table tbody td:nth-child(7)").all()} == {
        one.status for one in uses
    }
    page.evaluate("immunograph.state.go({at: 'melanoma', sort: ''})")
    against = [one for each in graph.reader.indications().values() for one in each if one.condition == "melanoma"]
    assert rows.count() == len(against)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
