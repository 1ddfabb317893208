"""The closure is owlrl's, and every proof rests on stated facts."""

from __future__ import annotations

import owlrl
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from immunograph.rdf import to_rdf
from immunograph.reasoning import infer, schema_rules
from immunograph.syntax import read_turtle, serialise
from immunograph.tables import load, shipped_folder
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import IG, SUBCLASS, TYPE, ig, read_schema

_HEAD = (
    f"@prefix ig: <{IG}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
)
_PROPERTIES = st.sampled_from([f"ig:p{n}" for n in range(4)])
_CLASSES = st.sampled_from([f"ig:C{n}" for n in range(4)])
_THINGS = st.sampled_from([f"ig:x{n}" for n in range(5)])
_AXIOMS = st.one_of(
    st.builds("{} rdfs:subPropertyOf {} .".format, _PROPERTIES, _PROPERTIES),
    st.builds("{} owl:inverseOf {} .".format, _PROPERTIES, _PROPERTIES),
    st.builds("{} rdfs:domain {} .".format, _PROPERTIES, _CLASSES),
    st.builds("{} rdfs:range {} .".format, _PROPERTIES, _CLASSES),
    st.builds("{} rdfs:subClassOf {} .".format, _CLASSES, _CLASSES),
    st.builds("{} a owl:SymmetricProperty .".format, _PROPERTIES),
    st.builds("{} a owl:TransitiveProperty .".format, _PROPERTIES),
    st.builds("{} owl:propertyChainAxiom ( {} {} ) .".format, _PROPERTIES, _PROPERTIES, _PROPERTIES),
)
_FACTS = st.one_of(
    st.builds("{} {} {} .".format, _THINGS, _PROPERTIES, _THINGS),
    st.builds("{} a {} .".format, _THINGS, _CLASSES),
)


def _about_things(s: object, p: object, o: object) -> bool:
    ours = str(s).startswith(f"{IG}x") and str(o).startswith(IG)
    return ours and (str(p).startswith(IG) or str(p).endswith("#type"))


@settings(max_examples=60, deadline=None)
@given(st.lists(_AXIOMS, max_size=6), st.lists(_FACTS, min_size=1, max_size=8))
def test_the_closure_is_that_of_owlrl(axioms: list[str], facts: list[str]) -> None:
    """On random schemas and facts, what follows for individuals is what owlrl finds."""
    schema = tuple(read_turtle((_HEAD + "\n".join(axioms)).encode(), "schema.ttl"))
    stated = read_turtle((_HEAD + "\n".join(facts)).encode(), "facts.ttl")
    hierarchy = [(s, p, o) for s, p, o in schema if p.endswith("subClassOf")]
    rules, _ = schema_rules(schema)
    closure = infer([(s, p, str(o)) for s, p, o in (*stated, *hierarchy) if isinstance(s, Iri)], rules)
    ours = {fact for fact in (*closure.stated, *closure.derived) if _about_things(*fact)}
    oracle = rdflib.Graph().parse(data=_HEAD + "\n".join([*axioms, *facts]), format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(oracle)
    theirs = {(str(s), str(p), str(o)) for s, p, o in oracle if _about_things(s, p, o)}
    assert ours == theirs


@settings(max_examples=60, deadline=None)
@given(st.lists(_AXIOMS, max_size=6), st.lists(_FACTS, min_size=1, max_size=8))
def test_every_premise_is_older_than_its_conclusion(axioms: list[str], facts: list[str]) -> None:
    """A proof never needs what it proves."""
    schema = tuple(read_turtle((_HEAD + "\n".join(axioms)).encode(), "schema.ttl"))
    stated = read_turtle((_HEAD + "\n".join(facts)).encode(), "facts.ttl")
    closure = infer([(s, p, str(o)) for s, p, o in stated], schema_rules(schema)[0])
    known = set(closure.stated)
    for fact, derivation in closure.derived.items():
        assert set(derivation.premises) <= known
        known.add(fact)


def test_the_closure_of_the_shipped_ontology_is_that_of_owlrl() -> None:
    """What the axioms of our own schema give is what owlrl finds; our own rules beyond OWL 2 RL stay out."""
    schema = read_schema(shipped_folder() / "schema.ttl")
    axioms = tuple(triple for triple in schema.triples if triple[1] != ig("inherited"))
    stated = [t for t in to_rdf(load(shipped_folder()).ontology, schema)["stated"] if not isinstance(t[2], Literal)]
    hierarchy = [t for t in axioms if t[1] == SUBCLASS or (t[1] == TYPE and str(t[2]).startswith(IG))]
    rules, _ = schema_rules(axioms)
    closure = infer([(s, p, str(o)) for s, p, o in (*stated, *hierarchy) if isinstance(s, Iri)], rules)
    ours = {fact for fact in (*closure.stated, *closure.derived) if _ours(*fact)}
    oracle = rdflib.Graph().parse(data=serialise((*stated, *axioms), "ntriples", {}), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(oracle)
    theirs = {(str(s), str(p), str(o)) for s, p, o in oracle if _ours(s, p, o)}
    assert ours == theirs


def _ours(s: object, p: object, o: object) -> bool:
    """Keep relations, kinds and hierarchy among our names; owlrl adds tautologies about every class."""
    names = str(s).startswith(IG) and str(o).startswith(IG) and s != o
    return names and (str(p).startswith(IG) or str(p) in (TYPE, SUBCLASS))
