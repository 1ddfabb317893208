"""PubMed XML: the baseline and update files of the National Library of Medicine, and what its search exports."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import IO, TYPE_CHECKING, cast
from xml.parsers import expat

from immunograph.text.values import Document, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARTICLES = ("PubmedArticle", "PubmedBookArticle")
_PREFIX = "PMID:"
_CHUNK = 1 << 18
_HEAD, _PROLOG = 1 << 12, 1 << 20
_LONGEST = 64 << 20
"""Bytes of an article at the most."""


def read(file: IO[bytes], name: str) -> Iterator[Document | Skipped]:
    """Read articles: the title and the abstract of each, one paragraph a line.

    The file is read piece by piece; what comes before a fault is kept. Entities are refused, so that nothing can grow
    or be fetched.
    """
    head = file.read(_PROLOG)
    if why := _dangerous(head):
        yield Skipped(why, name)
        return
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(events=("start", "end"))
    root: ET.Element | None = None
    since = 0
    try:
        data = head
        while data:
            since += len(data)
            if since > _LONGEST:
                yield Skipped("an article longer than 64 MB", name)
                return
            parser.feed(data)
            for event, element in cast("Iterable[tuple[str, ET.Element]]", parser.read_events()):
                if root is None:
                    root = element
                elif event == "end" and element.tag in _ARTICLES:
                    since = 0
                    yield _article(element, name)
                    root.clear()
                elif event == "end" and element.tag == "DeleteCitation":
                    yield from (Skipped("withdrawn from PubMed", _PREFIX + (one.text or "")) for one in element)
            data = file.read(_CHUNK)
        parser.close()
    except ET.ParseError as error:
        line, column = error.position
        yield Skipped(f"broken XML: {expat.errors.messages.get(error.code, 'not XML')}", f"{name}:{line}:{column + 1}")
    except (EOFError, OSError, ValueError) as error:
        yield Skipped("broken compression" if isinstance(error, EOFError) else "cannot be read to its end", name)


def _dangerous(head: bytes) -> str:
    """Tell whether the part before the first element declares entities."""
    parser = expat.ParserCreate()
    seen: list[str] = []
    parser.EntityDeclHandler = lambda *_: seen.append("entity")
    parser.StartElementHandler = lambda *_: seen.append("")
    try:
        for at in range(0, len(head), _HEAD):
            parser.Parse(head[at : at + _HEAD])
            if seen:
                break
    except expat.ExpatError:
        return ""
    if "entity" in seen:
        return "XML that declares entities, as attacks do"
    return "XML whose first element is far from its beginning" if not seen and len(head) == _PROLOG else ""


def _article(element: ET.Element, name: str) -> Document | Skipped:
    number = element.findtext(".//PMID") or ""
    title = element.find(".//ArticleTitle")
    if title is None:
        title = element.find(".//BookTitle")
    paragraphs = [] if title is None else [_words(title)]
    paragraphs += [_words(one) for one in element.iterfind(".//Abstract/AbstractText")]
    text = "\n".join(filter(None, paragraphs))
    if not number:
        return Skipped("no PMID", name)
    return Document(_PREFIX + number, text, paragraphs[0] if paragraphs else "")


def _words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
