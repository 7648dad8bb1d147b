"""Moves: what they leave, what they touch, and that slots stay the order whatever happened."""

import random
from time import process_time

import pytest

from workmodel.domain import Calendar, Milestone, Plan, Property, Task, inverse


def names(plan):
    return [e.id for e in plan]


def tasks(count):
    return [Task(f"t{i}", after=[f"t{i - 1}"] if i % 3 else [], duration="1d") for i in range(count)]


def chunks_shared(a, b):
    return sum(x is y for x, y in zip(a._spine, b._spine, strict=False))


def assert_consistent(plan):
    """A plan says of itself what one freshly made of the same entities says."""
    fresh = Plan(start="2026-03-02").add(*plan)
    assert plan == fresh
    for entity in plan:
        assert plan[entity.id] is entity
        assert plan.referrers(entity.id) == fresh.referrers(entity.id)
        assert plan.children(entity.id) == fresh.children(entity.id)
    squeezed = [slot for slot in range(plan._end) if plan._at(slot) is not None]
    place = {slot: i for i, slot in enumerate(squeezed)}
    for slot in squeezed:
        row, plain = (p._spine[s >> 8].rows[s & 255] for p, s in ((plan, slot), (fresh, place[slot])))
        assert [place[link[0]] for link in row.links] == [link[0] for link in plain.links]
        assert row.parent == -1 if plain.parent < 0 else place[row.parent] == plain.parent
        assert row[3:5] == plain[3:5]


@pytest.mark.parametrize("seed", range(4))
def test_any_moves_leave_the_order_that_a_list_would_have(seed):
    draw = random.Random(seed)
    plan = Plan(start="2026-03-02").add(
        tasks(400), [Task(f"s{i}", parent="s0" if i else None, calendar="standard") for i in range(20)]
    )
    order = names(plan)
    for step in range(200):
        name = draw.choice(order)
        near = draw.choice(order) if step % 2 else order[min(order.index(name) + 3, len(order) - 1)]
        before = draw.choice([near, near, near, "t200", None])
        plan = plan.move(name, before=before)
        if before != name:
            order.remove(name)
            order.insert(len(order) if before is None else order.index(before), name)
        if step % 10 == 0:
            gone = draw.choice(order)
            if not plan.children(gone):
                plan = plan.remove(gone, cascade=True)
                order.remove(gone)
        if step % 17 == 0:
            plan = plan.add(Task(f"new{step}", after=[draw.choice(order)]))
            order.append(f"new{step}")
        assert names(plan) == order
    assert_consistent(plan)


def test_a_move_touches_what_makes_room_and_nothing_else():
    plan = Plan(start="2026-03-02").add(tasks(20_000))
    down = plan.move("t5000", before="t5003")
    assert names(down)[5000:5004] == ["t5001", "t5002", "t5000", "t5003"]
    assert chunks_shared(plan, down) >= len(plan._spine) - 2
    last = plan.move("t5000")
    assert names(last)[-1] == "t5000"
    assert chunks_shared(plan, last) >= len(plan._spine) - 3


def test_a_plan_that_was_dealt_out_anew_has_room_for_the_moves_that_follow():
    plan = Plan(start="2026-03-02").add(tasks(20_000)).move("t100", before="t15000")
    following = plan
    for i in range(50):
        following = following.move(f"t{200 + i}", before="t15000")
        assert chunks_shared(plan, following) > len(plan._spine) // 2
    end = names(following).index("t15000")
    assert names(following)[end - 51 : end] == ["t100", *(f"t{200 + i}" for i in range(50))]


@pytest.mark.untraced
def test_thousands_of_moves_in_a_large_plan_are_made_in_time():
    draw = random.Random(3)
    plan = Plan(start="2026-03-02").add([Task(f"t{i}") for i in range(10_000)])
    began = process_time()
    for _ in range(2_000):
        plan = plan.move(f"t{draw.randrange(10_000)}", before=f"t{draw.randrange(10_000)}")
        plan = plan.move(f"t{draw.randrange(10_000)}", before="t5000")
        plan = plan.move(f"t{draw.randrange(10_000)}")
    assert process_time() - began < 60
    assert len(plan) == 10_000
    assert plan._end < 25_000


def test_a_move_within_one_place_is_no_edit():
    plan = Plan().add(tasks(5))
    assert plan.move("t4") is plan
    assert plan.move("t1", before="t2") is plan
    assert plan.remove("t4").move("t3") == plan.remove("t4")


def test_what_moved_and_was_renamed_on_the_way_is_still_the_same():
    plan = Plan(start="2026-03-02").add(tasks(500))
    other = plan.move("t7", before="t400").rename("t7", "seven").move("t3").evolve("t3", title="three")
    changes = plan.diff(other)
    assert sorted(type(change).__name__ for change in changes) == ["Moved", "Moved", "Renamed", "Revised"]
    assert plan.apply(changes) == other
    assert other.apply(inverse(changes)) == plan


def test_properties_and_calendars_move_with_all_that_names_them():
    plan = Plan(start="2026-03-02").add(
        Property("boss", type="reference"),
        Calendar("office", base="standard"),
        Calendar("ana", base="office"),
        Task("a", calendar="ana", properties={"boss": "b"}),
        Task("b"),
        Milestone("end", after=["a", "b"]),
    )
    assert_consistent(plan.move("boss").move("office", before="end").move("b", before="a"))
    assert plan.move("office").work_calendar("ana") == plan.work_calendar("ana")
    moved = plan.move("boss")
    assert moved.rename("b", "c")["a"].properties["boss"] == "c"


def test_adding_and_removing_in_a_loop_does_not_make_a_plan_grow():
    plan = Plan(start="2026-03-02").add(tasks(10))
    first = plan
    for i in range(5_000):
        plan = plan.add(Task(f"x{i}", after=["t3"])).remove(f"x{i}")
    assert plan == first
    assert plan._end < 2_000
    assert_consistent(plan.add(Task("last", after=["t3"])))
