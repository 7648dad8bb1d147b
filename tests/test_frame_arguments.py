"""Whatever is given to a public name of the inner rooms, an error is one of ours, readable, short, and soon there."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from time import process_time
from types import MappingProxyType
from typing import Any

import pytest

import workmodel
from workmodel.calendars import (
    ALWAYS,
    CalendarException,
    Layer,
    Recurrence,
    RecurrenceSet,
    Shift,
    WeekPattern,
    WorkCalendar,
    WorkWeek,
    union,
    windows_by_day,
)  # fmt: skip
from workmodel.capacity import Hours, hours_by_category, ledger, supply, workload
from workmodel.domain import (
    Added,
    Calendar,
    Milestone,
    Moved,
    Plan,
    Project,
    Property,
    Removed,
    Renamed,
    Resource,
    Revised,
    Routine,
    Task,
    constraint,
    dependency,
    estimate,
    membership,
    override,
    requirement,
)  # fmt: skip
from workmodel.errors import WorkModelError
from workmodel.findings import Finding
from workmodel.graph import DependencyGraph
from workmodel.quantities import (
    STANDARD_CONVENTIONS,
    Axis,
    Effort,
    TimeWindow,
    WorkTime,
    lag,
    money,
    rate,
    reservation,
    span,
)  # fmt: skip
from workmodel.scenarios import Edits, as_of, baseline, first_known, variance, what_changed, what_if
from workmodel.storage import MemoryStore

ROOMS = (
    "quantities",
    "calendars",
    "domain",
    "routines",
    "graph",
    "capacity",
    "allocation",
    "advice",
    "scenarios",
    "findings",
)
MADE_BY_ENGINES = {
    "Asked",
    "Conflict",
    "Consideration",
    "EditStep",
    "MarginalValue",
    "Merge",
    "Missed",
    "Move",
    "Outcome",
    "Fact",
    "Repair",
    "Shift",
    "Slot",
    "Comparison",
    "Consequence",
    "Consequences",
    "History",
    "Kept",
    "KeptRevision",
    "Known",
    "Past",
    "Scenario",
    "Variance",
    "VarianceRow",
    "WhatChanged",
    "WhatIf",
    "ItemDates",
    "ItemMove",
    "Moves",
    "OverloadChange",
    "Allocation",
    "Chosen",
    "Delay",
    "Leveled",
    "Slowed",
    "Coverage",
    "Ledger",
    "Line",
    "Open",
    "Source",
    "Stretch",
    "SwitchingModel",
    "Unmet",
    "Adherence",
    "Bottleneck",
    "Bound",
    "Breach",
    "Candidate",
    "Cause",
    "Causes",
    "Completeness",
    "Consumption",
    "Costs",
    "DateColumns",
    "DayItem",
    "DayWindows",
    "Effect",
    "Entries",
    "Explanation",
    "HoursByCategory",
    "ItemEffect",
    "Network",
    "OpenDemand",
    "Overload",
    "Period",
    "Presence",
    "Occurrence",
    "OccurrenceStep",
    "ResourceEffect",
    "Schedule",
    "ScheduledItem",
    "Service",
    "Shortage",
    "SinglePoint",
    "Step",
    "Supply",
    "Utilisation",
    "Workload",
}
LONGEST_MESSAGE = 2_500
_UNKNOWN = object()


class Hostile:
    """A value that cannot even be shown."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __repr__(self) -> str:
        raise self.error("no")


WRONG = (
    None, 3, -1, 1.5, math.nan, math.inf, True, 10**30, -(10**30), Decimal("NaN"),
    "", " ", "a", "\ud800", "x" * 100_000, b"x", object(), int, len,
    [], {}, [None], (1,), [[]], {"a": 1}, {1, 2}, datetime(2026, 3, 2),
    Hostile(RuntimeError), Hostile(KeyError), Hostile(OSError), [Hostile(ValueError)],
)  # fmt: skip


def small_plan() -> Plan:
    return Plan(start="2026-03-02").add(
        Resource("ana"),
        Calendar("office", base="standard"),
        Project("p"),
        Task("a", duration="1d", parent="p", assignments=["ana"]),
        Task("b", after=["a"], duration="2d"),
        Milestone("m", after=["b"]),
        Routine("r", recurrence="FREQ=WEEKLY"),
    )


