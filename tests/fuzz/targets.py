"""Every reader of untrusted text, as a function of bytes that may raise nothing but our own errors."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from immunograph.conclusion import conclude
from immunograph.errors import ImmunoGraphError
from immunograph.exchange.formats import FORMATS, TWO_WAY, loaded, read
from immunograph.formatting import format_table, merge_tables
from immunograph.guard import check_query, refuse_outside
from immunograph.loading.sources import statements
from immunograph.names import fold
from immunograph.reasoning import infer, named_rule, schema_rules
from immunograph.rows import _parsed
from immunograph.syntax import read_turtle
from immunograph.tables import load, shipped_folder
from immunograph.vocabulary import Schema, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from immunograph.exchange.formats import Loaded

EXAMPLE = Path(__file__).parents[1] / "example"
TABLES = ("concepts/agent.tsv", "relations/blocks.tsv", "indications.tsv", "sources.tsv", "mappings.sssom.tsv")


@cache
def schema() -> Schema:
    """Read the shipped vocabulary."""
    return read_schema(shipped_folder() / "schema.ttl")


@cache
def example() -> Loaded:
    """Load the example ontology for export."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for source in (EXAMPLE, shipped_folder()):
            for path in source.rglob("*"):
                target = folder / path.relative_to(source)
                if path.is_dir() and source == EXAMPLE:
                    target.mkdir(exist_ok=True)
                elif source == EXAMPLE or path.name in ("schema.ttl", "shapes.ttl"):
                    target.write_bytes(path.read_bytes())
        return loaded(folder, load(folder), schema(), conclude(folder).dataset["inferred"])


def table(data: bytes) -> None:
    """Read, order and merge a table; ordering it again changes nothing."""
    for name in TABLES:
        _parsed(name, data)
    text = data.decode("utf-8", "replace")
    once = format_table(TABLES[1], text)
    assert format_table(TABLES[1], once) == once
    assert merge_tables(TABLES[1], once, once, once).text == once


def rule(data: bytes) -> None:
    """Read a rule, and draw from it."""
    made = named_rule(data.decode("utf-8", "replace"), "rules/x.rq")
    infer([("a:s", "a:p", "a:o")], made)


def vocabulary(data: bytes) -> None:
    """Compile the axioms of a schema."""
    rules, _ = schema_rules(tuple(read_turtle(data, "schema.ttl")))
    infer([("a:s", "a:p", "a:o")], rules)


def query(data: bytes) -> None:
    """Judge a query: what is let through holds no call to another host."""
    text = data.decode("utf-8", "replace")
    check_query(text, "query")
    refuse_outside(text, "query")


def name(data: bytes) -> None:
    """Fold a name; folded twice it is the same."""
    text = fold(data.decode("utf-8", "replace"))
    assert fold(text) == text


def _document(form: str) -> Callable[[bytes], None]:
    ending = FORMATS[form].endings[-1]

    def parse(data: bytes) -> None:
        read({f"x{ending}": data}, form, schema(), [])

    return parse


def _file(ending: str) -> Callable[[bytes], None]:
    def parse(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / f"x{ending}"
            path.write_bytes(data)
            for _ in statements(path):
                pass

    return parse


TARGETS: dict[str, Callable[[bytes], None]] = {
    "table": table,
    "rule": rule,
    "schema": vocabulary,
    "query": query,
    "name": name,
    **{f"import-{form}": _document(form) for form in TWO_WAY},
    **{f"load{ending}": _file(ending) for ending in (".ttl", ".nt", ".rdf", ".jsonld", ".obo", ".nt.gz", ".nt.zst")},
}


def seeds(target: str) -> list[bytes]:
    """Give sound input to begin with."""
    first, _, form = target.partition("-")
    if first == "import":
        return [data for _, data in sorted(FORMATS[form].write(example()).items())]
    folder = shipped_folder()
    found = {
        "table": [(EXAMPLE / name).read_bytes() for name in TABLES],
        "rule": [path.read_bytes() for path in sorted((folder / "rules").glob("*.rq"))],
        "schema": [(folder / "schema.ttl").read_bytes()],
        "query": [path.read_bytes() for path in sorted((folder / "queries").glob("*.rq"))],
        "name": ["IFN-α2b (recombinant)".encode(), b"Tumour-infiltrating lymphocytes"],
        "load.ttl": [b"@prefix a: <urn:> . a:s a:p 'x'@en, 1.5, <o> ; a:q [ a:r ( 1 2 ) ] ."],
        "load.nt": [b'<urn:s> <urn:p> "a\\u0041"@en .\n_:b <urn:p> <urn:o> .\n'],
        "load.rdf": [FORMATS["rdfxml"].write(example())[FORMATS["rdfxml"].endings[0]]],
        "load.jsonld": [b'{"@id": "urn:s", "urn:p": [{"@value": "x", "@language": "en"}, {"@id": "urn:o"}]}'],
        "load.obo": [b'format-version: 1.4\n\n[Term]\nid: X:1\nname: a\nis_a: X:2 ! b\nsynonym: "c" EXACT []\n'],
    }
    return found.get(target, [b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd"])


def attempt(target: str, data: bytes) -> None:
    """Let a reader have some bytes; our own errors are answers."""
    with suppress(ImmunoGraphError):
        TARGETS[target](data)
