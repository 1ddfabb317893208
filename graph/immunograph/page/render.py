"""Render the page with pyvis's `Network` and our own autoescaping template."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import json
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from immunograph.errors import StoreError
from immunograph.page.facts import drawing, facts
from immunograph.page.pack import pack
from immunograph.page.triples import columns, without
from immunograph.vocabulary import PREFIXES, ig

if TYPE_CHECKING:
    from immunograph.network import Network
    from immunograph.reading import Reader

_OPTIONS = '{"physics": {"enabled": false}, "interaction": {"keyboard": false}, "layout": {"improvedLayout": false}}'


def render(network: Network, reader: Reader, *, sparql: bool = True) -> str:
    """Draw the page.

    Args:
        network: the concepts and relations to show.
        reader: for their definitions, sources and proofs.
        sparql: whether the page carries a SPARQL engine, and for it all that is said of the concepts.

    Returns:
        One HTML document; the same graph gives the same text. It loads nothing, and its content security policy
        (W3C CSP 3) lets only the scripts run that are in it.

    Raises:
        StoreError: the package was not built properly, so that parts of the page are missing.
    """
    from pyvis.network import Network as Drawing

    view = Drawing(height="100%", width="100%", directed=True, cdn_resources="in_line")
    view.set_options(_OPTIONS)
    # the two lists are filled directly: add_node and add_edge cost the square of the size
    view.nodes, view.edges = drawing(network)
    environment = Environment(
        loader=PackageLoader("immunograph", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["pack"] = pack
    environment.filters["json"] = _json
    boot, script = (_asset(name).decode() for name in ("boot.js", "page.js"))
    environment.globals.update(
        facts=facts(network, reader),
        style=Markup(_style()),  # noqa: S704 - our own file
        script=script,
        boot=Markup(boot),  # noqa: S704 - our own file
        policy=" ".join(_hash(text) for text in (boot, script)),
        sparql=_sparql(network, reader) if sparql else {},
    )
    view.templateEnv = environment
    view.path = "template.html"
    return str(view.generate_html(name="immunograph.html", notebook=False))


def _sparql(network: Network, reader: Reader) -> dict[str, bytes | str]:
    """Gather what the SPARQL worker needs: a script, the engine, and the graph.

    The digests of passages stay out: they serve programs that hold the sources, and no other text takes more room.
    """
    graphs = {
        name: [triple for triple in triples if triple[1] != ig("digest")] for name, triples in reader.graphs().items()
    }
    if outside := {ig(slug) for slug in reader.labels if slug not in network}:
        graphs = without(graphs, outside)
    return {
        "worker": _asset("worker.js"),
        "oxigraph": _asset("oxigraph.wasm"),
        "triples": _json({**columns(graphs), "prefixes": PREFIXES}),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _style() -> str:
    return (importlib.resources.files("immunograph") / "page" / "style.css").read_text(encoding="utf-8")


def _asset(name: str) -> bytes:
    """Read what the build of the package fetched."""
    try:
        return (importlib.resources.files("immunograph") / "page" / "assets" / name).read_bytes()
    except FileNotFoundError as error:
        message = f"{name}: the package lacks this part of the page; install it again with pip, which fetches it"
        raise StoreError(message) from error


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
