"""`what_changed`: what was edited between two plans, and what followed from it, told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from workmodel.advice.shifts import Missed, missed_of
from workmodel.domain import Plan, Renamed, Schedule
from workmodel.domain.display import html_of
from workmodel.domain.wording import said_ends
from workmodel.errors import UnknownId, WorkModelError, WrongType, named, nearest
from workmodel.quantities import WorkTime
from workmodel.scenarios.dates import a_plan
from workmodel.scenarios.facts import Fact, facts_of
from workmodel.scenarios.tracing import Tracer
from workmodel.scenarios.words import called, listed, said_to, said_work, work_between
from workmodel.scheduling import schedule as scheduled

__all__ = ["Consequence", "Consequences", "WhatChanged", "what_changed"]

_MOST_NAMED: Final = 4
_MOST_CAUSES: Final = 3
_DATES: Final = "two schedules, such as (schedule(before), schedule(after))"


@frozen(kw_only=True)
class Consequence:
    """An item that has other dates than before.

    Attributes
    ----------
    id
        Its id now.
    name
        What people call it, in quotation marks where it is several words.
    kind
        ``"task"``, ``"milestone"`` or ``"project"``.
    summary
        Whether it contains others.
    start_before, finish_before
        Its dates before.
    start, finish
        Its dates now.
    later
        By how much work it ends later (where it ends as before: begins); below zero earlier. [working min on its calendar]
    size
        The same in the plan's days and hours; empty where it moves in closed hours only.
    causes
        The facts on the chain that drives it; empty where none is found.

    Examples
    --------
    >>> day = datetime(2026, 3, 6, 17)
    >>> moved = Consequence(
    ...     id="live", name="Live", kind="milestone", summary=False, start_before=day, finish_before=day,
    ...     start=day.replace(day=9), finish=day.replace(day=9), later=WorkTime(480), size="1d", causes=(),
    ... )
    >>> print(moved)
    Live is 1d later, Mon 2026-03-09
    """  # fmt: skip

    id: str
    name: str
    kind: str
    summary: bool
    start_before: datetime
    finish_before: datetime
    start: datetime
    finish: datetime
    later: WorkTime
    size: str
    causes: tuple[Fact, ...]

    @property
    def side(self) -> int:
        """1 where it comes later, -1 where it comes earlier."""
        return _side(self.finish_before, self.finish) or _side(self.start_before, self.start)

    @property
    def by(self) -> str:
        """How far it moved, in words: ``"3d later"``."""
        side = "later" if self.side > 0 else "earlier"
        return f"{self.size} {side}" if self.size else f"{side} in closed hours"

    @property
    def to(self) -> str:
        """Where it moved, in words: the day, or the time where the day is the same."""
        if self.finish == self.finish_before:
            return said_to(self.start, self.start_before)
        return said_to(self.finish, self.finish_before)

    def __str__(self) -> str:
        verb = "is" if self.kind == "milestone" else "begins" if self.finish == self.finish_before else "ends"
        return f"{self.name} {verb} {self.by}, {self.to}{_because(self.causes)}"


@frozen
class Consequences:
    """All that came later, or all that came earlier, for the same reasons.

    Attributes
    ----------
    causes
        The facts.
    items
        What moved, in the plan's order.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("a", duration="1d"), Task("b", after=["a"]), Task("c", after=["a"])
    ... )
    >>> group: Consequences = what_changed(plan, plan.evolve("a", duration="2d")).grouped[0]
    >>> [one.id for one in group.items], str(group)
    (['a', 'b', 'c'], '3 items come 1d later, because a grew from 1d to 2d')
    """

    causes: tuple[Fact, ...]
    items: tuple[Consequence, ...]

    @property
    def milestones(self) -> tuple[Consequence, ...]:
        """The milestones among the items."""
        return tuple(one for one in self.items if one.kind == "milestone")

    def __str__(self) -> str:
        leaves = [one for one in self.items if not one.summary] or list(self.items)
        if len(leaves) == 1:
            return str(leaves[0])
        farthest = max(leaves, key=lambda one: abs(one.later.minutes))
        by = f"{'' if len({one.later for one in leaves}) == 1 else 'up to '}{farthest.by}"
        points = [f"{one.name} {one.by}, {one.to}" for one in self.milestones]
        told = f": {'; '.join(points[:_MOST_NAMED])}" if points else ""
        more = f"; and {len(points) - _MOST_NAMED} more milestones" if len(points) > _MOST_NAMED else ""
        names = listed([one.name for one in leaves], 2) if len(leaves) <= 2 else f"{len(leaves)} items"
        return f"{names} come {by}{_because(self.causes)}{told}{more}"


@frozen(eq=False)
class WhatChanged:
    """What was edited, and what it caused; made by `what_changed`.

    Attributes
    ----------
    before, after
        The two plans.
    facts
        What was edited, one by one.
    consequences
        What has other dates, in the plan's order.
    missed
        Deadlines and bounds that are missed now and were kept before, or are missed by more.
    finish_before, finish
        When all ended before, and when it ends now; ``None`` where nothing has dates.
    problem
        Why nothing is said of dates; empty where they are compared.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan(start="2026-03-02").add(Task("a", duration="1d"), Task("b", after=["a"]))
    >>> found: WhatChanged = what_changed(plan, plan.evolve("b", notes="by hand", duration="2d"))
    >>> [fact.said for fact in found.facts], [one.id for one in found.consequences]
    (['notes of b were edited', 'b takes 2d now, nothing was said before'], ['b'])
    """

    before: Plan
    after: Plan
    facts: tuple[Fact, ...]
    consequences: tuple[Consequence, ...]
    missed: tuple[Missed, ...] = ()
    finish_before: datetime | None = None
    finish: datetime | None = None
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.facts)

    def __getitem__(self, name: str) -> Consequence:
        """What became of an item that moved.

        Raises
        ------
        UnknownId
            Nothing of that id has other dates.
        """
        found = next((one for one in self.consequences if one.id == name), None)
        if found is None:
            hint = nearest(named(name), [one.id for one in self.consequences])
            raise UnknownId(named(name), hint, "item that moved")
        return found

    @property
    def grouped(self) -> tuple[Consequences, ...]:
        """What moved, together what moved to one side for the same reasons; first what moved most."""
        groups: dict[tuple[tuple[int, ...], int], list[Consequence]] = {}
        numbers = {id(fact): number for number, fact in enumerate(self.facts)}
        for one in self.consequences:
            key = tuple(numbers[id(fact)] for fact in one.causes)
            groups.setdefault((key, one.side), []).append(one)
        found = [
            Consequences(tuple(self.facts[n] for n in key), tuple(items))
            for (key, _), items in groups.items()
        ]
        return tuple(sorted(found, key=_most, reverse=True))

    def rows(self) -> list[dict[str, Any]]:
        """One plain dict for each fact, then for each consequence.

        ``part`` (``"fact"`` or ``"consequence"``), ``id``, ``kind``, ``attribute``, ``said``; of consequences
        ``start_before``, ``start``, ``finish_before``, ``finish``, ``later_minutes`` and ``causes``, the sentences of the
        facts; ``None`` where a row has nothing of the kind.
        """
        empty = dict.fromkeys(("start_before", "start", "finish_before", "finish", "later_minutes", "causes"))
        found: list[dict[str, Any]] = [
            {
                "part": "fact",
                "id": one.subject,
                "kind": one.kind,
                "attribute": one.attribute,
                "said": one.said,
                **empty,
            }
            for one in self.facts
        ]
        found += [
            {
                "part": "consequence", "id": one.id, "kind": one.kind, "attribute": None, "said": str(one),
                "start_before": one.start_before, "start": one.start, "finish_before": one.finish_before,
                "finish": one.finish, "later_minutes": one.later.minutes, "causes": [fact.said for fact in one.causes],
            }
            for one in self.consequences
        ]  # fmt: skip
        return found

    def __str__(self) -> str:
        if not self.facts:
            return "nothing changed"
        lines = ["edited:", *(f"  {one}" for one in self.facts)]
        if self.problem:
            return "\n".join([*lines, f"dates cannot be compared: {self.problem}"])
        lines.append("caused:" if self.consequences else "no date moved")
        lines += [f"  {one}" for one in self.grouped]
        lines += [f"  ! {one}" for one in self.missed]
        return "\n".join([*lines, self.ends])

    @property
    def ends(self) -> str:
        """When all ends, and whether that is another date than before."""
        return said_ends(self.after, self.finish_before, self.finish)

    def _repr_html_(self) -> str:
        return html_of(self)


def _most(group: Consequences) -> tuple[int, int]:
    return max(abs(one.later.minutes) for one in group.items), len(group.items)


def _side(before: datetime, now: datetime) -> int:
    return (now > before) - (now < before)


def _because(causes: tuple[Fact, ...]) -> str:
    return f", because {listed([one.said for one in causes], _MOST_CAUSES)}" if causes else ""


def what_changed(
    before: Plan, after: Plan, *, schedules: tuple[Schedule, Schedule] | None = None
) -> WhatChanged:
    """What was edited between two plans, and what followed from it: which item moved, how far, and because of which edit.

    Parameters
    ----------
    before, after
        The plans; versions of one plan, or any two.
    schedules
        Their schedules, if they are at hand; ``None``: by logic.

    Returns
    -------
    WhatChanged
        Facts and consequences. Where one of the plans cannot be scheduled, the facts and why.

    Raises
    ------
    WrongType
        No plans, or not the schedules of these.

    Notes
    -----
    The reason is found on the chain that drives the item: that of *after* where it is later, that of *before* where it is
    earlier, followed back as long as what stands on it moved to the same side. Of several edits all are named that are on
    that chain and can push to that side. Of what is planned as late as possible (from a finish, as soon as possible), or waits
    for a share of how long something takes, the reason may be named less exactly. O(changes + what moved × its chain),
    besides the two schedules.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"),
    ...     Task("build", title="Build", duration="5d", after=["design"]),
    ...     Milestone("live", title="Live", after=["build"]),
    ... )
    >>> found = what_changed(plan, plan.evolve("design", duration="8d"))
    >>> print(found)
    edited:
      Design grew from 5d to 8d
    caused:
      3 items come 3d later, because Design grew from 5d to 8d: Live 3d later, Wed 2026-03-18
    all ends Wed 2026-03-18, 3d later
    >>> print(found["build"])
    Build ends 3d later, Wed 2026-03-18, because Design grew from 5d to 8d
    """
    facts = facts_of(a_plan(before, "the plan before"), a_plan(after, "the plan after"))
    try:
        old, new = _schedules(before, after, schedules)
    except WorkModelError as fault:
        if schedules is not None:
            raise
        return WhatChanged(before, after, facts, (), problem=str(fault))
    if (before.zone is None) is not (after.zone is None):
        named_zone = before.zone or after.zone
        problem = (
            f"only one of the plans has a zone ({named_zone}), so what is later than what cannot be told"
        )
        return WhatChanged(before, after, facts, (), problem=problem)
    new_names = _renamed(before, after)
    moved = tuple(_consequences(old, new, facts, new_names))
    return WhatChanged(before, after, facts, moved, missed_of(old, new, new_names), old.finish, new.finish)


def _schedules(
    before: Plan, after: Plan, given: tuple[Schedule, Schedule] | None
) -> tuple[Schedule, Schedule]:
    if given is None:
        return scheduled(before), scheduled(after)
    if (
        not isinstance(given, (tuple, list))
        or len(given) != 2
        or not all(isinstance(one, Schedule) for one in given)
    ):
        raise WrongType("schedules", given, _DATES)
    for plan, one in zip((before, after), given, strict=True):
        if one.plan != plan:
            raise WrongType(
                "the schedule of the plan", one, "the Schedule of this very plan, first before, then after"
            )
    return given[0], given[1]


def _renamed(before: Plan, after: Plan) -> dict[str, str]:
    """The id that everything that was renamed has now, by the one that it had."""
    now: dict[str, str] = {}
    for change in before.diff(after):
        if isinstance(change, Renamed):
            origin = next((old for old, name in now.items() if name == change.old), change.old)
            now[origin] = change.new
    return {old: new for old, new in now.items() if old != new}


def _consequences(
    old: Schedule, new: Schedule, facts: tuple[Fact, ...], new_names: Mapping[str, str]
) -> Iterator[Consequence]:
    """What is in both and has other dates, in the order that the plan has now."""
    old_names = {now: was for was, now in new_names.items()}
    forward = new.plan.direction == "forward"
    now = Tracer(new, old, old_names, facts, {})
    then = Tracer(old, new, new_names, facts, new_names, ties=True)
    moved = list(_moved(now, then, new.ids, old_names))
    numbers: dict[int, frozenset[int]] = {}
    # the last ones first (planned from the finish, the first ones): their chains tell of all that led to them
    moved.sort(key=lambda one: one.finishes[1] if forward else -one.starts[1], reverse=True)
    for one in moved:
        numbers[one.row] = _numbers(now, then, one, forward)
    moving = [one for one in facts if one.moves]
    for one in sorted(moved, key=lambda one: one.row):
        causes = tuple(facts[number] for number in sorted(numbers[one.row]))
        if not causes and len(moving) == 1:  # dates follow from the plan, and nothing else in it is another
            causes = (moving[0],)
        if forward:
            causes = tuple(fact for fact in causes if fact.pushes != -one.side) or causes
        yield _consequence(new, one, causes)


@frozen
class _Moved:
    """An item that has other dates: its row now, its ids, and both dates before and now. [min since 1970]"""

    row: int
    name: str
    old: str
    starts: tuple[int, int]
    finishes: tuple[int, int]

    @property
    def side(self) -> int:
        """1 where it comes later, -1 where it comes earlier."""
        before, now = self.finishes if self.finishes[0] != self.finishes[1] else self.starts
        return 1 if now > before else -1


def _moved(now: Tracer, then: Tracer, ids: Iterable[str], old_names: Mapping[str, str]) -> Iterator[_Moved]:
    """What is in both and has other dates, in the order that the plan has now."""
    for row, name in enumerate(ids):
        old = old_names.get(name, name)
        was = then.rows.get(old)
        if was is not None:
            starts, finishes = (then.start[was], now.start[row]), (then.finish[was], now.finish[row])
            if starts[0] != starts[1] or finishes[0] != finishes[1]:
                yield _Moved(row, name, old, starts, finishes)


def _numbers(now: Tracer, then: Tracer, one: _Moved, forward: bool) -> frozenset[int]:
    """The facts on the chain that says why; where that names none, on the other one, or those about the item itself."""
    if (one.side > 0) is forward:
        return now.causes(one.name, one.side) or then.causes(one.old, -one.side) or now.own(one.name)
    return then.causes(one.old, -one.side) or now.causes(one.name, one.side) or now.own(one.name)


def _consequence(new: Schedule, one: _Moved, causes: tuple[Fact, ...]) -> Consequence:
    plan, entity, time = new.plan, new.plan[one.name], new.plan.axis.time
    start_before, start = map(time, one.starts)
    finish_before, finish = map(time, one.finishes)
    ends = (finish_before, finish) if finish != finish_before else (start_before, start)
    later = work_between(plan, one.name, *ends)
    return Consequence(
        id=one.name, name=called(entity), kind=entity.kind, summary=bool(new.dates.summary[one.row]),
        start_before=start_before, finish_before=finish_before, start=start, finish=finish, later=WorkTime(later),
        size=said_work(later, plan) if later else "", causes=causes,
    )  # fmt: skip
