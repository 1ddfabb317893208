"""A corpus, dealt into shards: files wherever they are, large ones by parts, small ones together."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from pyarrow import fs

from immunograph.errors import UsageError
from immunograph.loading.sources import Bounded
from immunograph.text.documents import FORMATS, checked, format_of, json_document, known, read
from immunograph.text.values import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from immunograph.text.documents import Items

SIZE = 16 << 20
"""Bytes of a shard, about: what is read again at the most after a worker was killed."""
_FILES = 2000
_SMALL = 1 << 18
_PACKED = (".gz", ".bz2", ".zst")


class Part(NamedTuple):
    """A file, or of a file of lines those that begin from one byte to another.

    Args:
        uri: where it is: a path, or what pyarrow opens (`s3://`, `gs://`, `hdfs://`).
        name: how its documents are called.
        begin: the first byte.
        end: the byte behind the last one.
    """

    uri: str
    name: str
    begin: int
    end: int


class Shard(NamedTuple):
    """What is read at once: its number in the order of the corpus, its name, and its parts."""

    number: int
    name: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Count its bytes."""
        return sum(part.end - part.begin for part in self.parts)


def located(place: str) -> tuple[fs.FileSystem, str]:
    """Find the file system of a path or URI.

    Raises:
        UsageError: nothing opens such an address.
    """
    if "://" not in place:
        return fs.LocalFileSystem(), str(Path(place).resolve())
    try:
        return cast("tuple[fs.FileSystem, str]", fs.FileSystem.from_uri(place))
    except (ValueError, OSError) as error:
        message = f"{place}: cannot be opened ({error}); name a path, s3://, gs:// or hdfs://"
        raise UsageError(message) from error


def deal(corpus: str, dictionary: str) -> list[Shard]:
    """Deal a corpus into shards, the same way for the same files and dictionary.

    Args:
        corpus: a file or folder.
        dictionary: the digest of the dictionary, so that another one is read anew.

    Raises:
        UsageError: there is nothing to read.
    """
    parts = list(_parts(corpus))
    if not parts:
        message = f"{corpus}: no documents there; they end in .xml, .jsonl, .txt, .html or .pdf, also with .gz"
        raise UsageError(message)
    groups: list[list[Part]] = []
    filled = SIZE
    for part in parts:
        if filled >= SIZE or len(groups[-1]) >= _FILES or _alone(part) or _alone(groups[-1][-1]):
            groups.append([])
            filled = 0
        groups[-1].append(part)
        filled += part.end - part.begin
    return [Shard(number, _name(number, group, dictionary), tuple(group)) for number, group in enumerate(groups)]


def _alone(part: Part) -> bool:
    """Tell whether a part fills a shard: files of many documents do, so that each has its own."""
    return FORMATS[format_of(part.name, b"")].many and part.end - part.begin > _SMALL


def _name(number: int, parts: Sequence[Part], dictionary: str) -> str:
    what = [dictionary, *(repr(tuple(part)) for part in parts)]
    return f"{number:06d}-{hashlib.sha256(chr(10).join(what).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _parts(corpus: str) -> Iterator[Part]:
    system, path = located(corpus)
    info = system.get_file_info(path)
    if info.type == fs.FileType.NotFound:
        message = f"{corpus}: there is no such file or folder"
        raise UsageError(message)
    found = [info] if info.type == fs.FileType.File else system.get_file_info(fs.FileSelector(path, recursive=True))
    scheme = corpus.split("://", 1)[0] + "://" if "://" in corpus else ""
    for one in sorted(found, key=lambda one: one.path):
        if one.type != fs.FileType.File or one.base_name.startswith((".", "_")) or not known(one.base_name):
            continue
        name = one.path[len(path) :].lstrip("/") or one.base_name
        lines = format_of(name, b"") == "jsonl" and not name.endswith(_PACKED)
        step = SIZE if lines else max(one.size, 1)
        for begin in range(0, max(one.size, 1), step):
            yield Part(scheme + one.path, name, begin, min(begin + step, one.size))


def documents(part: Part) -> Items:
    """Read the documents of a part; a file that cannot be opened is skipped."""
    try:
        yield from _documents(part)
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", "") or next(iter(str(error).splitlines()), type(error).__name__)
        yield Skipped(f"cannot be read ({why[:80]})", part.name)


def _documents(part: Part) -> Items:
    system, path = located(part.uri)
    if part.begin or (format_of(part.name, b"") == "jsonl" and not part.name.endswith(_PACKED)):
        with system.open_input_file(path) as file:
            yield from _lines(cast("IO[bytes]", file), part)
        return
    with system.open_input_stream(path, compression="detect" if path.endswith(_PACKED) else None) as stream:
        unpacked = Bounded(cast("IO[bytes]", stream), lambda: part.end) if path.endswith(_PACKED) else stream
        file = io.BufferedReader(cast("io.RawIOBase", unpacked), 1 << 20)
        yield from read(cast("IO[bytes]", file), part.name, format_of(part.name, b""))


def _lines(file: IO[bytes], part: Part) -> Items:
    """Read the lines that begin within a part: one that begins before it belongs to the part before."""
    begin = part.begin
    with io.BufferedReader(cast("io.RawIOBase", file), 1 << 20) as lines:
        lines.seek(max(begin - 1, 0))
        if begin:
            begin += len(lines.readline()) - 1
        for line in lines:
            if begin >= part.end:
                return
            if line.strip():
                yield checked(json_document(line, f"{part.name} at byte {begin}"))
            begin += len(line)
