"""Whatever a graph says is shown as text: nothing runs, and the layout holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from immunograph.terms import XSD, Blank, Literal, text
from immunograph.vocabulary import LABEL, SUBCLASS, TYPE, ig, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from immunograph.terms import Triple

    Visit = Callable[..., Page]
    PageOf = Callable[..., Path]

RUN = "window.ran=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<a href=javascript:{RUN}>x</a>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"<math><mtext><img src=x onerror={RUN}>",
    f"<template><script>{RUN}</script></template>",
    "<style>@import 'x'; * { color: red }</style>",
    "<link rel=stylesheet href=//x>",
    "<base href=//x/>",
    "<meta http-equiv=refresh content='0;url=//x'>",
    "<form action=//x><button>",
    f"<object data='data:text/html,<script>{RUN}</script>'>",
    f"<embed src='javascript:{RUN}'>",
    f"<video><source onerror={RUN}></video>",
    f"<marquee onstart={RUN}>",
    f"<!--<script>{RUN}//-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    "]]>",
    "--></style></title></textarea>",
    f"{{{{ {RUN} }}}}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "{{7*7}}",
    f"${{{RUN}}}",
    f"#{{{RUN}}}",
    f"`;{RUN};`",
    f"\\';{RUN};//",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    "&#60;script&#62;",
    "%3Cscript%3E",
    f"\u2028{RUN}\u2029",
    "\u202egnp.exe",
    "\u2067rtl isolate never closed",
    "\u202dltr override",
    "שלום עולם",
    "مناعة السرطان",
    "x" * 10_000,
    "word " * 2_000,
    "🧬" * 3_000,
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "Z̷̡̛͎a̶l̸g̵o̷" * 40,
    "\u0000null\u0000",
    "\u0001\u0002\u001b[31m",
    "\ufeffbom",
    "\ud7ff\ue000\uffff",
    "a\nb\r\nc\td",
    " ",
    "\u200b",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "undefined",
    "null",
    "NaN",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "'; DROP TABLE name; --",
    "../../../etc/passwd",
    "%00",
    "href=x",
    "CON",
    "?x } UNION { ?s ?p ?o",
    "</style><script>window.ran=1</script>",
)


def _concept(slug: str, words: str, kind: str = "Agent") -> Iterator[Triple]:
    node = ig(slug)
    yield node, TYPE, term("owl:Class")
    yield node, TYPE, ig(kind)
    yield node, LABEL, text(words)
    yield node, ig("plain"), text(words)
    yield node, term("skos:definition"), text(words)
    yield node, term("skos:altLabel"), text(words)


def _graph() -> tuple[list[Triple], list[Triple]]:
    """Say every payload as label, definition, synonym, setting, note, and as title and address of a source."""
    stated: list[Triple] = list(_concept("PD-1", "PD-1", "Target"))
    evidence: list[Triple] = []
    for n, words in enumerate(PAYLOADS):
        drug, cancer, source = (ig(f"{kind}-{n}") for kind in ("drug", "cancer", "source-hostile"))
        stated += _concept(f"drug-{n}", words)
        stated += _concept(f"cancer-{n}", words, "Cancer")
        edge = (drug, ig("blocks"), ig("PD-1"))
        stated += [edge, (drug, ig("treats"), cancer), (cancer, SUBCLASS, ig("cancer-0"))]
        use = ig(f"indication-{n}")
        stated += [(use, TYPE, ig("Indication")), (use, ig("agent"), drug), (use, ig("condition"), cancer)]
        stated += [
            (use, ig("status"), ig("approved")),
            (use, ig("setting"), Literal(words)),
            (use, ig("trial"), Literal(words)),
        ]
        axiom, piece = Blank(f"_:a{n}"), Blank(f"_:e{n}")
        parts = ("Source", "Property", "Target")
        evidence += [(axiom, term(f"owl:annotated{part}"), value) for part, value in zip(parts, edge, strict=True)]
        evidence += [
            (axiom, ig("evidence"), piece),
            (use, ig("evidence"), piece),
            (drug, ig("evidence"), piece),
            (piece, term("dcterms:source"), source),
            (piece, ig("locator"), Literal(words)),
            (piece, ig("direction"), ig("supports")),
            (piece, ig("row"), Literal("x.tsv:1")),
            (piece, ig("note"), Literal(words)),
            (source, term("dcterms:title"), text(words)),
            (source, ig("url"), Literal(words, XSD + "anyURI")),
        ]
        script = ig(f"query-{n}")
        query = "SELECT ?label ?o WHERE { ?x rdfs:label ?label ; ig:setting|ig:plain ?o }"
        stated += [(script, term("sh:select"), Literal(query)), (script, LABEL, text(words))]
    return stated, evidence


def test_no_payload_runs_or_breaks_the_layout(visit: Visit, page_of: PageOf) -> None:
    """Every concept, view, answer and picture of a hostile graph: text, and nothing else."""
    assert len(PAYLOADS) >= 60
    page = visit(page_of(*_graph()))
    page.evaluate(
        "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
    )
    for n, words in enumerate(PAYLOADS):
        page.evaluate("slug => immunograph.state.go({at: slug, view: ''})", f"drug-{n}")
        assert page.text_content("#details h2.name") == words
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelector('header').getBoundingClientRect().height < 120")
        for summary in page.locator("#details summary").all()[:6]:
            summary.evaluate("one => { one.parentElement.open = true }")
        assert page.locator("#details a:not([href^='http'])").count() == 0
        assert page.locator("#details :is(script, img, iframe, style, form, object, embed)").count() == 0
    for view in ("table", "map", "path"):
        page.evaluate("view => immunograph.state.go({at: 'drug-0', to: 'drug-1', view})", view)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("#find", "<script>")
    page.fill("#find", "ran")
    page.keyboard.press("Escape")
    for view in ("map", "focus"):
        page.evaluate("view => immunograph.state.go({at: 'drug-0', to: '', view})", view)
        picture = "new DOMParser().parseFromString(immunograph.picture.svgText(), 'image/svg+xml')"
        assert page.evaluate(f"{picture}.querySelector('parsererror, script') === null")
    page.evaluate("immunograph.state.go({at: '', view: 'query'})")
    page.select_option("#saved", "0")
    expect(page.locator("#query tbody tr").first).to_be_visible(timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#query :is(script, img, iframe, style, form)").count() == 0
    assert page.evaluate("[window.ran === undefined, broken.length]") == [True, 0]


def test_hostile_addresses_are_only_text(visit: Visit, shipped: Path) -> None:
    """What stands behind the # is data, too."""
    for words in PAYLOADS[:20]:
        page = visit(shipped)
        page.evaluate("words => { location.hash = words }", words)
        page.evaluate(
            "words => { location.hash = new URLSearchParams({find: words, view: 'table', sort: words, kinds: words}) }",
            words,
        )
        assert page.evaluate("window.ran === undefined")
        page.context.close()


