"""Versions (Semantic Versioning 2.0.0, without build metadata), and the schema that carries one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from immunograph.errors import UsageError
from immunograph.terms import XSD, Iri, Literal
from immunograph.vocabulary import DATASET, ig, term

if TYPE_CHECKING:
    from immunograph.vocabulary import Schema

_NUMBER = r"(0|[1-9][0-9]{0,8})"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Version(NamedTuple):
    """A version, ordered by precedence (Semantic Versioning, 11)."""

    major: int
    minor: int
    patch: int
    final: bool
    before: tuple[tuple[bool, int, str], ...]


def parse(text: str) -> Version:
    """Read a version.

    >>> parse("1.0.0-rc.2") < parse("1.0.0-rc.10") < parse("1.0.0")
    True

    Raises:
        UsageError: it is not semantic.
    """
    match = _VERSION.fullmatch(text)
    parts = (match[4] or "").split(".") if match else []
    if not match or any(re.fullmatch("0[0-9]+", part) for part in parts):
        raise UsageError(f"{text}: not a semantic version; write it as 1.2.0 or 1.2.0-rc.1")
    before = tuple((not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in parts)
    return Version(int(match[1]), int(match[2]), int(match[3]), match[4] is None, before)


def known(name: str, schema: Schema) -> str:
    """Tell the version of an older ontology: by its name where that is one (`v1.2.0`), else by its schema.

    Raises:
        UsageError: neither is semantic.
    """
    text = PurePath(name).name.removeprefix("v")
    found = text if _VERSION.fullmatch(text) else schema.version
    parse(found)
    return found


def day(text: str) -> str:
    """Check a day.

    Raises:
        UsageError: it is not a day of the calendar.
    """
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise UsageError(f"{text}: not a day of the calendar; write it as 2026-01-31")


def version_iri(version: str) -> Iri:
    """Give the IRI of the ontology in one version."""
    return ig(f"{version}/ontology")


def versioned(schema: Schema, version: str, issued: str, prior: str) -> Schema:
    """Give the schema as it is in a release.

    Args:
        schema: as the file says it.
        version: of the release.
        issued: its day, or nothing for that of the schema.
        prior: the version before, or nothing.
    """
    stamp = f"{issued}T00:00:00" if issued else schema.issued
    said = {
        term("owl:versionInfo"): Literal(version),
        term("owl:versionIRI"): version_iri(version),
        term("owl:priorVersion"): version_iri(prior) if prior else None,
        term("dcterms:issued"): Literal(stamp, XSD + "dateTime"),
    }
    kept = (triple for triple in schema.triples if triple[0] != DATASET or triple[1] not in said)
    ours = ((DATASET, name, value) for name, value in said.items() if value is not None)
    return replace(schema, triples=(*kept, *ours), version=version, issued=stamp)
