"""What the server says of itself in RDF: SPARQL 1.1 Service Description, and VoID."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from immunograph.server import negotiation
from immunograph.syntax import serialise
from immunograph.terms import XSD, Blank, Iri, Literal, text
from immunograph.vocabulary import DATASET, GRAPHS, PREFIXES, TYPE, ig, term

if TYPE_CHECKING:
    from starlette.requests import Request

    from immunograph.server.settings import Settings
    from immunograph.terms import Node, Term, Triple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_MEDIA = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "json": "application/ld+json",
    "xml": "application/rdf+xml",
}


def _sd(name: str) -> Iri:
    return Iri(_SD + name)


def _integer(value: float) -> Literal:
    return Literal(str(int(value)), XSD + "integer")


async def service(request: Request) -> Response:
    """Describe the service (SPARQL 1.1 Service Description), with its limits."""
    settings: Settings = request.app.state.settings
    me, dataset, default = Blank("_:service"), Blank("_:dataset"), Blank("_:default")
    said: list[tuple[Node, Iri, Term]] = [
        (me, TYPE, _sd("Service")),
        (me, _sd("endpoint"), Iri(str(request.url_for("sparql")))),
        (me, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        (me, _sd("feature"), _sd("UnionDefaultGraph")),
        (me, _sd("defaultDataset"), dataset),
        (dataset, TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, TYPE, _sd("Graph")),
        *((me, _sd("resultFormat"), Iri(_FORMATS + name)) for name in (*_RESULTS, *_GRAPHS)),
    ]
    if settings.services:
        said.append((me, _sd("feature"), _sd("BasicFederatedQuery")))
    if settings.token:
        said.append((me, _sd("supportedLanguage"), _sd("SPARQL11Update")))
    for graph in await request.app.state.library.ask(lambda knowledge: knowledge.graph_names()):
        node = Blank(f"_:graph{len(said)}")
        said += [(dataset, _sd("namedGraph"), node), (node, TYPE, _sd("NamedGraph")), (node, _sd("name"), Iri(graph))]
    said += _limits(me, settings)
    return _rdf(request, said)


def _limits(me: Blank, settings: Settings) -> list[Triple]:
    limits = settings.limits
    figures = {
        "limitSeconds": limits.seconds,
        "limitMemoryBytes": limits.memory,
        "limitAnswerBytes": limits.size,
        "limitAnswerRows": limits.rows,
        "limitRequestBytes": settings.request,
        "limitQueriesAtATime": limits.workers,
        "limitQueriesWaiting": limits.waiting,
        "limitRequestsPerSecond": settings.rate,
        "limitRequestsAtOnce": settings.burst,
    }
    reach = f"reach only {', '.join(settings.services)}" if settings.services else "are refused"
    note = text(f"The limits hold for each query; 0 means none. SERVICE and LOAD {reach}.")
    return [*((me, ig(name), _integer(value)) for name, value in figures.items()), (me, term("rdfs:comment"), note)]


async def void(request: Request) -> Response:
    """Describe the dataset (VoID, 7.2: `/.well-known/void`)."""
    triples: list[Triple] = await request.app.state.library.ask(lambda knowledge: knowledge.about())
    said = [one for one in triples if one[1] != term("dcterms:source")]
    said.append((DATASET, term("void:sparqlEndpoint"), Iri(str(request.url_for("sparql")))))
    said += [(DATASET, term("void:subset"), graph) for graph in GRAPHS.values()]
    return _rdf(request, said)


def _rdf(request: Request, said: list[Triple]) -> Response:
    form = negotiation.triples(request.headers.get("accept", "").replace("text/html", "text/turtle"))
    if not form:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, "accept Turtle, N-Triples, JSON-LD or RDF/XML")
    data = serialise(said, {"json": "jsonld", "xml": "rdfxml"}.get(form, form), {**PREFIXES, "sd": _SD})
    return Response(data, headers={"Vary": "Accept"}, media_type=_MEDIA[form])
