"""Shifts and week patterns as people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.calendars import Shift, WeekPattern, WorkWeek, shifts, week
from workmodel.calendars.weeks import calendar_day
from workmodel.errors import InvalidText, OutOfRange, WrongType


@pytest.mark.parametrize(
    ("text", "start", "finish"),
    [
        ("08:00-12:00", 480, 720),
        ("9-17", 540, 1020),
        (" 9:05 – 17:30 ", 545, 1050),
        ("22:00-06:00", 1320, 1800),
        ("00:00-24:00", 0, 1440),
        ("13:00-00:00", 780, 1440),
        ("13:00-24:00", 780, 1440),
        ("08:00-08:00", 480, 1920),
    ],
)
def test_a_shift_is_read_from_text(text: str, start: int, finish: int) -> None:
    assert Shift.of(text) == Shift(start, finish)
    assert Shift.of(str(Shift(start, finish))) == Shift(start, finish)


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_a_shift_is_written_as_it_is_read(start: int, length: int) -> None:
    shift = Shift(start, start + length)
    assert Shift.of(str(shift)) == shift
    assert shift.minutes == length


@pytest.mark.parametrize(
    "text", ["", "8", "8:00", "25:00-26:00", "08:60-09:00", "08:00-24:01", "8-12-13", "a-b", "-1-5", "8" * 50]
)
def test_what_is_no_shift_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidText, match="08:00-12:00") as caught:
        Shift.of(text)
    assert caught.value.text == text


@pytest.mark.parametrize(("start", "finish"), [(-1, 5), (1440, 1500), (480, 480), (480, 400), (480, 1921)])
def test_a_shift_begins_on_its_day_and_lasts_at_most_a_day(start: int, finish: int) -> None:
    with pytest.raises(OutOfRange):
        Shift(start, finish)


@pytest.mark.parametrize("value", [1.5, "480", True, None])
def test_a_shift_is_made_of_whole_minutes(value: object) -> None:
    with pytest.raises(WrongType):
        Shift(value, 1000)  # type: ignore[arg-type]


def test_the_shifts_of_a_day_are_put_in_order() -> None:
    assert shifts("13:00-17:00, 08:00-12:00") == (Shift(480, 720), Shift(780, 1020))
    assert shifts([Shift(780, 1020), "08:00-12:00"]) == (Shift(480, 720), Shift(780, 1020))
    assert shifts(Shift(480, 720)) == (Shift(480, 720),)


@pytest.mark.parametrize("value", ["", "off", " OFF ", (), []])
def test_a_day_without_shifts_is_a_day_off(value: object) -> None:
    assert shifts(value) == ()


def test_shifts_of_a_day_may_touch_but_not_overlap() -> None:
    assert len(shifts("06:00-14:00, 14:00-22:00")) == 2
    with pytest.raises(InvalidText, match="overlap"):
        shifts("06:00-14:00, 13:59-22:00")


def test_other_things_are_not_shifts() -> None:
    with pytest.raises(WrongType):
        shifts(8)
    with pytest.raises(WrongType):
        shifts([480])
    with pytest.raises(InvalidText):
        shifts("08:00-12:00,")
    with pytest.raises(OutOfRange, match="101"):
        shifts("08:00-12:00," * 100 + "13:00-14:00")


def test_a_week_names_days_by_themselves_in_lists_and_in_ranges() -> None:
    pattern = WeekPattern.of("Mon-Thu 08:00-12:00, 13:00-17:00; friday 08:00-12:00; sat, sun off")
    assert pattern.thursday == shifts("08:00-12:00, 13:00-17:00")
    assert pattern.friday == shifts("08:00-12:00")
    assert pattern.saturday == pattern.sunday == ()


def test_a_range_of_days_may_run_over_sunday() -> None:
    assert WeekPattern.of("sat-mon 10-12").days == (
        shifts("10-12"),
        None,
        None,
        None,
        None,
        *[shifts("10-12")] * 2,
    )


def test_days_that_a_week_does_not_name_are_not_said() -> None:
    assert WeekPattern.of("sat 10:00-14:00").days == (None,) * 5 + (shifts("10-14"), None)
    assert WeekPattern.of("") == WeekPattern() == WeekPattern.of(" ; ")


def test_a_week_is_read_from_a_mapping_as_from_text() -> None:
    text = "mon-fri 08:00-12:00, 13:00-17:00; sat-sun off"
    assert week({"mon-fri": "08:00-12:00, 13:00-17:00", "sat,sun": ()}) == week(text)
    assert str(week(text)) == text
    assert week(week(text)) is not None


def test_the_days_of_a_week_take_texts() -> None:
    assert WeekPattern(monday="8-12", tuesday="off") == WeekPattern.of("mon 8-12; tue off")


@given(
    st.lists(
        st.sampled_from([None, (), shifts("8-12, 13-17"), shifts("22-6"), shifts("0-24")]),
        min_size=7,
        max_size=7,
    )
)
def test_a_week_is_written_as_it_is_read(days: list[tuple[Shift, ...] | None]) -> None:
    pattern = WeekPattern(*days)
    assert WeekPattern.of(str(pattern)) == pattern


@pytest.mark.parametrize(
    "text",
    ["mon", "mo-fr 8-12", "mon-wed-fri 8-12", "8-12 mon", "mon-fri 8-12; fri 8-10", "mon, 8-12", "mon 8-12,"],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(InvalidText):
        WeekPattern.of(text)


def test_a_week_is_neither_a_number_nor_endless() -> None:
    with pytest.raises(WrongType):
        WeekPattern.of(5)  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        WeekPattern.of({1: "8-12"})  # type: ignore[dict-item]
    with pytest.raises(InvalidText, match="4000"):
        WeekPattern.of("mon 8-12;" * 1000)


def test_a_work_week_speaks_of_the_named_days_of_its_period() -> None:
    summer = WorkWeek(start="2026-07-01", finish="2026-07-31", pattern="fri 8-12", name="summer")
    assert summer.on(date(2026, 7, 31)) == shifts("8-12")
    assert summer.on(date(2026, 7, 30)) is None
    assert summer.on(date(2026, 8, 7)) is None
    with pytest.raises(OutOfRange):
        WorkWeek(start="2026-07-02", finish="2026-07-01", pattern="fri 8-12")


def test_a_day_is_a_date_without_a_time() -> None:
    assert calendar_day("2026-12-24") == calendar_day(date(2026, 12, 24)) == date(2026, 12, 24)
    for value in (datetime(2026, 12, 24), 20261224, None):
        with pytest.raises(WrongType):
            calendar_day(value)
    for text in ("2026-12-24 08:00", "2026-02-30", "24.12.2026", "20261224"):
        with pytest.raises(InvalidText):
            calendar_day(text)
