"""The official validators of other formats find nothing wrong with our downloads, and do find what is planted there."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from immunograph.tables import shipped_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_mappings_are_sssom(peer: Callable[..., list[str]], released: Path) -> None:
    """The package `sssom` parses every row; JSON Schema, prefixes and CURIEs are right."""
    assert peer("sssom_faults.py", released / "immunograph.sssom.tsv") == []


def test_the_validator_of_sssom_sees_what_is_planted(
    peer: Callable[..., list[str]], released: Path, tmp_path: Path
) -> None:
    """A prefix that nobody declares."""
    text = (released / "immunograph.sssom.tsv").read_text(encoding="utf-8")
    (tmp_path / "planted.tsv").write_text(text.replace("\tNCIT:", "\tNOBODY:", 1), encoding="utf-8")
    assert any("NOBODY" in fault for fault in peer("sssom_faults.py", tmp_path / "planted.tsv"))


def test_nodes_and_edges_are_kgx(peer: Callable[..., list[str]], released: Path) -> None:
    """The validator of the package `kgx` accepts every record, by the Biolink model of `biolink-model`."""
    assert peer("kgx_faults.py", *_kgx(released)) == []


def test_the_validator_of_kgx_sees_what_is_planted(
    peer: Callable[..., list[str]], released: Path, tmp_path: Path
) -> None:
    """A category that Biolink does not have, and an edge without a predicate."""
    nodes, edges, mappings = (tmp_path / path.name for path in map(_copied(tmp_path), _kgx(released)))
    nodes.write_text(nodes.read_text(encoding="utf-8").replace("biolink:Drug", "biolink:Potion", 1), encoding="utf-8")
    first, rest = edges.read_text(encoding="utf-8").split("\n", 1)
    record = {name: value for name, value in json.loads(first).items() if name != "predicate"}
    edges.write_text(json.dumps(record) + "\n" + rest, encoding="utf-8")
    faults = " ".join(peer("kgx_faults.py", nodes, edges, mappings))
    assert "Potion" in faults
    assert "predicate" in faults


def test_prefixes_are_those_of_the_bioregistry(peer: Callable[..., list[str]], released: Path) -> None:
    """Each prefix of an outside identifier is registered, and the identifiers have the form of the registry."""
    assert peer("prefix_faults.py", shipped_folder() / "prefixes.tsv", released / "immunograph.sssom.tsv") == []


def _kgx(folder: Path) -> list[Path]:
    return [folder / f"immunograph{name}" for name in ("_nodes.jsonl", "_edges.jsonl", ".sssom.tsv")]


def _copied(folder: Path) -> Callable[[Path], Path]:
    from pathlib import Path

    return lambda path: Path(shutil.copy(path, folder))
