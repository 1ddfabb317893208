"""Documents as plain text, from text, HTML, PDF, PubMed XML and JSON Lines; what cannot be read is counted by reason.

The text of a document is what all places refer to. Of HTML it is the main text, without menus and advertisements; of
PubMed the title and the abstract.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, NamedTuple

from immunograph.errors import UsageError
from immunograph.text import pubmed
from immunograph.text.values import Document, Skipped

if TYPE_CHECKING:
    from collections import Counter

Items = Iterator[Document | Skipped]
_LONGEST, _PAGE = 128 << 20, 32 << 20
"""Characters of a document at the most, and bytes of a page of HTML or a PDF."""
_DEEPEST = 2000
_LEFT_OPEN = r"(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|t[dhr]|track|wbr)\b"
"""What HTML need not close."""
_TAG = re.compile(rf"<(/?)(?!{_LEFT_OPEN})[a-z]", re.IGNORECASE)
_HEAD = 4096


class Format(NamedTuple):
    """A kind of file: how it is read, and whether it holds many documents."""

    read: Callable[[IO[bytes], str], Items]
    many: bool


def read(file: IO[bytes], name: str, form: str) -> Items:
    """Read the documents of a file.

    Args:
        file: open for reading bytes, unpacked.
        name: what to call it; documents without an identifier of their own are called so.
        form: a key of `FORMATS`.

    Yields:
        Documents, and a reason for each that could not be read.
    """
    yield from map(checked, FORMATS[form].read(file, name))


def checked(one: Document | Skipped) -> Document | Skipped:
    """Skip a document that says nothing, or too much."""
    if isinstance(one, Document) and not one.text.strip():
        return Skipped("no text", one.id)
    if isinstance(one, Document) and len(one.text) > _LONGEST:
        return too_long(one.id)
    return one


def too_long(name: str) -> Skipped:
    """Skip what is longer than any document."""
    return Skipped("longer than 128 million characters", name)


def format_of(name: str, head: bytes) -> str:
    """Tell the format of a file by its name or, where that says nothing, by how it begins.

    >>> format_of("a.htm", b""), format_of("-", b'{"text": "PD-1"}')
    ('html', 'jsonl')
    """
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:_HEAD]
    if start.startswith(b"%PDF-"):
        return "pdf"
    if re.match(rb"<!doctype html|<html", start, re.IGNORECASE):
        return "html"
    if re.search(rb"<PubmedArticle|<!DOCTYPE PubmedArticleSet", start):
        return "pubmed"
    return "jsonl" if re.match(rb"\{\s*\"", start) else "text"


def identify(text: str) -> str:
    """Give a document without a name of its own one that depends on its text alone."""
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _plain(file: IO[bytes], name: str) -> Items:
    data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        yield too_long(name)
        return
    try:
        text = codecs.decode(data, "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        yield Skipped("not UTF-8", name)
        return
    yield Document(name, _clean(text))


def _clean(text: str) -> str:
    """Write line ends in one way, and leave out what no text has."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")


def _html(file: IO[bytes], name: str) -> Items:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    data = file.read(_PAGE + 1)
    if len(data) > _PAGE:
        yield Skipped("longer than 32 MB", name)
        return
    page = bytes_to_str(data, detect_encoding(data, from_html_meta=True) or "utf-8") if data.strip() else ""
    if page.count("<") > _DEEPEST and _deep(page):
        yield Skipped("HTML that is nested too deeply", name)
        return
    shown = extract_plain_text(page, main_content=True, list_bullets=False, alt_texts=False) if page else ""
    found = re.search(r"<title[^>]*>([^<]{1,500})</title", page, re.IGNORECASE)
    lines = (line.strip() for line in _clean(shown).split("\n"))
    yield Document(name, "\n".join(line for line in lines if line), " ".join(found[1].split()) if found else "")


def _deep(page: str) -> bool:
    """Tell whether elements are nested so deeply that reading takes the square of that."""
    depth = 0
    for tag in _TAG.finditer(page):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _pdf(file: IO[bytes], name: str) -> Items:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says on stderr what we say in one line
    try:
        reader = PdfReader(io.BytesIO(file.read()))
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, NotImplementedError):
        yield Skipped("not a PDF that can be read", name)
        return
    yield Document(name, _flowing("\n".join(pages)), title)


def _flowing(text: str) -> str:
    r"""Join the lines of a page into paragraphs, and words that were parted at the end of a line.

    >>> _flowing("Immune check-\npoint blockade and sur-\nvival")
    'Immune checkpoint blockade and survival'
    """
    joined = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", _clean(text))
    return re.sub(r"(?<=[^\s.!?:])[ \t]*\n(?=[\w(])", " ", joined)


def _jsonl(file: IO[bytes], name: str) -> Items:
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
        if len(line) == _LONGEST:
            yield too_long(f"{name}:{number}")
            return
        if line.strip():
            yield json_document(line, f"{name}:{number}")


def json_document(line: bytes, place: str) -> Document | Skipped:
    """Read a line of JSON: an object with `text`, or `title` and `abstract`, and an `id` where it has one."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return Skipped("not JSON", place)
    if not isinstance(record, dict):
        return Skipped("no JSON object", place)
    title, text = record.get("title") or "", record.get("text") or record.get("abstract") or ""
    if not isinstance(text, str) or not isinstance(title, str) or not (text or title):
        return Skipped("no text", place)
    whole = text if record.get("text") else f"{title}\n{text}"
    whole = _clean(whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    key = next((str(record[key]) for key in ("id", "pmid", "doi") if record.get(key)), "")
    return Document(key or identify(whole), whole, title)


FORMATS = {
    "text": Format(_plain, many=False),
    "html": Format(_html, many=False),
    "pdf": Format(_pdf, many=False),
    "pubmed": Format(pubmed.read, many=True),
    "jsonl": Format(_jsonl, many=True),
}
_SUFFIXES = {
    "txt": "text", "text": "text", "md": "text", "html": "html", "htm": "html", "xhtml": "html", "pdf": "pdf",
    "xml": "pubmed", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl",
}  # fmt: skip


def known(name: str) -> bool:
    """Tell whether the name of a file says that it holds documents."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] in _SUFFIXES


def refuse_unless_read(items: Items, name: str, reasons: Counter[str]) -> Iterator[Document]:
    """Give the documents of a file, count the reasons of the others, and refuse a file that gives none.

    Raises:
        UsageError: no document could be read.
    """
    given = 0
    for one in items:
        if isinstance(one, Document):
            given += 1
            yield one
        else:
            reasons[one.reason] += 1
    if not given:
        why = ", ".join(reasons) or "it is empty"
        message = f"{name}: nothing in it can be read ({why}); name a text, HTML, PDF, PubMed XML or JSON Lines file"
        raise UsageError(message)
