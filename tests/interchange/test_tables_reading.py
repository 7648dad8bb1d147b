"""Tables of tasks as people have them become plans."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from workmodel.domain import Milestone, Project, Task
from workmodel.errors import DocumentFaults
from workmodel.interchange import Imported, tables


def plan(text: str | bytes):
    return tables.loads(text).plan


def codes(text: str | bytes) -> list[str]:
    return [finding.code for finding in tables.loads(text).findings]


def faults(text: str | bytes) -> dict[str, str]:
    with pytest.raises(DocumentFaults) as caught:
        tables.loads(text)
    return {fault.path: fault.message for fault in caught.value.faults}


def after(read, name: str) -> list[str]:
    return [str(d) for d in read[name].after]


MS_PROJECT = """\
ID,Task Mode,Task Name,Duration,Start,Finish,Predecessors,Resource Names,% Complete,Outline Level
1,Auto Scheduled,Launch,10 days?,Mon 3/2/26,Fri 3/13/26,,,20%,1
2,Auto Scheduled,Spec,3 days,Mon 3/2/26 8:00 AM,Wed 3/4/26 5:00 PM,,"Ana Lima,Ben[50%]",100%,2
3,Auto Scheduled,Build,5 days?,Thu 3/5/26,Wed 3/11/26,2FS+2 days,Ben,0%,2
4,Auto Scheduled,Live,0 days,Fri 3/13/26,Fri 3/13/26,"3,2SS+50%",,0%,2
5,Manually Scheduled,Party,1 day,Sat 3/14/26,Sat 3/14/26,,,0%,1
"""


class TestATableFromMicrosoftProject:
    def test_it_becomes_an_outline_with_links_people_and_progress(self):
        read = plan(MS_PROJECT)
        assert [(e.id, e.kind, e.name) for e in read] == [
            ("1", "task", "Launch"), ("2", "task", "Spec"), ("3", "task", "Build"), ("4", "milestone", "Live"),
            ("5", "task", "Party"), ("ana-lima", "resource", "Ana Lima"), ("Ben", "resource", "Ben"),
        ]  # fmt: skip
        assert read.children("1") == ("2", "3", "4")
        assert after(read, "3") == ["2 FS+2d"]
        assert after(read, "4") == ["3", "2 SS+50%"]
        assert [(a.resource, a.units) for a in read["2"].assignments] == [
            ("ana-lima", None),
            ("Ben", Decimal("0.5")),
        ]
        assert read["2"].progress.complete
        assert read["3"].estimated
        assert str(read["3"].duration) == "5d"
        assert read.start == date(2026, 3, 2)

    def test_a_summary_takes_its_amounts_from_what_is_below(self):
        assert plan(MS_PROJECT)["1"].duration is None
        assert "tables.summary_amounts" in codes(MS_PROJECT)

    def test_a_task_scheduled_by_hand_keeps_its_dates(self):
        assert plan(MS_PROJECT)["5"].manual.start == date(2026, 3, 14)


class TestHeaders:
    @pytest.mark.parametrize(
        "header",
        [
            "Name",
            "NAME",
            " Task Name ",
            "task_name",
            "Task-Name",
            "TaskName",
            "Title",
            "Activity",
            "Task",
            "Summary",
        ],
    )
    def test_names_of_columns_are_known_in_many_spellings(self, header):
        assert plan(f"{header},Duration\nDraft,3d\n")["draft"].title == "Draft"

    def test_the_order_of_columns_does_not_matter(self):
        assert plan("Duration,Name\n3d,Draft\n") == plan("Name,Duration\nDraft,3d\n")

    def test_a_column_that_is_not_understood_is_a_warning_that_says_what_was_lost_and_what_was_meant(self):
        read = tables.loads("Name,Duratoin\nDraft,3d\nBuild,\nTest,4d\n")
        (told,) = [f for f in read.findings if f.code == "tables.column_ignored"]
        assert told.severity == "warning"
        assert (told.fact("column"), told.fact("cells"), told.fact("nearest")) == (
            "Duratoin",
            2,
            ("Duration",),
        )
        assert 'the column "Duratoin" was left out; its 2 cells were not read' in told.message
        assert 'Did you mean "Duration"?' in told.message
        for header in ("ID", "Name", "Duration", "Work", "Outline Level", "Predecessors", "Task Mode"):
            assert header in told.fact("understood")
            assert header in told.message

    def test_a_column_that_is_not_understood_and_says_nothing_is_no_warning(self):
        (told, _) = tables.loads("Name,Moon phase\nDraft,\n").findings
        assert (told.code, told.severity, told.fact("cells")) == ("tables.column_ignored", "info", 0)

    @pytest.mark.parametrize(
        ("header", "nearest"),
        [
            ("Duraton", ("Duration",)),
            ("Total duration of it", ("Duration",)),
            ("Predecesors", ("Predecessors",)),
            ("Resurces", ("Resource Names",)),
            ("Moon phase", ()),
            ("Status", ()),
        ],
    )
    def test_the_nearest_columns_are_offered(self, header, nearest):
        told = tables.loads(f"Name,{header}\nDraft,3d\n").findings[0]
        assert (told.code, told.fact("nearest")) == ("tables.column_ignored", nearest)

    def test_what_is_understood_is_listed_once(self):
        found = tables.loads("Name,Sun,Moon,Stars\nDraft,1,2,3\n").findings
        assert [f.message.count("Outline Level") for f in found if f.code == "tables.column_ignored"] == [
            1,
            0,
            0,
        ]

    def test_very_many_strange_columns_are_counted(self):
        header = ",".join(f"Strange {n}" for n in range(500))
        found = tables.loads(f"Name,{header}\nDraft{',x' * 500}\n").findings
        told = [f for f in found if f.code == "tables.column_ignored"]
        assert len(told) == 51
        assert (told[-1].fact("columns"), told[-1].fact("cells"), told[-1].severity) == (450, 450, "warning")

    def test_of_two_columns_that_mean_the_same_the_first_counts(self):
        read = tables.loads("Name,Task,Duration\nDraft,Other,3d\n")
        assert "draft" in read.plan
        (told,) = [f for f in read.findings if f.code == "tables.column_ignored"]
        assert told.severity == "warning"
        assert '"Name" means the same, and the first counts' in told.message

    def test_a_list_may_be_spread_over_columns_of_one_name(self):
        read = plan(
            "Issue key,Summary,Labels,Labels,Inward issue link (Blocks),Inward issue link (Blocks)\n"
            "A-1,Draft,red,blue,,\nA-2,Build,,,A-1,\nA-3,Test,,green,A-1,A-2\n"
        )
        assert [task.tags for task in read] == [("red", "blue"), (), ("green",)]
        assert [after(read, task.id) for task in read] == [[], ["A-1"], ["A-1", "A-2"]]

    @pytest.mark.parametrize(
        ("header", "field", "text", "value"),
        [
            ("Dur.", "duration", "3d", "3d"),
            ("Planned Duration", "duration", "3d", "3d"),
            ("Duration in days", "duration", "3", "3d"),
            ("duration_hours", "duration", "3", "3h"),
            ("Est. Duration (h)", "duration", "3", "3h"),
            ("Effort hours", "effort", "3", "3h"),
            ("Due Date", "deadline", "2026-03-02", "2026-03-02"),
            ("Due by", "deadline", "2026-03-02", "2026-03-02"),
            ("Prio", "priority", "high", "700"),
            ("Remarks", "notes", "short", "short"),
        ],
    )
    def test_the_usual_names_of_other_tools_are_understood(self, header, field, text, value):
        read = tables.loads(f"Name,{header}\nDraft,{text}\n")
        assert str(getattr(read.plan["draft"], field)) == value
        assert "tables.column_ignored" not in [f.code for f in read.findings]

    @pytest.mark.parametrize("header", ["Work Days", "Start hours", "Days", "Created"])
    def test_a_name_that_could_mean_several_things_is_not_guessed(self, header):
        assert codes(f"Name,{header}\nDraft,3\n")[0] == "tables.column_ignored"

    def test_the_id_goes_before_the_unique_id(self):
        assert "7" in plan("Unique ID,ID,Name\n1,7,Draft\n")
        assert "1" in plan("Unique ID,Name\n1,Draft\n")

    def test_without_a_column_of_names_there_is_no_table_of_tasks(self):
        assert '"When", "Where"' in faults("When,Where\n1,2\n")["row 1"]

    def test_a_unit_in_the_header_holds_for_the_numbers_below(self):
        read = plan("Name,Duration (hours),Work [days]\nDraft,4,2\n")
        assert (str(read["draft"].duration), str(read["draft"].effort)) == ("4h", "2d")

    def test_results_such_as_floats_are_passed_over_silently(self):
        assert codes("Name,Total Slack,Critical\nDraft,3d,Yes\n") == ["tables.no_start"]


class TestDelimitersAndEncodings:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_the_delimiter_is_found(self, mark):
        assert str(plan(f"Name{mark}Duration\nDraft{mark}1.5d\n")["draft"].duration) == "1.5d"

    def test_semicolons_go_with_decimal_commas(self):
        read = plan("Name;Duration;Work;% Complete\nDraft;1,5d;2,5;12,5\n")
        assert (str(read["draft"].duration), str(read["draft"].effort)) == ("1.5d", "2.5h")
        assert read["draft"].progress.percent == Decimal("12.5")

    def test_a_first_line_may_name_the_delimiter(self):
        assert "draft" in plan("sep=;\r\nName;Duration\r\nDraft;3d\r\n")

    def test_cells_may_hold_delimiters_quotes_and_lines(self):
        read = plan('Name,Notes\n"Draft, ""first""","line one\nline two"\nReview,\n')
        assert read["draft-first"].title == 'Draft, "first"'
        assert read["draft-first"].notes == "line one\nline two"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_unicode_encodings_are_read_without_a_word(self, encoding):
        data = "Name,Start\nÜberprüfung ☃,2026-03-02\n".encode(encoding)
        assert plan(data)["uberprufung"].title == "Überprüfung ☃"
        assert "tables.encoding_assumed" not in codes(data)

    def test_a_code_page_is_guessed_with_a_finding(self):
        data = "Name\nCafé – “quoted”\n".encode("cp1252")
        assert plan(data)["cafe-quoted"].title == "Café – “quoted”"
        assert codes(data)[0] == "tables.encoding_assumed"

    def test_bytes_in_no_encoding_are_refused(self):
        assert "no character" in faults(b"Name\nA\x81\x8d\n")["table"]

    def test_blank_rows_are_passed_over_and_counted(self):
        read = plan("\n\nName,Duration,Predecessors\n\nA,1d,\n\nB,1d,2\n")
        assert after(read, "b") == ["a"]

    def test_a_row_longer_than_the_header_is_refused(self):
        assert "3 cells, but the header has 2" in faults("Name,Duration\nDraft,1,5d\n")["row 2"]

    def test_empty_cells_behind_the_header_are_fine(self):
        assert len(plan("Name,Duration\nDraft,3d,,,\n")) == 1

    @pytest.mark.parametrize("text", ['Name\n"Draft\n', 'Name\n"Draft" and more\n'])
    def test_broken_quotation_is_refused_with_its_row(self, text):
        assert any(path.startswith("row") for path in faults(text))

    @pytest.mark.parametrize("text", ["", "\n\n", " , ,\n"])
    def test_an_empty_table_is_refused(self, text):
        assert "empty" in faults(text)["table"]

    def test_a_header_alone_is_an_empty_plan(self):
        assert len(plan("Name,Duration\n")) == 0


