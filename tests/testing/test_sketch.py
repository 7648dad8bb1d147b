"""Plans as pictures."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from workmodel.calendars import CalendarException, WorkWeek
from workmodel.domain import Link, Milestone, Project, Resource, Task
from workmodel.errors import InvalidSketch, PlanFaults
from workmodel.testing import drawn, sketch

EVERYTHING = """
    plan   start 2026-03-02 08:00, zone Europe/Berlin, calendar office, day 450, critical_float 1d
    site   project, "Website launch", deadline 2026-04-10, owner ana
      design   5d    @ana
      build    10d   @ben 50%   after design, spec SS+2d
      spec     3ed   MSO 2026-03-03 10:00
      live     0d    after build, tests FF+50%, build FS-1ed
      tests    task 0d   FNLT 2026-04-01
      fixed    2d    manual 2026-03-03 .. 2026-03-05 17:00
      latest   2d    manual .. 2026-03-05
      begun    2d    started 2026-03-03 progress 40% remaining 1d worked 6h resume 2026-03-04
      people         effort 3d each @ana @ben estimate 2d / 5d / 14d estimated
    ana    resource  calendar night_shift
    ben    resource  capacity 80%, skills python 4, design
    robot  resource  type equipment capacity 2
    office calendar  mon-fri 09:00-17:00; sat off  base standard
    shop   calendar  base office  off 2026-12-24..2026-12-26 open 2026-03-07 09:00-12:00, 13:00-14:00
    long   calendar  off 2026-12-24.. every FREQ=YEARLY during 2026-06-01..2026-08-31 fri off
    lead   5d alap priority 700 calendar long type fixed_work ignore_resource_calendars leveling 2ed @ana
    help   routine every FREQ=WEEKLY;BYDAY=MO effort 1h at 09:00 @ben from 2026-03-02 owner ana
    cycle  routine every RRULE:FREQ=YEARLY EXDATE:20270301 window 1d day_off next renewal catch_up for ana step s 9min by each
    talks  routine every FREQ=YEARLY for ana step read 1h 30min by each lasting 2h step talk 30min by each ben after read
    moved  routine every FREQ=YEARLY gap skip override 2026-03-02 to 2026-03-03 window 2ed, 2028-03-02 cancelled following
    hours  routine reservation 20% level 2d
    done1  completion of help on 2026-03-02 done 2026-03-03 09:00 effort 50min
    done2  completion of talks on 2026-03-02 step talk person ana skipped
    boss   resource manager ana
