"""What a folder of plans asks of the operating system: every call stands here, and each is done as a whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from workmodel.errors import StoreBusy, StoreError, StoreUnavailable
from workmodel.storage.asked import at_random

__all__ = ["UNFINISHED", "append", "contents", "held", "made_folder", "put", "size", "telling"]

UNFINISHED: Final = ".new-"
"""How files begin that are not in place yet."""


_FIRST_PAUSE: Final = 0.0005  # [s]
_LONGEST_PAUSE: Final = 0.02  # [s]
_TAKEN: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _give_back(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def telling(where: Path) -> Iterator[None]:
    """Tell what the system refuses as an error of ours."""
    try:
        yield
    except StoreError:  # some of them are errors of the system as well
        raise
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise StoreUnavailable(str(problem.filename or where), said[:1].lower() + said[1:]) from problem


@contextmanager
def held(path: Path, timeout: float, what: str) -> Iterator[None]:
    """Hold a lock that the system gives back by itself when the process ends, however it ends.

    Raises
    ------
    OSError
        The file of the lock cannot be made.
    StoreBusy
        Others held it for so many seconds.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        until = time.monotonic() + timeout
        pause = _FIRST_PAUSE
        while True:
            try:
                _take(file)
                break
            except OSError as problem:
                if problem.errno not in _TAKEN:
                    raise
            if time.monotonic() >= until:
                raise StoreBusy(what, timeout)
            time.sleep(pause / 2 + at_random(pause))
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        try:
            yield
        finally:
            with suppress(OSError):  # closing gives it back as well
                _give_back(file)
    finally:
        os.close(file)


def append(path: Path, end: int, content: bytes) -> None:
    """Put bytes behind the first *end* bytes of a file, in place of whatever a torn write left there, for good.

    Raises
    ------
    OSError
        It cannot be done; the file ends where it ended.
    """
    new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            os.ftruncate(file, end)
            os.lseek(file, end, os.SEEK_SET)
            _write(file, content)
            os.fsync(file)
            if new or end == 0:
                _settle(path.parent)
        except BaseException:
            with suppress(OSError):  # what is left of it is not whole, or was never told to be kept
                os.ftruncate(file, end)
            raise
    finally:
        with suppress(OSError):  # it is kept, or refused already
            os.close(file)


def _write(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def put(path: Path, content: bytes, *, lasting: bool) -> None:
    """Put a file in place as a whole: whoever looks sees the old one or the new one, never a part.

    Parameters
    ----------
    path
        The file.
    content
        What is in it.
    lasting
        Whether to wait until it would survive a loss of power.

    Raises
    ------
    OSError
        It cannot be done; what stood there stands there still.
    """
    name = path.parent / f"{UNFINISHED}{uuid.uuid4().hex}"
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            _write(file, content)
            if lasting:
                os.fsync(file)
        finally:
            os.close(file)
        name.replace(path)
        if lasting:
            _settle(path.parent)
    except BaseException:
        with suppress(OSError):
            name.unlink()
        raise


def _settle(folder: Path) -> None:
    """Wait until a folder knows its files for good; Windows does so by itself."""
    if sys.platform == "win32":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def made_folder(path: Path) -> None:
    """A folder that is there for good, and the ones above it."""
    if not path.is_dir():
        made_folder(path.parent)
        path.mkdir(exist_ok=True)
        _settle(path.parent)


def size(path: Path) -> int:
    """Bytes in a file; none where there is no file."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def contents(path: Path, begin: int, end: int | None = None) -> bytes:
    """The bytes of a file from one place to another, or as far as there are any; none where there is no file."""
    try:
        with path.open("rb") as file:
            file.seek(begin)
            return file.read() if end is None else file.read(end - begin)
    except FileNotFoundError:
        return b""
