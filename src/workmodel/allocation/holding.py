"""Who is taken when: units of each resource held by tasks, as lists of moments in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from attrs import define, field

__all__ = ["Held"]

_EVER = -(2**62)


@define
class Held:
    """One resource and what holds it.

    A task holds its units from its start to its finish, breaks included. Where there is less of the resource for a time than
    it wants, it holds all there is.

    Attributes
    ----------
    changes, rooms
        From when there is how much of it. [min since 1970], [1/10 000]

    Examples
    --------
    >>> one = Held([0], [10_000])
    >>> one.hold("a", 10, 20, 10_000)
    >>> one.next_free(5, 15, 10_000), one.next_free(20, 30, 10_000), one.until(20)
    (20, None, ('a',))
    """

    changes: list[int]
    rooms: list[int]
    moments: list[int] = field(factory=lambda: [_EVER])
    used: list[int] = field(factory=lambda: [0])
    ended: dict[int, list[str]] = field(factory=dict)
    holders: list[tuple[int, int, str]] = field(factory=list)

    def hold(self, name: str, start: int, finish: int, units: int) -> None:
        """Let a task hold so many units."""
        if start >= finish or not units:
            return
        first, end = self._cut(start), self._cut(finish)
        for n in range(first, end):
            self.used[n] += units
        for n in (end, first):  # stretches that hold as much as the one before are one with it
            if self.used[n] == self.used[n - 1]:
                del self.moments[n], self.used[n]
        self.ended.setdefault(finish, []).append(name)
        self.holders.append((start, finish, name))

    def _cut(self, moment: int) -> int:
        place = bisect_left(self.moments, moment)
        if place == len(self.moments) or self.moments[place] != moment:
            self.moments.insert(place, moment)
            self.used.insert(place, self.used[place - 1])
        return place

    def next_free(self, start: int, finish: int, units: int) -> int | None:
        """``None`` where so many units are free throughout; else the first moment from which to ask again."""
        here = start
        n = bisect_right(self.moments, here) - 1
        k = max(bisect_right(self.changes, here) - 1, 0)
        blocked = False
        while here < finish or blocked:
            free = self._fits(n, k, units)
            if blocked and free:
                return here
            blocked = blocked or not free
            ahead = [
                self.moments[n + 1] if n + 1 < len(self.moments) else None,
                self.changes[k + 1] if k + 1 < len(self.changes) else None,
            ]
            known = [one for one in ahead if one is not None]
            if not known:
                return None
            here = min(known)
            n += ahead[0] == here
            k += ahead[1] == here
        return None

    def _fits(self, n: int, k: int, units: int) -> bool:
        room = self.rooms[k]
        return not room or self.used[n] + min(units, room) <= room

    def full(self, units: int) -> list[tuple[int, int]]:
        """From when till when so many units are not free, in order."""
        edges = sorted({*self.moments[1:], *self.changes})
        found: list[tuple[int, int]] = []
        for start, finish in pairwise(edges):
            n, k = bisect_right(self.moments, start) - 1, bisect_right(self.changes, start) - 1
            if not self._fits(n, max(k, 0), units):
                goes_on = found and found[-1][1] == start
                found.append((found.pop()[0] if goes_on else start, finish))
        return found

    def holding(self, start: int, finish: int) -> tuple[str, ...]:
        """What holds it at any time between two moments."""
        return tuple(
            dict.fromkeys(name for begin, end, name in self.holders if begin < finish and end > start)
        )

    def last_end(self, start: int, finish: int) -> int:
        """The last moment after the one and no later than the other at which something stops holding it; else the first."""
        return max((end for end in self.ended if start < end <= finish), default=start)

    def squared(self) -> int:
        """Units held, squared, summed over time. [1/10 000 squared × min]"""
        ends = zip(self.moments, self.moments[1:], self.used, strict=False)
        return sum(units * units * (end - start) for start, end, units in ends if units)

    def until(self, moment: int) -> tuple[str, ...]:
        """What held it until a moment."""
        return tuple(dict.fromkeys(self.ended.get(moment, ())))
