"""A log in a file: one record a line, each with its length and a checksum, so that nothing damaged passes for whole.

::

    ["5a03c1de 512", [{"number": 1, ...},   {...}]]

A write that was cut short leaves a beginning of a line, perhaps followed by zeros: nobody was told that it is kept,
so it counts for nothing, and the next record takes its place. Everything else that is not as it was written is damage.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from workmodel.errors import DamagedStore
from workmodel.storage import disk

__all__ = ["LogFile"]

_HEAD: Final = re.compile(rb'\["([0-9a-f]{8}) ([1-9][0-9]*)", ')
_BEGUN: Final = re.compile(rb'(\["?|\["[0-9a-f]{1,8}|\["[0-9a-f]{8} ([1-9][0-9]*("(, ?)?)?)?)?')
_LONGEST_HEAD: Final = 40
_TAIL: Final = b"]\n"
_LOOKS: Final = 3


class _NotWhole(Exception):
    """A line that is not what was written, with its number."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(number, problem)
        self.number = number
        self.problem = problem


class LogFile:
    """The records of one log; where they end is kept in mind, so that only what was added since is looked at.

    Attributes
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ends = [0]  # of each record, in bytes from the beginning
        self._checks = [0]

    def __len__(self) -> int:
        return len(self._ends) - 1

    @property
    def size(self) -> int:
        """Bytes of all whole records."""
        return self._ends[-1]

    def size_after(self, number: int) -> int:
        """Bytes of the records behind one."""
        return self._ends[-1] - self._ends[number]

    def check_of(self, number: int) -> int:
        """The checksum of a record."""
        return self._checks[number]

    def refresh(self) -> None:
        """Look for records that were added.

        Raises
        ------
        DamagedStore
            A line is not what was written.
        """
        if disk.size(self.path) < self.size:
            raise DamagedStore(self.where(len(self)), "the file is shorter than it was before")
        for look in range(_LOOKS):
            try:
                found = disk.contents(self.path, self._ends[-1])
                for check, _, length in _records(found, len(self) + 1):
                    self._checks.append(check)
                    self._ends.append(self._ends[-1] + length)
                break
            except _NotWhole as problem:
                # where a torn write was just being replaced, half of the old and half of the new may have been read
                if look == _LOOKS - 1:
                    raise DamagedStore(self.where(problem.number), problem.problem) from None

    def read(self, first: int, last: int | None = None) -> Sequence[str]:
        """Records from one number to another, or to the end.

        Raises
        ------
        DamagedStore
            A line is not what was written.
        """
        self.refresh()
        to = len(self) if last is None else min(last, len(self))
        if first > to:
            return ()
        content = disk.contents(self.path, self._ends[first - 1], self._ends[to])
        try:
            found = [record for _, record, _ in _records(content, first)]
        except _NotWhole as problem:
            raise DamagedStore(self.where(problem.number), problem.problem) from None
        if len(found) < to - first + 1:
            raise DamagedStore(self.where(first + len(found)), "it was there before, and is no more")
        return [str(record, "utf-8") for record in found]

    def append(self, record: str) -> None:
        """Add a record for good. The caller holds the lock, and has just looked for others.

        Raises
        ------
        OSError
            It cannot be done, and nothing was.
        """
        content = record.encode()
        check = zlib.crc32(content)
        line = _line(check, content)
        disk.append(self.path, self._ends[-1], line)
        self._checks.append(check)
        self._ends.append(self._ends[-1] + len(line))

    def where(self, number: int) -> str:
        """A line, as an error names it."""
        return f"{self.path}, line {number},"


def _line(check: int, record: bytes) -> bytes:
    return b'["%08x %d", %s%s' % (check, len(record), record, _TAIL)


def _records(content: bytes, number: int) -> Iterator[tuple[int, bytes, int]]:
    """Checksum, content and length of each whole record; a torn end is passed over."""
    place = 0
    while place < len(content):
        head = _HEAD.match(content, place, place + _LONGEST_HEAD)
        rest = len(content) - place
        if head is None:
            if b"\n" not in content[place:] and _begins_a_line(content[place:]):
                return
            raise _NotWhole(number, "it does not begin like a record")
        size = int(head[2])
        end = head.end() + size
        whole = (end + len(_TAIL) - place) <= rest
        if not whole and b"\n" not in content[place:]:
            return
        record = content[head.end() : end]
        if content[end : end + len(_TAIL)] != _TAIL or len(record) != size:
            if _ends_in_zeros(content[place:], end + len(_TAIL) - 1 - place):
                return
            raise _NotWhole(number, "its length is not the one that it names")
        if zlib.crc32(record) != int(head[1], 16):
            raise _NotWhole(number, "its checksum is not the one that it names")
        yield int(head[1], 16), record, end + len(_TAIL) - place
        place = end + len(_TAIL)
        number += 1


def _begins_a_line(rest: bytes) -> bool:
    """Whether it could be the beginning of a line that was never written to its end."""
    return _BEGUN.fullmatch(rest.rstrip(b"\0")) is not None


def _ends_in_zeros(rest: bytes, most: int) -> bool:
    """Whether it is a line without its end, and zeros behind it: what a loss of power may leave."""
    written = rest.rstrip(b"\0")
    return len(written) < most and b"\n" not in written
