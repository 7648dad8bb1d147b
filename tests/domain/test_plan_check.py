from workmodel.domain import Milestone, Plan, Project, Resource, Routine, Task


def codes(plan):
    return [(finding.code, finding.subject) for finding in plan.check()]


def test_a_plan_in_order_has_no_findings():
    assert Plan(start="2026-03-02").add(Project("p"), Task("a", parent="p", duration="1d")).check() == ()


def test_a_plan_needs_a_start_or_planned_backward_a_finish():
    assert codes(Plan()) == [("plan.no_start", "")]
    assert codes(Plan(direction="backward", start="2026-03-02")) == [("plan.no_finish", "")]
    assert Plan().check()[0].severity == "error"


def test_rings_are_listed():
    plan = Plan(start="2026-03-02").add(
        Task("a", duration="1d", after=["b"]), Task("b", duration="1d", after=["a"]), Milestone("c", after=["c2"]),
        Milestone("c2", after=["c"]),
    )  # fmt: skip
    assert codes(plan) == [("dependency.cycle", "a"), ("dependency.cycle", "c")]
    assert plan.check()[0].fact("path") == ("a", "b")
    assert "a → b → a" in plan.check()[0].message


def test_what_is_empty_or_contradictory_is_pointed_out():
    plan = Plan(start="2026-03-02").add(
        Task("open"),
        Task("whole", effort="2d"),
        Task("part", parent="whole", duration="1d"),
        Task("whole2"),
        Task("part2", parent="whole2", effort="1d", after=["part", "part FS+1d"]),
        Project("empty"),
        Routine("support"),
        Task("report", duration="1d", after=["support"]),
        Milestone("bound", after=["support same_period"]),
    )
    assert codes(plan) == [
        ("duration.missing", "open"),
        ("summary.own_amount", "whole"),
        ("dependency.repeated", "part2"),
        ("project.empty", "empty"),
        ("routine.no_owner", "support"),
        ("dependency.unbound", "report"),
    ]
    assert all(finding.message and not finding.message.endswith(".") for finding in plan.check())


def test_a_share_where_percent_are_meant_and_percent_where_a_share_is_meant():
    plan = Plan(start="2026-03-02").add(
        Task("half", duration="1d", progress={"percent": "0.5"}),
        Task("done", duration="1d", progress={"percent": "50"}),
        Resource("ana", capacity="80"),
        Resource("crew", capacity="80", type="team"),
    )
    assert codes(plan) == [("progress.tiny", "half"), ("resource.many", "ana")]


def test_an_effort_that_nobody_gives_time_to_is_pointed_out():
    plan = Plan(start="2026-03-02").add(
        Resource("ben"),
        Task("idle", effort="1d", assignments=["ben 0%"]),
        Task("fine", effort="1d", assignments=["ben"]),
    )
    assert codes(plan) == [("assignment.nothing", "idle")]
