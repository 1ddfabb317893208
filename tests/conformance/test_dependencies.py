"""Each dependency has a reason, and it is used; nothing is used that is no dependency."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

from tests.conformance.dependencies import FILE, dependencies

PACKAGE = Path(__file__).parents[2] / "graph" / "immunograph"
UNSEEN = {
    "backports": "loading/sources.py imports it by the name that the version of Python has for it",
    "httptools": "uvicorn parses HTTP with it",
    "uvloop": "uvicorn runs on it",
}
"""Modules that no import of ours names, and why they are needed."""


def module(name: str) -> str:
    """Give the module that a distribution brings."""
    return name.lower().replace("-", "_").partition(".")[0]


def imported() -> set[str]:
    """List the modules of others that the package imports anywhere."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return {one.lower() for one in found} - {one.lower() for one in sys.stdlib_module_names} - {"immunograph"}


def test_every_requirement_is_read() -> None:
    """The table has the lines of the file: nothing is lost between the brackets."""
    file = tomllib.loads(FILE.read_text(encoding="utf-8"))
    listed = [
        ("core", file["project"]["dependencies"]),
        *((f"extra {name}", items) for name, items in file["project"]["optional-dependencies"].items()),
        *((f"group {name}", items) for name, items in file["dependency-groups"].items()),
    ]
    expected = [(part, item) for part, items in listed for item in items]
    assert [(one.part, one.requirement) for one in dependencies()] == expected


def test_every_dependency_has_its_reason() -> None:
    """Beside it, in words."""
    assert [one.requirement for one in dependencies() if not one.reason] == []


def test_what_is_required_is_used_and_what_is_used_is_required() -> None:
    """Of the core and the extras; pyspark as well."""
    required = {module(one.name) for one in dependencies() if not one.part.startswith("group")}
    assert required - imported() == set(UNSEEN)
    assert imported() - required == set()


def test_an_extra_is_what_its_tests_install() -> None:
    """A group that tests or types an extra names the same versions as the extra."""
    extras = {one.name: one.requirement for one in dependencies() if not one.part.startswith("group")}
    shared = [one for one in dependencies() if re.search("extra is (tested|measured)|types of an? extra", one.reason)]
    assert len(shared) > 20
    wrong = [one for one in shared if one.name in extras and one.requirement != extras[one.name]]
    assert wrong == []
