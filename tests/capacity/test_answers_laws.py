"""Laws of the answers that are read off a ledger: whatever is summed, and however, nothing is lost and nothing is made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import (
    Ledger,
    bottlenecks,
    effect,
    hours_by_category,
    ledger,
    open_demand,
    overloads,
    persons_day,
    single_points_of_failure,
    utilisation,
    who_what_when,
    workload,
)
from workmodel.capacity.hours import amount
from workmodel.capacity.standins import free_between
from workmodel.testing.strategies import plans

START, END = date(2026, 2, 25), date(2026, 3, 11)  # over the edge of a month, with two weeks cut
FEWER = settings(max_examples=60, suppress_health_check=list(HealthCheck))
PERIODS = ("day", "week", "month")
COLUMNS = ("gross", "absence", "availability", "wanted", "granted", "over", "switching", "free")
OF_WORK = ("wanted", "granted", "over")

ABSENCES = (
    "2026-03-02 sick",
    "2026-02-26..2026-03-03 50% parental",
    "2026-03-05 10:00..2026-03-05 15:00 training",
)
SKILLS = ("python 4", "python 2", "sql")
ROUTINES: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY", "effort": "30min", "tags": ["client"]},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "at": "09:00", "effort": "1h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=TU,TH", "at": "09:30", "effort": "3h", "requires": ["sql"]},
    {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=-1", "effort": "6h", "window": "3d"},
    {"arrivals": "7 per day", "effort": "25min"},
    {"reservation": "15h per week", "parent": "site"},
    {"reservation": "15%", "tags": ["client", "slow"]},
)


@st.composite
def desks(draw: st.DrawFn) -> wm.Plan:
    """People in teams, with skills and absences, and routines and tasks that ask for them, or for nobody."""
    names = draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1))
    plan = wm.Plan(start="2026-02-25").add(
        wm.Project("site"),
        *(
            wm.Resource(
                name,
                capacity=draw(st.sampled_from(["1", "0.75", "2"])),
                absences=draw(st.lists(st.sampled_from(ABSENCES), unique=True, max_size=2)),
                skills=draw(
                    st.lists(st.sampled_from(SKILLS), max_size=2, unique_by=lambda one: one.split()[0])
                ),
            )
            for name in names
        ),
    )
    some = st.lists(st.sampled_from(names), unique=True, max_size=2)
    for team in ("red", "blue"):
        members = draw(some)
        if members:
            since = draw(st.sampled_from(["", " from 2026-03-02", " to 2026-03-04"]))
            plan = plan.add(wm.Resource(team, type="team", members=[one + since for one in members]))
    for number, details in enumerate(draw(st.lists(st.sampled_from(ROUTINES), max_size=4))):
        plan = plan.add(wm.Routine(f"routine{number}", assignments=draw(some), **details))
    for number in range(draw(st.integers(0, 4))):
        before = draw(st.sampled_from([[], [f"task{number - 1}"] if number else []]))
        plan = plan.add(
            wm.Task(
                f"task{number}",
                parent=draw(st.sampled_from(["site", None])),
                effort=draw(st.sampled_from(["6h", "3d", None])),
                assignments=draw(some),
                after=before,
                requires=draw(st.lists(st.sampled_from(SKILLS), max_size=1)),
                tags=draw(st.sampled_from([[], ["client"], ["client", "slow"]])),
            )
        )
    return plan


def any_plans() -> st.SearchStrategy[wm.Plan]:
    """Such desks, and plans in all zones, on all calendars, with work under way."""
    features = {"resources", "calendars", "hierarchy", "zones", "elapsed", "progress"}
    return st.one_of(desks(), plans(features=features))


def sums(rows: list[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> dict[str, Any]:
    return {name: sum(row[name] for row in rows) for name in columns}


def of_ledger(found: Ledger) -> dict[str, Any]:
    whole = [found.total(name) for name in found.resources]
    said = {name: sum(getattr(one, name) for one in whole) for name in COLUMNS if name != "granted"}
    return said | {"granted": sum(one.claimed for one in whole)}


@FEWER
@given(any_plans(), st.sampled_from(PERIODS), st.sampled_from([None, "weinberg"]))
def test_workload_by_any_key_sums_to_the_ledgers_totals(plan: wm.Plan, period: Any, switching: Any) -> None:
    """By people every column does, by work those of demand; what stands under several keys is once in the totals."""
    found = ledger(plan, START, END, switching=switching)
    whole = of_ledger(found)
    for by in ("resource", "team", "skill", "project", "routine", "kind", "tag"):
        load = workload(found, period, by)  # type: ignore[arg-type]
        columns = COLUMNS if by in ("resource", "team", "skill") else OF_WORK
        assert sums(load.totals()) == whole
        rows = sums(load.rows(), columns)
        if not load.shared:
            assert rows == {name: whole[name] for name in columns}
        assert all(rows[name] >= whole[name] for name in columns)
        assert by in ("team", "skill", "tag") or not load.shared


@FEWER
@given(any_plans(), st.integers(1, 13))
def test_the_workload_of_a_window_is_the_sum_of_its_parts(plan: wm.Plan, days: int) -> None:
    middle = START + timedelta(days=days)
    loads = [workload(ledger(plan, a, b), "day") for a, b in ((START, END), (START, middle), (middle, END))]
    whole, first, second = (
        [{k: v for k, v in row.items() if k != "utilisation"} for row in one.rows()] for one in loads
    )
    key = lambda row: (row["key"], row["start"])  # noqa: E731
    assert sorted(whole, key=key) == sorted(first + second, key=key)


@FEWER
@given(any_plans(), st.sampled_from(PERIODS))
def test_the_workload_of_a_period_is_that_of_its_days(plan: wm.Plan, period: Any) -> None:
    found = ledger(plan, START, END)
    days = workload(found, "day").rows()
    for row in workload(found, period).rows():
        own = [
            one for one in days if one["key"] == row["key"] and row["start"] <= one["start"] <= row["finish"]
        ]
        assert sums(own) == {name: row[name] for name in COLUMNS}


@FEWER
@given(any_plans(), st.sampled_from(PERIODS))
def test_overloads_hold_all_that_is_wanted_and_not_granted(plan: wm.Plan, period: Any) -> None:
    """At a threshold of nothing, all that is wanted at all; a higher threshold never finds more."""
    found = ledger(plan, START, END)
    whole = of_ledger(found)
    over = [sum(one.over for one in overloads(found, share, period)) for share in (0, "50%", 1, "150%", 100)]
    assert over[0] == whole["wanted"]
    assert over[2] == whole["over"]
    assert over == sorted(over, reverse=True)
    for one in overloads(found, 1, period):
        assert one.over == sum(cause.over for cause in one.causes)
        assert one.wanted == sum(cause.wanted for cause in one.causes)
        assert all(who.resource != one.resource for who in one.could_take_over)


@FEWER
@given(any_plans(), st.sampled_from([None, "weinberg", "20min per switch"]), st.sampled_from([0, "10%"]))
def test_categories_sum_to_gross(plan: wm.Plan, switching: Any, reserve: Any) -> None:
    found = ledger(plan, START, END, switching=switching, reserve=reserve)
    where = hours_by_category(found)
    for name in found.resources:
        assert sum(where.of(name).values()) == found.total(name).gross
        assert all(one >= 0 for one in where.of(name).values())
    assert sum(where.total().values()) == of_ledger(found)["gross"]
    for one in utilisation(found):
        assert one.share is None or 0 <= one.share <= 1
    assert sum(one.unmet for one in bottlenecks(found)) == of_ledger(found)["over"]


@FEWER
@given(any_plans(), any_plans())
def test_the_effect_of_going_back_is_the_opposite_and_that_of_nothing_is_nothing(
    plan: wm.Plan, other: wm.Plan
) -> None:
    before, after = ledger(plan, START, END), ledger(other, START, END)
    there = effect(before, after)
    assert there == -effect(after, before)
    assert not effect(before, ledger(plan, START, END))
    was, now = of_ledger(before), of_ledger(after)
    for name in ("gross", "absence", "availability", "wanted", "granted", "over", "switching", "free"):
        assert getattr(there.total, name) == now[name] - was[name]
    for name in OF_WORK:
        assert sum(getattr(one, name) for one in there.items) == now[name] - was[name]
    assert all(sum(units for _, units in one.by_resource) == one.granted for one in there.items)


@FEWER
@given(any_plans())
def test_who_does_what_sums_to_all_that_is_granted(plan: wm.Plan) -> None:
    found = ledger(plan, START, END)
    rows, whole = who_what_when(found), of_ledger(found)
    assert sums(rows, ("wanted", "granted")) == {name: whole[name] for name in ("wanted", "granted")}
    for name in found.resources:
        for day in found.days:
            items = persons_day(found, name, day)
            assert sum(one.amount for one in items) == found.day(name, day).claimed
            assert sum(one.short for one in items) == found.day(name, day).over


@FEWER
@given(any_plans())
def test_what_is_open_or_rests_on_one_is_told_of_what_is_in_the_plan(plan: wm.Plan) -> None:
    """What can be met has people with free hours enough; who is the only one able is able, and the only one."""
    found = ledger(plan, START, END)
    for one in open_demand(plan, found):
        assert not one.can_be_met or sum(who.free for who in one.could) >= (one.amount or 0)
        assert START <= one.start <= one.finish < END
    for point in single_points_of_failure(plan, found):
        hours = found.total(point.person)
        assert bool(point.away) <= (hours.absence > 0)
        others = [who for who in plan.resources if who != point.person and plan[who].works]
        if point.kind == "skill":
            skill, _, level = point.subject.partition(" ")
            known = [s for who in others for s in plan[who].skills if s.name == skill]
            assert all(s.level < int(level or 1) for s in known)


@FEWER
@given(any_plans(), st.lists(st.integers(0, 14 * 1440), min_size=2, max_size=2))
def test_hours_that_a_stand_in_has_free_are_those_that_the_ledger_tells(
    plan: wm.Plan, cuts: list[int]
) -> None:
    found = ledger(plan, START, END)
    for row, name in enumerate(found.resources):
        whole = found.total(name)
        first, last = plan.axis.minute(whole.start), plan.axis.minute(whole.finish)
        lo, hi = sorted(min(first + cut, last) for cut in cuts)
        told = found.between(name, plan.axis.time(lo), plan.axis.time(hi)).free
        assert amount(free_between(found, row, lo, hi)) == told
