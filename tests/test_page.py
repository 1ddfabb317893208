"""The page as a file: rendered by pyvis, small, closed to everything outside."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyvis.network

import immunograph.page
from immunograph.knowledge import Knowledge
from immunograph.names import GREEK, SPELLINGS, fold
from immunograph.page import render

if TYPE_CHECKING:
    import pytest

MEGABYTE = 2**20


def _part(page: str, name: str) -> str:
    """Unpack one of the parts that the page carries."""
    found = re.search(rf'id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return gzip.decompress(base64.b85decode(found[1])).decode()


def test_pyvis_renders_the_page(graph: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its `Network` holds nodes and edges, and its `generate_html` writes them."""
    held = []
    generate = pyvis.network.Network.generate_html

    def watched(view: pyvis.network.Network, *args: object, **options: object) -> str:
        held.append((len(view.nodes), len(view.edges)))
        return str(generate(view, *args, **options))

    monkeypatch.setattr(pyvis.network.Network, "generate_html", watched)
    network = graph.network()
    page = render(network, graph.reader, sparql=False)
    assert held == [(network.number_of_nodes(), network.number_of_edges())]
    written = json.loads(_part(page, "network"))
    assert (len(written["nodes"]), len(written["edges"])) == held[0]


def test_the_page_is_small(output: Path, graph: Knowledge) -> None:
    """At a thousand concepts, at most 3 MB with the SPARQL engine and the whole graph, and at most 0.9 MB without."""
    thousands = max(1, graph.network().number_of_nodes() / 1000)
    assert (output / "immunograph.html").stat().st_size <= 3 * MEGABYTE * thousands
    assert len(render(graph.network(), graph.reader, sparql=False).encode()) <= 0.9 * MEGABYTE * thousands


def test_what_is_mined_is_told_beside_the_graph(graph: Knowledge, mined: Path) -> None:
    """The nearest are named with their counts; nodes, relations and the SPARQL of the page stay as they are."""
    with_it = Knowledge(mined)
    pages = [render(one.network(), one.reader) for one in (graph, with_it)]
    assert _part(pages[0], "network") == _part(pages[1], "network")
    assert _part(pages[0], "triples") == _part(pages[1], "triples")
    plain, told = (json.loads(_part(page, "facts")) for page in pages)
    literature = told.pop("literature")
    assert told == plain
    slugs = [node["title"] for node in json.loads(_part(pages[1], "network"))["nodes"]]
    count, nearest = literature["together"][str(slugs.index("pembrolizumab"))]
    assert (literature["documents"], count, len(nearest)) == (4000, 25, 20)
    assert [(slugs[node], documents) for node, documents in nearest[:2]] == [("KEYNOTE-001", 3), ("KEYNOTE-002", 4)]
    assert literature["together"][str(slugs.index("PD-1"))] == [1, [[slugs.index("pembrolizumab"), 24]]]


def test_the_page_folds_names_as_the_command_line_does(graph: Knowledge) -> None:
    """Every name and definition of the ontology, and wilder ones."""
    cards = graph.reader.cards().values()
    wild = [
        "IFN-α",
        "µg",
        "Sjögren",
        "ﬁbre",
        "naïve_T",
        "Ⅷ",
        "½",
        "",
        "__",
        "TUMOURS",
        "haem",
        "interferon alfa",
        "ΑΒΓ",
    ]
    texts = [*wild, *(text for card in cards for text in (card.label, card.plain, card.definition, *card.synonyms))]
    module = (Path(immunograph.page.__file__).parent / "js" / "names.js").as_uri()
    script = f"""
        import {{ makeFold }} from {json.dumps(module)};
        const fold = makeFold({json.dumps(GREEK)}, {json.dumps(SPELLINGS)});
        let text = "";
        for await (const part of process.stdin.setEncoding("utf8")) text += part;
        process.stdout.write(JSON.stringify(JSON.parse(text).map(fold)));
    """
    node = Path(sys.executable).with_name("node")
    command = [str(node if node.exists() else "node"), "--input-type=module", "--eval", script]
    done = subprocess.run(command, input=json.dumps(texts), capture_output=True, check=True, encoding="utf-8")
    assert dict(zip(texts, json.loads(done.stdout), strict=True)) == {text: fold(text) for text in texts}


def test_the_policy_lets_nothing_in(output: Path) -> None:
    """Only the scripts of the page run, by their hashes, and nothing is loaded."""
    page = (output / "immunograph.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    rules = html.unescape(policy[1])
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "'unsafe-inline'" not in rules.split("style-src")[0]
    assert "'unsafe-eval'" not in rules
    assert not re.search(r"<(script|link|img|iframe)[^>]+(src|href)=", page)


def test_a_page_without_sparql_has_no_engine(graph: Knowledge) -> None:
    """Neither the engine nor the view for it."""
    page = render(graph.network(), graph.reader, sparql=False)
    assert 'id="oxigraph"' not in page
    assert "wasm-unsafe-eval" not in page
