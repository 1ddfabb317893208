"""The pages of a release: valid, linked, offline, and told to programs too; a hostile name is only text."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import html5lib
import pytest

from immunograph.leaves import SERVED, Site, concept_page
from immunograph.reading import Card, Cited, Mapped, Together, Trial, Use
from immunograph.sheet import Indication, Line, Premise, Sheet
from immunograph.syntax import parse
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import DATASET, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" 'too' & </title> {{ 7*7 }} --> ]]>"""
_LINK = re.compile(r"""\b(?:href|src)="([^"]*)\"""")
_EMPTY_CARD = Card("x", "x", "agent", "", "", (), (), "")


def tree(text: str) -> Element:
    """Parse a page, strictly."""
    found: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return found


def data_of(text: str) -> str:
    """Give the JSON-LD of a page."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return str(found)


def crawl(folder: Path) -> int:
    """Follow every link of every page but the explorer's; give the number of pages."""
    pages = sorted({*folder.rglob("*.html")} - {folder / "immunograph.html"})
    anchors = {page: set(re.findall(r'\bid="([^"]*)"', page.read_text(encoding="utf-8"))) for page in pages}
    for page in pages:
        for link in set(_LINK.findall(page.read_text(encoding="utf-8"))):
            if re.match("https?://", link):
                continue
            path, _, anchor = link.partition("#")
            place = (page.parent / unquote(path)).resolve() if path else page
            assert place.is_file(), f"{page.name}: {link}"
            assert not anchor or anchor in anchors[place], f"{page.name}: {link}"
    return len(pages)


def test_every_link_leads_to_a_file(make: Callable[..., Path]) -> None:
    """Each concept, class and property has a page, and all are reached."""
    folder = make()
    assert crawl(folder) > 100
    assert {path.stem for path in (folder / "terms").iterdir()} >= {"examplimab", "EXR-1", "melanoma"}
    assert (folder / "classes" / "Agent.html").is_file()
    assert (folder / "properties" / "agent.html").is_file()


def test_pages_are_valid_and_have_no_script(make: Callable[..., Path]) -> None:
    """A strict parser of HTML finds nothing to mend; the only script element holds data."""
    folder = make()
    for page in sorted({*folder.rglob("*.html")} - {folder / "immunograph.html"}):
        found = tree(page.read_text(encoding="utf-8"))
        assert all(one.get("type") == "application/ld+json" for one in found.iter("script"))
        assert not list(found.iter("img"))


def test_a_page_tells_programs_what_it_tells_people(make: Callable[..., Path]) -> None:
    """Its JSON-LD names the concept, its kind, its set and its relations, and needs no network."""
    text = (make() / "terms" / "examplimab.html").read_text(encoding="utf-8")
    triples = parse(data_of(text).encode(), "jsonld", "examplimab.html")
    me = ig("examplimab")
    assert {(me, TYPE, Iri("https://schema.org/DefinedTerm")), (me, TYPE, ig("Agent"))} <= set(triples)
    assert (me, ig("blocks"), ig("EXR-1")) in triples
    assert (me, Iri("https://schema.org/inDefinedTermSet"), DATASET) in triples
    assert (me, Iri("https://schema.org/name"), Literal("examplimab")) in triples
    assert (me, term("rdfs:subClassOf"), ig("antibody")) in triples


def test_a_page_says_who_says_so_and_why_it_follows(make: Callable[..., Path]) -> None:
    """Evidence with its row, a reason with its premises, a trial, an indication, an outside identifier."""
    folder = make() / "terms"
    agent, study, cancer = ((folder / f"{slug}.html").read_text() for slug in ("examplimab", "EX-1", "melanoma"))
    assert "<code>relations/blocks.tsv:2</code>" in agent
    assert "inferred: why?</summary>&#39;blocks&#39; and then &#39;holds back&#39; together give" in agent
    assert '<a href="../terms/examplimab.html">examplimab blocks EXR-1</a>' in agent
    assert "approved for melanoma (advanced)" in agent
    assert re.search(
        r'<a href="../terms/examplimab.html#indication-[^"]*">the indication: examplimab, approved', cancer
    )
    assert "<dd>randomised-double-blind</dd>" in study
    assert 'href="https://clinicaltrials.gov/study/NCT00000001"' in study
    assert 'href="http://purl.obolibrary.org/obo/NCIT_C3224"' in cancer


def test_a_property_says_when_it_follows(make: Callable[..., Path]) -> None:
    """Domain, range, inverse and rules, as links and words."""
    text = (make() / "properties" / "releases.html").read_text(encoding="utf-8")
    assert '<a href="../classes/Treatment.html">treatment</a>' in text
    assert '<a href="../properties/isReleasedBy.html">is released by</a>' in text
    assert "together give &#39;releases&#39;" in text


@pytest.mark.parametrize("site", [SERVED, Site("../", "pages.css", (), files=True)])
def test_hostile_text_stays_text(site: Site) -> None:
    """Markup in any cell is shown as it is written, no address is a script, and the data is unharmed."""
    cited = (Cited("s", HOSTILE, "javascript:alert(1)", HOSTILE, "disputes", HOSTILE, HOSTILE),)
    many = (HOSTILE,)
    use = Use("indication-x", HOSTILE, HOSTILE, many, many, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, many)
    line = Line(("x", "blocks", "y"), HOSTILE, "y", HOSTILE, inferred=False, evidence=cited)
    why = replace(
        line, inferred=True, rule=HOSTILE, premises=(Premise(HOSTILE, 'y"><script>'), Premise(HOSTILE, "y", HOSTILE))
    )
    sheet = Sheet(
        replace(_EMPTY_CARD, label=HOSTILE, plain=HOSTILE, definition=HOSTILE, synonyms=(HOSTILE,), replaced_by="y"),
        HOSTILE,
        cited,
        (line, why),
        (Indication(HOSTILE, use, cited),),
        (Mapped("skos:exactMatch", HOSTILE, HOSTILE, "javascript:alert(1)"),),
        Trial(*["NCT" + HOSTILE] * 7),
        ((HOSTILE, Together("y", 3)),),
    )
    text = concept_page(sheet, site, None, (HOSTILE,))
    found = tree(text)
    assert [one.get("type") for one in found.iter("script")] == ["application/ld+json"]
    assert not list(found.iter("img"))
    assert [one.text for one in found.iter("h1")] == [HOSTILE]
    for element in found.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not (element.get("href") or "").startswith("javascript:")
    assert json.loads(data_of(text))["alternateName"] == [HOSTILE]
    assert "49" not in text


def test_the_pages_of_the_shipped_ontology_are_linked(released: Path) -> None:
    """Over a thousand, and those that are looked at are valid."""
    assert crawl(released) > 1000
    for name in ("terms/pembrolizumab", "classes/Agent", "properties/blocks", "index"):
        tree((released / f"{name}.html").read_text(encoding="utf-8"))


def test_reading_all_sheets_at_once_is_cheaper_than_one_by_one(output: Path) -> None:
    """A few questions for all of them, not a few for each."""
    from immunograph.knowledge import Knowledge
    from immunograph.sheet import sheet, sheets

    reader = Knowledge(output / "store").reader
    start = time.process_time()
    slugs = list(sheets(reader))
    each = (time.process_time() - start) / len(slugs)
    assert len(slugs) > 900
    start = time.process_time()
    for slug in slugs[::12]:
        sheet(reader, slug)
    assert each < (time.process_time() - start) / len(slugs[::12])
