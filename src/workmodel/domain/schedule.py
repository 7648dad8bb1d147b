"""`Schedule`: when everything happens, as a value that keeps its causes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from workmodel.domain.explanation import Driver, Explanation
from workmodel.domain.outline import outline
from workmodel.domain.pickling import pack, unpack
from workmodel.domain.schedule_dates import DATE_NAMES, DateColumns
from workmodel.errors import UnknownId, named, nearest, tuple_of, whole_number
from workmodel.findings import Finding
from workmodel.quantities import WorkTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain.plan import Plan

    Ints = NDArray[np.int64]

__all__ = ["Causes", "Schedule", "ScheduledItem"]

LATER = frozenset({"ids", "dates", "complete", "findings", "extra"})
"""Fields that may be left to be made when somebody asks for them (`workmodel.domain.deferred`)."""


@frozen(kw_only=True)
class ScheduledItem:
    """One item's dates and floats.

    Attributes
    ----------
    id, title, kind, parent
        The item; ``kind`` is ``"task"``, ``"milestone"`` or ``"project"``.
    wbs
        Its place in the outline, ``"1.2.3"``.
    level
        Depth in the outline, 1 at the top.
    summary
        Whether it has children.
    start, finish
        Scheduled dates.
    early_start, early_finish, late_start, late_finish
        Dates of the forward and the backward pass.
    duration
        Working time between start and finish. [working min; elapsed where `elapsed`]
    elapsed
        Whether its duration and floats run around the clock.
    total_float, free_float
        How much it can slip without moving the end, or anything at all. [working min]
    critical
        Incomplete, with total float at or below the plan's limit.
    complete
        Percent complete. [0–100]
    driver
        What held its date; of several that bind equally, the first.
    """

    id: str
    title: str
    kind: Literal["task", "milestone", "project"]
    parent: str | None
    wbs: str
    level: int
    summary: bool
    start: datetime
    finish: datetime
    early_start: datetime
    early_finish: datetime
    late_start: datetime
    late_finish: datetime
    duration: WorkTime
    elapsed: bool
    total_float: WorkTime
    free_float: WorkTime
    critical: bool
    complete: float
    driver: Driver | None

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id


@frozen(eq=False)
class Causes:
    """What an engine sets so that a schedule can explain itself; called on demand.

    Attributes
    ----------
    driver
        From an item's row to what held its date.
    explain
        From an id to its chain of causes.
    paths
        From an id and a number to that many chains that lead to it, tightest first.
    critical_path
        The driving chain to the latest finish, first item first.
    """

    driver: Callable[[Schedule, int], Driver | None]
    explain: Callable[[Schedule, str], Explanation]
    paths: Callable[[Schedule, str, int], tuple[tuple[str, ...], ...]]
    critical_path: Callable[[Schedule], tuple[str, ...]]


@frozen(eq=False, repr=False)
class Schedule(Mapping[str, ScheduledItem]):
    """When everything in a plan happens, with floats, drivers and findings.

    Made by `workmodel.schedule` or read from a file; a mapping from ids of tasks, milestones and projects to
    `ScheduledItem`, in the plan's order. Compares by value.

    Attributes
    ----------
    plan
        The plan it is the schedule of.
    ids
        Ids of the scheduled items, in the plan's order.
    dates
        Their dates as arrays.
    complete
        Percent complete per item. [0–100]
    findings
        What a planner should weigh, in a stable order.
    source
        ``"computed"``, or ``"read"`` for dates that came out of a file.
    """

    plan: Plan
    ids: tuple[str, ...]
    dates: DateColumns
    complete: tuple[float, ...] | Mapping[int, float]
    findings: tuple[Finding, ...]
    source: Literal["computed", "read"]
    causes: Causes
    extra: Any = None
    _memo: dict[str, Any] = field(init=False, factory=dict)

    def __getattr__(self, name: str) -> Any:
        # reached only where a field was left for later: Python looks into the slots first
        if name in LATER and (maker := self._memo.get("maker")) is not None:
            for field_name, value in maker(self).items():
                object.__setattr__(self, field_name, value)
            return object.__getattribute__(self, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    # -- as a mapping -------------------------------------------------------------------------------------------

    @property
    def _rows(self) -> Mapping[str, int]:
        rows: dict[str, int] | None = self._memo.get("rows")
        if rows is None:
            rows = self._memo["rows"] = {item: row for row, item in enumerate(self.ids)}
        return rows

    def _row(self, name: str) -> int:
        row = self._rows.get(name) if isinstance(name, str) else None
        if row is None:
            entity = self.plan.get(name) if isinstance(name, str) else None
            hint = f" It is a {entity.kind}, which has no dates of its own." if entity is not None else ""
            raise UnknownId(named(name), hint or nearest(named(name), self.ids), "scheduled item")
        return row

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._rows

    def __getitem__(self, name: str) -> ScheduledItem:
        return self._item(self._row(name))

    def _item(self, row: int) -> ScheduledItem:
        entity = self.plan[self.ids[row]]
        d, time = self.dates, self.plan.axis.time
        wbs = self.wbs[row]
        span = getattr(entity, "duration", None)
        summary = bool(d.summary[row])
        return ScheduledItem(
            id=entity.id, title=entity.title, kind=entity.kind, parent=entity.parent, wbs=wbs,
            level=wbs.count(".") + 1, summary=summary,
            start=time(d.start[row]), finish=time(d.finish[row]),
            early_start=time(d.early_start[row]), early_finish=time(d.early_finish[row]),
            late_start=time(d.late_start[row]), late_finish=time(d.late_finish[row]),
            duration=WorkTime(int(d.duration[row])), elapsed=bool(span and span.elapsed and not summary),
            total_float=WorkTime(int(d.total_float[row])), free_float=WorkTime(int(d.free_float[row])),
            critical=bool(d.critical[row]), complete=self.percent_complete(row),
            driver=self.causes.driver(self, row),
        )  # fmt: skip

    def percent_complete(self, row: int) -> float:
        """Percent complete of the item in a row. [0–100]"""
        row = whole_number("a row", row)
        if isinstance(self.complete, Mapping):
            return self.complete.get(row, 0.0)
        return self.complete[row]

    # -- the whole ----------------------------------------------------------------------------------------------

    @property
    def start(self) -> datetime | None:
        """The earliest scheduled start; ``None`` for a plan without work."""
        return self.plan.axis.time(self.dates.start.min()) if self.ids else None

    @property
    def finish(self) -> datetime | None:
        """The latest scheduled finish; ``None`` for a plan without work."""
        known = self._memo.get("finish")  # where it was found on the way
        if known is not None:
            return self.plan.axis.time(known)
        return self.plan.axis.time(self.dates.finish.max()) if self.ids else None

    @property
    def wbs(self) -> tuple[str, ...]:
        """Outline codes of all items, ``"1.2.3"``, by the plan's order among siblings."""
        known = self._memo.get("wbs")
        if known is None:
            known = self._memo["wbs"] = outline(self.plan, self.ids)
        return known

    @property
    def critical_path(self) -> tuple[str, ...]:
        """Ids of the driving chain to the latest finish, first item first."""
        return self.causes.critical_path(self)

    def driver(self, name: str) -> Driver | None:
        """What held an item's date; of several that bind equally, the first. ``None``: nothing but its plan or project.

        Raises
        ------
        UnknownId
            No such item.
        """
        return self.causes.driver(self, self._row(name))

    def paths(self, to: str, n: int = 3) -> tuple[tuple[str, ...], ...]:
        """The *n* chains that lead to an item with the least float, tightest first, each from its first item.

        Of equally tight ones, those come first that have more of their end in common with the one before, then as their
        dependencies were declared. Costs the links that lead to the item and those of the *n* chains.

        Raises
        ------
        UnknownId
            No such item.
        """
        self._row(to)
        return self.causes.paths(self, to, whole_number("how many chains", n))

    def explain(self, name: str) -> Explanation:
        """Every bound that applied to an item's date with the winner marked, and the chain of winners behind it.

        Raises
        ------
        UnknownId
            No such item.
        """
        self._row(name)
        return self.causes.explain(self, name)

    # -- as a table ---------------------------------------------------------------------------------------------

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict per item, in order; keys as in `columns`."""
        columns = self.columns()
        names = list(columns)
        return [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def columns(self) -> dict[str, list[Any]]:
        """Plain columns, ready for any dataframe library: datetimes, and floats and durations in minutes."""
        d, axis, plan = self.dates, self.plan.axis, self.plan
        entities = [plan[name] for name in self.ids]
        return {
            "id": list(self.ids),
            "wbs": list(self.wbs),
            "title": [e.title for e in entities],
            "kind": [e.kind for e in entities],
            "parent": [e.parent for e in entities],
            "summary": d.summary.tolist(),
            **{name: axis.times(getattr(d, name).tolist()) for name in DATE_NAMES[:6]},
            **{
                f"{name}_minutes": getattr(d, name).tolist()
                for name in ("duration", "total_float", "free_float")
            },
            "critical": d.critical.tolist(),
            "complete": [self.percent_complete(row) for row in range(len(entities))],
        }

    def to_columns(self, frame: str | None = None) -> Any:
        """Its dates as numpy columns, or as a dataframe: a million rows without an object for each.

        The names are those of `columns`, without what items say of themselves (``wbs``, ``title``, ``kind``, ``parent``).
        Dates are datetime64[m], which has no zone: the wall clock of a plan without one, UTC where the plan has one.
        A dataframe has microseconds, in the plan's zone where it has one.

        Parameters
        ----------
        frame
            ``None``: a dict of arrays, those of `dates` seen as moments, not copied. ``"pandas"``, ``"polars"``,
            ``"pyarrow"``, ``"modin"`` or ``"cudf"``: a dataframe of that library, through narwhals (the extra ``frames``).

        Returns
        -------
        dict or dataframe
            ``id`` (objects), ``summary`` (bool), six dates, ``duration_minutes``, ``total_float_minutes``,
            ``free_float_minutes`` (int64), ``critical`` (bool), ``complete`` (float64) [0–100]. shape (items,)

        Raises
        ------
        MissingExtra
            A dataframe is asked for, and narwhals is not installed.
        WrongType
            There is no such library, or it is not installed.

        Examples
        --------
        >>> from workmodel import Plan, schedule
        >>> plan = Plan.from_columns({"duration": [480, 960]}, start="2026-03-02")
        >>> found = schedule(plan).to_columns()
        >>> (
        ...     found["id"].tolist(),
        ...     found["finish"].tolist()[1].isoformat(),
        ...     found["total_float_minutes"].tolist(),
        ... )
        (['t0', 't1'], '2026-03-03T17:00:00', [480, 0])
        """
        from workmodel.domain.date_columns import columns_of_dates

        return columns_of_dates(self, frame)

    # -- as a value ---------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Schedule):
            return NotImplemented
        return (
            self.source == other.source
            and self.ids == other.ids
            and self.dates.same_as(other.dates)
            and all(self.percent_complete(r) == other.percent_complete(r) for r in range(len(self.ids)))
            and self.findings == other.findings
            and self.plan == other.plan
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        # what the engine keeps beside follows from the plan, and is found again when somebody asks
        ids = None if self.ids == self.plan.columns.ids else self.ids
        return _unpacked, (
            self.plan, ids, self.dates, self.complete, pack(self.findings), self.source, self.causes
        )  # fmt: skip

    def __copy__(self) -> Schedule:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Schedule:
        return self

    def __repr__(self) -> str:
        if not self.ids:
            return "<Schedule: nothing to do>"
        critical = int((self.dates.critical & ~self.dates.summary).sum())
        return f"<Schedule: {len(self.ids)} items, {self.start:%Y-%m-%d} → {self.finish:%Y-%m-%d}, {critical} critical>"

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)

    def with_findings(self, findings: Sequence[Finding]) -> Schedule:
        """The same schedule with other findings."""
        return evolve(self, findings=tuple_of("findings", findings, "a list of Finding"))


def _unpacked(
    plan: Plan, ids: tuple[str, ...] | None, dates: DateColumns, complete: Any, findings: Any, *more: Any
) -> Schedule:
    """A schedule out of a pickle."""
    found = tuple(unpack(findings))
    return Schedule(plan, plan.columns.ids if ids is None else ids, dates, complete, found, *more)
