"""The command `query`: parameters, formats, limits, hints, and one line for each error."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _run(output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "immunograph", "query", *arguments, "--store", str(output / "store")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_value_replaces_the_default_of_a_saved_query(output: Path) -> None:
    """The VALUES line of the file yields to --set, by any name of the concept."""
    assert "ipilimumab" in _run(output, "acting-on", "--set", "target=CTLA-4").stdout
    assert "ipilimumab" not in _run(output, "acting-on").stdout


@pytest.mark.parametrize(
    "value", ["Keytruda", "pembrolizumab", "ig:pembrolizumab", "<https://w3id.org/immunograph/pembrolizumab>"]
)
def test_a_value_is_bound_as_a_term(output: Path, value: str) -> None:
    """A variable that is selected is substituted by the engine."""
    done = _run(output, "SELECT ?drug ?o { ?drug ig:blocks ?o }", "--set", f"drug={value}", "--format", "csv")
    assert done.stdout.splitlines() == [
        "drug,o",
        "https://w3id.org/immunograph/pembrolizumab,https://w3id.org/immunograph/PD-1",
    ]


@pytest.mark.parametrize("value", ['"} DROP ALL #"', "<a:b> } #", "<a:b>> }", '"a" ; <a:b> "c"'])
def test_a_value_cannot_change_the_query(output: Path, value: str) -> None:
    """A text stays one text; what is no single term is refused."""
    done = _run(output, "SELECT ?o { VALUES ?o { 1 } }", "--set", f"o={value}", "--format", "json")
    if done.returncode:
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "no term of RDF" in done.stderr
    else:
        (row,) = json.loads(done.stdout)["results"]["bindings"]
        assert row["o"] == {"type": "literal", "value": value.strip('"')}


@pytest.mark.parametrize(
    ("form", "starts"),
    [
        ("table", "o"),
        ("csv", "o\r\nhttps://w3id.org/immunograph/PD-1"),
        ("tsv", "?o\n<https://w3id.org/immunograph/PD-1>"),
        ("json", '{"head":{"vars":["o"]}'),
        ("xml", "<?xml"),
        ("markdown", "| o    |\n|------|\n| PD-1 |\n"),
    ],
)
def test_rows_in_each_format(output: Path, form: str, starts: str) -> None:
    """The formats of SPARQL 1.1 are the engine's; table and Markdown are for reading."""
    command = [sys.executable, "-m", "immunograph", "query", "SELECT ?o { ig:pembrolizumab ig:blocks ?o }"]
    done = subprocess.run([*command, "--format", form, "--store", output / "store"], capture_output=True, check=True)
    assert done.stdout.decode().startswith(starts)


@pytest.mark.parametrize(
    ("form", "part"),
    [("turtle", "ig:pembrolizumab ig:blocks ig:PD-1 ."), ("ntriples", "> <"), ("xml", "<rdf:RDF"), ("json", '"@id"')],
)
def test_triples_in_each_format(output: Path, form: str, part: str) -> None:
    """CONSTRUCT gives RDF."""
    done = _run(output, "CONSTRUCT WHERE { ig:pembrolizumab ig:blocks ?o }", "--format", form)
    assert part in done.stdout


def test_a_triple_as_a_value_is_shown(output: Path) -> None:
    """The engine speaks RDF 1.2, whose terms may be triples."""
    done = _run(output, "SELECT (TRIPLE(<a:a>, <a:b>, <a:c>) AS ?it) {}")
    assert (done.returncode, done.stdout.splitlines()[-1].strip()) == (0, "<<( <a:a> <a:b> <a:c> )>>")


def test_a_misspelt_term_is_no_error_and_gets_a_hint(output: Path) -> None:
    """The answer goes to stdout and the hint to stderr; terms in strings and comments are left alone."""
    done = _run(output, 'SELECT ?x { ?x ig:blokcs "ig:blokc" } # ig:bloc', "--format", "csv")
    assert (done.returncode, done.stdout) == (0, "x\n")
    assert done.stderr == "query: ig:blokcs is in no statement; did you mean ig:blocks?\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["SELECT * { ?s ?p }"], 2, "query:1:19: not SPARQL"),
        (["SELECT * { ?s foo:p ?o }"], 2, "foo: is not declared; add PREFIX"),
        (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "query:1:12: SERVICE would call"),
        (["ASK {}", "--format", "csv"], 2, "a truth value, which csv cannot say"),
        (["SELECT * {}", "--set", "x=1"], 2, "no variable ?x"),
        (["SELECT ?x {}", "--set", "x"], 2, "VARIABLE=VALUE"),
        (["SELECT ?x {}", "--set", "x=nosuchthingatall"], 2, "no concept"),
        (["nosuchquery"], 2, "neither a file nor a saved query"),
        ([_CROSS, "--timeout", "1"], 1, "needs more than 1 s"),
        (["SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f", "--memory", "200"], 1, "more than 200 MB"),
        (["ASK " + "{" * 30_000 + "}" * 30_000], 1, "nested too deeply"),
    ],
)
def test_each_fault_is_one_line(output: Path, arguments: list[str], code: int, said: str) -> None:
    """A line on stderr, nothing on stdout, and an exit code that says whose fault it is."""
    done = _run(output, *arguments)
    assert said in done.stderr
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)


def test_a_deadline_is_kept(output: Path) -> None:
    """The engine has no time-out of its own; the worker is killed."""
    start = time.monotonic()
    _run(output, _CROSS, "--timeout", "1")
    assert time.monotonic() - start < 4


def test_the_plan_counts_what_each_pattern_matches(output: Path) -> None:
    """--explain shows the algebra of SPARQL."""
    done = _run(output, "SELECT ?o { ig:pembrolizumab ig:blocks ?o }", "--explain")
    assert "ig:pembrolizumab ig:blocks ?o   # matches 1" in done.stdout
    assert done.stdout.startswith("SelectQuery")
