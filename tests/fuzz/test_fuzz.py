"""No bytes make a reader fail in another way than with one of our errors.

`scripts/fuzz` looks for such bytes with coverage as its guide (atheris); what it ever found is kept in `corpus/`.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from targets import TARGETS, attempt, seeds

CORPUS = Path(__file__).parent / "corpus"
KEPT = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))
TRICKS = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\t",
    b"\n",
    b'"',
    b"'",
    b"<",
    b">",
    b"{",
    b"[" * 500,
    b"&a;",
    b"\\u0000",
    b"=cmd()",
)


def mutated(data: bytes, chance: Random) -> bytes:
    """Cut, repeat, swap or spoil a part."""
    data = data[: chance.randrange(1, 4000)] if chance.random() < 0.5 else data
    for _ in range(chance.randrange(1, 5)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in "ab")
        middle = chance.choice([*TRICKS, data[at:end][:200] * 2, bytes([chance.randrange(256)])])
        data = data[:at] + middle + data[min(end, at + chance.randrange(40)) :]
    return data


@pytest.mark.parametrize("kept", KEPT)
def test_what_was_found_once_is_not_found_again(kept: str) -> None:
    """Each input that broke a reader."""
    attempt(kept.partition("/")[0], (CORPUS / kept).read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_input_is_an_error_of_ours(target: str) -> None:
    """Thirty spoilt copies of sound input, always the same."""
    chance, sound = Random(target), seeds(target)  # noqa: S311 - no secret
    for data in sound[:3]:
        attempt(target, data)
    for _ in range(30):
        attempt(target, mutated(chance.choice(sound), chance))
