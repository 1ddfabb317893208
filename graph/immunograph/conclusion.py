"""From a folder of tables to all that follows from them, or to all that is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from immunograph.errors import InputError
from immunograph.model import Finding, Ontology, Place
from immunograph.rdf import Dataset, to_rdf
from immunograph.reasoning import Closure, derivations, infer, named_rule, schema_rules
from immunograph.shapes import check_shapes
from immunograph.tables import load
from immunograph.terms import Iri, Literal
from immunograph.validation import check, errors
from immunograph.vocabulary import IG, SUBCLASS, TYPE, Schema, read_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Conclusion(NamedTuple):
    """An ontology, what it is said with, its graphs (`inferred` among them), and the closure with its reasons."""

    ontology: Ontology
    schema: Schema
    dataset: Dataset
    closure: Closure

    def explained(self) -> Dataset:
        """Give the graphs with the proof of each inferred statement in `evidence`."""
        proofs = derivations(self.closure, self.schema.triples)
        return {**self.dataset, "evidence": list(dict.fromkeys([*self.dataset["evidence"], *proofs]))}


def conclude(folder: Path, *, checked: bool = True) -> Conclusion:
    """Read an ontology folder, check it, say it in RDF and find what follows.

    Args:
        folder: with `schema.ttl` and the tables.
        checked: refuse what has errors; without it, rows of unknown kinds and relations are passed over, so that an
            old version can be read by rules that it did not know.

    Raises:
        InputError: something is wrong; every error is in it.
        UsageError: it is no ontology folder.
    """
    tables = load(folder)
    schema = read_schema(folder / "schema.ttl")
    if checked and (findings := errors(check(tables, schema))):
        raise InputError(findings)
    return _close(tables.ontology if checked else _known(tables.ontology, schema), schema)


def _known(ontology: Ontology, schema: Schema) -> Ontology:
    """Leave out what the schema has no words for."""
    concepts = {slug: one for slug, one in ontology.concepts.items() if one.kind in schema.kinds}
    claims = tuple(claim for claim in ontology.claims if claim.relation in schema.relations)
    mappings = tuple(one for one in ontology.mappings if one.object.partition(":")[0] in ontology.prefixes)
    return replace(ontology, concepts=concepts, claims=claims, mappings=mappings)


class Review(NamedTuple):
    """All that is wrong with an ontology, in the order of its places, and what follows where it could be drawn."""

    findings: list[Finding]
    conclusion: Conclusion | None = None

    def sound(self) -> Conclusion:
        """Give what follows.

        Raises:
            InputError: there are errors; all of them are in it.
        """
        wrong = errors(self.findings)
        if wrong or self.conclusion is None:
            raise InputError(wrong)
        return self.conclusion


def review(folder: Path) -> Review:
    """Find all that is wrong with an ontology folder: contradictions and broken shapes among what follows too.

    Raises:
        UsageError: it is no ontology folder.
    """
    tables = load(folder)
    try:
        schema = read_schema(folder / "schema.ttl")
        findings = check(tables, schema)
        if errors(findings):
            return Review(findings)
        found = _close(tables.ontology, schema)
        shapes = (folder / "shapes.ttl").read_text(encoding="utf-8")
        return Review(sorted([*findings, *check_shapes(found.ontology, found.dataset, shapes)]), found)
    except InputError as error:
        return Review(sorted({*error.findings, *tables.findings}))


def _close(ontology: Ontology, schema: Schema) -> Conclusion:
    """Say an ontology in RDF and find what follows.

    Raises:
        InputError: a rule is wrong, or what follows contradicts itself.
    """
    dataset = to_rdf(ontology, schema)
    rules, disjoint = schema_rules(schema.triples)
    for script in ontology.rules:
        rules += named_rule(script.text, script.path)
    closure = infer(_facts(dataset, schema), rules)
    if clashes := closure.contradictions(disjoint):
        raise InputError(sorted({_clash(ontology, x, str(pair.one), str(pair.other)) for x, pair in clashes}))
    dataset["inferred"] = [(Iri(s), Iri(p), Iri(o)) for s, p, o in closure.derived]
    return Conclusion(ontology, schema, dataset, closure)


def _facts(dataset: Dataset, schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Choose what the rules work on: relations, kinds and records, and the classes of the schema."""
    yield from ((s, p, str(o)) for s, p, o in dataset["stated"] if not isinstance(o, Literal))
    for s, p, o in schema.triples:
        if isinstance(s, Iri) and (p == SUBCLASS or (p == TYPE and str(o).startswith(IG))):
            yield s, p, str(o)


def _clash(ontology: Ontology, iri: str, one: str, other: str) -> Finding:
    name, one, other = (text.removeprefix(IG) for text in (iri, one, other))
    place = ontology.concepts[name].evidence.place if name in ontology.concepts else Place("schema.ttl")
    return Finding(
        place, "contradiction", f"{name} is a {one} and a {other}, which cannot be; mend its kind or a relation"
    )
