"""Undo and redo over versions of a plan, and a step in the middle taken back."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Plan, Task
from workmodel.errors import NoStep, OutOfRange, WrongType
from workmodel.scenarios import Edits
from workmodel.testing import strategies as my


@pytest.fixture
def edits():
    begun = Edits(Plan(start="2026-03-02").add(Task("spec", duration="3d")))
    begun = begun.do(begun.plan.add(Task("build", duration="5d", after=["spec"])), "add the build")
    begun = begun.do(lambda plan: plan.evolve("build", duration="8d"), "it takes longer")
    return begun.do(lambda plan: plan.evolve("spec", duration="4d"), "more to write")


def durations(found):
    return {task.id: str(task.duration) for task in found.plan.tasks.values()}


def test_undo_and_redo_walk_over_the_steps(edits):
    assert durations(edits.undo()) == {"spec": "3d", "build": "8d"}
    assert durations(edits.undo(2)) == {"spec": "3d", "build": "5d"}
    assert durations(edits.undo(3)) == {"spec": "3d"}
    assert edits.undo(3).redo(2) == edits.undo()
    assert edits.undo().undo().redo().redo() == edits
    assert edits.undo(0) == edits == edits.redo(0)


def test_who_can_undo_and_redo_is_told(edits):
    assert (edits.can_undo, edits.can_redo) == (True, False)
    assert (edits.undo(3).can_undo, edits.undo(3).can_redo) == (False, True)
    with pytest.raises(NoStep, match="not so many steps to redo: there are none"):
        edits.redo()
    with pytest.raises(NoStep, match="not so many steps to undo: there are 3"):
        edits.undo(4)
    with pytest.raises(OutOfRange, match="undo is -1"):
        edits.undo(-1)


def test_a_new_edit_after_an_undo_drops_what_was_undone(edits):
    other = edits.undo().do(lambda plan: plan.evolve("spec", title="Spec"), "a title")
    assert not other.can_redo
    assert [step.message for step in other.steps] == ["add the build", "it takes longer", "a title"]


def test_steps_tell_what_they_were_for_and_what_they_changed(edits):
    assert [str(step) for step in edits.steps] == [
        "1. add the build (1 change)", "2. it takes longer (1 change)", "3. more to write (1 change)",
    ]  # fmt: skip
    assert [change.subject for change in edits.steps[1].changes] == ["build"]


def test_an_edit_that_changes_nothing_is_no_step(edits):
    assert edits.do(edits.plan, "nothing") is edits
    undone = edits.undo()
    assert undone.do(lambda plan: plan.evolve("spec", duration="3d")) is undone


def test_a_step_in_the_middle_is_taken_back_and_later_ones_stay(edits):
    without = edits.revert(2)
    assert without.conflicts == ()
    after = edits.do(without.plan, "without 2")
    assert durations(after) == {"spec": "4d", "build": "5d"}
    assert edits.revert(edits.steps[1]).plan == without.plan


def test_a_step_on_which_later_ones_built_is_taken_back_with_a_conflict(edits):
    without = edits.revert(1)
    assert [str(conflict) for conflict in without.conflicts] == [
        "build: theirs removed it; ours changed duration"
    ]
    assert without.plan == edits.plan
    assert durations(edits.do(without.resolved("theirs").plan)) == {"spec": "4d"}


def test_a_step_that_was_not_done_cannot_be_taken_back(edits):
    for wrong in (0, 4, -1):
        with pytest.raises(NoStep, match="there are 3, numbered from 1"):
            edits.revert(wrong)
    with pytest.raises(NoStep):
        edits.undo().revert(edits.steps[2])
    with pytest.raises(WrongType):
        edits.revert("2")


def test_what_is_no_plan_is_named(edits):
    for wrong in (None, "plan", lambda plan: None):
        with pytest.raises(WrongType, match="version of a plan"):
            edits.do(wrong)
    with pytest.raises(WrongType):
        Edits("plan")


def test_a_thousand_versions_of_a_plan_of_ten_thousand_tasks_are_small():
    plan = Plan(start="2026-03-02").add(*(Task(f"t{n}", duration="1d") for n in range(10_000)))
    found = Edits(plan)
    tracemalloc.start()
    for n in range(1_000):
        found = found.do(found.plan.evolve(f"t{n * 10}", priority=n % 1000))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.steps) == 1_000 - sum(n % 1000 == 500 for n in range(1_000))
    assert size < 25_000_000  # a list of ten thousand entities for each would be 80 MB


@given(st.data())
def test_any_walk_of_undo_and_redo_is_a_walk_along_the_versions(data):
    plan = data.draw(my.plans(items=3))
    found = Edits(plan)
    versions, place = [plan], 0
    for _ in range(data.draw(st.integers(0, 8))):
        match data.draw(st.sampled_from(["do", "undo", "redo"])):
            case "do":
                after = data.draw(my.edited(versions[place], most=2))
                found = found.do(after)
                if after != versions[place]:
                    versions = [*versions[: place + 1], after]
                    place += 1
            case "undo" if found.can_undo:
                found, place = found.undo(), place - 1
            case "redo" if found.can_redo:
                found, place = found.redo(), place + 1
        assert found.plan == versions[place]
        assert (found.can_undo, found.can_redo) == (place > 0, place < len(versions) - 1)


@given(st.data())
def test_the_last_step_taken_back_by_a_merge_is_an_undo(data):
    found = Edits(data.draw(my.plans(items=4)))
    for _ in range(3):
        found = found.do(data.draw(my.edited(found.plan)))
    if found.steps:
        without = found.revert(len(found.steps))
        assert without.conflicts == ()
        assert without.plan == found.undo().plan
