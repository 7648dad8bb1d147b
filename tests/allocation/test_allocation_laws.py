"""What holds for the dates of any plan within everybody's hours."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.allocation import allocate
from workmodel.allocation.abstracting import abstracted
from workmodel.allocation.kernels.search import Search
from workmodel.allocation.levelling import generated
from workmodel.allocation.posing import posed
from workmodel.allocation.ways import Ways
from workmodel.capacity import ledger
from workmodel.domain import Resource, Routine, Task
from workmodel.testing.strategies import plans

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def forward(plan: wm.Plan) -> wm.Plan:
    """Plans from a start, without what nobody can be asked to level: percent lags of summaries that chase their own tail."""
    assume(plan.direction == "forward" and plan.start is not None)
    assume(not any(one.code == "plan.unsettled" for one in wm.schedule(plan).findings))
    return plan


@SLOW
@given(plan=plans())
def test_where_nobody_is_assigned_dates_are_those_of_logic(plan: wm.Plan) -> None:
    plan = forward(plan)
    alone = plan.replace(*(evolve(one, assignments=()) for one in plan.tasks.values() if one.assignments))
    found = allocate(alone, iterations=2)
    assert {name: one.start for name, one in found.schedule.items()} == {
        name: one.start for name, one in wm.schedule(alone).items()
    }
    assert not found.delays


@SLOW
@given(plan=plans())
def test_dates_and_the_leveled_plan_stand_up_to_a_second_opinion(plan: wm.Plan) -> None:
    plan = forward(plan)
    found = allocate(plan, iterations=3)
    assert wm.verify(plan, found) == ()
    assert found.bound is None or found.finish is None or found.bound <= found.finish


@st.composite
def busy_plans(draw: st.DrawFn) -> wm.Plan:
    """A few people with routines, and tasks between them."""
    people = [
        Resource(
            name,
            capacity=draw(st.sampled_from(["1", "0.75", "2"])),
            absences=draw(
                st.lists(st.sampled_from(["2026-03-04 sick", "2026-03-09..2026-03-11 vacation"]), max_size=1)
            ),
        )
        for name in ("ana", "ben")
    ]
    routines = [
        Routine("ops", reservation=f"{draw(st.integers(1, 12))}h per week", assignments=["ana", "ben"]),
        Routine(
            "call", recurrence="FREQ=DAILY", at="10:00", effort="30min", split="each", assignments=["ana"]
        ),
    ]
    tasks: list[Any] = []
    for n in range(draw(st.integers(1, 7))):
        who = draw(st.sampled_from([["ana"], ["ben"], ["ana", "ben"], ["ana 50%"], ["ben 25%"]]))
        size = draw(
            st.sampled_from([{"duration": "1d"}, {"duration": "3d"}, {"effort": "5h"}, {"effort": "30h"}])
        )
        after = (
            draw(st.lists(st.sampled_from([f"t{k}" for k in range(n)]), max_size=2, unique=True)) if n else []
        )
        tasks.append(
            Task(f"t{n}", assignments=who, after=after, priority=draw(st.sampled_from([300, 500])), **size)
        )
    return wm.Plan(start="2026-03-02").add(
        *people, *draw(st.sampled_from([routines, routines[:1], []])), *tasks
    )


@SLOW
@given(plan=busy_plans(), seed=st.integers(0, 3))
def test_tasks_find_the_hours_that_they_claim(plan: wm.Plan, seed: int) -> None:
    found = allocate(plan, iterations=8, seed=seed)
    assert wm.verify(plan, found) == ()
    for name in found.ledger.resources:
        short = [one for one in found.ledger.total(name).unmet if one.source.kind == "task"]
        # work lies evenly over what a day has left, to the minute in which it ends
        assert sum(one.amount for one in short) <= 2 * len(plan.tasks), short


@SLOW
@given(plan=busy_plans(), seed=st.integers(0, 3))
def test_equal_seed_equal_answer_and_leveling_twice_changes_nothing(plan: wm.Plan, seed: int) -> None:
    one, other = (allocate(plan, iterations=9, seed=seed) for _ in range(2))
    assert one.leveled == other.leveled
    again = allocate(one.leveled_plan(), iterations=9, seed=seed)
    assert {name: item.finish for name, item in again.schedule.items()} == {
        name: item.finish for name, item in one.schedule.items()
    }


@SLOW
@given(hours=st.integers(1, 60), held=st.integers(0, 30), call=st.booleans())
def test_an_effort_ends_in_the_first_minute_by_which_its_hours_are_there(
    hours: int, held: int, call: bool
) -> None:
    routines: list[Any] = (
        [Routine("ops", reservation=f"{held}h per week", assignments=["ana"])] if held else []
    )
    if call:
        routines.append(
            Routine(
                "call", recurrence="FREQ=DAILY", at="10:00", effort="30min", split="each", assignments=["ana"]
            )
        )
    base = wm.Plan(start="2026-03-02").add(Resource("ana"), *routines)
    plan = base.add(Task("work", effort=f"{hours}h", assignments=["ana"]))
    finish = allocate(plan, iterations=1).schedule["work"].finish
    book = ledger(base, "2026-03-02", "2026-04-27")
    last = plan.axis.minute(finish)
    reached = book.between("ana", "2026-03-02 00:00", finish).free
    before = book.between("ana", "2026-03-02 00:00", plan.axis.time(last - 1)).free
    # what does not divide lies in the last minutes of a piece: less than a minute's worth in a day
    assert reached >= hours * 60
    assert before < hours * 60 + 1


@st.composite
def small_plans(draw: st.DrawFn) -> wm.Plan:
    """Up to five tasks on two machines, with links and lags."""
    machines = [Resource("m1", type="equipment", capacity=2), Resource("m2", type="equipment")]
    tasks = []
    for n in range(draw(st.integers(1, 5))):
        who = draw(st.sampled_from([["m1 100%"], ["m1 200%"], ["m2"], ["m1 100%", "m2"], []]))
        links = (
            draw(
                st.lists(
                    st.tuples(st.integers(0, n - 1), st.sampled_from(["", " SS+1h", " FS+2h", " FF"])),
                    max_size=1,
                )
            )
            if n
            else []
        )
        after = [f"t{k}{how}" for k, how in links]
        tasks.append(Task(f"t{n}", duration=f"{draw(st.integers(1, 12))}h", assignments=who, after=after))
    return wm.Plan(start="2026-03-02").add(*machines, *tasks)


@SLOW
@given(plan=small_plans())
def test_no_order_of_a_small_plan_ends_earlier_and_no_bound_is_later(plan: wm.Plan) -> None:
    found = allocate(plan, iterations=400)
    logic = wm.schedule(plan)
    lo, hi = int(logic.dates.start.min()), int(logic.dates.finish.max())
    task = posed(Ways(plan), logic, logic, lo - 10_000, hi + 100_000)
    ends = []
    for order in permutations(range(len(plan.tasks))):
        keys = [(0.0, 0.0, float(order[int(name[1:])]), 0.0) for name in task.level.names]
        ends.append(max(place.finish for place in generated(task.level, keys).values()))
    assert found.finish is not None
    assert found.bound is not None
    assert plan.axis.minute(found.finish) == min(ends)
    assert found.bound <= found.finish


@SLOW
@given(plan=small_plans())
def test_where_a_plan_is_plain_the_search_means_its_very_dates(plan: wm.Plan) -> None:
    logic = wm.schedule(plan)
    lo, hi = int(logic.dates.start.min()), int(logic.dates.finish.max())
    task = posed(Ways(plan), logic, logic, lo - 10_000, hi + 100_000)
    abstract = abstracted(task)
    assert abstract.exact
    search = Search(abstract.instance, planned=60)
    search.advance(60)
    starts = search.starts()
    keys = [(0.0, 0.0, float(start), 0.0) for start in starts[: len(task.level.names)]]
    places = generated(task.level, keys)
    assert max(place.finish for place in places.values()) <= abstract.moment(search.makespan)
