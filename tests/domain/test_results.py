import sys
from datetime import datetime, timedelta
from types import ModuleType

import numpy as np
import pytest

from workmodel.domain import (
    Bound,
    Causes,
    DateColumns,
    Driver,
    Explanation,
    Milestone,
    Plan,
    Project,
    Resource,
    Schedule,
    Step,
    Task,
)
from workmodel.errors import UnknownId
from workmodel.findings import Finding
from workmodel.quantities import WorkTime

MONDAY = datetime(2026, 3, 2, 9)
HOUR = timedelta(hours=1)


@pytest.fixture
def plan():
    return Plan(start="2026-03-02").add(
        Task("build", parent="site", duration="2h", title="Build"),
        Task("wait", parent="site", duration="3eh", after=["build"]),
        Project("site"),
        Milestone("live", after=["site"]),
        Resource("ana"),
    )


def made(plan, complete=(50.0, 0.0, 0.0, 0.0), source="computed"):
    """A schedule by hand: build 9–11, wait 11–14, live at 14."""
    axis = plan.axis
    begin = [axis.minute(MONDAY + h * HOUR) for h in (0, 2, 0, 5)]
    end = [axis.minute(MONDAY + h * HOUR) for h in (2, 5, 5, 5)]
    ints = [
        np.array(column, dtype=np.int64)
        for column in (begin, end, begin, end, begin, end, [0, 60, 0, 0], [0, 0, 0, 0], [120, 180, 240, 0])
    ]
    flags = [np.array(column, dtype=bool) for column in ([1, 0, 1, 1], [0, 0, 1, 0])]
    causes = Causes(
        driver=lambda schedule, row: Driver("plan_start") if row == 0 else None,
        explain=lambda schedule, name: Explanation(name, ()),
        paths=lambda schedule, name, n: (("build", name),) * n,
        critical_path=lambda schedule: ("build", "wait", "live"),
    )
    return Schedule(
        plan, ("build", "wait", "site", "live"), DateColumns(*ints, *flags), complete, (), source, causes
    )


# -- schedules ----------------------------------------------------------------------------------------


def test_a_schedule_is_a_mapping_from_ids_to_dates(plan):
    schedule = made(plan)
    assert list(schedule) == ["build", "wait", "site", "live"]
    assert len(schedule) == 4
    assert "build" in schedule
    assert "ana" not in schedule
    assert 5 not in schedule
    build = schedule["build"]
    assert (build.start, build.finish, build.duration, build.complete) == (
        MONDAY,
        MONDAY + 2 * HOUR,
        WorkTime(120),
        50.0,
    )
    assert (build.wbs, build.level, build.summary, build.critical, build.elapsed) == (
        "1.1",
        2,
        False,
        True,
        False,
    )
    assert (build.name, schedule["wait"].name) == ("Build", "wait")
    assert (build.driver, schedule["wait"].driver) == (Driver("plan_start"), None)
    assert (schedule["wait"].elapsed, schedule["wait"].total_float) == (True, WorkTime(60))
    assert (schedule["site"].wbs, schedule["site"].summary) == ("1", True)
    assert schedule.wbs == ("1.1", "1.2", "1", "2")


def test_a_schedule_answers_as_a_whole(plan):
    schedule = made(plan)
    assert (schedule.start, schedule.finish) == (MONDAY, MONDAY + 5 * HOUR)
    assert schedule.critical_path == ("build", "wait", "live")
    assert schedule.paths("live", 2) == (("build", "live"), ("build", "live"))
    assert schedule.explain("live").id == "live"
    assert repr(schedule) == "<Schedule: 4 items, 2026-03-02 → 2026-03-02, 2 critical>"
    for ask in (schedule.__getitem__, schedule.paths, schedule.explain):
        with pytest.raises(UnknownId, match='"live"'):
            ask("life")
        with pytest.raises(UnknownId, match="It is a resource, which has no dates of its own"):
            ask("ana")
        with pytest.raises(UnknownId):
            ask(5)


def test_a_schedule_comes_as_plain_columns_and_rows(plan):
    schedule = made(plan)
    columns = schedule.columns()
    assert columns["id"] == ["build", "wait", "site", "live"]
    assert columns["start"][0] == MONDAY
    assert columns["total_float_minutes"] == [0, 60, 0, 0]
    assert schedule.rows()[0]["title"] == "Build"
    assert list(schedule.rows()[3]) == list(columns)


