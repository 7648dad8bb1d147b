import re
from datetime import UTC, datetime

import pytest

from workmodel.domain import (
    Calendar,
    Milestone,
    Plan,
    Project,
    Property,
    Removed,
    Resource,
    Routine,
    Task,
    membership,
)
from workmodel.domain.settings import SETTING_NAMES
from workmodel.errors import (
    InvalidText,
    OutOfRange,
    PlanFaults,
    StillReferred,
    UnknownId,
    WrongType,
)
from workmodel.quantities import Conventions, span


@pytest.fixture
def plan():
    return Plan(start="2026-03-02", title="Launch").add(
        Resource("ana"),
        Calendar("office", base="standard"),
        Project("site", owner="ana", calendar="office"),
        Task("design", parent="site", assignments=["ana 50%"]),
        Task("build", parent="site", after=["design FS+1d", "design SS"]),
        Milestone("live", after=["build", "site"]),
        Routine("support", owner="ana", parent="site"),
    )


def faults(edit):
    with pytest.raises(PlanFaults) as caught:
        edit()
    return caught.value.faults


def names(plan):
    return [e.id for e in plan]


# -- reading ------------------------------------------------------------------------------------------


def test_a_plan_is_ordered_and_read_by_id(plan):
    assert names(plan) == ["ana", "office", "site", "design", "build", "live", "support"]
    assert plan["design"].parent == "site"
    assert plan.get("nobody") is None
    assert plan.get("nobody", 5) == 5
    assert plan.get(5) is None
    assert "design" in plan
    assert 5 not in plan
    assert ["design"] not in plan
    assert len(plan) == 7
    assert bool(Plan())
    assert plan.select(lambda e: e.kind == "task") == (plan["design"], plan["build"])


def test_an_unknown_id_is_an_error_with_near_names(plan):
    for ask in (
        plan.__getitem__,
        plan.referrers,
        plan.children,
        plan.leaves,
        plan.evolve,
        plan.remove,
        plan.move,
    ):
        with pytest.raises(UnknownId) as caught:
            ask("desing")
        assert caught.value.id == "desing"
        assert '"design"' in str(caught.value)
    for wrong in (0, None, ["design"], slice(0, 1)):
        with pytest.raises(WrongType):
            plan[wrong]
    for wrong in (0, ["design"]):
        with pytest.raises(UnknownId):
            plan.children(wrong)


def test_views_show_one_kind_in_order(plan):
    assert list(plan.tasks) == ["design", "build"]
    assert list(plan.items) == ["site", "design", "build", "live"]
    assert (list(plan.projects), list(plan.milestones), list(plan.routines)) == (
        ["site"],
        ["live"],
        ["support"],
    )
    assert (list(plan.resources), list(plan.calendars), list(plan.properties)) == (["ana"], ["office"], [])
    assert len(plan.tasks) == 2
    assert plan.tasks["design"] is plan["design"]
    assert plan.tasks.get("site") is None
    assert plan.tasks.get("site", 1) == 1
    assert "site" not in plan.tasks
    assert 5 not in plan.tasks
    assert dict(plan.tasks) == {"design": plan["design"], "build": plan["build"]}
    assert repr(plan.tasks) == "<2 task>"
    with pytest.raises(UnknownId, match="It is a project"):
        plan.tasks["site"]
    with pytest.raises(UnknownId, match='"design"'):
        plan.tasks["desing"]


def test_a_plan_says_who_refers_to_whom(plan):
    assert plan.referrers("ana") == ("site", "design", "support")
    assert plan.referrers("design") == ("build",)
    assert plan.children("site") == ("design", "build", "support")
    assert plan.leaves() == ("design", "build", "live")
    assert plan.leaves("site") == ("design", "build")
    assert plan.leaves("live") == ("live",)
    assert plan.add(Project("empty")).leaves("empty") == ()
    assert plan.evolve(calendar="office").referrers("office") == ("", "site")


