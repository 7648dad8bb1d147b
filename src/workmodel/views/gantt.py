"""The Gantt chart: `rows` says what it shows, `text`, `svg` and `html` draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.views.chart import Bar, Chart, LinkLine, Shade, chart
from workmodel.views.chart_svg import chart_svg
from workmodel.views.chart_text import chart_text
from workmodel.views.panes import legend_list, table_html
from workmodel.views.scale import Scale
from workmodel.views.style import fragment

if TYPE_CHECKING:
    from workmodel.domain import Schedule
    from workmodel.quantities import Moment

__all__ = ["Bar", "Chart", "LinkLine", "Scale", "Shade", "html", "rows", "svg", "text"]

rows = chart


def text(
    schedule: Schedule,
    *,
    width: int = 100,
    as_of: Moment | str | None = None,
    times: bool | None = None,
    ascii: bool = False,  # noqa: A002 - the views' word
) -> str:
    """The Gantt chart in characters.

    Parameters
    ----------
    schedule
        Whose dates.
    width
        Most cells in a line, at least 40.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether short plans are drawn by hours; ``None``: where some item starts or finishes within a day of work.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("draft", duration="3d"),
    ...     Task("review", duration="1d", after=["draft"]),
    ...     Milestone("out", after=["review"]),
    ... )
    >>> print(text(schedule(plan), width=40))
               March 2026
               2   3   4   5   6   7   8
    draft      ▅▅▅▅▅▅▅▅▅▅▅▅        ········
    review                 ▅▅▅▅    ········
    out                       ◆    ········
    <BLANKLINE>
    ▅▅ critical   ◆ critical milestone
    ·· non-working
    """
    return chart_text(chart(schedule, as_of=as_of, times=times), width=width, ascii=ascii)


def svg(schedule: Schedule, *, as_of: Moment | str | None = None, times: bool | None = None) -> str:
    """The Gantt chart as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    schedule
        Whose dates.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> svg(schedule(Plan(start="2026-03-02").add(Task("draft", duration="3d")))).startswith("<svg xmlns=")
    True
    """
    return chart_svg(chart(schedule, as_of=as_of, times=times))


def html(schedule: Schedule, *, as_of: Moment | str | None = None, times: bool | None = None) -> str:
    """Timetable and Gantt chart side by side, as a self-contained piece of HTML.

    Parameters
    ----------
    schedule
        Whose dates.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    times
        Whether to write times of day; ``None``: where some item starts or finishes within a day of work.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> '<svg class="w-body"' in html(schedule(Plan(start="2026-03-02").add(Task("draft", duration="3d"))))
    True
    """
    drawn = chart(schedule, as_of=as_of, times=times)
    return fragment(legend_list(drawn) + table_html(drawn))
