"""Files of RDF: their formats by name, opened through their compression, counted and digested while they are read."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import importlib
import io
import sys
import tempfile
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast
from xml.parsers import expat

import pyoxigraph as ox

from immunograph.errors import InputError, UsageError
from immunograph.model import Finding, Place
from immunograph.syntax import from_triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from immunograph.terms import Triple

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".obo": None,  # translated to RDF/XML first
}
_PACKED = (".gz", ".bz2", ".zst")
_ROOM, _SWELL = 64 << 20, 250
"""Bytes that every packed file may have when it is unpacked, and how many times its size it may have beyond that."""
_DEEPEST = 1000  # elements within elements; those of ontologies are a dozen
_ENTITY = 256  # characters; those of real ontologies are namespaces


def split(path: Path) -> tuple[str, str]:
    """Give the stem and the suffix of the format, without that of the compression.

    Raises:
        UsageError: no format has this name.

    >>> from pathlib import Path
    >>> split(Path("go/hp.obo.gz"))
    ('hp', '.obo')
    """
    bare = path.with_suffix("") if path.suffix in _PACKED else path
    if bare.suffix not in FORMATS:
        message = (
            f"{path}: no format has this name; known are {', '.join(FORMATS)}, also packed as {', '.join(_PACKED)}"
        )
        raise UsageError(message)
    return bare.stem, bare.suffix


class Counted(io.RawIOBase):
    """A file that tells what was read of it.

    Args:
        file: open for reading bytes.
        say: told the number of bytes after each read.
    """

    def __init__(self, file: IO[bytes], say: Callable[[int], None]) -> None:
        self._file, self._say, self.digest, self.size = file, say, hashlib.sha256(), 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read, digest and tell."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        count = cast("io.BufferedReader", self._file).readinto(view)
        self.digest.update(view[:count])
        self._say(count)
        self.size += count
        return count


class Bounded(io.RawIOBase):
    """An unpacked file that ends with an OSError when it swells beyond all measure.

    Args:
        file: open for reading bytes.
        size: gives the packed bytes until now, or all of them.
    """

    def __init__(self, file: IO[bytes], size: Callable[[], int]) -> None:
        self._file, self._size, self._given = file, size, 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read, and see that it was not too much.

        Raises:
            OSError: it was.
        """
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._file.read(len(view))
        view[: len(data)] = data
        self._given += len(data)
        if self._given > max(_ROOM, _SWELL * self._size()):
            raise OSError(f"it swells to more than {_SWELL} times its size, as bombs do")
        return len(data)


@contextmanager
def unpacked(path: Path, say: Callable[[int], None]) -> Iterator[tuple[IO[bytes], Counted]]:
    """Open a file through its compression.

    Args:
        path: the file.
        say: told the number of bytes (packed ones) after each read.

    Yields:
        The unpacked bytes, and the packed file with its digest.

    Raises:
        InputError: it is damaged.
        UsageError: zstd is not installed.
    """
    with path.open("rb", buffering=0) as file:
        counted = Counted(cast("IO[bytes]", file), say)
        raw = cast("IO[bytes]", io.BufferedReader(counted, 1 << 20))
        try:
            through = _through(path, raw)
            bounded = cast("io.RawIOBase", Bounded(through, lambda: counted.size)) if through is not raw else None
            yield cast("IO[bytes]", io.BufferedReader(bounded, 1 << 18)) if bounded else raw, counted
        except _broken() as error:
            raise damaged(path, str(error)) from error
        except OSError as error:
            if error.errno is not None:  # the disk's fault, not the stream's
                raise
            raise damaged(path, str(error)) from error


def _through(path: Path, raw: IO[bytes]) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if path.suffix == ".bz2":
        return bz2.BZ2File(raw)
    if path.suffix == ".zst":
        return cast("IO[bytes]", _zstd(path).ZstdFile(raw))
    return raw


_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"


def _zstd(path: Path) -> ModuleType:
    with suppress(ImportError):
        return importlib.import_module(_ZSTD)
    message = f"{path}: this needs backports.zstd; install immunograph[load], or unpack the file yourself"
    raise UsageError(message)


def _broken() -> tuple[type[Exception], ...]:
    """Give the errors of unpacking; only when one was raised, for zstd is seldom needed."""
    with suppress(ImportError):
        zstd = importlib.import_module(_ZSTD)
        return EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError
    return EOFError, gzip.BadGzipFile, zlib.error


