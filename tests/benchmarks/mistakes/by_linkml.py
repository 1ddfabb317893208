"""What LinkML says of the tables: their rows as one document, against a schema made from our columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkml.validator import Validator
from linkml.validator.plugins import JsonschemaValidationPlugin
from linkml.validator.plugins.shacl_validation_plugin import ShaclValidationPlugin
from rawtables import PATTERNS, Told, identifier_pattern, read_tables

from immunograph.vocabulary import IG, read_schema

if TYPE_CHECKING:
    from pathlib import Path

    from rawtables import RawTable

    from immunograph.columns import Column
    from immunograph.vocabulary import Schema

Json = dict[str, object]


def ask_linkml(folder: Path) -> set[Told]:
    """Validate with both of LinkML's ways: JSON Schema, closed, and SHACL, which can see references."""
    tables, schema = read_tables(folder), read_schema(folder / "schema.ttl")
    model = _model(tables, schema)
    document = {_slot(table): _rows(table) for table in tables}
    slots = {_slot(table): table for table in tables}
    ids = {f"{IG}{row['id']}" for table in tables for row in table.records() if "id" in row}
    closed = Validator(model, [JsonschemaValidationPlugin(closed=True)]).validate(document, "Document")
    shapes = Validator(model, [ShaclValidationPlugin()]).validate(document, "Document")
    found = {_placed(result.message, slots) for result in closed.results}
    return found | {Told("", text) for result in shapes.results if (text := _shape(result.message, ids))}


def _placed(message: str, slots: dict[str, RawTable]) -> Told:
    """Turn `in /table/row/column` into the line and the name of the column in our table."""
    place = re.search(r" in /(\w+)/(\d+)(?:/(\w+))?", message)
    if place is None:
        return Told("", message)
    table, column = slots[place[1]], f":{place[3]}" if place[3] else ""
    return Told(f"{table.name}:{int(place[2]) + table.first}{column}", message)


def _shape(message: str, ids: set[str]) -> str:
    """Keep the sentence and the value; drop false alarms, as these shapes do not look at the classes above a kind."""
    about = dict(re.findall(r"#(resultMessage|value) (.*)", message))
    above = about.get("resultMessage", "").endswith((":Concept", ":Treatment"))
    return "" if above and about.get("value") in ids else " ".join(about.values()) or message


def _slot(table: RawTable) -> str:
    return re.sub(r"\W", "_", table.name.removesuffix(".tsv").removesuffix(".sssom"))


def _rows(table: RawTable) -> list[Json]:
    """Give the rows as LinkML's own reader does: without empty cells, and with nothing for cells that are missing."""
    return [
        {name: _value(table, name, cell) for name, cell in record.items()} | dict.fromkeys(table.head[len(row) :])
        for record, row in zip(table.records(), table.rows, strict=True)
    ]


def _value(table: RawTable, name: str, cell: str) -> object:
    """Give a cell as LinkML reads it: ids with our prefix, lists as lists."""
    column = table.columns.get(name)
    if column is None:
        return cell
    if name == "id" or column.refers:
        values = [one if one.startswith("ig:") else f"ig:{one}" for one in cell.split("|")]
        return values if column.many else values[0]
    return cell.split("|") if column.many else cell


def _class(table: RawTable) -> str:
    names = {"sources.tsv": "Source", "curators.tsv": "Curator"}
    return names.get(table.name, "".join(word.title() for word in re.split(r"[\W_]", table.name)))


def _model(tables: list[RawTable], schema: Schema) -> Json:
    """Write the schema: a class for each table and for each class above a kind."""
    classes: dict[str, Json] = {}
    for kind in schema.kinds.values():
        above = [one.removeprefix(IG) for one in kind.ancestors if one not in {kind.iri, f"{IG}Concept"}]
        classes |= {one: {"is_a": "Concept"} for one in above}
        classes[kind.iri.removeprefix(IG)] = {"is_a": above[0] if above else "Concept"}
    slots = {}
    for table in tables:
        folder, _, file = table.name.rpartition("/")
        stem = file.removesuffix(".tsv")
        ends = {}
        if folder == "relations":
            ends = {"subject": schema.relations[stem].domain, "object": schema.relations[stem].range}
        attributes = {}
        for name, column in table.columns.items():
            wanted = ends.get(name, f"{IG}{column.refers[:1].upper()}{column.refers[1:]}")
            attributes[name] = _attribute(column, wanted.removeprefix(IG), identifier_pattern(tables))
        name = schema.kinds[stem].iri.removeprefix(IG) if folder == "concepts" else _class(table)
        classes["Concept" if folder == "concepts" else name] = {"attributes": attributes}
        slots[_slot(table)] = {"range": name, "multivalued": True, "inlined": True, "inlined_as_list": True}
    classes["Document"] = {"tree_root": True, "attributes": slots}
    columns = [column for table in tables for column in table.columns.values() if column.choices]
    enums: Json = {_enum(column): {"permissible_values": {one: {} for one in column.choices}} for column in columns}
    head = {"id": f"{IG}linkml", "name": "immunograph", "default_prefix": "col", "imports": ["linkml:types"]}
    prefixes = {"ig": IG, "col": f"{IG}column/", "linkml": "https://w3id.org/linkml/"}
    return {**head, "prefixes": prefixes, "default_range": "string", "classes": classes, "enums": enums}


def _attribute(column: Column, wanted: str, identifiers: str) -> Json:
    """Say of a column all that LinkML can say."""
    patterns = {name: f"^({text})$" for name, text in (PATTERNS | {"curie": identifiers}).items()}
    found: Json = {"required": column.required, "multivalued": column.many}
    if column.name == "id":
        found |= {"identifier": True, "range": "uriorcurie", "pattern": f"^ig:{PATTERNS['slug']}$"}
    elif wanted:
        found |= {"range": wanted}
    elif column.choices:
        found |= {"range": _enum(column)}
    elif column.form == "date":
        found |= {"any_of": [{"range": "date"}, {"range": "string", "pattern": "^[0-9]{4}$"}]}
    elif column.form:
        found |= {"pattern": patterns[column.form]}
    return found


def _enum(column: Column) -> str:
    return "OneOf" + "".join(word.title() for one in column.choices for word in re.findall(r"\w+", one))
