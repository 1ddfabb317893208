"""KGX, the exchange format of Biolink knowledge graphs (https://biolink.github.io/kgx), as TSV and as JSON Lines.

Concepts, sources, curators and passages are nodes; each row of a relation, an indication and a mapping is an edge
with its own publication. `table` names the table of a record; a record whose table is `derived` (a parent as an
edge, an outside identifier as a node) is there for other programs only. What has no Biolink slot keeps the name of
its column. schema.ttl, shapes, rules and queries are not in KGX.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from immunograph.columns import FILES, columns
from immunograph.errors import InputError
from immunograph.exchange import delimited
from immunograph.exchange.biolink import Biolink
from immunograph.exchange.sheets import MAPPINGS, Cells, Sheets, clean, complete, is_table
from immunograph.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from immunograph.vocabulary import Schema

Record = dict[str, str]
"""A node or an edge; several values in one text, `|` between them."""
NODE = ("id", "category", "name", "description", "synonym", "xref", "deprecated", "provided_by", "table")
EDGE = (
    "id",
    "subject",
    "predicate",
    "object",
    "relation",
    "negated",
    "knowledge_level",
    "agent_type",
    "primary_knowledge_source",
    "publications",
    "table",
)
_MANY = ("category", "synonym", "xref", "provided_by", "publications", "parents", "biomarkers", "partners", "agents",
         "comparators")  # fmt: skip
_INFORES = "infores:immunograph"
_CONTENTS, _DERIVED = "contents", "derived"
_CURIES = {
    "concepts": {
        "id": ("id", "ig:"),
        "label": ("name", ""),
        "synonyms": ("synonym", ""),
        "definition": ("description", ""),
    },
    "relations": {"subject": ("subject", "ig:"), "object": ("object", "ig:"), "source": ("publications", "ig:source-")},
    "indications.tsv": {
        "agent": ("subject", "ig:"),
        "condition": ("object", "ig:"),
        "source": ("publications", "ig:source-"),
    },
    "sources.tsv": {"id": ("id", "ig:source-"), "title": ("name", "")},
    "curators.tsv": {"id": ("id", "ig:curator-")},
    "trials.tsv": {
        "study": ("subject", "ig:"),
        "condition": ("object", "ig:"),
        "source": ("publications", "ig:source-"),
    },
    "passages.tsv": {},
    "prefixes.tsv": {},
    MAPPINGS: {"subject_id": ("subject", ""), "object_id": ("object", "")},
}
"""For each table, which column is which slot, and the prefix that the slot adds."""


def _slots(path: str) -> dict[str, tuple[str, str]]:
    """Say for each column of a table under which name and prefix KGX has it."""
    known = _CURIES[path if path in FILES else path.partition("/")[0]]
    return {column.name: known.get(column.name, (column.name, "")) for column in columns(path)}


def tsv(sheets: Sheets, schema: Schema) -> dict[str, bytes]:
    """Write `_nodes.tsv` and `_edges.tsv`; the same tables give the same bytes."""
    return {
        "_nodes.tsv": _tsv(NODE, list(_nodes(sheets, Biolink(schema)))),
        "_edges.tsv": _tsv(EDGE, list(_edges(sheets, Biolink(schema)))),
    }


def jsonl(sheets: Sheets, schema: Schema) -> dict[str, bytes]:
    """Write `_nodes.jsonl` and `_edges.jsonl`; the same tables give the same bytes."""
    return {
        "_nodes.jsonl": _jsonl(_nodes(sheets, Biolink(schema))),
        "_edges.jsonl": _jsonl(_edges(sheets, Biolink(schema))),
    }


def _tsv(first: tuple[str, ...], records: list[Record]) -> bytes:
    names = [*first, *sorted({name for record in records for name in record} - set(first))]
    return delimited.write(names, [[record.get(name, "") for name in names] for record in records])


def _jsonl(records: Iterable[Record]) -> bytes:
    lines = []
    for record in records:
        value: dict[str, str | bool | list[str]] = {}
        for name, text in record.items():
            if text:
                flag = name in ("negated", "deprecated")
                value[name] = text.split("|") if name in _MANY else text == "true" if flag else text
        lines.append(json.dumps(value, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def _id(kind: str, *parts: str) -> str:
    return f"ig:{kind}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def _said(path: str, row: Cells) -> Record:
    """Say the cells of a row under the names that KGX has for them."""
    slots = _slots(path)
    return {slots[name][0]: slots[name][1] + cell if cell else "" for name, cell in row.items()} | {"table": path}


def _nodes(sheets: Sheets, biolink: Biolink) -> Iterator[Record]:
    others = {"sources.tsv": "biolink:Publication", "curators.tsv": "biolink:Agent"}
    xrefs: dict[str, list[str]] = {}
    outside: dict[str, str] = {}
    for row in sheets[MAPPINGS].rows:
        xrefs.setdefault(row["subject_id"], []).append(row["object_id"])
        outside.setdefault(row["object_id"], row["object_label"])
    for path, table in sheets.items():
        if table.head or not table.rows:
            yield {
                "id": _id("table", path), "category": "biolink:Dataset", "name": path,
                "description": json.dumps(table.head), "table": _CONTENTS,
            }  # fmt: skip
        for row in table.rows:
            if path.startswith("concepts/"):
                said = _said(path, row)
                own = {"category": biolink.category(path), "xref": "|".join(xrefs.get(said["id"], []))}
                yield said | own | {"deprecated": "true" if row["replaced_by"] else "", "provided_by": _INFORES}
            elif path in ("passages.tsv", "prefixes.tsv"):
                node = _id(path.removesuffix("s.tsv").removesuffix("e"), *row.values())
                yield _said(path, row) | {"id": node, "category": "biolink:InformationContentEntity"}
            elif path in others:
                yield _said(path, row) | {"category": others[path]}
    for name, label in outside.items():
        yield {"id": name, "category": "biolink:NamedThing", "name": label, "table": _DERIVED}


def _edges(sheets: Sheets, biolink: Biolink) -> Iterator[Record]:
    programs = {row["id"] for row in sheets["curators.tsv"].rows if row["kind"] == "software"}
    seen: Counter[str] = Counter()
    for path, table in sheets.items():
        for row in table.rows:
            by = "automated_agent" if row.get("curator") in programs else "manual_agent"
            made = {"knowledge_level": "knowledge_assertion", "agent_type": by, "primary_knowledge_source": _INFORES}
            if path.startswith("concepts/"):
                for parent in filter(None, row["parents"].split("|")):
                    ends = {"subject": f"ig:{row['id']}", "object": f"ig:{parent}", "table": _DERIVED}
                    known = made | {"publications": f"ig:source-{row['source']}"}
                    node = _id("edge", path, row["id"], parent)
                    yield {"id": node, "predicate": "biolink:subclass_of", "relation": "rdfs:subClassOf"} | ends | known
                continue
            if not path.startswith("relations/") and path not in ("indications.tsv", "trials.tsv", MAPPINGS):
                continue
            said = _said(path, row)
            key = _id("edge", path, *row.values())
            seen[key] += 1
            own = {"id": key if seen[key] == 1 else f"{key}-{seen[key]}"}
            if path == MAPPINGS:
                own["predicate"] = biolink.mapping(said.pop("predicate_id"))
                made["agent_type"] = biolink.mapper(row["mapping_justification"])
            elif path == "trials.tsv":
                own |= {"predicate": "biolink:related_to", "relation": "ig:enrols"}
                yield from _tested(row, made | {"publications": said["publications"]})
            elif path == "indications.tsv":
                own["predicate"] = biolink.indication(row["status"])
            else:
                own["predicate"], own["relation"] = biolink.predicate(path)
            if said.pop("direction", "") == "disputes":
                own["negated"] = "true"
            yield own | said | made


def _tested(row: Cells, made: Record) -> Iterator[Record]:
    """Say what a trial gives to people as edges of their own."""
    for column, relation in (("agents", "ig:tests"), ("comparators", "ig:comparesWith")):
        for agent in filter(None, row[column].split("|")):
            ends = {"subject": f"ig:{row['study']}", "object": f"ig:{agent}", "table": _DERIVED}
            node = _id("edge", relation, agent, *row.values())
            yield {"id": node, "predicate": "biolink:related_to", "relation": relation} | ends | made


def read(files: dict[str, bytes], notes: list[Finding]) -> Sheets:
    """Read tables from the two files of a graph.

    Args:
        files: `nodes` and `edges`, TSV or JSON Lines, by their names.
        notes: told of what was undone or left out.

    Raises:
        InputError: a file is malformed, or a record does not say which table it belongs to.
    """
    found: dict[str, list[Cells]] = {}
    heads: dict[str, list[str]] = {}
    wrong: list[Finding] = []
    for name, data in files.items():
        for line, record in _records(data, name):
            path = record.get("table", "")
            if path == _CONTENTS:
                _head(record, heads)
            elif path != _DERIVED and not is_table(path):
                message = (
                    f"{record.get('id', 'the record')} names no table; give it a `table` such as concepts/agent.tsv"
                )
                wrong.append(Finding(Place(name, line), "no-table", message))
            elif path != _DERIVED:
                found.setdefault(path, []).append(_row(path, record, Place(name, line), notes))
    if wrong:
        raise InputError(wrong)
    return complete(found, heads)


def _head(record: Record, heads: dict[str, list[str]]) -> None:
    path = record.get("name", "")
    try:
        lines = json.loads(record.get("description", "[]"))
    except (ValueError, RecursionError) as error:
        message = f"the description of {path} is no JSON list of lines; take it from the export again"
        raise InputError([Finding(Place(path or "nodes"), "not-jsonl", message)]) from error
    if is_table(path) and isinstance(lines, list):
        heads[path] = [line for line in lines if isinstance(line, str) and line.startswith("#")]


def _row(path: str, record: Record, place: Place, notes: list[Finding]) -> Cells:
    row = {}
    for column in columns(path):
        slot, prefix = _slots(path)[column.name]
        text = record.get(slot, "").removeprefix(prefix)
        if column.name == "direction":
            text = "disputes" if record.get("negated") == "true" else "supports"
        elif column.name == "predicate_id":
            text = Biolink.match(record.get("predicate", ""))
        row[column.name] = clean(text, column, place, notes)
    return row


def _records(data: bytes, path: str) -> Iterator[tuple[int, Record]]:
    if not path.endswith(".jsonl"):
        yield from delimited.read(data, path)[1]
        return
    for number, line in enumerate(data.decode("utf-8-sig", errors="replace").split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
                yield number, {name: _flat(value) for name, value in record.items()}
            except (ValueError, RecursionError, AttributeError) as error:
                message = "the line is no JSON object; mend it"
                raise InputError([Finding(Place(path, number), "not-jsonl", message)]) from error


def _flat(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