PLAN = small_plan()
SCHEDULE = workmodel.schedule(PLAN)
OFFICE = WorkCalendar("mon-fri 09:00-17:00")
SUPPLY = supply(PLAN, "2026-03-02", "2026-03-09")
ALLOCATION = workmodel.allocate(PLAN)
LEDGER = ledger(PLAN, "2026-03-02", "2026-03-09")
MERGE = workmodel.merge(PLAN, PLAN.evolve(title="a"), PLAN.evolve(title="b"))
EDITS = Edits(PLAN).do(PLAN.evolve(title="a"), "a title")
STORE = MemoryStore()
STORE.create("website", PLAN)
VARIANCE = variance(PLAN, baseline(PLAN, "march"))
COMPARISON = workmodel.compare({"a": PLAN})
CHANGED = what_changed(PLAN, PLAN.evolve("a", duration="2d"))
WHAT_IF = what_if(PLAN, PLAN.evolve("a", duration="2d"))
MOVES = WHAT_IF.moves
KNOWN = first_known(STORE, "website", bool)
WINDOWS = windows_by_day(OFFICE, date(2026, 3, 2), date(2026, 3, 9))
EARLY, LATE = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 12)

RIGHT = MappingProxyType({
    "about": "b",
    "a": 29_000_000, "absences": (), "amount": Decimal(3),
    "b": 29_000_100, "calendars": [], "changes": (), "code": "x.y", "country": "DE",
    "calendar": WorkCalendar("mon-fri 09:00-17:00"), "capacity": "0.8", "currency": "EUR", "end": LATE,
    "axis": Axis(), "moment": EARLY, "rate": "5 EUR", "request": Task("q"), "skill": "sql",
    "day": date(2026, 1, 1), "dependency": dependency("a"), "detail": "", "duration": 480,
    "entity": Task("q"), "explanation": SCHEDULE.explain("b"), "fields": (), "findings": (), "finish": LATE,
    "first": date(2026, 1, 1), "given": 3, "goal": "b", "gross": 480, "hi": 29_100_000, "id": "z", "items": {}, "key": "a",
    "kind": "task", "last": date(2026, 2, 1), "layers": (), "ledger": LEDGER, "length": "3d", "likely": "2d",
    "lo": 29_000_000, "message": "m",
    "minute": 5, "minutes": 60, "name": "a", "new": "z", "old": "a", "optimistic": "1d", "other": PLAN, "pattern": "mon 9-17",
    "pessimistic": "3d", "plan": PLAN, "predecessor": "a", "predicate": bool, "resource": "ana", "row": 0,
    "rule": "FREQ=DAILY", "schedule": SCHEDULE, "start": EARLY, "subject": "a", "successor": "b", "system": "jira",
    "t": 29_000_000, "text": "9-17", "to": "b", "ts": [29_000_000], "value": 3, "windows": WINDOWS, "w": 100,
    "was_before": None, "before": None,
    "ws": [100], "years": [2026], "routine": "r", "as_of": LATE, "after": EARLY, "occurrence": date(2026, 3, 2),
    "original": date(2026, 3, 2), "month": 1, "period": "day",
    "at": EARLY, "person": "ana", "capacity.effect.after": LEDGER, "capacity.effect.before": LEDGER,
    "project": "p", "routines": (), "allocation": ALLOCATION, "item": "a",
    "base": PLAN, "ours": PLAN, "theirs": PLAN, "merge": MERGE, "conflict": MERGE.conflicts[0], "edit": PLAN, "step": 1,
    "resolve": "ours", "store": STORE, "condition": bool, "scenarios": {"a": PLAN},
    "scenarios.what_changed.before": PLAN, "scenarios.what_changed.after": PLAN, "variance": VARIANCE,
    "moves": MOVES, "what_if": WHAT_IF, "change": PLAN,
    "comparison": COMPARISON, "changed": CHANGED, "known": KNOWN, "scenarios.as_of.name": "website",
    "scenarios.first_known.name": "website",
})  # fmt: skip
"""What is given to a parameter of that name while another is tried."""

