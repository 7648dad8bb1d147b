"""Where text and bytes come from and go to: paths and open files, text or binary."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from workmodel.errors import InvalidText, WrongType
from workmodel.interchange.given import encoded, given_content, given_limit

__all__ = ["Source", "contents", "deliver", "write_atomically"]

Source = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or an open file, text or binary."""

_READABLE: Final = "a path, or a file that is open for reading"
_WRITABLE: Final = "a path, or a file that is open for writing"


def contents(source: Source, *, limit: int) -> str | bytes:
    """Everything in a file, but no more than one byte beyond *limit*, so that too much is noticed and not loaded.

    Raises
    ------
    InvalidText
        A path that cannot name a file, or text in another encoding than the file was opened with.
    OSError
        The file cannot be read.
    WrongType
        Neither a path nor a file open for reading.
    """
    given_limit(limit)
    if isinstance(source, (str, os.PathLike)):
        with _path(source).open("rb") as file:
            return file.read(limit + 1)
    read = getattr(source, "read", None)
    if not callable(read):
        raise WrongType("a file", source, _READABLE)
    try:
        found = _all(read, limit + 1) if isinstance(source, io.RawIOBase) else read(limit + 1)
    except UnicodeDecodeError as problem:
        expected = (
            f"text in {problem.encoding}, as it was opened; open it as binary, or with its own encoding"
        )
        around = problem.object[problem.start :][:20].decode("latin-1")
        raise InvalidText("the content of a file", around, expected) from None
    except OSError:
        raise
    except ValueError:  # how Python says that a file is closed
        raise WrongType("a file", source, _READABLE) from None
    return given_content(found, "what a file holds")


def _all(read: Callable[[int], bytes | None], most: int) -> bytes:
    """Everything from a file without a buffer, which gives as much at a time as is there."""
    pieces: list[bytes] = []
    while most > 0 and (piece := read(most)):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


def _path(name: str | os.PathLike[str]) -> Path:
    """A path that can name a file."""
    text = os.fspath(name)
    if not isinstance(text, str):
        raise WrongType("a path", name, "text or a pathlib.Path")
    try:
        if text and b"\x00" not in os.fsencode(text):
            return Path(text)
    except UnicodeEncodeError:  # halves of characters
        pass
    raise InvalidText("a path", text, "the name of a file, without NUL characters")


def deliver(content: str | bytes, target: Source) -> None:
    """Write text or bytes to a path, in UTF-8 and all or nothing, or to an open file, text or binary.

    Raises
    ------
    InvalidText
        A path that cannot name a file, or text that the encoding of an open file does not have.
    OSError
        The file cannot be written; what stood there stands there still.
    WrongType
        Neither a path nor a file open for writing.
    """
    if isinstance(target, (str, os.PathLike)):
        write_atomically(_path(target), encoded(content) if isinstance(content, str) else content)
        return
    write = getattr(target, "write", None)
    if not callable(write):
        raise WrongType("a file", target, _WRITABLE)
    try:
        try:
            _write(target, write, content)
        except TypeError:  # text to a binary file, or the other way round
            _write(target, write, encoded(content) if isinstance(content, str) else content.decode())
    except UnicodeEncodeError as problem:
        expected = f"text in {problem.encoding}, as it was opened; open it with encoding='utf-8'"
        raise InvalidText("what a file can hold", problem.object[problem.start :][:20], expected) from None
    except OSError:
        raise
    except (TypeError, ValueError):  # takes neither text nor bytes, or is closed
        raise WrongType("a file", target, _WRITABLE) from None


def _write(target: object, write: Callable[[Any], Any], content: str | bytes) -> None:
    """Write all of it, also to a file without a buffer, which takes as much at a time as it can."""
    if not isinstance(target, io.RawIOBase) or isinstance(content, str):
        write(content)
        return
    rest = memoryview(content)
    while rest:
        rest = rest[write(rest) or 0 :]


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place as a whole: whoever looks sees the old one or the new one, never a part.

    A symbolic link stays one; what it points at is replaced. Devices and pipes are written to, not replaced.

    Raises
    ------
    OSError
        The folder cannot be written to, or the path is a folder.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.write(content)
        return
    place = path.resolve()
    if not place.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:100]}-", dir=place.parent)
    except OSError as problem:  # told of the file that was asked for, not of the one beside it
        raise type(problem)(problem.errno, problem.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
