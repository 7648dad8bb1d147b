"""What could not be served: hours that were wanted and found no room, and work that nobody takes; as rows, text and HTML."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from attrs import frozen

from workmodel.capacity import Ledger
from workmodel.capacity.limits import beyond
from workmodel.capacity.wording import whole_minutes
from workmodel.errors import instance_of, whole_number
from workmodel.views.characters import markup, plain
from workmodel.views.heat import parts, source_name, title
from workmodel.views.heat_words import hours
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import MONTHS, count, day

if TYPE_CHECKING:
    from workmodel.capacity import Limit, Source

__all__ = ["Unserved", "html", "rows", "text"]

_NOTHING = "Everything that is wanted finds room."
_MOST_MISSING = 5
_NARROWEST = 40


@frozen(kw_only=True)
class Unserved:
    """Hours that something wanted of somebody and did not get.

    Attributes
    ----------
    name
        Title of what wanted them, or its id.
    who
        Title or id of whom it wanted them of; empty where nobody takes it.
    minutes
        [person-min]
    first, last
        The first and the last day on which it lacks something.
    won_by
        Names of what got the hours instead; empty where there were none to get.
    away
        Whether its person is away on all of those days.
    limits
        The limits that keep hours from it.
    """

    name: str
    who: str
    minutes: int
    first: date
    last: date
    won_by: tuple[str, ...]
    away: bool
    limits: tuple[Limit, ...] = ()

    @property
    def when(self) -> str:
        """Its days in words; month and year once where they are the same."""
        first, last = self.first, self.last
        if first == last:
            return day(first)
        begin = [str(first.day), MONTHS[first.month - 1][:3], str(first.year)]
        same = (
            1 if (first.year, first.month) == (last.year, last.month) else 2 if first.year == last.year else 3
        )
        return f"{' '.join(begin[:same])} to {last.day} {MONTHS[last.month - 1][:3]} {last.year}"

    @property
    def winner(self) -> str:
        """What got the hours instead, or why nothing did."""
        if not self.who:
            return "nobody takes it"
        if self.limits:
            return ", ".join([*self.won_by, beyond(self.limits)])
        return ", ".join(self.won_by) or ("away then" if self.away else "more than there are hours")


def rows(ledger: Ledger) -> tuple[Unserved, ...]:
    """What found no room, most first; equal amounts in the plan's order of people, then as they were served.

    Parameters
    ----------
    ledger
        The hours and what claims them.

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
    >>> [(one.name, one.who, one.minutes) for one in rows(ledger(plan, "2026-03-02", "2026-03-03"))]
    [('guide', 'kim', 120)]
    """
    instance_of(Ledger, "a ledger", ledger, "a Ledger; see workmodel.capacity.ledger")
    found = [one for name in ledger.resources for one in _of(ledger, name)]
    found += _open(ledger)
    return tuple(sorted(found, key=lambda one: -one.minutes))


def _of(ledger: Ledger, resource: str) -> list[Unserved]:
    """What is short of one resource; its minutes add up to those of the heat map's row."""
    whole = ledger.total(resource)
    if not whole.unmet:
        return []
    lacking: dict[Source, list[date]] = {}
    present: set[Source] = set()
    for here in ledger.days:
        stretch = ledger.day(resource, here)
        for one in stretch.unmet:
            lacking.setdefault(one.source, []).append(here)
            if stretch.availability or not stretch.absence:
                present.add(one.source)
    minutes = parts([one.amount for one in whole.unmet], whole_minutes([whole.over])[0])
    return [
        Unserved(
            name=source_name(ledger.plan, one.source),
            who=title(ledger.plan, resource),
            minutes=number,
            first=lacking[one.source][0],
            last=lacking[one.source][-1],
            won_by=tuple(title(ledger.plan, name) for name in one.won_by),
            away=one.source not in present,
            limits=one.limits,
        )
        for one, number in zip(whole.unmet, minutes, strict=True)
    ]


