"""Print what the validator of KGX finds wrong with two files of JSON Lines, as JSON.

It would fetch the Biolink model and its prefixes; here they come from the package `biolink-model`. Prefixes that
Biolink does not have are taken from the mapping set, which declares them. The map of retired predicates, which the
package lacks, is not needed here.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import bmt.toolkit

MODEL = files("biolink_model")
_, *others = bmt.toolkit.Toolkit.__init__.__defaults__
bmt.toolkit.Toolkit.__init__.__defaults__ = (str(MODEL / "schema" / "biolink_model.yaml"), *others)
NOTHING = SimpleNamespace(text="predicate mappings: []", raise_for_status=lambda: None)
bmt.toolkit.requests = SimpleNamespace(get=lambda *_, **__: NOTHING)

import kgx.config  # noqa: E402 - it makes a toolkit when it is imported

kgx.config.jsonld_context_map["biolink"] = json.loads(
    (MODEL / "prefixmaps" / "biolink_model_prefix_map.json").read_text(encoding="utf-8")
)

from kgx.validator import Validator  # noqa: E402 - the same


def main(nodes: str, edges: str, mappings: str) -> None:
    """Validate each record."""
    Validator._currently_active_toolkit = bmt.toolkit.Toolkit()  # noqa: SLF001 - else it fetches a version of its own choice
    validator = Validator()
    validator.prefixes |= set(re.findall(r"^#  +([\w.]+):", Path(mappings).read_text(encoding="utf-8"), re.MULTILINE))
    for record in _records(nodes):
        validator.analyse_node(record.get("id"), record)
    for record in _records(edges):
        validator.analyse_edge(record.get("subject"), record.get("object"), record.get("id"), record)
    faults = [
        f"{kind}: {message}: {', '.join(sorted(set(map(str, about)))[:3])}"
        for kinds in validator.errors.values()
        for kind, messages in kinds.items()
        for message, about in messages.items()
    ]
    sys.stdout.write(json.dumps(faults) + "\n")


def _records(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


main(*sys.argv[1:])
