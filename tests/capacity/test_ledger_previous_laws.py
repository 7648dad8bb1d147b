"""A ledger from the one before any edits is the ledger of the plan as it is now, in every field."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

import workmodel as wm
from workmodel.capacity import Ledger, ledger
from workmodel.domain import Completion
from workmodel.errors import WorkModelError
from workmodel.testing.strategies import CLAIMING, edited, plans

pytestmark = pytest.mark.untraced

FEATURES = {"resources", "calendars", "hierarchy", "zones", "elapsed", "progress"} | CLAIMING
FIRST = date(2026, 3, 2)
PEOPLE = ("ana", "ben", "cleo", "desk", "all")
TASKS = tuple(f"t{n}" for n in range(6))
ROUTINES = tuple(f"q{n}" for n in range(8))
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"switching": "weinberg", "reserve": "10%"},
    {"order": ["task", "routine"]},
)

DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY", "effort": "30min"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "at": "09:00", "effort": "1h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=TU,FR", "at": "11:30", "effort": "3h"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=SA", "effort": "2h"},
    {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=5", "effort": "6h", "window": "3d"},
    {"arrivals": "7 per day", "effort": "25min"},
    {"arrivals": "40 per week", "estimate": "10min / 20min / 45min"},
    {"reservation": "5h per week"},
    {"reservation": "9h per week", "split": "each"},
    {"reservation": "15%"},
)  # fmt: skip


def company() -> wm.Plan:
    """Three people, two teams, work of every sort."""
    work = [
        wm.Task(name, effort=f"{3 + 4 * n}h", duration="3d", assignments=[PEOPLE[n % 5]] if n < 5 else [])
        for n, name in enumerate(TASKS)
    ]
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Resource("ben", capacity="0.5"), wm.Resource("cleo"),
        wm.Resource("desk", members=["ana", "ben to 2026-03-06"]), wm.Resource("all", members=["desk", "cleo"]),
        wm.Project("site"), *work, wm.Milestone("done", after=["t0"]),
        wm.Routine("watch", parent="site", arrivals="9 per week", effort="1h", assignments=["all"]),
        wm.Routine("care", after=["done"], recurrence="FREQ=DAILY", effort="1h", assignments=["ana", "cleo"]),
    )  # fmt: skip


def claiming(draw: st.DrawFn, plan: wm.Plan) -> wm.Plan:
    """Another claim, or another share of hours."""
    one_of = lambda values: draw(st.sampled_from(values))  # noqa: E731
    who, task, routine = one_of(PEOPLE), one_of(TASKS), one_of(ROUTINES)
    day = FIRST + timedelta(days=one_of(range(12)))
    some = [
        f"{name}{one_of(['', ' 50%'])}"
        for name in draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True))
    ]
    demand = {"assignments": some or ["ana"], **one_of(DEMANDS)}
    edits = (
        lambda: plan.evolve(task, effort=one_of(["1h", "2d", "30h", None])),
        lambda: plan.evolve(task, effort="12h", contour=one_of(["flat", "front", "as_worked", "as_worked"])),
        lambda: plan.evolve(task, duration=one_of(["1d", "8d"]), after=one_of([[], ["t0"]])),
        lambda: plan.evolve(task, assignments=some),
        lambda: plan.evolve(task, parent=one_of(["site", None, "t1"]), priority=one_of([500, 900])),
        lambda: plan.evolve("site", priority=one_of([100, 500, 900])),
        lambda: plan.remove(task, cascade=True).add(wm.Task(task, effort="5h", assignments=some)),
        lambda: plan.add(wm.Task(one_of(["u1", "u2"]), effort="5h", assignments=some)),
        lambda: plan.evolve(who, absences=[f"{day} sick"]),
        lambda: plan.evolve(who, absences=["2026-02-20..2026-04-20 away"]),
        lambda: plan.evolve(who, absences=[]),
        lambda: plan.evolve(who, efficiency=one_of(["1", "0.5"])),
        lambda: plan.evolve(who, daily_limit=one_of(["4h", None])),
        lambda: plan.evolve(who, weekly_limit=one_of(["20h", None])),
        lambda: plan.evolve(who, capacity=one_of(["0.5", "1"])),
        lambda: plan.evolve("desk", members=one_of([["ana"], ["ana", "cleo"], ["ben from 2026-03-05"]])),
        lambda: plan.add(wm.Routine(routine, **demand)),
        lambda: plan.replace(wm.Routine(routine, **demand)),
        lambda: plan.evolve(routine, priority=one_of([100, 900])),
        lambda: plan.remove(routine, cascade=True),
        lambda: plan.rename(one_of([routine, task, who]), one_of(["x", *ROUTINES, *TASKS])),
        lambda: plan.move(one_of([routine, task]), before=one_of([None, "site", "t0"])),
        lambda: plan.add(Completion(f"c{day}", routine=one_of([routine, "care"]), occurrence=str(day), effort="2h")),
        lambda: plan.evolve(one_of(["watch", "care"]), parent=one_of(["site", None]), after=one_of([[], ["done"]])),
    )  # fmt: skip
    return edits[draw(st.integers(0, len(edits) - 1))]()


@st.composite
def changed(draw: st.DrawFn, plan: wm.Plan) -> wm.Plan:
    """The plan after an edit; the same where it does not take it."""
    with suppress(WorkModelError):
        return claiming(draw, plan) if draw(st.integers(0, 4)) else draw(edited(plan, least=1, most=2))
    return plan


def found(plan: wm.Plan, previous: Ledger | None = None, days: int = 14, **options: Any) -> Any:
    """The ledger, or the kind of error in its place."""
    try:
        return ledger(plan, FIRST, FIRST + timedelta(days=days), previous=previous, **options)
    except WorkModelError as error:
        return type(error)


def in_full(plan: wm.Plan, days: int = 14, **options: Any) -> Any:
    """The same of an equal plan that nobody has asked anything."""
    return found(plan.evolve(title="~").evolve(title=plan.title), None, days, **options)


@settings(max_examples=settings().max_examples * 3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.just(company()) | plans(features=FEATURES, items=5), st.sampled_from(OPTIONS))
def test_after_any_edits_it_is_the_ledger_of_the_plan_as_it_is_now(
    data: st.DataObject, plan: wm.Plan, options: dict[str, Any]
) -> None:
    last = found(plan, **options)
    for _ in range(data.draw(st.integers(1, 6))):
        after = data.draw(changed(plan))
        note(f"{plan.diff(after)}")
        plan = after
        now = found(plan, last if isinstance(last, Ledger) else None, **options)
        assert now == in_full(plan, **options)
        last = now


class _Versions(RuleBasedStateMachine):
    """Versions of a plan with their ledgers: any of them may be edited, and any be the one before."""

    versions: Bundle[tuple[wm.Plan, Any]] = Bundle("versions")

    @initialize(target=versions, options=st.sampled_from(OPTIONS))
    def begin(self, options: dict[str, Any]) -> tuple[wm.Plan, Any]:
        self.options = options
        plan = company()
        return plan, found(plan, **options)

    @rule(target=versions, version=versions, data=st.data())
    def edit(self, version: tuple[wm.Plan, Any], data: st.DataObject) -> tuple[wm.Plan, Any]:
        plan, last = version
        return self.made(data.draw(changed(plan)), last)

    @rule(target=versions, version=versions, other=versions)
    def go_over(self, version: tuple[wm.Plan, Any], other: tuple[wm.Plan, Any]) -> tuple[wm.Plan, Any]:
        """Back to an older version, or over to another branch."""
        return self.made(version[0], other[1])

    @rule(version=versions, data=st.data(), days=st.sampled_from([1, 7, 15, 40]))
    def ask_for_other_days(self, version: tuple[wm.Plan, Any], data: st.DataObject, days: int) -> None:
        plan = data.draw(changed(version[0]))
        now = found(plan, version[1] if isinstance(version[1], Ledger) else None, days, **self.options)
        assert now == in_full(plan, days, **self.options)

    def made(self, plan: wm.Plan, last: Any) -> tuple[wm.Plan, Any]:
        now = found(plan, last if isinstance(last, Ledger) else None, **self.options)
        assert now == in_full(plan, **self.options)
        return plan, now


TestVersions = _Versions.TestCase
TestVersions.settings = settings(
    max_examples=settings().max_examples, stateful_step_count=15, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
