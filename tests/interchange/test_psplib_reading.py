"""Instances of project scheduling research become ordinary plans: a period is an hour around the clock."""

from __future__ import annotations

from datetime import datetime

import pytest

from workmodel import Milestone, Project, Resource, Task, schedule
from workmodel.errors import DocumentFaults, InvalidText, OutOfRange
from workmodel.interchange import psplib, read

HEAD = """\
************************************************************************
file with basedata            : bridge.bas
initial value random generator: 28123
************************************************************************
projects                      :  1
jobs (incl. supersource/sink ):  {jobs}
horizon                       :  17
RESOURCES
  - renewable                 :  {renewable}   R
  - nonrenewable              :  {nonrenewable}   N
  - doubly constrained        :  {doubly}   D
************************************************************************
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      3      {release}       12        {cost}        9
"""
BRIDGE = (
    HEAD.format(jobs=5, renewable=2, nonrenewable=0, doubly=0, release=0, cost=0)
    + """\
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     8       1    3
  4      1     6       2    1
  5      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    4
************************************************************************
"""
)
TOWN = """\
2
2
4 3

3 0
1 1
0 0 0 1 1:2
5 2 1 1 1:3
0 0 0 0

3 6
1 1
0 0 0 1 2:2
4 0 3 1 2:3
0 0 0 0
"""


def changed(old: str, new: str, text: str = BRIDGE) -> str:
    assert old in text
    return text.replace(old, new, 1)


def faults_of(text: str | bytes) -> list[str]:
    with pytest.raises(DocumentFaults) as caught:
        psplib.loads(text)
    return [str(fault) for fault in caught.value.faults]


class TestASingleProject:
    def test_activities_become_tasks_and_those_without_duration_milestones(self):
        plan = psplib.loads(BRIDGE).plan
        assert [(item.id, type(item)) for item in plan.items.values()] == [
            ("a1", Milestone), ("a2", Task), ("a3", Task), ("a4", Task), ("a5", Milestone),
        ]  # fmt: skip
        assert [str(task.duration) for task in plan.tasks.values()] == ["3h", "8h", "6h"]

    def test_successors_become_links_from_finish_to_start(self):
        plan = psplib.loads(BRIDGE).plan
        assert {item.id: [str(link) for link in item.after] for item in plan.items.values()} == {
            "a1": [], "a2": ["a1"], "a3": ["a1"], "a4": ["a2"], "a5": ["a3", "a4"],
        }  # fmt: skip

    def test_resources_are_equipment_around_the_clock_and_requirements_units_of_it(self):
        plan = psplib.loads(BRIDGE).plan
        assert list(plan.resources.values()) == [
            Resource("r1", type="equipment", capacity=2, calendar="24_hours"),
            Resource("r2", type="equipment", capacity=4, calendar="24_hours"),
        ]
        assert [str(one) for one in plan["a3"].assignments] == ["r1 100%", "r2 300%"]

    def test_a_period_is_an_hour_of_the_clock_from_the_start_that_is_given(self):
        assert psplib.loads(BRIDGE).plan.start == psplib.START
        plan = psplib.loads(BRIDGE, start="2026-03-06 12:00").plan
        assert schedule(plan)["a5"].finish == datetime(2026, 3, 6, 21)
        assert plan.calendar == "24_hours"

    def test_the_title_is_the_name_of_the_base_data(self):
        assert psplib.loads(BRIDGE).plan.title == "bridge.bas"

    def test_a_release_holds_back_what_waits_for_nothing(self):
        plan = psplib.loads(changed("      3      0  ", "      3      5  "), start="2026-03-02").plan
        assert str(plan["a1"].constraint) == "SNET 2026-03-02T05:00:00"
        assert schedule(plan)["a5"].finish == datetime(2026, 3, 2, 14)

    def test_a_due_date_that_costs_something_is_left_out_with_a_finding(self):
        assert psplib.loads(BRIDGE).findings == ()
        (finding,) = psplib.loads(changed("       12        0", "       12        7")).findings
        assert (finding.code, finding.severity, dict(finding.facts)) == (
            "psplib.due_date_left_out", "info", {"due": 12, "cost": 7},
        )  # fmt: skip

    def test_more_than_there_is_of_a_resource_is_a_finding(self):
        (finding,) = psplib.loads(
            changed("  4      1     6       2    1", "  4      1     6       3    1")
        ).findings
        assert (finding.code, finding.subject) == ("psplib.beyond_capacity", "a4")
        assert "3 of r1, of which there are 2" in finding.message

    def test_what_an_activity_without_duration_asks_for_is_left_out_with_a_finding(self):
        found = psplib.loads(changed("  5      1     0       0    0", "  5      1     0       1    0"))
        assert [(one.code, one.subject) for one in found.findings] == [("psplib.idle_requirement", "a5")]

    def test_links_said_twice_are_one(self):
        again = changed(
            "   1        1          2           2   3", "   1        1          3           2   3   2"
        )
        assert psplib.loads(again).plan == psplib.loads(BRIDGE).plan

    def test_lines_may_end_as_on_any_system_and_names_be_in_any_encoding(self):
        plan = psplib.loads(BRIDGE).plan
        assert psplib.loads(BRIDGE.replace("\n", "\r\n").encode()).plan == plan
        assert psplib.loads(("\ufeff" + BRIDGE).encode()).plan == plan
        assert psplib.loads(changed("bridge", "brücke").encode("cp1252")).plan.title == "brücke.bas"


