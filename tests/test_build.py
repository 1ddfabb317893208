"""What a build writes beside the explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import html5lib

from immunograph.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.knowledge import Knowledge


def test_the_coverage_page_has_the_answers_of_its_questions(output: Path, graph: Knowledge) -> None:
    """Each question with its table, as valid HTML that fetches nothing."""
    page = (output / "coverage.html").read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    tables = {section.get("id"): section.findall(".//tbody/tr") for section in tree.iter("section")}
    assert set(tables) == {"gaps", "source-kinds", "one-source", "uses", "inferred"}
    for name, rows in tables.items():
        assert len(rows) == len(graph.query(str(name)))
    agents = next(row for row in tables["gaps"] if row[0].text == "Agent")
    assert int(agents[1].text) > 250
    assert not [element for element in tree.iter() if element.get("src") or element.tag in ("link", "script")]


def test_an_ontology_without_saved_questions_has_a_coverage_page_too(example: Path) -> None:
    """Only what can be asked is asked."""
    build(example, example.parent / "output", lambda _: None)
    assert "What ImmunoGraph covers" in (example.parent / "output" / "coverage.html").read_text(encoding="utf-8")
