"""Strategies for entities on their own: every field that refers to nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from workmodel.domain import (
    Absence,
    Baseline,
    BaselineRow,
    CapacityChange,
    Constraint,
    CostRate,
    ExternalReference,
    ManualDates,
    Milestone,
    Progress,
    Project,
    Resource,
    Routine,
    Skill,
    Task,
)
from workmodel.domain.items import Entity
from workmodel.quantities import Money
from workmodel.testing.strategies.calendars import calendars
from workmodel.testing.strategies.choices import modes, requirements
from workmodel.testing.strategies.routines import routines
from workmodel.testing.strategies.values import MONDAY, estimates, moments, names, spans, texts

__all__ = ["absences", "constraints", "described", "entities", "progresses"]


def described() -> dict[str, st.SearchStrategy[Any]]:
    """What every entity may say about itself."""
    external = st.builds(ExternalReference, st.sampled_from(["jira", "msproject"]), texts(8).filter(bool))
    return {
        "title": texts(),
        "notes": texts(40),
        "tags": st.lists(texts(8), max_size=2).map(tuple),
        "external": st.lists(external, max_size=1).map(tuple),
    }


def constraints(
    kinds: tuple[str, ...] = ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO", "ALAP", "ASAP"),
) -> Any:
    """Date constraints near each other."""
    dated = [kind for kind in kinds if kind not in ("ALAP", "ASAP")]
    undated = [kind for kind in kinds if kind in ("ALAP", "ASAP")]
    found: list[Any] = []
    if dated:
        found.append(st.builds(Constraint, st.sampled_from(dated), moments()))
    if undated:
        found.append(st.builds(Constraint, st.sampled_from(undated)))
    return st.one_of(found)


def progresses(*, moment: bool = False) -> st.SearchStrategy[Progress]:
    """What may have been reported: percentages, actual dates, actual and remaining work, pauses.

    Parameters
    ----------
    moment
        Whether it is reported of something that takes no time, of which no work can be done or remain.
    """
    percent = st.sampled_from([Decimal(n) for n in (50, 100, 1, 0, 99)])
    amount = spans(elapsed=False)
    started = st.builds(
        Progress, actual_start=moments(), percent=st.none() | percent, actual_duration=st.none() | amount,
        remaining=st.none() | amount, resume=st.none() | moments(),
    )  # fmt: skip
    if moment:
        reached = st.builds(Progress, actual_finish=moments()) | st.just(Progress(percent=100))
        return reached | st.builds(Progress, actual_start=moments(), percent=st.none() | percent)
    days = st.tuples(moments(), moments()).map(lambda two: tuple(sorted(two, key=str)))
    finished = days.map(_finished)
    return st.builds(Progress, percent=percent) | started | finished


def _finished(days: tuple[Any, ...]) -> Progress:
    first, last = days
    if type(first) is not type(last):  # a day and a time of it do not compare
        return Progress(actual_finish=last)
    return Progress(actual_start=first, actual_finish=last)


def _manual() -> st.SearchStrategy[ManualDates]:
    return st.builds(ManualDates, moments()) | st.builds(ManualDates, st.none(), moments())


def entities(*kinds: str) -> st.SearchStrategy[Entity]:
    """Entities of some kinds (all, if none is named) with every field that refers to nothing else.

    Parameters
    ----------
    kinds
        ``"task"``, ``"milestone"``, ``"project"``, ``"routine"``, ``"resource"``, ``"calendar"``, ``"baseline"``.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(entities("task"), lambda task: task.effort is not None).id
    'a'
    """
    known: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "task": _tasks, "milestone": _milestones, "project": _projects, "routine": _routines, "resource": _resources,
        "calendar": lambda: names().flatmap(calendars), "baseline": _baselines,
    }  # fmt: skip
    return st.one_of([known[kind]() for kind in kinds or known])


def _tasks() -> st.SearchStrategy[Task]:
    return st.builds(
        Task, names(), duration=st.none() | spans(), effort=st.none() | spans(elapsed=False),
        requires=requirements(), modes=modes(), splittable=st.booleans(), minimum_staff=st.integers(1, 3),
        contour=st.sampled_from(["flat", "front", "back", "as_worked"]),
        estimate=st.none() | estimates(), estimated=st.booleans(), constraint=st.none() | constraints(),
        type=st.sampled_from(["fixed_units", "fixed_duration", "fixed_work"]), split=st.sampled_from(["total", "each"]),
        deadline=st.none() | moments(), priority=st.integers(0, 1000), manual=st.none() | _manual(),
        progress=st.none() | progresses(), leveling_delay=st.none() | spans(elapsed=True), **described(),
    )  # fmt: skip


def _milestones() -> st.SearchStrategy[Milestone]:
    return st.builds(
        Milestone, names(), constraint=st.none() | constraints(), deadline=st.none() | moments(),
        progress=st.none() | progresses(moment=True), **described(),
    )  # fmt: skip


def _projects() -> st.SearchStrategy[Project]:
    return st.builds(
        Project,
        names(),
        start=st.none() | moments(),
        deadline=st.none() | moments(),
        objective=texts(),
        **described(),
    )


def absences() -> st.SearchStrategy[Absence]:
    """Absences in the weeks around a Monday: whole days or hours, wholly or in part."""
    day = st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n))
    share = st.sampled_from(["1", "0.5", "0.3333"])
    kind = st.sampled_from(["vacation", "sick", "training"])
    whole = st.builds(
        lambda start, more, *rest: Absence(start, start + timedelta(days=more), *rest),
        day, st.integers(0, 10), kind, share,
    )  # fmt: skip
    hours = st.builds(lambda d, *rest: Absence(f"{d} 08:00", f"{d} 12:00", *rest), day, kind, share)
    return whole | hours


def _start(change: CapacityChange) -> date:
    return change.start


def _resources() -> st.SearchStrategy[Resource]:
    rate = st.builds(Money, st.integers(0, 500).map(Decimal), st.sampled_from(["EUR", "USD"]))
    capacities = st.sampled_from(["1", "0.5", "2", "0.75", "0.3333"])
    days = st.integers(0, 30).map(lambda n: MONDAY + timedelta(days=n))
    skill = st.builds(Skill, st.sampled_from(["python", "design"]), st.integers(1, 5))
    return st.builds(
        Resource, names(), type=st.sampled_from(["person", "team", "equipment", "material", "money"]),
        capacity=capacities, skills=st.lists(skill, max_size=2),
        capacity_changes=st.lists(st.builds(CapacityChange, days, capacities), max_size=2, unique_by=_start),
        efficiency=st.sampled_from(["1", "0.9", "1.25"]), daily_limit=st.none() | spans(elapsed=False),
        weekly_limit=st.none() | spans(elapsed=False), absences=st.lists(absences(), max_size=2),
        cost_rates=st.lists(st.builds(CostRate, days, rate), max_size=1),
        cost_rate=st.none() | rate, cost_per_use=st.none() | rate, unit=texts(6), email=texts(10),
        stock=st.none() | st.integers(0, 10**9).map(lambda n: Decimal(n) / 100), **described(),
    )  # fmt: skip


def _routines() -> st.SearchStrategy[Routine]:
    more = st.fixed_dictionaries({"requires": requirements(), **described()})
    return st.builds(lambda routine, more: evolve(routine, **more), routines(), more)


def _agreed() -> st.SearchStrategy[BaselineRow]:
    day = st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n))
    rate = st.builds(Money, st.integers(0, 500).map(Decimal), st.sampled_from(["EUR", "USD"]))
    return st.builds(
        lambda name, first, more, **fields: BaselineRow(id=name, start=first, finish=first + timedelta(days=more), **fields),
        names(), day, st.integers(0, 20), kind=st.sampled_from(["task", "milestone", "project"]), title=texts(),
        parent=st.none() | names(), duration=st.none() | spans(), effort=st.none() | spans(elapsed=False),
        cost=st.lists(rate, max_size=2, unique_by=lambda one: one.currency),
    )  # fmt: skip


def _baselines() -> st.SearchStrategy[Baseline]:
    rows = st.lists(_agreed(), max_size=3, unique_by=lambda one: one.id)
    return st.builds(Baseline, names(), date=st.none() | moments(), rows=rows, **described())
