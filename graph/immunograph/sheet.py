"""One concept on one sheet: what it is, its relations in words, its indications, its sources."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from immunograph.reading import Card, Cited, Reader, Use


@dataclass(frozen=True, slots=True)
class Line:
    """One relation as seen from the concept: `pembrolizumab` + `blocks` + `PD-1`."""

    verb: str
    other: str
    label: str
    inferred: bool
    evidence: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a reader wants to know of one concept."""

    card: Card
    kind: str
    evidence: tuple[Cited, ...]
    lines: tuple[Line, ...]
    uses: tuple[Use, ...]

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
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[line.verb].append(line)
        for verb, lines in groups.items():
            text += ["", f"{verb}:"]
            for line in lines:
                text.append(f"  {line.label}{' (inferred)' * line.inferred}")
                text += [f"    source: {piece}" for piece in line.evidence]
        if self.uses:
            text += ["", "indications:"]
            text += [f"  {say_use(use)}" for use in self.uses]
        return "\n".join(text)


def say_use(use: Use) -> str:
    """Say an indication in one line."""
    parts = [use.status, f"for {use.condition}"]
    parts += [f"({use.setting})"] if use.setting else []
    parts += [f"if {', '.join(use.biomarkers)}"] if use.biomarkers else []
    parts += [f"with {', '.join(use.partners)}"] if use.partners else []
    parts += [f"by {use.regulator}"] if use.regulator else []
    parts += [use.date] if use.date else []
    parts += [f"until {use.ended}"] if use.ended else []
    parts += [f"on the trial {use.trial}"] if use.trial else []
    return " ".join(parts)


def sheet(reader: Reader, slug: str) -> Sheet:
    """Gather the sheet of a concept."""
    lines = []
    for one in reader.statements(slug):
        subject, relation, target = one.edge
        verb = reader.verbs[relation]
        forwards = subject == slug
        other = target if forwards else subject
        cited = () if one.inferred else reader.cited(one.edge)
        lines.append(Line(verb.label if forwards else verb.back, other, reader.labels[other][0], one.inferred, cited))
    lines.sort(key=lambda line: (line.inferred, line.verb, line.label))
    card = reader.cards(slug)[slug]
    return Sheet(card, card.kind, reader.cited_node(slug), tuple(lines), tuple(reader.indications(slug)[slug]))
