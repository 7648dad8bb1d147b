"""Exceptions, work weeks and inheritance: which statement decides about a day."""

from __future__ import annotations

from datetime import date

import pytest

from workmodel.calendars import (
    STANDARD,
    CalendarException,
    Layer,
    WeekPattern,
    WorkWeek,
    day_shifts,
    deciding,
    shifts,
)
from workmodel.errors import InvalidText, OutOfRange, WrongType

WED, THU, FRI, SAT = date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)
LONG, SHORT = shifts("07:00-19:00"), shifts("09:00-12:00")


def test_an_exception_takes_days_off_the_week() -> None:
    office = Layer(STANDARD.week, CalendarException(start="2026-12-24", finish="2026-12-26"))
    assert [len(day_shifts([office], day)) for day in (WED, THU, FRI, SAT)] == [2, 0, 0, 0]


def test_an_exception_adds_a_working_day_or_changes_its_hours() -> None:
    extra = CalendarException(start=SAT, shifts="09:00-12:00")
    changed = CalendarException(start=WED, shifts="07:00-19:00")
    office = Layer(STANDARD.week, [extra, changed])
    assert day_shifts([office], SAT) == SHORT
    assert day_shifts([office], WED) == LONG


def test_a_work_week_beats_the_week_and_loses_to_an_exception() -> None:
    rush = WorkWeek(start="2026-12-21", finish="2026-12-27", pattern="mon-sat 07:00-19:00")
    office = Layer(STANDARD.week, CalendarException(start=FRI), rush)
    assert day_shifts([office], THU) == day_shifts([office], SAT) == LONG
    assert day_shifts([office], FRI) == ()
    assert day_shifts([office], date(2026, 12, 28)) == STANDARD.week.monday


def test_a_day_that_a_work_week_does_not_name_keeps_its_week() -> None:
    rush = WorkWeek(start="2026-12-21", finish="2026-12-27", pattern="thu 09:00-12:00")
    office = Layer(STANDARD.week, (), rush)
    assert (day_shifts([office], THU), day_shifts([office], WED)) == (SHORT, STANDARD.week.wednesday)


def test_the_later_of_two_work_weeks_beats_the_earlier() -> None:
    one = WorkWeek(start=WED, finish=FRI, pattern="mon-sun 07:00-19:00")
    two = WorkWeek(start=THU, finish=THU, pattern="mon-sun 09:00-12:00")
    office = Layer(STANDARD.week, (), [one, two])
    assert [day_shifts([office], day) for day in (WED, THU, FRI)] == [LONG, SHORT, LONG]


@pytest.mark.parametrize("order", [1, -1])
def test_a_one_off_exception_beats_a_recurring_one_however_they_are_listed(order: int) -> None:
    recurring = CalendarException(start="2026-01-01", recurrence="FREQ=WEEKLY;BYDAY=TH")
    one_off = CalendarException(start=THU, shifts="09:00-12:00")
    office = Layer(STANDARD.week, [recurring, one_off][::order])
    assert day_shifts([office], THU) == SHORT
    assert day_shifts([office], date(2026, 12, 17)) == ()


def test_the_later_listed_of_two_exceptions_of_a_kind_decides() -> None:
    one, two = (CalendarException(start=THU, shifts=s) for s in (LONG, SHORT))
    assert day_shifts([Layer(STANDARD.week, [one, two])], THU) == SHORT
    assert day_shifts([Layer(STANDARD.week, [two, one])], THU) == LONG
    daily, weekly = (
        CalendarException(start=WED, shifts=said, recurrence=rule)
        for said, rule in ((LONG, "FREQ=DAILY"), (SHORT, "FREQ=WEEKLY;BYDAY=TH"))
    )
    assert day_shifts([Layer(STANDARD.week, [daily, weekly])], THU) == SHORT


def test_a_layer_inherits_the_days_it_does_not_name() -> None:
    ana = Layer("fri off")
    assert day_shifts([STANDARD, ana], FRI) == ()
    assert day_shifts([STANDARD, ana], THU) == STANDARD.week.thursday


