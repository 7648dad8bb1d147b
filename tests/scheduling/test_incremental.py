"""Rescheduling from what was known before gives the full answer, and computes only what an edit reaches."""

from __future__ import annotations

import gc
import pickle
import weakref
from itertools import pairwise

import pytest

from workmodel import Calendar, CalendarException, Milestone, Plan, Project, Resource, Routine, Task, schedule
from workmodel.domain import Progress
from workmodel.errors import DependencyCycle, NoWorkingTime, WrongType
from workmodel.scheduling import compiled, incremental, moves
from workmodel.scheduling.regained import known_of
from workmodel.scheduling.versions import between


def launch() -> Plan:
    """Two projects and a little beside them; late dates leave room."""
    return Plan(start="2026-03-02").add(
        Calendar("nights", base="standard"),
        Resource("ana"),
        Resource("ben", calendar="nights"),
        Project("site"),
        Task("design", parent="site", duration="5d", assignments=["ana"]),
        Task("build", parent="site", effort="10d", after=["design"], assignments=["ben"]),
        Milestone("live", parent="site", after=["build"]),
        Project("fair"),
        Task("booth", parent="fair", duration="3d"),
        Task("travel", parent="fair", duration="1d", after=["booth FS+1d"]),
        Task("tidy", duration="1d"),
        Task("party", duration="30d", after=["live"]),
    )


def reached(plan, previous):
    """The schedule from another one, which must have been reached from there, and must be the full one."""
    found = schedule(plan, previous=previous)
    assert known_of(found) is not None, "answered by a full pass"
    same(found, plan)
    return found


def same(found, plan):
    """The schedule is what a full pass says of the same plan made anew."""
    full = schedule(pickle.loads(pickle.dumps(plan)))
    assert found == full
    assert [str(found.explain(name)) for name in found] == [str(full.explain(name)) for name in full]
    assert found.critical_path == full.critical_path
    assert found.columns() == full.columns()


EDITS = {
    "duration": lambda p: p.evolve("booth", duration="1d"),
    "longer than its project": lambda p: p.evolve("travel", duration="9d"),
    "the end of the plan": lambda p: p.evolve("party", duration="60d"),
    "earlier end of the plan": lambda p: p.evolve("party", duration="1d"),
    "a link more": lambda p: p.evolve("tidy", after=["booth"]),
    "a link against the order": lambda p: p.evolve("booth", after=["tidy", "design SS+2d"]),
    "a link from a project": lambda p: p.evolve("tidy", after=["site"]),
    "a link to a project": lambda p: p.evolve("fair", after=["design"]),
    "a link less": lambda p: p.evolve("travel", after=[]),
    "another lag": lambda p: p.evolve("travel", after=["booth FS+50%"]),
    "an item more": lambda p: p.add(Task("visit", parent="fair", after=["booth"], duration="2d")),
    "several items": lambda p: p.add(
        Task("c", after=["b"]), Task("b", after=["a"], duration="2d"), Task("a", after=["booth"])
    ),
    "an item less": lambda p: p.remove("travel"),
    "the last item less": lambda p: p.remove("party"),
    "an item less, with links": lambda p: p.remove("build", cascade=True),
    "a summary less": lambda p: p.remove("fair", cascade=True),
    "another parent": lambda p: p.evolve("tidy", parent="fair"),
    "no parent": lambda p: p.evolve("booth", parent=None),
    "a task becomes a summary": lambda p: p.add(Task("sweep", parent="tidy", duration="2d")),
    "a summary becomes a leaf": lambda p: p.evolve("booth", parent=None).evolve("travel", parent=None),
    "a project in a project": lambda p: p.evolve("fair", parent="site"),
    "progress": lambda p: p.evolve("booth", progress=Progress(actual_start="2026-03-03", percent=50)),
    "done": lambda p: p.evolve("design", progress=Progress(actual_start="2026-03-02", percent=100)),
    "a constraint": lambda p: p.evolve("booth", constraint="SNET 2026-03-10"),
    "a deadline": lambda p: p.evolve("fair", deadline="2026-03-04"),
    "set by hand": lambda p: p.evolve("booth", manual="2026-03-05"),
    "somebody else": lambda p: p.evolve("design", assignments=["ben"]),
    "half the effort": lambda p: p.evolve("build", effort="5d"),
    "half a person": lambda p: p.evolve("ben", capacity="0.5"),
    "another calendar of a person": lambda p: p.evolve("ben", calendar="24_hours"),
    "an exception": lambda p: p.evolve("nights", exceptions=[CalendarException(start="2026-03-10")]),
    "a calendar of a project": lambda p: p.evolve("fair", calendar="nights"),
    "a start of a project": lambda p: p.evolve("fair", start="2026-03-09"),
    "a title": lambda p: p.evolve("booth", title="Booth"),
    "another id": lambda p: p.rename("booth", "stand"),
    "another kind": lambda p: p.replace(Milestone("tidy", after=["booth"])),
    "a title of the plan": lambda p: p.evolve(title="Launch"),
    "nothing": lambda p: p.evolve("booth", duration="3d"),
}


