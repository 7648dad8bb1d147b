"""What two edits contradict each other in: how it is told, what stands, and what each decision does."""

import pytest

from workmodel.domain import (
    Calendar,
    Completion,
    Milestone,
    Mode,
    Plan,
    Project,
    Property,
    Resource,
    Routine,
    RoutineStep,
    Task,
    dependency,
)
from workmodel.domain.rings import rings
from workmodel.errors import InvalidValue, PlanFaults, WrongType
from workmodel.scenarios import OPEN, merge


@pytest.fixture
def base():
    return Plan(title="Fair", start="2026-03-02").add(
        Resource("ana", title="Ana"),
        Resource("ben", title="Ben"),
        Project("fair", title="Book fair"),
        Task("spec", title="Spec", parent="fair", duration="3d"),
        Task("build", title="Build", parent="fair", duration="5d", after=["spec"]),
        Task("test", title="Test", parent="fair", duration="2d", after=["build"]),
    )


def one(base, ours, theirs):
    """The merge and its only conflict."""
    found = merge(base, ours, theirs)
    assert len(found.conflicts) == 1, [str(conflict) for conflict in found.conflicts]
    return found, found.conflicts[0]


def texts(values):
    return [str(value) for value in values]


# -- one field, two values ------------------------------------------------------------------------------------------


def test_two_values_of_one_field_are_a_conflict_and_ours_stands(base):
    found, conflict = one(base, base.evolve("build", duration="8d"), base.evolve("build", duration="6d"))
    assert (conflict.kind, conflict.entity, conflict.field) == ("changed", "build", "duration")
    assert str(conflict) == "Build: duration was 5d; ours says 8d, theirs says 6d"
    assert str(found.plan["build"].duration) == "8d"
    for value in (conflict.base, conflict.ours, conflict.theirs):
        decided = found.settle(conflict, value)
        assert decided.plan["build"].duration == value
        assert (decided.conflicts, decided.decided) == ((), (conflict,))
    assert str(found.settle(conflict, "7d").plan["build"].duration) == "7d"


def test_conflicts_are_resolved_by_side_by_function_or_one_at_a_time(base):
    ours = base.evolve("build", duration="8d", title="Make").evolve(title="Spring fair")
    theirs = base.evolve("build", duration="6d", title="Do").evolve(title="Autumn fair")
    found = merge(base, ours, theirs)
    assert len(found.conflicts) == 3
    assert merge(base, ours, theirs, resolve="ours").plan == ours
    assert found.resolved("theirs").plan == theirs
    assert found.resolved("base").plan == base
    longest = merge(
        base,
        ours,
        theirs,
        resolve=lambda c: max(c.ours, c.theirs, key=str) if c.field == "duration" else OPEN,
    )
    assert str(longest.plan["build"].duration) == "8d"
    assert {conflict.field for conflict in longest.conflicts} == {"title"}
    rest = longest.resolved(lambda conflict: conflict.theirs)
    assert (rest.plan.title, rest.plan["build"].title, str(rest.plan["build"].duration)) == (
        "Autumn fair",
        "Do",
        "8d",
    )
    opened = rest.settle(next(c for c in rest.decided if c.entity is None), OPEN)
    assert [str(c) for c in opened.conflicts] == [
        "the plan: title was Fair; ours says Spring fair, theirs says Autumn fair"
    ]


def test_a_title_that_reads_like_a_side_is_a_title(base):
    found, conflict = one(base, base.evolve(title="ours"), base.evolve(title="base"))
    assert found.settle(conflict, "theirs").plan.title == "theirs"
    assert found.settle(conflict, conflict.theirs).plan.title == "base"


def test_a_value_that_the_field_cannot_have_is_refused(base):
    found, conflict = one(base, base.evolve("build", duration="8d"), base.evolve("build", duration="6d"))
    with pytest.raises(InvalidValue, match="soon"):
        found.settle(conflict, "soon")


