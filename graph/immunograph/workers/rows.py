"""Count the rows of an answer in its bytes, while the engine itself writes them."""

from __future__ import annotations

from typing import Protocol


class Counter(Protocol):
    """Counts rows in bytes that come piece by piece."""

    rows: int

    def take(self, data: bytes) -> None:
        """Count what a piece adds."""


class Marked:
    """Rows that end with a mark which no value can contain: a line of TSV, `</result>` of XML.

    Args:
        mark: ends a row.
        head: how many marks there are that end no row.
    """

    def __init__(self, mark: bytes, head: int = 0) -> None:
        self._mark, self.rows, self._rest = mark, -head, b""

    def take(self, data: bytes) -> None:
        """Count the marks, also one that two pieces share."""
        data = self._rest + data
        self.rows += data.count(self._mark)
        self._rest = data[max(0, len(data) - len(self._mark) + 1) :]


class Quoted:
    """Lines of CSV; inside quotation marks a line end is part of a value."""

    def __init__(self) -> None:
        self.rows, self._inside, self._rest = -1, False, b""

    def take(self, data: bytes) -> None:
        """Count the line ends outside of quotation marks."""
        for part in data.split(b'"'):
            if not self._inside:
                self.rows += part.count(b"\n")
            self._inside = not self._inside
        self._inside = not self._inside


class Braced:
    """Rows of SPARQL JSON, which are parted by `}},{"` and the first letter of a variable.

    In a value, the quotation mark would be escaped, or end the value: then `}` or `,` follows it, and no letter does.
    A row without any value is not counted, being two letters long; an answer without rows counts as one.
    """

    def __init__(self) -> None:
        self.rows, self._rest = 1, b""

    def take(self, data: bytes) -> None:
        """Count the beginnings of rows."""
        data = self._rest + data
        self.rows += data.count(b'}},{"') - data.count(b'}},{"}') - data.count(b'}},{",')
        tail = data[-5:]
        # what may go on in the next piece is counted there
        if tail == b'}},{"':
            self.rows -= 1
            self._rest = tail
        else:
            self._rest = next((tail[-n:] for n in (4, 3, 2, 1) if tail.endswith(b'}},{"'[:n])), b"")


def counter(form: str) -> Counter | None:
    """Choose how to count the rows of a format that the engine writes; None for others."""
    if form == "json":
        return Braced()
    if form == "csv":
        return Quoted()
    return {"tsv": Marked(b"\n", 1), "xml": Marked(b"</result>")}.get(form)
