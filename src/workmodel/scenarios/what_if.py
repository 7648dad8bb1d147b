"""`what_if`: what a change to a plan would do, before anybody makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, cast

from attrs import field, frozen

from workmodel.advice.shifts import Missed, missed_of
from workmodel.capacity import Ledger, Overload, ledger, overloads
from workmodel.capacity.reporting import PeriodName
from workmodel.domain import Change, ItemMove, Moves, Plan, Schedule
from workmodel.domain.difference import renamed
from workmodel.domain.display import html_of
from workmodel.domain.values import one_of
from workmodel.errors import WrongType, instance_of
from workmodel.findings import Finding
from workmodel.scenarios.dates import Days, a_plan, days_asked, days_of
from workmodel.scenarios.overload_changes import OverloadChange, overload_changes
from workmodel.scenarios.what_changed import WhatChanged, what_changed
from workmodel.scenarios.words import called, listed
from workmodel.scheduling import moves
from workmodel.scheduling import schedule as scheduled

__all__ = ["WhatIf", "what_if"]

_MOST_NAMED: Final = 4
_period: Final = one_of("a period", "day", "week", "month")
_CHANGE: Final = (
    "a function from the plan to another, such as lambda plan: plan.evolve(...); changes, such as plan.diff(other) gives; "
    "or the other plan itself"
)


@frozen(eq=False, repr=False)
class WhatIf:
    """What a change to a plan does; made by `what_if`.

    Dates are there from the start; what costs more (hours, findings, reasons) is worked out when it is asked for, and kept.

    Attributes
    ----------
    before
        The schedule of the plan as it is.
    schedule
        The schedule of the plan after the change.
    period
        By what overloads are told: ``"day"``, ``"week"`` or ``"month"``.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana"),
    ...     Task("design", title="Design", duration="5d", assignments=["ana"]),
    ...     Milestone("live", title="Live", after=["design"], deadline="2026-03-06"),
    ... )
    >>> found: WhatIf = what_if(plan, lambda plan: plan.evolve("design", duration="7d"))
    >>> found
    <WhatIf: 2 items moved, 0 added, 0 removed; all ends Tue 2026-03-10, 2d later>
    >>> [str(one) for one in found.missed], [one.code for one in found.findings_new]
    (['live misses its deadline, Fri 2026-03-06, by 2d'], ['deadline.missed', 'float.negative'])
    """

    before: Schedule
    schedule: Schedule
    period: PeriodName
    _window: Days | None = field(alias="window")

    @property
    def plan(self) -> Plan:
        """The plan after the change; the change is made by going on with it."""
        return self.schedule.plan

    # -- dates --------------------------------------------------------------------------------------------------

    @cached_property
    def moves(self) -> Moves:
        """What moved: every item with another date, float or critical mark; what was added and removed.

        Raises
        ------
        ZonesDoNotMix
            The change gave the plan a zone, or took it away.
        """
        return moves(self.before, self.schedule)

    @property
    def milestones(self) -> Sequence[ItemMove]:
        """Milestones that have another date."""
        return self.moves.milestones

    @property
    def float_changed(self) -> Sequence[ItemMove]:
        """What has another total or free float."""
        return self.moves.float_changed

    @property
    def became_critical(self) -> Sequence[ItemMove]:
        """What is critical now and was not."""
        return self.moves.became_critical

    @property
    def left_critical(self) -> Sequence[ItemMove]:
        """What was critical and is no longer."""
        return self.moves.left_critical

    @property
    def finish_before(self) -> datetime | None:
        """When all ends as it is; ``None`` where nothing has dates."""
        return self.before.finish

    @property
    def finish(self) -> datetime | None:
        """When all ends after the change; ``None`` where nothing has dates."""
        return self.schedule.finish

    # -- promises and findings ----------------------------------------------------------------------------------

    @cached_property
    def missed(self) -> tuple[Missed, ...]:
        """Deadlines and bounds that are missed then and are kept as it is, or are missed by more."""
        return missed_of(self.before, self.schedule, self._names)

    @property
    def findings_new(self) -> tuple[Finding, ...]:
        """What a planner should weigh after the change and has not to as it is."""
        return self._findings[0]

    @property
    def findings_gone(self) -> tuple[Finding, ...]:
        """What a planner has to weigh as it is and no longer after the change."""
        return self._findings[1]

    @cached_property
    def _findings(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        before, after = self.before.findings, self.schedule.findings
        now = {new: old for old, new in self._names.items()}
        return _more(after, before, self._names), _more(before, after, now)

    # -- hours --------------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first day over which hours are looked at, and the first one after; ``None`` where nothing has dates."""
        return self._window or days_of([self.before, self.schedule])

    @cached_property
    def ledger_before(self) -> Ledger | None:
        """Everybody's hours over these days as it is."""
        return None if self.days is None else ledger(self.before.plan, *self.days, schedule=self.before)

    @cached_property
    def ledger_after(self) -> Ledger | None:
        """Everybody's hours over these days after the change."""
        return None if self.days is None else ledger(self.plan, *self.days, schedule=self.schedule)

    @cached_property
    def overloads_before(self) -> tuple[Overload, ...]:
        """Who has more to do than hours as it is."""
        return self._overloads(self.ledger_before)

    @cached_property
    def overloads_after(self) -> tuple[Overload, ...]:
        """Who has more to do than hours after the change."""
        return self._overloads(self.ledger_after)

    def _overloads(self, hours: Ledger | None) -> tuple[Overload, ...]:
        return () if hours is None else overloads(hours, period=self.period)

    @cached_property
    def overloads(self) -> tuple[OverloadChange, ...]:
        """Overloads that are new, gone, worse or eased after the change, by period.

        Raises
        ------
        WorkModelError
            Whatever `workmodel.capacity.ledger` raises.
        """
        return overload_changes(self.overloads_before, self.overloads_after, self._names)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The id that everything that was renamed has after, by the one that it has as it is."""
        return renamed(self.before.plan, self.plan)

    # -- why ----------------------------------------------------------------------------------------------------

    @cached_property
    def what_changed(self) -> WhatChanged:
        """What the change edits, one by one, and which edit moves what."""
        return what_changed(self.before.plan, self.plan, schedules=(self.before, self.schedule))

    # -- shown --------------------------------------------------------------------------------------------------

    def __str__(self) -> str:
        """When all ends, the milestones, and the promises that are broken; hours and findings are not looked at."""
        moved = len(self.moves.shifted)
        lines = [self.moves.ends]
        lines.append(f"{moved} item{'' if moved == 1 else 's'} moved" if moved else "no date moved")
        lines += [f"  {one}" for one in self.milestones]
        for words, ids in (("added", self.moves.added), ("removed", self.moves.removed)):
            if ids:
                lines.append(f"{words}: {listed(list(ids), _MOST_NAMED)}")
        for words, found in (
            ("critical now", self.became_critical),
            ("no longer critical", self.left_critical),
        ):
            if found:
                lines.append(f"{words}: {listed([called(one) for one in found], _MOST_NAMED)}")
        lines += [f"! {one}" for one in self.missed]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<WhatIf: {repr(self.moves)[8:-1]}; {self.moves.ends}>"

    def _repr_html_(self) -> str:
        return html_of(self)


def what_if(
    plan: Plan,
    change: Plan | Change | Iterable[Change] | Callable[[Plan], Plan],
    *,
    schedule: Schedule | None = None,
    window: tuple[date | str, date | str] | None = None,
    period: PeriodName = "week",
) -> WhatIf:
    """What a change to a plan would do: to dates, floats and the critical path, to promises, and to everybody's hours.

    Nothing is changed: the plan stays as it is, and the answer holds the one after the change.

    Parameters
    ----------
    plan
        The plan as it is, with a start.
    change
        A function that makes another plan of it; a change or several, as `Plan.diff` gives them; or the other plan itself.
    schedule
        Its schedule, if it is at hand, so that a further question costs less; ``None``: by logic.
    window
        First day, and the first day that is no longer looked at, for overloads; ``None``: from the first day to the last of
        both schedules.
    period
        By what overloads are told together: ``"day"``, ``"week"`` or ``"month"``.

    Returns
    -------
    WhatIf
        Both schedules, and whatever differs between them.

    Raises
    ------
    WorkModelError
        Whatever the change raises, or `schedule`, of one plan or the other.
    InvalidText, OutOfRange, WrongType
        No plan, no change, a function that returns no plan, a schedule of another plan; no
        period, or a window without days.

    Notes
    -----
    Dates are those of logic: an absence takes hours and moves no date, so it shows in `WhatIf.overloads`. What dates within
    everybody's hours come to, `compare` with ``levelled=True`` tells.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"),
    ...     Task("copy", title="Copy", duration="3d"),
    ...     Milestone("live", title="Live", after=["design", "copy"], deadline="2026-03-10"),
    ... )
    >>> print(what_if(plan, lambda plan: plan.evolve("copy", duration="8d")))
    all ends Wed 2026-03-11, 3d later
    2 items moved
      Live is 3d later, Wed 2026-03-11
    critical now: Copy
    no longer critical: Design
    ! live misses its deadline, Tue 2026-03-10, by 1d
    """
    known = a_plan(plan)
    days = None if window is None else days_asked(window)
    told = cast("PeriodName", _period(period))
    if schedule is not None and (not isinstance(schedule, Schedule) or schedule.plan != known):
        raise WrongType("the schedule of the plan", schedule, "the Schedule of this very plan")
    edited = _after(known, change)
    before = scheduled(known) if schedule is None else schedule
    return WhatIf(before, scheduled(edited, previous=before), told, days)


def _after(plan: Plan, change: Any) -> Plan:
    """The plan after a change."""
    if isinstance(change, Plan):
        return change
    if isinstance(change, Change):
        return plan.apply([change])
    if callable(change):
        return instance_of(
            Plan, "what the change makes of the plan", change(plan), "the plan after the change"
        )
    if isinstance(change, (str, bytes)) or not isinstance(change, Iterable):
        raise WrongType("a change", change, _CHANGE)
    steps = tuple(change)
    for one in steps:
        if not isinstance(one, Change):
            raise WrongType("a change", one, _CHANGE)
    return plan.apply(steps)


def _more(here: Sequence[Finding], there: Sequence[Finding], names: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings that one schedule has and the other has not: of one code about one item, as many as it has more.

    A finding that says the same of the same item with other figures is neither new nor gone. *names* leads from ids there to
    ids here.
    """
    left: dict[tuple[str, str], list[Finding]] = {}
    for one in there:
        left.setdefault((one.code, names.get(one.subject, one.subject)), []).append(one)
    unequal = []
    for one in here:
        others = left.get((one.code, one.subject), [])
        if one in others:
            others.remove(one)
        else:
            unequal.append(one)
    found = []
    for one in unequal:
        others = left.get((one.code, one.subject), [])
        if others:
            others.pop()
        else:
            found.append(one)
    return tuple(found)