class TestIds:
    def test_the_column_of_ids_gives_the_ids(self):
        assert [e.id for e in plan("Key,Name\nWEB-1,Draft\nWEB-2,Draft\n")] == ["WEB-1", "WEB-2"]

    def test_without_one_they_are_made_from_the_names(self):
        read = plan("Name\nWrite the draft!\nWrite the draft!\nСпецификация\n☃\n")
        assert [e.id for e in read] == ["write-the-draft", "write-the-draft-2", "спецификация", "item"]

    def test_an_id_that_is_none_is_made_readable_and_still_found(self):
        read = plan("ID,Name,After\nWEB 1,Draft,\n2,Review,WEB 1\n")
        assert after(read, "2") == ["web-1"]

    @pytest.mark.parametrize("name", ["Standard", "24 Hours", "Night Shift"])
    def test_a_task_or_person_called_like_a_ready_made_calendar_gets_an_id_of_its_own(self, name):
        read = plan(f"Name,Owner\n{name},standard\n")
        assert next(iter(read.tasks.values())).title == name
        assert next(iter(read.resources.values())).title == "standard"

    def test_ids_have_to_differ(self):
        assert "row 2 too" in faults("ID,Name\n1,A\n1,B\n")["row 3, ID"]

    def test_a_row_without_name_and_id_is_refused(self):
        assert "neither" in faults("Name,Duration\n,3d\n")["row 2"]


