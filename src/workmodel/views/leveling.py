"""The dates of an allocation beside those of logic: `rows` says what moved and why, `text`, `svg` and `html` draw it.

Drawings show each item twice, where it stands and where logic alone would have it, with the reason when pointed at; and
below, on the same time axis, the hours of everybody by what claims them, against what there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.errors import UnknownId, named, nearest, whole_number
from workmodel.views.hours import hours_of
from workmodel.views.leveled import LeveledRow, leveled_rows
from workmodel.views.leveled_chart import LeveledChart, leveled_chart
from workmodel.views.leveled_html import leveled_html
from workmodel.views.leveled_svg import leveled_svg
from workmodel.views.leveled_text import folded, leveled_text
from workmodel.views.leveled_words import headline, hints
from workmodel.views.load import LoadPeriod, LoadRow
from workmodel.views.style import fragment
from workmodel.views.wording import Wording, wording

if TYPE_CHECKING:
    from workmodel.allocation import Allocation
    from workmodel.quantities import Moment

__all__ = [
    "LeveledChart",
    "LeveledRow",
    "LoadPeriod",
    "LoadRow",
    "chart",
    "html",
    "rows",
    "svg",
    "text",
    "why",
]

rows = leveled_rows
chart = leveled_chart


def text(
    allocation: Allocation,
    *,
    width: int | None = None,
    times: bool | None = None,
    ascii: bool = False,  # noqa: A002 - the views' word
) -> str:
    """The levelled timetable as text, with what holds each item back below its line.

    Parameters
    ----------
    allocation
        Whose dates.
    width
        Most cells in a line; long names give way first, but to 16 cells, then columns that say least are left out.
        ``None``: as wide as it needs.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work, and there is
        room for what moved beside them.
    ascii
        Whether only ASCII characters may be used.

    Raises
    ------
    WrongType
        No allocation.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben", title="Ben"),
    ...     Task("deploy", title="Deploy", duration="3d", assignments=["ben"], priority=800),
    ...     Task("build", title="Build", duration="2d", assignments=["ben"]),
    ... )
    >>> print(text(allocate(plan), width=80))
    1 of 2 items is later than by logic. All ends Fri 6 Mar 2026 17:00, 2d later;
    nothing could end before that.
    <BLANKLINE>
       Name    Start           Finish          Starts later  Ends later  People
    1  Deploy  Mon 2 Mar 2026  Wed 4 Mar 2026                            Ben
    2  Build   Thu 5 Mar 2026  Fri 6 Mar 2026            3d          3d  Ben
           · Ben has Deploy until then
    """
    found = leveled_rows(allocation)
    hours = hours_of(allocation.plan)
    needed = any(wording(one, hours, times=times).times for one in (allocation.schedule, allocation.logic))
    return leveled_text(
        headline(allocation, found), found, Wording(times=needed), width=width, times=times, ascii=ascii
    )


def why(
    allocation: Allocation,
    item: str,
    *,
    width: int | None = None,
    ascii: bool = False,  # noqa: A002 - the views' word
) -> str:
    """Both dates of one item, and what holds it back, as text.

    Parameters
    ----------
    allocation
        Whose dates.
    item
        Its id.
    width
        Most cells in a line; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.

    Raises
    ------
    UnknownId
        No such item.
    WrongType
        No allocation.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ben", title="Ben"),
    ...     Task("deploy", title="Deploy", duration="3d", assignments=["ben"], priority=800),
    ...     Task("build", title="Build", duration="2d", assignments=["ben"]),
    ... )
    >>> print(why(allocate(plan), "build"))
    2 Build
    · by logic: Mon 2 Mar 2026 08:00 → Tue 3 Mar 2026 17:00
    · levelled: Thu 5 Mar 2026 08:00 → Fri 6 Mar 2026 17:00
    · 3d later
    · Ben has Deploy until then
    · done by Ben
    """
    found = next((row for row in leveled_rows(allocation) if row.id == item), None)
    if found is None:
        raise UnknownId(named(item), nearest(named(item), allocation.schedule.ids))
    width = None if width is None else whole_number("a width in cells", width)
    first, *others = hints(found, Wording(times=True))
    mark = "> " if ascii else "· "
    lines = [
        folded(one, lead, width, ascii=ascii) for one, lead in [(first, ""), *((one, mark) for one in others)]
    ]
    return "\n".join(line for several in lines for line in several)


def svg(allocation: Allocation, *, as_of: Moment | str | None = None, times: bool | None = None) -> str:
    """The chart as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    allocation
        Whose dates.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Returns
    -------
    str
        About 1 kB an item, of 2,000 items at most, and half a kilobyte for each of some thousand bars of hours.

    Raises
    ------
    InvalidText, WrongType, ZoneMismatch
        No allocation, or *as_of* is no moment on the plan's axis.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Task
    >>> svg(allocate(Plan(start="2026-03-02").add(Task("draft", duration="3d")))).startswith("<svg xmlns=")
    True
    """
    return leveled_svg(leveled_chart(allocation, as_of=as_of, times=times))


def html(allocation: Allocation, *, as_of: Moment | str | None = None, times: bool | None = None) -> str:
    """Items, chart, hours and reasons as a self-contained piece of HTML.

    Parameters
    ----------
    allocation
        Whose dates.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Raises
    ------
    InvalidText, WrongType, ZoneMismatch
        No allocation, or *as_of* is no moment on the plan's axis.

    Examples
    --------
    >>> from workmodel.allocation import allocate
    >>> from workmodel.domain import Plan, Task
    >>> "Nothing is later" in html(allocate(Plan(start="2026-03-02").add(Task("draft", duration="3d"))))
    True
    """
    return fragment(leveled_html(leveled_chart(allocation, as_of=as_of, times=times)))
