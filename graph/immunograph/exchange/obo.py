"""OBO graphs JSON (https://github.com/geneontology/obographs) and OBO 1.4, one way. What they lose: see `view`.

Only what sources state and do not merely dispute is written; what follows is left to their reasoners. The plain
line is a comment. OBO has no sources on edges but as trailing qualifiers, and no chains in this file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from immunograph.vocabulary import DATASET, IS_A, ig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from immunograph.exchange.view import Link, Node, View
    from immunograph.vocabulary import Relation

_ESCAPED = re.compile(r'[\\"{}!]')


def obographs(view: View) -> bytes:
    """Write an OBO graphs document."""
    relations = _used(view)
    nodes = [
        *(_json_node(view, node) for node in view.nodes),
        *({"id": relation.iri, "lbl": relation.label, "type": "PROPERTY", "propertyType": "OBJECT",
           "meta": {"definition": {"val": relation.definition}}} for relation in relations),
    ]  # fmt: skip
    edges = [
        {
            "sub": ig(link.subject),
            "pred": "is_a" if link.relation == IS_A else view.relations[link.relation].iri,
            "obj": ig(link.object),
            "meta": {"xrefs": [view.urls[source] for source in link.sources]},
        }
        for link in _held(view)
    ]
    meta = {"version": ig(f"{view.version}/ontology"), "basicPropertyValues": _licence(view)}
    graph = {"id": DATASET, "lbl": view.title, "meta": meta, "nodes": nodes, "edges": edges}
    return (json.dumps({"graphs": [graph]}, ensure_ascii=False, indent=1) + "\n").encode()


def _licence(view: View) -> list[dict[str, str]]:
    return [{"pred": "http://purl.org/dc/terms/license", "val": view.licence}]


def _held(view: View) -> list[Link]:
    return [link for link in view.links if not link.inferred and not link.denied]


def _used(view: View) -> list[Relation]:
    return [view.relations[name] for name in sorted({link.relation for link in _held(view)} - {IS_A})]


def _json_node(view: View, node: Node) -> dict[str, object]:
    meta: dict[str, object] = {
        "definition": {"val": node.definition, "xrefs": [view.urls[node.source]]},
        "comments": [node.plain],
        "subsets": [ig(node.kind)],
        "synonyms": [{"pred": "hasExactSynonym", "val": synonym} for synonym in node.synonyms],
        "xrefs": [{"val": identifier} for _, identifier in node.mappings],
    }
    if node.retired:
        meta["deprecated"] = True
    return {"id": ig(node.id), "lbl": node.label, "type": "CLASS", "meta": {k: v for k, v in meta.items() if v}}


def obo(view: View) -> bytes:
    """Write an OBO document."""
    return ("\n".join(_lines(view)) + "\n").encode()


def _lines(view: View) -> Iterator[str]:
    yield "format-version: 1.4"
    yield f"data-version: {view.version}"
    for name, label in sorted(view.kinds.items()):
        yield f'subsetdef: {name} "{_text(label)}"'
    yield "idspace: ig https://w3id.org/immunograph/"
    yield "ontology: immunograph"
    yield f"remark: {_text(view.title)}; {_text(view.licence)}"
    links: dict[str, list[Link]] = {}
    for link in _held(view):
        links.setdefault(link.subject, []).append(link)
    for node in view.nodes:
        yield from ("", "[Term]", f"id: ig:{node.id}", f"name: {_text(node.label)}")
        yield f'def: "{_text(node.definition)}" [ig:source-{node.source}]'
        yield f"comment: {_text(node.plain)}"
        yield f"subset: {node.kind}"
        yield from (f'synonym: "{_text(synonym)}" EXACT []' for synonym in sorted(node.synonyms))
        yield from (f"xref: {_xref(identifier)}" for _, identifier in sorted(node.mappings, key=lambda pair: pair[1]))
        mine = [] if node.retired else links.get(node.id, [])
        yield from (f"is_a: ig:{link.object}{_cites(link)}" for link in mine if link.relation == IS_A)
        yield from (
            f"relationship: {link.relation} ig:{link.object}{_cites(link)}" for link in mine if link.relation != IS_A
        )
        if node.retired:
            yield "is_obsolete: true"
            if node.replaced_by:
                yield f"replaced_by: ig:{node.replaced_by}"
    for relation in _used(view):
        yield from ("", "[Typedef]", f"id: {relation.name}", f"name: {_text(relation.label)}")
        yield f'def: "{_text(relation.definition)}" []'
        yield f"xref: {_xref(str(relation.iri).replace(ig(''), 'ig:'))}"
        if relation.symmetric:
            yield "is_symmetric: true"


def _cites(link: Link) -> str:
    return " {" + ", ".join(f'source="ig:source-{source}"' for source in link.sources) + "}"


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\\" + found[0], value)


def _xref(value: str) -> str:
    return re.sub(r"[,\s\\]", lambda found: "\\" + found[0], value)
