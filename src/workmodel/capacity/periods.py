"""Amounts per period, arrivals and reservations, spread over the hours of those who take them.

An amount lies evenly over the availability of all takers within its whole period, cumulatively, so that its parts add
up to it exactly. A period in which nobody has hours keeps its amount: nobody takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from workmodel.capacity.granting import spread
from workmodel.capacity.hours import SCALE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["earlier", "later", "period_of", "period_starts", "shares", "shares_of_each"]

_HOURS: Final = 60 * SCALE
_SECOND: Final = date(1, 1, 2)
_LAST_BUT_ONE: Final = date(9999, 12, 30)
"""The days between which all arithmetic stays within the calendar."""


def earlier(day: date, days: int) -> date:
    """A day so many days before, within the calendar.

    Examples
    --------
    >>> str(earlier(date(2026, 3, 2), 2)), str(earlier(date(1, 1, 3), 2))
    ('2026-02-28', '0001-01-02')
    """
    return min(day, max(date.fromordinal(max(day.toordinal() - days, 1)), _SECOND))


def later(day: date, days: int) -> date:
    """A day so many days after, within the calendar.

    Examples
    --------
    >>> str(later(date(2026, 3, 2), 2)), str(later(date(9999, 12, 30), 2))
    ('2026-03-04', '9999-12-30')
    """
    return max(day, min(date.fromordinal(min(day.toordinal() + days, date.max.toordinal())), _LAST_BUT_ONE))


def period_of(day: date, period: str) -> tuple[date, date]:
    """The period around a day, first and last day: its ISO week, month or year; itself for a day or an hour.

    Examples
    --------
    >>> [str(end) for end in period_of(date(2026, 3, 4), "week")]
    ['2026-03-02', '2026-03-08']
    """
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if period == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return day, day


def period_starts(days: Sequence[date], period: str) -> Ints:
    """Where among the days periods begin, and one more entry for the end. int64"""
    import numpy as np

    starts = [n for n, day in enumerate(days) if n == 0 or period_of(day, period)[0] == day]
    return np.array([*starts, len(days)], dtype=np.int64)


def shares(available: Ints, amount: Ints, starts: Ints) -> Ints:
    """An amount for each period, spread over takers and days in proportion to availability.

    Parameters
    ----------
    available : int array, shape (takers, days)
        Availability of those who take it. [1/10 000 person-minute]
    amount : int array, shape (periods,)
        What comes in each period. [1/10 000 person-minute]
    starts : int array, shape (periods + 1,)
        The day on which each period begins, and the end of the last.

    Returns
    -------
    int array, shape (takers, days)
        Adds up to the amount in each period in which anybody has hours.

    Examples
    --------
    >>> import numpy as np
    >>> shares(np.array([[6, 6], [6, 0]]), np.array([9]), np.array([0, 2])).tolist()
    [[3, 3], [3, 0]]
    """
    import numpy as np

    takers, days = available.shape
    weights = available.T.ravel()  # day by day, in each the takers in their order
    before = np.concatenate([[0], np.cumsum(weights)])
    edges = before[starts * takers]
    period = np.repeat(np.arange(len(starts) - 1), np.diff(starts * takers))
    whole = edges[period + 1] - edges[period]
    reached = before[1:] - edges[period]
    share = amount[period]
    upto = np.where(whole > 0, spread(share, reached, np.maximum(whole, 1)), 0)
    since = np.where(whole > 0, spread(share, reached - weights, np.maximum(whole, 1)), 0)
    return (upto - since).reshape(days, takers).T


def shares_of_each(available: Ints, amount: Ints, starts: Ints) -> Ints:
    """As `shares`, where each has an amount of their own.

    Parameters
    ----------
    available : int array, shape (takers, days)
        [1/10 000 person-minute]
    amount : int array, shape (takers, periods)
        [1/10 000 person-minute]
    starts : int array, shape (periods + 1,)
        As in `shares`.

    Returns
    -------
    int array, shape (takers, days)

    Examples
    --------
    >>> import numpy as np
    >>> shares_of_each(np.array([[6, 6], [6, 0]]), np.array([[9], [5]]), np.array([0, 2])).tolist()
    [[4, 5], [5, 0]]
    """
    import numpy as np

    if available.shape[1] == len(starts) - 1:  # every day a period
        return np.where(available > 0, amount, 0)
    reached = np.cumsum(available, axis=1)
    ends = reached[:, starts[1:] - 1]
    begins = np.concatenate([np.zeros_like(ends[:, :1]), ends[:, :-1]], axis=1)
    days = np.diff(starts)
    whole, share = np.repeat(ends - begins, days, axis=1), np.repeat(amount, days, axis=1)
    upto = np.where(whole > 0, spread(share, reached - np.repeat(begins, days, axis=1), whole), 0)
    found: Ints = upto.copy()
    found[:, 1:] -= upto[:, :-1]
    found[:, starts[:-1]] = upto[:, starts[:-1]]
    return found
