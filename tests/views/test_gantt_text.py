"""The Gantt chart in characters."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Schedule, Task
from workmodel.scheduling import schedule
from workmodel.views import gantt
from workmodel.views.characters import cells


def picture(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_a_small_project_fits_a_narrow_terminal(launch: Schedule) -> None:
    assert gantt.text(launch, width=80, as_of="2026-03-11") == picture("""
        Website launch
                   March 2026                    Apr
                   2      9      16     23     30
                            ▾
        Website    ┣━━━━━━━━━━━━━━━━━━━━━┫   ··    ▼··
          Design   ▓▓▓▓▓··  │  ··     ··     ··     ··
          Texts     ▓░░ ··  │  ··     ··     ··     ··
          Build         ··██▅▅▅▅▅▅▅▅▅▅··     ··     ··
          Live          ··  │  ··    ▼·· ◆   ··     ··

        ░░ task   ▅▅ critical   ▓▓ done   ██ done, critical   ┣━┫ summary
        ◆ critical milestone   ▼ deadline   ·· non-working   │ Wed 11 Mar 2026
    """)


def test_what_is_done_is_filled_and_what_is_critical_has_another_shape(launch: Schedule) -> None:
    lines = gantt.text(launch, width=100).splitlines()
    by_name = {line.split()[0]: line for line in lines if line.split()}
    assert "▓" * 10 in by_name["Design"]
    assert "▓▓░░░░" in by_name["Texts"]
    assert "█████▅▅▅" in by_name["Build"]


def test_five_short_tasks_are_not_stretched_over_the_line() -> None:
    plan = Plan(start="2026-03-02").add(
        Task("draft", duration="3d"),
        Task("review", duration="1d", after=["draft"]),
        Task("print", duration="2d", after=["draft"]),
        Task("proof", duration="4h", after=["draft"]),
        Milestone("out", after=["print"]),
    )
    assert gantt.text(schedule(plan), width=160) == picture("""
                   March 2026
                   2   3   4   5   6   7   8
        draft      ▅▅▅▅▅▅▅▅▅▅▅▅        ········
        review                 ░░░░    ········
        print                  ▅▅▅▅▅▅▅▅········
        proof                  ░░      ········
        out                           ◆········

        ░░ task   ▅▅ critical   ◆ critical milestone   ·· non-working
    """)


def test_the_same_in_ascii() -> None:
    plan = Plan(title="Übergabe → Betrieb", start="2026-03-02").add(
        Task("draft", duration="3d", progress="50%"),
        Task("review", title="Prüfung", duration="1d", after=["draft"]),
        Milestone("out", after=["review"]),
        Task("print", duration="1d"),
    )
    assert gantt.text(schedule(plan), width=60, ascii=True, as_of="2026-03-05") == picture("""
        Ubergabe > Betrieb
                   March 2026
                   2   3   4   5   6   7   8
                               v
        draft      ######xxxxxx|       ........
        Prufung                xxxx    ........
        out                    |  O    ........
        print      ----        |       ........

        -- task   xx critical   ## done, critical
        O critical milestone   .. non-working   | Thu 5 Mar 2026
    """)


def test_a_plan_of_two_hours_is_drawn_by_hours(odd: dict[str, Schedule]) -> None:
    assert gantt.text(odd["two hours"], width=60) == picture("""
                   Mon 2 Mar 2026
                   08:00 09:00 10:00 11:00
        off              ▅▅▅
        on                  ▅▅▅▅▅▅▅▅▅

        ▅▅ critical
    """)


def test_a_plan_of_thirty_years_is_drawn_by_years(odd: dict[str, Schedule]) -> None:
    lines = gantt.text(odd["thirty years"], width=100).splitlines()
    assert "2030" in lines[0]
    assert max(map(cells, lines)) <= 100


def test_a_milestone_at_the_end_of_friday_stands_on_friday() -> None:
    plan = Plan(start="2026-03-06").add(Task("a", duration="1d"), Milestone("m", after=["a"]))
    milestone = gantt.text(schedule(plan), width=80).splitlines()[3]
    assert milestone.index("◆") < milestone.index("·")


def test_unfinished_work_always_shows_that_something_is_left() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="1d", progress="99%"), Task("b", duration="9d"))
    assert "▓▓▓░" in gantt.text(schedule(plan), width=80)


def test_wide_and_long_names_leave_the_bars_in_their_columns() -> None:
    plan = Plan(start="2026-03-02").add(
        Task("a", title="計画書を書く、そして確認してもらう", duration="2d"),
        Task("b", title="A name that goes on and on and on, far beyond its room", duration="2d"),
        Task("c", title="שלום עולם", duration="2d"),
        Task("d", duration="2d"),
    )
    lines = gantt.text(schedule(plan), width=60).splitlines()[2:6]
    assert len({cells(line.split("▅")[0]) for line in lines}) == 1
    assert "…" in lines[1]


def test_a_long_chart_repeats_its_scale_at_the_end(crowd: Schedule) -> None:
    lines = gantt.text(crowd, width=120).splitlines()
    assert lines[1:3] == lines[503:505]


@pytest.mark.parametrize("width", [1, 40, 80, 120, 160])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_wider_than_asked_for(
    odd: dict[str, Schedule], launch: Schedule, crowd: Schedule, width: int, ascii_only: bool
) -> None:
    for made in (*odd.values(), launch, crowd):
        text = gantt.text(made, width=width, ascii=ascii_only, as_of="2026-03-11")
        if made.ids:
            assert max(map(cells, text.splitlines())) <= max(width, 40)
        assert text.isascii() or not ascii_only


def test_a_plan_without_work_says_so(odd: dict[str, Schedule]) -> None:
    assert gantt.text(odd["empty"]).startswith("Nothing to do")


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    st.integers(40, 120),
    st.booleans(),
)
def test_any_title_leaves_every_line_in_its_width(title: str, width: int, ascii_only: bool) -> None:
    plan = Plan(title=title, start="2026-03-02").add(Task("a", title=title, duration="2d"))
    text = gantt.text(schedule(plan), width=width, ascii=ascii_only)
    assert all(cells(line) <= width for line in text.split("\n"))
    assert len(text.split("\n")) in (5, 6)
    assert not ascii_only or text.isascii()
