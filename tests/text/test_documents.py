"""Documents of every format, sound and spoilt: what can be read is read, and the rest is counted by its reason."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from immunograph.text.documents import FORMATS, format_of, read
from immunograph.text.values import Document, Skipped

ARTICLE = (
    '<PubmedArticle><MedlineCitation><PMID Version="1">{}</PMID><Article><ArticleTitle>On <i>PD-1</i>.</ArticleTitle>'
    '<Abstract><AbstractText Label="AIM">x &lt; y</AbstractText><AbstractText>z</AbstractText></Abstract></Article>'
    "</MedlineCitation></PubmedArticle>"
)
SET = f'<?xml version="1.0"?><PubmedArticleSet>{ARTICLE.format(1)}{ARTICLE.format(2)}</PubmedArticleSet>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><PubmedArticleSet><PubmedArticle>'
    "<PMID>&b;</PMID></PubmedArticle></PubmedArticleSet>"
)
OUTSIDE = LAUGHS.replace('<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/passwd">')


def got(data: bytes, form: str) -> list[Document | Skipped]:
    """Read a file."""
    return list(read(io.BytesIO(data), "f", form))


def reasons(data: bytes, form: str) -> list[str]:
    """Say why nothing was read."""
    return [one.reason for one in got(data, form) if isinstance(one, Skipped)]


def test_pubmed_gives_title_and_abstract() -> None:
    """Markup is left out, paragraphs are lines, entities of XML are what they stand for."""
    assert got(SET.encode(), "pubmed")[0] == Document("PMID:1", "On PD-1.\nx < y\nz", "On PD-1.")


def test_what_comes_before_a_fault_is_kept() -> None:
    """Broken XML costs what is behind the fault, and is counted once."""
    one, other, fault = got(SET.replace("</PubmedArticleSet>", "<").encode(), "pubmed")
    assert [one.id, other.id] == ["PMID:1", "PMID:2"]
    assert isinstance(fault, Skipped)
    assert fault.reason.startswith("broken XML")


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE])
def test_entities_are_refused(text: str) -> None:
    """Nothing grows, nothing is fetched."""
    assert reasons(text.encode(), "pubmed") == ["XML that declares entities, as attacks do"]


def test_withdrawn_articles_are_counted() -> None:
    """What PubMed deletes is no document."""
    text = "<PubmedArticleSet><DeleteCitation><PMID>7</PMID><PMID>8</PMID></DeleteCitation></PubmedArticleSet>"
    assert reasons(text.encode(), "pubmed") == ["withdrawn from PubMed"] * 2


def test_html_gives_its_main_text() -> None:
    """Menus, scripts and styles are left out, whatever the encoding."""
    page = (
        "<html><head><meta charset=latin-1><title>A &amp; B</title><script>evil()</script></head><body>"
        "<nav><a href=x>Home</a></nav><article><h1>Sézary</h1><p>Mogamulizumab is given for Sézary syndrome and other "
        "lymphomas of the skin.</p></article><footer>Imprint</footer></body></html>"
    )
    (one,) = got(page.encode("latin-1"), "html")
    assert isinstance(one, Document)
    assert "Mogamulizumab is given for Sézary syndrome" in one.text
    assert not {"evil", "Home", "Imprint"} & set(one.text.split())


def test_pdf_gives_its_text() -> None:
    """Words that were parted at the end of a line are whole again."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 10 200 Td (Nivolumab blocks check-) Tj 0 -20 Td (points in melanoma.) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001 - the library has no other way
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    data = io.BytesIO()
    writer.write(data)
    (one,) = got(data.getvalue(), "pdf")
    assert isinstance(one, Document)
    assert "Nivolumab blocks checkpoints in melanoma." in one.text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"id": 5, "text": "PD-1"}', Document("5", "PD-1")),
        (b'{"pmid": "6", "title": "T", "abstract": "A"}', Document("6", "T\nA", "T")),
        (b'{"text": "a\\ud800b"}', None),
        (b"[1]", Skipped("no JSON object", "f:1")),
        (b'{"text": 5}', Skipped("no text", "f:1")),
        (b'{"text": ""}', Skipped("no text", "f:1")),
        (b"{", Skipped("not JSON", "f:1")),
        (b"\xff\xfe{", Skipped("not JSON", "f:1")),
        (b"[" * 100_000, Skipped("not JSON", "f:1")),
    ],
)
def test_a_line_of_json_is_a_document_or_a_reason(line: bytes, expected: Document | Skipped | None) -> None:
    """One wrong line costs no other."""
    one, other = got(line + b'\n\n{"id": "z", "text": "after"}\n', "jsonl")
    assert expected in (None, one)
    assert other == Document("z", "after")


def test_a_document_without_a_name_is_called_after_its_text() -> None:
    """The same text has the same name in every file."""
    one, other = got(b'{"text": "PD-1"}\n{"text": "PD-1"}\n', "jsonl")
    assert isinstance(one, Document)
    assert one == other
    assert one.id.startswith("sha256:")


@pytest.mark.parametrize(("data", "reason"), [(b"caf\xe9", "not UTF-8"), (b"", "no text"), (b" \n", "no text")])
def test_text_that_is_none_is_counted(data: bytes, reason: str) -> None:
    """Other encodings and empty files are told, not guessed."""
    assert reasons(data, "text") == [reason]


def test_text_with_a_byte_order_mark_is_read() -> None:
    """As Windows writes it."""
    assert got("PD-1\r\nPD-L1".encode("utf-16"), "text") == [Document("f", "PD-1\nPD-L1")]
    assert got(b"\xef\xbb\xbfPD-1", "text") == [Document("f", "PD-1")]


@pytest.mark.parametrize("form", sorted(FORMATS))
@given(data=st.binary(max_size=400) | st.text(max_size=100).map(str.encode))
def test_no_bytes_make_a_reader_fail(form: str, data: bytes) -> None:
    """Every reader gives documents and reasons, never an error."""
    assert all(isinstance(one, Document | Skipped) for one in got(data, form))


@pytest.mark.parametrize("form", ["pubmed", "pdf", "html"])
@given(head=st.sampled_from([b"%PDF-1.4\n", b"<html><p>", SET.encode()[:300]]), data=st.binary(max_size=300))
def test_no_spoilt_file_makes_a_reader_fail(form: str, head: bytes, data: bytes) -> None:
    """The same where a file begins well."""
    assert all(isinstance(one, Document | Skipped) for one in got(head + data, form))


@pytest.mark.parametrize(
    ("name", "head", "form"),
    [
        ("a.XML.gz", b"", "pubmed"), ("a.pdf", b"", "pdf"), ("-", b"%PDF-1.7", "pdf"),
        ("-", b"<!DOCTYPE HTML>", "html"),
        ("-", SET.encode(), "pubmed"), ("-", b'{"id": 1}', "jsonl"), ("notes", b"PD-1 is", "text"),
    ],
)  # fmt: skip
def test_a_format_is_told_by_name_or_beginning(name: str, head: bytes, form: str) -> None:
    """Standard input has no name."""
    assert format_of(name, head) == form
