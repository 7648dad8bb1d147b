"""The fullest day, explained: who, when, which claims were served in which order, and what won; as rows, text and HTML."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.capacity import Ledger
from workmodel.capacity.limits import beyond
from workmodel.capacity.wording import whole_minutes
from workmodel.errors import instance_of, whole_number
from workmodel.views.characters import cells, clean, markup, plain
from workmodel.views.heat import source_name, title
from workmodel.views.heat_words import hours
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import day

if TYPE_CHECKING:
    from workmodel.capacity import Limit, Stretch

__all__ = ["Overload", "OverloadLine", "html", "rows", "text"]

_NONE: Final = "Nobody's day is over-full."
_NARROWEST: Final = 40
_WINNERS: Final = 30  # cells in which some of what won can be read
_KINDS: Final = {
    "actual": "was done then",
    "meeting": "has its hour, for all",
    "timed": "has its hour",
    "reserve": "kept free on purpose",
    "arrivals": "comes when it comes",
    "reservation": "hours are reserved",
    "routine": "routine of the day",
    "task": "task, by priority",
}


@frozen(kw_only=True)
class OverloadLine:
    """One claim on the day.

    Attributes
    ----------
    name
        Title of what claims, or its id.
    kind
        One of `workmodel.capacity.CLAIM_ORDER`.
    wanted, granted
        [person-min]
    won_by
        Names of what got hours that it lacks.
    away
        Whether absences took all hours that there were.
    limits
        The limits that keep hours from it.
    """

    name: str
    kind: str
    wanted: int
    granted: int
    won_by: tuple[str, ...]
    away: bool
    limits: tuple[Limit, ...] = ()

    @property
    def short(self) -> int:
        """What it lacks. [person-min]"""
        return self.wanted - self.granted

    @property
    def winner(self) -> str:
        """What got the hours that it lacks, or why nothing did; empty where it lacks none."""
        if not self.short:
            return ""
        if self.limits:
            return ", ".join([*self.won_by, beyond(self.limits)])
        return ", ".join(self.won_by) or ("away then" if self.away else "more than there are hours")

    @property
    def outcome(self) -> str:
        """How it fared, in words."""
        if not self.short:
            return "served"
        return f"{hours(self.short)} short, {'taken by ' if self.won_by else ''}{self.winner}"


@frozen(kw_only=True)
class Overload:
    """A day on which more is wanted of somebody than there is.

    Attributes
    ----------
    who
        Title or id of the resource.
    day
        The day.
    availability, absence
        What there is to claim, and what absences took before. [person-min]
    lines
        The claims, first served first.
    limit
        What of it a daily or weekly limit forbids to claim. [person-min]
    """

    who: str
    day: date
    availability: int
    absence: int
    lines: tuple[OverloadLine, ...]
    limit: int = 0

    @property
    def sentence(self) -> str:
        """Who, when and how much."""
        wanted, granted = sum(one.wanted for one in self.lines), sum(one.granted for one in self.lines)
        away = f" after {hours(self.absence)} of absence" if self.absence else ""
        kept = f", of which a limit keeps {hours(self.limit)}" if self.limit else ""
        return (
            f"{self.who}, {day(self.day)}: {hours(wanted)} wanted, {hours(self.availability)} available{away}{kept}; "
            f"{hours(wanted - granted)} finds no room."
        )


def rows(ledger: Ledger) -> Overload | None:
    """The day on which most is short of one resource; of equal ones the first, and of that day's the plan's first.

    Parameters
    ----------
    ledger
        The hours and what claims them.

    Returns
    -------
    Overload or None
        ``None`` where nothing is short.

    Raises
    ------
    WrongType
        No ledger.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.5"), Task("guide", duration="1d", effort="6h", assignments=["kim"])
    ... )
    >>> print(rows(ledger(plan, "2026-03-02", "2026-03-03")).sentence)
    kim, Mon 2 Mar 2026: 6h wanted, 4h available; 2h finds no room.
    """
    instance_of(Ledger, "a ledger", ledger, "a Ledger; see workmodel.capacity.ledger")
    pressed = [name for name in ledger.resources if ledger.total(name).unmet]
    days = ((here, ledger.day(name, here)) for here in ledger.days for name in pressed)
    here, fullest = max(days, key=lambda one: one[1].over, default=(ledger.first, None))
    return None if fullest is None else _explained(ledger, here, fullest)


def _explained(ledger: Ledger, here: date, stretch: Stretch) -> Overload:
    return Overload(
        who=title(ledger.plan, stretch.resource),
        day=here,
        availability=whole_minutes([stretch.availability])[0],
        absence=whole_minutes([stretch.absence])[0],
        lines=stretch_lines(ledger, stretch),
        limit=whole_minutes([stretch.limit])[0],
    )


def stretch_lines(ledger: Ledger, stretch: Stretch) -> tuple[OverloadLine, ...]:
    """All claims on a stretch, first served first; what was granted and what is short add up."""
    granted = {line.source: line.amount for line in stretch.lines}
    lacking = {one.source: one for one in stretch.unmet}
    served = [source for source in ledger.claims.sources if source in granted or source in lacking]
    got = whole_minutes([granted.get(source, stretch.gross * 0) for source in served])
    short = whole_minutes(
        [lacking[source].amount if source in lacking else stretch.gross * 0 for source in served]
    )
    return tuple(
        OverloadLine(
            name=source_name(ledger.plan, source),
            kind=source.kind,
            wanted=number + missing,
            granted=number,
            won_by=tuple(title(ledger.plan, name) for name in lacking[source].won_by)
            if source in lacking
            else (),
            away=not stretch.availability and bool(stretch.absence),
            limits=lacking[source].limits if source in lacking else (),
        )
        for source, number, missing in zip(served, got, short, strict=True)
    )


def text(ledger: Ledger, *, width: int = 100, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """The fullest day, explained.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    width
        Most cells in a line, at least 40.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("kim", capacity="0.5"), Task("guide", duration="1d", effort="6h", assignments=["kim"])
    ... )
    >>> print(text(ledger(plan, "2026-03-02", "2026-03-03")))
    kim, Mon 2 Mar 2026: 6h wanted, 4h available; 2h finds no room.
    Served in this order:
      Claim  Why here           Wanted  Got  Short  Taken by
      guide  task, by priority      6h   4h   ! 2h  more than there are hours
    """
    found = rows(ledger)
    width = max(whole_number("a width in cells", width), _NARROWEST)
    if found is None:
        return _NONE
    columns = [
        Column("Claim", least=12, most=40),
        Column("Why here", rank=2),
        Column("Wanted", right=True),
        Column("Got", right=True),
        Column("Short", right=True),
        Column(
            "Taken by", least=min(_WINNERS, max(cells(one.winner) for one in found.lines)), most=80, rank=1
        ),
    ]
    body = [
        [
            one.name,
            _KINDS[one.kind],
            hours(one.wanted),
            hours(one.granted),
            f"! {hours(one.short)}" if one.short else "",
            one.winner,
        ]
        for one in found.lines
    ]
    lines = [*wrap(clean(found.sentence), width), "Served in this order:"]
    lines += [f"  {line}" for line in table(columns, body, width=width - 2, ascii=ascii)]
    shown = "\n".join(lines)
    return plain(shown) if ascii else shown


def html(ledger: Ledger) -> str:
    """The fullest day, explained, as a self-contained piece of HTML.

    Parameters
    ----------
    ledger
        The hours and what claims them.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> "over-full" in html(ledger(Plan(start="2026-03-02").add(Resource("kim")), "2026-03-02", "2026-03-03"))
    True
    """
    return fragment(overload_table(ledger))


def overload_table(ledger: Ledger) -> str:
    """The fullest day as HTML, or that there is none."""
    found = rows(ledger)
    if found is None:
        return f"<p>{_NONE}</p>"
    heads = "".join(
        f'<th scope="col"{" class=w-r" if word in ("Wanted", "Got") else ""}>{word}</th>'
        for word in ("Claim, first served first", "Why here", "Wanted", "Got", "Outcome")
    )
    body = "".join(_line(one) for one in found.lines)
    return (
        f'<p><bdi>{markup(found.sentence)}</bdi></p><div class="w-box" tabindex="0" role="region" '
        f'aria-label="The fullest day"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _line(one: OverloadLine) -> str:
    mark, kind = ("✖ ", ' class="w-bad"') if one.short else ("", "")
    return (
        f'<tr><td><bdi>{markup(one.name)}</bdi></td><td class="w-mu">{_KINDS[one.kind]}</td>'
        f'<td class="w-r">{hours(one.wanted)}</td><td class="w-r">{hours(one.granted)}</td>'
        f"<td{kind}>{mark}{markup(one.outcome)}</td></tr>"
    )
