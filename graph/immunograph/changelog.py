"""Changes as people read them: part by part, as text or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.changes import Change

VERBS = {"+": "added", "-": "removed", "~": "changed"}


def say(changes: Iterable[Change], *, markdown: bool = False) -> str:
    """Write changes part by part.

    Args:
        changes: in the order of `changes.compare`.
        markdown: with headings, verbs for signs, and nothing in a name that Markdown would take for markup.
    """
    parts: dict[str, list[Change]] = {}
    for change in changes:
        parts.setdefault(change.part, []).append(change)
    lines = []
    for part, members in parts.items():
        lines.append(f"{'### ' * markdown}{part} ({len(members)})")
        lines += [""] * markdown
        lines += [_item(change) if markdown else f"  {change}" for change in members]
        lines.append("")
    return "\n".join(lines).rstrip() or "nothing changed"


def _item(change: Change) -> str:
    return f"- {VERBS[change.sign]}: {plain(str(change).removeprefix(change.sign).strip())}"


def plain(text: str) -> str:
    """Keep Markdown from seeing HTML or links in a text.

    >>> print(plain("<b> & [x] (y)"))
    &lt;b> &amp; [x] (y)
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(").replace("][", "]\\[")
