"""Working time where clocks change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workmodel.calendars import ROUND_THE_CLOCK, STANDARD, CalendarException, Layer, WorkCalendar
from workmodel.errors import InvalidText

At = Callable[..., int]
Shown = Callable[..., str]
BERLIN = "Europe/Berlin"


def hours(calendar: WorkCalendar, a: int, b: int) -> float:
    return calendar.between(a, b) / 60


def test_the_office_opens_at_eight_by_its_own_clock_in_winter_and_in_summer(at: At, shown: Shown) -> None:
    office = WorkCalendar(STANDARD, BERLIN)
    for day in ("2026-01-05", "2026-07-06"):
        assert shown(office.next_open(at(day, BERLIN)), BERLIN).endswith("08:00")
    assert office.next_open(at("2026-01-05", BERLIN)) == at("2026-01-05 07:00")
    assert office.next_open(at("2026-07-06", BERLIN)) == at("2026-07-06 06:00")


def test_a_day_has_23_hours_in_spring_and_25_in_autumn(at: At) -> None:
    around = WorkCalendar(ROUND_THE_CLOCK, BERLIN)
    assert hours(around, at("2026-03-29", BERLIN), at("2026-03-30", BERLIN)) == 23
    assert hours(around, at("2026-10-25", BERLIN), at("2026-10-26", BERLIN)) == 25
    assert [w.size for w in around.windows(at("2026-01-01"), at("2027-01-01"))] == [1, 1]


def test_a_night_shift_loses_an_hour_in_spring_and_gains_one_in_autumn(at: At) -> None:
    nights = WorkCalendar("mon-sun 22:00-06:00", BERLIN)
    noon = [at(f"2026-{day} 12:00", BERLIN) for day in ("03-28", "03-29", "03-30", "10-24", "10-25")]
    assert [hours(nights, a, b) for a, b in ((noon[0], noon[1]), (noon[1], noon[2]), (noon[3], noon[4]))] == [
        7,
        8,
        9,
    ]


def test_a_shift_that_begins_in_a_removed_hour_begins_with_the_change(at: At) -> None:
    early = WorkCalendar("sun 02:30-08:00", BERLIN)
    assert early.next_open(at("2026-03-29", BERLIN)) == at("2026-03-29 01:00")
    assert hours(early, at("2026-03-29", BERLIN), at("2026-03-30", BERLIN)) == 5


def test_a_shift_within_a_removed_hour_does_not_take_place(at: At) -> None:
    odd = WorkCalendar("sun 02:15-02:45", BERLIN)
    assert hours(odd, at("2026-03-29", BERLIN), at("2026-03-30", BERLIN)) == 0
    assert hours(odd, at("2026-03-22", BERLIN), at("2026-03-23", BERLIN)) == 0.5


def test_a_time_that_comes_twice_is_the_first_of_the_two(at: At) -> None:
    before, after = WorkCalendar("sun 00:00-02:30", BERLIN), WorkCalendar("sun 02:30-04:00", BERLIN)
    sunday = at("2026-10-25", BERLIN), at("2026-10-26", BERLIN)
    assert hours(before, *sunday) == 2.5
    assert hours(after, *sunday) == 2.5
    assert after.next_open(sunday[0]) == at("2026-10-25 00:30")
    assert before.previous_open(sunday[1]) == at("2026-10-25 00:30")


def test_midnight_may_be_missing_or_come_twice(at: At) -> None:
    sao_paulo = WorkCalendar(ROUND_THE_CLOCK, "America/Sao_Paulo")
    assert hours(sao_paulo, at("2018-11-04 03:00"), at("2018-11-05 02:00")) == 23
    day_off = WorkCalendar(
        Layer("mon-sun 00:00-24:00", CalendarException(start="2018-11-04")), "America/Sao_Paulo"
    )
    starts, finishes = day_off.windows(at("2018-11-03 12:00"), at("2018-11-06"))
    assert (finishes[0], starts[1]) == (at("2018-11-04 03:00"), at("2018-11-05 02:00"))
    havana = WorkCalendar(
        Layer("mon-sun 00:00-24:00", CalendarException(start="2026-11-01")), "America/Havana"
    )
    starts, finishes = havana.windows(at("2026-10-31 12:00"), at("2026-11-03"))
    assert (starts[1] - finishes[0]) / 60 == 25


def test_a_day_that_a_country_left_out_has_no_work(at: At) -> None:
    samoa = WorkCalendar("mon-sun 08:00-16:00", "Pacific/Apia")
    week = at("2011-12-26", "Pacific/Apia"), at("2012-01-02", "Pacific/Apia")
    assert hours(samoa, *week) == 6 * 8
    assert samoa.windows(*week)[0].size == 6


def test_offsets_with_seconds_are_rounded_to_the_minute(at: At) -> None:
    monrovia = WorkCalendar("fri 00:00-08:00", "Africa/Monrovia")  # 44 min 30 s behind until 1972-01-07 00:00
    assert monrovia.next_open(at("1972-01-06 23:00")) == at("1972-01-07 00:45")
    assert monrovia.previous_open(at("1972-01-01")) == at("1971-12-31 08:45")


def test_changes_of_clocks_go_on_in_the_far_future(at: At) -> None:
    office = WorkCalendar(STANDARD, BERLIN)
    assert office.next_open(at("2150-07-06", BERLIN)) == at("2150-07-06 06:00")
    assert office.next_open(at("2150-01-05", BERLIN)) == at("2150-01-05 07:00")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(InvalidText, match="Europe/Berlin"):
        WorkCalendar(STANDARD, zone)