CHOICE = (
    HEAD.format(jobs=4, renewable=1, nonrenewable=1, doubly=0, release=0, cost=0)
    + """\
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        3          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    4
         2     8       1    0
         3     0       1    9
  3      1     6       1    1
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  N 1
    2    9
************************************************************************
"""
)


class TestSeveralModes:
    def test_are_modes_of_the_task_which_is_planned_in_the_first(self):
        plan = psplib.loads(CHOICE).plan
        task = plan["a2"]
        assert [(mode.name, str(mode.duration), [*map(str, mode.assignments)]) for mode in task.modes] == [
            ("m1", "3h", ["r1 200%", "n1 4 unit"]), ("m2", "8h", ["r1 100%"]), ("m3", "0h", ["n1 9 unit"]),
        ]  # fmt: skip
        assert (task.mode, str(task.duration)) == ("m1", "3h")
        assert (plan["a3"].modes, [*map(str, plan["a3"].assignments)]) == ((), ["r1 100%", "n1 1 unit"])
        assert isinstance(plan["a1"], Milestone)
        assert plan.resources["n1"].stock == 9

    def test_of_which_one_takes_no_time_leave_out_what_that_would_hold(self):
        (found,) = psplib.loads(CHOICE).findings
        assert (found.code, found.subject) == ("psplib.idle_requirement", "a2")

    def test_are_a_task_even_where_the_first_or_all_take_no_time(self):
        text = CHOICE.replace("  2      1     3 ", "  2      1     0 ")
        task = psplib.loads(text).plan["a2"]
        assert (str(task.duration), task.mode, [*map(str, task.assignments)]) == ("0h", "m1", ["n1 4 unit"])
        idle = text.replace("         2     8 ", "         2     0 ")
        assert [str(mode.duration) for mode in psplib.loads(idle).plan["a2"].modes] == ["0h"] * 3

    def test_cannot_be_done_only_where_none_of_them_can(self):
        one = changed("  2      1     3       2    4", "  2      1     3       9    4", CHOICE)
        assert [found.code for found in psplib.loads(one).findings] == ["psplib.idle_requirement"]
        every = one.replace("         2     8       1", "         2     8       3").replace(
            "1    9\n", "1    10\n"
        )
        message = (
            "a2 asks in every mode for more than there is, in the first for 9 of r1, of which there are 2"
        )
        assert [found.message for found in psplib.loads(every).findings][1:] == [
            f"{message}; no schedule holds that"
        ]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("         2     8       1    0\n", "", "line 24: REQUESTS/DURATIONS has 5 rows for 6 modes of 4 jobs"),
            ("         2     8       1    0\n", "         3     8       1    0\n", "line 29: expected mode 2, found 3"),
            ("         2     8       1    0\n", "  2      2     8       1    0\n",
             "line 29: expected 4 numbers, found 5"),
            ("  3      1     6", "  4      1     6", "line 31: expected activity 3, found 4"),
            ("   2        3          1", "   2        4          1",
             "line 24: REQUESTS/DURATIONS has 6 rows for 7 modes of 4 jobs"),
            ("   2        3          1", "   2        x          1",
             "line 20: 'x' is no whole number from 0 to 999,999,999"),
            ("         3     0       1    9", "         3     0       1    y",
             "line 30: 'y' is no whole number from 0 to 999,999,999"),
        ],
    )  # fmt: skip
    def test_that_are_not_what_was_announced_are_refused(self, old, new, fault):
        assert faults_of(changed(old, new, CHOICE)) == [fault]

    def test_are_no_matter_where_each_activity_has_one_and_nonrenewable_is_material(self):
        text = changed("R 1  R 2\n---", "R 1  N 1\n---").replace(
            "renewable                 :  2", "renewable                 :  1"
        )
        text = text.replace("nonrenewable              :  0", "nonrenewable              :  1")
        plan = psplib.loads(text).plan
        assert plan.resources["n1"] == Resource("n1", type="material", unit="unit", stock=4)
        assert [str(one) for one in plan["a3"].assignments] == ["r1 100%", "n1 3 unit"]
        assert psplib.loads(psplib.dumps(plan)).plan == plan

    def test_resources_that_are_limited_in_both_ways_are_refused(self):
        assert faults_of(changed("constrained        :  0", "constrained        :  1")) == [
            "line 11: resources that are limited at once and in all cannot be said in a plan; expected 0"
        ]


