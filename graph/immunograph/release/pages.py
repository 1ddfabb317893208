"""The pages of a release: the explorer, an index, and one for each concept, class and property."""

from __future__ import annotations

import importlib.resources
from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph import leaves
from immunograph.changelog import VERBS
from immunograph.release.metadata import schema_org
from immunograph.sheet import sheets
from immunograph.vocabulary import DATASET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from immunograph.changes import Change
    from immunograph.conclusion import Conclusion
    from immunograph.reading import Card, Reader
    from immunograph.release.parcel import Parcel

_NAV = (("index.html", "All terms"), ("immunograph.html", "Explorer"))
_TOP = leaves.Site("", "pages.css", _NAV, files=True)
_BELOW = leaves.Site("../", "pages.css", _NAV, files=True)
_HISTORY = ("concepts", "relations", "evidence", "indications", "trials", "mappings")
"""What a concept's history tells; what follows from it stands in `CHANGES.md`."""


def put_pages(parcel: Parcel, found: Conclusion, reader: Reader, histories: Mapping[str, Sequence[str]]) -> None:
    """Write the pages.

    Args:
        parcel: takes them; what it lists for downloading already stands in the index.
        found: what is released.
        reader: of a store with the same.
        histories: what to tell of a concept, in words.
    """
    terms = leaves.terms(found.schema)
    kinds = {term.table: term for term in terms if term.table}
    members: dict[str, list[Card]] = defaultdict(list)
    for slug, sheet in sheets(reader).items():
        members[sheet.kind].append(sheet.card)
        html = leaves.concept_page(sheet, _BELOW, kinds[sheet.kind], histories.get(slug, ()))
        parcel.put(f"terms/{slug}.html", html.encode())
    for term in terms:
        parcel.put(f"{term.folder}/{term.slug}.html", leaves.term_page(term, _BELOW).encode())
    listed = [(term, sorted(members[name], key=_by_label)) for name, term in sorted(kinds.items())]
    files = parcel.downloads
    values = {"about": reader.about(), "kinds": listed, "terms": terms, "files": files}
    values |= {"iri": DATASET, "data": schema_org(found, files)}
    parcel.put("index.html", leaves.page("index.html", _TOP, "immunograph.release", **values).encode())
    parcel.put("pages.css", (importlib.resources.files("immunograph.leaves") / "assets" / "pages.css").read_bytes())


def _by_label(card: Card) -> tuple[str, str]:
    return card.label.casefold(), card.id


def histories(changes: Sequence[Change], found: Conclusion, old: Conclusion, prior: str) -> dict[str, list[str]]:
    """Tell when each concept came and what changed about it since the version before."""
    version = found.schema.version
    told = {slug: [] if slug in old.ontology.concepts else [f"added in {version}"] for slug in found.ontology.concepts}
    for change in changes:
        for slug in change.about:
            if change.part in _HISTORY and slug in old.ontology.concepts and slug in told:
                words = str(change).removeprefix(change.sign).strip()
                told[slug].append(f"{VERBS[change.sign]} in {version}: {words}")
    return {slug: lines or [f"as in {prior}"] for slug, lines in told.items()}
