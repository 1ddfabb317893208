"""The release is OWL 2 DL and RL, and what follows is what HermiT finds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from immunograph.rdf import to_rdf
from immunograph.reasoning import Fact, infer, schema_rules
from immunograph.syntax import serialise
from immunograph.tables import load, shipped_folder
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import IG, PREFIXES, SUBCLASS, TYPE, ig, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Sides = tuple[set[Fact], set[Fact], set[Fact]]


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_release_is_in_the_profile(robot: Callable[..., str], output: Path, tmp_path: Path, profile: str) -> None:
    """OWL 2 Profiles; RL is what the reasoner's fragment belongs to."""
    found = tmp_path / "profile.txt"
    robot("validate-profile", "--profile", profile, "--input", output / "immunograph.ttl", "--output", found)
    assert found.read_text().strip() == f"OWL 2 {profile} Profile Report: [Ontology and imports closure in profile]"


def test_the_release_is_consistent(robot: Callable[..., str], output: Path, tmp_path: Path) -> None:
    """With all that we infer in it; HermiT ends with an error where a class can have no members, too."""
    robot("reason", "--reasoner", "HermiT", "--input", output / "immunograph.ttl", "--output", tmp_path / "out.ttl")


def _ours(fact: Fact) -> bool:
    """Keep relations, kinds and hierarchy among our names, without what is true of every class."""
    s, p, o = fact
    return s.startswith(IG) and o.startswith(IG) and s != o and (p.startswith(IG) or p in (TYPE, SUBCLASS))


@pytest.fixture(scope="module")
def sides(
    robot: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[set[Fact], set[Fact], set[Fact]]:
    """Find what follows from the axioms of OWL alone: stated and inferred by us, and all that HermiT says."""
    schema = read_schema(shipped_folder() / "schema.ttl")
    axioms = tuple(triple for triple in schema.triples if triple[1] != ig("inherited"))
    stated = [t for t in to_rdf(load(shipped_folder()).ontology, schema)["stated"] if not isinstance(t[2], Literal)]
    kinds = [t for t in axioms if t[1] == SUBCLASS or (t[1] == TYPE and str(t[2]).startswith(IG))]
    closure = infer([(s, p, str(o)) for s, p, o in (*stated, *kinds) if isinstance(s, Iri)], schema_rules(axioms)[0])
    folder = tmp_path_factory.mktemp("hermit")
    (folder / "in.ttl").write_bytes(serialise((*stated, *axioms), "turtle", PREFIXES))
    robot(
        *("reason", "--reasoner", "HermiT", "--include-indirect", "true"),
        *("--remove-redundant-subclass-axioms", "false"),
        *("--axiom-generators", "SubClass ClassAssertion PropertyAssertion"),
        *("--input", folder / "in.ttl", "--output", folder / "out.ttl"),
    )
    hermit = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in ox.parse(path=folder / "out.ttl", format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }
    return set(filter(_ours, closure.stated)), set(filter(_ours, closure.derived)), set(filter(_ours, hermit))


def test_hermit_entails_what_we_infer_and_nothing_more(sides: Sides) -> None:
    """The whole closure over our names, not a sample."""
    stated, derived, hermit = sides
    assert len(derived) > 200
    assert hermit - stated == derived - stated


def test_hermit_entails_no_random_statement_that_we_do_not_infer(sides: Sides) -> None:
    """Two hundred statements between subjects and objects that do occur with the relation."""
    stated, derived, hermit = sides
    ours, dice = stated | derived, random.Random(0)  # noqa: S311 - the sample is to be the same each time
    facts = sorted(ours)
    mixed = ((one[0], one[1], other[2]) for one, other in zip(dice.sample(facts, 2000), facts, strict=False))
    strangers = [fact for fact in mixed if _ours(fact) and fact not in ours][:200]
    assert len(strangers) == 200
    assert not hermit & set(strangers)
