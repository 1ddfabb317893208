"""Corpora of any size, made of the gold texts and the definitions of the graph; the same seed gives the same corpus."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.model import Ontology

MARKED = [Path(__file__).parent / "gold" / name for name in ("abstracts.jsonl", "later.jsonl")]
"""The marked texts."""
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/p.dtd">
<PubmedArticleSet>
"""
_PLAIN = """The samples were kept at minus eighty degrees until use. Ethics committees of the centres agreed beforehand.
Values are given as means with their standard deviations. Two readers who did not know the groups looked at each image.
The groups did not differ in age or sex. Missing values were imputed by chained equations. Analyses followed the
intention to treat. Further work with more participants and longer follow-up is needed. Details are given in the
supplement. The funding body had no part in the design or the writing. Hazard ratios come from a stratified model.
Sequencing libraries were prepared according to the instructions of the maker. The primary endpoint was reached.
Costs were estimated from the perspective of the payer over a horizon of ten years."""


def sentences(ontology: Ontology) -> list[str]:
    """Give sentences of our own about the field, and as many that say nothing of it."""
    gold = [json.loads(line)["text"] for file in MARKED for line in file.read_text(encoding="utf-8").splitlines()]
    known = [one for text in gold for one in text.split(". ")]
    known += [concept.definition for concept in ontology.concepts.values()]
    plain = " ".join(_PLAIN.split()).split(". ")
    return [one.rstrip(".") for one in known] + [plain[n % len(plain)].rstrip(".") for n in range(len(known))]


def texts(lines: list[str], count: int, seed: int) -> Iterator[str]:
    """Walk texts as long as abstracts."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        yield ". ".join(draw.choices(lines, k=draw.randint(8, 16))) + "."


def write_pubmed(path: Path, lines: list[str], count: int, seed: int, first: int = 1) -> int:
    """Write a file like those of PubMed; give its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number, text in enumerate(texts(lines, count, seed), first):
            title, _, rest = text.partition(". ")
            file.write(
                f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{number}</PMID>'
                "<DateCompleted><Year>2024</Year><Month>05</Month><Day>01</Day></DateCompleted>"
                '<Article PubModel="Print"><Journal><ISSN>0000-0000</ISSN><Title>A journal</Title></Journal>'
                f"<ArticleTitle>{escape(title)}.</ArticleTitle><Abstract><AbstractText>{escape(rest)}</AbstractText>"
                "</Abstract><AuthorList><Author><LastName>Nobody</LastName></Author></AuthorList></Article>"
                "</MedlineCitation></PubmedArticle>\n"
            )
        file.write("</PubmedArticleSet>\n")
    return path.stat().st_size


def write_lines(path: Path, lines: list[str], count: int, seed: int, first: int = 1) -> int:
    """Write documents as JSON Lines; give the size of the file in bytes."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts(lines, count, seed), first):
            file.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")
    return path.stat().st_size
