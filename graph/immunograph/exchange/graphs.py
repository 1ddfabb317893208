"""Pictures and graph databases: GraphML, CX2 (Cytoscape) and Neo4j's CSV, one way. What they lose: see `view`.

A relation that sources only dispute is an edge with `denied` true; take care to leave it out where that matters.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from immunograph.exchange.delimited import guard
from immunograph.exchange.sheets import xml_safe
from immunograph.vocabulary import ig

if TYPE_CHECKING:
    from immunograph.exchange.view import Link, Node, View


def _node(node: Node) -> dict[str, str | bool]:
    return {
        "name": node.label,
        "kind": node.kind,
        "iri": str(ig(node.id)),
        "plain": node.plain,
        "definition": node.definition,
        "synonyms": "|".join(node.synonyms),
        "identifiers": "|".join(identifier for _, identifier in node.mappings),
        "retired": node.retired,
    }


def _edge(view: View, link: Link) -> dict[str, str | bool]:
    return {
        "interaction": link.verb,
        "relation": link.relation,
        "inferred": link.inferred,
        "denied": link.denied,
        "sources": "|".join(view.urls[source] for source in link.sources),
    }


def graphml(view: View) -> bytes:
    """Write GraphML, for Gephi, yEd, igraph, Cytoscape.

    Raises:
        InputError: a name has a character that XML cannot hold.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(node.id, **_node(node))
    for link in view.links:
        graph.add_edge(link.subject, link.object, key=link.relation, **_edge(view, link))
    text = xml_safe("\n".join(nx.generate_graphml(graph, named_key_ids=True)))
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + text + "\n").encode()


def cx2(view: View) -> bytes:
    """Write CX2, for Cytoscape and NDEx (https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2))."""
    numbers = {node.id: number for number, node in enumerate(view.nodes)}
    nodes = [{"id": numbers[node.id], "v": _node(node)} for node in view.nodes]
    edges = [
        {"id": n, "s": numbers[link.subject], "t": numbers[link.object], "v": _edge(view, link)}
        for n, link in enumerate(view.links)
    ]
    node_names = _node(view.nodes[0]) if view.nodes else {}
    edge_names = _edge(view, view.links[0]) if view.links else {}
    about = {"name": view.title, "version": view.version, "rights": view.licence}
    attributes = {
        "networkAttributes": {name: {"d": "string"} for name in about},
        "nodes": {name: {"d": _kind(value)} for name, value in node_names.items()},
        "edges": {name: {"d": _kind(value)} for name, value in edge_names.items()},
    }
    aspects: list[tuple[str, list[object]]] = [
        ("attributeDeclarations", [attributes]),
        ("networkAttributes", [about]),
        ("nodes", [*nodes]),
        ("edges", [*edges]),
    ]
    document = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": len(elements)} for name, elements in aspects]},
        *({name: elements} for name, elements in aspects),
        {"status": [{"error": "", "success": True}]},
    ]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _kind(value: str | bool) -> str:  # noqa: FBT001 - it is the value of an attribute
    return "boolean" if isinstance(value, bool) else "string"


def neo4j(view: View) -> dict[str, bytes]:
    """Write `_nodes.csv` and `_edges.csv` for `neo4j-admin database import full`.

    Text that a spreadsheet would run begins with an apostrophe.
    """
    names = [name for name in _node(view.nodes[0]) if name != "kind"] if view.nodes else []
    rows = [
        [
            node.id,
            *(_cell(_node(node)[name]) for name in names),
            f"Concept;{view.kinds[node.kind].title().replace(' ', '')}",
        ]
        for node in view.nodes
    ]
    head = ["id:ID", *("retired:boolean" if name == "retired" else name for name in names), ":LABEL"]
    edges = []
    for link in view.links:
        said = _edge(view, link)
        kind = link.relation.replace("-", "_").upper()
        known = [_cell(said[name]) for name in ("interaction", "inferred", "denied", "sources")]
        edges.append([link.subject, link.object, kind, *known])
    top = [":START_ID", ":END_ID", ":TYPE", "interaction", "inferred:boolean", "denied:boolean", "sources"]
    return {"_nodes.csv": _csv([head, *rows]), "_edges.csv": _csv([top, *edges])}


def _cell(value: str | bool) -> str:  # noqa: FBT001 - it is the value of a cell
    return str(value).lower() if isinstance(value, bool) else guard(value)


def _csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()
