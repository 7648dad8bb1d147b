"""`allocate`: dates that respect everybody's hours."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import timedelta
from fractions import Fraction
from typing import Final

from attrs import evolve

from workmodel.allocation.asked import Asked, Objective, Progress, Rule, asked
from workmodel.allocation.posing import posed
from workmodel.allocation.result import Allocation
from workmodel.allocation.seeking import Found, Seeker
from workmodel.allocation.telling import chosen_of, delays_of, findings_of, leveled_of, planned_of, slowed_of
from workmodel.allocation.timing import Timer
from workmodel.allocation.ways import widened
from workmodel.capacity.hours import SCALE
from workmodel.domain import Plan, Schedule, Task
from workmodel.errors import BrokenPromise, OutOfRange, instance_of
from workmodel.scheduling import schedule
from workmodel.verification import verify
from workmodel.verification.checker import doubts

__all__ = ["allocate"]

_DAY: Final = 1440
_WEEK: Final = 7 * _DAY
_LONGEST: Final = 12 * 366 * _DAY
_LAST: Final = 4_222_000_000  # about when the year 9997 ends [min since 1970]
_COMING_BACK: Final = 2 * 366 * _DAY  # after which whoever is away is gone
_HOURS: Final = frozenset({"verify.effort", "verify.ledger"})
_ROUNDS: Final = 8  # after which routines that follow the dates are taken as they stand


def allocate(
    plan: Plan,
    *,
    time_limit: float | timedelta | None = None,
    iterations: int | None = None,
    seed: int = 0,
    objective: Objective | Sequence[Objective] = "finish",
    rule: Rule | None = None,
    smoothing: bool = False,
    reserve: float = 0,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> Allocation:
    """Dates that respect everybody's hours, and who does what.

    Nobody is held by more than there is of them, and what routines, meetings and absences take is not there for tasks.

    Logic, calendars, constraints and progress are those of `schedule`; on top, an item begins once its people are free, and
    goes on as fast as what else claims them lets it. What is reported or set by hand stays where it is. Of several items
    that could come next, those of projects and tasks of higher priority do; within equal priorities several rules are
    tried, and then orders around the best. Where a task has modes, or asks for people whom it does not name
    (`Task.requires`), one mode and whoever is best are chosen.

    Parameters
    ----------
    plan
        The plan, with a start.
    time_limit
        How long it may take at most. What is found within it depends on the machine, and `Allocation.ended` says so.
        ``None``: any time. [s]
    iterations
        How many schedules may be made; without a limit of time the answer depends on nothing else but *seed*. ``None``: 30,
        or as many as the time allows.
    seed
        For what is drawn.
    objective
        What is better, or several in order, of which each counts where those before it are equal: an earlier ``"finish"``
        of everything; less ``"lateness"`` beyond deadlines, by priority; less ``"cost"`` of people and materials; more
        ``"stability"``, which is less moved from where the plan stands now, by priority; a smoother ``"load"``; fewer
        ``"handovers"``, which are links over which nobody goes on who was there before.
    rule
        The name of a priority rule, or a function of an item and its dates by logic, of which the lesser value comes first;
        then there is one schedule, the one that it gives. ``None``: several are tried.
    smoothing
        Whether items stay within their float: then everything ends when logic has it end, nothing takes longer than
        planned, and where people would have to be in two places, a finding says so.
    reserve
        Share of everybody's availability that is left on purpose. [0–1]
    executor
        Where several searches run side by side, such as a ``ProcessPoolExecutor``.
    on_progress
        Called with the schedules made and the most there will be; ``False`` from it ends the search.

    Returns
    -------
    Allocation
        The dates, who does what, what was delayed by whom, a bound, and the plan in which all that is set; looked over by
        `verify` before it is returned; what that doubts about the hours of people is among its findings.

    Raises
    ------
    NoPlanDate
        The plan has no start.
    OutOfRange
        The plan is planned from its finish; an argument is of no use.
    BrokenPromise
        What was found does not stand up to verification, which is a fault of the library.
    WorkModelError
        Whatever `schedule` raises.

    Notes
    -----
    Serial schedule generation with priority rules and a search around them [1]_. A task holds its people from its start to
    its finish, breaks included, at its units; people's absences and what routines claim do not interrupt it but slow it
    down. The bound is the end of the plan if nobody had more than one thing to do at a time.

    References
    ----------
    .. [1] R. Kolisch and S. Hartmann, "Heuristic algorithms for the resource-constrained project scheduling problem", in
       *Project Scheduling*, Kluwer, 1999.

    Examples
    --------
    >>> from workmodel.domain import Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben"),
    ...     Task("deploy", duration="3d", assignments=["ben"], priority=800),
    ...     Task("build", duration="2d", assignments=["ben"]),
    ... )
    >>> found = allocate(plan)
    >>> print(found.explain("build"))
    build waits until Thu 2026-03-05 08:00 because ben has deploy until then
    """
    instance_of(Plan, "a plan", plan, "a Plan, such as Plan(start=...).add(*items)")
    wanted = asked(
        iterations=iterations, time_limit=time_limit, seed=seed, objective=objective, rule=rule,
        smoothing=smoothing, reserve=reserve, executor=executor, on_progress=on_progress,
    )  # fmt: skip
    if plan.direction == "backward":
        raise OutOfRange(
            "the direction of a plan to allocate",
            "backward",
            '"forward": what people have time for is found from a start on; workmodel.advice.latest_start(plan) says '
            "from which at the latest",
        )
    return _Run(plan, wanted).allocation()


class _Run:
    """One call of `allocate`."""

    def __init__(self, plan: Plan, wanted: Asked) -> None:
        self.plan, self.asked, self.timer = plan, wanted, Timer(wanted.seconds)
        self.logic = schedule(plan)
        self.ways = widened(plan)

    def allocation(self) -> Allocation:
        """The best dates found, with routines that follow those very dates."""
        if not self.logic.ids:
            return Allocation(plan=self.plan, leveled=self.plan, schedule=self.logic, logic=self.logic)
        follows = any(one.parent is not None or one.after for one in self.plan.routines.values())
        seeker, found = self._leveled(self.logic)
        leveled = leveled_of(seeker.task, found.places)
        dated = schedule(leveled)
        for _ in range(_ROUNDS if follows else 0):
            if seeker.ended in ("stopped", "time"):
                break
            before = found.places
            seeker, found = self._leveled(dated)
            leveled = leveled_of(seeker.task, found.places)
            dated = schedule(leveled)
            if found.places == before:
                break
        return self._verified(seeker, found, leveled, dated)

    def _verified(self, seeker: Seeker, found: Found, leveled: Plan, dated: Schedule) -> Allocation:
        """What was found, once it has been looked over."""
        task = seeker.task
        made = Allocation(
            plan=self.plan,
            leveled=leveled,
            schedule=dated,
            delays=delays_of(task, found.places),
            slowed=slowed_of(task, found.places),
            chosen=chosen_of(task, found.places),
            bound=self.plan.axis.time(min(seeker.bound, int(dated.dates.finish.max()))),
            rule=found.rule,
            generated=seeker.made,
            ended=seeker.ended,
            logic=self.logic,
            smoothing=self.asked.smoothing,
            reserve=Fraction(self.asked.reserve, SCALE),
            findings=(*findings_of(task, found.places), *dated.findings),
        )
        return _believed(made)

    def _busy(self) -> int:
        """About how long whoever has most to do is at it, so that the first stretch of time is likely to do. [min]"""
        plan, dates = self.plan, self.logic.dates
        asked: dict[str, float] = {}
        for name, minutes in zip(self.logic.ids, dates.duration.tolist(), strict=True):
            task = plan[name]
            if isinstance(task, Task) and not plan.children(name):
                for one in task.assignments:
                    resource = plan.resources[one.resource]
                    if not resource.works:
                        continue
                    share = (
                        1.0 if one.units is None or not resource.capacity else one.units / resource.capacity
                    )
                    asked[one.resource] = asked.get(one.resource, 0.0) + minutes * float(min(share, 1))
        longest = max(asked.values(), default=0.0) * _WEEK / plan.conventions.minutes_per_week
        return min(int(longest), _LONGEST)

    def _leveled(self, dated: Schedule) -> tuple[Seeker, Found]:
        """The best places with routines as they follow some dates; the stretch of time grows until all fits in."""
        begin, end = int(self.logic.dates.start.min()), int(self.logic.dates.finish.max())
        if end + 17 * _LONGEST > _LAST:
            raise OutOfRange(
                "the end of a plan to allocate",
                self.plan.axis.time(end),
                "before the year 9700: dates within everybody's hours may be later by centuries",
            )
        first = max((end - begin) // 2, 60 * _DAY)
        reach = max(first, self._busy())
        hopeless: set[str] = set()
        while True:
            task = posed(
                self.ways, self.logic, dated, begin - 30 * _DAY, end + reach,
                reserve=self.asked.reserve, hopeless=hopeless, smoothing=self.asked.smoothing,
            )  # fmt: skip
            away = {task.level.names[node] for node in task.idle} - hopeless
            if away and reach <= _COMING_BACK:
                reach *= 2  # whoever has no hours yet may come back
                continue
            if away:
                hopeless |= away
                reach = first
                continue
            seeker = Seeker(task, self.asked, self.timer)
            found = seeker.best()
            if found is not None:
                return seeker, found
            reach *= 2
            if reach <= max(_LONGEST, 4 * first):
                continue
            if seeker.beyond:
                # what does not end by then has people who are gone, or as good as: it stays where logic puts it
                hopeless |= seeker.beyond
                reach = first
                continue
            schedule(
                planned_of(task, seeker.lost)
            )  # whoever never works when a task may be done is named by that
            if reach > 16 * _LONGEST:
                raise OutOfRange(
                    "a plan to allocate", "work without end", "one whose work ends within some decades"
                )


def _believed(made: Allocation) -> Allocation:
    """Refuse what a second opinion does not believe; where it doubts the dates of logic, those are not levelling's.

    How many hours people find for work between two dates is counted in two ways that differ in rare plans, as where several
    work on one effort at different times of day: that is told among the findings. That more is used up than there is has been
    told, where no choice could help.
    """
    told = {one.subject for one in made.findings if one.code == "allocation.beyond_stock"}
    doubted = [one for one in doubts(made.plan, made, logic=False) if one.subject not in told]
    wrong = [one for one in doubted if one.code not in _HOURS]
    if wrong and not verify(made.plan, made.logic):
        raise BrokenPromise("an allocation", tuple(map(str, wrong)))
    hours = [one for one in doubted if one.code in _HOURS]
    return evolve(made, findings=(*hours, *made.findings)) if hours else made
