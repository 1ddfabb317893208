"""What is exported is what other programs expect."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from immunograph.columns import MATCHES
from immunograph.exchange import documents
from immunograph.exchange.formats import FORMATS
from immunograph.exchange.restated import to_sheets
from immunograph.exchange.sheets import MAPPINGS
from immunograph.terms import Blank, Iri, Literal
from immunograph.vocabulary import SUBCLASS, TYPE, ig, term

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.exchange.formats import Loaded


def lines(data: bytes) -> list[dict[str, str]]:
    """Read tab-separated text."""
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_kgx_records_have_all_that_kgx_requires(shipped: Loaded) -> None:
    """Ids once, categories and predicates of Biolink, both ends of each edge among the nodes, who says so and how."""
    written = FORMATS["kgx"].write(shipped)
    nodes, edges = lines(written["_nodes.tsv"]), lines(written["_edges.tsv"])
    ids = {node["id"] for node in nodes}
    assert len(ids) == len(nodes)
    assert len({edge["id"] for edge in edges}) == len(edges)
    assert all(re.fullmatch(r"(biolink:[A-Z][A-Za-z]+\|)?biolink:[A-Z][A-Za-z]+", node["category"]) for node in nodes)
    for edge in edges:
        assert {edge["subject"], edge["object"]} <= ids
        assert re.fullmatch(r"biolink:[a-z_]+", edge["predicate"])
        assert edge["knowledge_level"] == "knowledge_assertion"
        assert edge["agent_type"] in ("automated_agent", "manual_agent")
        assert edge["primary_knowledge_source"] == "infores:immunograph"
        assert edge["publications"] in ids or edge["table"] == MAPPINGS


def test_kgx_says_the_same_as_json_lines(small: Loaded) -> None:
    """Both have the same records; several values are a list."""
    table = lines(FORMATS["kgx"].write(small)["_nodes.tsv"])
    records = [json.loads(line) for line in FORMATS["kgx-jsonl"].write(small)["_nodes.jsonl"].splitlines()]
    assert [node["id"] for node in table] == [node["id"] for node in records]
    agent = next(node for node in records if node["id"] == "ig:examplimab")
    assert agent["category"] == ["biolink:Drug", "biolink:NamedThing"]
    assert agent["synonym"] == ["EX-001", "Examplex"]


def test_a_disputing_row_is_a_negated_edge(small: Loaded) -> None:
    """Nobody takes what a source denies for what it says."""
    row = small.sheets["relations/blocks.tsv"].rows[0] | {"direction": "disputes"}
    sheet = small.sheets["relations/blocks.tsv"]
    sheets = small.sheets | {"relations/blocks.tsv": type(sheet)(rows=(row, *sheet.rows[1:]))}
    from immunograph.exchange import kgx

    edges = lines(kgx.tsv(sheets, small.schema)["_edges.tsv"])
    assert sum(edge["negated"] == "true" for edge in edges) == 1


def test_mappings_are_sssom(shipped: Loaded) -> None:
    """The slots that SSSOM requires are there, and each prefix is declared in the head."""
    data = FORMATS["sssom"].write(shipped)[".sssom.tsv"].decode()
    head = [line for line in data.splitlines() if line.startswith("#")]
    prefixes = {line[1:].split(":")[0].strip() for line in head if line.startswith("#  ")}
    assert any(line.startswith("# mapping_set_id: https://") for line in head)
    assert any(line.startswith("# license: https://") for line in head)
    for row in lines("\n".join(line for line in data.splitlines() if not line.startswith("#")).encode()):
        used = {row[slot].split(":")[0] for slot in ("subject_id", "object_id", "mapping_justification")}
        assert used <= prefixes
        assert row["predicate_id"] in MATCHES


def test_graphml_reads_back_with_the_same_counts(shipped: Loaded) -> None:
    """Every concept is a node, every statement an edge, stated or inferred."""
    view = shipped.view
    graph = nx.parse_graphml(FORMATS["graphml"].write(shipped)[".graphml"].decode(), force_multigraph=True)
    assert graph.number_of_nodes() == len(view.nodes) == len(shipped.tables.ontology.concepts)
    assert graph.number_of_edges() == len(view.links)
    assert any(link.inferred for link in view.links)
    assert graph.nodes["pembrolizumab"]["name"] == "pembrolizumab"


def test_cx2_counts_its_elements(small: Loaded) -> None:
    """Cytoscape trusts the counts at the head, and the numbers of nodes."""
    document = json.loads(FORMATS["cx2"].write(small)[".cx2"])
    aspects = {name: elements for part in document for name, elements in part.items()}
    assert document[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert all(len(aspects[entry["name"]]) == entry["elementCount"] for entry in aspects["metaData"])
    numbers = {node["id"] for node in aspects["nodes"]}
    assert all({edge["s"], edge["t"]} <= numbers for edge in aspects["edges"])
    assert aspects["status"] == [{"error": "", "success": True}]


def test_neo4j_has_an_end_for_each_edge(small: Loaded) -> None:
    """The importer stops at an edge that leads nowhere."""
    written = FORMATS["neo4j"].write(small)
    nodes, edges = (list(csv.DictReader(io.StringIO(written[name].decode()))) for name in ("_nodes.csv", "_edges.csv"))
    ids = {node["id:ID"] for node in nodes}
    assert ids == set(small.tables.ontology.concepts)
    assert all({edge[":START_ID"], edge[":END_ID"]} <= ids and edge[":TYPE"] for edge in edges)


def test_obo_and_obo_graphs_say_what_is_stated(small: Loaded) -> None:
    """One term a concept, one line an edge, none inferred."""
    obo = FORMATS["obo"].write(small)[".obo"].decode()
    graph = json.loads(FORMATS["obographs"].write(small)[".json"])["graphs"][0]
    concepts = [node for node in graph["nodes"] if node["type"] == "CLASS"]
    assert obo.count("[Term]") == len(concepts) == len(small.tables.ontology.concepts)
    assert len(re.findall(r"^(is_a|relationship): ", obo, re.MULTILINE)) == len(graph["edges"])
    assert 'relationship: blocks ig:EXR-1 {source="ig:source-handbook", source="ig:source-review"}' in obo
    assert {"inhibits", "blocks"} <= set(re.findall(r"\[Typedef\]\nid: (\S+)", obo))
    ends = {node["id"] for node in graph["nodes"]}
    assert all({edge["sub"], edge["obj"]} <= ends for edge in graph["edges"])


def test_the_class_view_restricts_only_what_is_inherited(small: Loaded) -> None:
    """'blocks' holds of each kind of a thing; 'is used against' need not."""
    triples = documents.read(FORMATS["classes"].write(small)[".classes.owl"], "rdfxml", "classes.owl")
    kinds = {(s, o) for s, p, o in triples if p == TYPE}
    assert (ig("blocks"), term("owl:ObjectProperty")) in kinds
    assert (ig("treats"), term("owl:AnnotationProperty")) in kinds
    some = {s: o for s, p, o in triples if p == term("owl:someValuesFrom")}
    assert [some[o] for s, p, o in triples if s == ig("examplimab") and p == SUBCLASS and isinstance(o, Blank)] == [
        ig("EXR-1")
    ]
    assert not any(o == term("owl:NamedIndividual") or s == ig("indication") for s, o in kinds)


def test_an_edit_of_the_rdf_arrives_in_the_tables(small: Loaded) -> None:
    """A new label, synonym and relation are taken; the relation has no source, which checking will say."""
    agent = ig("examplimab")
    label = term("rdfs:label")
    edited = [t for t in small.triples if t[:2] != (agent, label)]
    edited += [
        (agent, label, Literal("exemplimab")),
        (agent, term("skos:altLabel"), Literal("another")),
        (agent, ig("treats"), Iri(ig("melanoma"))),
    ]
    sheets, _ = to_sheets(edited, small.schema)
    row = next(row for row in sheets["concepts/agent.tsv"].rows if row["id"] == "examplimab")
    assert row["label"] == "exemplimab"
    assert row["synonyms"] == "EX-001|Examplex|another"
    (claim,) = sheets["relations/treats.tsv"].rows
    assert (claim["subject"], claim["object"], claim["source"]) == ("examplimab", "melanoma", "")


@pytest.mark.parametrize("name", ["tables", "tables.tsv", "tables_nodes.tsv"])
def test_two_files_are_named_after_one(example: Path, name: str) -> None:
    """Whatever of their names is given."""
    target = example.parent / "out"
    target.mkdir()
    command = [
        sys.executable,
        "-m",
        "immunograph",
        "export",
        "kgx",
        "-o",
        str(target / name),
        "--ontology",
        str(example),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert {path.name for path in target.iterdir()} == {"tables_nodes.tsv", "tables_edges.tsv"}
