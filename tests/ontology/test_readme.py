"""The guide to the tables says what the tables are."""

from __future__ import annotations

import pytest

from immunograph.columns import CONCEPTS, FILES, RELATIONS, Column
from immunograph.tables import shipped_folder

GUIDE = (shipped_folder() / "README.md").read_text(encoding="utf-8")
TABLES: dict[str, tuple[Column, ...]] = {"concepts/*.tsv": CONCEPTS, "relations/*.tsv": RELATIONS, **FILES}


@pytest.mark.parametrize("name", TABLES)
def test_the_guide_says_what_each_column_means(name: str) -> None:
    """The table of the guide is that of the program."""
    lines = [f"### `{name}`", "", "| column | meaning |", "| --- | --- |"]
    for column in TABLES[name]:
        optional = "" if column.required else " (may be empty)"
        lines.append(f"| `{column.name}`{optional} | {column.meaning.replace('|', '&#124;')} |")
    assert "\n".join(lines) in GUIDE


def test_the_guide_names_only_what_is_there() -> None:
    """Folders and files of its overview exist."""
    for name in ("schema.ttl", "shapes.ttl", "concepts", "relations", "rules", "queries", "checks", *FILES):
        assert (shipped_folder() / name).exists()
        assert name in GUIDE