class TestOutlines:
    EXPECTED = (("a", None), ("b", "a"), ("c", "b"), ("d", "a"), ("e", None))

    @pytest.mark.parametrize(
        "text",
        [
            "Name,Outline Level\nA,1\nB,2\nC,3\nD,2\nE,1\n",
            "Name,WBS\nA,1\nB,1.1\nC,1.1.1\nD,1.2\nE,2\n",
            "Name,WBS\nA,X\nB,X.1\nC,X.1.7\nD,X.2.\nE,Y\n",
            "Name,Parent\nA,\nB,1\nC,2\nD,1\nE,\n",
            "Name,Parent\nA,\nB,A\nC,B\nD,A\nE,\n",
            "Name\nA\n   B\n      C\n   D\nE\n",
            "Name\nA\n\tB\n\t\tC\n\tD\nE\n",
        ],
    )
    def test_outlines_are_read_however_they_are_written(self, text):
        assert tuple((e.id, e.parent) for e in plan(text)) == self.EXPECTED

    def test_a_level_that_is_skipped_does_no_harm(self):
        assert [e.parent for e in plan("Name,Level\nA,1\nB,4\nC,4\nD,2\n")] == [None, "a", "a", "a"]

    def test_a_code_without_the_code_above_it_goes_to_the_next_above(self):
        assert [e.parent for e in plan("Name,WBS\nA,1\nB,1.2.3\nC,7.1\n")] == [None, "a", None]

    def test_an_unknown_parent_is_refused(self):
        assert '"Z"' in faults("Name,Parent\nA,Z\n")["row 2, Parent"]

    def test_parents_in_a_ring_are_refused(self):
        assert faults("ID,Name,Parent\na,A,b\nb,B,a\n")

    def test_a_level_has_to_be_a_number(self):
        assert "row 2, Outline Level" in faults("Name,Level\nA,top\n")


