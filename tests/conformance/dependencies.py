"""Read what the package depends on, and why, from `pyproject.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).parents[2] / "pyproject.toml"
_SECTIONS = {"[project]": "", "[project.optional-dependencies]": "extra ", "[dependency-groups]": "group "}
_OPENED = re.compile(r"([\w-]+) = \[")
_ITEM = re.compile(r'"([A-Za-z][^"]*)"')


@dataclass(frozen=True, slots=True)
class Dependency:
    """One requirement: where it stands (`core`, `extra text`, `group test`), its text, and its reason."""

    part: str
    requirement: str
    reason: str

    @property
    def name(self) -> str:
        """Give the name of the distribution, as it is written."""
        return re.split(r"[<>=!~;\[ ]", self.requirement)[0]

    @property
    def licence(self) -> str:
        """Tell the licence that an installed distribution states, or nothing."""
        try:
            about = metadata(self.name)
        except PackageNotFoundError:
            return ""
        stated = about.get("License-Expression") or _short(about.get("License") or "")
        classified = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License")]
        return stated or ", ".join(classified)


def _short(text: str) -> str:
    return text if "\n" not in text and len(text) < len("Apache-2.0 WITH LLVM-exception AND MIT") * 2 else ""


def dependencies() -> Iterator[Dependency]:
    """Give every requirement, in the order of the file."""
    section = part = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section, part = line, ""
        elif section in _SECTIONS:
            if opened := _OPENED.match(line):
                part = _part(section, opened[1])
            code, _, reason = line.partition(" # ")
            if part:
                yield from (Dependency(part, one, reason.strip()) for one in _ITEM.findall(code))
            if code.rstrip().endswith("]"):
                part = ""


def _part(section: str, name: str) -> str:
    if section == "[project]":
        return "core" if name == "dependencies" else ""
    return _SECTIONS[section] + name
