"""Two edits of one plan in one: what is taken over without a question."""

import attrs
import pytest

from workmodel.calendars import CalendarException, WorkWeek
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
)
from workmodel.errors import UnknownConflict, WrongType
from workmodel.scenarios import Merge, merge


@pytest.fixture
def base():
    return Plan(title="Fair", start="2026-03-02").add(
        Resource("ana", title="Ana"),
        Resource("ben", title="Ben"),
        Project("fair", title="Book fair"),
        Task("spec", title="Spec", parent="fair", duration="3d"),
        Task("build", title="Build", parent="fair", duration="5d", after=["spec"]),
        Task("test", title="Test", parent="fair", duration="2d", after=["build"]),
        Milestone("open", title="Open", parent="fair", after=["test"]),
    )


def parts(value):
    """A value without the order of what it lists, in which ours come first."""
    return sorted(map(repr, value)) if isinstance(value, tuple) else value


def held(plan):
    return {
        entity.id: (
            entity.kind,
            {one.name: parts(getattr(entity, one.name)) for one in attrs.fields(type(entity))},
        )
        for entity in plan
    }


def settled(base, ours, theirs) -> Plan:
    """The merged plan, where nothing is to be asked, also with the sides exchanged."""
    found, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert found.conflicts == other.conflicts == ()
    assert held(found.plan) == held(other.plan)
    assert found.plan.settings == other.plan.settings
    return found.plan


def names(plan):
    return [entity.id for entity in plan]


def texts(values):
    return [str(value) for value in values]


# -- fields ---------------------------------------------------------------------------------------------------------


def test_what_only_one_changed_is_taken_over(base):
    plan = settled(base, base.evolve("spec", duration="4d"), base.evolve("build", duration="6d"))
    assert (str(plan["spec"].duration), str(plan["build"].duration)) == ("4d", "6d")


def test_different_fields_of_one_task_are_no_conflict(base):
    plan = settled(
        base, base.evolve("build", duration="6d"), base.evolve("build", title="Build it", priority=900)
    )
    assert (str(plan["build"].duration), plan["build"].title, plan["build"].priority) == (
        "6d",
        "Build it",
        900,
    )


def test_the_same_change_on_both_sides_is_one(base):
    changed = base.evolve("build", duration="6d").add(Task("ship"))
    again = base.evolve("build", duration="6d").add(Task("ship"))
    assert settled(base, changed, again) == changed


def test_settings_are_merged_one_by_one(base):
    plan = settled(
        base, base.evolve(title="Spring fair"), base.evolve(start="2026-03-09", status_date="2026-03-10")
    )
    assert (plan.title, str(plan.start), str(plan.status_date)) == ("Spring fair", "2026-03-09", "2026-03-10")


def test_a_plan_merged_with_what_it_came_from_is_itself(base):
    ours = base.evolve("build", duration="6d").move("test", before="spec")
    assert merge(base, ours, base).plan == ours
    assert merge(base, base, ours).plan == ours
    assert merge(base, ours, ours).plan == ours


# -- lists, by element ----------------------------------------------------------------------------------------------


def test_two_people_may_add_different_predecessors_to_one_task(base):
    plan = settled(
        base, base.evolve("test", after=["build", "spec"]), base.evolve("test", after=["build", "fair SS"])
    )
    assert texts(plan["test"].after) == ["build", "spec", "fair SS"]


def test_one_takes_a_predecessor_out_while_the_other_puts_one_in(base):
    plan = settled(base, base.evolve("test", after=[]), base.evolve("test", after=["build", "spec FS+1d"]))
    assert texts(plan["test"].after) == ["spec FS+1d"]