class TestKinds:
    def test_what_takes_no_time_is_a_milestone(self):
        assert isinstance(plan("Name,Duration\nLive,0 days\n")["live"], Milestone)

    def test_a_column_may_say_so(self):
        read = plan("Name,Milestone,Duration\nLive,Yes,\nBuild,No,0d\n")
        assert isinstance(read["live"], Milestone)
        assert isinstance(read["build"], Task)

    def test_a_type_may_say_so(self):
        read = plan("Name,Type,Parent\nSite,Project,\nLive,milestone,1\nBuild,Bug,1\n")
        assert [type(e) for e in read] == [Project, Milestone, Task]


class TestPredecessors:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("1", ["a"]),
            ("1FS", ["a"]),
            ("1fs+2d", ["a FS+2d"]),
            ("1SS+2 days", ["a SS+2d"]),
            ("1FF-1 eday", ["a FF-1ed"]),
            ("1SF+50%", ["a SF+50%"]),
            ("1+3d", ["a FS+3d"]),
            ('"1, 2SS"', ["a", "b SS"]),
            ("1;2SS", ["a", "b SS"]),
            ('"1\n2"', ["a", "b"]),
            ("A", ["a"]),
            ("A SS+1h", ["a SS+1h"]),
            ("Big one FS+1w", ["big-one FS+1w"]),
            ("", []),
        ],
    )
    def test_they_are_read_in_many_notations(self, cell, expected):
        read = plan(f"Name,Predecessors\nA,\nB,\nBig one,\nC,{cell}\n")
        assert after(read, "c") == expected

    def test_numbers_are_those_of_the_id_column_where_there_is_one(self):
        assert after(plan("ID,Name,Predecessors\n10,A,\n20,B,10\n"), "20") == ["10"]
        assert "row 3, Predecessors" in faults("ID,Name,Predecessors\n10,A,\n20,B,1\n")

    def test_a_name_that_two_rows_have_names_none(self):
        assert "row 4, Predecessors" in faults("Name,Predecessors\nA,\nA,\nB,A\n")

    @pytest.mark.parametrize(
        "cell", ["7", "1XX", "1FS+later", "1FS+2", "Ax", "FS", "+2d", "1 FS same_period oops"]
    )
    def test_what_names_no_row_or_no_lag_is_refused(self, cell):
        assert list(faults(f"Name,Predecessors\nA,\nB,{cell}\n")) == ["row 3, Predecessors"]

    def test_the_nearest_name_is_offered(self):
        assert 'Did you mean "Design"?' in faults("Name,After\nDesign,\nB,Desing\n")["row 3, Predecessors"]

    def test_a_row_that_waits_for_itself_is_refused_with_its_row(self):
        assert "waits for itself" in faults("Name,After\nA,\nB,B\n")["row 3"]


