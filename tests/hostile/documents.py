"""Documents of every kind that name an address wherever their format lets them, to lead a careless reader there."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from immunograph.exchange.formats import FORMATS

if TYPE_CHECKING:
    from immunograph.exchange.formats import Loaded

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"'
_ARTICLE = (
    "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>PD-1{0}</ArticleTitle>"
    "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


def rdf(place: str) -> dict[str, bytes]:
    """Give RDF for `load` and for a server that takes graphs."""
    xml = {
        "base": f'<rdf:RDF {_RDF} xml:base="{place}"><owl:Ontology rdf:about=""><owl:imports rdf:resource="a"/>'
        f'<owl:versionIRI rdf:resource="{place}"/></owl:Ontology></rdf:RDF>',
        "dtd": f'<!DOCTYPE rdf:RDF SYSTEM "{place}"><rdf:RDF {_RDF}/>',
        "public": f'<!DOCTYPE rdf:RDF PUBLIC "-//X//Y" "{place}"><rdf:RDF {_RDF}/>',
        "entity": f'<!DOCTYPE r [<!ENTITY x SYSTEM "{place}">]><rdf:RDF {_RDF}><rdf:Description rdf:about="&x;"/>'
        "</rdf:RDF>",
        "parameter": f'<!DOCTYPE r [<!ENTITY % x SYSTEM "{place}"> %x;]><rdf:RDF {_RDF}/>',
        "style": f'<?xml-stylesheet href="{place}" type="text/xsl"?><rdf:RDF {_RDF}/>',
        "include": f'<rdf:RDF {_RDF} xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{place} {place}">'
        f'<xi:include href="{place}"/></rdf:RDF>',
        "markup": f'<rdf:RDF {_RDF}><rdf:Description rdf:about="a:b"><p xmlns="a:" rdf:parseType="Literal">'
        f'<img src="{place}"/></p></rdf:Description></rdf:RDF>',
    }
    owl = f"<{_OWL}{{}}>"
    turtle = (
        f"@base <{place}> . <> a {owl.format('Ontology')} ; {owl.format('imports')} <{place}>, <b> . <{place}> <p> 1 ."
    )
    json_ld = {
        "context": {"@context": place, "@id": "a:b", "p": 1},
        "imported": {"@context": {"@import": place}, "@id": "a:b"},
        "listed": {"@context": [{}, place], "@id": "a:b"},
        "scoped": {"@context": {"p": {"@id": "a:p", "@context": place}}, "@id": "a:b", "p": {"x": 1}},
        "included": {"@id": place, "@included": [{"@context": place}], "@type": place},
    }
    obo = (
        f"format-version: 1.4\nontology: x\nimport: {place}\ntreat-xrefs-as-is_a: X\n\n[Term]\nid: X:1\nxref: {place}\n"
    )
    return {
        **{f"{name}.rdf": f'<?xml version="1.0"?>{text}'.encode() for name, text in xml.items()},
        **{f"{name}.jsonld": json.dumps(value).encode() for name, value in json_ld.items()},
        "imports.ttl": turtle.encode(),
        "imports.trig": f"<{place}> {{ {turtle.partition(' . ')[2]} }}".encode(),
        "graph.nq": f"<{place}> {owl.format('imports')} <{place}> <{place}> .\n".encode(),
        "imports.obo": obo.encode(),
    }


def exchanged(place: str, small: Loaded) -> dict[str, bytes]:
    """Give files for `import`, some of them sound but for the address."""
    (book,) = FORMATS["xlsx"].write(small).values()
    (maps,) = FORMATS["sssom"].write(small).values()
    nodes, edges = FORMATS["kgx"].write(small).values()
    functional = f"Prefix(:=<{place}>)\nOntology(<{place}> <{place}>\nImport(<{place}>)\nAnnotation(:p <{place}>)\n)"
    return {
        **{name: data for name, data in rdf(place).items() if name.endswith((".rdf", ".jsonld", ".ttl"))},
        "imports.ofn": functional.encode(),
        "links.xlsx": _linked(book, place),
        "maps.sssom.tsv": f"#mapping_set_id: {place}\n#see_also: {place}\n#curie_map:\n#  ig: {place}\n".encode()
        + maps,
        "x_nodes.tsv": nodes.replace(b"handbook", place.encode()),
        "x_edges.tsv": edges.replace(b"handbook", place.encode()),
    }


def _linked(book: bytes, place: str) -> bytes:
    """Put an external link, a link of a sheet and a formula that asks the web into a workbook."""
    buffer = io.BytesIO()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rIdX" Type="{relations}/externalLinkPath" Target="{place}" TargetMode="External"/>'
    formula = f'<c r="Z1" t="str"><f>WEBSERVICE("{place}")</f><v>x</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".rels"):
                part = part.replace(b"</Relationships>", link.encode() + b"</Relationships>")
            if name == "xl/worksheets/sheet2.xml":
                part = part.replace(b"</row>", formula.encode(), 1)
            if name == "xl/workbook.xml":
                part = b'<!DOCTYPE x SYSTEM "' + place.encode() + b'">' + part
            new.writestr(name, part)
    return buffer.getvalue()


def texts(place: str) -> dict[str, bytes]:
    """Give documents for `annotate` and `mine`."""
    page = (
        f'<!DOCTYPE html SYSTEM "{place}"><html manifest="{place}"><head><base href="{place}">'
        f'<link rel=stylesheet href="{place}"><meta http-equiv=refresh content="0;url={place}">'
        f'<script src="{place}"></script></head><body><iframe src="{place}"></iframe><object data="{place}"></object>'
        f'<p>Nivolumab <img src="{place}"> blocks PD-1 in '
        f'melanoma.</p><svg xmlns:x="http://www.w3.org/1999/xlink"><use x:href="{place}"/></svg></body></html>'
    )
    return {
        "page.html": page.encode(),
        "file.pdf": _pdf(place),
        "dtd.xml": f'<!DOCTYPE PubmedArticleSet PUBLIC "-//X" "{place}">{_ARTICLE.format("")}'.encode(),
        "entity.xml": f'<!DOCTYPE x [<!ENTITY x SYSTEM "{place}">]>{_ARTICLE.format("&x;")}'.encode(),
        "parameter.xml": f'<!DOCTYPE x [<!ENTITY % x SYSTEM "{place}"> %x;]>{_ARTICLE.format("")}'.encode(),
        "lines.jsonl": json.dumps({"id": place, "url": place, "@context": place, "text": f"PD-1 {place}"}).encode(),
        "plain.txt": f"PD-1 at {place}".encode(),
    }


def _pdf(place: str) -> bytes:
    """Write a PDF whose page, metadata and content are elsewhere, as it says."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    outside = DictionaryObject({NameObject("/FS"): NameObject("/URL"), NameObject("/F"): TextStringObject(place)})
    stream = DecodedStreamObject()
    stream.set_data(b"BT (PD-1) Tj ET")
    stream[NameObject("/F")] = outside
    page[NameObject("/Contents")] = writer._add_object(stream)  # noqa: SLF001 - the library has no other way
    action = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(place)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.root_object[NameObject("/URI")] = DictionaryObject({NameObject("/Base"): TextStringObject(place)})
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def queries(place: str) -> list[str]:
    """Give queries that would leave the process."""
    return [
        f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{place}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ BIND(<{place}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"PREFIX x: <{place}> ASK {{ {{ SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }} }} }}",
        f"SELECT * {{ \\u0053ERVICE <{place}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{place}> FROM NAMED <{place}> {{ ?s ?p ?o }}",
        f"BASE <{place}> DESCRIBE <a>",
        f"LOAD <{place}>",
    ]


def updates(place: str) -> list[str]:
    """Give updates that would leave the process."""
    return [
        f"LOAD <{place}>",
        f"LOAD SILENT <{place}> INTO GRAPH <a:b>",
        f"CLEAR DEFAULT ; \\u004cOAD <{place}>",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{place}> {{ ?s ?p ?o }} }}",
        f"COPY <{place}> TO <a:b>",
        f"INSERT DATA {{ GRAPH <a:b> {{ <> <{_OWL}imports> <{place}> }} }}",
    ]


