import copy
import gc
import pickle
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

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
    Task,
    inverse,
)
from workmodel.errors import ChangeDoesNotApply, PlanFaults


def tasks(count, prefix="t"):
    return [
        Task(f"{prefix}{i}", duration="1d", after=[f"{prefix}{i - 1}"] if i else []) for i in range(count)
    ]


def names(plan):
    return [e.id for e in plan]


def replays(plan, other):
    changes = plan.diff(other)
    assert plan.apply(changes) == other
    assert other.apply(inverse(changes)) == plan
    return changes


# -- equality and pickles -----------------------------------------------------------------------------


def test_plans_are_equal_by_value_whatever_their_history():
    straight = Plan(start="2026-03-02").add(Task("a"), Task("b"))
    devious = Plan(title="x").add(Task("z"), Task("a")).remove("z").add(Task("c")).rename("c", "b")
    devious = devious.evolve(title="", start="2026-03-02")
    assert straight == devious
    assert straight != devious.move("b", before="a")
    assert straight != devious.evolve("a", title="x")
    assert straight != devious.evolve(title="x")
    assert straight != devious.remove("b")
    assert straight != [Task("a"), Task("b")]
    assert Plan().add(Task("a")) != Plan().add(Milestone("a"))


def test_a_pickle_is_the_plan_without_its_history():
    plan = (
        Plan(start="2026-03-02", zone="Europe/Berlin").add(tasks(600)).remove("t599").evolve("t5", title="x")
    )
    back = pickle.loads(pickle.dumps(plan))
    assert back == plan
    assert back.columns.kind.tolist() == [0] * 599
    again = pickle.loads(pickle.dumps(Plan(start="2026-03-02", zone="Europe/Berlin").add(list(plan))))
    assert pickle.dumps(again) == pickle.dumps(back)
    assert copy.deepcopy(plan) == copy.copy(plan) == plan
    assert pickle.loads(pickle.dumps(Plan(calendar="office"))).calendar == "office"


# -- differences --------------------------------------------------------------------------------------


@pytest.fixture
def plan():
    return Plan(start="2026-03-02").add(
        Resource("ana"),
        Project("p"),
        Task("a", parent="p", assignments=["ana"]),
        Task("b", after=["a"]),
        Task("c"),
    )


def test_each_edit_is_told_as_what_it_was(plan):
    assert replays(plan, plan) == ()
    assert replays(plan, plan.add(Task("d"))) == (Added(Task("d")),)
    assert replays(plan, plan.remove("b")) == (Removed(plan["b"], "c"),)
    assert replays(plan, plan.remove("c")) == (Removed(plan["c"]),)
    assert replays(plan, plan.rename("a", "x")) == (Renamed("a", "x"),)
    assert replays(plan, plan.evolve("a", title="A")) == (Revised("a", [("title", "", "A")]),)
    assert replays(plan, plan.evolve(title="T")) == (Revised(None, [("title", "", "T")]),)
    assert replays(plan, plan.move("c", before="p")) == (Moved("c", None, "p"),)
    (change,) = replays(plan, plan.replace(Milestone("c")))
    assert change.fields == (("entity", Task("c"), Milestone("c")),)
    assert [change.subject for change in plan.diff(plan.add(Task("d")).remove("b").evolve(title="T"))] == [
        "b",
        "d",
        "",
    ]
    assert [c.subject for c in plan.diff(plan.rename("a", "x").move("c", before="p"))] != []
    assert {c.inverse().subject for c in plan.diff(plan.move("c", before="p"))} == {"c"}
    assert Renamed("a", "x").inverse().subject == "x"


def test_what_refers_to_an_id_that_was_given_to_another_is_told_though_it_is_the_same_in_both():
    plan = Plan(calendar="office").add(
        Calendar("office"), Task("a"), Task("t", after=["a"]), Property("p"), Task("u", properties={"p": "x"})
    )
    again = plan.rename("a", "b").add(Task("a", after=["b"])).replace(plan["t"])
    assert again["t"] is plan["t"]
    replays(plan, again)
    replays(plan, plan.rename("p", "q").add(Property("p")).replace(plan["u"]))


def test_a_removal_before_a_hole_names_the_next_that_stands(plan):
    with_hole = plan.add(Task("last")).remove("c")
    assert replays(with_hole, with_hole.remove("b")) == (Removed(plan["b"], "last"),)


def test_renames_that_swap_go_through_a_free_id(plan):
    swapped = plan.rename("a", "x").rename("b", "a").rename("x", "b")
    changes = replays(plan, swapped)
    assert [type(change) for change in changes] == [Renamed] * 3
    assert changes[0].new == "a~"
    busy = plan.add(Task("a~"))
    assert replays(busy, busy.rename("a", "x").rename("b", "a").rename("x", "b"))[0].new == "a~~"


