"""`supply`: what every resource really has, day by day, before anybody claims it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from workmodel.calendars import DayWindows, WorkCalendar, day_number, windows_by_day
from workmodel.calendars.weeks import calendar_day
from workmodel.capacity.away import Presence, presence
from workmodel.capacity.hours import SCALE, Hours, amount
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Plan, Resource
from workmodel.domain.pickling import reduced
from workmodel.errors import OutOfRange, UnknownId, WrongType, instance_of, named, nearest, tuple_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Supply", "supply"]

_MOST_CELLS: Final = 20_000_000  # days of resources; each takes 32 bytes


@frozen
class Supply:
    """Gross hours, absence and availability of resources, day by day; made by `supply`.

    A cell is a resource on a local day: the day is that of the resource's own calendar, and a shift over midnight belongs to
    the day on which it starts. In every cell availability = gross − absence, and none of the three is negative. The
    arrays are for engines and cannot be written to; amounts in them are ten-thousandths of a person-minute.

    Attributes
    ----------
    plan
        The plan it was counted for.
    start, end
        The days, half-open: the end is the first that is not counted.
    resources
        Ids of the resources that have hours of their own, one row each, in the plan's order.
    gross : int64 array, shape (resources, days)
        Open minutes × capacity. [ten-thousandths of a person-min]
    absence : int64 array, shape (resources, days)
        What of that is lost to absences. [ten-thousandths of a person-min]
    capacity : int64 array, shape (resources, days)
        The capacity that holds on each day. [ten-thousandths, 10,000 = full time]
    calendars
        The working time of each distinct calendar, `DayWindows` over the same days.
    calendar_of : int64 array, shape (resources,)
        Which of *calendars* each resource has.

    Examples
    --------
    >>> from workmodel.domain import Resource
    >>> plan = Plan().add(Resource("kim", capacity="0.75", absences=["2026-03-03 sick"]))
    >>> week = supply(plan, "2026-03-02", "2026-03-09")
    >>> print(week.day("kim", "2026-03-02"))
    360 min gross − 0 min absence = 360 min available
    >>> [int(amount) // 60 for amount in week.of("kim")["availability"]]
    [6, 0, 6, 6, 6, 0, 0]
    >>> print(week.total())
    1800 min gross − 360 min absence = 1440 min available
    """

    plan: Plan = field(repr=False)
    start: date
    end: date
    resources: tuple[str, ...]
    gross: Ints = field(eq=False, repr=False)
    absence: Ints = field(eq=False, repr=False)
    capacity: Ints = field(eq=False, repr=False)
    calendars: tuple[DayWindows, ...] = field(eq=False, repr=False)
    calendar_of: Ints = field(eq=False, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return reduced(self)

    @cached_property
    def availability(self) -> Ints:
        """Gross − absence. int64 array, shape (resources, days) [ten-thousandths of a person-min]"""
        found = self.gross - self.absence
        found.flags.writeable = False
        return found

    def same_as(self, other: Supply) -> bool:
        """Whether the same resources have the same hours on the same days, whatever else their plans hold.

        Raises
        ------
        WrongType
            No supply.

        Examples
        --------
        >>> from workmodel.domain import Resource
        >>> week = "2026-03-02", "2026-03-09"
        >>> kim, away = Resource("kim"), Resource("kim", absences=["2026-03-03 sick"])
        >>> one, other = (supply(Plan().add(who), *week) for who in (kim, away))
        >>> one.same_as(one), one.same_as(other)
        (True, False)
        """
        import numpy as np

        instance_of(Supply, "a supply to compare with", other, "a Supply")
        names = ("gross", "absence", "capacity")
        return (self.start, self.end, self.resources) == (other.start, other.end, other.resources) and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in names
        )

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days, one for each column."""
        return tuple(self.start + timedelta(days=n) for n in range((self.end - self.start).days))

    def day(self, resource: str, day: date | str) -> Hours:
        """What a resource, or a team, has on a day.

        Raises
        ------
        InvalidText, WrongType
            No day.
        OutOfRange
            A day that is not counted here.
        UnknownId
            A resource that is not counted here.
        """
        asked = calendar_day(day)
        if not self.start <= asked < self.end:
            raise OutOfRange(
                "a day of this supply", str(asked), f"from {self.start} on and before {self.end}"
            )
        gross, absence = self._amounts(resource)
        place = (asked - self.start).days
        return Hours(amount(int(gross[place])), amount(int(absence[place])))

    def total(self, *resources: str) -> Hours:
        """What resources have in all days together; everybody, if none is named. Nobody counts twice.

        Raises
        ------
        UnknownId
            A resource that is not counted here.
        """
        masks = self._masks(resources or self.resources)
        sums = [(int(self.gross[r][m].sum()), int(self.absence[r][m].sum())) for r, m in masks.items()]
        return Hours(amount(sum(g for g, _ in sums)), amount(sum(a for _, a in sums)))

    def of(self, resource: str) -> dict[str, list[Any]]:
        """Plain columns for a resource, or for a team the sums of its members, ready for any dataframe library.

        ``day``: dates; ``gross``, ``absence``, ``availability``: exact decimals. [person-min]

        Raises
        ------
        UnknownId
            A resource that is not counted here.
        """
        gross, absence = self._amounts(resource)
        return {"day": list(self.days), **_amount_columns(gross, absence)}

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns over all resources and days, with ``resource`` before those of `of`."""
        names = [name for name in self.resources for _ in range((self.end - self.start).days)]
        amounts = _amount_columns(self.gross.ravel(), self.absence.ravel())
        return {"resource": names, "day": list(self.days) * len(self.resources), **amounts}

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each resource and day; keys as in `columns`."""
        columns = self.columns()
        names = list(columns)
        return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def presence(self, resource: str) -> Presence:
        """The working time of a resource, cut where its absences begin and end: what is inside its days.

        Raises
        ------
        UnknownId
            It has no hours of its own here; those of a team with members are theirs.
        """
        if resource not in self.resources:
            raise UnknownId(
                named(resource), nearest(named(resource), self.resources), "resource with hours of its own"
            )
        windows = self.calendars[int(self.calendar_of[self.resources.index(resource)])]
        return presence(windows, self.plan[resource].absences, self.plan.axis)

    def _amounts(self, resource: str) -> tuple[Ints, Ints]:
        """Gross and absence of a resource or team, day by day."""
        masks = self._masks((resource,))
        return (
            sum((self.gross[row] * mask for row, mask in masks.items()), start=self.gross[:0].sum(axis=0)),
            sum((self.absence[row] * mask for row, mask in masks.items()), start=self.gross[:0].sum(axis=0)),
        )

    def _masks(self, names: Sequence[str]) -> dict[int, NDArray[np.bool_]]:
        """Rows of those resources and of the members of those teams, each with the days on which it counts."""
        place = {name: row for row, name in enumerate(self.resources)}
        found: dict[int, NDArray[np.bool_]] = {}
        first, count = day_number(self.start), (self.end - self.start).days
        for name in names:
            if not isinstance(name, str) or self.plan.get(name) is None:
                raise UnknownId(named(name), nearest(named(name), self.resources))
            if self.plan[name].kind != "resource":
                raise UnknownId(name, f" It is a {self.plan[name].kind}.", "resource")
            for who, mask in days_in_team(self.plan, name, first, count).items():
                if who in place:
                    found[place[who]] = found[place[who]] | mask if place[who] in found else mask
                elif who == name or self.plan[who].works:
                    hint = " Its hours were not counted here; name it, or its team, in resources=."
                    raise UnknownId(who, hint, "resource with hours in this supply")
        return found


def _amount_columns(gross: Ints, absence: Ints) -> dict[str, list[Any]]:
    named_arrays = {"gross": gross, "absence": absence, "availability": gross - absence}
    return {name: [amount(one) for one in values.tolist()] for name, values in named_arrays.items()}


def supply(plan: Plan, start: date | str, end: date | str, resources: Iterable[str] | None = None) -> Supply:
    """What resources have in the days ``start <= day < end``: gross hours, absence and availability.

    Gross is the open minutes of the resource's calendar × the capacity that holds on that day. A capacity of 3 is three
    at once; one below 1 is a budget of the day, not a slower clock: 0.75 of a day of 8 hours is 6 hours. Absence takes its
    share of that; absences that overlap do not count twice. A team with members has no hours of its own: they are counted
    in its members, once. A team without members has its own capacity.

    Parameters
    ----------
    plan
        The plan.
    start, end
        First day, and the first day that is no longer counted.
    resources
        Ids of the resources to count, a team standing for its members; ``None``: all that have hours.

    Raises
    ------
    InvalidText, WrongType
        An end is no day; a resource has no hours (material, money).
    OutOfRange
        The end is before the start, or there is too much to count.
    UnknownId
        No such resource.

    Notes
    -----
    O(resources × days) array steps; nothing is done day by day, and calendars are compiled once for all who share
    them. Amounts are whole numbers: a share of a share is rounded once, half up, for each resource and day.

    Examples
    --------
    >>> plan = Plan().add(Resource("ana", absences=["2026-03-02 08:00..2026-03-02 12:00 training"]))
    >>> supply(plan, "2026-03-02", "2026-03-03").of("ana")["availability"]
    [Decimal('240')]
    """
    import numpy as np

    instance_of(Plan, "a plan", plan, "a Plan")
    first, last = calendar_day(start), calendar_day(end)
    if last < first:
        raise OutOfRange(
            "the window of a supply", f"{first} to {last}", "one that does not end before it starts"
        )
    people = _chosen(plan, resources)
    count = (last - first).days
    if len(people) * count > _MOST_CELLS:
        raise OutOfRange(
            "a supply", f"{len(people):,} resources over {count:,} days",
            f"at most {_MOST_CELLS:,} days of resources; ask for fewer of either",
        )  # fmt: skip
    numbers: dict[WorkCalendar, int] = {}
    calendar_of = np.array(
        [numbers.setdefault(plan.work_calendar(one.calendar), len(numbers)) for one in people], np.int64
    )
    calendars = tuple(windows_by_day(calendar, first, last) for calendar in numbers)
    minutes = np.array([one.minutes for one in calendars], np.int64).reshape(len(calendars), count)
    capacity = np.empty((len(people), count), np.int64)
    absence = np.zeros((len(people), count), np.int64)
    for row, one in enumerate(people):
        _fill_capacity(capacity[row], one, first)
        if one.absences:
            away = presence(calendars[calendar_of[row]], one.absences, plan.axis).by_day()
            absence[row] = (away * capacity[row] + SCALE // 2) // SCALE
    gross = minutes[calendar_of] * capacity if people else capacity.copy()
    for array in (gross, absence, capacity, calendar_of):
        array.flags.writeable = False
    names = tuple(one.id for one in people)
    return Supply(plan, first, last, names, gross, absence, capacity, calendars, calendar_of)


def _fill_capacity(row: Ints, resource: Resource, first: date) -> None:
    """Write the capacity of each day into a row."""
    row[:] = int(Fraction(resource.capacity) * SCALE)
    for change in sorted(resource.capacity_changes, key=lambda one: one.start):
        row[max((change.start - first).days, 0) :] = int(Fraction(change.capacity) * SCALE)


def _chosen(plan: Plan, wanted: Iterable[str] | None) -> list[Resource]:
    """The resources with hours of their own that were asked for, in the plan's order."""
    known = plan.resources
    if wanted is None:
        return [one for one in known.values() if one.works and not one.members]
    chosen: set[str] = set()
    for name in tuple_of("resources", wanted, "a list of ids"):
        asked = known[name]
        if not asked.works:
            raise WrongType("a resource with hours", name, f"a person, team or equipment; it is {asked.type}")
        chosen.update(days_in_team(plan, name, 0, 1))
    return [one for one in known.values() if one.id in chosen and one.works]
