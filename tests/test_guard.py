"""No query gets out: the engine itself says whether SERVICE or LOAD is a keyword in a text."""

from __future__ import annotations

import pytest

from immunograph.errors import QueryError
from immunograph.guard import refuse_outside

_EX = "PREFIX ex: <http://127.0.0.1:9/> "


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { sErViCe SILENT <http://127.0.0.1:9/> {} }",
        r"ASK { \u0053ERVICE <http://127.0.0.1:9/> {} }",
        r"ASK { \U00000073erv\u0049CE <http://127.0.0.1:9/> {} }",
        "PREFIX : <http://127.0.0.1:9/> ASK { SERVICE:a {} }",
        _EX + "ASK { SERVICE ex:a {} }",
        "ASK { SERVICE ?x {} }",
        "ASK { ?s ?p 1SERVICE<http://127.0.0.1:9/> {} }",
        "ASK { ?s ?p trueSERVICE<http://127.0.0.1:9/> {} }",
        _EX + r"ASK { ?s ?p ex:a\#b. SERVICE ex:a {} }",
        _EX + r"ASK { ?s ?p ex:a\'b. SERVICE ex:a {} #'" + "\n}",
        _EX + "ASK { ?s ?p ?x FILTER(?x<'a>#') SERVICE ex:a {} }",
        _EX + "ASK { ?s ?p ?x FILTER(?x<?y#>'''\n) SERVICE ex:a {} #'''\n}",
        "PREFIX SERVICE: <http://127.0.0.1:9/> ASK { SERVICE SERVICE:a {} }",
        "ASK { # comment\nSERVICE <http://127.0.0.1:9/> {} }",
        "ASK { { SELECT * { GRAPH ?g { SERVICE <http://127.0.0.1:9/> {} } } } }",
    ],
)
def test_a_query_that_reaches_outside_is_refused(text: str) -> None:
    """Escapes, comments, odd names and missing blanks hide nothing from the engine's own parser."""
    with pytest.raises(QueryError):
        refuse_outside(text, "query")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service <http://example.org/service> 'SERVICE' } # SERVICE",
        "PREFIX service: <http://example.org/> ASK { service:service a service: }",
        r'SELECT ("\u0053ERVICE" AS ?x) {}',
        "ASK { ?s ?p '''\nSERVICE <http://127.0.0.1:9/> {}''' }",
        "ASK { ?s ?p 'x'@service }",
    ],
)
def test_the_word_is_free_where_it_is_no_keyword(text: str) -> None:
    """In strings, IRIs, comments, variables, prefixes and names."""
    refuse_outside(text, "query")


@pytest.mark.parametrize(
    "text", ["LOAD <http://127.0.0.1:9/>", r"\u004cOAD SILENT <a:b>", "CLEAR ALL;load<a:b>INTO GRAPH<a:c>"]
)
def test_an_update_that_fetches_is_refused(text: str) -> None:
    """LOAD would make the server fetch a document."""
    with pytest.raises(QueryError):
        refuse_outside(text, "update", update=True)
    refuse_outside("INSERT DATA { <a:payload> <a:load> 'LOAD' }", "update", update=True)