@pytest.fixture(params=["as it stands", "compiled"])
def _kernels(request, monkeypatch):
    """Both forms of the kernels."""
    if request.param == "compiled":
        found = compiled.compiled()
        if found is None:
            pytest.skip("numba is not installed")
        monkeypatch.setattr(incremental, "kernels", lambda _: found)
    else:
        monkeypatch.setattr(incremental, "kernels", lambda _: compiled.plain())


@pytest.mark.usefixtures("_kernels")
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_followed_and_taken_back(name):
    plan = launch()
    first = schedule(plan)
    edited = EDITS[name](plan)
    second = reached(edited, first)
    reached(plan, second)
    again = EDITS[name](plan)
    reached(again, schedule(plan.evolve("design", duration="6d"), previous=first))  # of a sibling
    same(first, plan)


@pytest.mark.usefixtures("_kernels")
@pytest.mark.parametrize("name", EDITS)
def test_in_a_large_plan_a_full_pass_answers_where_the_end_moves_and_editing_goes_on(name, monkeypatch):
    monkeypatch.setattr(incremental, "_SMALL", 0)
    plan = launch().evolve("party", duration="60d")
    first = schedule(plan)
    moved = plan.evolve("party", duration="90d")
    longer = schedule(moved, previous=first)
    assert known_of(longer) is None
    same(longer, moved)
    edited = EDITS[name](moved)
    again = schedule(edited, previous=longer)
    assert known_of(longer).family is known_of(first).family
    same(again, edited)
    same(schedule(moved, previous=again), moved)
    reached(plan.evolve("tidy", duration="2d"), first)


@pytest.mark.usefixtures("_kernels")
def test_edits_follow_one_another_and_every_version_stays_what_it_was():
    plan = launch()
    versions = [schedule(plan)]
    for edit in EDITS.values():
        found = edit(launch().evolve("tidy", duration="4d"))
        versions.append(schedule(found, previous=versions[-1]))
    for one in versions:
        same(one, one.plan)


@pytest.mark.parametrize(
    "edit",
    [
        lambda p: p.evolve(direction="backward", finish="2026-09-01"),
        lambda p: p.evolve("booth", constraint="ALAP"),
        lambda p: p.evolve("fair", constraint="ALAP"),
        lambda p: p.evolve(start="2026-03-09"),
        lambda p: p.evolve(status_date="2026-03-09", uncompleted="reschedule"),
        lambda p: p.evolve(calendar="nights"),
        lambda p: p.add(Calendar("standard", base="24_hours")),
        lambda p: p.add(Routine("close", recurrence="FREQ=WEEKLY;BYDAY=MO", effort="2h")).evolve(
            "booth", after=["close next_only"]
        ),
        lambda p: p.move("tidy", before="design"),
        lambda p: p.evolve("tidy", constraint="SNET 2045-03-01"),
        lambda p: p.evolve("tidy", duration="9000d"),
    ],
    ids=lambda f: f.__code__.co_consts[1] if f.__code__.co_consts[1:] else "",
)  # fmt: skip
def test_what_only_full_passes_know_is_answered_by_one(edit):
    plan = launch()
    first = schedule(plan)
    found = edit(plan)
    same(schedule(found, previous=first), found)
    same(schedule(plan, previous=schedule(found)), plan)


def test_a_ring_is_named_and_leaves_what_was_known_as_it_was():
    first = schedule(launch())
    with pytest.raises(DependencyCycle) as caught:
        schedule(launch().evolve("design", after=["live"]), previous=first)
    assert set(caught.value.path) == {"design", "build", "live"}
    reached(launch().evolve("tidy", duration="2d"), first)


def test_what_is_refused_before_anything_is_touched_leaves_the_workspace_as_it_was():
    plan = launch()
    first = reached(plan.evolve("tidy", duration="2d"), schedule(plan))
    family = known_of(first).family
    late = plan.evolve("booth", constraint="ALAP")
    same(schedule(late, previous=first), late)
    assert not family.broken
    assert known_of(reached(plan.evolve("tidy", duration="3d"), first)).family is family


def test_no_working_time_is_told_as_by_a_full_pass():
    plan = launch().add(Calendar("never", week="")).evolve("tidy", calendar="nights")
    first = schedule(plan)
    with pytest.raises(NoWorkingTime) as caught:
        schedule(plan.evolve("tidy", calendar="never"), previous=first)
    with pytest.raises(NoWorkingTime) as full:
        schedule(plan.evolve("tidy", calendar="never"))
    assert str(caught.value) == str(full.value)
    reached(plan.evolve("tidy", duration="2d"), first)


def test_previous_has_to_be_a_schedule():
    with pytest.raises(WrongType):
        schedule(launch(), previous=launch())


