"""Scenarios side by side: one line a figure, one column a scenario, differences to the first; as rows, text and HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.capacity.wording import said_share, whole_minutes
from workmodel.errors import instance_of
from workmodel.scenarios import Comparison
from workmodel.scenarios.money import money_between, said_money
from workmodel.views.boxes import Cell, boxed
from workmodel.views.characters import clean, markup
from workmodel.views.heat_words import hours
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.variance import signed
from workmodel.views.wording import amount, brief, count, day, point

if TYPE_CHECKING:
    from workmodel.domain import Plan
    from workmodel.quantities import Span
    from workmodel.scenarios import Scenario

__all__ = ["ComparedCell", "ComparedRow", "html", "rows", "text"]

_ONE: Final = Decimal("0.01")
_NO: Final = "–"


@frozen
class ComparedCell:
    """What one scenario has in a line.

    Attributes
    ----------
    value
        The figure in words; empty where it has none.
    difference
        What it differs by from the first scenario, in words; empty where it does not.
    worse
        Whether that is worse (1), better (-1), or neither (0).

    Examples
    --------
    >>> ComparedCell("Fri 6 Mar 2026", "−5d", -1).difference
    '−5d'
    """

    value: str
    difference: str = ""
    worse: int = 0


@frozen
class ComparedRow:
    """One line of the comparison.

    Attributes
    ----------
    label
        What it is: ``"Finish"``, the name of a milestone or resource.
    kind
        ``"finish"``, ``"milestone"``, ``"least_float"``, ``"critical"``, ``"late"``, ``"overdue"``, ``"overloads"``,
        ``"utilisation"``, ``"effort"``, ``"cost"`` or ``"problem"``.
    cells
        One for each scenario.

    Examples
    --------
    >>> ComparedRow("Deadlines missed", "late", (ComparedCell("1"), ComparedCell("0", "−1", -1))).label
    'Deadlines missed'
    """

    label: str
    kind: str
    cells: tuple[ComparedCell, ...]


def rows(comparison: Comparison) -> tuple[ComparedRow, ...]:
    """The lines of a comparison; those left out in which no scenario has anything to say.

    Raises
    ------
    WrongType
        No comparison.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import compare
    >>> plan = Plan(start="2026-03-02").add(Task("design", duration="5d"))
    >>> lines = rows(compare({"as is": plan, "cut": plan.evolve("design", duration="3d")}))
    >>> [(line.label, *(cell.value for cell in line.cells)) for line in lines][:2]
    [('Finish', 'Fri 6 Mar 2026', 'Wed 4 Mar 2026'), ('Least float', '0d', '0d')]
    >>> lines[0].cells[1].difference
    '−2d'
    """
    instance_of(Comparison, "a comparison to show", comparison, "a Comparison, as compare({...}) returns it")
    return tuple(line for line in _lines(comparison) if any(cell.value for cell in line.cells))


def _lines(comparison: Comparison) -> Iterator[ComparedRow]:
    yield _dates(comparison, "Finish", "finish", lambda one: one.finish)
    for name in comparison.milestones:
        yield _dates(comparison, _title(comparison, name), "milestone", partial(_milestone, name))
    size = comparison.base.plan.conventions

    def length(minutes: int) -> Span:
        return brief(amount(minutes, size))

    yield _numbers(
        comparison, "Least float", "least_float", lambda one: None if one.least_float is None else one.least_float.minutes,
        lambda minutes: str(length(minutes)).replace("-", "−"), lambda minutes: signed(length(minutes)), more=-1,
    )  # fmt: skip
    for label, kind, of in _COUNTS:
        yield _numbers(comparison, label, kind, of, str, _more, more=1)
    yield _numbers(comparison, "Hours without room", "overloads", _over, hours, _more_hours, more=1)
    for name in comparison.resources:
        yield _shares(comparison, name)
    yield _numbers(
        comparison,
        "Effort",
        "effort",
        lambda one: one.effort,
        lambda m: str(length(m)),
        lambda m: signed(length(m)),
        more=0,
    )
    yield _costs(comparison)
    yield ComparedRow(
        "Problem",
        "problem",
        tuple(ComparedCell(one.problem, "", bool(one.problem)) for one in comparison.scenarios),
    )


_COUNTS: Final[tuple[tuple[str, str, Callable[[Scenario], int | None]], ...]] = (
    ("Critical items", "critical", lambda one: one.critical),
    ("Deadlines missed", "late", lambda one: None if one.late is None else len(one.late)),
    ("Overdue items", "overdue", lambda one: None if one.overdue is None else len(one.overdue)),
    ("Overloaded days", "overloads", lambda one: one.overloads),
)


def _milestone(name: str, one: Scenario) -> datetime | None:
    return one.milestones.get(name)


def _title(comparison: Comparison, name: str) -> str:
    """What people call a milestone or resource, in the first scenario that has it."""
    entity = next((one.plan[name] for one in comparison.scenarios if name in one.plan), None)
    return name if entity is None else clean(entity.title, name)


def _dates(
    comparison: Comparison, label: str, kind: str, of: Callable[[Scenario], datetime | None]
) -> ComparedRow:
    plan, first = comparison.base.plan, of(comparison.base)
    return ComparedRow(label, kind, tuple(_date(plan, first, of(one)) for one in comparison.scenarios))


def _date(plan: Plan, first: datetime | None, when: datetime | None) -> ComparedCell:
    if when is None:
        return ComparedCell("")
    if first is None or when == first:
        return ComparedCell(day(when))
    axis = plan.axis
    before, after = (
        axis.minute(one.replace(tzinfo=None) if plan.zone is None else one) for one in (first, when)
    )
    minutes = plan.work_calendar().between(before, after)
    words = point(when) if when.date() == first.date() else day(when)
    return ComparedCell(words, signed(brief(amount(minutes, plan.conventions))), 1 if after > before else -1)


def _numbers(
    comparison: Comparison, label: str, kind: str, of: Callable[[Scenario], int | None], said: Callable[[int], str],
    differs: Callable[[int], str], *, more: int,
) -> ComparedRow:  # fmt: skip
    """A line of whole numbers, of which more is worse (1), better (-1) or neither (0)."""
    first = of(comparison.base)
    cells = []
    for one in comparison.scenarios:
        value = of(one)
        gap = 0 if value is None or first is None else value - first
        worse = more * ((gap > 0) - (gap < 0))
        cells.append(ComparedCell("" if value is None else said(value), differs(gap) if gap else "", worse))
    return ComparedRow(label, kind, tuple(cells))


def _more(gap: int) -> str:
    return f"+{gap}" if gap > 0 else f"−{-gap}"


def _over(one: Scenario) -> int | None:
    return None if one.over is None else whole_minutes([one.over])[0]


def _more_hours(gap: int) -> str:
    return f"{'+' if gap > 0 else '−'}{hours(abs(gap))}"


def _shares(comparison: Comparison, name: str) -> ComparedRow:
    first = comparison.base.utilisation.get(name)
    cells = []
    for one in comparison.scenarios:
        share = one.utilisation.get(name)
        gap = None if share is None or first is None else (share - first).quantize(_ONE)
        told = "" if not gap else f"{_more(int(gap * 100))} points"
        cells.append(ComparedCell("" if name not in one.utilisation else said_share(share), told))
    return ComparedRow(f"{_title(comparison, name)}, used", "utilisation", tuple(cells))


def _costs(comparison: Comparison) -> ComparedRow:
    first, cells = comparison.base.cost, []
    for one in comparison.scenarios:
        apart = () if one.cost is None or first is None else money_between(first, one.cost)
        signs = {part.amount > 0 for part in apart}
        worse = 0 if len(signs) != 1 else 1 if signs == {True} else -1
        cells.append(ComparedCell(said_money(one.cost or ()), said_money(apart, signed=True), worse))
    return ComparedRow("Cost", "cost", tuple(cells))


def text(comparison: Comparison, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """Scenarios side by side, as a table; differences stand in brackets.

    Parameters
    ----------
    comparison
        What was compared.
    width
        Most cells in a line; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Resource, Task
    >>> from workmodel.scenarios import compare
    >>> plan = Plan(start="2026-03-02").add(
    ...     Resource("ana", title="Ana"),
    ...     Task("design", effort="5d", assignments=["ana"]), Task("copy", effort="2d", assignments=["ana"]),
    ...     Milestone("live", title="Live", after=["design", "copy"]),
    ... )
    >>> print(text(compare({"as is": plan, "cut": plan.remove("copy", cascade=True)})))
                        as is           cut
    Finish              Fri 6 Mar 2026  Fri 6 Mar 2026
    Live                Fri 6 Mar 2026  Fri 6 Mar 2026
    Least float         0d              0d
    Critical items      2               2
    Deadlines missed    0               0
    Overloaded days     2               0 (−2)
    Hours without room  16h             0h (−16h)
    Ana, used           100 %           100 %
    Effort              7d              5d (−2d)
    """  # fmt: skip
    lines = rows(comparison)
    columns = [
        Column("", least=12, most=40),
        *(Column(clean(one.name, _NO), least=10, most=60) for one in comparison.scenarios),
    ]
    body = [
        [
            line.label,
            *(f"{one.value} ({one.difference})" if one.difference else one.value for one in line.cells),
        ]
        for line in lines
    ]
    return "\n".join(table(columns, body, width=width, ascii=ascii))


def html(comparison: Comparison) -> str:
    """Scenarios side by side, as a self-contained piece of HTML.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import compare
    >>> plan = Plan(start="2026-03-02").add(Task("design", duration="5d"))
    >>> "<bdi>Finish</bdi>" in html(compare({"as is": plan}))
    True
    """
    lines = rows(comparison)
    how = (
        "Dates within everybody’s hours."
        if comparison.levelled
        else "Dates by logic; people may be asked for too much."
    )
    days = (
        ""
        if comparison.first is None or comparison.last is None
        else f" Hours from {day(comparison.first)} to {day(comparison.last)}."
    )
    heads = [Cell(""), *(Cell(clean(one.name, _NO)) for one in comparison.scenarios)]
    kinds = {1: "w-nw w-bad", -1: "w-nw w-good", 0: "w-nw"}
    body = [
        [
            Cell(line.label),
            *(
                Cell(
                    one.value or _NO,
                    "w-bad" if line.kind == "problem" and one.value else kinds[one.worse],
                    one.difference,
                )
                for one in line.cells
            ),
        ]
        for line in lines
    ]
    heading = f"<h2><bdi>{markup(comparison.base.plan.title or 'Comparison')}</bdi></h2>"
    label = f"{count(len(comparison.scenarios), 'scenario')} side by side"
    return fragment(f'{heading}<p class="w-mu">{how}{days}</p>{boxed(heads, body, label)}')