def test_a_plan_shows_what_it_holds(plan):
    assert repr(plan) == (
        "<Plan 'Launch': 2 tasks, 1 milestone, 1 project, 1 routine, 1 resource, 1 calendar, start 2026-03-02>"
    )
    assert repr(Plan()) == "<Plan: empty>"
    assert repr(Plan().add(Property("risk"), Property("cost"))) == "<Plan: 2 properties>"


def test_settings_are_read_from_the_plan():
    plan = Plan(
        title="x",
        start="2026-03-02",
        finish="2026-06-01",
        zone="Europe/Berlin",
        status_date="2026-03-09",
        conventions=Conventions(minutes_per_day=60),
    )
    assert (plan.title, str(plan.start), str(plan.finish), plan.zone) == (
        "x",
        "2026-03-02",
        "2026-06-01",
        "Europe/Berlin",
    )
    assert (plan.calendar, str(plan.status_date), plan.axis.zone) == (
        "standard",
        "2026-03-09",
        "Europe/Berlin",
    )
    assert plan.minutes(span("2d")) == 120
    assert plan.conventions.minutes_per_day == 60


def test_a_plan_does_not_change(plan):
    with pytest.raises(AttributeError, match=r"plan.evolve\(title="):
        plan.title = "x"
    with pytest.raises(AttributeError):
        del plan.settings
    with pytest.raises(TypeError):
        hash(plan)


def test_working_time_is_that_of_a_calendar_of_the_plan(plan):
    assert plan.work_calendar("office").between(0, 7 * 1440) == 2400
    assert plan.work_calendar() is plan.work_calendar("standard")
    assert plan.work_calendar("24_hours").between(0, 1440) == 1440
    for wrong in ("ofice", "design", 5, ["office"]):
        with pytest.raises(UnknownId):
            plan.work_calendar(wrong)


# -- add ----------------------------------------------------------------------------------------------


def test_forward_references_among_what_is_added_together_are_fine():
    plan = Plan().add(
        Task("b", after=["a"], parent="p", assignments=["ana"]), Task("a"), Project("p"), Resource("ana")
    )
    assert plan.referrers("a") == ("b",)
    assert plan.children("p") == ("b",)


def test_entities_come_one_by_one_or_in_lists():
    one = Plan().add(Task("a"), [Task("b"), Task("c")], (Task(f"t{i}") for i in range(2)))
    assert names(one) == ["a", "b", "c", "t0", "t1"]
    assert Plan().add() == Plan().add([]) == Plan()
    assert Plan().add(one) == one


def test_all_faults_are_told_at_once_and_nothing_is_half_done(plan):
    before = list(plan)
    told = faults(
        lambda: plan.add(
            Task("x", after=["nobody"], parent="live"),
            Task("design"),
            Task("y", assignments=["site"]),
            "z",
            Task("good"),
            Task("standard"),
            Task("w", properties={"risk": 3}),
        )
    )
    assert len(told) == 7
    text = "\n".join(told)
    assert 'the id "design" is taken by a task' in text
    assert "'z' (str) is not an entity" in text
    assert '"standard" is the id of a ready-made calendar' in text
    assert 'parent names "live", which is a milestone; it has to be a task or a project' in text
    assert 'after names "nobody", which is not in the plan' in text
    assert 'assignments names "site", which is a project; it has to be a resource' in text
    assert 'property "risk" is not declared; declare it with plan.add(Property("risk"' in text
    assert list(plan) == before
    assert "good" not in plan


def test_faults_name_near_ids(plan):
    (told,) = faults(lambda: plan.add(Task("x", after=["desing"])))
    assert told.endswith('Did you mean "design"?')
    (told,) = faults(lambda: plan.add(Task("x", calendar="standart")))
    assert '"standard"' in told


def test_thousands_of_faults_are_told_in_time():
    told = faults(lambda: Plan().add(Task(f"t{i}", after=[f"x{i}"]) for i in range(5000)))
    assert len(told) == 5000