def test_two_lags_of_one_dependency_are_a_conflict_of_that_element(base):
    ours = base.evolve("test", after=["build FS+1d", "spec"])
    theirs = base.evolve("test", after=["build FS+2d", "fair SS"])
    found, conflict = one(base, ours, theirs)
    assert (conflict.field, conflict.element) == ("after", "build")
    assert str(conflict) == "Test: after (build) was build; ours says build FS+1d, theirs says build FS+2d"
    assert texts(found.settle(conflict, dependency("build FS+3d")).plan["test"].after) == [
        "build FS+3d",
        "spec",
        "fair SS",
    ]
    assert texts(found.settle(conflict, None).plan["test"].after) == ["spec", "fair SS"]


def test_one_takes_an_assignment_out_that_the_other_changed(base):
    plan = base.evolve("build", assignments=["ana"])
    found, conflict = one(
        plan, plan.evolve("build", assignments=[]), plan.evolve("build", assignments=["ana 50%"])
    )
    assert str(conflict) == "Build: assignments (ana) was ana; ours says nothing, theirs says ana 50%"
    assert texts(found.settle(conflict, conflict.theirs).plan["build"].assignments) == ["ana 50%"]


# -- what goes ------------------------------------------------------------------------------------------------------


def test_what_one_removed_and_the_other_changed(base):
    found, conflict = one(base, base.remove("test"), base.evolve("test", duration="4d"))
    assert str(conflict) == "Test: ours removed it; theirs changed duration"
    assert "test" not in found.plan
    assert str(found.settle(conflict, conflict.theirs).plan["test"].duration) == "4d"
    assert str(found.settle(conflict, conflict.base).plan["test"].duration) == "2d"
    swapped, other = one(base, base.evolve("test", duration="4d"), base.remove("test"))
    assert other == conflict.swapped()
    assert str(swapped.plan["test"].duration) == "4d"


def test_what_one_removed_and_the_other_renamed(base):
    found, conflict = one(base, base.remove("test"), base.rename("test", "trial"))
    assert (conflict.kind, conflict.entity) == ("removed", "trial")
    assert "trial" in found.settle(conflict, conflict.theirs).plan


def test_what_one_removed_and_the_other_now_waits_for(base):
    ours, theirs = base.remove("test"), base.add(Task("ship", title="Ship", after=["test"]))
    found, conflict = one(base, ours, theirs)
    assert str(conflict) == "Test: ours removed it; theirs needs it for ship"
    assert found.plan["ship"].after == ()
    kept = found.settle(conflict, conflict.theirs).plan
    assert texts(kept["ship"].after) == ["test"]
    assert [e.id for e in kept][-2:] == ["test", "ship"]


def test_a_resource_that_one_removed_and_the_other_assigned(base):
    found, conflict = one(base, base.evolve("spec", assignments=["ben"]), base.remove("ben"))
    assert str(conflict) == "Ben: theirs removed it; ours needs it for spec"
    assert texts(found.plan["spec"].assignments) == ["ben"]
    assert found.settle(conflict, None).plan["spec"].assignments == ()


