"""Laws of the ledger: it balances to the last unit, however it is cut, whatever claims it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Ledger, Stretch, ledger
from workmodel.testing.strategies import plans

START, END = date(2026, 3, 1), date(2026, 3, 15)
FEWER = settings(max_examples=60, suppress_health_check=list(HealthCheck))

DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY", "effort": "30min"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,TH", "at": "09:00", "effort": "1h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=TU,FR", "at": "11:30", "effort": "3h"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=WE", "at": "23:30", "effort": "90min", "split": "each"},
    {"recurrence": "FREQ=MONTHLY;BYMONTHDAY=5", "effort": "6h", "window": "3d"},
    {"arrivals": "7 per day", "effort": "25min"},
    {"arrivals": "40 per week", "estimate": "10min / 20min / 45min"},
    {"reservation": "5h per week"},
    {"reservation": "9h per month", "split": "each"},
    {"reservation": "15%"},
)
ABSENCES = (
    "2026-03-04 sick",
    "2026-03-09..2026-03-11 50% parental",
    "2026-03-05 10:00..2026-03-05 15:00 training",
)


@st.composite
def peopled(draw: st.DrawFn) -> wm.Plan:
    """Plans with people who are away now and then, and routines that ask for them."""
    plan = draw(plans(features={"resources", "calendars", "hierarchy", "zones", "elapsed", "progress"}))
    people = [r.id for r in plan.resources.values() if r.works]
    if not people:
        plan = plan.add(wm.Resource("kim", capacity="0.75"))
        people = ["kim"]
    for name in people:
        away = draw(st.lists(st.sampled_from(ABSENCES), unique=True, max_size=2))
        zone = plan.settings.zone
        plan = (
            plan.evolve(name, absences=away) if away and (zone is None or ":" not in "".join(away)) else plan
        )
    for number, demand in enumerate(draw(st.lists(st.sampled_from(DEMANDS), max_size=4))):
        who = draw(st.lists(st.sampled_from(people), unique=True, max_size=2))
        plan = plan.add(
            wm.Routine(
                f"routine{number}", assignments=who, priority=draw(st.sampled_from([500, 900])), **demand
            )
        )
    return plan


def stretches(found: Ledger) -> list[Stretch]:
    return [found.day(name, day) for name in found.resources for day in found.days]


def balanced(one: Stretch) -> None:
    assert one.availability == one.claimed + one.switching + one.free
    parts = [line.amount for line in one.lines] + [one.gross, one.absence, one.switching, one.free]
    parts += [short.amount for short in one.unmet]
    assert all(part >= 0 for part in parts)


@FEWER
@given(
    peopled(),
    st.sampled_from([None, "weinberg", "geometric", "20min per switch"]),
    st.sampled_from([0, "10%"]),
)
def test_every_day_sums_to_what_there_is_and_nothing_is_negative(
    plan: wm.Plan, switching: Any, reserve: Any
) -> None:
    found = ledger(plan, START, END, switching=switching, reserve=reserve)
    for one in stretches(found):
        balanced(one)
    for name in found.resources:
        balanced(found.total(name))


@FEWER
@given(peopled(), st.lists(st.integers(0, 14 * 1440), min_size=2, max_size=4))
def test_a_stretch_cut_anywhere_adds_up_line_by_line(plan: wm.Plan, cuts: list[int]) -> None:
    found = ledger(plan, START, END)
    for name in found.resources:
        row = found.cells.row(name)
        assert row is not None
        lo, hi = (
            int(found.cells.edges(row)[found._day(day) + after])
            for day, after in ((START, 0), (END - timedelta(days=1), 1))
        )
        ends = sorted({lo, hi, *(min(lo + cut, hi) for cut in cuts)})
        times = [plan.axis.time(end) for end in ends]
        parts = [found.between(name, a, b) for a, b in zip(times, times[1:], strict=False)]
        for part in parts:
            balanced(part)
        whole = found.between(name, times[0], times[-1])
        assert _sums(parts) == _sums([whole]) == _sums([found.total(name)])


def _sums(parts: list[Stretch]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        for line in part.lines:
            found[str(line.source)] = found.get(str(line.source), 0) + line.amount
        for column in ("gross", "absence", "switching", "free"):
            found[column] = found.get(column, 0) + getattr(part, column)
    return {key: value for key, value in found.items() if value}


@FEWER
@given(peopled(), st.integers(1, 13))
def test_a_window_cut_in_two_asks_for_the_same(plan: wm.Plan, days: int) -> None:
    middle = START + timedelta(days=days)
    whole, first, second = ledger(plan, START, END), ledger(plan, START, middle), ledger(plan, middle, END)
    for name in whole.resources:
        for day in whole.days:
            half = first if day < middle else second
            assert half.day(name, day) == whole.day(name, day)


@FEWER
@given(peopled())
def test_removing_a_routine_frees_its_hours_and_takes_nothing_from_anybody(plan: wm.Plan) -> None:
    """What it had is free then, or granted to what it had kept from it."""
    if not plan.routines:
        return
    gone = next(iter(plan.routines))
    before, after = ledger(plan, START, END), ledger(plan.remove(gone, cascade=True), START, END)
    for name in before.resources:
        for day in before.days:
            was, now = before.day(name, day), after.day(name, day)
            others = {line.source.id: line.amount for line in was.lines if line.source.id != gone}
            more = {line.source.id: line.amount for line in now.lines}
            assert now.availability == was.availability
            assert all(more.get(key, 0) >= amount for key, amount in others.items())
            assert now.free + sum(more.values()) == was.free + sum(others.values()) + was.of(gone)


@FEWER
@given(peopled())
def test_the_order_of_declaration_changes_no_total(plan: wm.Plan) -> None:
    """What everything wants stays; who gives way among equals is a matter of order."""
    names = [e.id for e in plan]
    moved = plan.move(names[0]) if names else plan
    one, other = ledger(plan, START, END), ledger(moved, START, END)
    for name in one.resources:
        for day in one.days:
            assert one.day(name, day).claimed == other.day(name, day).claimed


def test_the_present_moment_needs_no_clock() -> None:
    """The same plan, the same ledger."""
    plan = wm.Plan(start=datetime(2026, 3, 2)).add(
        wm.Resource("kim"), wm.Task("a", effort="1d", assignments=["kim"])
    )
    assert ledger(plan, START, END).total("kim") == ledger(plan, START, END).total("kim")
