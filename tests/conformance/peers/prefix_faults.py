"""Print which of our prefixes the Bioregistry does not know, or knows with another pattern, as JSON."""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

import bioregistry

EXAMPLES = 3


def main(prefixes: str, mappings: str) -> None:
    """Look up each prefix, and match the identifiers under it with the pattern of the registry."""
    with Path(prefixes).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    known = re.findall(r"\t([\w.]+):(\S+)\t", Path(mappings).read_text(encoding="utf-8"))
    faults = []
    for row in rows:
        name = row["bioregistry"]
        if bioregistry.normalize_prefix(name) != name:
            faults.append(f"{name}: not a prefix of the Bioregistry")
            continue
        locals_ = [local for prefix, local in known if prefix == row["prefix"]]
        wrong = [local for local in locals_ if bioregistry.is_valid_identifier(name, local) is False]
        faults += [f"{row['prefix']}:{local}: not what the Bioregistry expects" for local in wrong[:EXAMPLES]]
    sys.stdout.write(json.dumps(faults) + "\n")


main(*sys.argv[1:])
