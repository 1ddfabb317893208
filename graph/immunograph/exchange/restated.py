"""Read tables back from RDF, ours or edited by others (in Protege, say).

Rows are found by what the graph says, not by a copy of them: a changed label, a new synonym or a new relation
arrives in the tables. A relation without evidence becomes a row without a source, which checking then reports;
what only follows by a rule (`ig:derivedBy`) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from immunograph.columns import MATCHES, UNSAID, columns
from immunograph.exchange.facts import Edge, Facts, slug, value_of
from immunograph.exchange.sheets import MAPPINGS, Cells, Sheets, complete, is_table
from immunograph.exchange.stated import OWN, PREFIXES
from immunograph.terms import Blank, Iri, Node, Term, Triple
from immunograph.vocabulary import DATASET, IG, IS_A, LABEL, SUBCLASS, TYPE, Schema, curie, ig, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def to_sheets(triples: Iterable[Triple], schema: Schema) -> tuple[Sheets, dict[str, str]]:
    """Read tables from RDF.

    Args:
        triples: what the file says.
        schema: the vocabulary that says which class and property has which table.

    Returns:
        The tables, and the text of saved queries and rules by path.
    """
    graph = _Rows(triples)
    rows: dict[str, list[Cells]] = defaultdict(list)
    for path, row in graph.rows(schema):
        rows[path].append(row)
    heads = graph.heads()
    if MAPPINGS not in heads:
        heads[MAPPINGS] = ["# curie_map:", *(f"#   {prefix}: {start}" for prefix, start in graph.prefixes())]
    return complete(rows, heads), dict(graph.scripts())


class _Rows(Facts):
    """The rows that a graph says."""

    def rows(self, schema: Schema) -> Iterator[tuple[str, Cells]]:
        """Find the rows of all tables."""
        kinds = {kind.iri: kind.name for kind in schema.kinds.values()}
        concepts = {
            node: kind
            for node in self.about
            for kind in sorted(kinds[of] for of in self.many(node, TYPE) if isinstance(of, Iri) and of in kinds)
            if isinstance(node, Iri)
        }
        for node, kind in concepts.items():
            yield f"concepts/{kind}.tsv", self._concept(node)
            yield from ((MAPPINGS, row) for row in self._mappings(node))
        for edge in self._edges(concepts):
            name = next((r.name for r in schema.relations.values() if r.iri == edge[1]), "")
            if name:
                yield from ((f"relations/{name}.tsv", row) for row in self._claims(edge))
        yield from (("trials.tsv", row) for row in self._trials())
        yield from ((PREFIXES, row) for row in self._forms())
        for use in self.of("Indication"):
            yield from (("indications.tsv", row) for row in self._indications(use))
        for path, kind, row_of in (
            ("sources.tsv", "Source", self._source),
            ("curators.tsv", "Curator", self._curator),
            ("passages.tsv", "Passage", self._passage),
        ):
            yield from ((path, row_of(thing)) for thing in self.of(kind))

    def heads(self) -> dict[str, list[str]]:
        """Find the comment lines of tables, and tables without rows."""
        found = (value_of(value).split("\n") for value in self.many(DATASET, ig("tableHead")))
        return {path: [line for line in lines if line.startswith("#")] for path, *lines in found if is_table(path)}

    def prefixes(self) -> list[tuple[str, str]]:
        """Find the prefixes of outside identifiers."""
        nodes = [node for node in self.many(DATASET, term("sh:declare")) if isinstance(node, Iri | Blank)]
        pairs = ((self.text(n, term("sh:prefix")), self.text(n, term("sh:namespace"))) for n in nodes)
        return sorted(pair for pair in pairs if pair[1])

    def scripts(self) -> Iterator[tuple[str, str]]:
        """Find saved queries and rules."""
        for node in list(self.about):
            for folder, name in (("queries", "select"), ("rules", "construct")):
                for value in self.many(node, term(f"sh:{name}")):
                    stem = slug(node).partition("-")[2]
                    if stem.replace("-", "").isalnum():
                        yield f"{folder}/{stem}.rq", value_of(value)

    def _cited(self, piece: Term | None) -> Cells:
        return {
            "source": slug(self.one(piece, term("dcterms:source")), IG + "source-"),
            "locator": self.text(piece, ig("locator")),
            "direction": slug(self.one(piece, ig("direction"))) or "supports",
            "note": self.text(piece, ig("note")),
            "curator": slug(self.one(piece, term("prov:wasAttributedTo")), IG + "curator-"),
        }

    def _written(self, piece: Term | None, path: str, row: Cells, lists: dict[str, set[str]]) -> Cells:
        """Set the cells of one row in the order in which its values were written, where they still are the same."""
        cells = dict(value_of(value).partition(": ")[::2] for value in self.many(piece, ig("writtenAs")))
        for name, values in lists.items():
            same = cells.get(name) == UNSAID or set(cells.get(name, "").split("|")) == values
            row[name] = cells[name] if same and name in cells else "|".join(sorted(values))
        said = row | {name: cell for name, cell in cells.items() if name not in lists}
        return {column.name: said.get(column.name, "") for column in columns(path)}

    def _concept(self, node: Iri) -> Cells:
        piece = next(iter(self.evidence(node)), None)
        retired = self.many(node, term("owl:deprecated"))
        row = self._cited(piece) | {
            "id": slug(node),
            "label": self.text(node, LABEL),
            "plain": self.text(node, ig("plain")),
            "definition": self.text(node, term("skos:definition")),
            "replaced_by": slug(self.one(node, term("dcterms:isReplacedBy"))) or "-" * bool(retired),
        }
        parents = {slug(up) for up in self.many(node, SUBCLASS) if self._is_cell((node, SUBCLASS, up), piece)}
        synonyms = {value_of(value) for value in self.many(node, term("skos:altLabel"))}
        return self._written(piece, "concepts/", row, {"parents": parents, "synonyms": synonyms})

    def _is_cell(self, edge: Edge, piece: Term | None) -> bool:
        """Tell whether a parent stands in the concept's own row: with its evidence, or nowhere else."""
        evidence = self.evidence(*self.notes[edge])
        return piece in evidence if evidence else not self.derived(edge)

    def _edges(self, concepts: dict[Iri, str]) -> list[Edge]:
        """Find what stands between concepts, said or denied, except what only follows."""
        bare = [
            (node, name, value)
            for node in concepts
            for name, values in self.about[node].items()
            for value in values
            if name != SUBCLASS and isinstance(value, Iri)
        ]
        return [
            edge
            for edge in dict.fromkeys([*self.notes, *bare])
            if self.evidence(*self.notes[edge]) or not (self.derived(edge) or edge[1] == SUBCLASS)
        ]

    def _claims(self, edge: Edge) -> Iterator[Cells]:
        subject, name, value = edge
        own = self.evidence(subject) if name == SUBCLASS else []
        pieces = self.evidence(*self.notes[edge])
        for piece in pieces or [None]:
            if piece not in own and not self._in_trials(piece):
                row = self._cited(piece) | {"subject": slug(subject), "object": slug(value)}
                yield self._written(piece, f"relations/{IS_A}.tsv", row, {})

    def _in_trials(self, piece: Term | None) -> bool:
        return self.text(piece, ig("row")).startswith("trials.tsv:") if isinstance(piece, Blank) else False

    def _trials(self) -> Iterator[Cells]:
        """Gather the relations that one row states of a study."""
        ends: dict[Term, dict[Iri, set[str]]] = defaultdict(lambda: defaultdict(set))
        studies: dict[Term, Node] = {}
        for (study, name, value), notes in self.notes.items():
            for piece in self.evidence(*notes):
                if piece is not None and self._in_trials(piece):
                    ends[piece][name].add(slug(value))
                    studies[piece] = study
        for piece, study in studies.items():
            known = {
                name: self.text(study, ig(name)) for name in ("registration", "phase", "design", "setting", "endpoint")
            }
            row = self._cited(piece) | known | {
                "study": slug(study),
                "condition": min(ends[piece][ig("enrols")], default=""),
                "result": slug(self.one(study, ig("result"))),
                "reported": self._day(study, "date", "year"),
            }  # fmt: skip
            many = {"agents": ends[piece][ig("tests")], "comparators": ends[piece][ig("comparesWith")]}
            yield self._written(piece, "trials.tsv", row, many)

    def _day(self, node: Node, day: str, year: str) -> str:
        return self.text(node, ig(day))[:10] or self.text(node, ig(year))

    def _forms(self) -> Iterator[Cells]:
        """Find the forms of identifiers."""
        for node in self.many(DATASET, term("sh:declare")):
            if isinstance(node, Iri | Blank) and self.many(node, ig("writtenAs")):
                yield self._written(node, PREFIXES, {"prefix": self.text(node, term("sh:prefix"))}, {})

    def _indications(self, node: Node) -> Iterator[Cells]:
        one = {name: slug(self.one(node, ig(name))) for name in ("agent", "condition", "regulator", "status")}
        one |= {name: self.text(node, ig(name)) for name in ("setting", "trial")}
        for day, year in (("date", "year"), ("ended", "endedYear")):
            one[day] = self._day(node, day, year)
        many = {
            "biomarkers": {slug(value) for value in self.many(node, ig("requires"))},
            "partners": {slug(value) for value in self.many(node, ig("partner"))},
        }
        for piece in self.evidence(node) or [None]:
            cited = self._cited(piece)
            row = one | cited
            if cited["direction"] == "disputes":
                if node != self._first(piece):
                    continue
                row |= dict.fromkeys(OWN, "")
            yield self._written(piece, "indications.tsv", row, {} if cited["direction"] == "disputes" else many)

    def _first(self, piece: Term | None) -> Node | None:
        """Choose one of the indications that the same row disputes."""
        return next((node for node in self.of("Indication") if piece in self.many(node, ig("evidence"))), None)

    def _source(self, node: Node) -> Cells:
        return {
            "id": slug(node, IG + "source-"),
            "title": self.text(node, term("dcterms:title")),
            "kind": self.text(node, term("dcterms:type")),
            "publisher": self.text(node, ig("publisher")),
            "published": self.text(node, ig("published")),
            "url": self.text(node, ig("url")),
            "retrieved": self.text(node, term("dcterms:dateAccepted")),
        }

    def _curator(self, node: Node) -> Cells:
        kind = "software" if term("prov:SoftwareAgent") in self.many(node, TYPE) else "person"
        return {"id": slug(node, IG + "curator-"), "name": self.text(node, LABEL), "kind": kind}

    def _passage(self, node: Node) -> Cells:
        return {
            "source": slug(self.one(node, term("dcterms:source")), IG + "source-"),
            "locator": self.text(node, ig("locator")),
            "digest": self.text(node, ig("digest")),
            "gave_nothing": self.text(node, ig("note")),
        }

    def _mappings(self, node: Iri) -> Iterator[Cells]:
        for match in MATCHES:
            for value in self.many(node, term(match)):
                note = next(iter(self.notes[node, term(match), value]), None)
                yield {
                    "subject_id": f"ig:{slug(node)}",
                    "subject_label": self.text(node, LABEL),
                    "predicate_id": match,
                    "object_id": self.text(note, term("sssom:object_id")) or self._short(value_of(value)),
                    "object_label": self.text(note, term("sssom:object_label")),
                    "mapping_justification": curie(self.text(note, term("sssom:mapping_justification"))),
                }

    def _short(self, iri: str) -> str:
        """Write an outside IRI over the prefixes of the file; the longest that fits is meant."""
        fits = [(start, prefix) for prefix, start in self.prefixes() if start and iri.startswith(start)]
        start, prefix = max(fits, key=lambda pair: len(pair[0]), default=("", ""))
        return f"{prefix}:{iri[len(start) :]}" if prefix else iri