"""


def test_indentation_says_what_is_part_of_what() -> None:
    plan = sketch("""
        site  project
          design
            draft   2d
            review  1d
          build  5d
        party  1d
    """)
    assert plan.children("site") == ("design", "build")
    assert plan.children("design") == ("draft", "review")
    assert plan["party"].parent is None


def test_a_line_is_a_task_unless_it_says_otherwise() -> None:
    plan = sketch("a\nb 0d\nc milestone\nd project\ne resource\nf task 0d")
    assert [entity.kind for entity in plan] == [
        "task",
        "milestone",
        "milestone",
        "project",
        "resource",
        "task",
    ]
    assert plan["a"].duration is None
    assert str(plan["f"].duration) == "0d"


def test_plans_begin_on_a_monday_morning_unless_told_otherwise() -> None:
    assert sketch("a").start == datetime(2026, 3, 2, 8)
    assert sketch("a", start="2027-01-04").start == date(2027, 1, 4)
    assert sketch("plan start 2027-01-04\na").start == date(2027, 1, 4)
    assert sketch("a", direction="backward", finish="2027-01-04").start is None


def test_settings_that_are_handed_in_win_over_the_picture() -> None:
    assert sketch("plan zone Europe/Berlin\na", zone="Europe/Paris").zone == "Europe/Paris"


def test_everything_that_is_written_is_understood() -> None:
    plan = sketch(EVERYTHING)
    assert plan["site"] == Project("site", title="Website launch", deadline="2026-04-10", owner="ana")
    assert plan["build"] == Task(
        "build", parent="site", duration="10d", after=["design", "spec SS+2d"], assignments=["ben 50%"]
    )
    assert plan["live"] == Milestone("live", parent="site", after=["build", "tests FF+50%", "build FS-1ed"])
    assert plan["live"].after[1].link is Link.FF
    assert plan["spec"].constraint.date == datetime(2026, 3, 3, 10)
    assert plan["spec"].duration.elapsed
    assert plan["fixed"].manual.finish == datetime(2026, 3, 5, 17)
    assert plan["latest"].manual.start is None
    assert plan["begun"].progress.percent == 40
    assert str(plan["begun"].progress.remaining) == "1d"
    assert plan["people"].split == "each"
    assert plan["people"].estimated
    assert plan["ben"] == Resource("ben", capacity=Decimal("0.8"), skills=["python 4", "design"])
    assert plan["shop"].exceptions == (
        CalendarException(start="2026-12-24", finish="2026-12-26"),
        CalendarException(start="2026-03-07", shifts="09:00-12:00, 13:00-14:00"),
    )
    assert plan["long"].exceptions[0].recurring
    assert plan["long"].work_weeks == (WorkWeek(start="2026-06-01", finish="2026-08-31", pattern="fri off"),)
    assert plan["lead"].constraint.kind == "ALAP"
    assert plan["lead"].priority == 700
    assert plan["help"].recurrence == "FREQ=WEEKLY;BYDAY=MO"
    assert plan.conventions.minutes_per_day == 450
    assert plan.calendar == "office"


def test_work_asks_for_a_share_and_from_among_whom_may_be_interrupted_and_has_a_minimum_staff() -> None:
    picture = """
        t 2d requires 2 python 4 50% from dev, from ana|ben splittable staff 2 @ana @ben
        watch routine requires python from dev from 2026-03-09 every FREQ=DAILY
        desk routine requires python from 2026-03-09, until 2026-04-01
        ana resource
        ben resource
        dev resource members ana, ben
    """
    plan = sketch(picture)
    assert [str(one) for one in plan["t"].requires] == ["2 python 4 50% from dev", "from ana|ben"]
    assert (plan["t"].splittable, plan["t"].minimum_staff) == (True, 2)
    assert [(str(plan[name].requires[0]), str(plan[name].valid_from)) for name in ("watch", "desk")] == [
        ("python from dev", "2026-03-09"), ("python", "2026-03-09"),
    ]  # fmt: skip
    assert sketch(drawn(plan)) == plan
    for wrong in ("t 2d staff many", "t 2d staff 0", "t 2d splittable 2", "t 2d requires 50%"):
        with pytest.raises(InvalidSketch):
            sketch(wrong)


def test_what_resources_have_and_work_asks_for_has_its_notation() -> None:
    picture = """
        plan zone Europe/Berlin
        t 2d requires 2 python 4, sql contour back
        watch routine requires python
        kim resource absent 2026-07-01..2026-07-14 vacation, 2026-05-04 sick capacity_from 2026-03-01 0.6 daily_limit 6h
        eva resource efficiency 0.9 weekly_limit 30h absent 2026-05-04 08:00..2026-05-04 12:00 50% training
        dev resource members kim, eva from 2026-03-01 to 2026-06-30 type team
        pune calendar base standard zone Asia/Kolkata
    """
    plan = sketch(picture)
    assert [str(one) for one in plan["t"].requires] == ["2 python 4", "sql"]
    assert plan["t"].contour == "back"
    assert [str(one) for one in plan["kim"].absences] == [
        "2026-07-01..2026-07-14 vacation",
        "2026-05-04 sick",
    ]
    assert str(plan["kim"].capacity_changes[0]) == "2026-03-01 0.6"
    assert str(plan["dev"].members[1]) == "eva from 2026-03-01 to 2026-06-30"
    assert plan["pune"].zone == "Asia/Kolkata"
    assert sketch(drawn(plan)) == plan


def test_what_is_drawn_reads_back_as_the_same_plan() -> None:
    plan = sketch(EVERYTHING)
    assert list(sketch(drawn(plan))) == list(plan)
    assert sketch(drawn(plan)) == plan


def test_an_id_may_be_a_word_of_the_notation() -> None:
    plan = sketch("start 1d\ndeadline 2d after start, draft\ndraft 1d after open\nopen 1d")
    assert [d.predecessor for d in plan["deadline"].after] == ["start", "draft"]
    assert plan["draft"].after[0].predecessor == "open"


def test_comments_and_empty_lines_say_nothing() -> None:
    assert [e.id for e in sketch("# all of it\n\na 2d # two days\n")] == ["a"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("draft 3x", "span"),
        ("draft 3d aftr spec", "span"),
        ("draft 3d after", "dependencies"),
        ("draft 3d SNET", "a date"),
        ("draft 3d SNET soon", "SNET 2026-03-02"),
        ("draft 3d alap now", 'nothing after "ALAP"'),
        ("draft 3d SNET 2026-03-03 FNLT 2026-03-05", "one constraint"),
        ("draft 3d after a after b", '"after" once'),
        ("draft 3d priority high", "whole number"),
        ("draft @ben 3d", "the span before it"),
        ("draft 3d manual soon", "a date"),
        ("draft 3d progress", "a percentage"),
        ("live milestone 2d", "a clause of a milestone"),
        ("live 0d @ana", "no assignment"),
        ("a/b 2d", "an id"),
        ("draft 3d deadline", "a date"),
        ('draft "one" "two"', "one title"),
        ("office calendar someday", "days with their shifts"),
        ("office calendar off 2026-12-24 09:00-12:00", "a day or days"),
        ("office calendar open 2026-12-24", "days with shifts"),
        ("office calendar during summer mon off", "a period"),
        ("plan tomorrow", "settings by name"),
        ("plan day long", "whole numbers"),
    ],
)
def test_a_line_that_breaks_the_notation_says_where_and_what_was_expected(line: str, expected: str) -> None:
    with pytest.raises(InvalidSketch) as caught:
        sketch(f"first 1d\n{line}")
    assert caught.value.number == 2
    assert caught.value.line == line
    assert expected in str(caught.value)
    assert "line 2" in str(caught.value)


@pytest.mark.parametrize("picture", ["live 0d\n  below 1d", "site project\n  ana resource"])
def test_only_tasks_and_projects_have_something_below_them(picture: str) -> None:
    with pytest.raises(InvalidSketch) as caught:
        sketch(picture)
    assert caught.value.number == 2


def test_items_that_do_not_fit_together_are_told_as_the_plan_tells_them() -> None:
    with pytest.raises(PlanFaults):
        sketch("draft 3d after spec")


def test_a_picture_is_text() -> None:
    with pytest.raises(InvalidSketch):
        sketch(["draft 3d"])  # type: ignore[arg-type]
