"""What the Gantt chart shows, before anybody draws it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Project, Routine, Schedule, Task
from workmodel.errors import InvalidText
from workmodel.scheduling import schedule
from workmodel.views import gantt


def chart_of(plan: Plan, as_of: str | None = None) -> gantt.Chart:
    return gantt.rows(schedule(plan), as_of=as_of)


def test_a_full_day_of_work_fills_its_day_and_half_a_day_half_of_it() -> None:
    plan = Plan(start="2026-03-02").add(
        Task("whole", duration="3d"),
        Task("half", duration="4h", after=["whole"]),
        Task("rest", after=["half"]),
    )
    bars = chart_of(plan).bars
    assert [(bar.left, bar.right) for bar in bars] == [(0, 3), (3, 3.5), (3.5, 4.5)]


def test_work_over_a_weekend_covers_it() -> None:
    bar = chart_of(Plan(start="2026-03-06").add(Task("a", duration="2d"))).bars[0]
    assert (bar.left, bar.right) == (4, 8)


def test_whole_weekends_and_days_off_are_shaded() -> None:
    shades = chart_of(Plan(start="2026-03-02").add(Task("a", duration="10d"))).shades
    assert [(shade.left, shade.right) for shade in shades] == [(5, 7), (12, 14)]


def test_a_chart_of_hours_shades_nights_and_lunch() -> None:
    chart = chart_of(Plan(start="2026-03-02 08:00").add(Task("a", duration="6h")))
    assert chart.scale.unit == "hour"
    lunch = 12 - 7  # the window begins an hour before the work
    assert (lunch, lunch + 1) in [(shade.left, shade.right) for shade in chart.shades]


def test_a_plan_of_decades_is_not_shaded(odd: dict[str, Schedule]) -> None:
    assert gantt.rows(odd["thirty years"]).shades == ()


def test_progress_fills_the_bar_from_its_start(launch: Schedule) -> None:
    chart = gantt.rows(launch)
    design, texts = chart.bars[1], chart.bars[2]
    assert design.done == design.right
    assert texts.done == pytest.approx(texts.left + 0.4 * (texts.right - texts.left))


def test_shapes_tell_summaries_tasks_and_milestones_apart(launch: Schedule) -> None:
    assert [bar.shape for bar in gantt.rows(launch).bars] == ["summary", "task", "task", "task", "milestone"]


def test_a_task_without_duration_is_drawn_as_a_milestone() -> None:
    assert chart_of(Plan(start="2026-03-02").add(Task("a", duration="0d"))).bars[0].shape == "milestone"


def test_links_name_their_rows_and_say_which_of_them_drives(launch: Schedule) -> None:
    found = {(link.before, link.after): link for link in gantt.rows(launch).links}
    assert (found[1, 2].link, found[1, 2].label) == ("SS", "design SS+1d")
    assert found[3, 4].driving
    assert found[3, 4].critical
    assert not found[2, 4].driving


def test_waiting_for_a_routine_draws_no_link() -> None:
    plan = Plan(start="2026-03-02").add(
        Routine("close", recurrence="FREQ=MONTHLY", effort="1d"), Task("a", after=["close same_period"])
    )
    chart = chart_of(plan)
    assert len(chart.rows) == 1
    assert chart.links == ()


def test_the_line_of_today_stands_where_it_was_asked_for() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="5d"))
    assert chart_of(plan, as_of="2026-03-04").today == 2
    assert chart_of(plan, as_of="2026-03-04 12:00").today == 2.5


def test_without_an_as_of_the_status_date_is_the_line_at_its_end() -> None:
    plan = Plan(start="2026-03-02", status_date="2026-03-04").add(Task("a", duration="5d"))
    assert chart_of(plan).today == 3
    assert chart_of(plan.evolve(status_date=None)).today is None


def test_a_line_far_from_the_plan_does_not_stretch_the_chart() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="5d"))
    near, far = chart_of(plan, as_of="2026-03-12"), chart_of(plan, as_of="2031-01-01")
    assert (near.today, near.scale.length) == (10, 14)
    assert (far.today, far.scale.length) == (None, 7)


def test_an_as_of_that_is_no_moment_is_refused(launch: Schedule) -> None:
    with pytest.raises(InvalidText):
        gantt.rows(launch, as_of="soon")


def test_children_follow_their_parent_wherever_they_were_declared() -> None:
    plan = Plan(start="2026-03-02").add(
        Task("b1", parent="b"), Task("a1", parent="a"), Project("a"), Project("b"), Task("a2", parent="a")
    )
    assert [(row.wbs, row.id) for row in chart_of(plan).rows] == [
        ("1", "a"), ("1.1", "a1"), ("1.2", "a2"), ("2", "b"), ("2.1", "b1")
    ]  # fmt: skip


def test_outline_numbers_are_ordered_as_numbers() -> None:
    plan = Plan(start="2026-03-02").add([Task(f"t{n}") for n in range(12)])
    assert [row.wbs for row in chart_of(plan).rows] == [str(n) for n in range(1, 13)]


def test_every_odd_plan_has_a_chart_whose_bars_lie_in_its_window(odd: dict[str, Schedule]) -> None:
    for name, made in odd.items():
        chart = gantt.rows(made)
        assert len(chart.rows) == len(made), name
        assert all(0 <= bar.left <= bar.right <= chart.scale.length for bar in chart.bars), name


@given(
    st.lists(st.integers(1, 4000), min_size=1, max_size=6),
    st.sampled_from([None, "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"]),
    st.sampled_from(["standard", "24_hours", "night_shift"]),
    st.dates(min_value=date(2011, 1, 1), max_value=date(2030, 1, 1)),
)
def test_later_is_never_drawn_further_left(
    durations: list[int], zone: str | None, calendar: str, start: date
) -> None:
    plan = Plan(start=str(start), zone=zone, calendar=calendar).add(
        [
            Task(f"t{n}", duration=f"{d}min", after=[f"t{n - 1}"] if n else [])
            for n, d in enumerate(durations)
        ],
        Milestone("end", after=[f"t{len(durations) - 1}"]),
    )
    chart = chart_of(plan)
    edges = [edge for bar in chart.bars for edge in (bar.left, bar.right)]
    assert edges == sorted(edges)
    assert edges[-1] <= chart.scale.length