class TestSeveralProjects:
    def test_each_is_a_project_of_its_own_names(self):
        plan = psplib.loads(TOWN).plan
        assert list(plan.projects) == ["p1", "p2"]
        assert plan.children("p2") == ("p2.a1", "p2.a2", "p2.a3")
        assert [str(link) for link in plan["p2.a3"].after] == ["p2.a2"]
        assert isinstance(plan["p1"], Project)

    def test_each_begins_with_its_release(self):
        plan = psplib.loads(TOWN, start="2026-03-02").plan
        assert (plan["p1"].start, plan["p2"].start) == (None, datetime(2026, 3, 2, 6))
        assert schedule(plan)["p2.a3"].finish == datetime(2026, 3, 2, 10)

    def test_they_share_resources(self):
        plan = psplib.loads(TOWN).plan
        assert [one.capacity for one in plan.resources.values()] == [4, 3]
        assert [str(one) for one in plan["p1.a2"].assignments] == ["r1 200%", "r2 100%"]

    def test_activities_may_wait_for_those_of_other_projects(self):
        plan = psplib.loads(changed("5 2 1 1 1:3", "5 2 1 2 1:3 2:2", TOWN)).plan
        assert [str(link) for link in plan["p2.a2"].after] == ["p1.a2", "p2.a1"]

    def test_what_is_not_there_is_named(self):
        assert faults_of(changed("2:3", "3:1", TOWN)) == [
            "line 14: there is no activity 1 in project 3; there are 2 projects"
        ]
        assert faults_of(changed("2:3", "2:4", TOWN)) == [
            "line 14: there is no activity 4 in project 2; it has 3"
        ]


class TestFaults:
    def test_are_told_all_at_once_with_their_lines(self):
        text = changed("   2        1          1           4", "   2        1          1           9")
        text = changed("  4      1     6", "  4      1    -6", text)
        assert faults_of(text) == [
            "line 31: '-6' is no whole number from 0 to 999,999,999",
            "line 20: there is no activity 9; there are 5",
        ]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("jobs (incl. supersource/sink ):  5", "jobs (incl. supersource/sink ):  6",
             "line 17: PRECEDENCE RELATIONS has 5 rows for 6 jobs"),
            ("   3        1          1           5", "   3        1          2           5",
             "line 21: expected 2 successors, found 1"),
            ("   3        1          1           5", "   7        1          1           5",
             "line 21: expected activity 3, found 7"),
            ("   3        1          1           5", "   3        0          1           5",
             "line 21: activity 3 can be done in 0 modes, expected 1 or more"),
            ("  3      1     8       1    3", "  3      1     8       1",
             "line 30: expected 5 numbers, found 4"),
            ("    2    4\n", "    2\n", "line 36: expected 2 capacities, found 1"),
            ("   2        1          1           4", "   2        1          1           2",
             "line 20: activity 2 waits for itself"),
            ("projects                      :  1", "projects                      :  2",
             "line 5: expected 1 project, found 2"),
            ("   1        1          2           2   3", "   1        1          x           2   3",
             "line 19: 'x' is no whole number from 0 to 999,999,999"),
            ("  3      1     8", "  3      1     999999",
             "line 30: a duration of 999999 periods is longer than a hundred years, 876,600 hours"),
            ("       1    3\n", "       1    30000\n",
             "line 30: 30000 of a resource is more than the 10,000 that an assignment can hold"),
        ],
    )  # fmt: skip
    def test_say_what_was_expected_and_what_is_there(self, old, new, fault):
        assert faults_of(changed(old, new)) == [fault]

    def test_activities_that_wait_for_each_other_are_named(self):
        (fault,) = faults_of(
            changed("   4        1          1           5", "   4        1          2           5   2")
        )
        assert "a2 → a4 → a2" in fault

    @pytest.mark.parametrize(
        "section", ["PRECEDENCE RELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES"]
    )
    def test_a_section_that_is_missing_is_named(self, section):
        assert any(f"no section {section}" in fault for fault in faults_of(BRIDGE[: BRIDGE.index(section)]))

    def test_what_is_no_instance_is_told_so(self):
        for text in ("", "Name,Duration\nDraft,3d\n", "{}", b"\x00\x01\x02"):
            assert len(faults_of(text)) == 1

    def test_a_start_that_is_none_is_refused_as_everywhere(self):
        with pytest.raises(InvalidText):
            psplib.loads(BRIDGE, start="soon")
        with pytest.raises(OutOfRange, match="no zone"):
            psplib.loads(BRIDGE, start="2026-03-02 09:00+01:00")

    def test_a_release_after_the_last_year_is_refused(self):
        with pytest.raises(DocumentFaults, match="after the year 9999"):
            psplib.loads(TOWN.replace("3 6", "3 99999"), start="9999-12-30")


class TestWhateverTheFormat:
    def test_instances_are_known_by_their_content(self):
        for text in (BRIDGE, TOWN, BRIDGE.encode(), ("\ufeff\n" + TOWN).encode(), TOWN.encode("utf-16")):
            assert read(text).plan == psplib.loads(text).plan

    def test_files_are_read_and_written(self, tmp_path):
        plan = psplib.loads(BRIDGE).plan
        psplib.dump(plan, tmp_path / "bridge.sm")
        assert psplib.load(tmp_path / "bridge.sm").plan == plan
