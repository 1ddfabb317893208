"""What was found in a document, for terminals and for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from immunograph.results import Table
from immunograph.text.documents import identify

if TYPE_CHECKING:
    from immunograph.reading.passages import Passage
    from immunograph.text.analysis import Analysis, Sentence
    from immunograph.text.matching import Mention

_WIDE = 60


def table(analysis: Analysis) -> str:
    """Draw the mentions, the sentences and the terms that are not known."""
    text = analysis.document.text
    rows = [
        (
            one.sentence + 1, one.start, one.end, " ".join(text[one.start : one.end].split()),
            " or ".join(one.meaning.concepts), one.meaning.candidates[0].kind, one.meaning.how,
            "denied" if one.negated else "",
        )
        for one in analysis.mentions
    ]  # fmt: skip
    mentions = Table(("sentence", "start", "end", "text", "concept", "kind", "how", ""), tuple(rows))
    parts = [f"{analysis.document.id}: {len(rows)} mentions of {len(analysis.concepts)} concepts", str(mentions)]
    lines = [line for number, one in enumerate(analysis.sentences, 1) for line in _lines(text, number, one)]
    parts += ["\n".join(lines)] if lines else []
    if analysis.unknown:
        parts.append("not recognised: " + ", ".join(one.term for one in analysis.unknown))
    return "\n\n".join(parts)


def _lines(text: str, number: int, one: Sentence) -> list[str]:
    words = " ".join(text[one.start : one.end].split())
    lines = [f"{number}. {words if len(words) <= _WIDE else words[: _WIDE - 3] + '...'}"]
    for passage in one.passages:
        lines += [f"   supports: {each.words}" for each in passage.statements]
        if not passage.statements:
            lines.append(f"   supports nothing: {passage.gave_nothing or 'no statement rests on it'}")
    if not one.passages:
        lines.append("   supports nothing: no source of the graph has this passage")
    return lines


def record(analysis: Analysis) -> dict[str, object]:
    """Say all that was found as values for JSON; places are indexes of characters (Unicode code points) of `text`."""
    document = analysis.document
    return {
        "document": document.id,
        "title": document.title,
        "digest": identify(document.text),
        "text": document.text,
        "mentions": [_mention(document.text, one) for one in analysis.mentions],
        "sentences": [
            {
                "start": one.start,
                "end": one.end,
                "passages": [_passage(each) for each in one.passages],
                "between": [
                    {"edge": each.edge, "words": each.words, "inferred": each.inferred} for each in one.between
                ],
            }
            for one in analysis.sentences
        ],
        "concepts": [asdict(one) for one in analysis.concepts],
        "unknown": [one._asdict() for one in analysis.unknown],
    }


def _mention(text: str, one: Mention) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "text": text[one.start : one.end],
        "concepts": [
            {"concept": each.concept, "kind": each.kind, "name": each.name} for each in one.meaning.candidates
        ],
        "how": one.meaning.how,
        "negated": one.negated,
        "sentence": one.sentence,
    }


def _passage(one: Passage) -> dict[str, object]:
    statements = [{"words": each.words, "edge": each.edge, "record": each.slug} for each in one.statements]
    return {"source": one.title, "locator": one.locator, "supports": statements, "gave_nothing": one.gave_nothing}
