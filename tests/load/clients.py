"""What clients do: good ones, whose every answer is checked, and bad ones, of whom the good ones must not notice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tests.load.link import Link, Reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from random import Random

    Good = Callable[[Link, "World", Random], Awaitable[Reply]]
    Bad = Callable[[Link, "World", Random], Awaitable[str]]

_TRIES = 3
_SPARED = 6.0
"""Seconds after a kill in which an answer may break off: the longest that one may take, and a little."""
_JSON = {"Accept": "application/sparql-results+json"}
_CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"
_HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
_LONG = "SELECT * { ?s ?p ?o }"


@dataclass(slots=True)
class World:
    """What clients know and tell: concepts and relations to ask for, ETags, and what became of each request."""

    port: int
    end: float
    agents: Sequence[str]
    targets: Sequence[str]
    edges: Sequence[tuple[str, str]]
    tags: dict[str, str] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    later: Counter[str] = field(default_factory=Counter)
    robbed: float = float("-inf")
    """When a worker was last killed from outside."""
    bad: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    @property
    def running(self) -> bool:
        """Tell whether there is time left."""
        return time.monotonic() < self.end


def _sparql(query: str) -> str:
    return f"/sparql?query={quote(query)}"


async def select(link: Link, world: World, chance: Random) -> Reply:
    """Ask a small question in the address."""
    number, agent = chance.randrange(10_000), chance.choice(world.agents)
    return await link.ask("GET", _sparql(f"SELECT ?o ({number} AS ?n) {{ ig:{agent} rdfs:label ?o }}"), _JSON)


async def repeated(link: Link, world: World, chance: Random) -> Reply:
    """Ask what was asked before."""
    return await link.ask("GET", _sparql(f"SELECT ?o {{ ig:{chance.choice(world.agents)} ?p ?o }}"), _JSON)


async def form(link: Link, world: World, chance: Random) -> Reply:
    """Ask in a form."""
    query = (
        f"SELECT ?a ?l {{ ?a a ig:Agent ; rdfs:label ?l }} ORDER BY ?l LIMIT {chance.randrange(1, len(world.agents))}"
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return await link.ask("POST", "/sparql", _JSON | kind, urlencode({"query": query}).encode())


async def body(link: Link, world: World, chance: Random) -> Reply:
    """Ask with the query as the body, over a join."""
    agent = chance.choice(world.agents)
    query = f"SELECT ?p (COUNT(*) AS ?n) {{ ?a a ig:Agent ; ?p ?o FILTER(?a != ig:{agent}) }} GROUP BY ?p"
    return await link.ask("POST", "/sparql", _JSON | {"Content-Type": "application/sparql-query"}, query.encode())


async def packed(link: Link, _: World, chance: Random) -> Reply:
    """Ask for a long answer, compressed."""
    query = f"SELECT ?s ?o {{ ?s rdfs:label ?o }} LIMIT {2000 + chance.randrange(100)}"
    return await link.ask("GET", _sparql(query), _JSON | {"Accept-Encoding": "gzip"})


async def conditional(link: Link, world: World, chance: Random) -> Reply:
    """Ask whether an answer is still the same."""
    target = _sparql(f"SELECT ?p {{ ig:{chance.choice(world.targets)} ?p ?o }}")
    tag = world.tags.get(target)
    reply = await link.ask("GET", target, _JSON | ({"If-None-Match": tag} if tag else {}))
    world.tags[target] = reply.headers.get("etag", "")
    return reply


async def find(link: Link, world: World, chance: Random) -> Reply:
    """Search a name by its beginning."""
    return await link.ask("GET", f"/find?name={quote(chance.choice(world.agents)[:5])}")


async def path(link: Link, world: World, chance: Random) -> Reply:
    """Ask how two concepts are related."""
    return await link.ask("GET", f"/path?from={chance.choice(world.agents)}&to={chance.choice(world.targets)}")


async def why(link: Link, world: World, chance: Random) -> Reply:
    """Ask for a proof."""
    subject, target = chance.choice(world.edges)
    return await link.ask("GET", f"/why?subject={subject}&relation=blocks&object={target}")


async def page(link: Link, world: World, chance: Random) -> Reply:
    """Read the page of a concept."""
    return await link.ask("GET", f"/{chance.choice(world.agents)}", {"Accept": "text/html", "Accept-Encoding": "gzip"})


async def turtle(link: Link, world: World, chance: Random) -> Reply:
    """Read a concept as Turtle."""
    return await link.ask("GET", f"/{chance.choice(world.targets)}", {"Accept": "text/turtle"})


async def graph(link: Link, _: World, __: Random) -> Reply:
    """Read a whole graph."""
    return await link.ask("GET", "/graphs?graph=https://w3id.org/immunograph/graph-mappings")


async def health(link: Link, _: World, chance: Random) -> Reply:
    """Ask for a sign of life, the metrics or what the server says of itself."""
    return await link.ask(
        "GET", chance.choice(["/health", "/metrics", "/.well-known/void", "/sparql", "/openapi.json"])
    )


GOOD: dict[str, tuple[Good, int]] = {
    "small query, GET": (select, 30),
    "repeated query": (repeated, 20),
    "query, form": (form, 10),
    "query, body": (body, 5),
    "long answer, gzip": (packed, 3),
    "conditional": (conditional, 15),
    "find": (find, 10),
    "path": (path, 3),
    "why": (why, 3),
    "page": (page, 10),
    "Turtle of a concept": (turtle, 5),
    "graph": (graph, 1),
    "health, metrics, VoID": (health, 5),
}
"""Kinds of good requests, and how often each is made."""


def right(kind: str, reply: Reply) -> str:
    """Say what is wrong with an answer to a good request, or nothing."""
    allowed = {"conditional": (200, 304), "path": (200, 404)}.get(kind, (200,))
    if reply.status not in allowed:
        return f"{reply.status} {reply.body[:200].decode(errors='replace')}"
    if "json" in reply.headers.get("content-type", "") and reply.status == 200:
        with contextlib.suppress(ValueError):
            json.loads(reply.body)
            return ""
        return "broken JSON"
    return "" if reply.body or reply.status == 304 else "empty"


async def _answered(kind: str, link: Link, world: World, chance: Random) -> str:
    """Ask, and ask again when told to come back later (RFC 9110, 10.2.3); say what is wrong with the answer.

    An answer whose worker was killed from outside while it was sent breaks off, for a whole one must not be feigned; it
    is asked for again as well.
    """
    for _ in range(_TRIES):
        try:
            reply = await GOOD[kind][0](link, world, chance)
        except asyncio.IncompleteReadError as error:
            if time.monotonic() > world.robbed + _SPARED:
                return f"{type(error).__name__} {error}"
        except (OSError, TimeoutError) as error:
            return f"{type(error).__name__} {error}"
        else:
            if "retry-after" not in reply.headers:
                return right(kind, reply)
        world.later[kind] += 1
        await asyncio.sleep(chance.uniform(0.5, 1))
    return "told too often to come later"


async def good(world: World, address: str, chance: Random, pause: float) -> None:
    """Ask, check each answer, think a while, and ask again until the time is over."""
    link = Link(world.port, address)
    kinds, weights = list(GOOD), [weight for _, weight in GOOD.values()]
    while world.running:
        (kind,) = chance.choices(kinds, weights)
        begun = time.monotonic()
        fault = await _answered(kind, link, world, chance)
        world.took[kind].append(time.monotonic() - begun)
        if fault:
            world.failed[kind].append(fault)
        await asyncio.sleep(chance.uniform(0, 2 * pause))
    await link.close()


async def _status(link: Link, target: str, **more: str) -> str:
    return str((await link.ask("GET", target, {**_JSON, **more})).status)


async def wrong(link: Link, _: World, chance: Random) -> str:
    """Ask what is not SPARQL, not allowed, not there, or not HTTP."""
    if chance.random() < 0.2:
        pipe = await link.send(chance.choice(["\x16\x03\x01", "GET\0", "BREW"]), "/ \r\n\r\n\x00")
        return (await pipe.read(12))[9:].decode(errors="replace") or "closed"
    texts = ("SELECT *", "ASK { SERVICE <http://127.0.0.1:9/> {} }", "INSERT DATA { <a:s> <a:p> 1 }", "x" * 9000)
    targets = [*map(_sparql, texts), "/nothing-of-the-kind", "/find", "/../../etc/passwd", _sparql("ASK " + "{" * 5000)]
    return await _status(link, chance.choice(targets))


async def greedy(link: Link, _: World, chance: Random) -> str:
    """Ask what needs more time or memory than it may have."""
    return await _status(link, _sparql(f"{chance.choice([_CROSS, _HUNGRY])} # {chance.random()}"))


async def huge(link: Link, _: World, chance: Random) -> str:
    """Ask for an answer without end; it is broken off."""
    try:
        return await _status(link, _sparql(f"{_HUGE} # {chance.random()}"), **{"Accept-Encoding": "identity"})
    except (OSError, asyncio.IncompleteReadError):
        return "broken off"


async def slow(link: Link, world: World, chance: Random) -> str:
    """Read a long answer a little at a time."""
    pipe = await link.send("GET", _sparql(f"{_LONG} # {chance.random()}"), _JSON)
    for _ in range(40):
        if not world.running or not await pipe.read(2000):
            return "cut off"
        await asyncio.sleep(0.1)
    return "left"


async def gone(link: Link, world: World, chance: Random) -> str:
    """Hang up in the middle of a question, of the wait or of the answer."""
    stage = chance.randrange(3)
    if stage == 0:
        await link.send("POST", "/sparql", {"Content-Length": "1000", "Content-Type": "application/sparql-query"})
    else:
        pipe = await link.send("GET", _sparql(f"{_CROSS if stage == 1 else _LONG} # {chance.random()}"), _JSON)
        if stage == 2:
            await pipe.read(1000)
    await asyncio.sleep(chance.uniform(0, 0.3))
    return "hung up" if world.running else "ended"


BAD: dict[str, tuple[Bad, int]] = {
    "wrong": (wrong, 5),
    "greedy": (greedy, 3),
    "huge": (huge, 2),
    "slow": (slow, 4),
    "gone": (gone, 4),
}
"""Kinds of bad clients, and how many there are of each."""


async def bad(kind: str, world: World, address: str, chance: Random, pause: float) -> None:
    """Do one kind of harm again and again, over a new connection each time."""
    while world.running:
        link = Link(world.port, address)
        try:
            said = await BAD[kind][0](link, world, chance)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            said = type(error).__name__
        await link.close()
        world.bad[kind][said] += 1
        await asyncio.sleep(chance.uniform(0, 2 * pause))
