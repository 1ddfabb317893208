"""Checks of sources, passages, curators and mappings: what the statements rest on and lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from immunograph.cells import possible
from immunograph.model import Finding
from immunograph.names import fold, meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.rows import Row
    from immunograph.tables import Tables

_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile("https?:")
_JUSTIFICATIONS = (
    "LexicalMatching", "ManualMappingCuration", "MappingReview", "LogicalReasoning", "CompositeMatching",
    "SemanticSimilarityThresholdMatching", "LexicalSimilarityThresholdMatching", "MappingChaining",
    "MappingInversion", "BackgroundKnowledgeBasedMatching", "DatabaseCrossReferenceMatching",
    "InstanceBasedMatching", "StructuralMatching", "UnspecifiedMatching",
)  # fmt: skip
"""The justifications of the Semantic Mapping Vocabulary (SEMAPV)."""


def check_documents(tables: Tables) -> Iterator[Finding]:
    """Check sources, passages, curators and mappings."""
    rows = [row for table in tables.rows.values() for row in table if "source" in row.cells]
    yield from _sources(tables, rows)
    yield from _passages(tables, rows)
    yield from _mappings(tables)


def _sources(tables: Tables, rows: list[Row]) -> Iterator[Finding]:
    sources, used = tables.ontology.sources, {row["source"] for row in rows}
    for row in tables.rows["sources.tsv"]:
        if row["id"] not in used:
            yield Finding(row.place(), "unused-source", f"no row cites {row['id']}; cite it or delete the row")
        if row["published"] > row["retrieved"] > "":
            message = f"published {row['published']}, but read {row['retrieved']}; mend one"
            yield Finding(row.place("published"), "published-after-reading", message)
    curators = {row["curator"] for table in tables.rows.values() for row in table if "curator" in row.cells}
    for row in tables.rows["curators.tsv"]:
        if row["id"] not in curators:
            yield Finding(row.place(), "unused-curator", f"no row names {row['id']}; delete the row")
    vague = {text for text in {row["locator"] for row in rows} if not _LETTER.search(text) or _ADDRESS.match(text)}
    for row in rows:
        if row["locator"] in vague:
            message = f"{row['locator']!r} does not say where; name section, paragraph or sentence"
            yield Finding(row.place("locator"), "locator-form", message)
        for column in ("date", "ended"):
            read = sources[row["source"]].retrieved if row["source"] in sources else ""
            if possible(row.cells.get(column, "")) and row[column] > read > "":
                message = f"{row[column]} is later than {read}, when the source was read; mend one"
                yield Finding(row.place(column), "date-after-reading", message)


def _passages(tables: Tables, rows: list[Row]) -> Iterator[Finding]:
    cited = {(row["source"], row["locator"]) for row in rows if row.path != "passages.tsv"}
    for row in tables.rows["passages.tsv"]:
        found = (row["source"], row["locator"]) in cited
        if found and row["gave_nothing"]:
            message = "a row cites this passage, so it gave something; empty the cell"
            yield Finding(row.place("gave_nothing"), "gave-something", message)
        if not found and not row["gave_nothing"]:
            message = (
                f"no row cites {row['locator']!r} of {row['source']}; cite it, delete it, or say why it gave nothing"
            )
            yield Finding(row.place(), "unused-passage", message)


def _mappings(tables: Tables) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    exact: dict[str, str] = {}
    patterns = {row["prefix"]: row["pattern"] for row in tables.rows["prefixes.tsv"]}
    for row in tables.rows["mappings.sssom.tsv"]:
        yield from _identifier(tables, row, patterns)
        yield from _names(tables, row)
        pair = row["subject_id"], row["object_id"]
        if pair in seen:
            yield Finding(row.place(), "duplicate-mapping", "the two are mapped in another row; keep one")
        seen.add(pair)
        if row["predicate_id"] == "skos:exactMatch":
            other = exact.setdefault(row["object_id"], row["subject_id"])
            if other != row["subject_id"]:
                message = f"{row['object_id']} means {other} already; keep it on one, or say skos:closeMatch"
                yield Finding(row.place("object_id"), "shared-identifier", message)
        if row["mapping_justification"].removeprefix("semapv:") not in _JUSTIFICATIONS:
            message = (
                f"{row['mapping_justification']!r} is no justification of semapv; write semapv:ManualMappingCuration"
            )
            yield Finding(row.place("mapping_justification"), "unknown-justification", message)


def _identifier(tables: Tables, row: Row, patterns: dict[str, str]) -> Iterator[Finding]:
    prefix, _, local = row["object_id"].partition(":")
    place = row.place("object_id")
    if prefix not in tables.ontology.prefixes:
        hint = meant(prefix, tables.ontology.prefixes, "add it there and to prefixes.tsv")
        message = f"the prefix {prefix!r} is not in the curie_map at the head of the file; {hint}"
        yield Finding(place, "unknown-prefix", message)
    elif patterns and prefix not in patterns:
        message = f"the prefix {prefix!r} is not in prefixes.tsv; add it as the Bioregistry has it"
        yield Finding(place, "unregistered-prefix", message)
    elif patterns and not re.fullmatch(patterns[prefix], local):
        message = f"{local!r} has not the form {patterns[prefix]} of {prefix}; look it up there"
        yield Finding(place, "identifier-form", message)


def _names(tables: Tables, row: Row) -> Iterator[Finding]:
    concept = tables.ontology.concepts.get(row["subject_id"].removeprefix("ig:"))
    if concept is None:
        return
    if concept.label != row["subject_label"]:
        message = f"the label is {concept.label!r} now; write that"
        yield Finding(row.place("subject_label"), "stale-label", message)
    lexical = row["mapping_justification"] == "semapv:LexicalMatching" and row["predicate_id"] == "skos:exactMatch"
    if lexical and row["object_label"] and not _agree(row["object_label"], (concept.label, *concept.synonyms)):
        message = f"{row['object_label']!r} is no name of {concept.id}; mend the identifier or the justification"
        yield Finding(row.place("object_label"), "label-contradicts", message)


def _agree(name: str, names: tuple[str, ...]) -> bool:
    """Tell whether a name shares a word with one of ours; what else it is called there is not at hand."""
    words = _words(name)
    return any(words & _words(other) for other in names)


def _words(name: str) -> set[str]:
    """Fold a name into its words without the s of the plural."""
    return {word.removesuffix("s") for word in fold(name).split()}