@pytest.mark.parametrize("wrong", [None, 5, "x", object(), Task, {"a": 1}, [[Task("a")]]])
def test_what_is_no_entity_cannot_be_added(wrong):
    assert "is not an entity" in faults(lambda: Plan().add(wrong))[0]


def test_classes_of_ones_own_are_not_added():
    class MyTask(Task):
        pass

    assert "a Property" in faults(lambda: Plan().add(MyTask("x")))[0]
    with pytest.raises(WrongType):
        Plan().add(Task("x")).replace(MyTask("x"))


def test_ids_are_one_namespace(plan):
    for twin in (Resource("design"), Calendar("ana"), Property("site")):
        assert "is taken by" in faults(lambda twin=twin: plan.add(twin))[0]
    assert "is taken by" in faults(lambda: Plan().add(Task("a"), Task("a")))[0]


def test_nothing_refers_to_itself():
    for one, words in [
        (Task("x", after=["x"]), "waits for itself"),
        (Task("x", parent="x"), "is part of itself"),
        (Resource("x", members=["x"]), "is a member of itself"),
        (Calendar("x", base="x"), "inherits from itself"),
        (Routine("x", after=["x"]), "waits for itself"),
    ]:
        (told,) = faults(lambda one=one: Plan().add(one))
        assert words in told


def test_rings_of_parents_and_bases_are_told_once():
    (told,) = faults(lambda: Plan().add(Task("a", parent="c"), Task("b", parent="a"), Task("c", parent="b")))
    assert "a → c → b → a" in told
    (told,) = faults(lambda: Plan().add(Calendar("a", base="b"), Calendar("b", base="a")))
    assert "based on each other" in told
    plan = Plan().add(Task("a"), Task("b", parent="a"), Task("c", parent="b"))
    assert "part of each other" in faults(lambda: plan.evolve("a", parent="c"))[0]


def test_a_ring_of_dependencies_may_stand_in_a_draft():
    ring = Plan().add(Task("a", after=["b"]), Task("b", after=["a"]))
    assert len(ring) == 2


def test_a_deep_hierarchy_declared_from_below_is_added_in_time():
    size = 5000
    deep = Plan().add(Task(f"t{i}", parent=f"t{i + 1}" if i + 1 < size else None) for i in range(size))
    assert deep.leaves() == ("t0",)


def test_the_plans_calendar_may_come_with_the_first_entities():
    plan = Plan(calendar="office")
    assert names(plan.add(Calendar("office"), Task("a"))) == ["office", "a"]
    assert "ofice" in faults(lambda: plan.add(Task("a"), Calendar("ofice")))[0]
    assert "is not a calendar" in faults(lambda: plan.add(Task("office")))[0]


# -- zones --------------------------------------------------------------------------------------------

AWARE = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "one",
    [
        Task("x", deadline=AWARE),
        Task("x", constraint=f"SNET {AWARE}"),
        Task("x", manual=AWARE),
        Task("x", progress={"resume": AWARE}),
        Project("x", start=AWARE),
        Milestone("x", deadline=AWARE),
        Routine("x", valid_to=AWARE),
        Property("x", type="date", default=AWARE),
    ],
)
def test_a_zone_in_a_floating_plan_is_a_fault_that_says_so(one):
    (told,) = faults(lambda: Plan().add(one))
    assert 'plan.evolve(zone="Europe/Berlin")' in told
    zoned = Plan(zone="Europe/Berlin").add(one)
    assert "names a zone" in faults(lambda: zoned.evolve(zone=None))[0]


def test_a_zone_in_a_property_is_a_fault_too():
    held = Plan(zone="Europe/Berlin").add(
        Property("due", type="date"), Task("x", properties={"due": "2026-04-01 09:00Z"})
    )
    assert 'property "due" names a zone' in faults(lambda: held.evolve(zone=None))[0]
    assert Plan().add(Property("due", type="date"), Task("x", properties={"due": "2026-04-01 09:00"}))


