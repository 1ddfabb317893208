"""Render the page with pyvis's `Network` and our own autoescaping template."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from immunograph.page.facts import facts

if TYPE_CHECKING:
    from immunograph.network import Network
    from immunograph.reading import Reader

_SCRIPTS = ("shapes.js", "names.js", "words.js", "map.js", "details.js", "main.js")
_OPTIONS = """{"physics": {"enabled": false}, "interaction": {"hover": true, "keyboard": false, "tooltipDelay": 100000,
"selectConnectedEdges": false, "dragNodes": false},
"nodes": {"shape": "custom"}, "layout": {"improvedLayout": false}}"""


def render(network: Network, reader: Reader) -> str:
    """Draw the page.

    Args:
        network: the concepts and relations to show.
        reader: for their definitions, sources and proofs.

    Returns:
        One HTML document; the same graph gives the same text. It loads nothing, and its content security policy
        (W3C CSP 3) lets only the scripts run that are in it.
    """
    from pyvis.network import Network as Drawing

    known = facts(network, reader)
    drawing = Drawing(height="100%", width="100%", directed=True, cdn_resources="in_line")
    drawing.set_options(_OPTIONS)
    # the two lists are filled directly: add_node and add_edge cost the square of the size
    drawing.nodes = [
        {"id": slug, "x": concept["spot"][0], "y": concept["spot"][1], "group": concept["kind"]}
        for slug, concept in known["concepts"].items()
    ]
    drawing.edges = [{"from": s, "to": o, "title": relation} for s, relation, o, *_ in known["edges"]]
    environment = Environment(
        loader=PackageLoader("immunograph", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    engine = _vis()
    script = "\n".join(_read(f"js/{name}") for name in _SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}\n}})();'
    policy = " ".join(_hash(text) for text in (engine, script))
    environment.globals.update(
        facts=known,
        style=Markup(_read("style.css")),  # noqa: S704 - our own file
        engine=Markup(engine),  # noqa: S704 - from a package
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy,
    )
    drawing.templateEnv = environment
    drawing.path = "template.html"
    return str(drawing.generate_html(name="immunograph.html", notebook=False))


def _read(name: str) -> str:
    return (importlib.resources.files("immunograph") / "page" / name).read_text(encoding="utf-8")


def _vis() -> str:
    """Read the vis-network script that pyvis brings along."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "lib"
    script = max(folder.glob("vis-*/vis-network.min.js"))
    return script.read_text(encoding="utf-8").replace("</script", "<\\/script")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
