"""What was agreed once, kept as it was: a baseline, with one row for each item as it stood then."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from attrs import field, frozen

from workmodel.domain.items import Entity
from workmodel.domain.values import (
    one_of,
    optional,
    optional_id,
    positive,
    readable_id,
    refuse_elapsed_effort,
    several,
    some_text,
)
from workmodel.errors import OutOfRange, UnknownId, WrongType, named, nearest
from workmodel.quantities import Moment, Money, Span, moment, money

__all__ = ["Baseline", "BaselineRow"]


@frozen(kw_only=True)
class BaselineRow:
    """One item as it was agreed.

    Attributes
    ----------
    id
        The id that it had; no reference, for the item may be gone since.
    kind
        ``"task"``, ``"milestone"`` or ``"project"``.
    title
        What people called it.
    parent
        Id of the row that it was part of, if any.
    start, finish
        Its dates; times without a zone are the plan's wall clock. ``None``: nothing was agreed.
    duration
        Working time between them, or elapsed time where it ran around the clock. [plan's conventions]
    effort
        Person-time that it was to take; ``None``: nothing was said of it. [plan's conventions]
    cost
        What it was to cost, one amount for each currency.

    Raises
    ------
    OutOfRange
        The duration or the effort is negative, the effort elapsed, the finish before the start, or a currency stands
        twice.

    Examples
    --------
    >>> row = BaselineRow(id="design", start="2026-03-02 08:00", finish="2026-03-06 17:00", duration="40h")
    >>> row.kind, str(row.duration), row.name
    ('task', '40h', 'design')
    """

    id: str = field(converter=readable_id)
    kind: Literal["task", "milestone", "project"] = field(
        default="task", converter=one_of("a kind of agreed item", "task", "milestone", "project")
    )
    title: str = field(default="", converter=some_text)
    parent: str | None = field(default=None, converter=optional_id)
    start: Moment | None = field(default=None, converter=optional(moment))
    finish: Moment | None = field(default=None, converter=optional(moment))
    duration: Span | None = field(default=None, converter=positive("an agreed duration"))
    effort: Span | None = field(default=None, converter=positive("an agreed effort"))
    cost: tuple[Money, ...] = field(default=(), converter=several("costs", money))

    def __attrs_post_init__(self) -> None:
        refuse_elapsed_effort(self.effort)
        if _backward(self.start, self.finish):
            raise OutOfRange("an agreed finish", str(self.finish), f"at or after its start, {self.start}")
        currencies = [one.currency for one in self.cost]
        if len(set(currencies)) < len(currencies):
            told = ", ".join(map(str, self.cost))
            raise OutOfRange("the cost of a row", told, "one amount for each currency")

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id


def _backward(start: Moment | None, finish: Moment | None) -> bool:
    """Whether a finish lies before its start; of two that only a plan could compare nothing is known."""
    if isinstance(start, datetime) and isinstance(finish, datetime):
        return (start.tzinfo is None) is (finish.tzinfo is None) and finish < start
    if start is None or finish is None or isinstance(start, datetime) or isinstance(finish, datetime):
        return False
    return finish < start


def _row(value: Any) -> BaselineRow:
    if not isinstance(value, BaselineRow):
        raise WrongType("a row of a baseline", value, 'a BaselineRow, such as BaselineRow(id="design")')
    return value


@frozen(kw_only=True)
class Baseline(Entity):
    """What was agreed at some time: a snapshot of items with their dates and amounts, to measure against.

    It refers to nothing, so that what is deleted or renamed later still shows, and no engine looks at it.
    `workmodel.scenarios.baseline` makes one of a plan, `workmodel.scenarios.variance` measures a plan against one.

    Attributes
    ----------
    date
        When it was agreed.
    rows
        The items as agreed, in the order that they had.

    Raises
    ------
    OutOfRange
        Two rows have the same id.
    WrongType
        A row is none.

    Examples
    --------
    >>> agreed = Baseline(
    ...     "march",
    ...     date="2026-03-02",
    ...     rows=[BaselineRow(id="live", kind="milestone", finish="2026-04-10 17:00")],
    ... )
    >>> agreed.row("live").finish.isoformat()
    '2026-04-10T17:00:00'
    """

    kind: ClassVar[str] = "baseline"

    date: Moment | None = field(default=None, converter=optional(moment))
    rows: tuple[BaselineRow, ...] = field(default=(), converter=several("rows of a baseline", _row))

    def __attrs_post_init__(self) -> None:
        known: set[str] = set()
        for row in self.rows:
            if row.id in known:
                raise OutOfRange(f'the rows of baseline "{self.id}"', row.id, "of different ids")
            known.add(row.id)

    def row(self, name: str) -> BaselineRow:
        """The row of the item that had this id.

        Raises
        ------
        UnknownId
            There was none.
        """
        found = next((row for row in self.rows if row.id == name), None)
        if found is None:
            hint = nearest(named(name), [row.id for row in self.rows])
            raise UnknownId(named(name), hint, "row of the baseline")
        return found
