"""Checks of relations and indications."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.columns import UNSAID
from immunograph.model import Finding
from immunograph.terms import Iri
from immunograph.validation.common import local
from immunograph.vocabulary import Schema, table_name, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Evidence, Ontology
    from immunograph.rows import Row
    from immunograph.tables import Tables
    from immunograph.vocabulary import Relation

_TRIAL = re.compile(r"\bNCT[ :#-]*\d\w*", re.IGNORECASE)
_BOTH_WAYS = ("promotes", "inhibits")


def check_claims(tables: Tables, schema: Schema) -> Iterator[Finding]:
    """Check the rows of the relation tables and of the indications."""
    for name, rows in tables.rows.items():
        relation = schema.relations.get(name.removeprefix("relations/").removesuffix(".tsv"))
        if relation is not None and name.startswith("relations/"):
            yield from _relation(tables.ontology, schema, relation, rows)
    yield from _contradicting(tables.ontology, schema)
    dated = {piece.place.line for one in tables.ontology.indications if one.date for piece in one.evidence}
    for row in tables.rows["indications.tsv"]:
        yield from _indication(row)
        claimed = row["status"] in ("approved", "withdrawn") and row["direction"] != "disputes"
        undated = claimed and row.line not in dated
        if undated and not row["date"]:
            message = f"since when is it {row['status']}? look it up, here or in another source; {UNSAID} if none says"
            yield Finding(row.place("date"), "no-date", message)
        if row["date"] == UNSAID and not undated:
            message = f"{UNSAID} is for approvals that no source dates; leave the cell empty"
            yield Finding(row.place("date"), "needless-mark", message)


def _relation(ontology: Ontology, schema: Schema, relation: Relation, rows: tuple[Row, ...]) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        for cell, wanted in (("subject", relation.domain), ("object", relation.range)):
            concept = ontology.concepts.get(row[cell])
            if concept and concept.kind in schema.kinds and not schema.fits(concept.kind, wanted):
                message = f"{relation.label!r} wants a {local(wanted)} as {cell}, and {row[cell]} is a {concept.kind}"
                yield Finding(row.place(cell), "wrong-kind", f"{message}; choose another relation or concept")
        if row["subject"] == row["object"]:
            message = f"{row['subject']} cannot {relation.label!r} itself; mend the object"
            yield Finding(row.place("object"), "self-relation", message)
        key = (row["subject"], row["object"], row["source"], row["locator"])
        if key in seen:
            yield Finding(row.place(), "duplicate-row", "another row says the same from the same place; keep one")
        seen.add(key)


def _contradicting(ontology: Ontology, schema: Schema) -> Iterator[Finding]:
    """Find pairs that are in two relations which exclude one another (OWL 2, 9.2.3, disjoint object properties)."""
    stated: dict[tuple[str, str], dict[str, Evidence]] = defaultdict(dict)
    for claim in ontology.claims:
        if claim.evidence.direction == "supports":
            stated[claim.subject, claim.object].setdefault(claim.relation, claim.evidence)
    disjoint = [
        (table_name(local(s)), table_name(local(o)))
        for s, p, o in schema.triples
        if p == term("owl:propertyDisjointWith") and isinstance(s, Iri) and isinstance(o, Iri)
    ]
    pairs = [(one, other, "contradicting-rows") for one, other in disjoint] + [(*_BOTH_WAYS, "both-ways")]
    for (subject, target), relations in sorted(stated.items()):
        for one, other, code in pairs:
            if one in relations and other in relations:
                first, second = relations[one].place, relations[other].place
                message = f"{first.path}:{first.line} says that {subject} {one} {target}"
                yield Finding(second, code, f"{message}, and this row {other}; let one dispute or say when which is so")


def _indication(row: Row) -> Iterator[Finding]:
    status, date, ended = row["status"], row["date"], row["ended"]
    if ended and status != "withdrawn":
        message = f"an indication that is {status} has not ended; empty the cell or change the status"
        yield Finding(row.place("ended"), "ended-but-not-withdrawn", message)
    if date and date != UNSAID and ended and ended < date[: len(ended)]:
        yield Finding(row.place("ended"), "ended-before-begun", f"{ended} is before {date}; mend one")
    if status in ("approved", "withdrawn") and not row["regulator"]:
        yield Finding(row.place("regulator"), "no-regulator", f"who has {status} it? name the regulator")
    if row["agent"] in row.many("partners"):
        message = f"{row['agent']} cannot be its own partner; mend the partners"
        yield Finding(row.place("partners"), "self-partner", message)
    for column in ("setting", "trial"):
        if row[column] == UNSAID:
            message = f"{UNSAID} is not for {column}s; leave the cell empty where the source does not say"
            yield Finding(row.place(column), "needless-mark", message)
    for column in ("trial", "note"):
        for number in _TRIAL.findall(row[column]):
            if not re.fullmatch(r"NCT\d{8}", number):
                message = f"{number!r} is no number of ClinicalTrials.gov; write NCT and eight digits"
                yield Finding(row.place(column), "bad-trial-number", message)
