"""`Timetables`: a workspace's calendars, compiled, where one more can come and an unused one makes room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workmodel.scheduling.clock import HEAD, PER_CALENDAR, compiled_calendars, one_calendar
from workmodel.scheduling.frame import CalendarNumbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workmodel.calendars import WorkCalendar

__all__ = ["NoRoom", "Timetables"]

_SPARE: Final = 48  # calendars that may be there beside those of the beginning


class NoRoom(Exception):
    """All calendars are in use and there are too many; caught by who asked."""


class Timetables(CalendarNumbers):
    """Calendars by number, and ``T``, the array in which kernels find them (see `workmodel.scheduling.clock`).

    Parameters
    ----------
    calendars
        The calendars of the beginning, in the order of their numbers.
    lo, hi
        The stretch of time. [min since 1970]
    arrays
        Whether kernels want an array, rather than a list.
    in_use
        Which numbers anything runs on, asked only when all are taken.
    """

    def __init__(
        self,
        calendars: Sequence[WorkCalendar],
        lo: int,
        hi: int,
        *,
        arrays: bool,
        in_use: Callable[[], set[int]],
    ) -> None:
        super().__init__(list(calendars), {calendar: number for number, calendar in enumerate(calendars)})
        self.lo, self.hi, self.arrays, self.in_use = lo, hi, arrays, in_use
        self.most = len(self.calendars) + _SPARE
        made = compiled_calendars(self.calendars, lo, hi, _SPARE)
        self.T: Any = made if arrays else made.tolist()
        self.end = len(self.T)
        self._places: dict[int, tuple[int, int]] = {}  # of those that came later: where, and how long
        self._free: list[int] = []
        self.asked: set[int] = set()  # numbers that an edit has been told, and will use

    def number(self, calendar: WorkCalendar) -> int:
        """The number of a calendar, which is compiled if it is new.

        Raises
        ------
        NoRoom
            There are too many.
        """
        known = self.numbers.get(calendar)
        if known is None:
            known = self._added(calendar)
        self.asked.add(known)
        return known

    def _added(self, calendar: WorkCalendar) -> int:
        number = self._next()
        # computed for just this stretch: the timeline that all equal calendars share is made when somebody counts on it
        head, part, places = one_calendar(calendar, self.lo, self.hi, computed=True)
        place = self._place(number, len(part))
        part[places:] += place
        head[0] += place
        head[1] += place
        begin = HEAD + PER_CALENDAR * number
        self.T[begin : begin + PER_CALENDAR] = head
        self.T[place : place + len(part)] = part if self.arrays else part.tolist()
        self.numbers[calendar] = number
        if number < len(self.calendars):
            self.calendars[number] = calendar
        else:
            self.calendars.append(calendar)
        return number

    def _next(self) -> int:
        """A number for a calendar more."""
        if len(self.calendars) < self.most:
            return len(self.calendars)
        if not self._free:
            used = self.in_use() | self.asked
            self._free = [number for number in self._places if number not in used]
            for number in self._free:
                del self.numbers[self.calendars[number]]
        if not self._free:
            raise NoRoom
        return self._free.pop()

    def _place(self, number: int, length: int) -> int:
        """Where to put a calendar of that length: where its number's last one lay, if that is long enough."""
        import numpy as np

        place, room = self._places.get(number, (0, 0))
        if room >= length:
            return place
        place, room = self.end, length + length // 8
        self.end += room
        missing = self.end - len(self.T)
        if missing > 0 and self.arrays:  # others as long will follow
            more = missing + room * (self.most - number)
            self.T = np.concatenate([self.T, np.zeros(more, dtype=np.int64)])
        elif missing > 0:
            self.T.extend([0] * missing)
        self._places[number] = place, room
        return place
