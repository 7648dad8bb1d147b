"""`latest_start`: when to begin at the latest, so that people have the hours to be done in time."""

from __future__ import annotations

from typing import Any, Final

from workmodel.advice.asking import Asking, asking
from workmodel.allocation import Allocation
from workmodel.domain import Plan
from workmodel.errors import NoPlanDate, instance_of
from workmodel.scheduling import schedule

__all__ = ["latest_start"]

_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_FARTHEST: Final = 20 * 366 * _DAY  # whatever does not fit from so much earlier does not fit at all


def latest_start(plan: Plan, *, iterations: int = 30, seed: int = 0, **options: Any) -> Allocation:
    """The plan from the latest start from which everybody has the hours to end by its finish.

    What logic says of a plan from its finish (``direction="backward"``) knows nobody's hours. Here the plan is turned round:
    it begins at a start, to the hour, and `allocate` gives everything its dates from there on. Only the start is late: what is
    not pressed for time stands early, so that a delay does no harm at once.

    Parameters
    ----------
    plan
        A plan with a finish, of either direction; its start is not looked at.
    iterations, seed, options
        How `allocate` is run.

    Returns
    -------
    Allocation
        Of the plan with that start: ``.plan.start`` is when to begin. Where no start helps, since something is bound to a date
        or nobody ever has the hours, it begins when logic alone would, and the finding ``plan.finish_missed`` says by how much
        it is late.

    Raises
    ------
    NoPlanDate
        The plan has no finish.
    OutOfRange, WrongType
        An argument is of no use here.
    WorkModelError
        Whatever `schedule` and `allocate` raise.

    Notes
    -----
    By doubling and halving: some twenty runs of `allocate`. A start an hour later that does was not met; since a rule of thumb
    may do worse from an earlier start, it is not shown that there is none.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(finish="2026-03-20", direction="backward").add(
    ...     Resource("ben"),
    ...     Task("deploy", duration="3d", assignments=["ben"]),
    ...     Task("build", duration="4d", assignments=["ben"]),
    ... )
    >>> schedule(plan).start, latest_start(plan).plan.start
    (datetime.datetime(2026, 3, 17, 8, 0), datetime.datetime(2026, 3, 12, 8, 0))
    """
    ask = asking(iterations, seed, options)
    known = instance_of(Plan, "a plan", plan, "a Plan, such as Plan(finish=...).add(*items)")
    if known.finish is None:
        raise NoPlanDate("finish")
    turned = known.evolve(direction="backward")
    begin = schedule(turned).start
    if begin is None:
        return ask.allocated(known.evolve(direction="forward", start=known.finish))
    return _Search(ask, known, known.axis.minute(begin)).best()


class _Search:
    """Starts before a moment, and the first that fits."""

    def __init__(self, ask: Asking, plan: Plan, begin: int) -> None:
        self.ask, self.plan, self.begin = ask, plan, begin
        assert plan.finish is not None
        self.end = plan.axis.minute(plan.finish, end=True)

    def best(self) -> Allocation:
        first = self.after(0)
        if self.fits(first):
            return first
        low, high, found = 0, _DAY, self.after(_DAY)
        while not self.fits(found):
            low, high = high, 2 * high
            if high > _FARTHEST:
                return first
            found = self.after(high)
        while high - low > _HOUR:
            middle = low + max((high - low) // _HOUR // 2, 1) * _HOUR
            tried = self.after(middle)
            if self.fits(tried):
                high, found = middle, tried
            else:
                low = middle
        return found

    def after(self, earlier: int) -> Allocation:
        """The plan from a start that is so much earlier than logic's. [min]"""
        start = self.plan.axis.time(self.begin - earlier)
        return self.ask.allocated(self.plan.evolve(direction="forward", start=start))

    def fits(self, found: Allocation) -> bool:
        return found.finish is not None and self.plan.axis.minute(found.finish) <= self.end
