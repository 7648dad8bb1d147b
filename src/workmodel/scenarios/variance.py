"""`variance`: how far a plan stands from what was agreed, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from attrs import frozen

from workmodel.calendars import ending
from workmodel.domain import Baseline, BaselineRow, Leveled, Plan, Schedule
from workmodel.domain.display import html_of
from workmodel.errors import OutOfRange, UnknownId, WrongType, instance_of, named, nearest
from workmodel.quantities import Effort, Moment, Money, WorkTime
from workmodel.scenarios.amounts import rows_of
from workmodel.scenarios.dates import dated
from workmodel.scenarios.money import money_between, money_sum, said_money
from workmodel.scenarios.words import said_by

__all__ = ["Variance", "VarianceRow", "variance"]

_NO_RENAMES: Final[Mapping[str, str]] = {}
_COLUMNS: Final = (
    "id", "title", "kind", "parent", "state", "summary", "baseline_start", "start", "start_variance_minutes",
    "baseline_finish", "finish", "finish_variance_minutes", "baseline_duration_minutes", "duration_minutes",
    "duration_variance_minutes", "baseline_effort_minutes", "effort_minutes", "effort_variance_minutes",
    "baseline_cost", "cost", "cost_variance",
)  # fmt: skip


@frozen(kw_only=True)
class VarianceRow:
    """One item as it was agreed and as it stands. Variances are present less baseline: above zero is later, or more.

    Attributes
    ----------
    id
        Its id now; of a deleted item the one that it had.
    state
        ``"kept"``, ``"added"`` since, or ``"deleted"`` since.
    summary
        Whether it contains others, so that its amounts are theirs.
    baseline, present
        What was agreed, and what stands; ``None`` where there was, or is, no such item.
    start_variance, finish_variance
        In working time of the plan's calendar; ``None`` where one of the two dates is missing. [working min]
    duration_variance
        ``None`` where one of the two is missing, or only one of them is elapsed time. [working min, or elapsed min]
    effort_variance
        ``None`` where nothing was or is said of it. [person-min]
    cost_variance
        One amount for each currency.

    Examples
    --------
    >>> agreed = BaselineRow(id="copy", title="Copy", finish="2026-03-06 17:00")
    >>> gone = VarianceRow(id="copy", state="deleted", summary=False, baseline=agreed, present=None)
    >>> gone.name, gone.moved, gone.finish_variance
    ('Copy', False, None)
    """

    id: str
    state: Literal["kept", "added", "deleted"]
    summary: bool
    baseline: BaselineRow | None
    present: BaselineRow | None
    start_variance: WorkTime | None = None
    finish_variance: WorkTime | None = None
    duration_variance: WorkTime | None = None
    effort_variance: Effort | None = None
    cost_variance: tuple[Money, ...] = ()

    @property
    def shown(self) -> BaselineRow:
        """The item as it stands, or as it was agreed where it is gone."""
        found = self.baseline if self.present is None else self.present
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """``"task"``, ``"milestone"`` or ``"project"``."""
        return self.shown.kind

    @property
    def name(self) -> str:
        """Its title, or its id where it has none."""
        return self.shown.name

    @property
    def moved(self) -> bool:
        """Whether any of its dates differs."""
        return self.state == "kept" and any((self.start_variance, self.finish_variance))

    @property
    def later(self) -> int:
        """By how much later it ends; below zero earlier. [working min]"""
        return 0 if self.finish_variance is None else self.finish_variance.minutes


@frozen(eq=False)
class Variance:
    """A plan measured against a baseline; made by `variance`.

    Attributes
    ----------
    plan
        The plan as it stands.
    agreed
        What it is measured against.
    items
        One row for each item of the plan, in its order, then those that were deleted.
    finish_variance
        Of the latest finish of all; ``None`` where one of the two has no dates. [working min of the plan's calendar]
    effort_variance
        Of all items together. [person-min]
    cost_variance
        Of all items together, one amount for each currency.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> from workmodel.scenarios import baseline
    >>> plan = Plan(start="2026-03-02").add(Task("a", duration="5d"), Task("b", duration="1d"))
    >>> found: Variance = variance(plan.evolve("a", duration="6d"), baseline(plan, "march"))
    >>> [row.id for row in found.late], str(found.finish_variance), found.rows()[0]["finish_variance_minutes"]
    (['a'], '8h', 480)
    """

    plan: Plan
    agreed: Baseline
    items: tuple[VarianceRow, ...]
    finish_variance: WorkTime | None
    effort_variance: Effort
    cost_variance: tuple[Money, ...]

    def __getitem__(self, name: str) -> VarianceRow:
        """The row of an item, by the id that it has now, or had when it was deleted.

        Raises
        ------
        UnknownId
            There is none, neither in the plan nor in the baseline.
        """
        found = next((row for row in self.items if row.id == name), None)
        if found is None:
            raise UnknownId(named(name), nearest(named(name), [row.id for row in self.items]))
        return found

    @property
    def milestones(self) -> tuple[VarianceRow, ...]:
        """The rows of milestones."""
        return tuple(row for row in self.items if row.kind == "milestone")

    @property
    def late(self) -> tuple[VarianceRow, ...]:
        """Items that end later than agreed, the latest first."""
        return tuple(
            sorted((row for row in self.items if row.later > 0), key=lambda row: row.later, reverse=True)
        )

    @property
    def added(self) -> tuple[VarianceRow, ...]:
        """Items that came since."""
        return tuple(row for row in self.items if row.state == "added")

    @property
    def deleted(self) -> tuple[VarianceRow, ...]:
        """Items that were agreed and are gone."""
        return tuple(row for row in self.items if row.state == "deleted")

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, one entry for each item, ready for any dataframe library.

        ``id``, ``title``, ``kind``, ``parent``, ``state``, ``summary``; of ``start``, ``finish``, ``duration``,
        ``effort`` and ``cost`` what was agreed (``baseline_``), what stands, and the ``_variance`` of the two. Amounts of time
        are minutes, costs tuples of `Money`, and what is not known is ``None``.
        """
        found: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        for row in self.items:
            for name, value in zip(_COLUMNS, self._values(row), strict=True):
                found[name].append(value)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each item; names as in `columns`."""
        columns = self.columns()
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _values(self, row: VarianceRow) -> Iterator[Any]:
        was, now, shown = row.baseline, row.present, row.shown
        yield from (row.id, shown.title, row.kind, shown.parent, row.state, row.summary)
        for name in ("start", "finish"):
            yield from (None if one is None else getattr(one, name) for one in (was, now))
            yield _minutes(getattr(row, f"{name}_variance"))
        for name in ("duration", "effort"):
            for one in (was, now):
                length = None if one is None else getattr(one, name)
                yield None if length is None else self.plan.minutes(length)
            yield _minutes(getattr(row, f"{name}_variance"))
        yield from (() if one is None else one.cost for one in (was, now))
        yield row.cost_variance

    def __str__(self) -> str:
        when = "" if self.agreed.date is None else f", agreed {self.agreed.date}"
        lines = [f"against {self.agreed.name}{when}: {self._told()}"]
        for row in self.milestones:
            if row.moved:
                assert row.present is not None
                assert isinstance(row.present.finish, datetime)
                lines.append(f"{row.name}: {said_by(row.later, self.plan)}, {row.present.finish:%a %Y-%m-%d}")
        return "\n".join(lines)

    def _told(self) -> str:
        ends = self.finish_variance
        parts = [] if ends is None else [f"all ends {said_by(ends.minutes, self.plan)}"]
        parts.append(f"{len(self.late)} of {len(self.items)} items later")
        parts += [f"{len(self.added)} added"] if self.added else []
        parts += [f"{len(self.deleted)} deleted"] if self.deleted else []
        if self.effort_variance:
            parts.append(f"effort {'+' if self.effort_variance.minutes > 0 else ''}{self.effort_variance}")
        if self.cost_variance:
            parts.append(f"cost {said_money(self.cost_variance, signed=True)}")
        return ", ".join(parts)

    def _repr_html_(self) -> str:
        return html_of(self)


def _minutes(value: WorkTime | Effort | None) -> int | None:
    return None if value is None else value.minutes


def variance(
    plan: Plan,
    against: Baseline | str | None = None,
    *,
    schedule: Schedule | Leveled | None = None,
    renames: Mapping[str, str] | None = None,
) -> Variance:
    """How far a plan stands from what was agreed: dates, working time, effort and cost of every item.

    What was added since, and what was deleted, is in it as well.

    Parameters
    ----------
    plan
        The plan as it stands.
    against
        A baseline, or the id of one that the plan holds; ``None``: the last one in it.
    schedule
        The dates that are measured, a `Schedule` or an `Allocation` of the plan; ``None``: those of logic.
    renames
        For items that have another id since, the old one and the new one; all others are told by their id.

    Raises
    ------
    OutOfRange
        None is named, and the plan holds none.
    UnknownId
        The plan holds no such baseline; the baseline or the plan has no item of a renamed id.
    WrongType
        An argument is of no use here; the error names it.
    WorkModelError
        Whatever `workmodel.schedule` raises, where no dates are given.

    Notes
    -----
    As in Microsoft Project, a variance is present less baseline, and those of dates are working time of the plan's calendar.
    What contains others counts with what was agreed for it, or else with what it contains.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> from workmodel.scenarios import baseline
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="5d"), Task("build", duration="10d", after=["design"]), Milestone("live", after=["build"])
    ... )
    >>> plan = plan.add(baseline(plan, "march", title="March", date="2026-02-27"))
    >>> found = variance(plan.evolve("design", duration="8d"))
    >>> print(found)
    against March, agreed 2026-02-27: all ends 3d later, 3 of 3 items later
    live: 3d later, Wed 2026-03-25
    >>> str(found["build"].finish_variance), str(found["design"].duration_variance)
    ('24h', '24h')
    """  # fmt: skip
    found = dated(plan, schedule)
    agreed = _agreed(plan, against)
    present = {row.id: row for row in rows_of(found)}
    names = _names(agreed, present, renames)
    taken = set(names.values())  # what had such an id when it was agreed, and has no new one, is gone
    was = {names.get(row.id, row.id): row for row in agreed.rows if row.id in names or row.id not in taken}
    lost = [row for row in agreed.rows if row.id in taken and row.id not in names]
    parents = {row.parent for row in present.values()} | {
        names.get(row.parent, row.parent) for row in agreed.rows if row.parent is not None
    }
    rows = [
        _row(plan, name, was.get(name), present.get(name), name in parents)
        for name in (*present, *(name for name in was if name not in present))
    ]
    rows += [_row(plan, row.id, row, None, False) for row in lost]
    before, after = _All(plan, agreed.rows), _All(plan, present.values())
    ends = None
    if before.finish is not None and after.finish is not None:
        ends = WorkTime(plan.work_calendar().between(before.finish, after.finish))
    return Variance(
        plan, agreed, tuple(rows), ends, Effort(after.effort - before.effort), money_between(before.cost, after.cost)
    )  # fmt: skip


def _agreed(plan: Plan, against: Baseline | str | None) -> Baseline:
    """The baseline that is meant."""
    if against is None:
        if not plan.baselines:
            raise OutOfRange(
                "the baselines of the plan", 0, "one at least: plan.add(baseline(plan, id)), or name one"
            )
        return plan.baselines[list(plan.baselines)[-1]]
    if isinstance(against, str):
        found: Baseline = plan.baselines[against]
        return found
    return instance_of(Baseline, "a baseline", against, "a Baseline, or the id of one in the plan")


def _names(
    agreed: Baseline, present: Mapping[str, BaselineRow], renames: Mapping[str, str] | None
) -> Mapping[str, str]:
    """The new id of each old one that is another now."""
    if renames is None:
        return _NO_RENAMES
    if not isinstance(renames, Mapping):
        raise WrongType("renames", renames, 'old ids with new ones, such as {"design": "drafts"}')
    for old, new in renames.items():
        agreed.row(old)
        if new not in present:
            raise UnknownId(named(new), nearest(named(new), present))
    if len(set(renames.values())) < len(renames):
        raise OutOfRange("renames", dict(renames), "a new id of its own for each old one")
    return renames


def _row(
    plan: Plan, name: str, was: BaselineRow | None, now: BaselineRow | None, summary: bool
) -> VarianceRow:
    if was is None or now is None:
        return VarianceRow(
            id=name, state="added" if was is None else "deleted", summary=summary, baseline=was, present=now
        )
    return VarianceRow(
        id=name, state="kept", summary=summary, baseline=was, present=now,
        start_variance=_between(plan, was.start, now.start, start=was.kind != "milestone"),
        finish_variance=_between(plan, was.finish, now.finish, start=False),
        duration_variance=_longer(plan, was, now), effort_variance=_more(plan, was, now),
        cost_variance=money_between(was.cost, now.cost),
    )  # fmt: skip


def _between(plan: Plan, was: Moment | None, now: Moment | None, *, start: bool) -> WorkTime | None:
    """Working time from one moment to another; a day counts from its start, or to its end."""
    if was is None or now is None:
        return None
    calendar = plan.work_calendar()
    first, last = (_minute(plan, one, start=start) for one in (was, now))
    return WorkTime(calendar.between(first, last))


def _minute(plan: Plan, at: Moment, *, start: bool) -> int:
    return plan.axis.minute(at) if start else ending(plan.axis, at, plan.work_calendar())


def _longer(plan: Plan, was: BaselineRow, now: BaselineRow) -> WorkTime | None:
    if was.duration is None or now.duration is None or was.duration.elapsed is not now.duration.elapsed:
        return None
    return WorkTime(plan.minutes(now.duration) - plan.minutes(was.duration))


def _more(plan: Plan, was: BaselineRow, now: BaselineRow) -> Effort | None:
    if was.effort is None or now.effort is None:
        return None
    return Effort(plan.minutes(now.effort) - plan.minutes(was.effort))


class _All:
    """Items together, as they were agreed or as they stand: the latest finish, and what all of them take."""

    def __init__(self, plan: Plan, rows: Iterable[BaselineRow]) -> None:
        self.plan, self.rows = plan, list(rows)
        ends = [
            ending(plan.axis, row.finish, plan.work_calendar()) for row in self.rows if row.finish is not None
        ]
        self.finish = max(ends, default=None)
        self.below: dict[str | None, list[BaselineRow]] = {}
        known = {row.id for row in self.rows}
        for row in self.rows:
            self.below.setdefault(row.parent if row.parent in known else None, []).append(row)

    @property
    def effort(self) -> int:
        """Person-time. [person-min]"""
        return sum(self.plan.minutes(row.effort) for row in self._saying("effort") if row.effort is not None)

    @property
    def cost(self) -> tuple[Money, ...]:
        """Money, one amount for each currency."""
        return money_sum(one for row in self._saying("cost") for one in row.cost)

    def _saying(self, name: str) -> Iterator[BaselineRow]:
        """The topmost rows that say something: what contains others says it for these."""
        stack = [*self.below.get(None, ())]
        while stack:
            row = stack.pop()
            if getattr(row, name):
                yield row
            else:
                stack += self.below.get(row.id, ())
