"""What a worker and its parent say to one another: a job is a line of JSON, an answer is a row of frames.

A frame is one letter, its length in four bytes, and that many bytes: `R` ready (the generation), `H` head (media type),
`D` data, `E` error (JSON), `Z` the end (JSON).
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
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

    def line(self) -> bytes:
        """Write the job as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"


def job(line: bytes) -> Job:
    """Read a job back."""
    fields = json.loads(line)
    fields |= {key: tuple(fields[key]) for key in ("default", "named")}
    fields |= {key: tuple((one, other) for one, other in fields[key]) for key in ("bindings", "documents")}
    return Job(**fields)


def send(out: IO[bytes], letter: bytes, payload: bytes) -> None:
    """Write one frame."""
    out.write(HEADER.pack(letter, len(payload)))
    out.write(payload)
    out.flush()
