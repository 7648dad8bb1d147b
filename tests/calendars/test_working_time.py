"""Adding, subtracting and measuring working time, and the two readings of a boundary."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable

import numpy as np
import pytest

from workmodel.calendars import (
    ALWAYS,
    NIGHT_SHIFT,
    ROUND_THE_CLOCK,
    STANDARD,
    CalendarException,
    Layer,
    WeekPattern,
    WorkCalendar,
)
from workmodel.errors import WrongType

At = Callable[..., int]
Shown = Callable[..., str]

OFFICE = WorkCalendar(STANDARD)


def test_work_that_does_not_fit_before_the_weekend_continues_on_monday(at: At, shown: Shown) -> None:
    assert shown(OFFICE.add(at("2026-03-06 16:00"), 90)) == "Mon 2026-03-09 08:30"


def test_friday_evening_and_monday_morning_are_one_boundary_read_in_two_ways(at: At, shown: Shown) -> None:
    friday = at("2026-03-06 16:00")
    assert shown(OFFICE.add(friday, 60, "finish")) == "Fri 2026-03-06 17:00"
    assert shown(OFFICE.add(friday, 60, "start")) == "Mon 2026-03-09 08:00"
    for moment in ("2026-03-06 17:00", "2026-03-07 12:34", "2026-03-09 08:00"):
        assert shown(OFFICE.next_open(at(moment))) == "Mon 2026-03-09 08:00"
        assert shown(OFFICE.previous_open(at(moment))) == "Fri 2026-03-06 17:00"


def test_within_a_shift_both_readings_are_the_moment_itself(at: At) -> None:
    moment = at("2026-03-06 10:15")
    assert OFFICE.next_open(moment) == OFFICE.previous_open(moment) == moment
    assert OFFICE.add(moment, 0, "start") == OFFICE.add(moment, 0, "finish") == moment


def test_where_a_shift_begins_work_can_start_but_not_end(at: At, shown: Shown) -> None:
    lunch_over = at("2026-03-06 13:00")
    assert OFFICE.next_open(lunch_over) == lunch_over
    assert shown(OFFICE.previous_open(lunch_over)) == "Fri 2026-03-06 12:00"


def test_subtracting_walks_back_over_weekends_and_lunch(at: At, shown: Shown) -> None:
    assert shown(OFFICE.add(at("2026-03-09 09:00"), -90, "start")) == "Fri 2026-03-06 16:30"
    assert shown(OFFICE.add(at("2026-03-09 17:00"), -480, "start")) == "Mon 2026-03-09 08:00"
    assert shown(OFFICE.add(at("2026-03-09 17:00"), -480, "finish")) == "Fri 2026-03-06 17:00"


def test_working_time_between_counts_open_minutes_and_has_a_sign(at: At) -> None:
    monday, next_monday = at("2026-03-02 00:00"), at("2026-03-09 00:00")
    assert OFFICE.between(monday, next_monday) == 40 * 60
    assert OFFICE.between(next_monday, monday) == -40 * 60
    assert OFFICE.between(at("2026-03-07 08:00"), at("2026-03-08 20:00")) == 0


def test_an_amount_of_work_can_be_asked_for_first() -> None:
    for amount in (-(10**6), -1, 0, 1, 10**6):
        for calendar in (WorkCalendar(f"mon-fri 08:00-1{hour}:00") for hour in range(7)):
            assert calendar.position(calendar.start_of(amount)) == amount
        for calendar in (WorkCalendar(f"mon-fri 09:00-1{hour}:00") for hour in range(7)):
            assert calendar.position(calendar.finish_of(amount)) == amount


def test_is_open_asks_about_the_minute_that_begins(at: At) -> None:
    assert OFFICE.is_open(at("2026-03-06 16:59"))
    assert not OFFICE.is_open(at("2026-03-06 17:00"))
    assert OFFICE.is_open(at("2026-03-06 08:00"))
    assert not OFFICE.is_open(at("2026-03-06 07:59"))


def test_a_night_shift_belongs_to_the_day_on_which_it_starts(at: At, shown: Shown) -> None:
    nights = WorkCalendar(Layer("mon-fri 22:00-06:00", CalendarException(start="2026-03-04")))
    assert nights.between(at("2026-03-02 00:00"), at("2026-03-09 00:00")) == 4 * 8 * 60
    assert nights.is_open(at("2026-03-04 05:59"))  # Tuesday's shift
    assert not nights.is_open(at("2026-03-05 01:00"))  # Wednesday is off
    assert shown(nights.add(at("2026-03-06 23:00"), 7 * 60)) == "Sat 2026-03-07 06:00"


def test_shifts_that_touch_over_midnight_are_one_window(at: At) -> None:
    calendar = WorkCalendar("mon 20:00-24:00; tue 00:00-04:00, 06:00-08:00")
    starts, finishes = calendar.windows(at("2026-03-02"), at("2026-03-04"))
    assert (finishes - starts).tolist() == [8 * 60, 2 * 60]


def test_a_shift_over_midnight_that_meets_the_next_days_shift_counts_no_minute_twice(at: At) -> None:
    calendar = WorkCalendar("mon 20:00-08:00; tue 06:00-12:00")
    assert calendar.between(at("2026-03-02"), at("2026-03-04")) == 16 * 60


def test_the_standard_week_has_forty_hours(at: At) -> None:
    assert OFFICE.between(at("2026-03-02"), at("2026-03-09")) == 2400
    assert OFFICE.is_open(at("2026-03-02 08:00"))
    assert not OFFICE.is_open(at("2026-03-02 12:30"))


def test_the_night_shift_runs_from_monday_23_00_to_saturday_08_00(at: At) -> None:
    nights = WorkCalendar(NIGHT_SHIFT)
    week = at("2026-03-02"), at("2026-03-09")
    starts, finishes = nights.windows(*week)
    assert (starts[0], finishes[-1]) == (at("2026-03-02 23:00"), at("2026-03-07 08:00"))
    assert nights.between(*week) == 2400
    assert (finishes - starts).tolist() == [240, 240] * 5


def test_twenty_four_hours_are_always_open_and_exceptions_can_be_laid_over_them(at: At) -> None:
    calendar = WorkCalendar([ROUND_THE_CLOCK, Layer("", CalendarException(start="2026-03-04"))])
    assert calendar.between(at("2026-03-02"), at("2026-03-09")) == 6 * 1440
    around = WorkCalendar(ROUND_THE_CLOCK)
    assert [w.tolist() for w in around.windows(at("2026-03-02"), at("2056-03-02"))] == [
        [at("2026-03-02")],
        [at("2056-03-02")],
    ]


def test_elapsed_time_is_plain_arithmetic() -> None:
    moments = np.array([-5, 0, 7, 10**12])
    assert ALWAYS.position(7) == ALWAYS.start_of(7) == ALWAYS.finish_of(7) == 7
    assert ALWAYS.add(10**12, -1) == 10**12 - 1
    assert ALWAYS.is_open(-(10**12))
    assert ALWAYS.adds(moments, 5).tolist() == (moments + 5).tolist()
    assert ALWAYS.next_opens(moments).tolist() == ALWAYS.previous_opens(moments).tolist() == moments.tolist()
    assert ALWAYS.are_open(moments).all()
    assert [w.tolist() for w in ALWAYS.windows(3, 9)] == [[3], [9]]
    assert [w.tolist() for w in ALWAYS.windows(9, 3)] == [[], []]
    assert ALWAYS.compiled(3, 9).total == 6


def test_windows_are_clipped_in_order_and_apart(at: At) -> None:
    starts, finishes = OFFICE.windows(at("2026-03-06 10:00"), at("2026-03-09 09:00"))
    assert starts.dtype == finishes.dtype == np.int64
    assert list(zip(starts.tolist(), finishes.tolist(), strict=True)) == [
        (at("2026-03-06 10:00"), at("2026-03-06 12:00")),
        (at("2026-03-06 13:00"), at("2026-03-06 17:00")),
        (at("2026-03-09 08:00"), at("2026-03-09 09:00")),
    ]
    assert [w.size for w in OFFICE.windows(at("2026-03-07"), at("2026-03-08"))] == [0, 0]
    assert [w.size for w in OFFICE.windows(at("2026-03-09"), at("2026-03-08"))] == [0, 0]


def test_a_compiled_calendar_holds_the_work_done_before_each_window(at: At) -> None:
    compiled = OFFICE.compiled(at("2026-03-06 10:00"), at("2026-03-09 09:00"))
    assert compiled.done.tolist() == [0, 120, 360]
    assert compiled.done.dtype == np.int64
    assert compiled.total == 420
    empty = OFFICE.compiled(at("2026-03-07"), at("2026-03-08"))
    assert (empty.total, empty.done.size) == (0, 0)


def test_arrays_of_any_shape_and_no_floats(at: At) -> None:
    grid = np.array([[at("2026-03-06 16:00"), at("2026-03-07")], [at("2026-03-08"), at("2026-03-09")]])
    assert OFFICE.adds(grid, [[60], [0]]).shape == (2, 2)
    assert (
        OFFICE.positions([]).tolist()
        == OFFICE.starts_of([]).tolist()
        == OFFICE.finishes_of([]).tolist()
        == []
    )
    assert OFFICE.are_open([]).tolist() == []
    assert OFFICE.adds(at("2026-03-06 16:00"), 60) == at("2026-03-06 17:00")
    with pytest.raises(WrongType, match="float64"):
        OFFICE.positions([1.5])
    with pytest.raises(TypeError):
        OFFICE.position(1.5)  # type: ignore[arg-type]
    assert type(OFFICE.position(np.int64(5))) is int


def test_a_reading_is_start_or_finish() -> None:
    with pytest.raises(WrongType, match="start"):
        OFFICE.add(0, 5, "end")  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        OFFICE.adds([0], 5, "begin")  # type: ignore[arg-type]


def test_calendars_compare_by_content_and_share_what_is_compiled() -> None:
    one, two = WorkCalendar("mon 8-12"), WorkCalendar([Layer(WeekPattern.of({"mon": "08:00-12:00"}))])
    assert one == two
    assert hash(one) == hash(two)
    assert one.timeline is two.timeline
    assert one != WorkCalendar("mon 8-12", "UTC")


def test_a_layer_that_says_nothing_makes_no_other_calendar() -> None:
    assert WorkCalendar([STANDARD, Layer()]) == OFFICE
    assert WorkCalendar([STANDARD, Layer("mon off")]) != OFFICE


def test_pickles_carry_the_rules_and_nothing_compiled(at: At) -> None:
    fresh = WorkCalendar("mon-thu 8-12", "Europe/Berlin")
    before = pickle.dumps(fresh)
    fresh.next_open(at("2026-03-02"))
    assert pickle.dumps(fresh) == before
    again = pickle.loads(before)
    assert again == fresh
    assert hash(again) == hash(fresh)
    assert "timeline" not in repr(fresh)
    assert pickle.loads(pickle.dumps(ALWAYS)) == ALWAYS


def test_a_calendar_is_made_of_layers() -> None:
    for wrong in (5, ["mon 8-12"], None):
        with pytest.raises(WrongType):
            WorkCalendar(wrong)
    with pytest.raises(WrongType):
        WorkCalendar("mon 8-12", 5)  # type: ignore[arg-type]


def test_many_questions_take_little_time(at: At) -> None:
    """Far above what a quiet machine needs (0.25 s for each part), far below what a slow algorithm would."""
    start = at("2026-01-01")
    began = time.process_time()
    for step in range(100_000):
        OFFICE.add(start + 50 * step, 480)
    assert time.process_time() - began < 5
    began = time.process_time()
    OFFICE.adds(start + np.arange(1_000_000), 480, "start")
    assert time.process_time() - began < 5
    began = time.process_time()
    WorkCalendar("mon-fri 08:07-17:01").windows(start, at("2056-01-01"))
    assert time.process_time() - began < 1
