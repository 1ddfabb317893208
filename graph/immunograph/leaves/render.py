"""Fill the templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from immunograph.leaves.data import concept_data, term_data
from immunograph.terms import is_web
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from collections.abc import Sequence

    from immunograph.leaves.terms import Term
    from immunograph.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Site:
    """How pages find one another; all links are relative.

    Args:
        root: the way from a page to the top.
        style: the style sheet, from the top.
        nav: links of the header, from the top, each with its words.
        files: pages are files in a folder for each sort of term; without it, each lies at its own name.
    """

    root: str
    style: str
    nav: tuple[tuple[str, str], ...]
    files: bool

    def href(self, slug: str, folder: str = "terms") -> str:
        """Give the way to the page of a term."""
        return f"{self.root}{folder}/{quote(slug)}.html" if self.files else quote(slug)


SERVED = Site("", "assets/pages.css", (("editor", "Ask with SPARQL"), ("openapi.json", "API")), files=False)
"""The pages of the server."""


@cache
def templates(*packages: str) -> Environment:
    """Give the templates: ours, and those in `assets` of other packages, which may extend ours."""
    loaders = [PackageLoader(package, "assets") for package in ("immunograph.leaves", *packages)]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["web"] = is_web
    return environment


def page(template: str, site: Site, *packages: str, **values: object) -> str:
    """Fill a template."""
    return templates(*packages).get_template(template).render(site=site, **values)


def concept_page(sheet: Sheet, site: Site, kind: Term | None = None, history: Sequence[str] = ()) -> str:
    """Write the page of a concept.

    Args:
        sheet: what is known of it.
        site: where the page will lie.
        kind: the class of its kind, for a link.
        history: when it came and what changed, in words.
    """
    iri, data = ig(sheet.card.id), concept_data(sheet, kind)
    return page("concept.html", site, sheet=sheet, kind=kind, iri=iri, data=data, history=history)


def term_page(term: Term, site: Site) -> str:
    """Write the page of a class or property."""
    return page("term.html", site, term=term, iri=ig(term.slug), data=term_data(term))