def test_a_schedule_of_another_plan_altogether_is_no_harm():
    other = schedule(Plan(start="2026-01-01").add(Task("x")))
    same(schedule(launch(), previous=other), launch())
    same(schedule(launch(), previous=schedule(Plan(start="2026-01-01"))), launch())


def test_whoever_finds_the_workspace_taken_gets_a_full_answer():
    first = schedule(launch())
    second = reached(launch().evolve("tidy", duration="2d"), first)
    known = known_of(second)
    with known.family.lock:
        found = schedule(launch().evolve("tidy", duration="3d"), previous=second)
    assert known_of(found) is None
    same(found, found.plan)


def test_a_long_chain_keeps_few_versions_that_nobody_holds():
    plan = launch()
    found = schedule(plan)
    early = []
    for days in range(1, 60):
        found = schedule(plan.evolve("booth", duration=f"{1 + days % 5}d"), previous=found)
        early.append(weakref.ref(known_of(found).version))
    gc.collect()
    assert sum(one() is not None for one in early) < 40
    assert known_of(found).version.weight <= known_of(found).family.space.nodes * 19


def test_versions_far_apart_have_none_in_common_and_are_still_gone_to():
    plan = launch().evolve(late_horizon="plan")
    first = schedule(plan)
    one = reached(plan.evolve("party", duration="60d"), first)  # the end moves: all dates are kept
    two = reached(plan.evolve("party", duration="10d"), one)
    assert between(known_of(one).version, known_of(two).version) is None
    reached(plan.evolve("tidy", duration="3d"), one)
    reached(plan.evolve("tidy", duration="3d"), first)


def test_a_reached_schedule_is_a_value_like_any_other():
    first = schedule(launch())
    found = schedule(launch().evolve("booth", duration="1d"), previous=first)
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(found) == repr(schedule(found.plan))
    assert found["booth"].finish == schedule(found.plan)["booth"].finish
    assert len(found) == len(first)
    with pytest.raises(AttributeError):
        found.nonsense


def test_many_calendars_come_and_go():
    plan = launch()
    found = schedule(plan)
    for day in range(1, 29):
        for month in (3, 4, 5):
            edited = plan.evolve("nights", exceptions=[CalendarException(start=f"2026-{month:02}-{day:02}")])
            found = schedule(edited, previous=found)
            assert known_of(found) is not None
    same(found, found.plan)


def test_new_items_keep_finding_places_in_the_order():
    plan = launch()
    found = schedule(plan)
    for number in range(70):
        before = f"n{number - 1}" if number % 3 else "booth"
        plan = plan.add(
            Task(f"n{number}", parent="fair" if number % 2 else None, after=[before], duration="1h")
        )
        plan = plan.evolve("travel", after=[f"n{number}"])
        found = schedule(plan, previous=found)
        assert known_of(found) is not None
    same(found, plan)


def test_links_that_turn_the_order_round():
    names = [f"t{n}" for n in range(12)]
    plan = Plan(start="2026-03-02").add(
        *(Task(n, duration="1d", after=[names[i - 1]] if i else []) for i, n in enumerate(names))
    )
    found = schedule(plan)
    turned = plan
    for n in names[1:]:
        turned = turned.evolve(n, after=[])
    found = reached(turned, found)
    for a, b in pairwise(names):
        turned = turned.evolve(a, after=[b])
        found = reached(turned, found)
    reached(plan, found)


def test_a_plan_that_becomes_empty_has_no_finish_by_either_way():
    plan = Plan(start="2026-03-02").add(Task("a", duration="2d"))
    first = schedule(plan)
    empty = schedule(plan.remove("a"), previous=first)
    assert (empty.start, empty.finish, len(empty)) == (None, None, 0)
    assert str(moves(first, empty)) == str(moves(first, schedule(plan.remove("a"))))
    reached(plan, empty)


@pytest.mark.parametrize(
    "name", ["an item less", "a summary becomes a leaf", "a task becomes a summary", "an item more"]
)
def test_what_moved_does_not_depend_on_where_the_workspace_has_gone_since(name):
    plan = launch()
    first = schedule(plan)
    second = schedule(plan.evolve("booth", duration="2d"), previous=first)
    expected = moves(schedule(launch()), schedule(second.plan)).rows()
    schedule(EDITS[name](plan), previous=first)
    assert moves(first, second).rows() == expected


def test_a_base_from_which_thousands_of_calendars_inherit_is_edited():
    names = [f"c{n}" for n in range(3000)]
    calendars = [Calendar(name, base=names[n - 1] if n else "standard") for n, name in enumerate(names)]
    plan = Plan(start="2026-03-02").add(calendars, Task("a", duration="3d", calendar="c20"))
    edited = plan.evolve("c0", exceptions=[CalendarException(start="2026-03-03")])
    assert schedule(edited, previous=schedule(plan)) == schedule(pickle.loads(pickle.dumps(edited)))
