"""No bound is later than what some choice can do: small plans whose best finish is worked out by hand."""

from __future__ import annotations

from datetime import datetime

import workmodel as wm
from workmodel.allocation import allocate
from workmodel.domain import Mode, Resource, Task


def plan(*entities: object, **settings: object) -> wm.Plan:
    return wm.Plan(start="2026-03-02", **settings).add(*entities)


def around(name: str, **fields: object) -> Resource:
    return Resource(name, calendar="24_hours", **fields)


def test_another_mode_than_the_shortest_lets_others_begin() -> None:
    both = ["p0", "p1"]
    tasks = [
        Task("t0", modes=[Mode("a", duration="4h", assignments=["p1"]), Mode("b", duration="4h", assignments=["p0"])]),
        Task("t1", modes=[
            Mode("a", duration="6h", assignments=both), Mode("b", duration="2h", assignments=["p1"]),
            Mode("c", duration="1h", assignments=both),
        ]),
        Task("t2", duration="6h", assignments=both, after=["t0", "t1"]),
    ]  # fmt: skip
    found = allocate(plan(around("p0"), around("p1"), *tasks, calendar="24_hours"))
    assert found.finish == datetime(2026, 3, 2, 10)  # t0 by p0 beside t1 by p1, then t2
    assert found.gap == 0


def test_what_is_used_up_does_not_make_a_bound_out_of_a_guess() -> None:
    tasks = [
        Task("t0", modes=[
            Mode("m0", duration="7h", assignments=["fuel 1 l"]), Mode("m1", duration="6h", assignments=["fuel 8 l"]),
            Mode("m2", duration="9h"),
        ]),
        Task("t1", modes=[Mode("m0", duration="5h", assignments=["fuel 2 l"]), Mode("m1", duration="8h")]),
    ]  # fmt: skip
    fuel = Resource("fuel", type="material", unit="l", stock=8)
    found = allocate(plan(fuel, *tasks, calendar="24_hours"))
    assert found.finish == datetime(2026, 3, 2, 7)
    assert found.bound is not None
    assert found.bound <= found.finish


def test_who_does_more_in_an_hour_may_do_it() -> None:
    people = [around("p0", skills=["s"]), around("p1", skills=["s"], efficiency=2)]
    tasks = [
        Task("t0", duration="6h", requires=["from p0|p1"]),
        Task("t1", effort="9h", requires=["s"]),
        Task("t2", effort="7h", requires=["2 s"]),
        Task("t3", effort="5h", requires=["s"], after=["t1", "t2"]),
    ]
    found = allocate(plan(*people, *tasks, calendar="24_hours"))
    assert found.finish == datetime(2026, 3, 2, 9, 20)
    assert found.bound is not None
    assert found.bound <= datetime(2026, 3, 2, 9, 20)


def test_work_that_keeps_its_duration_needs_no_hours_for_it() -> None:
    ben = Resource("ben", absences=["2026-03-03 50% part"])
    fixed = Task("t", duration="8h", type="fixed_duration", assignments=["ben"])
    found = allocate(plan(ben, fixed, Task("u", duration="8h", assignments=["ben"])))
    assert found.finish == datetime(2026, 3, 3, 17)

    elapsed = Task("a", duration="2ed", assignments=["ben"])
    found = allocate(plan(Resource("ben"), elapsed, Task("b", duration="1d", assignments=["ben"])))
    assert found.finish == datetime(2026, 3, 4, 17)


def test_a_mode_that_asks_for_more_than_there_is_is_no_choice() -> None:
    crew = Resource("crew", type="equipment", capacity=2)
    modes = [
        Mode("three", duration="1d", assignments=["crew 300%"]),
        Mode("two", duration="2d", assignments=["crew 200%"]),
    ]
    found = allocate(plan(crew, Task("dig", modes=modes)))
    assert found.chosen["dig"].mode == "two"


def test_two_things_that_stand_at_once_are_told() -> None:
    tasks = [Task(name, duration="1d", constraint="MSO 2026-03-03", assignments=["ben"]) for name in "xy"]
    found = allocate(plan(Resource("ben"), *tasks))
    assert [(one.code, one.subject) for one in found.findings] == [("allocation.double_booked", "y")]


def test_what_a_mode_that_is_no_choice_would_use_up_is_there_for_others() -> None:
    crew = Resource("crew", type="equipment", capacity=2)
    oak = Resource("oak", type="material", unit="plank", stock=4)
    modes = [
        Mode("three", duration="1d", assignments=["crew 300%", "oak 4 plank"]),
        Mode("two", duration="2d", assignments=["crew 200%", "oak 4 plank"]),
    ]
    found = allocate(plan(crew, oak, Task("fence", modes=modes)))
    assert found.chosen["fence"].mode == "two"
    assert found.findings == ()
