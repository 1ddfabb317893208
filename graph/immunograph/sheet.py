"""One concept on one sheet: what it is, its relations in words, its indications, its sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.reading import Derived

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.reading import Card, Cited, Edge, Mapped, Reader, Statement, Together, Trial, Use


_NEAREST = 25
"""Concepts of the literature on a sheet at the most."""


@dataclass(frozen=True, slots=True)
class Premise:
    """What an inferred relation rests on, in words, the concept on whose page that stands, and where on it."""

    words: str
    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One relation as seen from the concept: `pembrolizumab` + `blocks` + `PD-1`; `rule` and `premises` say why."""

    edge: Edge
    verb: str
    other: str
    label: str
    inferred: bool
    evidence: tuple[Cited, ...]
    rule: str = ""
    premises: tuple[Premise, ...] = ()


@dataclass(frozen=True, slots=True)
class Indication:
    """One indication in words, and who says so."""

    words: str
    use: Use
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a reader wants to know of one concept."""

    card: Card
    kind: str
    evidence: tuple[Cited, ...]
    lines: tuple[Line, ...]
    uses: tuple[Indication, ...]
    mappings: tuple[Mapped, ...]
    trial: Trial | None
    together: tuple[tuple[str, Together], ...]

    @property
    def groups(self) -> dict[str, list[Line]]:
        """Give the relations by their verbs."""
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[line.verb].append(line)
        return groups

    def __str__(self) -> str:
        """Write the sheet for a terminal."""
        card = self.card
        text = [f"{card.label}  ({self.kind}, ig:{card.id})", "", card.plain, card.definition, ""]
        if card.replaced_by:
            text += [f"retired; use {card.replaced_by}", ""]
        if card.synonyms:
            text.append(f"also called: {', '.join(card.synonyms)}")
        if card.identifiers:
            text.append(f"identifiers: {', '.join(card.identifiers)}")
        text += [f"source: {piece}" for piece in self.evidence]
        for verb, lines in self.groups.items():
            text += ["", f"{verb}:"]
            for line in lines:
                text.append(f"  {line.label}{' (inferred)' * line.inferred}")
                text += [f"    source: {piece}" for piece in line.evidence]
        if self.uses:
            text += ["", "indications:"]
            for one in self.uses:
                text.append(f"  {one.words}")
                text += [f"    source: {piece}" for piece in one.evidence]
        if self.together:
            text += ["", "in the literature, which says nothing of why:"]
            text += [f"  {label}: mentioned together in {one.documents} documents" for label, one in self.together]
        return "\n".join(text)


def say_use(use: Use, cancer: str) -> str:
    """Say an indication in one line; the cancer by its label."""
    parts = [use.status, f"for {cancer}"]
    parts += [f"({use.setting})"] if use.setting else []
    parts += [f"if {', '.join(use.biomarkers)}"] if use.biomarkers else []
    parts += [f"with {', '.join(use.partners)}"] if use.partners else []
    said = " ".join(parts)
    said += f", by {use.regulator}" if use.regulator else ""
    said += f", {use.date}" if use.date else ""
    said += f" until {use.ended}" if use.ended else ""
    said += f" (trial {use.trial})" if use.trial else ""
    return f"{said} ({' and '.join(use.unsaid)} not stated)" if use.unsaid else said


@dataclass(frozen=True, slots=True)
class _Known:
    """What sheets are made from: looked up for one, or read at once for all."""

    cards: dict[str, Card]
    cited: Callable[[Edge], tuple[Cited, ...]]
    cited_node: Callable[[str], tuple[Cited, ...]]
    derived: Callable[[Edge], Derived | None]
    uses: dict[str, list[Use]]
    mappings: dict[str, list[Mapped]]
    trials: dict[str, Trial]
    together: dict[str, list[Together]]


def sheet(reader: Reader, slug: str) -> Sheet:
    """Gather the sheet of a concept."""
    known = _Known(
        reader.cards(slug),
        reader.cited,
        reader.cited_node,
        reader.derived,
        reader.indications(slug),
        reader.mappings(slug),
        reader.trials(slug),
        reader.together(slug),
    )
    return _sheet(reader, known, slug, reader.statements(slug))


def sheets(reader: Reader) -> dict[str, Sheet]:
    """Gather the sheets of all concepts, with a few questions for all of them together."""
    cited, nodes, derived = reader.all_cited(), reader.all_cited_nodes(), reader.all_derived()
    known = _Known(
        reader.cards(),
        lambda edge: cited.get(edge, ()),
        lambda slug: nodes.get(slug, ()),
        derived.get,
        reader.indications(),
        reader.mappings(),
        reader.trials(),
        reader.together(),
    )
    about: dict[str, list[Statement]] = defaultdict(list)
    for one in reader.all_statements():
        for slug in {one.edge[0], one.edge[2]}:
            about[slug].append(one)
    return {slug: _sheet(reader, known, slug, about[slug]) for slug in sorted(known.cards)}


def _sheet(reader: Reader, known: _Known, slug: str, statements: list[Statement]) -> Sheet:
    card = known.cards[slug]
    lines = sorted(
        (_line(reader, known, slug, one) for one in statements), key=lambda line: (line.inferred, line.verb, line.label)
    )
    uses = (
        Indication(say_use(use, reader.labels[use.condition][0]), use, known.cited_node(use.id))
        for use in known.uses.get(slug, ())
    )
    mappings = tuple(known.mappings.get(slug, ()))
    trial, known_as = known.trials.get(slug), reader.labels
    near = tuple(
        (known_as[one.other][0], one) for one in known.together.get(slug, ())[:_NEAREST] if one.other in known_as
    )
    return Sheet(card, card.kind, known.cited_node(slug), tuple(lines), tuple(uses), mappings, trial, near)


def _line(reader: Reader, known: _Known, slug: str, one: Statement) -> Line:
    subject, relation, target = one.edge
    verb, forwards = reader.verbs[relation], subject == slug
    other = target if forwards else subject
    why = (known.derived(one.edge) if one.inferred else None) or Derived("", ())
    premises = tuple(_premise(reader, premise) for premise in why.premises)
    cited = () if one.inferred else known.cited(one.edge)
    label = reader.labels[other][0]
    return Line(one.edge, verb.label if forwards else verb.back, other, label, one.inferred, cited, why.rule, premises)


def _premise(reader: Reader, premise: Edge | tuple[str]) -> Premise:
    if len(premise) > 1:
        return Premise(reader.sentence(premise), premise[0])
    words, page = reader.record(premise[0])
    return Premise(words, page, "" if page == premise[0] else premise[0])