def test_a_rename_to_the_id_of_what_went_is_told_as_removal_and_revision(plan):
    other = plan.remove("c").rename("b", "c")
    assert [type(change) for change in replays(plan, other)] == [Removed, Revised]
    waits = plan.evolve("b", after=["c"])
    replays(waits, waits.evolve("b", after=[]).remove("c").rename("a", "c").evolve("b", after=["c"]))


def test_siblings_and_strangers_differ_as_well(plan):
    left = plan.add(Task("x"), Task("y", after=["x"])).evolve("a", title="left")
    right = plan.add(Task("y", after=["b"]), Task("x")).remove("c").rename("p", "q")
    replays(left, right)
    replays(right, left)
    stranger = Plan(zone="UTC").add(Task("y"), Resource("a"), Task("new"), Calendar("c"))
    replays(left, stranger)
    replays(stranger, left)
    replays(Plan(), left)
    replays(left, Plan())


def test_values_of_properties_follow_renames_in_a_difference():
    plan = Plan().add(Property("peer", type="reference"), Task("a"), Task("b", properties={"peer": "a"}))
    assert replays(plan, plan.rename("a", "x")) == (Renamed("a", "x"),)
    assert replays(plan, plan.rename("peer", "fellow").rename("a", "x")) == (
        Renamed("peer", "fellow"),
        Renamed("a", "x"),
    )


def test_an_entity_that_comes_back_takes_its_place_again(plan):
    without = plan.remove("b")
    back = without.apply(inverse(plan.diff(without)))
    assert back == plan
    assert names(back) == names(plan)
    assert back._slot("b") == plan._slot("b")


def test_the_difference_of_versions_costs_what_changed():
    plan = Plan(start="2026-03-02").add(tasks(20_000))
    other = plan.evolve("t500", title="x").add(Task("new")).rename("t7", "seven").remove("t19999")
    assert len(replays(plan, other)) == 4


def test_large_strangers_differ_in_time():
    replays(Plan().add(tasks(3000)), Plan().add(tasks(3000, "s")))
    forward = Plan().add(Task(f"t{i}") for i in range(600))
    replays(forward, Plan().add(reversed(list(forward))))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Added(Task("a")), "already has an item of that id"),
        (Added(Task("z"), before="nobody"), "no such item"),
        (Removed(Task("nobody")), "no such item"),
        (Removed(Task("a")), "holds another version of it"),
        (Renamed("nobody", "x"), "no such item"),
        (Renamed("a", "b"), 'the id "b" is taken'),
        (Revised("nobody", [("title", "", "x")]), "no such item"),
        (Revised("a", [("title", "y", "x")]), "title is  here, not y"),
        (Revised("a", [("titel", "", "x")]), 'no field "titel"'),
        (Revised("a", [("entity", Task("a"), Task("a"))]), "another version"),
        (Revised("c", [("entity", Task("c"), None)]), "cannot stand in its place"),
        (Revised("c", [("entity", Task("c"), Task("d"))]), "cannot stand in its place"),
        (Revised("a", [("id", "a", "z")]), "changes by a Renamed"),
        (Revised(None, [("title", "y", "x")]), "title is  here"),
        (Moved("nobody", None, None), "no such item"),
        (Moved("a", None, "nobody"), 'no item "nobody" to stand before'),
        (Moved("a", None, "a"), 'no item "a" to stand before'),
        ("add a task", "is not a change"),
        (None, "is not a change"),
    ],
)
def test_a_change_for_another_state_of_the_plan_does_not_apply(plan, change, reason):
    with pytest.raises(ChangeDoesNotApply) as caught:
        plan.apply([change])
    assert reason in caught.value.reason
    assert "take a new difference first" in str(caught.value)


def test_renames_in_a_row_are_made_at_once(plan):
    there_and_back = [Renamed("a", "x"), Renamed("x", "y"), Renamed("y", "a"), Renamed("c", "x")]
    assert plan.apply(there_and_back) == plan.rename("c", "x")
    for wrong in ([Renamed("a", "x"), Renamed("a", "y")], [Renamed("a", "x"), Renamed("b", "x")]):
        with pytest.raises(ChangeDoesNotApply):
            plan.apply(wrong)
    long = Plan().add(tasks(2000))
    other = long
    for i in range(0, 2000, 100):
        other = other.rename(f"t{i}", f"u{i}")
    replays(long, other)


