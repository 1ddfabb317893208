"""What is held against which standard, and where each comes from."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PATHS = ("tests/protocol/test_w3c.py", "tests/conformance", "tests/robot", "tests/install/test_wheel.py")


@dataclass(frozen=True, slots=True)
class Suite:
    """One row of the table.

    Args:
        name: what is checked.
        tests: a pattern that is found in the ids of its tests.
        against: tells the version of what it is held against, or nothing.
        needs: what is to be done where none of its tests could run.
    """

    name: str
    tests: str
    against: Callable[[], str]
    needs: str


def _folder(variable: str, below: str) -> Callable[[], str]:
    """Name a folder of tests by what is in it, for the W3C gives it no version."""

    def digest() -> str:
        top = Path(os.environ.get(variable, "nowhere")) / below
        files = sorted(path for path in top.rglob("*") if path.is_file())
        parts = (path.relative_to(top).as_posix().encode() + b"\0" + path.read_bytes() for path in files)
        total = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        return f"sha256 {total[:12]}" if files else ""

    return digest


def _packages(*names: str) -> Callable[[], str]:
    """Name the packages with their versions."""
    return lambda: ", ".join(f"{name} {found}" for name in names if (found := _version(name)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _peers(*names: str) -> Callable[[], str]:
    """Name packages of the other environment with their versions."""

    def told() -> str:
        python = ROOT / ".venv" / "peers" / "bin" / "python"
        code = f"from importlib.metadata import version\nprint(*(f'{{n}} {{version(n)}}' for n in {names}), sep=', ')"
        if not python.exists():
            return ""
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
        return done.stdout.strip()

    return told


def _robot() -> str:
    java, spec = shutil.which("java"), find_spec("cmem_plugin_reason")
    if not java or not spec or not spec.submodule_search_locations:
        return ""
    jar = Path(spec.submodule_search_locations[0]) / "robot.jar"
    done = subprocess.run([java, "-jar", jar, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


_SPARQL = _folder("IMMUNOGRAPH_W3C", "sparql11")
_SHACL = _folder("IMMUNOGRAPH_W3C_SHACL", "tests/core")
_W3C = "set IMMUNOGRAPH_W3C to the folder sparql of a copy of https://github.com/w3c/rdf-tests"
_SHAPES = "set IMMUNOGRAPH_W3C_SHACL to the folder data-shapes-test-suite of https://github.com/w3c/data-shapes"
_OTHERS = "install the group peers into .venv/peers, as scripts/conformance does"
_JAVA = "install Java 11 or newer and the group robot"
_PART = "install the package that is named in pyproject.toml for it"
SUITES = (
    Suite("W3C SPARQL 1.1 results formats, by HTTP", r"w3c.py::test_evaluation\[(csv-tsv|json)-res", _SPARQL, _W3C),
    Suite("W3C SPARQL 1.1 query, by HTTP", r"w3c.py::test_(syntax|evaluation)\[", _SPARQL, _W3C),
    Suite("W3C SPARQL 1.1 update, by HTTP", r"w3c.py::test_update\[", _SPARQL, _W3C),
    Suite("W3C SPARQL 1.1 protocol", r"w3c.py::test_protocol\[", _SPARQL, _W3C),
    Suite("W3C SPARQL 1.1 Graph Store Protocol", r"w3c.py::test_graph_store\[", _SPARQL, _W3C),
    Suite("W3C SHACL Core, our engine", r"test_core\[shacl-", lambda: f"{_SHACL()}, {_packages('shacl')()}", _SHAPES),
    Suite("W3C SHACL Core, pySHACL", r"test_core\[pyshacl-", lambda: f"{_SHACL()}, {_packages('pyshacl')()}", _SHAPES),
    Suite("SSSOM, official validator", r"test_exchange.py::.*sssom", _peers("sssom", "sssom-schema"), _OTHERS),
    Suite("KGX, official validator", r"test_exchange.py::.*kgx", _peers("kgx", "biolink-model"), _OTHERS),
    Suite("Bioregistry", r"test_exchange.py::.*bioregistry", _peers("bioregistry"), _OTHERS),
    Suite("OWL 2 DL and RL profile", r"test_logic.py::.*profile", _robot, _JAVA),
    Suite("consistency and entailments, HermiT", r"test_logic.py::", _robot, _JAVA),
    Suite("our checks beside ROBOT's report", r"robot/test_report.py::", _robot, _JAVA),
    Suite("JSON-LD is the Turtle, rdflib", r"test_jsonld.py::.*by_rdflib", _packages("rdflib"), _PART),
    Suite("JSON-LD is the Turtle, PyLD", r"test_jsonld.py::.*by_pyld", _packages("pyld"), _PART),
    Suite("FAIR, in the way of FOOPS", r"test_fair.py::", lambda: "no network", _PART),
    Suite("VoID and DCAT descriptions", r"test_descriptions.py::", _packages("shacl", "pyshacl"), _PART),
    Suite("dependencies: each with its reason, and used", r"test_dependencies.py::", lambda: "", _PART),
    Suite("dependencies: licences", r"::test_what_it_needs_is_permissive", _packages("pip-licenses"), _PART),
    Suite("dependencies: advisories", r"::test_no_advisory_is_known", _packages("pip-audit"), _PART),
)
"""A test belongs to the first whose pattern fits."""
BESIDE = r"test_wheel.py::test_the_|conformance/test_report.py::"
"""Tests of the same files that check other things."""


def suite_of(test: str) -> Suite | None:
    """Find where a test belongs."""
    return next((suite for suite in SUITES if re.search(suite.tests, test)), None)
