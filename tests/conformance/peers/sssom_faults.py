"""Print what the official parser and validators of SSSOM find wrong with a mapping set, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sssom.constants import SchemaValidationType
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

KINDS = [
    SchemaValidationType.JsonSchema,
    SchemaValidationType.PrefixMapCompleteness,
    SchemaValidationType.StrictCurieFormat,
]


def main(path: str) -> None:
    """Read the file, count its rows, and validate it."""
    rows = [line for line in Path(path).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    mappings = parse_sssom_table(path)
    faults = [
        f"{kind.value}: {fault.message}"
        for kind, report in validate(mappings, KINDS, fail_on_error=False).items()
        for fault in report.results
    ]
    if len(mappings.df) != len(rows) - 1:
        faults.append(f"of {len(rows) - 1} mappings, {len(mappings.df)} were read")
    sys.stdout.write(json.dumps(faults) + "\n")


main(sys.argv[1])