def test_an_empty_graph_opens(visit: Visit, page_of: PageOf) -> None:
    """No concepts: an empty map, and the text."""
    page = visit(page_of([]))
    assert "0 concepts" in page.inner_text("footer")
    for view in ("table", "path", "query", "focus", "map"):
        page.evaluate("view => immunograph.state.go({view})", view)


def test_one_concept_opens(visit: Visit, page_of: PageOf) -> None:
    """One concept without relations."""
    page = visit(page_of(list(_concept("PD-1", "PD-1", "Target"))), "#PD-1")
    assert page.inner_text("#details h2.name") == "PD-1"
    assert "no relations" in page.inner_text("#focus")


def test_a_graph_in_pieces_opens(visit: Visit, page_of: PageOf) -> None:
    """Between two pieces there is no way, and the page says so."""
    pieces = [*_concept("PD-1", "PD-1", "Target"), *_concept("rash", "rash", "AdverseEvent")]
    page = visit(page_of(pieces), "#at=PD-1&to=rash&view=path")
    assert "nothing leads from one to the other" in page.inner_text("#details")


def test_a_thousand_concepts_of_one_kind_open(visit: Visit, page_of: PageOf) -> None:
    """A territory holds as many as there are."""
    many = [triple for n in range(1_000) for triple in _concept(f"drug-{n}", f"drug {n}")]
    page = visit(page_of(many))
    assert "1,000 concepts" in page.inner_text("footer")


def test_names_of_javascript_are_no_special_ids(visit: Visit, page_of: PageOf) -> None:
    """A slug is a key of a map, never of an object, and the address keeps any of them."""
    slugs = ["__proto__", "constructor", "hasOwnProperty", "a=b&c", "it's", "50%25", "(x)", "x;y,z"]
    page = visit(page_of([triple for slug in slugs for triple in _concept(slug, f"label of {slug}")]))
    for slug in slugs:
        page.evaluate("slug => immunograph.state.go({at: slug})", slug)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        assert page.inner_text("#details h2.name") == f"label of {slug}"
