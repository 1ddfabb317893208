"""One page that says what the graph covers and what it lacks: the answers of some saved questions."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from immunograph import results
from immunograph.leaves.render import Site, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.model import Script
    from immunograph.results import Table
    from immunograph.store import Store

QUESTIONS = ("gaps", "source-kinds", "one-source", "uses", "inferred")


@dataclass(frozen=True, slots=True)
class Answer:
    """A saved question with its answer."""

    name: str
    title: str
    table: Table

    @property
    def numbers(self) -> set[str]:
        """Name the columns that hold numbers."""
        columns = zip(self.table.columns, zip(*self.table.rows, strict=True), strict=False)
        return {name for name, cells in columns if all(isinstance(cell, int | float) for cell in cells)}


def coverage_page(queries: Iterable[Script], store: Store, version: str) -> str:
    """Write the page.

    Args:
        queries: the saved queries; of `QUESTIONS`, those that are there are asked.
        store: whom to ask.
        version: of the ontology.
    """
    known = {query.name: query for query in queries}
    asked = [known[name] for name in QUESTIONS if name in known]
    answers = [Answer(one.name, one.title, results.table(store.ask(one.text, name=one.name))) for one in asked]
    style = (importlib.resources.files("immunograph.leaves") / "assets" / "pages.css").read_text(encoding="utf-8")
    site = Site("", "", (("immunograph.html", "Explorer"),), files=False)
    return page("coverage.html", site, answers=answers, version=version, style=Markup(style))  # noqa: S704 - our own file
