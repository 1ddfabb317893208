"""The graph as networkx sees it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from immunograph.errors import NothingFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from immunograph.reading import Cited, Reader

    Network = nx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One relation on a path, in the direction in which it is stated."""

    subject: str
    relation: str
    object: str
    sentence: str
    inferred: bool
    evidence: tuple[Cited, ...]


def to_network(reader: Reader) -> Network:
    """View the graph as a directed multigraph.

    Returns:
        Nodes are slugs with `label` and `kind`; an edge runs from subject to object, its key is the name of the
        relation, with `sentence` and `inferred`. What only repeats the hierarchy or reads an edge backwards is
        left out.
    """
    graph: Network = nx.MultiDiGraph()
    for slug, (label, kind) in reader.labels.items():
        graph.add_node(slug, label=label, kind=kind)
    for one in reader.all_statements():
        subject, relation, target = one.edge
        graph.add_edge(subject, target, key=relation, sentence=one.sentence, inferred=one.inferred)
    return graph


def part(
    graph: Network, *, start: str = "", hops: int = 1, kinds: Collection[str] = (), among: Collection[str] | None = None
) -> Network:
    """Take a part of the graph: concepts that meet all that is asked, with the relations between them.

    Args:
        graph: see `to_network`.
        start: slug of a concept that the part is around, and that it always has.
        hops: how many relations, in either direction, may lead from the start to another concept.
        kinds: names of the kinds to keep, if not all.
        among: slugs of the concepts to keep, if not all.

    Raises:
        NothingFound: no concept is left.
    """
    slugs = set(graph)
    if start:
        slugs = set(nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), start, cutoff=hops))
    if kinds:
        slugs = {slug for slug in slugs if graph.nodes[slug]["kind"] in kinds}
    if among is not None:
        slugs &= set(among)
    if start:
        slugs.add(start)
    if not slugs:
        message = "no concept is in this part; ask for more kinds, more hops or another question"
        raise NothingFound(message)
    found: Network = graph.subgraph(slugs).copy()
    return found


def paths(graph: Network, reader: Reader, start: str, end: str, count: int = 3) -> list[list[Step]]:
    """Find the shortest ways between two concepts, either direction of a relation being a way.

    Args:
        graph: see `to_network`.
        reader: for the evidence.
        start: slug of the first concept.
        end: slug of the last.
        count: how many ways at the most. A stated relation counts 1, an inferred one nearly 2.

    Raises:
        NothingFound: there is none.
    """
    plain: nx.Graph[str] = nx.Graph()
    for subject, target, data in graph.edges(data=True):
        weight = 1.9 if data["inferred"] else 1.0
        known = plain.get_edge_data(subject, target, {"weight": weight})["weight"]
        plain.add_edge(subject, target, weight=min(weight, known))
    try:
        found = list(islice(nx.shortest_simple_paths(plain, start, end, weight="weight"), count))
    except (nx.NetworkXNoPath, nx.NodeNotFound) as error:
        message = f"nothing leads from {start} to {end}"
        raise NothingFound(message) from error
    return [[_step(graph, reader, a, b) for a, b in pairwise(way)] for way in found]


def _step(graph: Network, reader: Reader, one: str, other: str) -> Step:
    """Choose the relation between two neighbours: a stated one before an inferred one."""
    options = [
        (data["inferred"], str(key), s, o, data["sentence"])
        for s, o in ((one, other), (other, one))
        for key, data in (graph.get_edge_data(s, o) or {}).items()
    ]
    inferred, key, s, o, sentence = min(options)
    return Step(s, key, o, sentence, inferred, reader.cited((s, key, o)))