USES = {
    "assigned": lambda plan: plan.evolve("spec", assignments=["ben 50%"]),
    "assigned in a mode": lambda plan: plan.evolve("spec", modes=[Mode("fast", assignments=["ben"])]),
    "asked for": lambda plan: plan.evolve("spec", requires=["from ben"]),
    "asked for beside others": lambda plan: plan.evolve("spec", requires=["sql from ana|ben"]),
    "the owner": lambda plan: plan.evolve("fair", owner="ben"),
    "the manager": lambda plan: plan.evolve("ana", manager="ben"),
    "a member": lambda plan: plan.add(Resource("crew", members=["ana", "ben from 2026-03-09"])),
    "in a step": lambda plan: plan.add(Routine("close", steps=[RoutineStep("check", who=["ben"])])),
    "fanned out for": lambda plan: plan.add(Routine("talk", steps=[RoutineStep("talk", who=["each"])], fan_out=["ben"])),
    "whose step was done": lambda plan: plan.add(
        Routine("close", recurrence="FREQ=DAILY", steps=[RoutineStep("check")]),
        Completion(routine="close", occurrence="2026-03-02", step="check", person="ben"),
    ),
    "a value": lambda plan: plan.add(Property("backup", type="reference")).evolve("spec", properties={"backup": "ben"}),
    "a default": lambda plan: plan.add(Property("backup", type="reference", default="ben")),
}  # fmt: skip


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_whoever_one_removed_and_the_other_needs_is_one_conflict_however_needed(base, use):
    ours, theirs = base.remove("ben"), use(base)
    found, conflict = one(base, ours, theirs)
    assert (conflict.kind, conflict.entity) == ("removed", "ben")
    assert Plan(start=found.plan.start, title=found.plan.title).add(*found.plan) == found.plan
    assert "ben" not in found.plan
    assert found.settle(conflict, conflict.theirs).plan == theirs
    swapped, other = one(base, theirs, ours)
    assert (other, swapped.plan) == (conflict.swapped(), theirs)
    assert "ben" not in swapped.settle(other, None).plan


def test_a_parent_that_one_removed_and_the_other_gave_a_child(base):
    ours, theirs = base.remove("fair", cascade=True), base.add(Task("ship", parent="fair"))
    found, conflict = one(base, ours, theirs)
    assert (conflict.entity, conflict.because) == ("fair", ("ship",))
    assert found.plan["ship"].parent is None
    kept = found.settle(conflict, conflict.theirs).plan
    assert (kept["ship"].parent, kept.children("fair"), "spec" in kept) == ("fair", ("ship",), False)


def test_what_is_kept_may_need_what_was_removed_with_it(base):
    plan = base.add(Task("part", title="Part", parent="build"))
    ours, theirs = plan.remove("fair", cascade=True), plan.evolve("part", duration="1d")
    found, conflict = one(plan, ours, theirs)
    assert conflict.entity == "part"
    further = found.settle(conflict, conflict.theirs)
    assert [str(c) for c in further.conflicts] == ["Build: ours removed it; theirs needs it for part"]
    assert further.plan["part"].parent is None
    everything = found.resolved("theirs")
    assert everything.plan["part"].parent == "build"
    assert everything.plan["build"].parent == "fair"


def test_a_calendar_that_one_removed_and_the_other_made_the_plans(base):
    plan = base.add(Calendar("office", base="standard"))
    found, conflict = one(plan, plan.remove("office"), plan.evolve(calendar="office"))
    assert (found.plan.calendar, str(conflict)) == (
        "standard",
        "office: ours removed it; theirs needs it for the plan",
    )
    assert found.settle(conflict, conflict.theirs).plan.calendar == "office"


def test_what_means_nothing_without_what_was_removed_goes_with_it(base):
    plan = base.add(Routine("close", title="Close", recurrence="FREQ=MONTHLY"))
    theirs = plan.add(Completion(routine="close", occurrence="2026-03-02"))
    found, conflict = one(plan, plan.remove("close"), theirs)
    assert "close.2026-03-02" not in found.plan
    assert "close.2026-03-02" in found.settle(conflict, conflict.theirs).plan


# -- ids ------------------------------------------------------------------------------------------------------------


def test_both_added_one_id_differently(base):
    ours, theirs = (
        base.add(Task("ship", title="Ship", duration="1d")),
        base.add(Task("ship", title="Send", duration="1d")),
    )
    found, conflict = one(base, ours, theirs)
    assert str(conflict) == "Ship: both added it, with another title"
    assert (found.plan["ship"].title, found.settle(conflict, conflict.theirs).plan["ship"].title) == (
        "Ship",
        "Send",
    )
    assert "ship" not in found.settle(conflict, None).plan
    assert found.settle(conflict, Milestone("ship")).plan["ship"].kind == "milestone"
    with pytest.raises(WrongType, match="ship"):
        found.settle(conflict, Milestone("other"))


