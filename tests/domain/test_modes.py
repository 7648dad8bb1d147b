"""Ways in which a task can be done, of which one is planned; interruptions and minimum staff are said beside them."""

import pickle

import pytest

import workmodel as wm
from workmodel.domain import Mode, Plan, Resource, Task
from workmodel.errors import InvalidText, OutOfRange, PlanFaults, StillReferred, UnknownMode, WrongType

BY_HAND = Mode("by hand", duration="6d", effort="12d", assignments=["ana", "ben"])
DIGGER = Mode(
    "digger",
    duration="1d",
    assignments=["cem", "excavator", "fuel 80 litre"],
    requires=["licence from cem|ana"],
)
YARD = Plan(start="2026-03-02").add(
    Resource("ana"), Resource("ben"), Resource("cem", skills=["licence"]), Resource("excavator", type="equipment"),
    Resource("fuel", type="material", unit="litre", stock=500),
)  # fmt: skip


def test_where_a_task_says_no_way_of_its_own_it_is_planned_in_its_first_mode():
    task = Task("trench", modes=[BY_HAND, DIGGER])
    assert (task.duration, task.effort, task.assignments) == (
        BY_HAND.duration,
        BY_HAND.effort,
        BY_HAND.assignments,
    )
    assert task.mode == "by hand"
    assert (
        Task("trench", **{name: getattr(BY_HAND, name) for name in Mode.says_one_of}, modes=[BY_HAND, DIGGER])
        == task
    )


@pytest.mark.parametrize(
    "own", [{"duration": "3d"}, {"effort": "0h"}, {"assignments": ["ana"]}, {"requires": ["licence"]}]
)
def test_where_a_task_says_anything_of_its_own_way_that_is_kept(own):
    task = Task("trench", modes=[BY_HAND, DIGGER], **own)
    assert task == wm.Task("trench", modes=[BY_HAND, DIGGER], **own)
    assert task.mode == ""
    plain = Task("trench", **own)
    assert [getattr(task, name) for name in Mode.says_one_of] == [
        getattr(plain, name) for name in Mode.says_one_of
    ]


def test_a_task_in_a_mode_has_that_modes_four_fields_and_keeps_all_else():
    task = Task(
        "trench", modes=[BY_HAND, DIGGER], title="Trench", after=["permit"], splittable=True, minimum_staff=2
    )
    other = task.in_mode("digger")
    assert [getattr(other, name) for name in Mode.says_one_of] == [
        getattr(DIGGER, name) for name in Mode.says_one_of
    ]
    assert (other.mode, other.modes, other.title, other.after) == ("digger", task.modes, "Trench", task.after)
    assert other.in_mode("by hand") == task


def test_an_unknown_mode_is_named_with_those_there_are():
    task = Task("trench", modes=[BY_HAND, DIGGER])
    with pytest.raises(UnknownMode) as caught:
        task.in_mode("diger")
    assert (caught.value.task, caught.value.name, caught.value.known) == (
        "trench",
        "diger",
        ("by hand", "digger"),
    )
    assert str(caught.value) == (
        '"trench" has no mode "diger"; it has by hand, digger. Did you mean "digger"?'
    )
    assert isinstance(caught.value, KeyError)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(UnknownMode, match="none at all"):
        Task("x").in_mode("fast")
    with pytest.raises(WrongType):
        task.in_mode(1)


def test_of_two_modes_that_agree_the_first_is_the_one_planned():
    task = Task("x", modes=[Mode("one", duration="1d"), Mode("two", duration="1d")]).in_mode("two")
    assert task.mode == "one"


def test_a_mode_may_take_no_time():
    task = Task("x", modes=[Mode("skip", duration="0h"), Mode("do", duration="2d")])
    assert (str(task.duration), task.mode) == ("0h", "skip")
    assert str(task.in_mode("do").in_mode("skip").duration) == "0h"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, OutOfRange),
        ({"duration": "-1d"}, OutOfRange),
        ({"effort": "-1d"}, OutOfRange),
        ({"effort": "1ed"}, OutOfRange),
        ({"duration": 3}, WrongType),
        ({"assignments": [3]}, WrongType),
        ({"requires": ["50%"]}, InvalidText),
        ({"duration": "1d", "name": ""}, InvalidText),
        ({"duration": "1d", "name": " fast"}, InvalidText),
        ({"duration": "1d", "name": "a\nb"}, InvalidText),
        ({"duration": "1d", "name": "x" * 201}, InvalidText),
        ({"duration": "1d", "name": 1}, WrongType),
    ],
)
def test_a_mode_is_checked_at_birth(fields, error):
    with pytest.raises(error):
        Mode(**{"name": "fast", **fields})


