"""Laws of merging: for any plan, and any two edits of it."""

from collections import Counter
from contextlib import suppress

from hypothesis import assume, given, note
from hypothesis import strategies as st

from workmodel.domain import (
    Calendar,
    Completion,
    Milestone,
    Plan,
    Project,
    Property,
    Renamed,
    Resource,
    Routine,
    RoutineStep,
    Task,
    inverse,
)
from workmodel.domain.rings import rings
from workmodel.errors import WorkModelError
from workmodel.scenarios import OPEN, merge
from workmodel.testing import strategies as my

STRAIGHT = ("changed", "removed", "added", "renamed", "same_id", "kind")
"""Conflicts that are told from both edits alone, whatever is decided about others."""


def fair() -> Plan:
    """A plan with something of everything that refers to something."""
    return Plan(title="Fair", start="2026-03-02", calendar="office", zone="Europe/Berlin").add(
        Calendar("office", base="standard", week="fri 09:00-15:00"),
        Calendar("late", base="office"),
        Property("risk", type="choice", choices=["low", "high"]),
        Property("backup", type="reference", refers_to=["resource"]),
        Resource("ana", skills=["sql 4"], properties={"backup": "ben"}, absences=["2026-03-04 sick"]),
        Resource("ben", manager="ana", calendar="late"),
        Resource("crew", members=["ana", "ben from 2026-03-09"]),
        Project("fair", owner="ana"),
        Task("hall", parent="fair", after=["spec SS"]),
        Task(
            "spec",
            parent="fair",
            duration="3d",
            assignments=["ana 50%"],
            properties={"risk": "low"},
            tags=["red"],
        ),
        Task("build", parent="hall", duration="5d", after=["spec"], assignments=["ben"]),
        Task("test", parent="hall", duration="2d", after=["build FS+1d"], requires=["sql 3"]),
        Milestone("open", after=["hall"]),
        Routine("close", recurrence="FREQ=WEEKLY", steps=[RoutineStep("check", effort="1h", who=["ana"])]),
        Completion(routine="close", occurrence="2026-03-02"),
    )


FAIR = fair()
TOGETHER = (
    (),
    ("logic",),
    ("logic", "structure"),
    ("names", "structure"),
    ("lists", "structure"),
    ("settings", "fields"),
)
"""Sorts of edits that meet in different ways."""


@st.composite
def edits(draw, *, kinds=None, least=2, most=5):
    """A plan and two edits of it, which often meet."""
    kinds = (draw(st.sampled_from(TOGETHER)),) * 2 if kinds is None else kinds
    base = draw(my.plans(items=4, details=True)) if draw(st.integers(0, 7)) == 7 else FAIR
    about = draw(st.lists(st.sampled_from([e.id for e in base]), min_size=1, max_size=2, unique=True))
    ours, theirs = (draw(my.edited(base, least=least, most=most, kinds=some, about=about)) for some in kinds)
    return base, ours, theirs


def is_valid(plan: Plan) -> bool:
    """Whether all of a plan is accepted when it is made anew."""
    return Plan(**settings_of(plan)).add(*plan) == plan


def settings_of(plan: Plan) -> dict:
    return {
        name: getattr(plan.settings, name) for name in type(plan.settings).__slots__ if name != "__weakref__"
    }


def held(plan: Plan) -> dict:
    return {entity.id: entity for entity in plan}


@given(edits())
def test_both_sides_the_same_are_merged_to_themselves(three):
    base, ours, theirs = three
    for x in (ours, theirs):
        assert merge(base, x, x).plan == x
        assert merge(base, x, base).plan == x
        assert merge(base, base, x).plan == x
        assert merge(base, x, Plan(**settings_of(x)).add(*x)).plan == x


@given(edits())
def test_a_merge_is_a_plan_that_validation_accepts(three):
    found = merge(*three)
    assert is_valid(found.plan)
    assert found.resolved("ours").plan == found.plan