def test_a_holiday_of_the_office_holds_for_a_colleague_with_hours_of_her_own() -> None:
    office = Layer(STANDARD.week, CalendarException(start=FRI, name="Christmas"))
    ana = Layer("mon-fri 09:00-12:00")
    assert day_shifts([office, ana], FRI) == ()
    assert day_shifts([office, ana], THU) == SHORT
    assert deciding([office, ana], FRI) == office.exceptions[0]


def test_a_persons_exception_beats_the_offices() -> None:
    office = Layer(STANDARD.week, CalendarException(start=FRI))
    on_duty = Layer("", CalendarException(start=FRI, shifts=SHORT))
    assert day_shifts([office, on_duty], FRI) == SHORT
    recurring = Layer("", CalendarException(start="2026-01-02", shifts=LONG, recurrence="FREQ=WEEKLY"))
    assert day_shifts([office, recurring], FRI) == LONG


def test_a_work_week_of_the_office_beats_a_persons_week_and_loses_to_her_work_week() -> None:
    office = Layer(STANDARD.week, (), WorkWeek(start=WED, finish=SAT, pattern="mon-sat 07:00-19:00"))
    assert day_shifts([office, Layer("thu off")], THU) == LONG
    part_time = Layer("", (), WorkWeek(start=WED, finish=SAT, pattern="thu 09:00-12:00"))
    assert [day_shifts([office, part_time], day) for day in (THU, FRI)] == [SHORT, LONG]


def test_where_nobody_says_anything_nobody_works() -> None:
    assert day_shifts([], THU) == ()
    assert deciding([Layer("mon 8-12")], THU) is None


def test_an_exception_lists_its_days() -> None:
    away = CalendarException(start="2026-12-24", finish="2027-01-03")
    assert away.days(date(2026, 12, 31), date(2027, 12, 31))[::3] == (date(2026, 12, 31), date(2027, 1, 3))
    assert away.days(date(2027, 1, 4), date(2027, 2, 1)) == ()
    fridays = CalendarException(start="2026-12-01", finish="2026-12-20", recurrence="FREQ=WEEKLY;BYDAY=FR")
    assert [d.day for d in fridays.days(date(2026, 1, 1), date(2027, 12, 31))] == [4, 11, 18]
    endless = CalendarException(start="2026-12-25", recurrence="FREQ=YEARLY")
    assert endless.on(date(2999, 12, 25)) == ()
    assert endless.on(date(2025, 12, 25)) is None
    assert (endless.recurring, away.recurring) == (True, False)


def test_an_exception_without_a_rule_holds_for_one_day_unless_it_says_more() -> None:
    assert CalendarException(start=FRI) == CalendarException(start=FRI, finish=FRI)


def test_an_exception_that_cannot_be_is_refused() -> None:
    with pytest.raises(OutOfRange):
        CalendarException(start="2026-12-25", finish="2026-12-24")
    with pytest.raises(InvalidText, match="not hours"):
        CalendarException(start=FRI, recurrence="FREQ=HOURLY")
    with pytest.raises(InvalidText, match="not hours"):
        CalendarException(start=FRI, recurrence="FREQ=DAILY;BYHOUR=8")
    with pytest.raises(WrongType):
        CalendarException(start=FRI, recurrence=7)


def test_a_layer_holds_what_it_says_it_holds() -> None:
    assert Layer("mon 8-12") == Layer(WeekPattern(monday="8-12"))
    with pytest.raises(WrongType):
        Layer("", ["2026-12-24"])
    with pytest.raises(WrongType):
        Layer("", (), CalendarException(start=FRI))
    with pytest.raises(WrongType):
        Layer("", "2026-12-24")
    assert (
        len(
            {
                Layer("mon 8-12", CalendarException(start=FRI)),
                Layer("mon 8-12", [CalendarException(start=FRI)]),
            }
        )
        == 1
    )
