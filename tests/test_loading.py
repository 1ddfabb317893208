"""Other ontologies stand beside the curated graphs: all of a load or nothing."""

from __future__ import annotations

import bz2
import gzip
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from backports import zstd

from immunograph import generations
from immunograph.build import build
from immunograph.errors import InputError, NothingFound, UsageError
from immunograph.loading import graphs, load, unload
from immunograph.store import Store, write_store
from immunograph.vocabulary import ig

_OBO_IRI = "http://purl.obolibrary.org/obo/"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TRIPLE = b'<https://example.org/s> <https://example.org/p> "caf\xc3\xa9"@fr .\n'
_OBO = b"format-version: 1.2\n\n[Term]\nid: EX:1\nname: root\n\n[Term]\nid: EX:2\nname: leaf\nis_a: EX:1\n"
_BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    b'<r xmlns="https://example.org/">&b;</r>'
)


def _silent(_: int) -> None:
    pass


@pytest.fixture
def store(output: Path, tmp_path: Path) -> Path:
    """Copy the built store."""
    return shutil.copytree(output / "store", tmp_path / "store")


def _sizes(store: Path) -> dict[str, int]:
    return {graph.name.rpartition("/")[2]: graph.triples for graph in graphs(store)}


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_each_format_is_loaded_and_found(store: Path, tmp_path: Path, form: str) -> None:
    """The same triple in each syntax is the same triple in the store."""
    path = tmp_path / f"small.{form}"
    path.write_bytes(
        ox.serialize(ox.parse(_TRIPLE, format=ox.RdfFormat.N_TRIPLES), format=ox.RdfFormat.from_extension(form)) or b""
    )
    (loaded,) = load(store, [path], "", _silent)
    assert (loaded.triples, loaded.graph, loaded.source) == (1, ig("graph-small"), path.name)
    (row,) = Store(store).select("SELECT ?o WHERE { GRAPH ig:graph-small { ?s <https://example.org/p> ?o } }")
    assert str(row["o"].value) == "café"  # type: ignore[union-attr]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".zst", zstd.compress)])
def test_packed_files_are_read_through_their_compression(
    store: Path, tmp_path: Path, suffix: str, pack: object
) -> None:
    """The graph is named without both suffixes; a cut-off file changes nothing."""
    data = pack(_TRIPLE)  # type: ignore[operator]
    path = tmp_path / f"small.nt{suffix}"
    path.write_bytes(data)
    assert load(store, [path], "", _silent)[0].triples == 1
    before = _sizes(store)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="mend the file"):
        load(store, [path], "", _silent)
    assert _sizes(store) == before


def test_obo_becomes_owl(store: Path, tmp_path: Path) -> None:
    """Terms get their OBO PURLs, also where the header lacks what the mapping needs."""
    path = tmp_path / "small.obo"
    path.write_bytes(_OBO)
    load(store, [path], "", _silent)
    (row,) = Store(store).select("SELECT ?c WHERE { ?c rdfs:subClassOf obo:EX_1 }")
    assert row["c"] == "http://purl.obolibrary.org/obo/EX_2"


def test_a_loaded_graph_is_replaced_and_survives_a_rebuild(store: Path, tmp_path: Path) -> None:
    """Loading again replaces; building again keeps; unloading removes."""
    path = tmp_path / "other.nt"
    path.write_bytes(_TRIPLE)
    load(store, [path], "", _silent)
    path.write_bytes(_TRIPLE.replace(b"/s>", b"/t>"))
    load(store, [path], "", _silent)
    assert _sizes(store)["graph-other"] == 1
    curated = {name: size for name, size in _sizes(store).items() if name != "graph-other"}
    build(Path(__file__).parents[1] / "ontology", tmp_path, lambda _: None)
    assert _sizes(store) == {**curated, "graph-other": 1}
    assert unload(store, ["other"]) == [ig("graph-other")]
    assert _sizes(store) == curated


