"""The workload of everybody by day, week or month: `rows` says what it shows, `text`, `svg` and `html` draw it.

A cell is what is wanted of a resource in a period, in percent of what it has. Where something finds no room it is marked,
not by its colour alone, also where the period as a whole would have had the hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.views.heat import Claim, HeatCell, HeatColumn, HeatMap, HeatRow, Short, heat
from workmodel.views.heat_html import heat_table
from workmodel.views.heat_svg import heat_svg
from workmodel.views.heat_text import heat_text
from workmodel.views.style import fragment

if TYPE_CHECKING:
    from workmodel.capacity import Ledger
    from workmodel.quantities import Moment

__all__ = ["Claim", "HeatCell", "HeatColumn", "HeatMap", "HeatRow", "Short", "html", "rows", "svg", "text"]

rows = heat


def text(
    ledger: Ledger,
    *,
    period: str = "week",
    as_of: Moment | str | None = None,
    width: int = 100,
    ascii: bool = False,  # noqa: A002 - the views' word
) -> str:
    """The heat map in characters; periods that do not fit stand below the first ones.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    period
        What a column is: ``"day"``, ``"week"`` or ``"month"``.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.
    width
        Most cells in a line, at least 40.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", absences=["2026-03-09..2026-03-10"]),
    ...     Resource("ben", capacity="0.5"),
    ...     Task("design", duration="2w", effort="40h", assignments=["ana"]),
    ...     Task("build", duration="1w", effort="24h", assignments=["ben"]),
    ... )
    >>> print(text(ledger(plan, "2026-03-02", "2026-03-16"), width=60))
               Mar 2026
                 2    9
    ana         50  83!~
    ben        120!   0
    All people  73   45~
    <BLANKLINE>
    In all      Load  Wanted  Hours  Short
    ana         63 %     40h    64h   8h !
    ben         60 %     24h    40h   4h !
    All people  62 %     64h   104h  12h !
    <BLANKLINE>
    82 percent of the hours are wanted
    ! not all of it finds room   ~ away in part: vacation
    """
    return heat_text(heat(ledger, period=period, as_of=as_of), width=width, ascii=ascii)


def svg(ledger: Ledger, *, period: str = "week", as_of: Moment | str | None = None) -> str:
    """The heat map as a self-contained SVG document that adapts to light and dark surroundings.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    period
        What a column is: ``"day"``, ``"week"`` or ``"month"``.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan(start="2026-03-02").add(Resource("ana"))
    >>> svg(ledger(plan, "2026-03-02", "2026-03-16")).startswith("<svg xmlns=")
    True
    """
    return heat_svg(heat(ledger, period=period, as_of=as_of))


def html(ledger: Ledger, *, period: str = "week", as_of: Moment | str | None = None) -> str:
    """The heat map as a self-contained piece of HTML.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    period
        What a column is: ``"day"``, ``"week"`` or ``"month"``.
    as_of
        Where the line of today stands; ``None``: at the plan's status date, if it has one.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan(start="2026-03-02").add(Resource("ana"))
    >>> '<table class="w-heat">' in html(ledger(plan, "2026-03-02", "2026-03-16"))
    True
    """
    return fragment(heat_table(heat(ledger, period=period, as_of=as_of)))
