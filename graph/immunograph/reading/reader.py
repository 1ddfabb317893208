"""Read concepts, statements, evidence and proofs back from a store."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from immunograph.errors import NothingFound, UsageError
from immunograph.model import Script
from immunograph.names import close, nearest
from immunograph.reading import bulk, queries
from immunograph.reading.cells import (
    cited_of,
    day_of,
    mapped_of,
    node_of,
    property_of,
    relation_of,
    slug_of,
    text_of,
    trial_of,
    use_of,
)
from immunograph.reading.together import Together, documents, together
from immunograph.reading.values import Card, Cited, Derived, Edge, Kind, Mapped, Proof, Statement, Trial, Use, Verb
from immunograph.terms import Blank, Iri, Literal, Node, Triple
from immunograph.vocabulary import IG, IS_A, LABEL, ig, table_name, term

if TYPE_CHECKING:
    from immunograph.source import Source


class Reader:
    """Answer the questions of people about one store."""

    def __init__(self, store: Source) -> None:
        self._store = store

    @cached_property
    def verbs(self) -> dict[str, Verb]:
        """Give every relation between concepts, by name."""
        found = {IS_A: Verb(IS_A, "is a kind of", "has as a kind", symmetric=False)}
        for row in self._store.select(queries.RELATIONS):
            name, label = table_name(str(row["p"]).removeprefix(IG)), text_of(row["label"])
            symmetric = text_of(row["symmetric"]) in ("true", "1")
            found[name] = Verb(name, label, text_of(row.get("back")) or label, symmetric)
        return found

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """Give the label and kind of every concept, by slug."""
        rows = self._store.select(queries.CONCEPTS)
        return {slug_of(row["c"]): (text_of(row["label"]), table_name(slug_of(row["kind"]))) for row in rows}

    def resolve(self, name: str) -> str:
        """Find the one concept that a slug, label, synonym or identifier means.

        Raises:
            UsageError: none, or several; with what might have been meant.
        """
        bare = name.removeprefix("ig:")
        if bare in self.labels:
            return bare
        matches = [match for match in self._store.find(name, 8) if match.concept in self.labels]
        exact = [match for match in matches if close(match.name) == close(name)]
        if len(exact) == 1 or (exact and exact[0].role == "label" and exact[1].role != "label"):
            return exact[0].concept
        options = ", ".join(match.concept for match in (exact or matches))
        unknown = "try `immunograph find` with a part of the name, or build again if it is new"
        hint = f"did you mean {options}?" if options else unknown
        message = f"{name!r} is {'several concepts' if exact else 'no concept'}; {hint}"
        raise UsageError(message)

    def relation(self, name: str) -> str:
        """Find the relation that a name, verb or CURIE means.

        Raises:
            UsageError: none.
        """
        asked = close(table_name(name.removeprefix("ig:"))) if name != "rdfs:subClassOf" else close(IS_A)
        for verb in self.verbs.values():
            if asked in (close(verb.name), close(verb.label)):
                return verb.name
        words = {word: verb.name for verb in self.verbs.values() for word in (verb.name, verb.label)}
        near = [words[word] for word in nearest(name.removeprefix("ig:"), words)]
        known = f"the relations are {', '.join(sorted(self.verbs))}"
        meant = f"did you mean {' or '.join(dict.fromkeys(near))}?"
        message = f"{name!r} is no relation; {meant if near else known}"
        raise UsageError(message)

    def cards(self, slug: str = "") -> dict[str, Card]:
        """Read one concept, or all."""
        cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self._store.select(queries.CONCEPT, {"c": ig(slug)} if slug else {}):
            for key, value in row.items():
                cells[slug or slug_of(row["c"])][key].append(text_of(value))
        return {one: self._card(one, found) for one, found in cells.items() if one in self.labels}

    def _card(self, slug: str, cells: dict[str, list[str]]) -> Card:
        replaced = slug_of(Iri(cells["replaced"][0])) if cells["replaced"] else "-" if cells["deprecated"] else ""
        synonyms, identifiers = tuple(cells["synonym"]), tuple(cells["identifier"])
        return Card(
            slug, *self.labels[slug], cells["plain"][0], cells["definition"][0], synonyms, identifiers, replaced
        )

    def statements(self, slug: str) -> list[Statement]:
        """Read the relations of a concept, forwards, without what only repeats the hierarchy."""
        self._store.gather(ig(slug))
        rows = self._store.select(queries.ABOUT, {"c": ig(slug)})
        edges = (
            (slug_of(r["s"]), relation_of(r["p"]), slug_of(r["o"]), str(r["g"]).endswith("inferred")) for r in rows
        )
        return self._statements(sorted(edges))

    def all_statements(self) -> list[Statement]:
        """Read the relations of all concepts: what the network is made of."""
        edges = [
            (slug_of(s), name, slug_of(o), graph == "inferred")
            for graph in ("stated", "inferred")
            for name in self.verbs
            for s, o in self._store.pairs(property_of(name), graph)
        ]
        return self._statements(sorted(edges))

    def _statements(self, edges: list[tuple[str, str, str, bool]]) -> list[Statement]:
        """Keep what people read: no inferred hierarchy, and a symmetric relation once, as it is stated."""
        found = {}
        for *ends, inferred in sorted(edges, key=itemgetter(3)):
            s, name, o = edge = ends[0], ends[1], ends[2]
            if name not in self.verbs or s not in self.labels or o not in self.labels:
                continue
            if inferred and (name == IS_A or (self.verbs[name].symmetric and (o, name, s) in found)):
                continue
            found[edge] = Statement(edge, self.sentence(edge), inferred)
        return sorted(found.values(), key=lambda one: one.edge)

    def sentence(self, edge: Edge) -> str:
        """Say a relation as a sentence without its full stop."""
        s, p, o = edge
        return f"{self._label(s)} {self.verbs[p].label} {self._label(o)}"

    def _label(self, slug: str) -> str:
        return self.labels[slug][0] if slug in self.labels else slug

    def cited(self, edge: Edge) -> tuple[Cited, ...]:
        """Read the evidence for and against a relation."""
        iris = self._iris(edge)
        return self._pieces(self._store.statement(iris)) or self._pieces(self._store.statement(iris, denied=True))

    def _pieces(self, node: Node) -> tuple[Cited, ...]:
        """Read the evidence that hangs on a node."""
        found = []
        for _, _, piece in self._store.match(node, ig("evidence")):
            cells = {slug_of(p): o for _, p, o in self._store.match(node_of(piece))}
            source = cells["dcterms:source"]
            about = {slug_of(p): o for _, p, o in self._store.match(node_of(source))}
            title, url = about["dcterms:title"], about.get("url", Literal(""))
            found.append(cited_of({**cells, "source": source, "title": title, "url": url}))
        return tuple(sorted(found, key=lambda piece: piece.row))

    @cached_property
    def _axioms(self) -> dict[Node, Edge]:
        return bulk.edges(self._store)

    @cached_property
    def _evidence(self) -> dict[Node, tuple[Cited, ...]]:
        return bulk.evidence(self._store)

    def all_cited(self) -> dict[Edge, tuple[Cited, ...]]:
        """Read the evidence for every relation."""
        about = {**self._axioms, **bulk.edges(self._store, bulk.DENIAL)}
        return {about[node]: pieces for node, pieces in self._evidence.items() if node in about}

    def all_cited_nodes(self) -> dict[str, tuple[Cited, ...]]:
        """Read the evidence for every concept's row and every indication."""
        return {slug_of(node): pieces for node, pieces in self._evidence.items() if isinstance(node, Iri)}

    def cited_node(self, slug: str) -> tuple[Cited, ...]:
        """Read the evidence for one concept's row or indication."""
        return self._pieces(ig(slug))

    def indications(self, agent: str = "") -> dict[str, list[Use]]:
        """Read the indications of one agent, or of all, oldest first."""
        found: dict[str, list[Use]] = defaultdict(list)
        for row in self._store.select(queries.INDICATIONS, {"agent": ig(agent)} if agent else {}):
            found[agent or slug_of(row["agent"])].append(use_of(row, self._label))
        return found

    def mappings(self, slug: str = "") -> dict[str, list[Mapped]]:
        """Read the outside identifiers of one concept, or of all."""
        found: dict[str, list[Mapped]] = defaultdict(list)
        for row in self._store.select(queries.MAPPINGS, {"c": ig(slug)} if slug else {}):
            found[slug or slug_of(row["c"])].append(mapped_of(row))
        return found

    def trials(self, slug: str = "") -> dict[str, Trial]:
        """Read what is known of one trial, or of all."""
        rows = self._store.select(queries.TRIALS, {"c": ig(slug)} if slug else {})
        return {slug or slug_of(row["c"]): trial_of(row) for row in rows if row.keys() - {"c"}}

    def together(self, slug: str = "") -> dict[str, list[Together]]:
        """Read what occurs together in the literature with one concept, or with each."""
        return together(self._store, slug)

    def documents(self) -> int:
        """Read in how many documents of the literature that was counted."""
        return documents(self._store)

    def kinds(self) -> list[Kind]:
        """Read the kinds of concept."""
        rows = self._store.select(queries.KINDS)
        return [Kind(table_name(slug_of(r["kind"])), text_of(r["label"]), text_of(r["plural"])) for r in rows]

    def about(self) -> dict[str, str]:
        """Read what the dataset says of itself: title, description, version, issued, licence."""
        rows = self._store.select(queries.DATASET)
        return {key: text_of(value).removesuffix("T00:00:00") for key, value in rows[0].items()} if rows else {}

    def prefixes(self) -> dict[str, str]:
        """Read where the prefixes of outside identifiers lead."""
        rows = self._store.select(queries.PREFIXES)
        return {text_of(row["prefix"]): text_of(row["start"]) for row in rows}

    def derived(self, edge: Edge) -> Derived | None:
        """Read why a relation follows, if it does."""
        node = self._store.statement(self._iris(edge))
        rules = self._store.match(node, ig("derivedBy"))
        if not rules:
            return None
        found = (premise for _, _, premise in self._store.match(node, term("prov:wasDerivedFrom")))
        premises = (self._annotated(one) if isinstance(one, Blank) else (slug_of(one),) for one in found)
        _, _, rule = self._store.match(node_of(rules[0][2]), LABEL)[0]
        return Derived(text_of(rule), tuple(sorted(premises)))

    def all_derived(self) -> dict[Edge, Derived]:
        """Read why every inferred relation follows."""
        about, labels = self._axioms, dict(self._store.pairs(LABEL))
        rules = self._store.pairs(ig("derivedBy"))
        ours = {node for node, _ in rules}
        premises: dict[Node, list[Edge | tuple[str]]] = defaultdict(list)
        for node, premise in self._store.pairs(term("prov:wasDerivedFrom")):
            if node in ours:  # loaded graphs derive other things
                premises[node].append(about[premise] if isinstance(premise, Blank) else (slug_of(premise),))
        found = {}
        for node, rule in rules:
            if about[node][1] in self.verbs:
                found[about[node]] = Derived(text_of(labels[node_of(rule)]), tuple(sorted(premises[node])))
        return found

    def graphs(self) -> dict[str, list[Triple]]:
        """Read every triple of our graphs, by the IRI of its graph."""
        return self._store.graphs()

    def scripts(self) -> list[Script]:
        """Read the saved queries."""
        rows = self._store.select(queries.SCRIPTS)
        texts = (
            (slug_of(row["q"]).removeprefix("query-"), text_of(row["title"]), text_of(row["text"])) for row in rows
        )
        return [Script(name, title, text, f"queries/{name}.rq") for name, title, text in texts]

    def why(self, edge: Edge) -> Proof:
        """Prove a relation from the rows that it rests on.

        Raises:
            NothingFound: nobody states it and it does not follow.
        """
        proof = self._prove(edge, ())
        if proof is None:
            message = f"{self.sentence(edge)}: nobody states this and it does not follow"
            raise NothingFound(message)
        return proof

    def _prove(self, edge: Edge, above: tuple[Edge, ...]) -> Proof | None:
        words = self.sentence(edge) if edge[1] in self.verbs else " ".join(edge)
        if evidence := self.cited(edge):
            return Proof(words, evidence)
        derived = None if edge in above else self.derived(edge)
        if derived is None:
            return None
        premises = []
        for one in derived.premises:
            if len(one) > 1:
                premises.append(self._prove(one, (*above, edge)) or Proof(" ".join(one)))
            else:
                premises.append(Proof(self.record(one[0])[0], self.cited_node(one[0])))
        return Proof(words, (), derived.rule, tuple(premises))

    def record(self, slug: str) -> tuple[str, str]:
        """Say in words what the row of an indication or concept says, and name the concept on whose page it stands."""
        if slug in self.labels:
            label, kind = self.labels[slug]
            return f"{label} is in the table {kind}", slug
        cells = {slug_of(p): o for _, p, o in self._store.match(ig(slug))}
        agent, cancer, status = (self._label(slug_of(cells[name])) for name in ("agent", "condition", "status"))
        by = f" by {self._label(slug_of(cells['regulator']))}" if "regulator" in cells else ""
        when = day_of(cells, "date", "year")
        return f"the indication: {agent}, {status} for {cancer}{by}{when and f', {when}'}", slug_of(cells["agent"])

    def _annotated(self, node: Blank) -> Edge:
        cells = {slug_of(p): o for _, p, o in self._store.match(node)}
        s, p, o = (cells[f"owl:annotated{part}"] for part in ("Source", "Property", "Target"))
        return slug_of(s), relation_of(p), slug_of(o)

    def _iris(self, edge: Edge) -> tuple[Iri, Iri, Iri]:
        s, p, o = edge
        return ig(s), property_of(p), ig(o)
