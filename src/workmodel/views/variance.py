"""A plan beside what was agreed: what ends later, what takes more, what came and what is gone; as rows, text and HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from workmodel.errors import instance_of
from workmodel.scenarios import Variance
from workmodel.scenarios.money import said_money
from workmodel.views.boxes import Cell, boxed
from workmodel.views.characters import clean, markup
from workmodel.views.figures import Figure, figures_list
from workmodel.views.style import fragment
from workmodel.views.tables import Column, table
from workmodel.views.wording import amount, brief, count, moment_words

if TYPE_CHECKING:
    from workmodel.quantities import Moment, Money, Span
    from workmodel.scenarios import VarianceRow

__all__ = ["VarianceLine", "html", "rows", "text"]

_NOTHING: Final = "Neither the plan nor the baseline holds an item."
_MOST_ROWS: Final = 500
_STATES: Final = {"kept": "", "added": "added since", "deleted": "deleted since"}


@frozen(kw_only=True)
class VarianceLine:
    """One item as it was agreed and as it stands.

    Attributes
    ----------
    id
        Its id.
    name
        Its title, or its id.
    state
        ``"kept"``, ``"added"`` or ``"deleted"``.
    milestone, summary
        What it is.
    agreed, present
        When it was to end, and when it ends.
    later
        By how much later it ends; below zero earlier. [working time of the plan's calendar]
    longer, more
        By how much its working time and its effort are more than agreed; below zero less.
    dearer
        By how much it costs more, one amount for each currency.

    Examples
    --------
    >>> line = VarianceLine(
    ...     id="live", name="Live", state="kept", milestone=True, summary=False, agreed=None, present=None,
    ...     later=amount(480), longer=None, more=amount(-60), dearer=(),
    ... )
    >>> line.late, line.notes
    (True, '−1h of effort')
    """  # fmt: skip

    id: str
    name: str
    state: str
    milestone: bool
    summary: bool
    agreed: Moment | None
    present: Moment | None
    later: Span | None
    longer: Span | None
    more: Span | None
    dearer: tuple[Money, ...]

    @property
    def late(self) -> bool:
        """Whether it ends later than agreed."""
        return self.later is not None and bool(self.later) and not self.later.negative

    @property
    def notes(self) -> str:
        """What else differs, in words: duration, effort, cost, whether it came or went."""
        parts = [_STATES[self.state]] if _STATES[self.state] else []
        for value, word in ((self.longer, "of working time"), (self.more, "of effort")):
            if value is not None and value:
                parts.append(f"{signed(value)} {word}")
        parts += [said_money(self.dearer, signed=True)] if self.dearer else []
        return ", ".join(parts)


def rows(variance: Variance) -> tuple[VarianceLine, ...]:
    """Every item, milestones first, then in the plan's order, at last what was deleted.

    Raises
    ------
    WrongType
        No variance.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scenarios import baseline, variance
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="5d"), Milestone("live", after=["design"])
    ... )
    >>> late = variance(plan.evolve("design", duration="8d"), baseline(plan, "march"))
    >>> [(row.name, str(row.later), row.notes) for row in rows(late)]
    [('live', '3d', ''), ('design', '3d', '+3d of working time')]
    """
    instance_of(
        Variance, "a variance to show", variance, "a Variance, as variance(plan, baseline) returns it"
    )
    lines = [_line(variance, row) for row in variance.items]
    return tuple(sorted(lines, key=lambda line: not line.milestone))


def _line(variance: Variance, row: VarianceRow) -> VarianceLine:
    plan = variance.plan
    size = plan.conventions

    def length(minutes: int | None, *, elapsed: bool = False) -> Span | None:
        return None if minutes is None else brief(amount(minutes, size, elapsed=elapsed))

    spent = None if row.shown.duration is None else row.shown.duration
    return VarianceLine(
        id=row.id, name=clean(row.name, row.id), state=row.state, milestone=row.kind == "milestone", summary=row.summary,
        agreed=None if row.baseline is None else row.baseline.finish,
        present=None if row.present is None else row.present.finish,
        later=length(None if row.finish_variance is None else row.finish_variance.minutes),
        longer=length(
            None if row.duration_variance is None else row.duration_variance.minutes,
            elapsed=spent is not None and spent.elapsed,
        ),
        more=length(None if row.effort_variance is None else row.effort_variance.minutes),
        dearer=row.cost_variance,
    )  # fmt: skip


def signed(value: Span) -> str:
    """A span with its sign, also where it is above zero.

    Examples
    --------
    >>> signed(amount(480)), signed(amount(-480)), signed(amount(0))
    ('+1d', '−1d', '0d')
    """
    text = str(value)
    return f"−{text.removeprefix('-')}" if value.negative else f"+{text}" if value else text


def _when(value: Moment | None) -> str:
    return "" if value is None else moment_words(value)


def _later(line: VarianceLine) -> str:
    return "" if line.later is None else signed(line.later)


def text(variance: Variance, *, width: int | None = None, ascii: bool = False) -> str:  # noqa: A002 - the views' word
    """A plan beside what was agreed, as a table.

    Parameters
    ----------
    variance
        What was measured.
    width
        Most cells in a line; ``None``: as wide as it needs.
    ascii
        Whether only ASCII characters may be used.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scenarios import baseline, variance
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="5d"), Milestone("live", after=["design"])
    ... )
    >>> late = variance(
    ...     plan.evolve("design", duration="8d").add(Task("copy", duration="1d")), baseline(plan, "march")
    ... )
    >>> print(text(late))
       Name    Agreed                Present                Later  What else
    ◆  live    Fri 6 Mar 2026 17:00  Wed 11 Mar 2026 17:00    +3d
       design  Fri 6 Mar 2026 17:00  Wed 11 Mar 2026 17:00    +3d  +3d of working time
       copy                          Mon 2 Mar 2026 17:00          added since
    """
    lines = rows(variance)
    if not lines:
        return _NOTHING
    columns = [
        Column("", shown=any(line.milestone for line in lines)), Column("Name", least=12, most=60), Column("Agreed"),
        Column("Present"), Column("Later", right=True), Column("What else", least=14, most=80, rank=1),
    ]  # fmt: skip
    mark = "*" if ascii else "◆"
    body = [
        [
            mark if one.milestone else "",
            one.name,
            _when(one.agreed),
            _when(one.present),
            _later(one),
            one.notes,
        ]
        for one in lines
    ]
    return "\n".join(table(columns, body, width=width, ascii=ascii))


def html(variance: Variance) -> str:
    """A plan beside what was agreed, as a self-contained piece of HTML: figures, then its first 500 items.

    Examples
    --------
    >>> from workmodel.domain import Plan, Task
    >>> from workmodel.scenarios import baseline, variance
    >>> plan = Plan(start="2026-03-02").add(Task("design", title="<Design>", duration="5d"))
    >>> "&lt;Design&gt;" in html(variance(plan, baseline(plan, "march")))
    True
    """
    lines = rows(variance)
    agreed = variance.agreed
    when = "" if agreed.date is None else f", agreed {moment_words(agreed.date)}"
    heading = f"<h2><bdi>{markup(variance.plan.title or 'Variance')}</bdi></h2>"
    against = (
        f'<p class="w-mu">Against {markup(agreed.name)}{markup(when)}; above zero is later, or more.</p>'
    )
    if not lines:
        return fragment(f"{heading}{against}<p>{_NOTHING}</p>")
    heads = [Cell("Item"), Cell("Agreed"), Cell("Present"), Cell("Later", "w-r"), Cell("What else")]
    body = [_cells(line) for line in lines[:_MOST_ROWS]]
    rest = f'<p class="w-mu">… and {len(lines) - _MOST_ROWS} more</p>' if len(lines) > _MOST_ROWS else ""
    label = f"{count(len(lines), 'item')} against {agreed.name}"
    return fragment(
        f"{heading}{against}{figures_list(_figures(variance, lines))}{boxed(heads, body, label)}{rest}"
    )


def _cells(line: VarianceLine) -> list[Cell]:
    kind = "w-r w-bad" if line.late else "w-r w-good" if line.later is not None and line.later else "w-r w-mu"
    name = f"◆ {line.name}" if line.milestone else line.name
    return [
        Cell(name), Cell(_when(line.agreed), "w-nw"), Cell(_when(line.present), "w-nw"), Cell(_later(line), kind),
        Cell(line.notes),
    ]  # fmt: skip


def _figures(variance: Variance, lines: tuple[VarianceLine, ...]) -> tuple[Figure, ...]:
    size = variance.plan.conventions
    late = sum(line.late for line in lines)
    figures = [Figure("Later than agreed", count(late, "item"), f"of {len(lines)}", alarming=bool(late))]
    if variance.finish_variance is not None:
        ends = brief(amount(variance.finish_variance.minutes, size))
        figures.insert(0, Figure("All ends", signed(ends), alarming=bool(ends) and not ends.negative))
    if variance.effort_variance:
        figures.append(Figure("Effort", signed(brief(amount(variance.effort_variance.minutes, size)))))
    if variance.cost_variance:
        figures.append(Figure("Cost", said_money(variance.cost_variance, signed=True)))
    figures.append(Figure("Added, deleted", f"{len(variance.added)}, {len(variance.deleted)}"))
    return tuple(figures)
