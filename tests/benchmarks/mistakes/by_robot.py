"""What ROBOT says of the tables: `template` builds them, `report` and HermiT look at the result."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rawtables import PATTERNS, RawTable, Told, identifier_pattern, read_tables

from immunograph.vocabulary import IG, read_schema

if TYPE_CHECKING:
    from pathlib import Path

    from immunograph.columns import Column
    from immunograph.vocabulary import Schema

_CONCEPT = {
    "id": "ID",
    "label": "LABEL",
    "parents": "SC % SPLIT=|",
    "synonyms": "A oboInOwl:hasExactSynonym SPLIT=|",
    "plain": "A ig:plain",
    "definition": "A IAO:0000115",
    "source": "AI dc:source",
    "locator": "A dc:bibliographicCitation",
    "curator": "AI dc:creator",
    "replaced_by": "AI IAO:0100001",
}
_IDS = {"relations": "subject", "mappings.sssom.tsv": "subject_id", "sources.tsv": "id", "curators.tsv": "id"}
_TYPES = {"concepts": "owl:Class", "sources.tsv": "ig:Source", "curators.tsv": "ig:Curator"}
_DATE = "[0-9]{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?"
_REPORT = ("report", "--fail-on", "none", "--print", "0", "--output", "report.tsv")
_REASON = ("reason", "--reasoner", "HermiT", "--equivalent-classes-allowed", "none", "--output", "result.ttl")


def ask_robot(folder: Path, work: Path) -> set[Told]:
    """Build the tables in an empty folder with ROBOT, report on the result and reason over it."""
    tables, schema = read_tables(folder), read_schema(folder / "schema.ttl")
    (work / "start.ttl").write_text((folder / "schema.ttl").read_text() + _properties(tables), encoding="utf-8")
    tables.sort(key=lambda table: table.name not in {"sources.tsv", "curators.tsv"})  # a name must be known before use
    templates = [_kinds(tables, schema, work), *(_template(table, schema, _known(tables), work) for table in tables)]
    words = [_java(), "-jar", _jar(), "--prefix", f"ig: {IG}", "--prefix", f"col: {IG}column/"]
    head = (folder / "mappings.sssom.tsv").read_text(errors="replace")
    words += [word for prefix in re.findall(r"^#  (\w+: \S+)", head, re.MULTILINE) for word in ("--prefix", prefix)]
    words += ["template", "--merge-before", "--input", "start.ttl"]
    words += [word for template in templates for word in ("--template", template)]
    done = subprocess.run([*words, *_REPORT, *_REASON], cwd=work, capture_output=True, text=True, check=False)
    found = _told(work / "report.tsv", done.stdout + done.stderr)
    return found or {Told("", done.stdout.partition("\n")[0])}  # it may fail in a word that is not marked as an error


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise SystemExit("there is no java; install Java 11 or newer")
    return java


def _jar() -> str:
    spec = find_spec("cmem_plugin_reason")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("there is no robot.jar; install the dependency group 'compare'")
    return f"{spec.submodule_search_locations[0]}/robot.jar"


def _properties(tables: list[RawTable]) -> str:
    """Declare a property for each column, with all that OWL can say of its values."""
    columns = {_name(table, name): column for table in tables for name, column in table.columns.items()}
    return "".join(_property(name, column, identifier_pattern(tables)) for name, column in columns.items())


def _name(table: RawTable, column: str) -> str:
    return f"{re.split('[./]', table.name)[0]}-{column}"


def _property(name: str, column: Column, identifiers: str) -> str:
    kind = "owl:ObjectProperty" if column.refers else "owl:DatatypeProperty"
    values = "xsd:string"
    pattern = PATTERNS | {"date": _DATE, "curie": identifiers}
    if column.refers:
        values = f"ig:{column.refers[0].upper()}{column.refers[1:]}"
    elif column.choices:
        values = "[ a rdfs:Datatype ; owl:oneOf ( " + " ".join(f'"{choice}"' for choice in column.choices) + " ) ]"
    elif column.form:
        facet = pattern[column.form]
        values = f'[ a rdfs:Datatype ; owl:onDatatype xsd:string ; owl:withRestrictions ( [ xsd:pattern "{facet}" ] ) ]'
    return f'\n<{IG}column/{name}> a {kind} ; rdfs:label "{name}" ; rdfs:range {values} .'


def _known(tables: list[RawTable]) -> set[str]:
    """Give the ids that stand for something; ROBOT can see that the others do not when they are left without prefix."""
    named = ("concepts/", "sources.tsv", "curators.tsv")
    return {row["id"] for table in tables if table.name.startswith(named) for row in table.records() if "id" in row}


def _template(table: RawTable, schema: Schema, known: set[str], work: Path) -> str:
    """Write a table as a template: its own cells at their own places, with columns of ROBOT's after them."""
    heads = [_head(table, name, schema) for name in table.head]
    refers = [name in table.columns and bool(table.columns[name].refers) for name in table.head]
    rows = []
    for number, cells in enumerate(table.rows, table.first):
        own = [_cell(*cell, known) for cell in zip(cells, heads, refers, strict=False)] + cells[len(heads) :]
        row = dict(zip(table.head, cells, strict=False))
        rows.append([*own, *_added(table, row, number).values()])
    path, added = table.name.replace("/", "-"), _added(table, {}, 0)
    _write(work / path, [[*table.head, *added], [*heads, *added], *rows])
    return path


