"""`Comparison`: scenarios side by side, each with its figures and what they differ by from the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain import Leveled, Plan, Schedule
from workmodel.domain.display import html_of
from workmodel.domain.values import EMPTY_MAP
from workmodel.errors import UnknownId, named, nearest
from workmodel.quantities import Money, WorkTime
from workmodel.scenarios.money import money_between, said_money
from workmodel.scenarios.words import said_by, said_day

__all__ = ["Comparison", "Scenario"]

_COUNTS: Final = ("items", "critical", "late", "overdue", "overloads")


@frozen(kw_only=True, eq=False)
class Scenario:
    """The figures of one of several plans.

    Attributes
    ----------
    name
        What it is called.
    plan
        The plan.
    schedule
        Its dates; ``None`` where it cannot be scheduled.
    allocation
        Where dates within everybody's hours are compared, what was decided for them.
    problem
        Why it has no dates, or no hours; empty where it has both.
    start, finish
        The first start and the last finish.
    milestones
        When each milestone is, by id.
    least_float
        The least total float of what is not done. [working min]
    items
        How many tasks and milestones there are that contain no others.
    critical
        How many of them are critical.
    late
        Ids of the items that miss their deadline.
    overdue
        Ids of the tasks and milestones that should be finished by the moment that is asked about, and are not.
    overloads
        On how many days somebody has more to do than hours; every person and day is one.
    over
        How much of what is wanted on those days finds no room. [person-min]
    utilisation
        By resource, granted hours ÷ hours that may be claimed, over the days of the comparison; ``None`` where there are
        none. [0–1]
    effort
        What all items take. [person-min]
    cost
        What all items cost, one amount for each currency.

    Examples
    --------
    >>> one = Scenario(name="draft", plan=Plan(), problem="the plan has no start")
    >>> one.finish is None, one.milestones == {}
    (True, True)
    """

    name: str
    plan: Plan
    schedule: Schedule | None = None
    allocation: Leveled | None = None
    problem: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    milestones: Mapping[str, datetime] = EMPTY_MAP
    least_float: WorkTime | None = None
    items: int | None = None
    critical: int | None = None
    late: tuple[str, ...] | None = None
    overdue: tuple[str, ...] | None = None
    overloads: int | None = None
    over: Decimal | None = None
    utilisation: Mapping[str, Decimal | None] = EMPTY_MAP
    effort: int | None = None
    cost: tuple[Money, ...] | None = None


@frozen(eq=False)
class Comparison:
    """Several plans side by side; made by `compare`.

    Attributes
    ----------
    scenarios
        The scenarios, the first being what the others are compared to.
    first, last
        The days over which hours are counted, both included; ``None`` where nothing has dates.
    levelled
        Whether dates respect everybody's hours.
    as_of
        The moment from which overdue items are told, if one is given.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.scenarios import compare
    >>> plan = Plan(start="2026-03-02").add(Task("a", duration="5d"))
    >>> found: Comparison = compare({"as is": plan, "cut": plan.evolve("a", duration="3d")})
    >>> str(found.later("cut")), found["cut"].critical
    ('-16h', 1)
    """

    scenarios: tuple[Scenario, ...]
    first: date | None
    last: date | None
    levelled: bool
    as_of: datetime | None
    _by_name: dict[str, Scenario] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {one.name: one for one in self.scenarios})

    def __getitem__(self, name: str) -> Scenario:
        """One of the scenarios.

        Raises
        ------
        UnknownId
            There is none of that name.
        """
        found = self._by_name.get(name) if isinstance(name, str) else None
        if found is None:
            raise UnknownId(named(name), nearest(named(name), self._by_name), "scenario")
        return found

    @property
    def base(self) -> Scenario:
        """The first one, to which the others are compared."""
        return self.scenarios[0]

    @property
    def milestones(self) -> tuple[str, ...]:
        """Ids of all milestones that any scenario has, in the order in which they are met."""
        return tuple(dict.fromkeys(name for one in self.scenarios for name in one.milestones))

    @property
    def resources(self) -> tuple[str, ...]:
        """Ids of everybody who has hours in any scenario, in the order in which they are met."""
        return tuple(dict.fromkeys(name for one in self.scenarios for name in one.utilisation))

    def later(self, name: str, milestone: str | None = None) -> WorkTime | None:
        """By how much later a scenario ends than the first one, or one of its milestones is; below zero earlier.

        ``None`` where one of the two has no such date. [working min of the first plan's calendar]

        Raises
        ------
        UnknownId
            There is no scenario of that name, or none with such a milestone.
        """
        if milestone is not None and milestone not in self.milestones:
            raise UnknownId(named(milestone), nearest(named(milestone), self.milestones), "milestone")
        ends = [
            one.finish if milestone is None else one.milestones.get(milestone)
            for one in (self.base, self[name])
        ]
        if ends[0] is None or ends[1] is None:
            return None
        plan = self.base.plan
        before, after = (_minute(plan, one) for one in ends if one is not None)
        return WorkTime(plan.work_calendar().between(before, after))

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry for each scenario and figure, ready for any dataframe library.

        ``scenario``; ``figure``: ``"start"``, ``"finish"``, ``"milestone"``, ``"least_float"``, ``"items"``, ``"critical"``,
        ``"late"``, ``"overdue"``, ``"overloads"``, ``"over"``, ``"utilisation"``, ``"effort"``, ``"cost"``, ``"problem"``;
        ``subject``: the id of the milestone or resource, the currency; ``unit``; ``value``; ``difference`` to the first
        scenario, of dates in working minutes; ``None`` where there is nothing to compare.
        """
        names = ("scenario", "figure", "subject", "unit", "value", "difference")
        found: dict[str, list[Any]] = {name: [] for name in names}
        for one in self.scenarios:
            for values in self._figures(one):
                for name, value in zip(names, (one.name, *values), strict=True):
                    found[name].append(value)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each scenario and figure; names as in `columns`."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _figures(self, one: Scenario) -> Iterator[tuple[Any, ...]]:
        """Figure, subject, unit, value and difference of a scenario."""
        base = self.base
        if one.problem:
            yield ("problem", "", "", one.problem, None)
        if one.schedule is None:
            return
        yield ("start", "", "time", one.start, self._apart(base.start, one.start))
        yield ("finish", "", "time", one.finish, self._apart(base.finish, one.finish))
        for name, when in one.milestones.items():
            yield ("milestone", name, "time", when, self._apart(base.milestones.get(name), when))
        least = None if one.least_float is None else one.least_float.minutes
        yield (
            "least_float",
            "",
            "working min",
            least,
            _less(least, None if base.least_float is None else base.least_float.minutes),
        )
        for name in _COUNTS:
            mine, first = (_count(getattr(some, name)) for some in (one, base))
            if mine is not None:
                yield (name, "", "", mine, _less(mine, first))
        if one.over is not None:
            yield ("over", "", "person-min", one.over, _less(one.over, base.over))
        for name, share in one.utilisation.items():
            yield ("utilisation", name, "share", share, _less(share, base.utilisation.get(name)))
        yield ("effort", "", "person-min", one.effort, _less(one.effort, base.effort))
        yield from self._costs(one)

    def _costs(self, one: Scenario) -> Iterator[tuple[Any, ...]]:
        known = {} if self.base.cost is None else {money.currency: money.amount for money in self.base.cost}
        own = {money.currency: money.amount for money in one.cost or ()}
        for currency in dict.fromkeys((*own, *known)):
            mine = own.get(currency, Decimal(0))
            yield (
                "cost",
                currency,
                currency,
                mine,
                None if self.base.cost is None else mine - known.get(currency, Decimal(0)),
            )

    def _apart(self, before: datetime | None, after: datetime | None) -> int | None:
        if before is None or after is None:
            return None
        plan = self.base.plan
        return plan.work_calendar().between(_minute(plan, before), _minute(plan, after))

    def __str__(self) -> str:
        return "\n".join(f"{one.name}: {self._told(one)}" for one in self.scenarios)

    def _told(self, one: Scenario) -> str:
        if one.finish is None:
            return one.problem or "nothing to do"
        parts = [f"ends {said_day(one.finish)}"]
        later = self.later(one.name)
        if later:
            parts[0] += f", {said_by(later.minutes, self.base.plan)}"
        if one.late:
            parts.append(f"{len(one.late)} late")
        if one.overloads:
            parts.append(f"{one.overloads} overloaded days")
        if one.cost:
            apart = () if self.base.cost is None else money_between(self.base.cost, one.cost)
            parts.append(f"{said_money(one.cost)}{f' ({said_money(apart, signed=True)})' if apart else ''}")
        return "; ".join([*parts, *([one.problem] if one.problem else [])])

    def _repr_html_(self) -> str:
        return html_of(self)


def _minute(plan: Plan, at: datetime) -> int:
    """The minute of a moment on a plan's axis; of a plan with a zone, seen by one without, its wall clock."""
    return plan.axis.minute(at.replace(tzinfo=None) if plan.zone is None else at)


def _count(value: int | tuple[str, ...] | None) -> int | None:
    return len(value) if isinstance(value, tuple) else value


def _less(mine: Any, first: Any) -> Any:
    return None if mine is None or first is None else mine - first