def test_both_renamed_one_task_differently(base):
    ours, theirs = base.rename("build", "make"), base.rename("build", "do").add(Task("ship", after=["do"]))
    found, conflict = one(base, ours, theirs)
    assert str(conflict) == 'Build: "build" is now "make" in ours and "do" in theirs'
    assert texts(found.plan["ship"].after) == ["make"]
    for value in ("do", "build", "construct"):
        assert texts(found.settle(conflict, value).plan["ship"].after) == [value]
    with pytest.raises(PlanFaults, match="taken"):
        found.settle(conflict, "spec")


def test_both_renamed_crosswise(base):
    ours = base.rename("spec", "x").rename("build", "spec").rename("x", "build")
    theirs = base.rename("spec", "x").rename("test", "spec").rename("x", "test")
    found = merge(base, ours, theirs)
    assert {conflict.kind for conflict in found.conflicts} == {"renamed", "same_id"}
    assert {e.title for e in found.plan} == {e.title for e in base}
    assert len({e.id for e in found.plan}) == len(found.plan) == len(base)


def test_two_tasks_renamed_to_one_id(base):
    ours, theirs = base.rename("spec", "work"), base.rename("build", "work")
    found, conflict = one(base, ours, theirs)
    assert conflict.kind == "same_id"
    assert (found.plan["work"].title, found.plan["build"].title) == ("Spec", "Build")
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["work"].title, decided["spec"].title) == ("Build", "Spec")
    assert found.settle(conflict, "work-2").plan["work-2"].title == "Build"


def test_an_id_that_one_renamed_to_and_the_other_added(base):
    ours = base.rename("spec", "ship")
    theirs = base.add(Task("ship", title="Ship"), Task("bill", after=["ship"]))
    found, conflict = one(base, ours, theirs)
    assert (found.plan["ship"].title, found.plan["ship-2"].title) == ("Spec", "Ship")
    assert texts(found.plan["bill"].after) == ["ship-2"]
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["ship"].title, decided["spec"].title, texts(decided["bill"].after)) == (
        "Ship",
        "Spec",
        ["ship"],
    )


def test_a_decision_about_a_field_outlives_one_about_the_name(base):
    ours = base.rename("build", "make").evolve("make", duration="8d")
    theirs = base.rename("build", "do").evolve("do", duration="6d")
    found = merge(base, ours, theirs)
    duration = next(c for c in found.conflicts if c.field == "duration")
    name = next(c for c in found.conflicts if c.field == "id")
    plan = found.settle(duration, duration.theirs).settle(name, name.theirs).plan
    assert str(plan["do"].duration) == "6d"


# -- kinds, declarations, zones -------------------------------------------------------------------------------------


def test_one_made_it_a_milestone_while_the_other_changed_a_field(base):
    ours, theirs = base.replace(Milestone("test", title="Tested")), base.evolve("test", duration="4d")
    found, conflict = one(base, ours, theirs)
    assert str(conflict) == "Test: ours made it a milestone, theirs needs the task it was"
    assert found.plan["test"].kind == "milestone"
    assert str(found.settle(conflict, conflict.theirs).plan["test"].duration) == "4d"


def test_one_made_a_milestone_of_what_the_other_gave_a_child(base):
    ours, theirs = base.add(Task("part", parent="test")), base.replace(Milestone("test", title="Tested"))
    found, conflict = one(base, ours, theirs)
    assert str(conflict) == "Test: theirs made it a milestone, ours needs the task it was for part"
    assert (found.plan["test"].kind, found.plan["part"].parent) == ("task", "test")
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["test"].kind, decided["part"].parent) == ("milestone", None)


def test_a_declaration_that_one_removed_and_the_other_gave_values(base):
    plan = base.add(Property("risk"))
    found, conflict = one(plan, plan.remove("risk"), plan.evolve("spec", properties={"risk": "high"}))
    assert (conflict.kind, conflict.entity) == ("removed", "risk")
    assert dict(found.plan["spec"].properties) == {}
    assert found.settle(conflict, conflict.theirs).plan["spec"].properties["risk"] == "high"