def test_settings_of_a_floating_plan_have_no_zone():
    for name in ("start", "finish", "status_date"):
        assert "names a zone" in faults(lambda name=name: Plan(**{name: AWARE}))[0]
        assert Plan(zone="UTC", **{name: AWARE})


# -- replace and evolve -------------------------------------------------------------------------------


def test_an_entity_is_replaced_in_its_place(plan):
    other = plan.replace(Task("design", parent="site", title="Design"))
    assert names(other) == names(plan)
    assert other["design"].title == "Design"
    assert plan["design"].title == ""
    assert other["build"] is plan["build"]


def test_what_others_refer_to_may_change_its_kind_only_where_that_fits(plan):
    assert plan.replace(Milestone("build", after=["design"])).leaves("build") == ("build",)
    told = faults(lambda: plan.replace(Milestone("site")))
    assert [text for text in told if "parent names" in text]
    assert len(told) == 3


def test_replacing_asks_for_an_entity_that_is_there(plan):
    with pytest.raises(UnknownId):
        plan.replace(Task("x"))
    for wrong in (5, None, [Task("design")], "design"):
        with pytest.raises(WrongType):
            plan.replace(wrong)


def test_fields_of_an_entity_are_evolved(plan):
    other = plan.evolve("design", duration="3d", title="Design")
    assert (str(other["design"].duration), other["design"].assignments) == ("3d", plan["design"].assignments)
    with pytest.raises(WrongType, match="duration") as caught:
        plan.evolve("design", duratoin="3d")
    assert caught.value.value == "duratoin"
    with pytest.raises(WrongType):
        plan.evolve(titel="x")
    with pytest.raises(OutOfRange):
        plan.evolve("design", duration="-3d")
    assert faults(lambda: plan.evolve("design", after=["nobody"]))


def test_an_id_evolves_as_a_rename_with_the_other_fields(plan):
    other = plan.evolve("design", id="draft", title="Draft")
    assert other["draft"].title == "Draft"
    assert [d.predecessor for d in other["build"].after] == ["draft", "draft"]
    assert plan.evolve("design", id="design", title="x")["design"].title == "x"
    assert plan.evolve("design", id="draft") == plan.rename("design", "draft")


def test_settings_are_evolved(plan):
    other = plan.evolve(start="2026-04-01", title="Other")
    assert (other.title, str(other.start)) == ("Other", "2026-04-01")
    assert other["design"] is plan["design"]
    assert "is not a calendar" in faults(lambda: plan.evolve(calendar="design"))[0]
    assert plan.evolve() == plan


def test_new_conventions_are_seen_by_engines(plan):
    held = plan.evolve("build", duration="2d").evolve(conventions=Conventions(minutes_per_day=100))
    slot = held._slot("build")
    assert int(held.columns.duration[slot]) == 200
    assert held.columns.link_lag.tolist()[0] == 100


# -- remove -------------------------------------------------------------------------------------------


def test_removal_is_refused_while_something_refers_and_lists_what_does(plan):
    with pytest.raises(StillReferred) as caught:
        plan.evolve(calendar="office").remove("design", "office", "live")
    assert caught.value.referrers == (("design", ("build",)), ("office", ("site", "the plan's settings")))
    assert "cascade=True" in str(caught.value)


def test_what_refers_to_each_other_goes_together(plan):
    assert names(plan.remove("live", "build", "design")) == ["ana", "office", "site", "support"]
    assert plan.remove() == plan


def test_a_cascade_takes_children_along_and_drops_references(plan):
    other = plan.evolve(calendar="office").remove("site", "office", cascade=True)
    assert names(other) == ["ana", "live"]
    assert other["live"].after == ()
    assert other.calendar == "standard"
    without = plan.remove("ana", cascade=True)
    assert without["site"].owner is None
    assert without["design"].assignments == ()
    assert without["support"].owner is None
    assert plan.remove("office", cascade=True)["site"].calendar is None