def damaged(path: Path | str, why: str, line: int = 1, column: int = 1) -> InputError:
    """Make the error of a file that cannot be read to its end."""
    return InputError(
        [Finding(Place(str(path), line, column), "not-readable", f"{why}; mend the file, or get it again")]
    )


def refuse_bombs(path: Path) -> None:
    """Refuse XML that is dangerous or not whole; see `refuse_entities`."""
    with unpacked(path, lambda _: None) as (file, _counted):
        refuse_entities(file, path)


def refuse_entities(file: IO[bytes], path: Path | str) -> None:
    """Refuse XML whose entities grow or fetch, that is nested very deeply, or that was cut off.

    The engine takes the square of the depth, and the first part of a document for the whole.

    Raises:
        InputError: an entity names another, a file or an address, or is long; or it is not XML from beginning to end.
    """
    parser, depth = expat.ParserCreate(), 0

    def here(why: str) -> InputError:
        return damaged(path, why, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def entity(name: str, parameter: int, value: str | None, _base: object, system: str | None, *_: object) -> None:
        if parameter or system or value is None or "&" in value or "%" in value or len(value) > _ENTITY:
            why = f"the XML entity {name[:40]} names another one, a file or an address, or is long, as in an attack"
            raise here(why)

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise here(f"its elements are nested more than {_DEEPEST} deep")

    def end(_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.EntityDeclHandler, parser.StartElementHandler, parser.EndElementHandler = entity, start, end
    try:
        while data := file.read(1 << 16):
            parser.Parse(data)
        parser.Parse(b"", True)  # noqa: FBT003 - the end
    except (LookupError, ValueError) as error:
        raise damaged(path, f"not XML that can be read: {error}") from error
    except expat.ExpatError as error:
        raise damaged(path, f"not XML: {expat.errors.messages[error.code]}", error.lineno, error.offset + 1) from error


def statements(path: Path) -> Iterator[Triple]:
    """Walk the triples of a file, whatever its format and compression.

    Raises:
        InputError: it is damaged.
        UsageError: no format has this name, or what reads it is not installed.
    """
    with tempfile.TemporaryDirectory() as place:
        source, form = path, FORMATS[split(path)[1]] or ox.RdfFormat.RDF_XML
        if split(path)[1] == ".obo":
            source = Path(place) / "obo.rdf"
            from_obo(path, lambda _: None, source)
        elif form == ox.RdfFormat.RDF_XML:
            refuse_bombs(path)
        with unpacked(source, lambda _: None) as (file, _counted):
            try:
                for quad in ox.parse(file, format=form):
                    yield from_triple(quad)
            except SyntaxError as error:
                raise damaged(path, f"not {form.name}: {error.msg}", error.lineno or 1, error.offset or 1) from error
            except UsageError as error:
                raise damaged(path, str(error)) from error


def from_obo(path: Path, say: Callable[[int], None], target: Path) -> str:
    """Translate OBO 1.4 into RDF/XML by its mapping to OWL 2.

    Args:
        path: the OBO file.
        say: told the number of bytes after each read.
        target: the file to write.

    Returns:
        The SHA-256 of the OBO file.

    Raises:
        InputError: it is not OBO.
        UsageError: fastobo is not installed.
    """
    try:
        import fastobo
    except ImportError as error:
        message = f"{path}: this needs fastobo; install immunograph[load], or convert the file to OWL yourself"
        raise UsageError(message) from error
    with unpacked(path, say) as (file, counted):
        try:
            document = fastobo.load(file)
        except SyntaxError as error:
            raise damaged(path, f"not OBO: {error.msg}", error.lineno or 1, error.offset or 1) from error
        except BaseException as error:
            if type(error).__module__ != "pyo3_runtime":  # its parser gives up on some files, and that is no Exception
                raise
            raise damaged(path, "not OBO that its parser can read") from error
    clauses = {clause.raw_tag() for clause in document.header}
    name = split(path)[0]
    if "ontology" not in clauses:
        document.header.append(fastobo.header.OntologyClause(name))
    if "default-namespace" not in clauses:
        document.header.append(fastobo.header.DefaultNamespaceClause(fastobo.id.UnprefixedIdent(name)))
    try:
        fastobo.dump_owl(document, str(target), format="rdf")
    except ValueError as error:
        raise damaged(path, f"not OBO that OWL can say: {error}") from error
    return counted.digest.hexdigest()
