"""Read concepts, statements, evidence and proofs back from a store."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from immunograph.errors import NothingFound, UsageError
from immunograph.model import Script
from immunograph.names import close
from immunograph.rdf import denial, statement
from immunograph.reading import queries
from immunograph.reading.values import Card, Cited, Edge, Kind, Proof, Statement, Use, Verb
from immunograph.terms import Blank, Iri, Literal, Node, Term
from immunograph.vocabulary import IG, IS_A, LABEL, SUBCLASS, curie, ig, table_name, term

if TYPE_CHECKING:
    from immunograph.store import Store


class Reader:
    """Answer the questions of people about one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def verbs(self) -> dict[str, Verb]:
        """Give every relation between concepts, by name."""
        found = {IS_A: Verb(IS_A, "is a kind of", "has as a kind", symmetric=False)}
        for row in self._store.select(queries.RELATIONS):
            name, label = table_name(str(row["p"]).removeprefix(IG)), _plain(row["label"])
            symmetric = _plain(row["symmetric"]) == "true"
            found[name] = Verb(name, label, _plain(row.get("back")) or label, symmetric)
        return found

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """Give the label and kind of every concept, by slug."""
        rows = self._store.select(queries.CONCEPTS)
        return {_slug(row["c"]): (_plain(row["label"]), table_name(_slug(row["kind"]))) for row in rows}

    def resolve(self, name: str) -> str:
        """Find the one concept that a slug, label, synonym or identifier means.

        Raises:
            UsageError: none, or several; with what might have been meant.
        """
        bare = name.removeprefix("ig:")
        if bare in self.labels:
            return bare
        matches = self._store.find(name, 8)
        exact = [match for match in matches if close(match.name) == close(name)]
        if len(exact) == 1 or (exact and exact[0].role == "label" and exact[1].role != "label"):
            return exact[0].concept
        options = ", ".join(match.concept for match in (exact or matches))
        hint = f"did you mean {options}?" if options else "try `immunograph find` with a part of the name"
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
        message = f"{name!r} is no relation; the relations are {', '.join(sorted(self.verbs))}"
        raise UsageError(message)

    def cards(self, slug: str = "") -> dict[str, Card]:
        """Read one concept, or all."""
        cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self._store.select(queries.CONCEPT, {"c": ig(slug)} if slug else {}):
            for key, value in row.items():
                cells[slug or _slug(row["c"])][key].append(_plain(value))
        return {one: self._card(one, found) for one, found in cells.items() if one in self.labels}

    def _card(self, slug: str, cells: dict[str, list[str]]) -> Card:
        replaced = _slug(Iri(cells["replaced"][0])) if cells["replaced"] else "-" if cells["deprecated"] else ""
        synonyms, identifiers = tuple(cells["synonym"]), tuple(cells["identifier"])
        return Card(
            slug, *self.labels[slug], cells["plain"][0], cells["definition"][0], synonyms, identifiers, replaced
        )

    def statements(self, slug: str) -> list[Statement]:
        """Read the relations of a concept, forwards, without what only repeats the hierarchy."""
        return self._statements(self._store.select(queries.ABOUT, {"c": ig(slug)}))

    def all_statements(self) -> list[Statement]:
        """Read the relations of all concepts: what the network is made of."""
        return self._statements(self._store.select(queries.EDGES))

    def _statements(self, rows: list[dict[str, Term]]) -> list[Statement]:
        found = {}
        for row in rows:
            name = _relation(row["p"])
            edge = _slug(row["s"]), name, _slug(row["o"])
            inferred = str(row["g"]).endswith("inferred")
            if name not in self.verbs or edge[0] not in self.labels or edge[2] not in self.labels:
                continue
            if inferred and (name == IS_A or (self.verbs[name].symmetric and edge[::-1] in found)):
                continue
            found[edge] = Statement(edge, self.sentence(edge), inferred)
        return [one for one in found.values() if not (one.inferred and self._mirrored(one.edge, found))]

    def _mirrored(self, edge: Edge, found: dict[Edge, Statement]) -> bool:
        return self.verbs[edge[1]].symmetric and edge[::-1] in found and not found[edge[::-1]].inferred

    def sentence(self, edge: Edge) -> str:
        """Say a relation as a sentence without its full stop."""
        s, p, o = edge
        return f"{self._label(s)} {self.verbs[p].label} {self._label(o)}"

    def _label(self, slug: str) -> str:
        return self.labels[slug][0] if slug in self.labels else slug

    def cited(self, edge: Edge) -> tuple[Cited, ...]:
        """Read the evidence for and against a relation."""
        node = self._iris(edge)
        return self._pieces(statement(node)) or self._pieces(denial(node))

    def _pieces(self, node: Node) -> tuple[Cited, ...]:
        """Read the evidence that hangs on a node."""
        found = []
        for _, _, piece in self._store.match(node, ig("evidence")):
            cells = {_slug(p): o for _, p, o in self._store.match(_node(piece))}
            source = cells["dcterms:source"]
            about = {_slug(p): o for _, p, o in self._store.match(_node(source))}
            found.append(
                _cited({**cells, "source": source, "title": about["rdfs:label"], "url": about.get("url", Literal(""))})
            )
        return tuple(sorted(found, key=lambda piece: piece.row))

    def all_cited(self) -> dict[Edge, tuple[Cited, ...]]:
        """Read the evidence for every relation."""
        found: dict[Edge, list[Cited]] = defaultdict(list)
        for row in self._store.select(queries.CITED):
            found[_slug(row["s"]), _relation(row["p"]), _slug(row["o"])].append(_cited(row))
        return {edge: tuple(pieces) for edge, pieces in found.items()}

    def all_cited_nodes(self) -> dict[str, tuple[Cited, ...]]:
        """Read the evidence for every concept's row and every indication."""
        found: dict[str, list[Cited]] = defaultdict(list)
        for row in self._store.select(queries.CITED_NODE):
            found[_slug(row["x"])].append(_cited(row))
        return {one: tuple(pieces) for one, pieces in found.items()}

    def cited_node(self, slug: str) -> tuple[Cited, ...]:
        """Read the evidence for one concept's row or indication."""
        return self._pieces(ig(slug))

    def indications(self, agent: str = "") -> dict[str, list[Use]]:
        """Read the indications of one agent, or of all, oldest first."""
        found: dict[str, list[Use]] = defaultdict(list)
        for row in self._store.select(queries.INDICATIONS, {"agent": ig(agent)} if agent else {}):
            found[agent or _slug(row["agent"])].append(self._use(row))
        return found

    def kinds(self) -> list[Kind]:
        """Read the kinds of concept."""
        rows = self._store.select(queries.KINDS)
        return [Kind(table_name(_slug(r["kind"])), _plain(r["label"]), _plain(r["plural"])) for r in rows]

    def about(self) -> dict[str, str]:
        """Read what the dataset says of itself: title, description, version, issued, licence."""
        rows = self._store.select(queries.DATASET)
        return {key: _plain(value).removesuffix("T00:00:00") for key, value in rows[0].items()} if rows else {}

    def prefixes(self) -> dict[str, str]:
        """Read where the prefixes of outside identifiers lead."""
        rows = self._store.select(queries.PREFIXES)
        return {_plain(row["prefix"]): _plain(row["start"]) for row in rows}

    def all_derived(self) -> dict[Edge, tuple[str, tuple[Edge | tuple[str], ...]]]:
        """Read the rule and premises of every inferred relation; a record is a premise by its slug alone."""
        axioms = {row["x"]: self._edge(row) for row in self._store.select(queries.AXIOMS)}
        whys = {row["x"]: _plain(row["why"]) for row in self._store.select(queries.WHYS)}
        premises: dict[Term, list[Edge | tuple[str]]] = defaultdict(list)
        for row in self._store.select(queries.PREMISES):
            premises[row["x"]].append(axioms.get(row["premise"]) or (_slug(row["premise"]),))
        edges = ((node, axioms[node]) for node in whys)
        return {edge: (whys[node], tuple(premises[node])) for node, edge in edges if edge[1] in self.verbs}

    @staticmethod
    def _edge(row: dict[str, Term]) -> Edge:
        return _slug(row["s"]), _relation(row["p"]), _slug(row["o"])

    def scripts(self) -> list[Script]:
        """Read the saved queries."""
        rows = self._store.select(queries.SCRIPTS)
        texts = ((_slug(row["q"]).removeprefix("query-"), _plain(row["title"]), _plain(row["text"])) for row in rows)
        return [Script(name, title, text, f"queries/{name}.rq") for name, title, text in texts]

    def _use(self, row: dict[str, Term]) -> Use:
        return Use(
            _slug(row["i"]),
            _slug(row["condition"]),
            _plain(row.get("setting")),
            _many(row.get("markers")),
            _many(row.get("mates")),
            _slug(row["regulator"]) if "regulator" in row else "",
            self.labels.get(_slug(row["status"]), (_slug(row["status"]), ""))[0],
            _day(row, "date", "year"),
            _day(row, "ended", "endedYear"),
            _plain(row.get("trial")),
        )

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
        node = statement(self._iris(edge))
        rules = self._store.match(node, ig("derivedBy"))
        if not rules or edge in above:
            return None
        premises = []
        for _, _, premise in self._store.match(node, term("prov:wasDerivedFrom")):
            if isinstance(premise, Blank):
                inner = self._annotated(premise)
                premises.append((inner, self._prove(inner, (*above, edge)) or Proof(" ".join(inner))))
            else:
                slug = _slug(premise)
                premises.append(((slug, "", ""), Proof(self._record(slug), self.cited_node(slug))))
        _, _, why = self._store.match(_node(rules[0][2]), LABEL)[0]
        return Proof(words, (), _plain(why), tuple(proof for _, proof in sorted(premises, key=itemgetter(0))))

    def _record(self, slug: str) -> str:
        """Say an indication in words."""
        cells = {_slug(p): o for _, p, o in self._store.match(ig(slug))}
        agent, cancer, status = (self._label(_slug(cells[name])) for name in ("agent", "condition", "status"))
        by = f" by {self._label(_slug(cells['regulator']))}" if "regulator" in cells else ""
        when = _day(cells, "date", "year")
        return f"the indication: {agent}, {status} for {cancer}{by}{when and f', {when}'}"

    def _annotated(self, node: Blank) -> Edge:
        cells = {_slug(p): o for _, p, o in self._store.match(node)}
        s, p, o = (cells[f"owl:annotated{part}"] for part in ("Source", "Property", "Target"))
        return _slug(s), _relation(p), _slug(o)

    def _iris(self, edge: Edge) -> tuple[Iri, Iri, Iri]:
        s, p, o = edge
        return ig(s), SUBCLASS if p == IS_A else ig(_camel(p)), ig(o)


def _node(value: Term) -> Node:
    return value if isinstance(value, Iri | Blank) else Iri("")


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _relation(iri: Term) -> str:
    return IS_A if iri == SUBCLASS else table_name(_slug(iri))


def _slug(node: Term) -> str:
    return curie(str(node)).removeprefix("ig:")


def _plain(value: Term | None) -> str:
    return "" if value is None else value.value if isinstance(value, Literal) else str(value)


def _many(value: Term | None) -> tuple[str, ...]:
    return tuple(sorted(filter(None, _plain(value).split("|"))))


def _day(row: dict[str, Term], day: str, year: str) -> str:
    return _plain(row.get(day))[:10] or _plain(row.get(year))


def _cited(row: dict[str, Term]) -> Cited:
    source, direction = _slug(row["source"]).removeprefix("source-"), _slug(row["direction"])
    title, url, locator = (_plain(row.get(key)) for key in ("title", "url", "locator"))
    return Cited(source, title, url, locator, direction, _plain(row["row"]), _plain(row.get("note")))