def test_modes_of_one_task_have_names_of_their_own():
    with pytest.raises(OutOfRange) as caught:
        Task("x", modes=[Mode("fast", duration="1d"), Mode("fast", duration="2d")])
    assert (caught.value.what, caught.value.value) == ("the name of a mode", "fast")
    for wrong in ("fast", [{"name": "fast"}], {"fast": 1}, 3):
        with pytest.raises(WrongType):
            Task("x", modes=wrong)


def test_what_a_mode_refers_to_has_to_be_in_the_plan():
    with pytest.raises(PlanFaults) as caught:
        YARD.add(
            Task(
                "x", duration="1d", modes=[Mode("a", assignments=["anna"]), Mode("b", requires=["from bn|x"])]
            )
        )
    assert caught.value.faults == (
        'task "x": modes names "anna", which is not in the plan. Did you mean "ana"?',
        'task "x": modes names "bn", which is not in the plan. Did you mean "ben"?',
        'task "x": modes names "x", which is a task; it has to be a resource',
    )


def test_references_inside_modes_follow_new_names():
    plan = YARD.add(Task("trench", modes=[BY_HAND, DIGGER]))
    renamed = plan.rename("cem", "driver")
    mode = renamed["trench"].modes[1]
    assert (str(mode.assignments[0]), str(mode.requires[0])) == ("driver", "licence from driver|ana")
    assert renamed["trench"].mode == "by hand"
    assert renamed["trench"].in_mode("digger").mode == "digger"
    assert plan.referrers("fuel") == ("trench",)
    assert plan.apply(plan.diff(renamed)) == renamed


def test_what_a_mode_needs_is_removed_in_cascade_only_and_a_mode_with_nothing_left_goes():
    bare = Mode("bare", assignments=["cem"], requires=["from cem"])
    plan = YARD.add(Task("trench", modes=[BY_HAND, bare, DIGGER]))
    with pytest.raises(StillReferred):
        plan.remove("fuel")
    left = plan.remove("cem", cascade=True)["trench"].modes
    assert [mode.name for mode in left] == ["by hand", "digger"]
    assert [str(one) for one in left[1].assignments] == ["excavator", "fuel 80 litre"]
    assert [str(one) for one in left[1].requires] == ["licence from ana"]


def test_modes_interruptions_and_minimum_staff_move_no_date_and_claim_no_hour():
    plain = YARD.add(
        Task("trench", **{name: getattr(BY_HAND, name) for name in Mode.says_one_of}),
        Task("x", after=["trench"]),
    )
    rich = plain.evolve("trench", modes=[BY_HAND, DIGGER], splittable=True, minimum_staff=2)
    for name in ("trench", "x"):
        one, other = wm.schedule(plain)[name], wm.schedule(rich)[name]
        assert (one.start, one.finish, one.total_float) == (other.start, other.finish, other.total_float)
    one, other = (wm.ledger(plan, plan.start, "2026-04-01") for plan in (plain, rich))
    for name in ("ana", "ben", "cem"):
        assert one.total(name) == other.total(name)


@pytest.mark.parametrize(
    ("value", "error"),
    [(0, OutOfRange), (-1, OutOfRange), (True, WrongType), (1.5, WrongType), ("2", WrongType)],
)
def test_minimum_staff_is_a_whole_number_from_one(value, error):
    assert (Task("x").minimum_staff, Task("x").splittable) == (1, False)
    with pytest.raises(error):
        Task("x", minimum_staff=value)
    with pytest.raises(WrongType):
        Task("x", splittable=1)


def test_a_minimum_staff_beyond_those_assigned_is_pointed_out():
    plan = YARD.add(
        Resource("crew", type="team", members=["ana", "ben"]), Resource("pool", capacity=3),
        Task("few", duration="1d", assignments=["ana", "excavator"], minimum_staff=2),
        Task("team", duration="1d", assignments=["crew"], minimum_staff=2),
        Task("many", duration="1d", assignments=["pool"], minimum_staff=3),
        Task("machine", duration="1d", assignments=["excavator"], minimum_staff=2),
        Task("open", duration="1d", requires=["2 licence"], minimum_staff=2),
    )  # fmt: skip
    found = [f for f in plan.check() if f.code == "staff.too_few"]
    assert [(f.subject, dict(f.facts)) for f in found] == [
        ("few", {"minimum_staff": 2, "there": 1}),
        ("machine", {"minimum_staff": 2, "there": 0}),
    ]


def test_what_a_mode_asks_for_and_nobody_can_give_is_pointed_out_with_its_name():
    modes = [Mode("a", duration="1d", requires=["law"]), Mode("b", duration="2d", requires=["2 licence"])]
    plan = YARD.add(Task("x", modes=[*modes, Mode("c", duration="1d", assignments=["fuel 3 gallon"])]))
    found = [(f.code, dict(f.facts).get("requirement"), dict(f.facts).get("mode")) for f in plan.check()]
    assert found == [
        ("requirement.unmet", "law", None), ("requirement.unmet", "2 licence", "b"), ("assignment.unit", None, None),
    ]  # fmt: skip
