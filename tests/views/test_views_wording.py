"""Dates and amounts as people read them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Calendar, Driver, Milestone, Plan, Resource, Task
from workmodel.quantities import Conventions
from workmodel.scheduling import schedule
from workmodel.views import timetable
from workmodel.views.hours import hours_of
from workmodel.views.naming import cause
from workmodel.views.wording import Wording, amount, percent, point, wording


def written(plan: Plan) -> list[tuple[str, str]]:
    made = schedule(plan)
    words = wording(made, hours_of(plan))
    return [row.dates(words) for row in timetable.rows(made)]


def test_whole_days_of_work_are_written_as_days() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="3d"), Milestone("m", after=["a"]))
    assert written(plan) == [("Mon 2 Mar 2026", "Wed 4 Mar 2026"), ("Wed 4 Mar 2026", "Wed 4 Mar 2026")]


def test_one_item_within_a_day_brings_times_for_all() -> None:
    plan = Plan(start="2026-03-02").add(Task("a", duration="1d"), Task("b", duration="4h", after=["a"]))
    assert written(plan) == [
        ("Mon 2 Mar 2026 08:00", "Mon 2 Mar 2026 17:00"),
        ("Tue 3 Mar 2026 08:00", "Tue 3 Mar 2026 12:00"),
    ]


def test_a_day_of_other_hours_is_still_a_whole_day() -> None:
    office = Calendar("office", week="mon-thu 09:00-17:30; fri 09:00-14:00")
    plan = Plan(start="2026-03-06", calendar="office").add(office, Task("a", duration="5h"))
    assert written(plan) == [("Fri 6 Mar 2026", "Fri 6 Mar 2026")]


def test_a_day_that_ends_at_midnight_is_called_by_its_own_name() -> None:
    plan = Plan(start="2026-03-02", calendar="24_hours").add(Task("a", duration="24h"))
    assert written(plan) == [("Mon 2 Mar 2026", "Mon 2 Mar 2026")]


def test_a_milestone_at_midnight_between_two_days_of_work_says_the_time() -> None:
    plan = Plan(start="2026-03-02", calendar="24_hours").add(
        Task("a", duration="24h"), Milestone("m", after=["a"])
    )
    assert written(plan)[1] == ("Tue 3 Mar 2026 00:00", "Tue 3 Mar 2026 00:00")


def test_a_milestone_at_midnight_before_a_day_of_work_belongs_to_that_day() -> None:
    assert written(Plan(start="2026-03-02").add(Milestone("m"))) == [("Mon 2 Mar 2026", "Mon 2 Mar 2026")]


def test_the_hours_of_people_who_work_otherwise_count_too() -> None:
    late = Calendar("late", week="mon-fri 10:00-19:00")
    plan = Plan(start="2026-03-02").add(late, Resource("eve", calendar="late"), Task("a", duration="1d"))
    assert written(plan) == [("Mon 2 Mar 2026 08:00", "Mon 2 Mar 2026 17:00")]


def test_an_hour_that_the_clock_shows_twice_says_which() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))
    assert point(first) == "Sun 25 Oct 2026 02:30 +02:00"
    assert point(second) == "Sun 25 Oct 2026 02:30 +01:00"


def test_a_deadline_by_the_day_reads_as_that_day_even_among_times() -> None:
    assert Wording(times=True).limit(datetime(2026, 4, 4)) == "Fri 3 Apr 2026"
    assert Wording(times=True).limit(datetime(2026, 4, 3, 12)) == "Fri 3 Apr 2026 12:00"


@pytest.mark.parametrize(
    ("minutes", "elapsed", "shown"),
    [
        (480, False, "1d"),
        (1680, False, "3d 4h"),
        (30, False, "30min"),
        (-960, False, "-2d"),
        (4320, True, "3ed"),
        (1500, True, "1ed 1eh"),
    ],
)
def test_amounts_read_as_planners_write_them(minutes: int, elapsed: bool, shown: str) -> None:
    assert str(amount(minutes, elapsed=elapsed)) == shown


@given(st.integers(-(10**7), 10**7), st.booleans(), st.integers(1, 1440))
def test_an_amount_in_words_is_the_same_amount(minutes: int, elapsed: bool, per_day: int) -> None:
    conventions = Conventions(minutes_per_day=per_day)
    assert amount(minutes, conventions, elapsed=elapsed).minutes(conventions) == minutes


@given(st.floats(0, 100))
def test_only_what_is_complete_says_so_and_only_what_is_not_begun_says_nothing_done(value: float) -> None:
    assert (percent(value) == "100%") is (value == 100)
    assert (percent(value) == "0%") is (value == 0)


def test_what_a_file_says_in_its_own_way_is_shown_as_it_says_it() -> None:
    assert cause(Driver("constraint", "", "whenever it suits"), {}) == "whenever it suits"
    assert (
        cause(Driver("summary", "t1", "t1 ends last"), {"t1": "Paint"})
        == "what it contains (Paint ends last)"
    )
    assert cause(None, {}) == ""


def test_only_the_id_is_replaced_by_the_name() -> None:
    assert (
        cause(Driver("dependency", "a", "a FS+1d, through a-b"), {"a": "Alpha"}) == "Alpha FS+1d, through a-b"
    )
