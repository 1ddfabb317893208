"""Look for bytes that break a reader: fuzz.py TARGET SECONDS. What is found is written to corpus/TARGET/."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["immunograph"]):
    from targets import TARGETS, attempt, seeds

HERE = Path(__file__).parent


def main(target: str, seconds: str) -> None:
    """Fuzz one target from its seeds and from what was kept."""
    work, kept = HERE.parents[1] / "output" / "fuzz" / target, HERE / "corpus" / target
    for folder in (work, kept):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (work / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={kept}/",
        "-max_len=20000",
        "-rss_limit_mb=1500",
        "-timeout=20",
    ]
    atheris.Setup([sys.argv[0], str(work), str(kept), *options], lambda data: attempt(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: fuzz.py TARGET SECONDS; the targets are {' '.join(TARGETS)}")
    main(*sys.argv[1:])
