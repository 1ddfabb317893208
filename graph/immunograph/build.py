"""From a folder of tables to everything in `output/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from immunograph import exchange, files
from immunograph.errors import InputError
from immunograph.model import Finding, Ontology, Place
from immunograph.names import names_of
from immunograph.network import to_network
from immunograph.page import render
from immunograph.rdf import Dataset, to_rdf
from immunograph.reading import Reader
from immunograph.reasoning import Closure, derivations, infer, named_rule, schema_rules
from immunograph.shapes import check_shapes
from immunograph.store import Store, write_store
from immunograph.tables import load
from immunograph.terms import Iri, Literal, Triple, order
from immunograph.validation import check, errors
from immunograph.vocabulary import IG, SUBCLASS, TYPE, Schema, ig, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    page: Path
    store: Path
    turtle: Path
    concepts: int
    stated: int
    inferred: int
    sources: int


def reason(folder: Path) -> tuple[Ontology, Dataset, Closure]:
    """Read an ontology folder, check it, say it in RDF and find what follows.

    Args:
        folder: with `schema.ttl` and the tables.

    Returns:
        The values, the graphs (`inferred` and the proofs in `evidence` among them), and the closure.

    Raises:
        InputError: something is wrong; every finding is in it.
        UsageError: it is no ontology folder.
    """
    tables = load(folder)
    schema = read_schema(folder / "schema.ttl")
    if findings := errors(check(tables, schema)):
        raise InputError(findings)
    dataset, closure = _close(tables.ontology, schema)
    dataset["evidence"] = sorted({*dataset["evidence"], *derivations(closure, schema.triples)}, key=order)
    return tables.ontology, dataset, closure


def review(folder: Path) -> list[Finding]:
    """Find all that is wrong with an ontology folder: contradictions and broken shapes among what follows too.

    Returns:
        Errors and warnings in the order of their places.

    Raises:
        UsageError: it is no ontology folder.
    """
    tables = load(folder)
    try:
        schema = read_schema(folder / "schema.ttl")
        findings = check(tables, schema)
        if not errors(findings):
            dataset, _ = _close(tables.ontology, schema)
            shapes = folder / "shapes.ttl"
            findings += (
                check_shapes(tables.ontology, dataset, shapes.read_text(encoding="utf-8")) if shapes.exists() else []
            )
    except InputError as error:
        return sorted({*error.findings, *tables.findings})
    return sorted(findings)


def _close(ontology: Ontology, schema: Schema) -> tuple[Dataset, Closure]:
    """Say an ontology in RDF and find what follows.

    Raises:
        InputError: a rule is wrong, or what follows contradicts itself.
    """
    dataset = to_rdf(ontology, schema)
    rules, disjoint = schema_rules(schema.triples)
    for script in ontology.rules:
        rules += named_rule(script.text, script.path)
    closure = infer(_facts(dataset, schema), rules)
    if clashes := closure.contradictions(disjoint):
        raise InputError(sorted({_clash(ontology, x, str(pair.one), str(pair.other)) for x, pair in clashes}))
    inferred: Iterable[Triple] = ((Iri(s), Iri(p), Iri(o)) for s, p, o in closure.derived)
    dataset["inferred"] = sorted(inferred, key=order)
    return dataset, closure


def _facts(dataset: Dataset, schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Choose what the rules work on: relations, kinds and records, and the classes of the schema."""
    yield from ((s, p, str(o)) for s, p, o in dataset["stated"] if not isinstance(o, Literal))
    for s, p, o in schema.triples:
        if isinstance(s, Iri) and (p == SUBCLASS or (p == TYPE and str(o).startswith(IG))):
            yield s, p, str(o)


def _clash(ontology: Ontology, iri: str, one: str, other: str) -> Finding:
    name, one, other = (text.removeprefix(IG) for text in (iri, one, other))
    place = ontology.concepts[name].evidence.place if name in ontology.concepts else Place("schema.ttl")
    return Finding(
        place, "contradiction", f"{name} is a {one} and a {other}, which cannot be; mend its kind or a relation"
    )


def build(folder: Path, output: Path, say: Callable[[str], None]) -> Built:
    """Build the store, the page and the downloads.

    Args:
        folder: the ontology.
        output: where they go; made if it is not there.
        say: told of each stage.

    Raises:
        InputError: the ontology is wrong; nothing was written.
        OutputError: a file could not be written; what stood there is untouched.
    """
    say("reading and reasoning")
    ontology, dataset, closure = reason(folder)
    say("writing the store")
    write_store(output / "store", dataset, names_of(ontology))
    say("drawing the page")
    reader = Reader(Store(output / "store"))
    page, turtle = output / "immunograph.html", output / "immunograph.ttl"
    files.write(page, render(to_network(reader), reader).encode())
    say("writing the downloads")
    triples = exchange.merged(dataset)
    files.write(turtle, exchange.turtle(triples))
    files.write(output / "downloads" / "immunograph.jsonld", exchange.jsonld(triples))
    claims = sum(1 for _, p, _ in dataset["evidence"] if p == ig("evidence"))
    return Built(
        page, output / "store", turtle, len(ontology.concepts), claims, len(closure.derived), len(ontology.sources)
    )