def tables(place: str) -> dict[str, str]:
    """Give what to add to the files of an ontology so that they name an address."""
    imports = f"\n<{place}> a <{_OWL}Ontology> ; <{_OWL}imports> <{place}> .\n"
    service = f"SERVICE <{place}> {{ ?s ?p ?o }}"
    constraint = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<{place}> sh:shapesGraph <{place}> ; sh:entailment <{place}> .
<a:shape> a sh:NodeShape ; sh:targetClass <https://w3id.org/immunograph/Agent> ; sh:sparql [
  a sh:SPARQLConstraint ; sh:message "x" ; sh:select "SELECT $this WHERE {{ {service} }}" ] ;
  sh:js [ sh:jsLibrary [ sh:jsLibraryURL <{place}> ] ; sh:jsFunctionName "f" ] .
"""
    return {
        "schema.ttl": imports,
        "shapes.ttl": imports + constraint,
        "rules/outside.rq": f"# A rule that asks elsewhere\nCONSTRUCT {{ ?s ?p ?o }} WHERE {{ {service} }}\n",
        "queries/outside.rq": f"# A question that asks elsewhere\nSELECT ?s WHERE {{ {service} }}\n",
        "checks/outside.rq": f"# A check\n# level: ERROR\nSELECT ?subject ?property WHERE {{ {service} }}\n",
        "sources.tsv": f"zz\tAnother\treview\tA Press\t2020\t{place}\t2026-11-23\n",
    }