def test_a_declaration_that_one_changed_so_that_values_of_the_other_do_not_fit(base):
    plan = base.add(Property("risk", title="Risk"))
    found, conflict = one(
        plan, plan.evolve("risk", type="int"), plan.evolve("spec", properties={"risk": "high"})
    )
    assert str(conflict).startswith(
        "Risk: ours and theirs declare this property differently, and the values of spec"
    )
    assert (found.plan["risk"].type, dict(found.plan["spec"].properties)) == ("int", {})
    assert found.settle(conflict, conflict.theirs).plan["spec"].properties["risk"] == "high"


def test_choices_of_a_property_are_merged_and_values_of_both_fit(base):
    plan = base.add(Property("risk", type="choice", choices=["low"]))
    ours = plan.evolve("risk", choices=["low", "mid"]).evolve("spec", properties={"risk": "mid"})
    theirs = plan.evolve("risk", choices=["low", "high"]).evolve("test", properties={"risk": "high"})
    found = merge(plan, ours, theirs)
    assert (found.conflicts, found.plan["risk"].choices) == ((), ("low", "mid", "high"))


def test_a_zone_that_one_took_away_and_the_other_relies_on(base):
    plan = base.evolve(zone="Europe/Berlin")
    theirs = plan.evolve("test", deadline="2026-03-20 12:00+00:00", constraint="SNET 2026-03-09")
    found, conflict = one(plan, plan.evolve(zone=None), theirs)
    assert (
        str(conflict)
        == "the plan: zone was Europe/Berlin; ours says nothing, theirs says Europe/Berlin, and test cannot do without"
    )
    assert (found.plan.zone, found.plan["test"].deadline) == (None, None)
    assert found.plan["test"].constraint is not None
    kept = found.settle(conflict, conflict.theirs).plan
    assert (kept.zone, kept["test"].deadline) == ("Europe/Berlin", theirs["test"].deadline)


def test_fields_that_do_not_go_together(base):
    plan = base.add(Routine("calls", title="Calls"))
    ours, theirs = (
        plan.evolve("calls", recurrence="FREQ=DAILY"),
        plan.evolve("calls", arrivals="12 per day", owner="ana"),
    )
    found, conflict = one(plan, ours, theirs)
    assert str(conflict).startswith(
        "Calls: what ours and theirs say of it does not go together: the demand of a routine"
    )
    assert found.plan["calls"] == ours["calls"]
    assert found.settle(conflict, conflict.theirs).plan["calls"] == theirs["calls"]


# -- rings ----------------------------------------------------------------------------------------------------------


def test_a_ring_of_dependencies_that_only_the_merge_closes(base):
    plan = base.evolve("test", after=[]).evolve("build", after=[])
    found, conflict = one(plan, plan.evolve("test", after=["build"]), plan.evolve("build", after=["test"]))
    assert (conflict.kind, set(conflict.because)) == ("ring", {"build", "test"})
    assert "these wait for each other" in str(conflict)
    assert rings(found.plan) == ()
    assert (texts(found.plan["test"].after), found.plan["build"].after) == (["build"], ())
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["test"].after, texts(decided["build"].after)) == ((), ["test"])
    given = found.settle(conflict, ["spec"]).plan
    assert rings(given) == ()


def test_a_ring_that_closes_through_a_summary(base):
    plan = base.add(Task("prepare", title="Prepare"))
    ours = plan.evolve("prepare", after=["fair"])
    theirs = plan.evolve("spec", after=["prepare"])
    found, conflict = one(plan, ours, theirs)
    assert {"prepare", "fair"} <= set(conflict.because)
    assert rings(found.plan) == ()
    assert found.plan["spec"].after == ()
    assert texts(found.settle(conflict, conflict.theirs).plan["spec"].after) == ["prepare"]


