"""What changed between two ontologies: what was stated, what follows from it and why, and which answers moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph.answers import moved
from immunograph.vocabulary import IG, IS_A, Relation, ig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.conclusion import Conclusion
    from immunograph.model import Concept, Evidence, Indication, Mapping, Place
    from immunograph.reasoning import Fact

Edge = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One change in words.

    Args:
        sign: `+` added, `-` removed, `~` changed.
        part: `concepts`, `relations`, `evidence`, `indications`, `trials`, `mappings`, `sources`, `curators`,
            `passages`, `inferred` or `answers`.
        words: what changed, as a sentence.
        reason: for what is inferred, why it follows, or followed before.
        kgcl: the change in the Knowledge Graph Change Language, where it has words for it.
        about: the slugs of the concepts that it is about.
        cited: for what was stated anew, who says so, and the row.
    """

    sign: str
    part: str
    words: str
    reason: str = ""
    kgcl: str = ""
    about: tuple[str, ...] = ()
    cited: str = ""

    def __str__(self) -> str:
        """Write the change in one line."""
        because = f", because {self.reason}" if self.reason else ""
        return f"{self.sign} {self.words}{because}{f' [{self.cited}]' if self.cited else ''}"


def compare(old: Conclusion, new: Conclusion, *, answers: bool = True) -> list[Change]:
    """Find every change.

    Args:
        old: the ontology before.
        new: the ontology after.
        answers: ask both the saved queries, which takes longer than all the rest.

    Returns:
        Changes of concepts, relations, evidence, indications, mappings, of what is inferred, and of the answers of
        the saved queries that both have; in this order, and sorted within each part.
    """
    words = _Words(old, new)
    return [
        *_concepts(old, new),
        *_relations(old, new, words),
        *_indications(old, new, words),
        *_trials(old, new, words),
        *_mappings(old, new),
        *_sources(old, new),
        *_records(old, new),
        *_inferred(old, new, words),
        *(_answers(old, new) if answers else ()),
    ]


class _Words:
    """Sentences about both sides: a label is the new one where there is one."""

    def __init__(self, old: Conclusion, new: Conclusion) -> None:
        known = [*old.ontology.concepts.values(), *new.ontology.concepts.values()]
        self.labels = {concept.id: concept.label for concept in known}
        both = [*old.schema.relations.values(), *new.schema.relations.values()]
        self.relations: dict[str, Relation] = {relation.name: relation for relation in both}
        self.names = {str(relation.iri): relation.name for relation in both}

    def label(self, slug: str) -> str:
        """Give the label of a concept, or its id."""
        return self.labels.get(slug, slug)

    def sentence(self, edge: Edge) -> str:
        """Say a relation."""
        subject, relation, target = edge
        return f"{self.label(subject)} {self.relations[relation].label} {self.label(target)}"

    def edge(self, fact: Fact) -> Edge | None:
        """Turn a fact into a relation between concepts, if it is one and not one read backwards."""
        subject, name, target = _slug(fact[0]), self.names.get(fact[1]), _slug(fact[2])
        return (subject, name, target) if name and subject in self.labels and target in self.labels else None


def _slug(iri: str) -> str:
    return iri.removeprefix(IG)


