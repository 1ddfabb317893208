"""Check what the tables say: every mistake of every row, each with its place and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.model import Finding, Place
from immunograph.validation.claims import check_claims
from immunograph.validation.codes import CODES, Code, page
from immunograph.validation.common import meant
from immunograph.validation.concepts import check_concepts
from immunograph.validation.documents import check_documents
from immunograph.validation.order import check_order
from immunograph.validation.references import check_references
from immunograph.validation.scripts import check_schema, check_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.tables import Tables
    from immunograph.vocabulary import Schema

__all__ = ["CODES", "Code", "check", "errors", "page"]


def check(tables: Tables, schema: Schema) -> list[Finding]:
    """Find all that is wrong.

    Args:
        tables: what was read.
        schema: the vocabulary that they must keep to.

    Returns:
        Findings in the order of their places; none where the tables are sound. `CODES` says what each means and
        whether it is an error or a warning.
    """
    found = [
        *tables.findings,
        *_unknown_tables(tables, schema),
        *check_references(tables, schema),
        *check_claims(tables, schema),
        *check_concepts(tables, schema),
        *check_documents(tables),
        *check_order(tables),
        *check_scripts(tables.ontology, schema),
        *check_schema(schema),
    ]
    return sorted(set(found))


def errors(findings: list[Finding]) -> list[Finding]:
    """Keep what forbids a build."""
    return [finding for finding in findings if CODES[finding.code].level == "error"]


def _unknown_tables(tables: Tables, schema: Schema) -> Iterator[Finding]:
    for folder, known in (("concepts", schema.kinds), ("relations", schema.relations)):
        for name in tables.rows:
            stem = name.removeprefix(f"{folder}/").removesuffix(".tsv")
            if name.startswith(f"{folder}/") and stem not in known:
                hint = meant(stem, known)
                yield Finding(Place(name), "unknown-table", f"schema.ttl has nothing named {stem!r}; {hint}")