class TestPeople:
    def test_units_are_read_in_brackets_and_behind(self):
        read = plan("Name,Assigned to\nA,Ana[50%]; Ben 25 %; Zoë\n")
        assert [(a.resource, a.units) for a in read["a"].assignments] == [
            ("Ana", Decimal("0.5")), ("Ben", Decimal("0.25")), ("Zoë", None),
        ]  # fmt: skip

    def test_one_name_in_two_spellings_is_one_person(self):
        assert len(plan("Name,Owner\nA,Ana Lima\nB,ana lima\n").resources) == 1

    def test_a_person_called_like_a_task_gets_an_id_of_her_own(self):
        read = plan("Name,Owner\ndesign,design\n")
        assert read["design"].assignments[0].resource == "design-2"
        assert read["design-2"].title == "design"

    def test_units_that_are_no_percentage_are_left_out_with_a_finding(self):
        assert "tables.units_left_out" in codes("Name,Resource Names\nA,Paint[lots]\n")

    def test_a_quantity_is_one_of_a_material_as_microsoft_project_exports_it(self):
        read = plan('Name,Resource Names\nA,"Paint[3,5 l];Ana"\nB,Paint[40 l]\n')
        assert [str(one) for one in read["a"].assignments] == ["Paint 3.5 l", "Ana"]
        assert [(one.type, one.unit) for one in read.resources.values()] == [
            ("material", "l"),
            ("person", ""),
        ]


class TestAmounts:
    def test_a_number_without_a_unit_is_days_and_a_finding_says_so(self):
        assert str(plan("Name,Duration\nA,5\n")["a"].duration) == "5d"
        assert "tables.unit_assumed" in codes("Name,Duration\nA,5\n")

    def test_a_number_of_work_is_hours(self):
        assert str(plan("Name,Work\nA,40\n")["a"].effort) == "40h"

    def test_percentages_are_read_as_they_are_meant(self):
        assert plan("Name,% Complete\nA,40%\n")["a"].progress.percent == 40
        assert plan("Name,% Complete\nA,40\n")["a"].progress.percent == 40
        assert plan("Name,Done\nA,yes\n")["a"].progress.percent == 100
        assert plan("Name,% Complete\nA,0\n")["a"].progress is None

    def test_shares_of_one_are_percentages_with_a_finding(self):
        text = "Name,% Complete\nA,0.4\nB,1\n"
        assert [t.progress.percent for t in plan(text).tasks.values()] == [40, 100]
        assert "tables.percent_as_share" in codes(text)

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            ("Duration", "soon"), ("Duration", "-3d"), ("Work", "3 ed"), ("% Complete", "140"), ("% Complete", "some"),
            ("Priority", "5000"), ("Priority", "very"), ("Deadline", "31.2.2026"), ("Start", "Q3"),
            ("Milestone", "maybe"),
            ("Constraint", "WHEN"), ("Constraint Type", "Whenever"), ("Resource Names", "Ana[999999999%]"),
        ],
    )  # fmt: skip
    def test_a_cell_that_cannot_be_read_is_told_with_its_row(self, column, cell):
        assert all(path.startswith("row 2") for path in faults(f"Name,{column}\nA,{cell}\n"))

    def test_all_faults_of_all_rows_are_told_at_once(self):
        found = faults("Name,Duration,Priority\nA,soon,1\nB,3d,many\nC,3d,1\n,1d,1\n")
        assert set(found) == {"row 2, Duration", "row 3, Priority", "row 5"}

    @pytest.mark.parametrize(
        ("cell", "expected"), [("High", 700), ("low", 300), ("500", 500), ("1000", 1000)]
    )
    def test_priorities_are_numbers_or_words(self, cell, expected):
        assert plan(f"Name,Priority\nA,{cell}\n")["a"].priority == expected