def test_quads_keep_their_graphs_but_not_the_curated_ones(store: Path, tmp_path: Path) -> None:
    """A file cannot write into what the tables make."""
    path = tmp_path / "quads.nq"
    path.write_bytes(_TRIPLE + _TRIPLE.replace(b" .", b" <https://example.org/g> ."))
    assert {one.graph for one in load(store, [path], "", _silent)} == {ig("graph-quads"), "https://example.org/g"}
    path.write_bytes(_TRIPLE.replace(b" .", b" <https://w3id.org/immunograph/graph-stated> ."))
    with pytest.raises(InputError, match="curated graph"):
        load(store, [path], "", _silent)
    with pytest.raises(UsageError, match="curated graph"):
        load(store, [path], ig("graph-stated"), _silent)
    with pytest.raises(UsageError, match="curated graph"):
        unload(store, ["stated"])
    with pytest.raises(NothingFound, match="no graph of the store"):
        unload(store, ["nothing"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bomb.owl", _BOMB, r"bomb\.owl:2:\d+: .*entity b names another"),
        ("outside.rdf", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r/>', "entity x"),
        ("parameter.rdf", b'<!DOCTYPE r [<!ENTITY % x "y"> %x;]><r/>', "entity x"),
        ("long.rdf", b'<!DOCTYPE r [<!ENTITY x "' + b"z" * 9999 + b'">]><r/>', "entity x"),
        ("context.jsonld", b'{"@context": "http://127.0.0.1:9/context", "@id": "a:b", "p": 1}', "remote context"),
        (
            "cut.rdf",
            _BOMB.partition(b"]>\n")[2].replace(b"&b;</r>", b"<p/>"),
            r"cut\.rdf:1:\d+: .*not XML: no element found",
        ),
        ("wrong.ttl", b"<a:b> <a:c> .", r"wrong\.ttl:1:\d+: "),
        ("text.obo", b"[Term]\nnonsense\n", r"text\.obo:\d+:\d+: .*not OBO"),
        ("latin.ttl", b'<a:b> <a:c> "\xe9" .', r"latin\.ttl:1:\d+: "),
    ],
)
def test_a_wrong_or_dangerous_file_changes_nothing(
    store: Path, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """One line names the file and the place, and the good file of the same load is not loaded either."""
    before = generations.read(store)
    good, bad = tmp_path / "good.nt", tmp_path / name
    good.write_bytes(_TRIPLE)
    bad.write_bytes(data)
    with pytest.raises(InputError, match=said) as caught:
        load(store, [good, bad], "", _silent)
    assert "\n" not in str(caught.value)
    assert generations.read(store) == before


def test_namespaces_as_entities_are_no_bomb(store: Path, tmp_path: Path) -> None:
    """Most OWL files declare them."""
    path = tmp_path / "small.owl"
    path.write_bytes(
        b'<!DOCTYPE rdf:RDF [<!ENTITY rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#">]>'
        b'<rdf:RDF xmlns:rdf="&rdf;"><rdf:Description rdf:about="a:b"><p xmlns="a:" rdf:resource="a:c"/>'
        b"</rdf:Description></rdf:RDF>"
    )
    assert load(store, [path], "", _silent)[0].triples == 1


def test_a_killed_load_leaves_the_old_store(store: Path, tmp_path: Path) -> None:
    """The process dies in the middle of a long file; readers see what they saw, and the next load works."""
    before, path = _sizes(store), tmp_path / "long.nt"
    path.write_bytes(b"".join(b"<a:s%d> <a:p> <a:o%d> .\n" % (n, n) for n in range(500_000)))
    command = [sys.executable, "-m", "immunograph", "load", str(path), "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(store.glob(".*-*/oxigraph/CURRENT")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert _sizes(store) == before
    path.write_bytes(_TRIPLE)
    load(store, [path], "", _silent)
    assert _sizes(store) == {**before, "graph-long": 1}
    assert len([folder for folder in store.iterdir() if folder.is_dir()]) == 1


def test_a_reader_keeps_its_generation(store: Path, tmp_path: Path) -> None:
    """A store that is open answers as before while others load; the next one that opens sees the new graph."""
    reader, path = Store(store), tmp_path / "other.nt"
    path.write_bytes(_TRIPLE)
    for _ in range(2):
        load(store, [path], "", _silent)
    ask = "SELECT ?o WHERE { ?s <https://example.org/p> ?o }"
    assert not reader.select(ask)
    assert len(Store(store).select(ask)) == 1


def test_terms_of_loaded_graphs_are_found_by_name(store: Path, tmp_path: Path) -> None:
    """By label, synonym, code and the beginnings of words, after the curated ones; until the graph is unloaded."""
    triples = f"""<{_OBO_IRI}HP_0002715> <{_RDFS}label> "Abnormality of the immune system" ;
      <http://www.geneontology.org/formats/oboInOwl#hasExactSynonym> "Immunological abnormality" ."""
    (tmp_path / "hp.ttl").write_text(triples, encoding="utf-8")
    load(store, [tmp_path / "hp.ttl"], "", _silent)
    for name in ("Abnormality of the immune system", "immunological", "HP:0002715", "system immune"):
        found = Store(store).find(name)
        assert ("obo:HP_0002715", "hp") in [(one.concept, one.kind) for one in found], name
    assert Store(store).find("Keytruda")[0].concept == "pembrolizumab"
    write_store(store, {"stated": []}, [])
    assert Store(store).find("immunological")[0].concept == "obo:HP_0002715"
    unload(store, ["hp"])
    assert Store(store).find("immunological") == []


def test_a_load_that_was_killed_goes_on_file_by_file(store: Path, tmp_path: Path) -> None:
    """What was loaded before is not read again, and the result is that of a load that nobody disturbed."""
    line = "<a:s{0}> <a:p> _:b{0} .\n_:b{0} <a:q> {1} .\n"
    paths = []
    for number in range(6):
        paths.append(tmp_path / f"part{number}.ttl")
        paths[-1].write_text("".join(line.format(n, number) for n in range(30_000)), encoding="utf-8")
    command = [sys.executable, "-m", "immunograph", "load", "--store", str(store), "--graph", "a:all", *map(str, paths)]
    before = Store(store).generation
    process = subprocess.Popen(command)
    while process.poll() is None and not any(store.glob(".*/progress.json")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    (left,) = store.glob(".*/progress.json")
    done = json.loads(left.read_text(encoding="utf-8"))["files"]
    assert 0 < done < len(paths)
    assert Store(store).generation == before
    read: list[int] = []
    (loaded, *_) = load(store, paths, "a:all", read.append)
    assert loaded.triples == 6 * 60_000
    assert len(Store(store).state.loaded) == 6
    assert not list(store.glob(".*/progress.json")) + list(store.glob("*/checkpoint*"))
    assert read[:done] == [path.stat().st_size for path in paths[:done]]
