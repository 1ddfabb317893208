"""Files that are hostile, broken, or went through a spreadsheet: one clear line, nothing half-written, no request."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import socket
import zipfile
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from immunograph.cli import cli
from immunograph.errors import ImmunoGraphError, InputError
from immunograph.exchange import delimited
from immunograph.exchange.formats import FORMATS, Loaded, read
from immunograph.exchange.sheets import read_sheets
from immunograph.tables import load, shipped_folder
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from pathlib import Path

BOMB = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="&b;"/></rdf:RDF>"""
EMPTY = "Prefix(:=<http://x.org/>)\nOntology("


def zipped(**parts: bytes) -> bytes:
    """Make an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


BAD = [
    ("rdfxml", BOMB, "entity"),
    ("rdfxml", b"\xff\xfe<\x00", "entity"),
    ("rdfxml", b"<rdf:RDF", "not XML: unclosed token"),
    ("rdfxml", BOMB.partition(b"]>\n")[2].partition(b"<rdf:Desc")[0], "not XML: no element found"),
    ("turtle", b"@prefix ig <x> .", "x.ttl:1:"),
    ("turtle", b"\xff\xfe", "not-turtle"),
    ("jsonld", b'{"@context": "http://127.0.0.1:9/context", "@id": "http://x.org/"}', "remote-context"),
    ("jsonld", b'[{"a": {"@context": [{}, {"@import": "http://127.0.0.1:9/"}]}}]', "remote-context"),
    ("jsonld", b"[" * 100_000, "not-jsonld"),
    ("jsonld", b"\x00", "not-jsonld"),
    ("functional", b"Ontology(", "a bracket is not closed"),
    ("functional", b"nothing", "no Ontology"),
    ("functional", b'Ontology(<http://x.org/> AnnotationAssertion("', "a quote or bracket"),
    ("functional", (EMPTY + "(" * 10_000).encode(), "deep"),
    ("functional", (EMPTY + "EquivalentClasses(:a :b))").encode(), "no place for this EquivalentClasses"),
    ("functional", (EMPTY + "Declaration(Class(unknown:a)))").encode(), "no known prefix"),
    ("functional", b"\xff", "not-utf-8"),
    ("kgx", b"id\tcategory\nig:a\tbiolink:Drug\n", "names no table"),
    ("kgx", b"id\ttable\nig:a\t../../etc/passwd\n", "names no table"),
    ("kgx", b"id\tx\n1\t2\t3\n", "cell-count"),
    ("kgx", b"", "no-header"),
    ("kgx-jsonl", b"[]\n", "no JSON object"),
    ("kgx-jsonl", b'{"id": ' + b"[" * 100_000, "no JSON object"),
    ("kgx-jsonl", json.dumps({"table": "concepts/agent.tsv", "id": "ig:" + "a" * 40_000}).encode(), "huge-cell"),
    ("sssom", b"subject_id\tobject_id\nig:a\tX:1\n", "missing column"),
    ("sssom", b"\xff\xfe", "not-utf-8"),
    ("xlsx", b"no workbook", "this is no workbook"),
    ("xlsx", zipped(a=b"x"), "no workbook that can be read"),
    ("xlsx", zipped(**{f"{n}.xml": bytes(64 * 2**20) for n in range(9)}), "swell to 576 MB"),
]


@pytest.mark.parametrize(("form", "data", "said"), BAD, ids=[f"{form}-{n}" for n, (form, _, _) in enumerate(BAD)])
def test_a_bad_file_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, small: Loaded, form: str, data: bytes, said: str
) -> None:
    """Refused, with what to do, and without asking anyone on the network."""
    monkeypatch.setattr(socket, "socket", None)
    ending = FORMATS[form].endings[0]
    with pytest.raises(ImmunoGraphError) as caught:
        read({f"x{ending}": data}, form, small.schema, [])
    text = str(caught.value)
    assert said in text
    assert "\n" not in text
    assert ";" in text


def workbook(small: Loaded, tmp_path: Path, cells: dict[tuple[str, str], object]) -> Path:
    """Write a workbook and change cells as a person with a spreadsheet would."""
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].write(small)[".xlsx"]))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    path = tmp_path / "x.xlsx"
    book.save(path)
    return path


def run(*words: object) -> tuple[int, str]:
    """Run a command; give its exit code and all that it says, as `main` does."""
    done = CliRunner().invoke(cli, [str(word) for word in words])
    if isinstance(done.exception, ImmunoGraphError):
        return done.exception.exit_code, done.output + str(done.exception)
    return 2 if isinstance(done.exception, OSError) else done.exit_code, done.output + str(done.exception or "")


def test_what_a_spreadsheet_did_is_undone_and_named(small: Loaded, example: Path, tmp_path: Path) -> None:
    """Days turned to numbers, curly quotes in ids, line breaks: the tables are as before, and each is named."""
    changed = {
        ("sources", "E3"): dt.datetime(2021, 2, 3),  # noqa: DTZ001 - as Excel has it
        ("sources", "G2"): 46349,
        ("sources", "E2"): 2020,
        ("blocks", "A2"): "examplimab\u00a0",
        ("cancer", "F2"): "A disease of unrestrained\r\ncell growth.",
    }
    code, said = run("import", workbook(small, tmp_path, changed), "-o", tmp_path / "new", "--ontology", example)
    assert code == 0, said
    assert {"date", "number", "typography", "line-break"} <= {
        line.partition(": ")[2].partition(" ")[0] for line in said.splitlines()
    }
    for name in ("sources.tsv", "relations/blocks.tsv", "concepts/cancer.tsv"):
        assert (tmp_path / "new" / name).read_bytes() == (example / name).read_bytes()


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("B2", dt.datetime(2026, 9, 2), "label was turned to a date"),  # noqa: DTZ001 - as Excel has it
        ("B2", "=1+1", "label is a formula"),
        ("A1", "ident", "the columns are"),
    ],
)
def test_what_a_spreadsheet_lost_is_refused(
    small: Loaded, tmp_path: Path, cell: str, value: object, wanted: str
) -> None:
    """The name SEPT2 does not become a day; nothing is written."""
    path = workbook(small, tmp_path, {("agent", cell): value})
    code, said = run("import", path, "-o", tmp_path / "new")
    assert code == 1
    assert wanted in said
    assert not (tmp_path / "new").exists()


def test_no_cell_of_a_workbook_runs(small: Loaded) -> None:
    """Text that looks like a formula is text, and marked so for who edits it."""
    from dataclasses import replace

    sheet = small.sheets["curators.tsv"]
    rows = ({"id": "a", "name": "=cmd()", "kind": "person"},)
    loaded = replace(small, sheets=small.sheets | {"curators.tsv": type(sheet)(rows=rows)})
    cell = load_workbook(io.BytesIO(FORMATS["xlsx"].write(loaded)[".xlsx"]))["curators"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd()", "s", True)


def test_delimited_text_from_a_spreadsheet_is_undone() -> None:
    """A byte order mark, its line ends and empty last cells leave no trace."""
    assert delimited.read(b"\xef\xbb\xbfa\tb\t\r\n1\t'=x\t\r\n\t\t\r\n", "x")[1] == [(2, {"a": "1", "b": "=x"})]


@pytest.mark.parametrize("form", ["xlsx", "rdfxml", "graphml"])
def test_a_control_character_is_refused_where_xml_cannot_hold_it(example: Path, form: str) -> None:
    """A file that no program can open is not written, should checking ever let one through."""
    table = example / "concepts" / "regulator.tsv"
    table.write_text(table.read_text().replace("The office", "The\x01office"))
    tables = load(example)
    one = Loaded(tables, read_sheets(example, tables), read_schema(example / "schema.ttl"))
    with pytest.raises(InputError, match="control character"):
        FORMATS[form].write(one)


def test_the_commands_write_whole_or_not_at_all(example: Path, tmp_path: Path) -> None:
    """A folder with something in it stays as it is; two files come with one name; wrong use is 2."""
    code, said = run("export", "kgx", "-o", tmp_path / "out" / "x", "--ontology", example)
    assert code == 0, said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["x_edges.tsv", "x_nodes.tsv"]
    code, said = run(
        "import", tmp_path / "out" / "x_edges.tsv", "-o", tmp_path / "new", "--ontology", example, "--format", "json"
    )
    assert code == 0, said
    assert json.loads(said)["mistakes"] == []
    assert (tmp_path / "new" / "sources.tsv").read_bytes() == (example / "sources.tsv").read_bytes()
    shutil.rmtree(tmp_path / "new" / "relations")
    for words, wanted in (
        (("import", tmp_path / "out" / "x_edges.tsv", "-o", tmp_path / "new"), "there is something already"),
        (("import", tmp_path / "x.docx", "-o", tmp_path / "y"), "no format that can be imported"),
        (("import", tmp_path / "x.ttl", "-o", tmp_path / "y"), "x.ttl"),
        (("export", "kgx"), "say with -o"),
        (("export", "word"), "is not one of"),
    ):
        code, said = run(*words)
        assert code == 2
        assert wanted in said
    assert not (tmp_path / "new" / "relations").exists()
    assert not (tmp_path / "y").exists()


def test_mappings_replace_those_of_a_folder_that_is_there(example: Path, tmp_path: Path) -> None:
    """Curators of mappings send one file back and forth."""
    path = tmp_path / "maps.sssom.tsv"
    assert run("export", "sssom", "-o", path, "--ontology", example)[0] == 0
    before = (example / "mappings.sssom.tsv").read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before.replace(b"C3224", b"C4001").replace(b"\n", b"\r\n"))
    assert run("import", path, "-o", example, "--ontology", shipped_folder())[0] == 0
    assert (example / "mappings.sssom.tsv").read_bytes() == before.replace(b"C3224", b"C4001")
