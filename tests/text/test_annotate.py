"""The command that reads one file: places, statements, RDF, and a page that nothing in a document can break."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import html5lib
import pyoxigraph as ox
import pytest

from immunograph.text.alphabet import encode
from immunograph.text.sentences import sentences

if TYPE_CHECKING:
    from pathlib import Path

TEXT = 'Pembrolizumab blocks PD-1. No colitis was seen.\nCytokines (<b>bold</b> & "quoted") helped.'
EVIL = 'PD-1 </section><script>alert(1)</script> <img src=x onerror="alert(2)"> {{ 7 * 7 }} melanoma \u202e\x00'
OA = "PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX ig: <https://w3id.org/immunograph/> "


def annotate(output: Path, *words: str, text: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command on the built store."""
    command = [sys.executable, "-m", "immunograph", "annotate", *words, "--store", str(output / "store")]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_json_gives_each_mention_its_place(output: Path) -> None:
    """Offsets count characters of the text that is given with them."""
    (found,) = json.loads(annotate(output, "-", "--format", "json", text=TEXT).stdout)
    assert found["text"] == TEXT
    shown = [(one["text"], one["concepts"][0]["concept"], one["negated"], one["sentence"]) for one in found["mentions"]]
    assert shown[:3] == [
        ("Pembrolizumab", "pembrolizumab", False, 0), ("PD-1", "PD-1", False, 0), ("colitis", "colitis", True, 1),
    ]  # fmt: skip
    assert all(TEXT[one["start"] : one["end"]] == one["text"] for one in found["mentions"])
    assert {one["concept"] for one in found["mentions"][3]["concepts"]} == {"cytokine", "cytokine-therapy"}
    between = [one["words"] for one in found["sentences"][0]["between"]]
    assert "pembrolizumab blocks PD-1" in between


def test_the_table_says_what_supports_nothing(output: Path) -> None:
    """A sentence that no source has is told as such."""
    text = annotate(output, "-", text=TEXT).stdout
    assert "pembrolizumab" in text
    assert "supports nothing: no source of the graph has this passage" in text


def test_annotations_are_those_of_the_w3c(output: Path) -> None:
    """Each document is a named graph of annotations with positions, in TriG and N-Quads alike."""
    stores = []
    for form, kind in (("trig", ox.RdfFormat.TRIG), ("nquads", ox.RdfFormat.N_QUADS)):
        store = ox.Store()
        store.load(annotate(output, "-", "--format", form, text=TEXT).stdout.encode(), format=kind)
        stores.append(store)
    assert len(stores[0]) == len(stores[1]) > 30
    assert len(list(stores[0].named_graphs())) == 1
    rows = stores[0].query(
        OA
        + "SELECT ?start ?end WHERE { GRAPH ?g { ?a a oa:Annotation ; oa:hasBody ig:PD-1 ; oa:hasTarget/oa:hasSelector"
        " [ a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ] } }"
    )
    assert [(row["start"].value, row["end"].value) for row in rows] == [("21", "25")]
    denied = (
        OA + "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ASK { GRAPH ?g {"
        ' ?a oa:hasBody ig:colitis , [ a oa:TextualBody ; rdf:value "denied" ] } }'
    )
    assert stores[0].query(denied)
    choice = OA + "ASK { GRAPH ?g { ?a oa:hasBody [ a oa:Choice ] } }"
    assert stores[0].query(choice)
    assert not any(TEXT[:13] in quad.object.value for quad in stores[0] if isinstance(quad.object, ox.Literal))


def test_the_page_is_valid_and_says_what_it_marks(output: Path, tmp_path: Path) -> None:
    """HTML by the book; the words of the text are all there, in their order; links lead into the explorer."""
    page = tmp_path / "p.html"
    annotate(output, "-", "--format", "html", "-o", str(page), "--page", "../immunograph.html", text=TEXT)
    source = page.read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(source)
    (section,) = tree.iterfind(".//section[@class='text']")
    for number in section.iterfind(".//a[@aria-label]"):
        number.text = ""
    assert "".join(section.itertext()) == TEXT
    links = {link.get("href"): "".join(link.itertext()) for link in section.iterfind(".//a[@title]")}
    assert links["../immunograph.html#pembrolizumab"] == "Pembrolizumab"
    assert "script" not in re.findall(r"<(\w+)", source)


@pytest.mark.parametrize("form", ["table", "json", "trig", "html"])
def test_nothing_in_a_document_is_obeyed(output: Path, form: str, tmp_path: Path) -> None:
    """Markup, templates and control characters are words like others; the page allows no script."""
    file = tmp_path / "<img src=x>.txt"
    file.write_text(EVIL, encoding="utf-8")
    said = annotate(output, str(file), "--format", form).stdout
    if form == "html":
        tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(said)
        assert not list(tree.iter("script"))
        assert not list(tree.iter("img"))
        assert "{{ 7 * 7 }}" in said
        policy = next(one.get("content") for one in tree.iter("meta") if one.get("http-equiv"))
        assert policy.startswith("default-src 'none'")
        assert all(not (link.get("href") or "").startswith("javascript") for link in tree.iter("a"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in it can be read (no text)"),
        (b"caf\xe9", "nothing in it can be read (not UTF-8)"),
        (b"%PDF-1.7 broken", "nothing in it can be read (not a PDF that can be read)"),
        (b"<!DOCTYPE PubmedArticleSet [<!ENTITY a 'x'>]><PubmedArticleSet/>", "declares entities"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(output: Path, tmp_path: Path, data: bytes, said: str) -> None:
    """Each fault has a reason and no traceback."""
    file = tmp_path / "spoilt"
    file.write_bytes(data)
    stderr = annotate(output, str(file), code=2).stderr
    assert said in stderr
    assert stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_told(output: Path) -> None:
    """Wrong use is 2."""
    assert "there is no such file" in annotate(output, "nowhere.txt", code=2).stderr


def test_spoilt_documents_among_others_are_counted(output: Path, tmp_path: Path) -> None:
    """The sound ones are read."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "PD-1"}\n{\n\xff\n{"text": "PD-L1"}\n')
    done = annotate(output, str(file), "--format", "json")
    assert len(json.loads(done.stdout)) == 2
    assert "2 skipped: not JSON" in done.stderr


def test_sentences_end_where_people_end_them() -> None:
    """Abbreviations, decimals, initials and lists."""
    text = (
        'E. coli vs. S. aureus (Fig. 2) grew, e.g. 2.5 times. "It did." Did it?\n'
        "- First point\n- second point\nwrapped\nhere. End"
    )
    shown = [text[start:end] for start, end in sentences(encode(text))]
    assert shown == [
        "E. coli vs. S. aureus (Fig. 2) grew, e.g. 2.5 times.", '"It did."', "Did it?", "First point",
        "second point\nwrapped\nhere.", "End",
    ]  # fmt: skip
