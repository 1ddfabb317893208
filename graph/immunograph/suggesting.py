"""Suggest what a curator would look for: a slug, what is there already, parents, and outside identifiers."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from immunograph.loading.sources import statements
from immunograph.names import GREEK, close, fold, names_of
from immunograph.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from immunograph.model import Ontology

_NEAR = 0.88
"""Likeness of two names (Ratcliff and Obershelp) from which a curator should look twice."""


_NAMES = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym",
}


class Near(NamedTuple):
    """A name that is there already and looks like the new one."""

    concept: str
    name: str
    asked: str


class Candidate(NamedTuple):
    """An outside identifier whose name is one of those asked for."""

    identifier: str
    label: str
    file: str


def slug(label: str) -> str:
    """Propose an id for a label.

    >>> slug("IFN-α receptor (type I)")
    'IFN-alpha-receptor-type-I'
    """
    plain = unicodedata.normalize("NFKD", "".join(GREEK.get(letter, letter) for letter in label))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9.]+", "-", letters).strip("-.")


def near(names: Iterable[str], ontology: Ontology) -> list[Near]:
    """Find names of concepts that equal one of some names, or nearly so."""
    known = {close(name.name): name for name in names_of(ontology)}
    found = {}
    for asked in names:
        closed = close(asked)
        likes = [closed] if closed in known else difflib.get_close_matches(closed, known, 3, _NEAR)
        for like in likes:
            found[known[like].concept] = Near(known[like].concept, known[like].name, asked)
    return list(found.values())


def parents(label: str, kind: str, related: Iterable[str], ontology: Ontology, limit: int = 3) -> list[str]:
    """Suggest parents: kinds named in the label, and the parents of what is related to the same things.

    Args:
        label: of the new concept.
        kind: the name of its table.
        related: ids of concepts that it is related to.
        ontology: where to look.
        limit: how many at the most.
    """
    words = set(fold(label).split())
    votes: Counter[str] = Counter()
    for concept in ontology.concepts.values():
        if not concept.retired and set(fold(concept.label).split()) < words:
            votes[concept.id] += 3 * len(fold(concept.label).split())
    alike = set(related)
    for claim in ontology.claims:
        sibling = ontology.concepts.get(claim.subject)
        if claim.object in alike and sibling and sibling.kind == kind:
            votes.update(sibling.parents)
    fits = {parent for one in ontology.concepts.values() if one.kind == kind for parent in one.parents}
    return [name for name, _ in votes.most_common() if name in fits][:limit]


def labelled(path: Path) -> Iterator[Candidate]:
    """Read identifiers and their names from an ontology (any RDF, OBO; also packed) or an SSSOM table.

    Raises:
        InputError: the file is damaged.
        UsageError: the file is of another kind.
    """
    if path.suffix == ".tsv":
        yield from _sssom(path)
        return
    for subject, predicate, value in statements(path):
        if predicate in _NAMES and isinstance(value, Literal):
            yield Candidate(_curie(subject), value.value, path.name)


def _sssom(path: Path) -> Iterator[Candidate]:
    rows = csv.DictReader((line for line in path.open(encoding="utf-8") if line[:1] != "#"), delimiter="\t")
    for row in rows:
        for end in ("subject", "object"):
            identifier, label = row.get(f"{end}_id"), row.get(f"{end}_label")
            if identifier and label:
                yield Candidate(identifier, label, path.name)


def _curie(iri: str) -> str:
    """Write an OBO PURL as a CURIE (OBO Foundry id policy); leave others as they are."""
    prefix, underscore, number = iri.rpartition("/")[2].rpartition("_")
    return f"{prefix}:{number}" if underscore and "obolibrary.org/obo/" in iri else iri


def candidates(names: Iterable[str], labelled: Iterable[Candidate]) -> list[Candidate]:
    """Choose, among labelled identifiers, those that are named as asked."""
    asked = {close(name) for name in names}
    return sorted({one for one in labelled if close(one.label) in asked})