@given(edits(), st.data())
def test_a_merge_is_valid_however_its_conflicts_are_resolved(three, data):
    def any_side(conflict):
        return data.draw(st.sampled_from([conflict.ours, conflict.theirs, conflict.base, OPEN]))

    found = merge(*three, resolve=any_side)
    note(str(found))
    assert is_valid(found.plan)
    found = found.resolved(data.draw(st.sampled_from(["ours", "theirs", "base"])))
    assert not found.conflicts
    assert is_valid(found.plan)


@given(edits(), st.data())
def test_a_value_that_does_not_fit_is_refused_and_never_merged(three, data):
    def anything(conflict):
        name = conflict.entity or "x"
        values = [
            None,
            "x",
            "5d",
            (),
            ("ana",),
            3,
            "spec",
            Task(name, after=["open"]),
            Milestone(name),
            Property(name),
        ]
        return data.draw(st.sampled_from(values))

    with suppress(WorkModelError):
        assert is_valid(merge(*three, resolve=anything).plan)


@given(edits())
def test_conflicts_are_the_same_seen_from_the_other_side(three):
    base, ours, theirs = three
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)
    told = [c for c in here.conflicts if c.kind in STRAIGHT and c.because == ()]
    others = [c.swapped() for c in there.conflicts if c.kind in STRAIGHT and c.because == ()]
    if not any(
        c.kind in ("renamed", "same_id") for c in told
    ):  # what has another name is called another name
        assert Counter(map(repr, told)) == Counter(map(repr, others))


@given(edits())
def test_where_nothing_is_in_conflict_the_sides_may_be_exchanged(three):
    base, ours, theirs = three
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)
    assume(not here.conflicts)
    assert not there.conflicts
    one, other = held(here.plan), held(there.plan)
    assert one.keys() == other.keys()
    assert here.plan.settings == there.plan.settings
    for name, entity in one.items():
        for attribute in type(entity).__attrs_attrs__:
            mine, its = getattr(entity, attribute.name), getattr(other[name], attribute.name)
            assert mine == its or Counter(map(repr, mine)) == Counter(map(repr, its))


@given(edits(kinds=(("fields", "lists"), ("structure", "order"))), st.data())
def test_edits_of_different_entities_are_both_made(three, data):
    base, ours, _ = three
    touched = {change.subject for change in base.diff(ours)}
    theirs = base
    for name in [e.id for e in base if e.id not in touched][:2]:
        theirs = theirs.evolve(name, notes=data.draw(st.sampled_from(["x", "y"])))
    found = merge(base, ours, theirs)
    assert not found.conflicts
    assert found.plan == ours.apply(base.diff(theirs)) == theirs.apply(base.diff(ours))


@given(edits())
def test_what_each_side_brings_replays_and_takes_itself_back(three):
    _, ours, theirs = three
    found = merge(*three)
    assert ours.apply(found.changes_from_ours) == found.plan == theirs.apply(found.changes_from_theirs)
    assert found.plan.apply(inverse(found.changes_from_ours)) == ours


@given(edits())
def test_all_ours_where_everything_is_in_conflict_is_ours(three):
    base, ours, _ = three
    theirs = base
    for change in base.diff(ours):
        if (name := change.subject) in base and name in theirs and name in ours:
            theirs = theirs.evolve(name, notes="theirs")
    ours = Plan(**settings_of(ours)).add(*(e for e in ours))
    for entity in list(ours):
        if entity.id in theirs and theirs[entity.id].notes == "theirs":
            ours = ours.evolve(entity.id, notes="ours")
    assert merge(base, ours, theirs, resolve="ours").plan == ours


@given(edits(kinds=(("names",), ("fields", "lists", "logic"))))
def test_what_one_renames_and_the_other_changes_has_the_new_name_and_the_new_values(three):
    base, ours, theirs = three
    found = merge(base, ours, theirs)
    assert not found.conflicts
    renames = [change for change in base.diff(ours) if isinstance(change, Renamed)]
    assert found.plan == theirs.apply(renames)


@given(edits())
def test_a_merge_closes_no_ring_of_dependencies(three):
    base, ours, theirs = three
    assume(not rings(ours) and not rings(theirs))
    found = merge(base, ours, theirs)
    assert rings(found.plan) == ()
    assert rings(found.resolved("theirs").plan) == ()
