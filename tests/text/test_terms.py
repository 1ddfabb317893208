"""No term of ours goes undefined."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from immunograph.tables import shipped_folder
from immunograph.terms import Iri
from immunograph.text.annotations import graph_of
from immunograph.text.mining.associations import head, triples
from immunograph.text.mining.run import GRAPH
from immunograph.text.values import Document
from immunograph.vocabulary import IG, LABEL, TYPE, read_schema, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.knowledge import Knowledge
    from immunograph.terms import Triple
    from immunograph.text.matching import Matcher
    from immunograph.text.mining.adding import Pair


def undefined(said: Iterable[Triple], schema: Iterable[Triple]) -> set[str]:
    """Name the properties and classes of ours that are used, and have no label or no definition."""
    used = {one for s, p, o in said for one in ((p, o) if p == TYPE else (p,))}
    ours = {one for one in used if isinstance(one, Iri) and one.startswith(IG)}
    told: dict[Iri, set[Iri]] = {LABEL: set(), term("skos:definition"): set()}
    for subject, predicate, _ in schema:
        if predicate in told and isinstance(subject, Iri):
            told[predicate].add(subject)
    return {str(one) for one in ours if not all(one in known for known in told.values())}


def test_every_term_of_ours_is_defined(graph: Knowledge, matcher: Matcher, pairs: list[Pair]) -> None:
    """What is built, mined or annotated uses properties and classes that the schema names and defines."""
    schema = list(read_schema(shipped_folder() / "schema.ttl").triples)
    document = Document("d1", "No colitis was seen. Cytokines helped.")
    annotated = graph_of(document, list(matcher.read([document.text]).mentions()))[1]
    built = chain.from_iterable(graph.reader.graphs().values())
    for said in (built, [*head(GRAPH), *triples(pairs, 4000)], annotated):
        found = list(said)
        assert found
        assert undefined(found, schema) == set()
    assert undefined([(IG + "a", Iri(IG + "nobodyDefinesThis"), IG + "b")], schema)