def test_a_ring_that_closes_through_something_new_below_a_summary(base):
    plan = base.add(Task("prepare"))
    ours = plan.evolve("prepare", after=["fair"])
    theirs = plan.add(Task("new", parent="fair", after=["prepare"]))
    for first, second in ((ours, theirs), (theirs, ours)):
        found, conflict = one(plan, first, second)
        assert conflict.kind == "ring"
        assert rings(found.plan) == ()
        assert rings(found.settle(conflict, conflict.theirs).plan) == ()


def test_what_waits_for_a_summary_is_put_into_it_by_the_other(base):
    plan = base.add(Task("prepare", title="Prepare"))
    ours, theirs = plan.evolve("prepare", after=["fair"]), plan.evolve("prepare", parent="fair")
    found, conflict = one(plan, ours, theirs)
    assert set(conflict.because) == {"fair", "prepare"}
    assert (texts(found.plan["prepare"].after), found.plan["prepare"].parent) == (["fair"], None)
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["prepare"].after, decided["prepare"].parent) == ((), "fair")


def test_a_ring_that_one_side_has_already_is_its_own(base):
    ours = base.evolve("spec", after=["test"])
    found = merge(base, ours, base.evolve("build", after=["spec FS+1d"]))
    assert found.conflicts == ()
    assert rings(found.plan) != ()


def test_rings_that_close_in_several_ways_at_once_are_all_opened(base):
    plan = base.add(Task("a"), Task("b"), Task("c"), Task("d"))
    ours = plan.evolve("a", after=["b"]).evolve("c", after=["d"]).evolve("fair", after=["a"])
    theirs = plan.evolve("b", after=["a"]).evolve("d", after=["c"]).evolve("b", parent="fair")
    for first, second in ((ours, theirs), (theirs, ours)):
        found = merge(plan, first, second)
        assert {conflict.kind for conflict in found.conflicts} == {"ring"}
        for side in ("ours", "theirs", "base"):
            decided = found.resolved(side)
            assert rings(decided.plan) == ()
            assert decided.conflicts == ()


def test_a_ring_of_parents(base):
    plan = base.evolve("build", parent=None).evolve("test", parent=None)
    found, conflict = one(plan, plan.evolve("build", parent="test"), plan.evolve("test", parent="build"))
    assert "are part of each other" in str(conflict)
    assert (found.plan["build"].parent, found.plan["test"].parent) == ("test", None)
    decided = found.settle(conflict, conflict.theirs).plan
    assert (decided["build"].parent, decided["test"].parent) == (None, "build")
    with pytest.raises(PlanFaults):
        found.settle(conflict, "build")


@pytest.mark.parametrize(
    ("entities", "field", "one_", "other"),
    [
        ((Calendar("a"), Calendar("b")), "base", "b", "a"),
        ((Resource("a"), Resource("b")), "manager", "b", "a"),
        ((Resource("a"), Resource("b")), "members", ["b"], ["a"]),
    ],
)
def test_rings_of_calendars_managers_and_teams(base, entities, field, one_, other):
    plan = base.add(*entities)
    ours, theirs = plan.evolve("a", **{field: one_}), plan.evolve("b", **{field: other})
    found, conflict = one(plan, ours, theirs)
    assert (conflict.kind, conflict.field) == ("ring", field)
    assert found.plan == ours
    assert found.settle(conflict, conflict.base).plan == plan if conflict.entity == "b" else True
    assert found.resolved("theirs").plan == theirs


# -- telling --------------------------------------------------------------------------------------------------------


def test_a_merge_prints_its_open_conflicts(base):
    found = merge(base, base.evolve("build", duration="8d"), base.evolve("build", duration="6d"))
    assert str(found).splitlines() == [
        "merge of 1 change of ours and 1 change of theirs: 1 open conflict; ours stands until they are decided",
        "  - Build: duration was 5d; ours says 8d, theirs says 6d",
    ]
    assert str(found.resolved("theirs")).endswith("no open conflicts, 1 decided")


def test_a_notebook_shows_conflicts_and_escapes_what_they_hold(base):
    found = merge(base, base.evolve("build", title="<b>"), base.evolve("build", title="<i>"))
    shown = found._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<i>" not in shown
