"""Plans that would be plain, were it not for several calendars: finish-to-start links without lags, and nothing else.

A column for every field, 32 bits for what is read in any order. Moments count from the beginning of the stretch of time,
which the calendars ``K`` cover (`workmodel.scheduling.steps`); only what is no longer read becomes a date of the axis at
once. The results are those of the full passes, number by number.
"""

# ruff: noqa: FURB136 - on lists, min() and max() would cost more than all the rest of a loop
from __future__ import annotations

from typing import Any

from workmodel.scheduling.layout import FRAME
from workmodel.scheduling.steps import (
    STEPS_HEAD,
    STEPS_WIDTH,
    begun,
    ended,
    finish_at,
    start_at,
    work_in,
    worked,
)

__all__ = ["mixed_floats", "mixed_forward", "mixed_late"]


def mixed_forward(
    K: Any, first: Any, waited: Any, cal: Any, length: Any, base: int, lo: int, es: Any, ef: Any, wef: Any, driver: Any
) -> int:  # fmt: skip
    """Early starts as dates, early finishes, the work before them, and drivers; returns the last finish.

    What waits for nothing later than *base* begins then. Of what waits, the first link that asks for the start drives.
    """
    end = 0
    for i in range(len(length)):
        best = base - 1
        cause = FRAME
        for e in range(first[i], first[i + 1]):
            t = ef[waited[e]]
            later = t > best
            best = t if later else best
            cause = e if later else cause
        start = best if best > base else base
        driver[i] = cause
        c = cal[i]
        w = worked(K, c, start)
        begin = begun(K, c, start)
        n = length[i]
        w += n
        t = finish_at(K, c, w)
        t = start if n == 0 else t
        wef[i] = w
        ef[i] = t
        es[i] = lo + (start if n == 0 else begin)
        end = t if t > end else end
    return end


def mixed_late(
    K: Any, first: Any, waited: Any, cal: Any, length: Any, end: int, lo: int, wef: Any, ls: Any, lf: Any, total: Any
) -> None:  # fmt: skip
    """Late starts as dates, late finishes, and total floats on the calendar of each item's work."""
    for i in range(len(length)):
        lf[i] = end
    for i in range(len(length) - 1, -1, -1):
        c = cal[i]
        n = length[i]
        t = lf[i]
        w = worked(K, c, t)
        finish = ended(K, c, t)
        start = start_at(K, c, w - n)
        finish = t if n == 0 else finish
        start = t if n == 0 else start
        ls[i] = lo + start
        lf[i] = finish
        total[i] = w - wef[i]
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            t = lf[p]
            lf[p] = t if t < start else start


def mixed_floats(
    K: Any, first: Any, waited: Any, cal: Any, plain: Any, length: Any, lo: int,
    es: Any, ef: Any, ls: Any, lf: Any, total: Any, free: Any,
) -> None:  # fmt: skip
    """Total floats of items whose floats are counted on another calendar than their work, and free floats of all."""
    shift = K[1]
    for i in range(len(length)):
        c = plain[i]
        if cal[i] != c:
            at_start = worked(K, c, ls[i] - lo) - worked(K, c, es[i] - lo)
            at_finish = worked(K, c, lf[i]) - worked(K, c, ef[i])
            total[i] = at_finish if at_finish < at_start else at_start
        free[i] = total[i]
    for i in range(len(length)):
        c = plain[i]
        table = K[STEPS_HEAD + STEPS_WIDTH * c]
        begin = worked(K, c, es[i] - lo)
        for e in range(first[i], first[i + 1]):
            p = waited[e]
            gap = begin - work_in(K, table, shift, ef[p])
            t = free[p]
            free[p] = t if t < gap else gap
    for i in range(len(length)):
        free[i] = free[i] if free[i] > 0 else 0