@pytest.mark.parametrize(
    ("entity", "field", "before", "ours", "theirs", "merged"),
    [
        (Task("x"), "assignments", ["ana"], ["ana", "ben"], ["ana 50%"], ["ana 50%", "ben"]),
        (Task("x"), "tags", ["a"], ["a", "b"], ["c"], ["b", "c"]),
        (Task("x"), "requires", ["sql"], ["sql", "ops"], ["2 sql 3"], ["2 sql 3", "ops"]),
        (Task("x"), "external", ["jira:1"], ["jira:1", "jira:2"], ["jira:1", "ms:7"], ["jira:1", "jira:2", "ms:7"]),
        (Resource("x"), "skills", ["sql 2"], ["sql 2", "ops"], ["sql 4"], ["sql 4", "ops"]),
        (Resource("x"), "members", ["ana"], ["ana", "ben"], ["ana from 2026-03-09"], ["ana from 2026-03-09", "ben"]),
        (
            Resource("x"), "absences", [], ["2026-03-04 sick"], ["2026-03-16..2026-03-20 vacation"],
            ["2026-03-04 sick", "2026-03-16..2026-03-20 vacation"],
        ),
        (Resource("x"), "capacity_changes", [], ["2026-03-09 0.5"], ["2026-04-06 0.8"], ["2026-03-09 0.5", "2026-04-06 0.8"]),
        (Resource("x"), "cost_rates", [], ["2026-03-09 9 EUR"], ["2027-01-01 8 EUR"], ["2026-03-09 9 EUR", "2027-01-01 8 EUR"]),
        (
            Routine("x", recurrence="FREQ=DAILY"), "overrides", [], ["2026-03-09 cancelled"], ["2026-03-10 to 2026-03-11"],
            ["2026-03-09 cancelled", "2026-03-10 to 2026-03-11"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_lists_are_merged_by_element(base, entity, field, before, ours, theirs, merged):
    plan = base.add(entity).evolve("x", **{field: before})
    found = merge(plan, plan.evolve("x", **{field: ours}), plan.evolve("x", **{field: theirs}))
    assert found.conflicts == ()
    assert found.plan == plan.evolve("x", **{field: merged})


def test_custom_properties_are_merged_by_name(base):
    plan = base.add(Property("risk"), Property("cost", type="int")).evolve("spec", properties={"risk": "low"})
    merged = settled(
        plan,
        plan.evolve("spec", properties={"risk": "high"}),
        plan.evolve("spec", properties={"risk": "low", "cost": 3}),
    )
    assert dict(merged["spec"].properties) == {"risk": "high", "cost": 3}


def test_calendars_are_merged_day_by_day(base):
    plan = base.add(Calendar("office", week="mon-fri 09:00-17:00"))
    easter = CalendarException(start="2026-04-03", name="Good Friday")
    works = CalendarException(start="2026-04-06", name="Easter Monday")
    summer = WorkWeek(start="2026-07-01", finish="2026-08-31", pattern="fri 08:00-12:00")
    merged = settled(
        plan,
        plan.evolve("office", week="mon-thu 09:00-17:00; fri 09:00-15:00", exceptions=[easter]),
        plan.evolve(
            "office", week="mon 10:00-18:00; tue-fri 09:00-17:00", exceptions=[works], work_weeks=[summer]
        ),
    )
    office = merged["office"]
    assert str(office.week) == "mon 10:00-18:00; tue-thu 09:00-17:00; fri 09:00-15:00"
    assert set(office.exceptions) == {easter, works}
    assert office.work_weeks == (summer,)


def test_ways_to_do_a_task_are_merged_by_name_and_then_by_part(base):
    plan = base.evolve("build", modes=[Mode("by hand", duration="5d", assignments=["ana"])])
    merged = settled(
        plan,
        plan.evolve(
            "build",
            modes=[Mode("by hand", duration="6d", assignments=["ana"]), Mode("bought", duration="1d")],
        ),
        plan.evolve("build", modes=[Mode("by hand", duration="5d", assignments=["ana", "ben"])]),
    )
    assert merged["build"].modes == (
        Mode("by hand", duration="6d", assignments=["ana", "ben"]), Mode("bought", duration="1d"),
    )  # fmt: skip


def test_steps_of_a_routine_are_merged_by_id_and_then_by_part(base):
    plan = base.add(
        Routine("close", recurrence="FREQ=MONTHLY", steps=[RoutineStep("check", effort="1h", who=["ana"])])
    )
    merged = settled(
        plan,
        plan.evolve("close", steps=[RoutineStep("check", effort="2h", who=["ana"])]),
        plan.evolve(
            "close",
            steps=[
                RoutineStep("check", effort="1h", who=["ana", "ben"]),
                RoutineStep("sign", after=["check"]),
            ],
        ),
    )
    assert merged["close"].steps == (
        RoutineStep("check", effort="2h", who=["ana", "ben"]), RoutineStep("sign", after=["check"]),
    )  # fmt: skip


# -- what comes, goes and is renamed --------------------------------------------------------------------------------


def test_what_one_adds_and_the_other_removes_comes_and_goes(base):
    plan = settled(base, base.add(Task("ship", after=["build"])), base.remove("test", cascade=True))
    assert names(plan) == ["ana", "ben", "fair", "spec", "build", "open", "ship"]
    assert plan["open"].after == ()


def test_references_follow_the_renames_of_the_other_side(base):
    ours = base.rename("build", "make").rename("ana", "anna")
    theirs = base.add(Task("ship", parent="fair", after=["build"], assignments=["ana"])).evolve(
        "test", after=["build FS+1d"]
    )
    plan = settled(base, ours, theirs)
    assert (plan["ship"].after[0].predecessor, plan["ship"].assignments[0].resource) == ("make", "anna")
    assert texts(plan["test"].after) == ["make FS+1d"]


def test_two_renames_of_different_things_are_both_made(base):
    plan = settled(base, base.rename("build", "make"), base.rename("spec", "draft"))
    assert texts(plan["make"].after) == ["draft"]


def test_who_exchanges_two_ids_and_who_changes_them_mean_the_same_tasks(base):
    ours = base.rename("spec", "x").rename("build", "spec").rename("x", "build")
    plan = settled(base, ours, base.evolve("build", duration="9d").add(Task("ship", after=["build"])))
    assert (str(plan["spec"].duration), str(plan["build"].duration)) == ("9d", "3d")
    assert texts(plan["ship"].after) == ["spec"]


def test_an_id_given_up_by_a_rename_and_taken_by_something_new_is_told_apart(base):
    ours = base.rename("build", "make").add(Task("build", title="Another", after=["make"]))
    plan = settled(base, ours, base.evolve("build", duration="9d"))
    assert (str(plan["make"].duration), plan["build"].title, plan["build"].duration) == (
        "9d",
        "Another",
        None,
    )


def test_a_task_that_became_a_milestone_stays_one_while_others_change(base):
    plan = settled(
        base,
        base.replace(Milestone("test", title="Tested", after=["build"])),
        base.evolve("build", title="B"),
    )
    assert plan["test"].kind == "milestone"


def test_values_of_properties_that_name_entities_follow_renames(base):
    plan = base.add(Property("risk_owner", type="reference", refers_to=["resource"]))
    merged = settled(plan, plan.rename("ana", "anna"), plan.evolve("spec", properties={"risk_owner": "ana"}))
    assert merged["spec"].properties["risk_owner"] == "anna"


def test_what_was_done_of_a_routine_is_added_by_both(base):
    plan = base.add(Routine("close", recurrence="FREQ=MONTHLY"))
    merged = settled(
        plan,
        plan.add(Completion(routine="close", occurrence="2026-03-02")),
        plan.add(Completion(routine="close", occurrence="2026-04-02")),
    )
    assert list(merged.completions) == ["close.2026-03-02", "close.2026-04-02"]


# -- order ----------------------------------------------------------------------------------------------------------


def test_what_both_add_at_the_end_stands_there_with_ours_first(base):
    found = merge(base, base.add(Task("a"), Task("b")), base.add(Task("c")))
    assert names(found.plan)[-3:] == ["a", "b", "c"]


def test_what_one_moves_moves(base):
    plan = settled(base, base.evolve("spec", duration="9d").add(Task("x")), base.move("open", before="ana"))
    assert names(plan) == ["open", "ana", "ben", "fair", "spec", "build", "test", "x"]


def test_where_both_move_the_order_of_ours_stands_and_nobody_is_asked(base):
    found = merge(base, base.move("open", before="ana"), base.move("spec", before="ana"))
    assert names(found.plan)[:2] == ["open", "ana"]
    assert found.conflicts == ()


def test_what_was_put_in_the_middle_stays_behind_what_it_follows(base):
    ours = base.add(Task("x")).move("x", after="spec")
    theirs = base.add(Task("y")).move("y", after="spec")
    assert names(merge(base, ours, theirs).plan)[3:7] == ["spec", "x", "y", "build"]


# -- the result -----------------------------------------------------------------------------------------------------


def test_a_merge_tells_what_each_side_brings(base):
    ours, theirs = base.evolve("spec", duration="4d"), base.evolve("build", duration="6d").add(Task("ship"))
    found = merge(base, ours, theirs)
    assert ours.apply(found.changes_from_ours) == found.plan == theirs.apply(found.changes_from_theirs)
    assert [change.subject for change in found.changes_from_ours] == ["ship", "build"]
    assert str(found) == "merge of 1 change of ours and 2 changes of theirs: no open conflicts"


def test_plans_that_share_nothing_merge_as_those_that_do(base):
    def anew(plan):
        return Plan(title=plan.title, start=plan.start).add(*plan)

    ours = base.evolve("test", after=["build", "spec"]).remove("open")
    theirs = base.evolve("test", after=["build", "fair SS"]).add(Task("ship", after=["test"]))
    assert merge(anew(base), anew(ours), anew(theirs)).plan == merge(base, ours, theirs).plan


def test_a_merge_costs_what_changed_where_versions_share_the_rest():
    base = Plan(start="2026-03-02").add(*(Task(f"t{n}", duration="1d") for n in range(5_000)))
    ours, theirs = base.evolve("t7", duration="2d"), base.evolve("t4000", duration="3d")
    found = merge(base, ours, theirs).plan
    same = sum(one is other for one, other in zip(found._spine, base._spine, strict=True))
    assert same == len(base._spine) - 2


def test_what_is_no_plan_is_named(base):
    for wrong in (None, "plan", [base]):
        with pytest.raises(WrongType, match="theirs"):
            merge(base, base, wrong)
    for wrong in ("mine", 3, "OURS"):
        with pytest.raises(WrongType, match="resolve"):
            merge(base, base, base, resolve=wrong)
    conflict = merge(base, base.evolve(title="a"), base.evolve(title="b")).conflicts[0]
    with pytest.raises(UnknownConflict, match="no such conflict"):
        merge(base, base, base).settle(conflict, "a")
    assert isinstance(merge(base, base, base), Merge)
