"""Ontologies of any size, to measure and test what size does: invented words, our schema, always the same."""

from __future__ import annotations

import shutil
from itertools import islice, takewhile
from random import Random
from typing import TYPE_CHECKING

from immunograph.columns import columns
from immunograph.formatting import format_table
from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SHARES = {
    "agent": 0.3,
    "cancer": 0.14,
    "target": 0.14,
    "process": 0.1,
    "study": 0.1,
    "adverse-event": 0.08,
    "therapy": 0.05,
    "cell": 0.05,
    "biomarker": 0.04,
}
"""The kinds of concept and their shares, near those of the shipped ontology."""
RELATIONS = {
    "may-cause": ("agent", "adverse-event", 0.2),
    "treats": ("agent", "cancer", 0.2),
    "blocks": ("agent", "target", 0.1),
    "found-on": ("target", "cell", 0.1),
    "promotes": ("target", "process", 0.1),
    "acts-by": ("therapy", "process", 0.06),
    "managed-with": ("adverse-event", "agent", 0.06),
    "inhibits": ("target", "process", 0.06),
    "combined-with": ("agent", "agent", 0.04),
    "predicts-response-to": ("biomarker", "agent", 0.04),
    "precedes": ("process", "process", 0.04),
}
"""Relations with the kinds of their subject and object, and their shares."""
CLASSES = 0.1
"""The share of concepts that others are kinds of; relations start from the rest, so that few are inherited."""
SYLLABLES = tuple(
    "ba ce di fo gu ka le mi no pu ra se ti vo xu za bel cor dan fer gal lim mor nep rin sol tam vex".split()  # noqa: SIM905
)
WORDS = tuple("cells immune signal tumor binds surface blood growth response given patients early brake".split())  # noqa: SIM905


def generate(concepts: int, relations: int, folder: Path) -> None:
    """Write the tables of an invented ontology.

    Args:
        concepts: how many; at least one of each kind is made.
        relations: how many are stated beside the hierarchy, as far as the pairs of concepts allow.
        folder: where to; made if it is not there.
    """
    chance = Random(concepts)  # noqa: S311 - equal calls give equal tables
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("schema.ttl", "shapes.ttl", "prefixes.tsv"):
        shutil.copy(shipped_folder() / name, folder)
    names = _names(chance)
    kinds = {
        kind: [f"any-{kind}", *islice(names, max(0, round(share * concepts) - 1))] for kind, share in SHARES.items()
    }
    for name in ("indications.tsv", "mappings.sssom.tsv", "passages.tsv", "trials.tsv"):
        _write(folder, name, [])
    _write(folder, "curators.tsv", [{"id": "generator", "name": "the generator of ontologies", "kind": "software"}])
    sources = [f"document-{n}" for n in range(max(1, concepts // 20))]
    _write(folder, "sources.tsv", [_source(slug) for slug in sources])
    for kind, slugs in kinds.items():
        _write(folder, f"concepts/{kind}.tsv", _concepts(slugs, sources, chance))
    for name, (subject, target, share) in RELATIONS.items():
        rows = _claims(kinds[subject], kinds[target], round(share * relations), sources, chance)
        _write(folder, f"relations/{name}.tsv", rows)


def _names(chance: Random) -> Iterator[str]:
    """Invent names without end, each once."""
    known: set[str] = set()
    while True:
        word = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 5)))
        name = f"{word}-{chance.choice(WORDS)}" if chance.random() < 0.3 else word
        if name not in known:
            known.add(name)
            yield name


def _source(slug: str) -> dict[str, str]:
    address = f"https://example.org/{slug}"
    words = {"id": slug, "title": f"An invented {slug.replace('-', ' ')}", "kind": "review", "publisher": "nobody"}
    return {**words, "published": "2020", "url": address, "retrieved": "2026-11-23"}


def _concepts(slugs: Sequence[str], sources: Sequence[str], chance: Random) -> Iterator[dict[str, str]]:
    classes = slugs[: max(1, round(CLASSES * len(slugs)))]
    for n, slug in enumerate(slugs):
        label = slug.replace("-", " ")
        yield {
            "id": slug,
            "label": label,
            "parents": chance.choice(classes[:n]) if n else "",
            "synonyms": f"{label} of {chance.choice(WORDS)}" if chance.random() < 0.4 else "",
            "plain": f"Invented: {label}, which {_text(10, chance)}.",
            "definition": f"An invented concept, {label}, that {_text(16, chance)}.",
            **_cited(sources, chance),
        }


def _claims(
    subjects: Sequence[str], targets: Sequence[str], number: int, sources: Sequence[str], chance: Random
) -> Iterator[dict[str, str]]:
    """Draw pairs; a few objects are named often and most seldom, as in what people write."""
    first = round(CLASSES * len(subjects))
    found: dict[tuple[str, str], None] = {}
    for _ in takewhile(lambda _: len(found) < number, range(4 * number)):
        pair = (chance.choice(subjects[first:]), targets[int(len(targets) * chance.random() ** 2.5)])
        if pair[0] != pair[1] and pair[::-1] not in found:
            found[pair] = None
    for subject, target in found:
        yield {"subject": subject, "object": target, "direction": "supports", **_cited(sources, chance)}


def _cited(sources: Sequence[str], chance: Random) -> dict[str, str]:
    return {"source": chance.choice(sources), "locator": f"page {chance.randint(1, 99)}", "curator": "generator"}


def _text(length: int, chance: Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length))


def _write(folder: Path, name: str, rows: Iterator[Mapping[str, str]] | Sequence[Mapping[str, str]]) -> None:
    header = [column.name for column in columns(name)]
    lines = ["\t".join(header), *("\t".join(row.get(column, "") for column in header) for row in rows)]
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(format_table(name, "\n".join(lines) + "\n"), encoding="utf-8")
