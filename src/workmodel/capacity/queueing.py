"""Work that comes and work that is done, day by day, as a fluid: what waits, and how long.

What comes first is done first. What arrived until the end of a day is done once as much has been done in all as had
arrived; the working time until then is its wait. Where the days end before that, what is left is taken to be done at the
last rate, so that the wait is backlog ÷ rate, which is Little's law. Whole numbers in, exact fractions out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

__all__ = ["Queue", "queue"]


@frozen(eq=False)
class Queue:
    """What waits at the end of each day.

    Attributes
    ----------
    backlog
        What has arrived and is not done.
    caught_up
        What of the backlog was done in time left over.
    wait
        How long what arrived last waits; ``None``: it is never done. [working min]
    """

    backlog: list[int]
    caught_up: list[int]
    wait: list[Fraction | None]


def queue(
    arrived: Sequence[int], served: Sequence[int], spare: Sequence[int], minutes: Sequence[int]
) -> Queue:
    """What waits, where so much arrives and is done on each day.

    Parameters
    ----------
    arrived, served
        By day; what is not served at once waits.
    spare
        What could be done of a backlog on each day beyond that.
    minutes
        How much working time each day has.

    Notes
    -----
    O(days). J. D. C. Little, "A proof for the queuing formula: L = λW", Operations Research 9 (1961), 383–387; the
    cumulative curves are those of G. F. Newell, Applications of Queueing Theory, 1971.

    Examples
    --------
    >>> found = queue([12] * 5, [8] * 5, [0] * 5, [480] * 5)
    >>> found.backlog, [str(one) for one in found.wait]
    ([4, 8, 12, 16, 20], ['240', '480', '720', '960', '1200'])
    """
    backlog, caught_up, done = [], [], []
    left = 0
    for comes, goes, more in zip(arrived, served, spare, strict=True):
        left += comes - goes
        extra = min(max(left, 0), more)
        left -= extra
        backlog.append(left)
        caught_up.append(extra)
        done.append(goes + extra)
    return Queue(backlog, caught_up, _waits(backlog, done, minutes))


def _waits(backlog: Sequence[int], done: Sequence[int], minutes: Sequence[int]) -> list[Fraction | None]:
    """Working time from the end of each day until what waits then is done."""
    days = len(backlog)
    rate = next(((done[n], minutes[n]) for n in range(days - 1, -1, -1) if done[n] and minutes[n]), None)
    found: list[Fraction | None] = []
    ahead, passed, end = 0, 0, 0  # done, and minutes gone by, on the days from the next one until *end*
    for day, left in enumerate(backlog):
        if end <= day:
            ahead, passed, end = 0, 0, day + 1
        while end < days and ahead < left:
            ahead, passed, end = ahead + done[end], passed + minutes[end], end + 1
        if not left:
            found.append(Fraction(0))
        elif ahead >= left:
            last = end - 1
            share = Fraction(left - (ahead - done[last]), done[last])
            found.append(passed - minutes[last] + share * minutes[last])
        else:
            found.append(None if rate is None else passed + Fraction((left - ahead) * rate[1], rate[0]))
        if day + 1 < end:  # the next day is behind the next turn
            ahead, passed = ahead - done[day + 1], passed - minutes[day + 1]
    return found
