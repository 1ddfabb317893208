"""Findings in the forms that people and their tools read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from immunograph.validation import CODES

if TYPE_CHECKING:
    from immunograph.model import Finding


def text(finding: Finding, folder: str) -> str:
    """Write a finding as editors read it; a warning says so."""
    place, code = finding.place, CODES[finding.code]
    mark = "warning: " if code.level == "warning" else ""
    return f"{folder}/{place}: {finding.code} {mark}{finding.message}"


def github(finding: Finding, folder: str) -> str:
    """Write a finding as a workflow command, so that it shows in a pull request."""
    place, code = finding.place, CODES[finding.code]
    line = f",line={place.line}" if place.line else ""
    column = f",col={place.column}" if place.column else ""
    message = finding.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{code.level} file={folder}/{place.path}{line}{column},title={finding.code}::{message}"


def records(findings: list[Finding]) -> list[dict[str, object]]:
    """Give findings as JSON values."""
    return [
        {**asdict(one.place), "level": CODES[one.code].level, "code": one.code, "message": one.message}
        for one in findings
    ]


def sarif(findings: list[Finding], folder: str) -> dict[str, Any]:
    """Give findings in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0)."""
    rules = [
        {
            "id": code.name,
            "shortDescription": {"text": code.meaning},
            "help": {"text": code.cure},
            "defaultConfiguration": {"level": code.level},
        }
        for code in CODES.values()
    ]
    results = [
        {
            "ruleId": one.code,
            "level": CODES[one.code].level,
            "message": {"text": one.message},
            "locations": [{"physicalLocation": _location(one, folder)}],
        }
        for one in findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "immunograph", "rules": rules}}, "results": results}],
    }


def _location(finding: Finding, folder: str) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": place.line, "startColumn": max(place.column, 1)}
    where: dict[str, Any] = {"artifactLocation": {"uri": f"{folder}/{place.path}"}}
    return {**where, "region": region} if place.line else where


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    >>> counted(1, "error"), counted(0, "error")
    ('1 error', '0 errors')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
