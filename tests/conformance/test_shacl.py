"""The W3C's tests of SHACL Core, run through the module that checks our releases, with each of its engines.

They are not in this repository. Set IMMUNOGRAPH_W3C_SHACL to the folder `data-shapes-test-suite` of a copy of the
W3C's `data-shapes`.
"""

from __future__ import annotations

import os
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.conformance import shacl_suite as suite

from immunograph.errors import InputError
from immunograph.shapes import ENGINES, validate

FOLDER = Path(os.environ.get("IMMUNOGRAPH_W3C_SHACL", "nowhere")).resolve() / "tests" / "core"
_HERE = FOLDER.is_dir()
_CASES = list(suite.cases(FOLDER)) if _HERE else []
_KNOWN = {
    ("pyshacl", "property/uniqueLang-002"): 'pySHACL takes "1"^^xsd:boolean for the true that sh:uniqueLang asks for'
}

pytestmark = [
    pytest.mark.skipif(not _HERE, reason="set IMMUNOGRAPH_W3C_SHACL to the folder data-shapes-test-suite of the W3C"),
    pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning"),
]


def _marked(engine: str, case: suite.Case) -> object:
    reason = _KNOWN.get((engine, case.name))
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(engine, case, id=f"{engine}-{case.name}", marks=marks)


@pytest.mark.parametrize(("engine", "case"), [_marked(engine, case) for engine in ENGINES for case in _CASES])
def test_core(engine: str, case: suite.Case) -> None:
    """The results are those expected: node, path, value and constraint component, as often as expected."""
    if not find_spec(engine):
        pytest.skip(f"{engine} is not installed")
    try:
        results = validate(case.data, case.shapes, engine)
    except InputError:
        assert case.expected is None
        return
    found = Counter((suite.plain(one.node), one.path, suite.plain(one.value), one.component) for one in results)
    assert found == case.expected
