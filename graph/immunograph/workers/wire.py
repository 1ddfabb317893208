"""What a worker and its parent say to one another: a job is a line of JSON, an answer is a row of frames.

A frame is one letter, its length in four bytes, and that many bytes: `R` ready, `H` head (generation and media type),
`D` data, `E` error (JSON), `Z` the end.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, fields
from typing import IO

HEADER = struct.Struct(">cI")
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Job:
    """One query or update.

    Args:
        text: SPARQL.
        kind: `query` or `update`; or `put`, `post` or `delete` for the graph that `default` names.
        name: what to call it in an error.
        table: the format for rows and truth values, of `results.FORMATS`.
        triples: the format for triples.
        bindings: IRIs and literals for variables, as N-Triples.
        default: `default-graph-uri`, or `using-graph-uri` of an update.
        named: `named-graph-uri`, or `using-named-graph-uri` of an update.
        documents: media types and contents (in base64) for a graph.
        generation: the one that is to answer; the pool says it.
    """

    text: str
    kind: str = "query"
    name: str = "query"
    table: str = "json"
    triples: str = "turtle"
    bindings: tuple[tuple[str, str], ...] = ()
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
    generation: str = ""

    def line(self, generation: str = "") -> bytes:
        """Write the job as a line."""
        said = {name: value for name, usual in _USUAL if (value := getattr(self, name)) != usual}
        said["generation"] = generation
        return json.dumps(said).encode() + b"\n"


_USUAL = tuple((field.name, field.default) for field in fields(Job))


def job(line: bytes) -> Job:
    """Read a job back."""
    said = json.loads(line)
    for key in {"default", "named"} & said.keys():
        said[key] = tuple(said[key])
    for key in {"bindings", "documents"} & said.keys():
        said[key] = tuple((one, other) for one, other in said[key])
    return Job(**said)


def send(out: IO[bytes], letter: bytes, payload: bytes) -> None:
    """Write one frame; small ones wait in the buffer for the last of an answer."""
    out.write(HEADER.pack(letter, len(payload)))
    out.write(payload)
    if letter in b"REZ" or len(payload) >= CHUNK:
        out.flush()
