"""Check what the tables say: every mistake of every row, each with its place and what to do."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx

from immunograph.columns import Column, columns
from immunograph.model import Finding, Place
from immunograph.names import fold
from immunograph.vocabulary import IG, Schema, ig

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.model import Ontology
    from immunograph.tables import Row, Tables

_FORMS = {
    "slug": (r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", "letters, digits, single hyphens and dots"),
    "date": (r"\d{4}(?:-\d\d-\d\d)?", "YYYY-MM-DD or YYYY"),
    "digest": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "curie": (r"[^:\s]+:[^\s]+", "prefix:identifier"),
}


def check(tables: Tables, schema: Schema) -> list[Finding]:
    """Find all that is wrong.

    Args:
        tables: what was read.
        schema: the vocabulary that they must keep to.

    Returns:
        Findings in the order of their places; none where the tables are sound.
    """
    found = [
        *tables.findings,
        *_unknown_tables(tables, schema),
        *_cells(tables, schema),
        *_claims(tables, schema),
        *_concepts(tables, schema),
        *_cycles(tables.ontology),
        *_indications(tables),
        *_mappings(tables),
        *_sources(tables),
    ]
    return sorted(set(found))


def _local(iri: str) -> str:
    return iri.removeprefix(IG)


def _meant(wrong: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wrong, list(known), 3, 0.6)
    return f"did you mean {' or '.join(near)}?" if near else "add a row for it or mend the id"


def _unknown_tables(tables: Tables, schema: Schema) -> Iterator[Finding]:
    for folder, known in (("concepts", schema.kinds), ("relations", schema.relations)):
        for name in tables.rows:
            stem = name.removeprefix(f"{folder}/").removesuffix(".tsv")
            if name.startswith(f"{folder}/") and stem not in known:
                hint = _meant(stem, known)
                yield Finding(Place(name), "unknown-table", f"schema.ttl has nothing named {stem!r}; {hint}")


def _cells(tables: Tables, schema: Schema) -> Iterator[Finding]:
    for name, rows in tables.rows.items():
        for column in columns(name):
            for row in rows:
                for value in row.many(column.name) if column.many else filter(None, [row[column.name]]):
                    yield from _cell(tables.ontology, schema, row, column, value)


def _cell(ontology: Ontology, schema: Schema, row: Row, column: Column, value: str) -> Iterator[Finding]:
    place = row.place(column.name)
    if column.choices and value not in column.choices:
        yield Finding(place, "not-a-choice", f"{value!r} is none of {', '.join(column.choices)}")
    if column.form:
        pattern, said = _FORMS[column.form]
        if not re.fullmatch(pattern, value):
            yield Finding(place, f"not-a-{column.form}", f"{value!r} does not have the form {said}; mend it")
        elif column.form == "date" and not _possible(value):
            yield Finding(place, "impossible-date", f"{value} is no day of the calendar; mend it")
    if column.refers == "source" and value not in ontology.sources:
        yield Finding(place, "unknown-source", f"{value!r} is not in sources.tsv; {_meant(value, ontology.sources)}")
    elif column.refers == "curator" and value not in ontology.curators:
        hint = _meant(value, ontology.curators)
        yield Finding(place, "unknown-curator", f"{value!r} is not in curators.tsv; {hint}")
    elif column.refers[:1].isupper() and value != "-":
        yield from _reference(ontology, schema, place, value.removeprefix("ig:"), column.refers)


def _reference(ontology: Ontology, schema: Schema, place: Place, value: str, wanted: str) -> Iterator[Finding]:
    concept = ontology.concepts.get(value)
    if concept is None:
        yield Finding(place, "unknown-concept", f"no concept has the id {value!r}; {_meant(value, ontology.concepts)}")
        return
    if concept.kind in schema.kinds and not schema.fits(concept.kind, ig(wanted)):
        yield Finding(place, "wrong-kind", f"{value} is a {concept.kind} where a {wanted} belongs; use another")
    if concept.retired and not place.path.startswith("mappings"):
        use = "drop the row" if concept.replaced_by == "-" else f"use {concept.replaced_by}"
        yield Finding(place, "retired-concept", f"{value} is retired; {use}")


def _possible(date: str) -> bool:
    try:
        dt.date.fromisoformat(date if "-" in date else f"{date}-01-01")
    except ValueError:
        return False
    return True


def _claims(tables: Tables, schema: Schema) -> Iterator[Finding]:
    concepts = tables.ontology.concepts
    seen: set[tuple[str, ...]] = set()
    for name, rows in tables.rows.items():
        relation = schema.relations.get(name.removeprefix("relations/").removesuffix(".tsv"))
        if relation is None or not name.startswith("relations/"):
            continue
        for row in rows:
            for cell, wanted in (("subject", relation.domain), ("object", relation.range)):
                concept = concepts.get(row[cell])
                if concept and concept.kind in schema.kinds and not schema.fits(concept.kind, wanted):
                    message = (
                        f"{relation.label!r} wants a {_local(wanted)} as {cell}, and {row[cell]} is a {concept.kind}"
                    )
                    yield Finding(row.place(cell), "wrong-kind", f"{message}; choose another relation or concept")
            if row["subject"] == row["object"]:
                message = f"{row['subject']} cannot {relation.label!r} itself; mend the object"
                yield Finding(row.place("object"), "self-relation", message)
            key = (name, row["subject"], row["object"], row["source"], row["locator"])
            if key in seen:
                yield Finding(row.place(), "duplicate-row", "another row says the same from the same place; keep one")
            seen.add(key)


def _concepts(tables: Tables, schema: Schema) -> Iterator[Finding]:
    names: dict[str, str] = {}
    ids: dict[str, str] = {}
    terms = {str(s) for s, _, _ in schema.triples}
    for table, rows in tables.rows.items():
        for row in rows if table.startswith("concepts/") else ():
            slug, name = row["id"], fold(row["label"])
            if names.setdefault(name, slug) != slug:
                message = f"{names[name]} has the same label; merge them or tell them apart"
                yield Finding(row.place("label"), "duplicate-label", message)
            if ids.setdefault(slug.casefold(), slug) != slug:
                message = f"{ids[slug.casefold()]} differs only in case; choose another id"
                yield Finding(row.place("id"), "near-duplicate-id", message)
            if ig(slug) in terms:
                message = f"{slug} is a name of the schema; choose another id"
                yield Finding(row.place("id"), "schema-name", message)
            many = Counter(map(fold, row.many("synonyms")))
            for synonym, count in many.items():
                if count > 1 or synonym == name:
                    message = f"{synonym!r} is among the names already; remove it here"
                    yield Finding(row.place("synonyms"), "duplicate-synonym", message)


def _cycles(ontology: Ontology) -> Iterator[Finding]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for concept in ontology.concepts.values():
        graph.add_edges_from((concept.id, parent) for parent in concept.parents)
    graph.add_edges_from((c.subject, c.object) for c in ontology.claims if c.relation == "is-a")
    for group in sorted(map(sorted, nx.strongly_connected_components(graph))):
        if len(group) > 1 or graph.has_edge(group[0], group[0]):
            loop = [a for a, _ in nx.find_cycle(graph.subgraph(group), group[0])]
            path = " --> ".join([*loop, loop[0]])
            place = ontology.concepts[loop[0]].evidence.place if loop[0] in ontology.concepts else Place("concepts")
            yield Finding(place, "cycle", f"the hierarchy runs in a circle: {path}; remove one parent")


def _indications(tables: Tables) -> Iterator[Finding]:
    for row in tables.rows["indications.tsv"]:
        status, date, ended = row["status"], row["date"], row["ended"]
        if ended and status != "withdrawn":
            message = f"an indication that is {status} has not ended; empty the cell or change the status"
            yield Finding(row.place("ended"), "ended-but-not-withdrawn", message)
        if date and ended and ended < date[: len(ended)]:
            yield Finding(row.place("ended"), "ended-before-begun", f"{ended} is before {date}; mend one")
        if status in ("approved", "withdrawn") and not row["regulator"]:
            yield Finding(row.place("regulator"), "no-regulator", f"who has {status} it? name the regulator")


def _mappings(tables: Tables) -> Iterator[Finding]:
    ontology = tables.ontology
    seen: set[tuple[str, str]] = set()
    for row in tables.rows["mappings.sssom.tsv"]:
        prefix = row["object_id"].partition(":")[0]
        if prefix not in ontology.prefixes:
            hint = _meant(prefix, ontology.prefixes)
            message = f"the prefix {prefix!r} is not in the curie_map at the head of the file; {hint}"
            yield Finding(row.place("object_id"), "unknown-prefix", message)
        concept = ontology.concepts.get(row["subject_id"].removeprefix("ig:"))
        if concept and concept.label != row["subject_label"]:
            message = f"the label is {concept.label!r} now; write that"
            yield Finding(row.place("subject_label"), "stale-label", message)
        pair = row["subject_id"], row["object_id"]
        if pair in seen:
            yield Finding(row.place(), "duplicate-mapping", "the two are mapped in another row; keep one")
        seen.add(pair)


def _sources(tables: Tables) -> Iterator[Finding]:
    used = {row["source"] for table, rows in tables.rows.items() for row in rows if "source" in row.cells}
    for row in tables.rows["sources.tsv"]:
        if row["id"] not in used:
            yield Finding(row.place(), "unused-source", f"no row cites {row['id']}; cite it or delete the row")