def _added(table: RawTable, row: dict[str, str], number: int) -> dict[str, str]:
    """Give the cells that ROBOT needs beyond those of the row, by what they mean to it."""
    folder, _, file = table.name.rpartition("/")
    added = {"TYPE": _TYPES.get(folder or file, "owl:NamedIndividual")}
    if folder == "concepts":
        return added | {"AT owl:deprecated^^xsd:boolean": "true" if row.get("replaced_by") else ""}
    if (folder or file) not in _IDS:
        return added | {"ID": f"ig:{file}-{number}"}
    return added | ({"LABEL": row.get("id", "")} if file in _TYPES else {})


def _head(table: RawTable, name: str, schema: Schema) -> str:
    """Say to ROBOT what a column means."""
    folder, _, file = table.name.rpartition("/")
    column = table.columns.get(name)
    if column is None:
        return ""
    if folder == "concepts":
        return _CONCEPT[name]
    if name == _IDS.get(folder or file):
        return "ID"
    if folder == "relations" and name == "object":
        return schema.relations[file.removesuffix(".tsv")].iri.replace(IG, "I ig:")
    if column.refers or column.form or column.choices:
        return f"I col:{_name(table, name)}" + " SPLIT=|" * column.many
    return f"A col:{_name(table, name)}"


def _cell(cell: str, head: str, refers: bool, known: set[str]) -> str:  # noqa: FBT001 - one of three that are zipped
    """Write ids as ROBOT reads them; an unknown one is left as it is, so that ROBOT can stumble on it."""
    if head == "ID":
        return cell if cell.startswith("ig:") else f"ig:{cell}"
    if not refers:
        return cell
    return "|".join(f"ig:{one}" if one in known else one for one in cell.split("|"))


def _kinds(tables: list[RawTable], schema: Schema, work: Path) -> str:
    """Write a template that makes each concept a member of its kind."""
    rows = []
    for table in tables:
        folder, _, file = table.name.rpartition("/")
        if folder == "concepts":
            kind = schema.kinds[file.removesuffix(".tsv")].iri.replace(IG, "ig:")
            known = [(f"ig:{row['id']}", row.get("label", "")) for row in table.records() if "id" in row]
            rows += [[*pair, what] for pair in known for what in ("owl:Class", kind)]
    _write(work / "kinds.tsv", [["id", "label", "kind"], ["ID", "LABEL", "TYPE"], *rows])
    return "kinds.tsv"


def _write(path: Path, rows: list[list[str]]) -> None:
    path.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode("utf-8", "surrogateescape"))


def _told(report: Path, log: str) -> set[Told]:
    """Read what ROBOT wrote: the log of the commands, and the report's rows, which name a term and no row."""
    found = set()
    for line in re.sub(r"^[\d-]+ [\d:,]+ ", "", log, flags=re.MULTILINE).splitlines():
        if "ERROR" in line and not re.match(r"ERROR: +\d+$", line):
            found.add(Told(_place(line), line))
    if report.exists():
        with report.open(encoding="utf-8", newline="") as file:
            found |= {Told("", " ".join(row[1:])) for row in csv.reader(file, delimiter="\t")}
    return found


def _place(line: str) -> str:
    cell = re.search(r"row (\d+), column (\d+) in table \"(?:(concepts|relations)-)?([^\"]+)", line)
    if cell is None:
        return ""
    folder = f"{cell[3]}/" if cell[3] else ""
    return f"{folder}{cell[4]}:{int(cell[1]) - 1}:{cell[2]}"  # ROBOT counts the template's second line too
