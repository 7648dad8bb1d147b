"""Timetable, critical path, findings and explanations as rows and text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from workmodel.domain import Mode, Plan, Resource, Schedule, Task
from workmodel.findings import Finding
from workmodel.scheduling import schedule
from workmodel.views import critical_path, explanation, findings, gantt, report, timetable
from workmodel.views.characters import cells
from workmodel.views.tables import Column, table


def picture(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_the_timetable_lists_every_item_with_its_dates_and_what_held_them(launch: Schedule) -> None:
    lines = timetable.text(launch).splitlines()
    assert lines[1].endswith("  what it contains (Live ends last)")
    assert timetable.text(launch, width=107) == picture("""
               Name      Start            Finish           Duration  Float  Done  Assigned      Held by
        ● 1    Website   Mon 2 Mar 2026   Tue 24 Mar 2026       17d    -2d   46%                what it contains (…
          1.1    Design  Mon 2 Mar 2026   Fri 6 Mar 2026         5d     0d  100%  Ana Lima      the plan's start
          1.2    Texts   Tue 3 Mar 2026   Thu 5 Mar 2026         3d    11d   40%  Ana Lima 50%  Design SS+1d
        ● 1.3    Build   Mon 9 Mar 2026   Fri 20 Mar 2026       10d    -2d   20%  Ben Okafor    Design
        ● 1.4    ◆ Live  Tue 24 Mar 2026  Tue 24 Mar 2026        0d    -2d    0%                Build FS+2d
        ● critical: a slip moves the end
    """)


def test_where_room_is_short_what_says_least_goes_first(launch: Schedule) -> None:
    assert timetable.text(launch, width=67).splitlines()[0].split() == [
        "Name",
        "Start",
        "Finish",
        "Duration",
        "Float",
    ]
    assert all(cells(line) <= 60 for line in timetable.text(launch, width=60).splitlines())


ODD = schedule(
    Plan(start="2026-03-02").add(
        Task("a", title="A name of a good length, as people write them", duration="49d 1h 20min"),
        Task("b", title="Short", duration="6ed 6eh 40emin"),
        Task("c", title="Also short", duration="1h 20min"),
    )
)


def test_names_keep_room_where_it_is_short_and_times_go_before_durations() -> None:
    lines = timetable.text(ODD, width=80).splitlines()
    assert lines[0].split() == ["Name", "Start", "Finish", "Duration"]
    assert "A name of a good length" in lines[1]
    assert max(map(cells, lines)) <= 80
    assert ":" not in lines[1]
    assert "08:00" in timetable.text(ODD, width=80, times=True)
    assert "08:00" in timetable.text(ODD, width=140)


def test_spans_are_written_in_their_two_largest_units_and_whole_in_the_tooltip() -> None:
    text = timetable.text(ODD)
    assert "49d 1h " in text
    assert "6ed 6eh " in text
    assert "1h 20min" in text
    assert "49d 1h 20min" not in text
    assert '<td class="w-r w-opt" title="49d 1h 20min">49d 1h</td>' in timetable.html(ODD)
    assert str(timetable.rows(ODD)[0].duration) == "49d 1h 20min"


def test_the_timetable_in_ascii(launch: Schedule) -> None:
    text = timetable.text(launch, ascii=True)
    assert text.isascii()
    assert text.splitlines()[5].startswith("* 1.4    + Live")


def test_times_can_be_asked_for_and_left_out(launch: Schedule) -> None:
    assert "Mon 2 Mar 2026 08:00" in timetable.text(launch, times=True)
    hours = schedule(Plan(start="2026-03-02").add(Task("a", duration="2h")))
    assert "10:00" in timetable.text(hours)
    assert "10:00" not in timetable.text(hours, times=False)


def test_rows_are_values_with_dates_and_spans(launch: Schedule) -> None:
    row = timetable.rows(launch)[2]
    assert (row.id, str(row.duration), row.assigned, row.after, row.held_by) == (
        "texts",
        "3d",
        ("Ana Lima 50%",),
        ("Design SS+1d",),
        "Design SS+1d",
    )
    assert row.start == launch["texts"].start


def test_whom_work_asks_for_and_in_which_mode_it_is_planned_stand_with_the_item(
    page: Callable[[str], Any],
) -> None:
    modes = [Mode("by hand", duration="3d", requires=["2 from ana|ben"]), Mode("<digger>", duration="1d")]
    task = Task("trench", modes=modes)
    plan = Plan(start="2026-03-02").add(Resource("ana"), Resource("ben"), task, Task("rest", duration="1d"))
    row, rest = timetable.rows(schedule(plan))
    assert (row.asks, row.mode, row.modes, row.way) == (
        ("2 from ana|ben",), "by hand", ("by hand", "<digger>"), "by hand, of by hand, <digger>",
    )  # fmt: skip
    assert (rest.asks, rest.mode, rest.modes, rest.way) == ((), "", (), "")
    edited = timetable.rows(schedule(plan.evolve("trench", duration="2d")))[0]
    assert (edited.mode, edited.way) == ("", "none, of by hand, <digger>")
    found = page(report.html(schedule(plan)))
    found.assert_harmless(scripts=1)
    assert "Asks for2 from ana|ben" in found.text
    assert "Modeby hand, of by hand, <digger>" in found.text
    assert "mode by hand, of by hand, &lt;digger&gt;" in gantt.svg(schedule(plan))


def test_elapsed_durations_and_floats_are_written_as_elapsed(odd: dict[str, Schedule]) -> None:
    assert str(timetable.rows(odd["elapsed"])[1].duration) == "3ed"


def test_a_constraint_holds_a_date_in_words() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="1d", constraint="SNET 2026-03-05"))
    assert timetable.rows(schedule(plan))[0].held_by == "start no earlier than Thu 5 Mar 2026"


def test_the_timetable_as_html_has_no_chart(launch: Schedule, page: Callable[[str], Any]) -> None:
    found = page(timetable.html(launch))
    found.assert_harmless()
    assert not found.all("svg")
    assert "Ana Lima 50%" in found.text


def test_the_critical_path_in_order(launch: Schedule, page: Callable[[str], Any]) -> None:
    assert [row.name for row in critical_path.rows(launch)] == ["Design", "Build", "Live"]
    assert critical_path.text(launch) == picture("""
           Name    Start            Finish           Duration  Held by
        1  Design  Mon 2 Mar 2026   Fri 6 Mar 2026         5d  the plan's start
        2  Build   Mon 9 Mar 2026   Fri 20 Mar 2026       10d  Design
        3  Live    Tue 24 Mar 2026  Tue 24 Mar 2026        0d  Build FS+2d
    """)
    found = page(critical_path.html(launch))
    found.assert_harmless()
    assert len(found.all("li")) == 3


def test_findings_with_the_gravest_first(launch: Schedule, page: Callable[[str], Any]) -> None:
    made = launch.with_findings(
        [
            Finding("duration.missing", "texts", "no duration is given", severity="info"),
            Finding("deadline.missed", "live", "it comes late"),
            Finding("plan.bad", "", "something is\nwrong <here>", severity="error"),
        ]
    )
    assert [(row.severity, row.name) for row in findings.rows(made)] == [
        ("error", "the plan"), ("warning", "Live"), ("info", "Texts")
    ]  # fmt: skip
    assert findings.text(made) == picture("""
                   About     Finding                    Code
        ✖ error    the plan  something is wrong <here>  plan.bad
        ▲ warning  Live      it comes late              deadline.missed
        ℹ info     Texts     no duration is given       duration.missing
    """)
    assert findings.text(made, ascii=True).isascii()
    found = page(findings.html(made))
    found.assert_harmless()
    assert "something is wrong <here>" in found.text


def test_no_findings_is_good_news(odd: dict[str, Schedule]) -> None:
    assert findings.text(odd["elapsed"]) == "No findings: nothing asks for attention."


def test_an_explanation_leads_from_the_item_to_the_first_cause(launch: Schedule) -> None:
    assert explanation.text(launch.explain("live"), names={"texts": "Texts"}) == picture("""
        Live: Tue 24 Mar 2026 17:00
          → Build FS+2d: start not before Tue 24 Mar 2026 17:00
            Texts: start not before Thu 5 Mar 2026 17:00
            the plan's start: start not before Mon 2 Mar 2026 00:00
          Build: Mon 9 Mar 2026 08:00 → Fri 20 Mar 2026 17:00
            → Design: start not before Fri 6 Mar 2026 17:00
              the plan's start: start not before Mon 2 Mar 2026 00:00
            Design: Mon 2 Mar 2026 08:00 → Fri 6 Mar 2026 17:00
              → the plan's start: start not before Mon 2 Mar 2026 00:00
    """)


def test_a_plan_made_backward_says_not_after(odd: dict[str, Schedule]) -> None:
    text = explanation.text(odd["backward"].explain("a"))
    assert "not after" in text
    assert explanation.text(odd["backward"].explain("a"), ascii=True).isascii()


def test_a_table_that_cannot_fit_keeps_what_matters() -> None:
    columns = [Column("Name", least=4), Column("Start"), Column("Why", least=4, rank=1)]
    lines = table(columns, [["a long name", "today", "because of all that"]], width=14)
    assert lines == ["Name     Start", "a long…  today"]
