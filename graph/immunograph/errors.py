"""What can go wrong, as one tree.

ImmunoGraphError
├── InputError     rows of the tables, or a file of the ontology, are wrong   exit 1
├── NothingFound   the question was fine and has no answer                    exit 1
├── LimitError     the question was fine and needs more than it may have      exit 1
├── UsageError     an argument is wrong: an unknown concept, format, name     exit 2
├── QueryError     the SPARQL is wrong or not allowed                         exit 2
├── StoreError     the store is missing, broken or of another version         exit 2
└── OutputError    the result could not be written                            exit 2

The text of each says `where: what is wrong; what to do`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from immunograph.model import Finding


class ImmunoGraphError(Exception):
    """Base of all errors that this package raises on purpose."""

    exit_code: ClassVar[int] = 2


class InputError(ImmunoGraphError):
    """Report every wrong place of the ontology at once.

    Args:
        findings: what is wrong, in the order of path, line and column.
    """

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class NothingFound(ImmunoGraphError):  # noqa: N818 - it is an answer, not a fault
    """Say that a well-put question has no answer."""

    exit_code = 1


class LimitError(ImmunoGraphError):
    """Say which limit a query went over, and what to do.

    Args:
        limit: `seconds`, `memory`, `size`, `rows`, `depth` or `waiting`.
        message: the whole text.
    """

    exit_code = 1

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


class UsageError(ImmunoGraphError):
    """Say which argument is wrong and what would be right."""


class QueryError(ImmunoGraphError):
    """Say where a SPARQL query is wrong.

    Args:
        message: what is wrong.
        name: the file or saved query, or `query` for text given directly.
        line: from 1, or 0 where the place is not known.
        column: from 1, or 0 where the place is not known.
    """

    def __init__(self, message: str, *, name: str = "query", line: int = 0, column: int = 0) -> None:
        self.message, self.name, self.line, self.column = message, name, line, column
        place = f"{name}:{line}:{column}" if line else name
        super().__init__(f"{place}: {message}")


class StoreError(ImmunoGraphError):
    """Say that a store cannot be opened and how to get one that can."""


class OutputError(ImmunoGraphError):
    """Say that a file could not be written; what stood there before is untouched."""