def _open(ledger: Ledger) -> list[Unserved]:
    """What nobody takes, by what asks."""
    found: dict[Source, list[tuple[date, int]]] = {}
    for one in ledger.unassigned:
        if ledger.first <= one.day <= ledger.last:
            found.setdefault(one.source, []).append((one.day, one.amount))
    return [
        Unserved(
            name=source_name(ledger.plan, source),
            who="",
            minutes=whole_minutes([Decimal(sum(units for _, units in given)) / 10_000])[0],
            first=min(here for here, _ in given),
            last=max(here for here, _ in given),
            won_by=(),
            away=False,
        )
        for source, given in found.items()
    ]


def text(ledger: Ledger, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002
    """What could not be served, as a table.

    Parameters
    ----------
    ledger
        The hours and what claims them.
    width
        Most cells in a line, at least 40; ``None``: as wide as it needs.
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
    What   Of whom  Short  When            Taken by
    guide  kim         2h  Mon 2 Mar 2026  more than there are hours
    """
    found = rows(ledger)
    width = None if width is None else max(whole_number("a width in cells", width), _NARROWEST)
    columns = [
        Column("What", least=14, most=40),
        Column("Of whom", least=12, most=28),
        Column("Short", right=True),
        Column("When", rank=1),
        Column("Taken by", least=12, most=80, rank=2),
    ]
    body = [[one.name, one.who or "nobody", hours(one.minutes), one.when, one.winner] for one in found]
    lines = table(columns, body, width=width, ascii=ascii) if found else [_NOTHING]
    if missing := uncovered(ledger):
        lines += ["", *(wrap(missing, width) if width else [missing])]
    shown = "\n".join(lines)
    return plain(shown) if ascii else shown


def uncovered(ledger: Ledger) -> str:
    """Which tasks and routines no total holds, in a sentence; nothing where all are held."""
    missing = ledger.coverage.missing
    if not missing:
        return ""
    named = ", ".join(title(ledger.plan, name) for name in missing[:_MOST_MISSING])
    rest = f" and {len(missing) - _MOST_MISSING} more" if len(missing) > _MOST_MISSING else ""
    whole = count(ledger.coverage.items, "item")
    return f"For {len(missing)} of {whole} no effort is known, so no total holds them: {named}{rest}."


def html(ledger: Ledger) -> str:
    """What could not be served, as a self-contained piece of HTML.

    Parameters
    ----------
    ledger
        The hours and what claims them.

    Examples
    --------
    >>> from workmodel.capacity import ledger
    >>> from workmodel.domain import Plan, Resource
    >>> "finds room" in html(
    ...     ledger(Plan(start="2026-03-02").add(Resource("kim")), "2026-03-02", "2026-03-03")
    ... )
    True
    """
    return fragment(unserved_table(ledger))


def unserved_table(ledger: Ledger) -> str:
    """The table of what could not be served, or that nothing is short, as HTML."""
    found = rows(ledger)
    notes = f'<p class="w-mu">{markup(missing)}</p>' if (missing := uncovered(ledger)) else ""
    if not found:
        return f"<p>{_NOTHING}</p>{notes}"
    heads = "".join(
        f'<th scope="col"{" class=w-r" if word == "Short" else ""}>{word}</th>'
        for word in ("What", "Of whom", "Short", "When", "Taken by")
    )
    body = "".join(
        f'<tr><td><bdi>{markup(one.name)}</bdi></td><td class="w-nw"><bdi>{markup(one.who or "nobody")}</bdi></td>'
        f'<td class="w-r w-bad">{hours(one.minutes)}</td><td class="w-nw">{one.when}</td>'
        f'<td style="min-width:200px">{markup(one.winner)}</td></tr>'
        for one in found
    )
    label = markup(f"{count(len(found), 'claim')} that found no room")
    return (
        f'<div class="w-box" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{notes}"
    )
