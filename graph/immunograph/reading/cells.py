"""Turn the cells of answers into what people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.reading.values import Cited, Mapped, Trial, Use
from immunograph.terms import Blank, Iri, Literal, Node, Term
from immunograph.vocabulary import IG, IS_A, SUBCLASS, curie, ig, table_name

if TYPE_CHECKING:
    from collections.abc import Callable


def node_of(value: Term) -> Node:
    """Take a term as a node."""
    return value if isinstance(value, Iri | Blank) else Iri("")


def property_of(name: str) -> Iri:
    """Give the IRI of a relation by its name."""
    first, *rest = name.split("-")
    return SUBCLASS if name == IS_A else ig(first + "".join(word.capitalize() for word in rest))


def relation_of(iri: Term) -> str:
    """Give the name of a relation by its IRI."""
    return IS_A if iri == SUBCLASS else table_name(slug_of(iri))


def slug_of(node: Term) -> str:
    """Write an IRI of ours without its namespace, another as a CURIE."""
    name = str(node)
    return name.removeprefix(IG) if name.startswith(IG) else curie(name)


def text_of(value: Term | None) -> str:
    """Give the text of a term."""
    return "" if value is None else value.value if isinstance(value, Literal) else str(value)


def parts_of(value: Term | None) -> tuple[str, ...]:
    """Split what GROUP_CONCAT joined."""
    return tuple(sorted(filter(None, text_of(value).split("|"))))


def day_of(row: dict[str, Term], day: str, year: str) -> str:
    """Choose the day, or else the year."""
    return text_of(row.get(day))[:10] or text_of(row.get(year))


def mapped_of(row: dict[str, Term]) -> Mapped:
    """Read an outside identifier from its cells."""
    identifier, label, url = (text_of(row[key]) for key in ("identifier", "label", "url"))
    return Mapped(slug_of(row["predicate"]), identifier, label, url)


def trial_of(row: dict[str, Term]) -> Trial:
    """Read a trial from its cells."""
    names = ("registration", "phase", "design", "setting", "result", "endpoint")
    cells = {name: text_of(row.get(name)) for name in names}
    return Trial(**cells, reported=day_of(row, "date", "year"))


def use_of(row: dict[str, Term], label: Callable[[str], str]) -> Use:
    """Read an indication from its cells."""
    return Use(
        slug_of(row["i"]),
        slug_of(row["condition"]),
        text_of(row.get("setting")),
        parts_of(row.get("markers")),
        parts_of(row.get("mates")),
        slug_of(row["regulator"]) if "regulator" in row else "",
        label(slug_of(row["status"])),
        day_of(row, "date", "year"),
        day_of(row, "ended", "endedYear"),
        text_of(row.get("trial")),
        parts_of(row.get("unsaid")),
    )


def cited_of(row: dict[str, Term]) -> Cited:
    """Read a piece of evidence from its cells."""
    source, direction = slug_of(row["source"]).removeprefix("source-"), slug_of(row["direction"])
    title, url, locator = (text_of(row.get(key)) for key in ("title", "url", "locator"))
    return Cited(source, title, url, locator, direction, text_of(row["row"]), text_of(row.get("note")))
