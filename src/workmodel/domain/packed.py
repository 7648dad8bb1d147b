"""Many texts in one piece: the ids and titles of a million items in a few bytes each.

A Python text takes fifty bytes beside its letters. Here all letters lie in one row, with the place where each text ends; texts
come into being when somebody reads them, a few or all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Packed"]

_SEPARATORS: Final = ("\n", "\0", "\x1f")


class Packed:
    """Texts by their place, packed.

    Cost: `between` and indexing what they read; `all` every text once, and keeps them.
    """

    __slots__ = ("_ends", "_letters", "_made", "_separator")

    def __init__(self, texts: Sequence[str]) -> None:
        self._made: tuple[str, ...] | None = None
        self._letters = b""
        self._separator = ""
        self._ends: NDArray[np.int64] | None = None
        for separator in _SEPARATORS:
            letters = separator.join(texts).encode()
            if self._hold(letters, separator, len(texts)):
                return
        self._made = tuple(texts)  # each mark stands in some text: no packing, and no harm

    @classmethod
    def shared(cls, texts: Sequence[str]) -> Packed:
        """Texts that somebody holds anyway: as they are, and not packed."""
        made = cls(())
        made._made, made._ends = tuple(texts), None
        return made

    @classmethod
    def numbered(cls, prefix: str, count: int) -> Packed:
        """Texts that are a prefix and their place: ``t0``, ``t1``, ``t2`` …"""
        import numpy as np

        head = np.frombuffer(prefix.encode(), dtype=np.uint8)
        pieces = []
        begin, digits = 0, 1
        while begin < count:
            end = min(10**digits, count)
            block = np.empty((end - begin, len(head) + digits + 1), dtype=np.uint8)
            block[:, : len(head)] = head
            numbers = np.arange(begin, end, dtype=np.int32)
            for place in range(digits):
                block[:, -2 - place] = numbers % 10 + ord("0")
                numbers //= 10
            block[:, -1] = ord("\n")
            pieces.append(block.ravel())
            begin, digits = end, digits + 1
        made = cls(())
        made._made = None
        letters = np.concatenate(pieces).tobytes()[:-1] if pieces else b""
        made._hold(letters, "\n", count)
        return made

    def _hold(self, letters: bytes, separator: str, count: int) -> bool:
        """Keep those letters, unless the separator stands inside a text."""
        import numpy as np

        marks = np.flatnonzero(np.frombuffer(letters, dtype=np.uint8) == ord(separator))
        if len(marks) != max(count - 1, 0):
            return False
        small = np.int32 if len(letters) < 2**31 else np.int64
        self._ends = np.append(marks, len(letters) if count else 0)[:count].astype(small)
        self._letters, self._separator = letters, separator
        return True

    @property
    def letters(self) -> bytes | None:
        """All letters, each text followed by a mark that is in none but the last; ``None`` where there is no such mark."""
        return None if self._ends is None else self._letters

    def longest(self) -> int:
        """Length of the longest text. [bytes]"""
        return int(self._lengths().max(initial=0))

    def shortest(self) -> int:
        """Length of the shortest text. [bytes]"""
        lengths = self._lengths()
        return int(lengths.min()) if len(lengths) else 0

    def _lengths(self) -> NDArray[np.int64]:
        import numpy as np

        if self._ends is None:
            return np.array([len(text.encode()) for text in self.all()], dtype=np.int64)
        ends: NDArray[np.int64] = self._ends.astype(np.int64)
        lengths = ends - 1
        lengths[0:1] += 1
        lengths[1:] -= ends[:-1]
        return lengths

    def __len__(self) -> int:
        if self._ends is None:
            assert self._made is not None
            return len(self._made)
        return len(self._ends)

    def __getitem__(self, place: int) -> str:
        if self._made is not None:
            return self._made[place]
        return self.between(place, place + 1)[0]

    def between(self, begin: int, end: int) -> Sequence[str]:
        """The texts of some neighbouring places."""
        if self._made is not None:
            return self._made[begin:end]
        if begin >= end:
            return ()
        assert self._ends is not None
        first = int(self._ends[begin - 1]) + 1 if begin else 0
        return self._letters[first : int(self._ends[end - 1])].decode().split(self._separator)

    def all(self) -> tuple[str, ...]:
        """Every text, made once."""
        if self._made is None:
            self._made = tuple(self.between(0, len(self)))
        return self._made
