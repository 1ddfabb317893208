"""Ask what must not be: each file of `checks/` is one SELECT over any RDF, and each row that it gives is a fault.

The shipped checks are those of ROBOT's report, by name (Jackson et al., BMC Bioinformatics 20:407, 2019), and give
its rows. What differs does not show in a file that ROBOT wrote: it first puts the sides of a symmetric axiom in order,
reads owl:DeprecatedClass as owl:deprecated true, and takes text of a datatype derived from xsd:string for plain text.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from immunograph.errors import InputError, QueryError
from immunograph.guard import check_query, refuse_outside
from immunograph.model import Finding, Place
from immunograph.syntax import from_oxigraph, to_quads
from immunograph.terms import Iri, Literal
from immunograph.vocabulary import DATASET, PREFIXES, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from immunograph.terms import Triple

LEVELS = ("ERROR", "WARN", "INFO")
"""How bad a fault is: must be mended before a release, should be mended soon, is untidy."""
_COLUMNS = ("Level", "Rule Name", "Subject", "Property", "Value")
_HEAD = re.compile(rf"# (.+)\n# level: ({'|'.join(LEVELS)})\n")


class Check(NamedTuple):
    """One thing that must not be; `title` says it in plain words."""

    name: str
    title: str
    level: str
    text: str


class Row(NamedTuple):
    """One fault, in the columns of ROBOT's report."""

    level: str
    rule: str
    subject: str
    property: str
    value: str


def read_checks(folder: Path) -> list[Check]:
    """Read a folder of checks: two lines of comment, the title and the level, and a SELECT.

    Raises:
        InputError: a file has no title or level, or is not UTF-8; every such file is in it.
        OSError: a file cannot be read.
    """
    checks, findings = [], []
    for path in sorted(folder.glob("*.rq")):
        place = Place(f"{folder.name}/{path.name}", 1, 1)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            findings.append(Finding(place, "not-utf-8", "the file is not UTF-8; save it as UTF-8"))
            continue
        if head := _HEAD.match(text):
            checks.append(Check(path.stem, head[1], head[2], text))
        else:
            message = f"begin with `# what must not be` and `# level: {'|'.join(LEVELS)}`, each on a line"
            findings.append(Finding(place, "no-level", message))
    if findings:
        raise InputError(findings)
    return checks


def gathered(triples: Iterable[Triple]) -> ox.Store:
    """Put triples in memory, where they can be checked before anything is written."""
    database = ox.Store()
    database.bulk_extend(to_quads(triples, DATASET))
    return database


def report(database: ox.Store, checks: Iterable[Check]) -> list[Row]:
    """Run checks over all graphs of a database.

    Returns:
        Each fault once, the worst first.

    Raises:
        QueryError: a check is no SELECT of ?subject, ?property and, where there is one, ?value.
    """
    rows = {row for check in checks for row in _rows(database, check)}
    return sorted(rows, key=lambda row: (LEVELS.index(row.level), row))


def write(rows: Iterable[Row]) -> bytes:
    """Write a report as ROBOT's tab-separated file; quotes are doubled, as in CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(database: ox.Store, check: Check) -> Iterator[Row]:
    check_query(check.text, check.name)
    refuse_outside(check.text, check.name)
    answer = database.query(check.text, prefixes=PREFIXES, use_default_graph_as_union=True)
    names = {variable.value for variable in answer.variables} if isinstance(answer, ox.QuerySolutions) else set()
    if not isinstance(answer, ox.QuerySolutions) or not {"subject", "property"} <= names:
        raise QueryError("a check is one SELECT of ?subject ?property ?value; name these", name=check.name)
    for found in answer:
        value = found["value"] if "value" in names else None
        yield Row(check.level, check.name, _text(found["subject"]), _text(found["property"]), _text(value))


def _text(value: object) -> str:
    """Write a term as ROBOT does: IRIs in full, the language or datatype behind a literal."""
    if value is None:
        return ""
    said = from_oxigraph(value)
    if isinstance(said, Literal):
        kind = f"@{said.language}" if said.language else f"^^{said.datatype}"
        return said.value if said.datatype == term("xsd:string") else said.value + kind
    return str(said) if isinstance(said, Iri) else "blank node"