class TestDates:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("2026-03-02", date(2026, 3, 2)),
            ("2026-03-02 09:30", datetime(2026, 3, 2, 9, 30)),
            ("2026-03-02T09:30:00", datetime(2026, 3, 2, 9, 30)),
            ("2.3.2026", date(2026, 3, 2)),
            ("02.03.26 17:00", datetime(2026, 3, 2, 17, 0)),
            ("3/2/2026", date(2026, 3, 2)),
            ("Mon 3/2/26", date(2026, 3, 2)),
            ("Mon 3/2/26 12:15 AM", datetime(2026, 3, 2, 0, 15)),
            ("3/2/2026 5:00 PM", datetime(2026, 3, 2, 17, 0)),
            ("2 March 2026", date(2026, 3, 2)),
            ("02-Mar-26", date(2026, 3, 2)),
            ('"March 2, 2026"', date(2026, 3, 2)),
            ('"Monday, 2 Mar 2026"', date(2026, 3, 2)),
        ],
    )
    def test_dates_are_read_in_many_spellings(self, cell, expected):
        assert plan(f"Name,Deadline\nA,{cell}\n")["a"].deadline == expected

    def test_a_day_above_twelve_shows_that_days_come_first(self):
        read = plan("Name,Deadline\nA,03/04/2026\nB,25/04/2026\n")
        assert read["a"].deadline == date(2026, 4, 3)

    def test_where_nothing_shows_it_the_month_comes_first_and_a_finding_says_so(self):
        read = tables.loads("Name,Deadline\nA,03/04/2026\n")
        assert read.plan["a"].deadline == date(2026, 3, 4)
        assert "tables.date_order_assumed" in [f.code for f in read.findings]

    def test_a_start_without_logic_becomes_a_constraint(self):
        read = tables.loads("Name,Duration,Start\nA,3d,2026-03-02\nB,3d,2026-03-09\n")
        assert read.plan.start == date(2026, 3, 2)
        assert read.plan["a"].constraint is None
        assert str(read.plan["b"].constraint) == "SNET 2026-03-09"
        assert "tables.start_as_constraint" in [f.code for f in read.findings]

    def test_a_start_beside_predecessors_is_left_out_with_a_finding(self):
        text = "Name,Duration,Start,Predecessors\nA,3d,2026-03-02,\nB,3d,2026-03-09,1\n"
        assert plan(text)["b"].constraint is None
        assert "tables.dates_follow_logic" in codes(text)

    def test_where_a_column_says_constraints_starts_are_results(self):
        read = plan("Name,Start,Constraint\nA,2026-03-09,\nB,2026-03-02,FNLT 2026-04-01\n")
        assert read["a"].constraint is None
        assert str(read["b"].constraint) == "FNLT 2026-04-01"

    def test_constraints_may_stand_in_two_columns(self):
        text = (
            "Name,Constraint Type,Constraint Date\n"
            "A,Start No Earlier Than,3/9/26\nB,As Late As Possible,NA\nC,As Soon As Possible,\n"
        )
        assert [str(t.constraint or "") for t in plan(text).tasks.values()] == ["SNET 2026-03-09", "ALAP", ""]

    def test_without_a_duration_it_is_the_working_time_between_start_and_finish(self):
        read = tables.loads(
            "Name,Start,Finish\nA,2026-03-02,2026-03-06\nB,2026-03-02 08:00,2026-03-02 12:00\n"
        )
        assert [str(t.duration) for t in read.plan.tasks.values()] == ["5d", "0.5d"]
        assert "tables.duration_derived" in [f.code for f in read.findings]

    def test_without_any_start_the_plan_has_none_and_a_finding_says_what_to_do(self):
        read = tables.loads("Name,Duration\nA,3d\n")
        assert read.plan.start is None
        assert "tables.no_start" in [f.code for f in read.findings]

    def test_actual_dates_are_progress(self):
        read = plan("Name,Actual Start,Actual Finish\nA,2026-03-02,2026-03-04\nB,2026-03-03,NA\n")
        assert read["a"].progress.complete
        assert read["b"].progress.actual_start == date(2026, 3, 3)

    def test_an_actual_finish_before_the_actual_start_is_refused(self):
        assert "row 2" in faults("Name,Actual Start,Actual Finish\nA,2026-03-05,2026-03-04\n")


class TestCalendars:
    def test_ready_made_calendars_are_known_by_their_titles(self):
        assert plan("Name,Calendar\nA,24 Hours\n")["a"].calendar == "24_hours"

    def test_others_are_left_out_with_a_finding(self):
        assert plan("Name,Calendar\nA,Office\n")["a"].calendar is None
        assert "tables.calendar_left_out" in codes("Name,Calendar\nA,Office\n")


class TestFiles:
    def test_a_path_and_open_files(self, tmp_path: Path):
        path = tmp_path / "tasks.csv"
        path.write_bytes(MS_PROJECT.encode("utf-16"))
        read = tables.load(path)
        assert isinstance(read, Imported)
        assert read.plan == plan(MS_PROJECT)
        assert tables.load(io.StringIO(MS_PROJECT)).plan == read.plan
        assert tables.load(io.BytesIO(MS_PROJECT.encode())).plan == read.plan
