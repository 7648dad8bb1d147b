"""Where text and bytes come from and go to: paths and open files, text or binary."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import IO, Any

__all__ = ["Source", "contents", "deliver", "write_atomically"]

Source = str | os.PathLike[str] | IO[str] | IO[bytes]
"""A path, or an open file, text or binary."""


def contents(source: Source, *, limit: int) -> str | bytes:
    """Everything in a file, but no more than one byte beyond *limit*, so that too much is noticed and not loaded.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    if isinstance(source, (str, os.PathLike)):
        with Path(source).open("rb") as file:
            return file.read(limit + 1)
    return source.read(limit + 1)


def deliver(content: str | bytes, target: Source) -> None:
    """Write text or bytes to a path, in UTF-8 and all or nothing, or to an open file, text or binary.

    Raises
    ------
    OSError
        The file cannot be written; what stood there stands there still.
    """
    if isinstance(target, (str, os.PathLike)):
        write_atomically(Path(target), content.encode() if isinstance(content, str) else content)
        return
    file: Any = target
    try:
        file.write(content)
    except TypeError:  # text to a binary file, or the other way round
        file.write(content.encode() if isinstance(content, str) else content.decode())


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
    handle, name = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
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