def test_a_team_loses_members_that_go():
    team = Plan().add(Resource("a"), Resource("b"), Resource("team", members=["a", "b"]))
    assert team.remove("a", cascade=True)["team"].members == (membership("b"),)


def test_a_place_once_taken_may_be_taken_again(plan):
    again = plan.remove("live").add(Task("live"))
    assert again["live"].kind == "task"
    assert names(again)[-1] == "live"
    assert plan["live"].kind == "milestone"


# -- rename -------------------------------------------------------------------------------------------


def test_everything_that_refers_follows_a_rename(plan):
    other = plan.evolve(calendar="office")
    for old in names(plan):
        other = other.rename(old, f"new-{old}")
    assert names(other) == [f"new-{name}" for name in names(plan)]
    assert other.calendar == "new-office"
    assert other["new-site"].owner == "new-ana"
    assert str(other["new-design"].assignments[0]) == "new-ana 50%"
    assert [str(d) for d in other["new-build"].after] == ["new-design FS+1d", "new-design SS"]
    assert plan.referrers("ana") == ("site", "design", "support")
    assert other.referrers("new-ana") == ("new-site", "new-design", "new-support")
    assert "design" not in other


def test_ids_that_are_taken_are_not_given_again(plan):
    for new in ("build", "standard", "ana"):
        assert "is taken" in faults(lambda new=new: plan.rename("design", new))[0]
    assert plan.rename("design", "design") is plan
    for new in ("a b", ""):
        with pytest.raises(InvalidText):
            plan.rename("design", new)
    for new in (5, None, ["x"]):
        with pytest.raises(WrongType):
            plan.rename("design", new)


def test_ids_may_be_swapped_through_a_third(plan):
    swapped = plan.rename("design", "x").rename("build", "design").rename("x", "build")
    assert [d.predecessor for d in swapped["design"].after] == ["build", "build"]
    assert swapped["live"].after[0].predecessor == "design"


# -- move ---------------------------------------------------------------------------------------------


def test_an_entity_moves_right_behind_another(plan):
    first, *others, last = [entity.id for entity in plan]
    behind = [entity.id for entity in plan.move(first, after=others[0])]
    assert behind == [others[0], first, *others[1:], last]
    assert [entity.id for entity in plan.move(first, after=last)] == [*others, last, first]
    assert [entity.id for entity in plan.move(last, after=first)] == [first, last, *others]
    for name, anchor in ((others[0], first), (first, first)):
        assert plan.move(name, after=anchor) == plan
    with pytest.raises(UnknownId):
        plan.move(first, after="nobody")
    with pytest.raises(WrongType, match="either before= or after="):
        plan.move(first, before=last, after=last)


def test_every_setting_is_an_attribute_of_the_plan():
    plan = Plan(
        start="2026-03-02",
        direction="backward",
        finish="2026-04-01",
        critical_float="2d",
        uncompleted="reschedule",
    )
    assert {name: getattr(plan, name) for name in SETTING_NAMES} == {
        name: getattr(plan.settings, name) for name in SETTING_NAMES
    }
    assert (plan.direction, str(plan.critical_float)) == ("backward", "2d")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("aFS+2d", "a FS+2d"), ("a+2d", "a +2d"), ("a-2d", "a -2d"), ("aSS", "a SS"), ("aff+50%", "a ff+50%")],
)
def test_a_link_that_runs_together_with_the_id_is_offered_with_a_space(written, meant):
    with pytest.raises(PlanFaults, match=re.escape(f'Did you mean "{meant}", with a space?')):
        Plan().add(Task("a"), Task("b", after=[written]))


def test_an_id_that_looks_like_a_link_is_an_id():
    assert Plan().add(Task("a"), Task("a+2d"), Task("b", after=["a+2d"]))["b"].after[0].predecessor == "a+2d"


