"""Find concepts by any of their names, however they are written: case, hyphens, accents, Greek letters."""

from __future__ import annotations

import difflib
import re
import sqlite3
import unicodedata
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from immunograph.model import Ontology

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
SPELLINGS = (
    (r"tumour", "tumor"), (r"leukaem", "leukem"), (r"anaem", "anem"), (r"haem", "hem"), (r"oedem", "edem"),
    (r"oesoph", "esoph"), (r"paed", "ped"), (r"diarrhoea", "diarrhea"), (r"\balfa\b", "alpha"),
    (r"isation\b", "ization"),
)  # fmt: skip
_NEAR = 0.65
"""Likeness of two folded names (Ratcliff and Obershelp) from which one may have been meant for the other."""
_WORD = re.compile(r"[^\W_]+")
_BRITISH = re.compile("|".join(pattern for pattern, _ in SPELLINGS))


class Name(NamedTuple):
    """One name of a concept; `role` is label, synonym, slug or identifier."""

    concept: str
    label: str
    kind: str
    name: str
    role: str


def names_of(ontology: Ontology) -> list[Name]:
    """Collect every name of every concept that is in use."""
    identifiers: dict[str, list[str]] = defaultdict(list)
    for mapping in ontology.mappings:
        if mapping.predicate in ("skos:exactMatch", "skos:closeMatch"):
            identifiers[mapping.subject.removeprefix("ig:")].append(mapping.object)
    found = set()
    for concept in ontology.concepts.values():
        names = [("label", concept.label), ("slug", concept.id)]
        names += [("synonym", name) for name in concept.synonyms]
        names += [("identifier", name) for name in identifiers[concept.id]]
        found |= {Name(concept.id, concept.label, concept.kind, name, role) for role, name in names}
    return sorted(found)


def fold(name: str) -> str:
    """Write a name in the one way in which names are compared.

    >>> fold("IFN-α"), fold("Tumour-infiltrating")
    ('ifn alpha', 'tumor infiltrating')
    """
    spelt = name.casefold()
    if not spelt.isascii():
        spelt = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", spelt).casefold())
        spelt = "".join(GREEK.get(c, c) for c in spelt if not unicodedata.combining(c))
    spelt = " ".join(_WORD.findall(spelt))
    if _BRITISH.search(spelt):
        for pattern, other in SPELLINGS:
            spelt = re.sub(pattern, other, spelt)
    return spelt


def close(name: str) -> str:
    """Fold a name and close its gaps, so that IL2, IL-2 and IL 2 are one."""
    return fold(name).replace(" ", "")


def nearest(wrong: str, known: Iterable[str]) -> list[str]:
    """Guess which of some names was meant, at most three; case and hyphens do not count.

    >>> nearest("ncit", ["NCIT", "MONDO"])
    ['NCIT']
    """
    names = {close(name): name for name in known}
    return [names[near] for near in difflib.get_close_matches(close(wrong), names, 3, _NEAR)]


def meant(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """Guess what was meant, as the end of a message.

    >>> meant("bloks", ["blocks", "binds"], "look it up")
    'did you mean blocks?'
    """
    near = nearest(wrong, known)
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def write_index(path: Path, names: Iterable[Name], *, parts: bool = True) -> None:
    """Write the names into a new SQLite database with full-text indexes (FTS5).

    Args:
        path: the file.
        names: in any order; they may be millions.
        parts: whether names are found by any part of them, or only by the beginnings of their words.
    """
    rows = ((*name, fold(name.name), close(name.name)) for name in names)
    shape = "content='name', content_rowid='rowid'"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("PRAGMA synchronous = OFF")  # who makes a file anew begins again when it is lost
        base.execute("CREATE TEMP TABLE raw (concept, label, kind, name, role, folded, closed)")
        base.executemany("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        base.execute("CREATE TABLE name (concept, label, kind, name, role, folded, closed)")
        # the shortest first, for a search that has many answers reads only the first of them
        base.execute("INSERT INTO name SELECT * FROM raw ORDER BY length(closed), concept, role, name")
        base.execute("CREATE INDEX closed ON name (closed)")
        base.execute(f"CREATE VIRTUAL TABLE word USING fts5(folded, prefix='2 3', {shape})")
        base.execute("INSERT INTO word (word) VALUES ('rebuild')")
        base.execute(f"CREATE VIRTUAL TABLE part USING fts5(closed, tokenize='trigram', {shape})")
        if parts:
            base.execute("INSERT INTO part (part) VALUES ('rebuild')")


def read_index(path: Path) -> list[Name]:
    """Read back the names that `write_index` wrote."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
        return [Name(*row) for row in base.execute("SELECT concept, label, kind, name, role FROM name")]


_SOME = 400
_ROLES = "CASE role WHEN 'label' THEN 0 WHEN 'slug' THEN 1 WHEN 'synonym' THEN 2 ELSE 3 END"
_FIND = f"""
SELECT concept, label, kind, name, role, min(rank) AS best FROM (
  SELECT * FROM (SELECT *, 0 AS rank FROM name WHERE closed = :closed LIMIT {_SOME})
  UNION ALL SELECT * FROM (SELECT *, 1 FROM name WHERE closed >= :closed AND closed < :after LIMIT {_SOME})
  UNION ALL SELECT *, 2 FROM name WHERE rowid IN (SELECT rowid FROM word WHERE word MATCH :words LIMIT {_SOME})
  UNION ALL SELECT *, 3 FROM name
    WHERE :long AND rowid IN (SELECT rowid FROM part WHERE part MATCH :part LIMIT {_SOME})
) GROUP BY concept ORDER BY best, {_ROLES}, length(name), label LIMIT :limit
"""


def find(path: Path, query: str, limit: int = 20) -> list[Name]:
    """Find concepts whose names equal, begin with, have the words of, or contain what is asked; best first."""
    folded, closed = fold(query), close(query)
    if not closed:
        return []
    asked = {
        "closed": closed,
        "after": closed + "\U0010ffff",
        "words": " ".join(f'"{word}"*' for word in folded.split()),
        "long": len(closed) > len("il"),
        "part": f'"{closed}"',
        "limit": limit,
    }
    with closing(opened(path)) as base:
        return [Name(*row[:5]) for row in base.execute(_FIND, asked)]


def opened(path: Path) -> sqlite3.Connection:
    """Open an index for reading."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