def test_changes_are_checked_as_a_whole_at_the_end(plan):
    with pytest.raises(PlanFaults):
        plan.apply([Removed(plan["a"], "b")])
    with pytest.raises(PlanFaults):
        plan.apply([Added(Task("z", after=["nobody"]))])
    with pytest.raises(PlanFaults):
        plan.apply([Added(Task("standard"), before="a")])
    with pytest.raises(PlanFaults):
        plan.apply([Renamed("a", "standard")])
    both = plan.apply(
        [Added(Task("y", after=["z"]), before="a"), Added(Task("z"), before="y"), Moved("b", "c", None)]
    )
    assert names(both) == ["ana", "p", "z", "y", "a", "c", "b"]
    assert plan.apply([]) is plan
    gone = plan.apply([Added(Task("z"), before="a"), Removed(plan["b"], "c"), Removed(Task("z"), "a")])
    assert gone == plan.remove("b")
    left = plan.apply(
        [Removed(plan["b"], "c"), Renamed("a", "x"), Added(Milestone("y", after=["x"], calendar="standard"))]
    )
    assert names(left) == ["ana", "p", "x", "c", "y"]


# -- branches and threads -----------------------------------------------------------------------------


def test_two_versions_extended_independently_do_not_see_each_other():
    base = Plan().add(tasks(300))
    left, right = base, base
    for i in range(300):
        left = left.add(Task(f"l{i}", after=[f"l{i - 1}"] if i else []))
        right = right.add(Task(f"r{i}", after=[f"r{i - 1}"] if i else [])).rename(f"t{i}", f"u{i}")
    assert "r0" not in left
    assert "l0" not in right
    assert names(base) == [f"t{i}" for i in range(300)]
    assert names(left)[300:] == [f"l{i}" for i in range(300)]
    assert "u0" in right
    assert "t0" not in right
    assert "t0" in left
    replays(left, right)


def test_the_same_id_may_stand_for_different_things_in_two_branches():
    base = Plan().add(tasks(10))
    left, right = base.add(Task("x")), base.add(Task("pad"), Milestone("x"))
    assert (left["x"].kind, right["x"].kind) == ("task", "milestone")
    left, right = left.remove("x").add(Resource("x")), right.remove("x")
    assert left["x"].kind == "resource"
    assert "x" not in right
    assert right.add(Task("x"))["x"].kind == "task"


def test_threads_extend_one_plan_without_locks_of_their_own():
    base = Plan().add(tasks(1000))

    def branch(number):
        plan = base
        for i in range(60):
            plan = plan.add(Task(f"n{i}" if number % 2 else f"b{number}-{i}", after=["t0"]))
            plan = plan.evolve(f"t{i}", title=str(number)).rename(f"t{500 + i}", f"was{i}")
            assert plan.referrers("t0")[0] == "t1"
            assert len(plan.referrers("t0")) == 2 + i
            assert plan.columns.kind.shape == (1001 + i,)
        return plan

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(branch, range(16)))
    for number, plan in enumerate(found):
        assert len(plan) == 1060
        assert plan["t59"].title == str(number)
        assert pickle.loads(pickle.dumps(plan)) == plan
    assert found[1] != found[3]
    assert found[1].evolve("t0", title="3").evolve("t1", title="3") != found[3]
    assert names(base) == [f"t{i}" for i in range(1000)]


def test_threads_that_ask_one_plan_get_one_answer():
    plan = Plan().add(tasks(2000))
    plan.referrers("t0")
    for i in range(200):  # so many edits that the next question builds the index anew
        plan = plan.evolve(f"t{i}", after=["t1999"] if i % 2 else [])
    expected = [name for name in names(plan) if "t1999" in [d.predecessor for d in plan[name].after]]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: plan.referrers("t1999"), range(64)))
    assert all(list(answer) == expected for answer in answers)


# -- many versions ------------------------------------------------------------------------------------


def test_a_thousand_versions_are_kept_cheaply():
    plan = Plan(start="2026-03-02").add(tasks(20_000))
    plan.referrers("t0")
    gc.collect()
    tracemalloc.start()
    try:
        versions = [plan]
        for i in range(1000):
            versions.append(versions[-1].evolve(f"t{i * 17 % 20_000}", duration="2d"))
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < 16_000_000, f"{size / 1e6:.1f} MB for 1,000 versions"
    assert str(versions[0]["t17"].duration) == "1d"
    assert str(versions[2]["t17"].duration) == "2d"
    assert len(versions[0].diff(versions[-1])) == 1000
    assert len(versions[400].diff(versions[500])) == 100


def test_edits_in_any_number_keep_names_findable():
    plan = Plan().add(tasks(50))
    for i in range(700):  # more ids given anew than a plan of fifty carries along
        plan = plan.rename("t7" if not i else f"n{i - 1}", f"n{i}")
    assert plan["n699"].after[0].predecessor == "t6"
    assert plan["t8"].after[0].predecessor == "n699"
    assert "n698" not in plan
    assert len(plan._overlay) < 400


def test_a_place_left_by_removal_stays_a_hole_until_the_plan_is_pickled():
    plan = Plan().add(tasks(3)).remove("t1", cascade=True)
    assert plan._end == 3
    assert names(plan) == ["t0", "t2"]
    assert plan.columns.kind.tolist() == [0, 255, 0]
    assert pickle.loads(pickle.dumps(plan))._end == 2
    assert Plan().columns.kind.tolist() == []