@pytest.mark.parametrize("written", ["ben[50%]", "ben50%", "ben[50%"])
def test_units_that_run_together_with_the_id_are_offered_with_a_space(written):
    with pytest.raises(PlanFaults, match='Did you mean "ben 50%", with a space'):
        Plan().add(Resource("ben"), Task("b", assignments=[written]))


def test_an_entity_moves_before_another_or_to_the_end(plan):
    assert names(plan.move("live", before="design")) == [
        "ana",
        "office",
        "site",
        "live",
        "design",
        "build",
        "support",
    ]
    assert names(plan.move("ana"))[-1] == "ana"
    assert plan.move("ana", before="ana") is plan
    assert plan.move("live", before="support") == plan
    with pytest.raises(UnknownId):
        plan.move("live", before="nobody")
    assert plan.move("ana") != plan


# -- ready-made calendars -----------------------------------------------------------------------------


def test_a_ready_made_calendar_may_be_replaced_by_one_of_the_same_id():
    plan = Plan().add(Task("a", calendar="standard"))
    held = plan.add(Calendar("standard", week="mon 09:00-10:00"))
    assert held.work_calendar().between(0, 14 * 1440) == 120
    assert held.referrers("standard") == ("", "a")
    assert held.columns.calendar.tolist() == [1, -1]
    assert "is taken" in faults(lambda: held.add(Calendar("standard")))[0]
    back = held.apply([Removed(held["standard"])])
    assert back == plan
    assert (back.columns.calendar.tolist()[0], back.referrers("a")) == (plan.columns.calendar.tolist()[0], ())
    renamed = held.rename("standard", "mondays")
    assert (renamed["a"].calendar, renamed.calendar) == ("mondays", "mondays")
    assert "ready-made" in faults(lambda: held.evolve(calendar="24_hours").replace(Task("standard")))[0]


# -- custom properties --------------------------------------------------------------------------------

DECLARED = [
    Property("note"),
    Property("count", type="int"),
    Property("rate", type="decimal"),
    Property("done", type="bool"),
    Property("due", type="date"),
    Property("wait", type="span"),
    Property("risk", type="choice", choices=["low", "high"]),
    Property("lead", type="reference", refers_to=["resource"]),
    Property("peer", type="reference"),
    Property("tasks_only", on=["task"]),
]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("note", ["x", ""], [5, None.__class__, "\ud800", b"x", []]),
        ("count", [0, -5, 2**62], [1.0, "1", True, 2**63, [1], float("nan")]),
        ("rate", [1, 0.1, "1.5", "-1e3"], ["x", float("nan"), float("inf"), True, [], "1" * 500, "1e9999"]),
        ("done", [True, False], [1, 0, "yes", []]),
        ("due", ["2026-03-02", datetime(2026, 3, 2, 9)], ["soon", 5, []]),
        ("wait", ["3d", span("2h")], ["3", 3, []]),
        ("risk", ["low", "high"], ["medium", 5, [], ""]),
        ("lead", ["ana"], ["task", "nobody", 5, [], ""]),
        ("peer", ["ana", "task", "lead"], ["nobody", 5, ["ana"]]),
    ],
)
def test_values_of_properties_follow_their_declaration(name, right, wrong):
    plan = Plan().add(*DECLARED, Resource("ana"), Task("task"))
    for value in right:
        assert plan.add(Task("x", properties={name: value}))["x"].properties[name] == value
    for value in wrong:
        (told,) = faults(lambda value=value: plan.add(Task("x", properties={name: value})))
        assert f'property "{name}"' in told
    assert plan.add(Task("x", properties={name: None}))


