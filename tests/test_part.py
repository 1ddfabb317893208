"""A page of a part: what is around a concept, of some kinds, or in an answer."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from immunograph.cli import cli
from immunograph.errors import NothingFound, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.knowledge import Knowledge


def test_a_part_is_what_so_many_relations_lead_to(graph: Knowledge) -> None:
    """No hop is the concept alone; one is its neighbours, in either direction, with what relates them."""
    whole = graph.network()
    assert set(graph.part(start="PD-1", hops=0)) == {"PD-1"}
    one = graph.part(start="PD1", hops=1)
    assert set(one) == {"PD-1", *whole.successors("PD-1"), *whole.predecessors("PD-1")}
    assert set(one.edges(keys=True)) == {edge for edge in whole.edges(keys=True) if edge[0] in one and edge[1] in one}
    assert set(one) < set(graph.part(start="PD-1", hops=2))


def test_a_part_has_only_the_kinds_that_are_asked_for(graph: Knowledge) -> None:
    """A kind is named as people name it; the start stays, whatever its kind."""
    found = graph.part(start="pembrolizumab", kinds=["Adverse events"])
    assert {kind for slug, kind in found.nodes(data="kind") if slug != "pembrolizumab"} == {"adverse-event"}
    assert found.has_node("pembrolizumab")
    assert {kind for _, kind in graph.part(kinds=["target", "cell"]).nodes(data="kind")} == {"target", "cell"}
    with pytest.raises(UsageError, match="'tumours' is no kind of concept; the kinds are adverse-event, agent"):
        graph.part(kinds=["tumours"])


@pytest.mark.parametrize("form", ["SELECT ?drug WHERE", "CONSTRUCT { ?drug ig:blocks ig:CTLA-4 } WHERE"])
def test_a_part_has_the_concepts_of_an_answer(graph: Knowledge, form: str) -> None:
    """Literals are not taken for concepts, and an empty answer is no page."""
    found = graph.part(query=f"{form} {{ ?drug ig:blocks ig:CTLA-4 }}")
    assert "ipilimumab" in found
    assert set(found) - {"CTLA-4"} == {str(row[0]) for row in graph.query("SELECT ?d { ?d ig:blocks ig:CTLA-4 }")}
    with pytest.raises(NothingFound, match="no concept is in this part"):
        graph.part(query='SELECT ?melanoma { BIND("melanoma" AS ?melanoma) }')


def test_the_command_writes_the_page_of_a_part(output: Path, tmp_path: Path) -> None:
    """It says how much is in it; without a wish it is the whole page."""
    store, file = ["--store", str(output / "store")], tmp_path / "new" / "part.html"
    asked = ["page", "--start", "Keytruda", "--kinds", "target,cell", "-o", str(file), "--format", "json", *store]
    done = CliRunner().invoke(cli, asked)
    said = json.loads(done.stdout)
    assert said["page"] == str(file)
    assert 5 < said["concepts"] < 100
    assert 'id="oxigraph"' in file.read_text(encoding="utf-8")
    assert CliRunner().invoke(cli, [*asked, "--no-sparql"]).exit_code == 0
    assert file.stat().st_size < (output / "immunograph.html").stat().st_size / 5
    assert CliRunner().invoke(cli, ["page", "-o", str(file), *store]).exit_code == 0
    assert file.read_bytes() == (output / "immunograph.html").read_bytes()


def test_a_notebook_shows_all_or_a_part(graph: Knowledge) -> None:
    """The frame holds the page of the part that is given."""
    part = graph.part(start="PD-1", hops=0)
    shown = graph.show(part)._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert html.unescape(shown.split('"')[1]) == graph.page(part)
    assert graph.show().page.count('type="text/plain"') == graph.page(part).count('type="text/plain"')


def test_show_opens_the_page_at_the_concept(output: Path, tmp_path: Path) -> None:
    """The browser of the machine is given the page beside the store, and the concept behind its #."""
    note, browser = tmp_path / "asked.txt", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {note}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = [sys.executable, "-m", "immunograph", "show", "Keytruda", "--open", "--store", str(output / "store")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "BROWSER": f"{browser} %s"})
    assert note.read_text(encoding="utf-8") == (output / "immunograph.html").as_uri() + "#pembrolizumab"
    lost = [*command[:-1], str(tmp_path)]
    assert subprocess.run(lost, check=False, capture_output=True).returncode != 0
