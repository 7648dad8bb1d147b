"""A thousand allocations, each broken in a named way: the second opinion notices every one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from workmodel.allocation import Allocation, allocate
from workmodel.domain import Mode, Plan, Project, Resource, Routine, Task
from workmodel.scheduling import schedule
from workmodel.testing import drawn
from workmodel.testing.allocation_corruptors import ALLOCATION_CORRUPTORS
from workmodel.testing.strategies import CLAIMING, FEATURES, plans
from workmodel.verification import verify

RICH = Plan(start="2026-03-02").add(
    Resource("ana", absences=["2026-03-04..2026-03-05 vacation"], skills=["python"]),
    Resource("ben", capacity="0.75", skills=["python"]),
    Resource("cem"),
    Resource("oak", type="material", unit="plank", stock=10),
    Routine("ops", reservation="10h per week", assignments=["ben"]),
    Routine(
        "call", recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", at="10:00", effort="30min", assignments=["cem"]
    ),
    Project("site", deadline="2026-03-04"),
    Task("spec", parent="site", duration="3d", assignments=["ana"]),
    Task("build", parent="site", effort="40h", assignments=["ben"], after=["spec SS+1d"]),
    Task("paint", parent="site", duration="2d", assignments=["cem"], priority=900),
    Task("test", parent="site", duration="2d", assignments=["cem"], constraint="SNET 2026-03-03"),
    Task("last", duration="1d", assignments=["cem"], constraint="ALAP"),
    Task("hang", duration="1d", assignments=["fit"], after=["paint"]),
    Task("byhand", duration="1d", assignments=["ana"], manual="2026-03-06 08:00"),
    Task("pair", duration="1d", requires=["2 python"]),
    Task("solo", duration="2d", assignments=["ana", "ben"], requires=["python"]),
    Task(
        "fence",
        modes=[
            Mode("by hand", duration="3d", assignments=["dia"]),
            Mode("oak", duration="1d", assignments=["dia", "oak 40 plank"]),
        ],
    ),
    Resource("dia"),
    Resource("fit"),
    Task("fix", duration="2d", assignments=["fit"]),
    Task("mend", duration="3d", assignments=["fit"]),
)


def crowded(seed: int) -> Plan:
    """Three people with absences and routines, and a dozen tasks between them."""
    chance = Random(seed)
    people = [
        Resource(
            name,
            capacity=chance.choice(["1", "1", "0.75", "2"]),
            absences=chance.choice([[], ["2026-03-04 sick"], ["2026-03-09..2026-03-11 50% training"]]),
            skills=chance.choice([[], ["python 4"]]),
        )
        for name in ("ana", "ben", "cem")
    ]
    routines = [
        Routine("ops", reservation=f"{chance.randint(1, 12)}h per week", assignments=["ana", "ben"]),
        Routine(
            "call", recurrence="FREQ=DAILY", at="10:00", effort="30min", split="each", assignments=["cem"]
        ),
    ]
    tasks: list[Any] = []
    for n in range(12):
        size = chance.choice([{"duration": "1d"}, {"duration": "3d"}, {"effort": "12h"}, {"effort": "30h"}])
        tasks.append(
            Task(
                f"t{n}",
                assignments=chance.choice(
                    [["ana"], ["ben"], ["cem"], ["ana", "ben"], ["cem 50%"], ["ben 25%"]]
                ),
                after=[f"t{chance.randrange(n)}"] if n and chance.random() < 0.4 else [],
                priority=chance.choice([300, 500]),
                requires=chance.choice([[], [], ["python"]]),
                **size,
            )
        )
    return Plan(start="2026-03-02").add(*people, *chance.choice([routines, routines[:1], []]), *tasks)


def allocated(plan: Plan) -> Allocation | None:
    """The plan within everybody's hours, if it is planned from a start, and its dates settle and are not doubted anyway."""
    if plan.direction == "backward" or plan.start is None:
        return None
    logic = schedule(plan)
    if any(one.code == "plan.unsettled" for one in logic.findings) or verify(plan, logic):
        return None
    return allocate(plan, iterations=2)


class Tried:
    """What was broken, and what of that nobody noticed."""

    def __init__(self) -> None:
        self.ways: Counter[str] = Counter()
        self.unnoticed: list[str] = []

    def every_way(self, plan: Plan, right: Allocation, ways: Iterator[int]) -> None:
        for number in ways:
            corrupt = ALLOCATION_CORRUPTORS[number % len(ALLOCATION_CORRUPTORS)]
            wrong = corrupt(plan, right, Random(number))
            if wrong is not None:
                self.ways[corrupt.__name__] += 1
                if not verify(plan, wrong):
                    self.unnoticed.append(f"{corrupt.__name__} of\n{drawn(plan)}")


def test_there_are_many_ways_to_break_an_allocation_and_each_has_a_name_and_says_what_it_does() -> None:
    assert len(ALLOCATION_CORRUPTORS) >= 20
    assert len({corrupt.__name__ for corrupt in ALLOCATION_CORRUPTORS}) == len(ALLOCATION_CORRUPTORS)
    assert all((corrupt.__doc__ or "").strip() for corrupt in ALLOCATION_CORRUPTORS)


def test_a_rich_plan_can_be_broken_in_every_way_and_every_one_is_noticed() -> None:
    right = allocate(RICH, iterations=1)
    assert verify(RICH, right) == ()
    for corrupt in ALLOCATION_CORRUPTORS:
        tries = (corrupt(RICH, right, Random(seed)) for seed in range(40))
        wrong = next((one for one in tries if one is not None), None)
        assert wrong is not None, corrupt.__name__
        assert verify(RICH, wrong), corrupt.__name__


def test_a_plan_with_nothing_in_it_cannot_be_broken_except_by_what_is_added() -> None:
    nothing = Plan(start="2026-03-02")
    right = allocate(nothing)
    assert verify(nothing, right) == ()
    broken = {corrupt.__name__ for corrupt in ALLOCATION_CORRUPTORS if corrupt(nothing, right, Random(1))}
    assert broken == {"a_task_is_added"}


def test_two_hundred_broken_allocations_are_noticed() -> None:
    tried = Tried()
    for seed in range(6):
        plan = crowded(seed)
        right = allocate(plan, iterations=3)
        assert verify(plan, right) == ()
        tried.every_way(plan, right, iter(range(len(ALLOCATION_CORRUPTORS))))
    assert not tried.unnoticed, f"{len(tried.unnoticed)} of {tried.ways.total()}: {tried.unnoticed[0]}"
    assert tried.ways.total() >= 200
    assert len(tried.ways) >= 20


@pytest.mark.thorough
def test_a_thousand_broken_allocations_of_any_plan_are_noticed() -> None:
    tried = Tried()

    @settings(
        max_examples=400, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
    )
    @given(
        st.booleans().flatmap(lambda more: plans(features=FEATURES - {"backward"} | CLAIMING, details=more))
    )
    def break_it(plan: Plan) -> None:
        right = allocated(plan)
        if right is not None:
            assert verify(plan, right) == ()
            tried.every_way(plan, right, iter(range(len(ALLOCATION_CORRUPTORS))))

    break_it()
    for seed in range(40):
        plan = crowded(1_000 + seed)
        tried.every_way(plan, allocate(plan, iterations=2), iter(range(len(ALLOCATION_CORRUPTORS))))
    assert not tried.unnoticed, (
        f"{len(tried.unnoticed)} of {tried.ways.total()}, such as {min(tried.unnoticed, key=len)}"
    )
    assert tried.ways.total() >= 1_000
    assert len(tried.ways) >= 40