def test_properties_are_declared_for_some_kinds_or_all():
    plan = Plan().add(*DECLARED)
    assert plan.add(Task("x", properties={"tasks_only": "y"}))
    told = faults(lambda: plan.add(Resource("x", properties={"tasks_only": "y"})))
    assert told == ('resource "x": property "tasks_only" is declared for task, not for a resource',)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "float"},
        {"type": "choice"},
        {"choices": ["a"]},
        {"type": "choice", "choices": [5]},
        {"refers_to": ["task"]},
        {"on": ["plan"]},
        {"on": 5},
        {"type": "int", "default": "x"},
        {"type": "choice", "choices": ["a"], "default": "b"},
        {"type": "reference", "refers_to": ["property"]},
        {"default": []},
    ],
)
def test_declarations_are_checked(wrong):
    with pytest.raises((WrongType, OutOfRange, InvalidText)):
        Property("x", **wrong)


def test_a_default_is_of_the_declared_type():
    assert Property("x", type="span", default="3d").default == span("3d")
    assert Property("x", type="reference", default="a").default == "a"
    assert (
        'default of property "x" names "a"'
        in faults(lambda: Plan().add(Property("x", type="reference", default="a")))[0]
    )


def test_a_declaration_may_change_only_where_values_still_fit():
    plan = Plan().add(Property("x"), Task("a", properties={"x": "5"}), Task("b", properties={"x": "a"}))
    told = faults(lambda: plan.evolve("x", type="int"))
    assert [t.split(":")[0] for t in told] == ['task "a"', 'task "b"']
    assert "is declared for milestone" in faults(lambda: plan.evolve("x", on=["milestone"]))[0]
    assert 'names "5"' in faults(lambda: plan.evolve("x", type="reference"))[0]
    linked = plan.evolve("a", properties={}).evolve("x", type="reference")
    assert linked.referrers("a") == ("b",)
    assert linked.evolve("x", type="text").referrers("a") == ()


def test_values_that_name_entities_are_references():
    plan = Plan().add(
        Property("peer", type="reference", default="b"),
        Task("a", properties={"peer": "b"}),
        Task("b"),
        Task("c", properties={"peer": "c"}),
    )
    assert plan.referrers("b") == ("peer", "a")
    assert plan.add(Milestone("m", calendar="standard", properties={"peer": "m"})).referrers("m") == ("m",)
    with pytest.raises(StillReferred):
        plan.remove("b")
    gone = plan.remove("b", cascade=True)
    assert (dict(gone["a"].properties), gone["peer"].default) == ({}, None)
    other = plan.rename("b", "x").rename("c", "y").rename("peer", "fellow")
    assert dict(other["a"].properties) == {"fellow": "x"}
    assert dict(other["y"].properties) == {"fellow": "y"}
    assert other["fellow"].default == "x"
    typed = Plan().add(
        Property("peer", type="reference", refers_to=["task"]), Task("a"), Task("b", properties={"peer": "a"})
    )
    assert "it has to be a task" in faults(lambda: typed.replace(Resource("a")))[0]
    with pytest.raises(StillReferred):
        plan.remove("peer")
    assert dict(plan.remove("peer", cascade=True)["a"].properties) == {}


# -- what goes wrong reads well -----------------------------------------------------------------------


def test_a_misspelled_field_is_told_with_the_nearest_one(plan):
    for edit in (lambda: plan.evolve("design", duratoin="2d"), lambda: plan.evolve(strat="2026-03-02")):
        with pytest.raises(WrongType) as caught:
            edit()
        assert str(caught.value).endswith(('Did you mean "duration"?', 'Did you mean "start"?'))


def test_ids_in_a_list_are_told_to_be_given_one_by_one(plan):
    with pytest.raises(UnknownId, match=r"one by one: remove\(\*ids\)"):
        plan.remove(["design", "build"])
    with pytest.raises(UnknownId, match="An id is text"):
        plan.children(5)


def test_a_taken_id_says_by_what(plan):
    assert "taken by a milestone ('live')" in faults(lambda: plan.rename("build", "live"))[0]
    assert "taken by a ready-made calendar" in faults(lambda: plan.rename("build", "standard"))[0]


def test_a_mapping_is_no_list_of_entities():
    assert "{'id': 'a'} (dict) is not an entity" in faults(lambda: Plan().add({"id": "a"}))[0]