def test_a_schedule_without_work_says_so():
    none = np.zeros(0, dtype=np.int64)
    columns = DateColumns(*[none] * 9, none.astype(bool), none.astype(bool))
    empty = Schedule(Plan(), (), columns, (), (), "computed", None)
    assert (empty.start, empty.finish, empty.wbs, empty.rows()) == (None, None, (), [])
    assert repr(empty) == "<Schedule: nothing to do>"


def test_schedules_are_equal_by_value(plan):
    one = made(plan)
    same = one
    assert one == same == made(plan) == one
    make, parts = one.__reduce__()
    assert make(*parts) == one
    assert one == made(plan, complete={0: 50.0})
    assert one != made(plan, complete={0: 60.0})
    assert one != made(plan, source="read")
    assert one != made(plan.evolve("build", title="x"))
    assert one != 5
    finding = Finding("float.negative", "build", "late")
    assert one.with_findings([finding]) != one
    assert one.with_findings([finding]).findings == (finding,)
    with pytest.raises(TypeError):
        hash(one)


# -- explanations -------------------------------------------------------------------------------------


def test_an_explanation_reads_as_a_chain_of_causes():
    first = Step(
        "a",
        "Draft",
        MONDAY,
        MONDAY + HOUR,
        (Bound(Driver("plan_start"), "start", MONDAY, True),),
        ("is split",),
    )
    waits = Bound(Driver("dependency", "a", "a FS"), "start", MONDAY + HOUR, True, through="phase")
    loose = Bound(Driver("constraint", detail="SNET 2026-03-02"), "start", MONDAY)
    last = Step("b", "", MONDAY + HOUR, MONDAY + HOUR, (waits, loose))
    why = Explanation("b", [last, first])
    assert why.drivers == last.drivers == (waits.driver,)
    assert why.root == Driver("plan_start")
    assert str(why) == (
        "b (b): Mon 2026-03-02 10:00\n"
        "  → a FS, through phase: start not before Mon 2026-03-02 10:00\n"
        "    SNET 2026-03-02: start not before Mon 2026-03-02 09:00\n"
        "  Draft (a): Mon 2026-03-02 09:00 → Mon 2026-03-02 10:00\n"
        "    → the plan's start: start not before Mon 2026-03-02 09:00\n"
        "      is split"
    )
    assert (Explanation("b", ()).drivers, Explanation("b", ()).root) == ((), None)
    assert Explanation("b", [Step("b", "", MONDAY, MONDAY, ())]).root is None


def _chain(size: int) -> Explanation:
    bound = (Bound(Driver("dependency", "x", "x"), "start", MONDAY, True),)
    return Explanation("t0", tuple(Step(f"t{i}", "", MONDAY, MONDAY, bound) for i in range(size)))


def test_the_tenth_cause_and_those_behind_it_are_indented_alike():
    lines = str(_chain(50)).splitlines()
    items, bounds = lines[::2], lines[1::2]
    assert [line.index("t") for line in items] == [2 * min(depth, 10) for depth in range(50)]
    assert all(bound.index("→") == 2 + item.index("t") for item, bound in zip(items, bounds, strict=True))


def test_a_long_chain_of_causes_is_read_by_its_ends():
    why = _chain(2_000)
    lines = str(why).splitlines()
    assert [line.split()[0] for line in lines[:40:2]] == [f"t{i}" for i in range(20)]
    assert lines[40] == f"{' ' * 20}… 1,960 more steps …"
    assert [line.split()[0] for line in lines[41::2]] == [f"t{i}" for i in range(1_980, 2_000)]
    assert len(why.steps) == 2_000
    assert "more steps" not in str(_chain(50))
    assert "… 11 more steps …" in str(_chain(51))


def test_a_driver_reads_as_words_with_its_detail():
    assert str(Driver("manual")) == "dates set by hand"
    assert str(Driver("actual", detail="50%")) == "what was reported (50%)"
    assert str(Driver("dependency", "a", "a FS+2d")) == "a FS+2d"


# -- notebooks ----------------------------------------------------------------------------------------


def test_values_are_shown_by_views_that_are_loaded_when_first_shown(plan, monkeypatch):
    shown = ModuleType("workmodel.views.notebook")
    shown.plan_html = lambda plan: "<plan>"
    shown.schedule_html = lambda schedule: "<schedule>"
    shown.explanation_html = lambda explanation: "<explanation>"
    monkeypatch.setitem(sys.modules, "workmodel.views.notebook", shown)
    assert plan._repr_html_() == "<plan>"
    assert made(plan)._repr_html_() == "<schedule>"
    assert Explanation("a", ())._repr_html_() == "<explanation>"
