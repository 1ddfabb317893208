"""Rows are counted in the bytes of an answer, whatever its values are and wherever the pieces end."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from immunograph import results
from immunograph.workers.rows import counter

_PARTS = st.lists(
    st.sampled_from(['}},{"', '"', "\n", "\r\n", ",", "}", "{", "</result>", "\\", "x", "\t", "é"]), max_size=5
)
_CELLS = st.one_of(st.none(), _PARTS.map("".join))


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
@given(rows=st.lists(st.tuples(st.integers(0, 9), _CELLS), max_size=12), step=st.integers(1, 40))
def test_the_count_is_that_of_the_engine(form: str, rows: list[tuple[int, str | None]], step: int) -> None:
    """For values made of what marks rows, cut anywhere."""
    values = " ".join(f"({n} {'UNDEF' if text is None else ox.Literal(text)})" for n, text in rows)
    answer = ox.Store().query(f"SELECT ?n ?text {{ VALUES (?n ?text) {{ {values} }} }}")
    out, found = io.BytesIO(), counter(form)
    results.write(answer, form, out)
    data = out.getvalue()
    assert found is not None
    for start in range(0, len(data), step):
        found.take(data[start : start + step])
    assert found.rows == (max(1, len(rows)) if form == "json" else len(rows))