VALUES = (
    PLAN, PLAN.tasks, PLAN.settings, PLAN["a"], PLAN["b"].after[0], SCHEDULE, SCHEDULE["a"], SCHEDULE.dates,
    Axis(), Axis("Europe/Berlin"), STANDARD_CONVENTIONS, Effort(5), WorkTime(5), span("3d"), lag("50%"), money("5 EUR"),
    TimeWindow(EARLY, LATE), OFFICE, union([OFFICE, WorkCalendar("sat 9-12")]), ALWAYS, Layer("mon 9-17"),
    CalendarException(start="2026-01-01", recurrence="FREQ=DAILY"), CalendarException(start="2026-01-01"),
    RecurrenceSet("RRULE:FREQ=DAILY RDATE:20260302"), rate("12 per day"), reservation("20%"), override("2026-03-02 cancelled"),
    Recurrence("FREQ=DAILY;COUNT=3"), Recurrence("FREQ=MONTHLY;BYDAY=-1FR"), WeekPattern.of("mon 9-17"), Shift.of("9-17"),
    WorkWeek(start="2026-01-01", finish="2026-02-01", pattern="mon 9-17"), SUPPLY, SUPPLY.presence("ana"), Hours(480, 60),
    MERGE, EDITS,
    VARIANCE, COMPARISON, CHANGED, MOVES[0], WHAT_IF, as_of(STORE, "website"), baseline(PLAN, "march"),
    MERGE.conflicts[0], LEDGER, workload(LEDGER), hours_by_category(LEDGER),
    Resource("ana", capacity_changes=["2026-03-01 0.6"], cost_rates=["2026-03-01 90 EUR"]), membership("ben from 2026-03-01"),
    requirement("2 python 4"), DependencyGraph(PLAN), Finding("a.b", "s", "m"),
    constraint("SNET 2026-03-02"), estimate("1d / 2d / 3d"), Property("q", type="int"), Added(Task("z")), Removed(Task("z")),
    Moved("a", None, None), Renamed("a", "b"), Revised("a", [("title", "", "x")]),
)  # fmt: skip


def callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Functions and classes of the rooms, functions of the views, and methods of one value of each class."""
    for room in ROOMS:
        module = import_module(f"workmodel.{room}")
        for name in module.__all__:
            value = getattr(module, name)
            made = inspect.isclass(value) and not issubclass(value, Enum) and name not in MADE_BY_ENGINES
            if made or inspect.isfunction(value):
                yield f"{room}.{name}", value
    views = import_module("workmodel.views")
    for view in views.__all__:
        module = import_module(f"workmodel.views.{view}")
        for name in module.__all__:
            if inspect.isfunction(getattr(module, name)):
                yield f"views.{view}.{name}", getattr(module, name)
    for value in VALUES:
        for name in dir(type(value)):
            public = not name.startswith("_") or name == "__getitem__"
            if public and inspect.isroutine(getattr(type(value), name)):
                yield f"{type(value).__name__}.{name}", getattr(value, name)


def with_one_exchanged(
    label: str, parameters: list[inspect.Parameter], tried: inspect.Parameter, wrong: Any
) -> Any:
    """Arguments for a call in which one is wrong and the others, where needed, are right."""
    positional, named = [], {}
    for one in parameters:
        if one is tried:
            value = wrong
        elif one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            value = RIGHT.get(f"{label}.{one.name}", RIGHT.get(one.name, _UNKNOWN))
            assert value is not _UNKNOWN, f"what is right for {label}.{one.name}?"
        else:
            continue
        if one.kind in (one.POSITIONAL_ONLY, one.VAR_POSITIONAL):
            positional.append(value)
        else:
            named[one.name] = value
    return positional, named


def refusal(call: Callable[..., Any], positional: list[Any], named: dict[str, Any]) -> WorkModelError | None:
    """The error of ours that a call ends in, if it does; any other goes through."""
    try:
        found = call(*positional, **named)
        if isinstance(found, Iterator):
            next(found, None)
    except WorkModelError as error:
        return error
    return None


CALLABLES = list(callables())


@pytest.mark.parametrize(("label", "call"), CALLABLES, ids=[label for label, _ in CALLABLES])
def test_a_wrong_argument_is_named_by_an_error_of_ours(label, call):
    parameters = list(inspect.signature(call).parameters.values())
    for tried in parameters:
        if tried.kind is tried.VAR_KEYWORD:
            continue
        for wrong in WRONG:
            if tried.name in (
                "predicate",
                "on_progress",
                "resolve",
                "edit",
                "condition",
                "change",
            ) and callable(wrong):
                continue  # it is the caller's function that fails
            positional, named = with_one_exchanged(label, parameters, tried, wrong)
            began = process_time()
            error = refusal(call, positional, named)
            assert len(str(error).encode()) < LONGEST_MESSAGE
            assert repr(error)
            assert process_time() - began < 5


def test_nearly_everything_public_is_tried():
    assert len(CALLABLES) > 150