def _quote(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _concepts(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    before, after = old.ontology.concepts, new.ontology.concepts
    for slug in sorted(after.keys() - before.keys()):
        concept = after[slug]
        kgcl = f"create class ig:{slug} {_quote(concept.label)}"
        words = f"{concept.label} ({concept.kind}, ig:{slug}): {concept.definition}"
        yield Change("+", "concepts", words, kgcl=kgcl, about=(slug,))
    for slug in sorted(before.keys() - after.keys()):
        words = f"{before[slug].label} ({before[slug].kind}, ig:{slug})"
        yield Change("-", "concepts", words, kgcl=f"delete class ig:{slug}", about=(slug,))
    for slug in sorted(before.keys() & after.keys()):
        yield from _concept(before[slug], after[slug])


def _concept(old: Concept, new: Concept) -> Iterator[Change]:
    node = f"ig:{new.id}"

    def change(words: str, kgcl: str, sign: str = "~") -> Change:
        return Change(sign, "concepts", f"{new.label}: {words}", kgcl=kgcl, about=(new.id,))

    if new.replaced_by != old.replaced_by:
        by = "" if new.replaced_by in ("", "-") else f" with replacement ig:{new.replaced_by}"
        words = f"retired{f', use {new.replaced_by}' if by else ''}" if new.retired else "in use again"
        yield change(words, f"obsolete {node}{by}" if new.retired else f"unobsolete {node}")
    if new.label != old.label:
        yield change(f"was called {old.label}", f"rename {node} from {_quote(old.label)} to {_quote(new.label)}")
    if new.kind != old.kind:
        yield change(f"was a {old.kind}, is a {new.kind}", "")
    if new.definition != old.definition:
        yield change(
            f"redefined, from {old.definition!r} to {new.definition!r}",
            f"change definition of {node} from {_quote(old.definition)} to {_quote(new.definition)}",
        )
    if new.plain != old.plain:
        yield change(f"in plain words, from {old.plain!r} to {new.plain!r}", "")
    if not (old.parents or new.parents):  # else it is compared with the hierarchy, which stands on the same row
        yield from _pieces(new.label, (new.id,), [old.evidence], [new.evidence])
    for name in sorted({*new.synonyms} - {*old.synonyms}):
        yield change(f"also called {name}", f"create synonym {_quote(name)} for {node}", "+")
    for name in sorted({*old.synonyms} - {*new.synonyms}):
        yield change(f"no more called {name}", f"remove synonym {_quote(name)} for {node}", "-")


def _claimed(side: Conclusion) -> dict[Edge, list[Evidence]]:
    """Gather the evidence for each relation and each place in the hierarchy."""
    found: dict[Edge, list[Evidence]] = defaultdict(list)
    for concept in side.ontology.concepts.values():
        for parent in concept.parents:
            found[concept.id, IS_A, parent].append(concept.evidence)
    for claim in side.ontology.claims:
        found[claim.edge].append(claim.evidence)
    return found


def _relations(old: Conclusion, new: Conclusion, words: _Words) -> Iterator[Change]:
    before, after = _claimed(old), _claimed(new)

    def kgcl(verb: str, edge: Edge) -> str:
        subject, relation, target = edge
        name = "rdfs:subClassOf" if relation == IS_A else f"ig:{_slug(words.relations[relation].iri)}"
        return f"{verb} edge ig:{subject} {name} ig:{target}"

    for edge in sorted(after.keys() - before.keys()):
        yield Change(
            "+",
            "relations",
            words.sentence(edge),
            kgcl=kgcl("create", edge),
            about=_ends(edge),
            cited=_who(after[edge]),
        )
    for edge in sorted(before.keys() - after.keys()):
        subject, relation, target = edge
        still = (ig(subject), words.relations[relation].iri, ig(target)) in new.closure.derived
        said = f"{words.sentence(edge)}{' (not stated any more, but it follows)' if still else ''}"
        yield Change("-", "relations", said, kgcl=kgcl("delete", edge), about=_ends(edge))
    for edge in sorted(before.keys() & after.keys()):
        yield from _pieces(words.sentence(edge), _ends(edge), before[edge], after[edge])


def _ends(edge: Edge) -> tuple[str, ...]:
    return edge[0], edge[2]


def _pieces(said: str, about: tuple[str, ...], old: list[Evidence], new: list[Evidence]) -> Iterator[Change]:
    """Compare the evidence for one statement that both sides make."""
    before, after = ({_cite(piece) for piece in side} for side in (old, new))
    for sign, pieces in (("+", after - before), ("-", before - after)):
        yield from (Change(sign, "evidence", f"{said}: {piece}", about=about) for piece in sorted(pieces))


def _who(pieces: Iterable[Evidence]) -> str:
    """Say who states something, and where in which row."""
    return "; ".join(f"{one.source}, {one.locator}, {one.place.path}:{one.place.line}" for one in pieces)


def _cite(piece: Evidence) -> str:
    note = f" ({piece.note})" if piece.note else ""
    return f"{piece.source}, {piece.locator} {piece.direction} it{note}"


def _indications(old: Conclusion, new: Conclusion, words: _Words) -> Iterator[Change]:
    before, after = ({one.id: one for one in side.ontology.indications} for side in (old, new))
    for slug in sorted(after.keys() - before.keys()):
        one = after[slug]
        cited, kgcl = _who(one.evidence), f"create class ig:{slug}"
        yield Change("+", "indications", _use(one, words), kgcl=kgcl, about=(one.agent,), cited=cited)
    for slug in sorted(before.keys() - after.keys()):
        one = before[slug]
        yield Change("-", "indications", _use(one, words), kgcl=f"delete class ig:{slug}", about=(one.agent,))
    for slug in sorted(before.keys() & after.keys()):
        one = after[slug]
        yield from _pieces(_use(one, words), (one.agent,), list(before[slug].evidence), list(one.evidence))


def _use(one: Indication, words: _Words) -> str:
    parts = [f"{words.label(one.agent)} is {one.status} for {words.label(one.condition)}"]
    parts += [f"({one.setting})"] if one.setting else []
    parts += [f"if {', '.join(map(words.label, one.biomarkers))}"] if one.biomarkers else []
    parts += [f"with {', '.join(map(words.label, one.partners))}"] if one.partners else []
    parts += [f"by {words.label(one.regulator)}"] if one.regulator else []
    parts += [one.date] if one.date else []
    parts += [f"until {one.ended}"] if one.ended else []
    parts += [f"({' and '.join(one.unsaid)} not stated)"] if one.unsaid else []
    return " ".join(parts)


def _trials(old: Conclusion, new: Conclusion, words: _Words) -> Iterator[Change]:
    """Compare what is said of trials beyond their relations."""
    names = ("registration", "phase", "design", "setting", "result", "endpoint", "reported")

    def said(side: Conclusion) -> set[tuple[str, str]]:
        cells = ((one, name, getattr(one, name)) for one in side.ontology.trials for name in names)
        return {(f"{words.label(one.study)}: {name} {value}", one.study) for one, name, value in cells if value}

    before, after = said(old), said(new)
    for sign, rows in (("+", after - before), ("-", before - after)):
        yield from (Change(sign, "trials", row, about=(study,)) for row, study in sorted(rows))


def _mappings(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    def said(mapping: Mapping) -> tuple[str, str]:
        edge = f"{mapping.subject} {mapping.predicate} {mapping.object}"
        return f"{edge} ({mapping.object_label}, {mapping.justification})", edge

    before, after = ({said(one) for one in side.ontology.mappings} for side in (old, new))
    for sign, verb, rows in (("+", "create", after - before), ("-", "delete", before - after)):
        for words, edge in sorted(rows):
            about = (edge.partition(" ")[0].removeprefix("ig:"),)
            yield Change(sign, "mappings", words, kgcl=f"{verb} edge {edge}", about=about)


def _sources(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    """Compare which documents are cited."""
    before, after = old.ontology.sources, new.ontology.sources
    for sign, side, slugs in (("+", after, after.keys() - before.keys()), ("-", before, before.keys() - after.keys())):
        yield from (Change(sign, "sources", f"{side[slug].title} ({slug})") for slug in sorted(slugs))


def _records(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    """Compare who curates, and the fingerprints of passages."""

    def said(side: Conclusion) -> dict[str, set[str]]:
        known = side.ontology
        passages = {f"{one.source}, {one.locator}: {one.gave_nothing or one.digest}" for one in known.passages.values()}
        return {
            "curators": {f"{one.name} ({one.id}, {one.kind})" for one in known.curators.values()},
            "passages": passages,
        }

    before, after = said(old), said(new)
    for part, rows in after.items():
        for sign, words in (("+", rows - before[part]), ("-", before[part] - rows)):
            yield from (Change(sign, part, line) for line in sorted(words))


def _inferred(old: Conclusion, new: Conclusion, words: _Words) -> Iterator[Change]:
    for sign, side, other in (("+", new, old), ("-", old, new)):
        known = other.closure.stated | other.closure.derived.keys()
        facts = [fact for fact in side.closure.derived if fact not in known]
        edges = sorted((edge, fact) for fact in facts if (edge := words.edge(fact)))
        rows = _rows(side) if edges else {}
        for edge, fact in edges:
            reason = _reason(side, fact, words, rows)
            yield Change(sign, "inferred", words.sentence(edge), reason, about=_ends(edge))


def _rows(side: Conclusion) -> dict[str, Place]:
    """Find the row that states each edge and each record."""
    edges = {" ".join(edge): pieces[0].place for edge, pieces in _claimed(side).items()}
    return edges | {str(ig(one.id)): one.evidence[0].place for one in side.ontology.indications}


def _reason(side: Conclusion, fact: Fact, words: _Words, rows: dict[str, Place]) -> str:
    """Say the rule and the premises, each with a row that states it."""
    rule, premises = side.closure.derived[fact]
    said = []
    for premise in premises:
        edge = words.edge(premise)
        place = rows.get(premise[0]) or (rows.get(" ".join(edge)) if edge else None)
        where = f"{place.path}:{place.line}" if place else "inferred"
        said.append(f"{words.sentence(edge)} [{where}]" if edge else where)
    return f"{rule.label}: {' and '.join(dict.fromkeys(said))}"


def _answers(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    for query, rows in moved(old, new):
        yield Change("~", "answers", f"{query.name}: {query.title} {rows}")
