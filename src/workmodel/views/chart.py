"""What a Gantt chart shows, as plain rows: bars, links, time scale, shaded days, the line of today. No drawing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.quantities import Moment, moment
from workmodel.views.characters import clean
from workmodel.views.hours import Hours, hours_of
from workmodel.views.outline import TimetableRow, timetable_rows
from workmodel.views.scale import Scale, window
from workmodel.views.wording import Wording, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workmodel.domain import Schedule, WorkItem

__all__ = ["Bar", "Chart", "LinkLine", "Shade", "chart", "compared"]

_HOURLY_UP_TO: Final = 3 * 1440  # elapsed min: longer plans are shown by days
_SHADED_UP_TO: Final = 1200  # days: in longer windows a weekend is thinner than a line


@frozen(kw_only=True)
class Bar:
    """One item on the chart; positions count from the window's left edge.

    Attributes
    ----------
    row
        Its place in `Chart.rows`.
    shape
        ``"task"``, ``"summary"`` or ``"milestone"``.
    left, right
        Where it begins and ends. [hours or days]
    done
        As far as it is complete. [hours or days]
    float_right
        As far as it can slip without moving the end; ``None`` where it cannot. [hours or days]
    deadline
        Where its deadline lies; ``None`` without one. [hours or days]
    """

    row: int
    shape: Literal["task", "summary", "milestone"]
    left: float
    right: float
    done: float
    float_right: float | None
    deadline: float | None


@frozen
class LinkLine:
    """A dependency between two items on the chart.

    Attributes
    ----------
    before, after
        Places of predecessor and successor in `Chart.rows`.
    link
        ``"FS"``, ``"SS"``, ``"FF"`` or ``"SF"``.
    label
        As written, ``"design FS+2d"``.
    driving
        Whether it holds the successor's date.
    critical
        Whether it does so on the critical path.
    """

    before: int
    after: int
    link: str
    label: str
    driving: bool
    critical: bool


@frozen
class Shade:
    """A stretch without working time on the plan's calendar.

    Attributes
    ----------
    left, right
        Where it begins and ends. [hours or days]
    """

    left: float
    right: float


@frozen(kw_only=True)
class Chart:
    """A Gantt chart without its drawing.

    Attributes
    ----------
    title
        What it shows.
    rows
        The timetable beside it, in outline order.
    bars
        One per row.
    links
        Dependencies between rows.
    scale
        Its window.
    shades
        Non-working stretches in it; none where a weekend would be thinner than a line.
    today
        Where the line of today stands; ``None``: not asked for, or outside the window. [hours or days]
    as_of
        The moment of that line, as given.
    until
        The same as a time: what finished before it is past.
    wording
        How its dates are written.
    beside
        Where each row begins and ends by the dates that it is compared with; empty where it is compared with none.
        [hours or days]
    """

    title: str
    rows: tuple[TimetableRow, ...]
    bars: tuple[Bar, ...]
    links: tuple[LinkLine, ...]
    scale: Scale
    shades: tuple[Shade, ...]
    today: float | None
    as_of: Moment | None
    until: datetime | None
    wording: Wording
    beside: tuple[tuple[float, float], ...] = ()


def chart(schedule: Schedule, *, as_of: Moment | str | None = None, times: bool | None = None) -> Chart:
    """The rows, bars, links, scale and shades of a schedule's Gantt chart.

    Parameters
    ----------
    schedule
        Whose dates.
    as_of
        Where the line of today stands, a day from its start; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Raises
    ------
    InvalidText, WrongType, ZoneMismatch
        *as_of* is no moment on the plan's axis.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"), Task("review", duration="1d", after=["draft"])
    ... )
    >>> found = chart(schedule(plan), as_of="2026-03-03")
    >>> [(bar.left, bar.right) for bar in found.bars], found.today, found.scale.length
    ([(0.0, 3.0), (3.0, 4.0)], 1.0, 7)
    """
    return _chart(schedule, None, as_of=as_of, times=times)


def compared(
    schedule: Schedule, other: Schedule, *, as_of: Moment | str | None = None, times: bool | None = None
) -> Chart:
    """The chart of a schedule with where its items stand by another one's dates, in a window that shows both.

    Parameters
    ----------
    schedule
        Whose dates.
    other
        The dates beside them, of the same items.
    as_of, times
        As for `chart`.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(Task("draft", duration="3d"))
    >>> later = plan.evolve("draft", constraint="SNET 2026-03-10")
    >>> found = compared(schedule(later), schedule(plan))
    >>> [(bar.left, bar.right) for bar in found.bars], found.beside
    ([(8.0, 11.0)], ((0.0, 3.0),))
    """
    return _chart(schedule, other, as_of=as_of, times=times)


def _chart(
    schedule: Schedule, other: Schedule | None, *, as_of: Moment | str | None, times: bool | None
) -> Chart:
    found = timetable_rows(schedule)
    plan, hours = schedule.plan, hours_of(schedule.plan)
    words = wording(schedule, hours, times=times)
    if other is not None and times is None:
        words = Wording(times=words.times or wording(other, hours).times)
    today = _today(schedule, as_of)
    scale = _window([schedule, *([] if other is None else [other])], found, today, words)
    place = _placing(scale, hours)
    inside = today is not None and scale.first <= today and 0 <= place(today) <= scale.length
    return Chart(
        title=clean(plan.title),
        rows=found,
        bars=tuple(_bar(number, row, hours, place) for number, row in enumerate(found)),
        links=tuple(_links(schedule, found)),
        scale=scale,
        shades=tuple(_shades(scale, hours)),
        today=place(today) if today is not None and inside else None,
        as_of=plan.status_date if as_of is None else moment(as_of),
        until=None if today is None else plan.axis.time(today),
        wording=words,
        beside=() if other is None else tuple(_ends(other, row.id, hours, place) for row in found),
    )


def _ends(other: Schedule, name: str, hours: Hours, place: Callable[[int], float]) -> tuple[float, float]:
    """Where an item begins and ends by other dates."""
    item = other[name]
    left, right = place(hours.axis.minute(item.start)), place(hours.axis.minute(item.finish))
    return left, max(left, right)


def _today(schedule: Schedule, as_of: Moment | str | None) -> int | None:
    if as_of is not None:
        return schedule.plan.axis.minute(moment(as_of))
    status = schedule.plan.status_date
    return None if status is None else schedule.plan.axis.minute(status, end=True)


def _window(
    several: Sequence[Schedule], found: tuple[TimetableRow, ...], today: int | None, words: Wording
) -> Scale:
    """Everything scheduled, with deadlines and today where they are near."""
    plan = several[0].plan
    axis = plan.axis
    if found:
        start = min(int(one.dates.start.min()) for one in several)
        finish = max(int(one.dates.finish.max()) for one in several)
    else:
        begin = plan.start or plan.finish
        start = finish = axis.minute(begin) if begin is not None else today or 0
    near = max(7 * 1440, (finish - start) // 2)
    others = [axis.minute(row.deadline) for row in found if row.deadline is not None]
    for other in [*others, *([] if today is None else [today])]:
        if start - near <= other <= finish + near:
            start, finish = min(start, other), max(finish, other)
    return window(axis, start, finish, hourly=words.times and bool(found) and finish - start <= _HOURLY_UP_TO)


def _placing(scale: Scale, hours: Hours) -> Callable[[int], float]:
    if scale.unit == "hour":
        return lambda minute: (minute - scale.first) / 60
    origin = scale.first_day.toordinal()
    return lambda minute: hours.place(minute) - origin


def _bar(number: int, row: TimetableRow, hours: Hours, place: Callable[[int], float]) -> Bar:
    minute = hours.axis.minute
    left, right = place(minute(row.start)), place(minute(row.finish))
    late = place(minute(row.late_finish)) if not row.summary and row.late_finish > row.finish else None
    return Bar(
        row=number,
        shape="summary" if row.summary else "milestone" if row.milestone else "task",
        left=left,
        right=max(left, right),
        done=left + max(0.0, right - left) * min(row.complete, 100) / 100,
        float_right=late if late is not None and late > right and row.complete < 100 else None,
        deadline=None if row.deadline is None else place(minute(row.deadline)),
    )


def _links(schedule: Schedule, found: tuple[TimetableRow, ...]) -> list[LinkLine]:
    places = {row.id: number for number, row in enumerate(found)}
    lines = []
    for number, row in enumerate(found):
        entity: WorkItem = schedule.plan[row.id]
        for dependency in entity.after:
            before = places.get(dependency.predecessor)
            if before is None:  # a routine has no bar of its own
                continue
            driver = row.driver
            driving = (
                driver is not None
                and driver.kind == "dependency"
                and driver.subject == dependency.predecessor
            )
            critical = driving and row.critical and found[before].critical
            lines.append(LinkLine(before, number, dependency.link.value, str(dependency), driving, critical))
    return lines


def _shades(scale: Scale, hours: Hours) -> list[Shade]:
    if scale.unit == "hour":
        lo, hi = scale.first, scale.first + 60 * scale.length
        return [Shade((a - lo) / 60, (b - lo) / 60) for a, b in hours.closed_stretches(lo, hi)]
    if scale.length > _SHADED_UP_TO:
        return []
    return [Shade(a, b) for a, b in hours.closed_days(scale.first_day, scale.length)]
