"""Assistants ask through the SDK's own client, over standard input and output."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

if TYPE_CHECKING:
    from pathlib import Path

    from mcp.types import CallToolResult

_CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _call(store: Path, calls: list[tuple[str, dict[str, object]]], *options: str) -> list[CallToolResult]:
    """Start the server as an assistant would, and call its tools."""
    command = ["-m", "immunograph", "mcp", "--store", str(store), *options]

    async def talk() -> list[CallToolResult]:
        async with Client(stdio_client(StdioServerParameters(command=sys.executable, args=command))) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert sorted(tools) == ["find", "path", "query", "questions", "show", "why"]
            assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
            return [await client.call_tool(name, values) for name, values in calls]

    with ThreadPoolExecutor(1) as aside:  # the browser of other tests has a loop in this thread
        return aside.submit(anyio.run, talk).result()


def _text(result: CallToolResult) -> str:
    return "".join(part.text for part in result.content)


def test_an_assistant_finds_shows_connects_and_proves(small: Path) -> None:
    """Each tool answers with sources."""
    asked = [
        ("find", {"name": "exr1"}),
        ("show", {"concept": "examplimab"}),
        ("path", {"start": "examplimab", "end": "T-cell-activation"}),
        ("why", {"subject": "examplimab", "relation": "blocks", "target": "EXR-1"}),
        ("questions", {}),
        ("query", {"sparql": "SELECT ?t { ig:examplimab ig:blocks ?t }"}),
        ("query", {"sparql": "CONSTRUCT WHERE { ig:examplimab ig:blocks ?t }"}),
    ]
    found, shown, ways, proof, questions, rows, triples = map(_text, _call(small, asked))
    assert "EXR-1" in found
    assert '"blocks"' in shown
    assert "sentence" in ways
    assert "handbook" in proof
    assert "blockers" in questions
    assert json.loads(rows)["results"]["bindings"][0]["t"]["value"].endswith("EXR-1")
    assert "ig:examplimab ig:blocks ig:EXR-1" in triples


@pytest.mark.parametrize(
    ("tool", "values", "said"),
    [
        ("show", {"concept": "nothing"}, "is no concept"),
        ("why", {"subject": "examplimab", "relation": "may-cause", "target": "EXR-1"}, "nobody states this"),
        ("query", {"sparql": "SELECT *"}, "not SPARQL"),
        ("query", {"sparql": "INSERT DATA { <a:s> <a:p> 1 }"}, "this is an update"),
        ("query", {"sparql": "ASK { SERVICE <http://127.0.0.1:9/> {} }"}, "SERVICE would call"),
        ("query", {"sparql": _CROSS}, "more than 1 s"),
        ("query", {"sparql": "SELECT ?s { ?s ?p ?o . ?x ?y ?z }"}, "larger than 1 MB"),
    ],
)
def test_what_is_wrong_or_too_much_is_said_and_the_server_goes_on(
    small: Path, tool: str, values: dict[str, object], said: str
) -> None:
    """A fault is an answer that the assistant can read; the next call is served."""
    failed, fine = _call(small, [(tool, values), ("find", {"name": "exr1"})], "--timeout", "1")
    assert failed.is_error
    assert said in _text(failed)
    assert not fine.is_error
