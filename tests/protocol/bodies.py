"""How schemathesis sends what is neither JSON nor a form: as the text that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import schemathesis

if TYPE_CHECKING:
    from schemathesis import SerializationContext


@schemathesis.serializer("application/sparql-query")
def query(_: SerializationContext, value: object) -> bytes:
    """Send a query in the body (SPARQL 1.1 Protocol, 2.1.3)."""
    return str(value).encode()
