"""How far calendars reach, and what happens where no work is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from workmodel.calendars import ALWAYS, STANDARD, CalendarException, Layer, WorkCalendar, intersection, union
from workmodel.errors import HorizonExceeded, NoWorkingTime

At = Callable[..., int]
Shown = Callable[..., str]
OFFICE = WorkCalendar(STANDARD)


def test_a_plan_may_run_for_decades(at: At, shown: Shown) -> None:
    assert shown(OFFICE.add(at("2026-01-05"), 52 * 30 * 2400)) == "Fri 2055-11-26 17:00"


def test_a_calendar_open_on_one_day_years_ahead_is_found_from_here(at: At, shown: Shown) -> None:
    once = WorkCalendar(Layer("mon-sun off", CalendarException(start="2031-05-06", shifts="08:00-12:00")))
    assert shown(once.next_open(at("2026-01-01"))) == "Tue 2031-05-06 08:00"
    assert shown(once.previous_open(at("2040-01-01"))) == "Tue 2031-05-06 12:00"
    assert shown(once.add(at("2026-01-01"), 240)) == "Tue 2031-05-06 12:00"
    with pytest.raises(NoWorkingTime, match=r"after 2031-05-06 12:00") as caught:
        once.add(at("2026-01-01"), 241)
    assert (caught.value.minute, caught.value.direction) == (at("2031-05-06 12:00"), "after")
    with pytest.raises(NoWorkingTime, match=r"before 2031-05-06 08:00"):
        once.previous_open(at("2026-01-01"))


@pytest.mark.parametrize("calendar", [WorkCalendar("mon-sun off"), WorkCalendar(""), WorkCalendar(())])
def test_a_calendar_that_never_opens_says_so_at_once(calendar: WorkCalendar, at: At) -> None:
    began = time.process_time()
    for ask in (calendar.next_open, calendar.previous_open, lambda t: calendar.add(t, 5)):
        with pytest.raises(NoWorkingTime, match="no working time for a hundred years"):
            ask(at("2026-01-01"))
    for ask_many in (calendar.next_opens, calendar.previous_opens):
        with pytest.raises(NoWorkingTime):
            ask_many([at("2026-01-01")])
    assert not calendar.is_open(at("2026-01-01"))
    assert calendar.between(at("1026-01-01"), at("3026-01-01")) == 0
    assert time.process_time() - began < 1


def test_calendars_without_common_hours_are_named(at: At) -> None:
    early, late = WorkCalendar("mon-fri 06:00-14:00"), WorkCalendar("mon-fri 14:00-22:00")
    with pytest.raises(NoWorkingTime):
        intersection([early, late]).next_open(at("2026-01-01"))
    message = str(NoWorkingTime(("early", "late"), at("2026-01-01")))
    assert message.startswith(
        '"early" and "late": no working time in common for a hundred years after 2026-01-01'
    )
    assert str(NoWorkingTime(("early",))).startswith('"early": no working time for')


def test_what_lies_beyond_a_hundred_years_without_work_is_not_looked_for(at: At) -> None:
    late = WorkCalendar(Layer("", CalendarException(start="2300-01-01", shifts="08:00-12:00")))
    with pytest.raises(NoWorkingTime):
        late.next_open(at("2299-12-31"))
    assert late.position(at("2301-01-01")) == 0
    assert not late.is_open(at("2300-01-01 09:00"))
    assert late.windows(at("2299-01-01"), at("2301-01-01"))[0].size == 0
    early = WorkCalendar(Layer("", CalendarException(start="1800-01-01", shifts="08:00-12:00")))
    assert early.position(at("1700-01-01")) == 0
    assert not early.is_open(at("1800-01-01 09:00"))


def test_a_long_gap_within_reach_is_no_end(at: At, shown: Shown) -> None:
    rare = WorkCalendar(
        Layer(
            "", [CalendarException(start=f"{year}-01-01", shifts="8-12") for year in (1930, 2100, 2190, 2285)]
        )
    )
    assert shown(rare.next_open(at("2100-02-01"))) == "Fri 2190-01-01 08:00"
    assert shown(rare.next_open(at("2200-02-01"))) == "Thu 2285-01-01 08:00"
    assert shown(rare.previous_open(at("2026-01-01"))) == "Wed 1930-01-01 12:00"
    assert rare.between(at("1900-01-01"), at("2300-01-01")) == 4 * 240


def test_a_gap_is_measured_from_the_origin_outwards_whatever_was_asked_before(at: At, shown: Shown) -> None:
    ahead, behind = (
        WorkCalendar(Layer("", CalendarException(start=day, shifts="8-12")))
        for day in ("2100-01-01", "1940-01-01")
    )
    assert ahead.position(at("1940-01-01")) == behind.position(at("2100-01-01")) == 0
    assert shown(ahead.next_open(at("1950-01-01"))) == "Fri 2100-01-01 08:00"
    assert shown(behind.previous_open(at("2099-01-01"))) == "Mon 1940-01-01 12:00"


def test_the_horizon_is_the_years_1_to_9999(at: At, shown: Shown) -> None:
    first, last = at("0001-01-01"), at("9999-12-31 23:59")
    assert OFFICE.next_open(first) == at("0001-01-01 08:00")  # a Monday
    assert shown(OFFICE.previous_open(last)) == "Fri 9999-12-31 17:00"
    assert OFFICE.windows(at("9999-12-31"), last + 1)[0].size == 2
    assert OFFICE.position(last + 1) == OFFICE.position(last)
    for beyond in (first - 1, last + 2):
        for ask in (OFFICE.position, OFFICE.is_open, OFFICE.next_open):
            with pytest.raises(HorizonExceeded, match="9999") as caught:
                ask(beyond)
            assert caught.value.minute == beyond
        with pytest.raises(HorizonExceeded):
            OFFICE.positions([0, beyond])
        with pytest.raises(HorizonExceeded):
            OFFICE.windows(min(0, beyond), max(0, beyond))
    for ask in (OFFICE.is_open, lambda t: OFFICE.are_open([t])):
        with pytest.raises(HorizonExceeded):
            ask(last + 1)


@pytest.mark.parametrize(
    ("minute", "when", "cure"),
    [
        (4223500560, "after 9999-12-31", "earlier"),
        (4223371679, "on 9999-12-31", "earlier"),
        (10**18, "after 9999-12-31", "earlier"),
        (-1035855360, "before 0001-01-01", "later"),
        (-(10**18), "before 0001-01-01", "later"),
    ],
)
def test_what_lies_beyond_the_horizon_is_told_as_a_date_with_a_cure(
    minute: int, when: str, cure: str
) -> None:
    message = str(HorizonExceeded(minute))
    assert f"needed {when}" in message
    assert f"Give {cure} dates" in message
    assert str(minute) not in message


def test_more_work_than_the_horizon_holds_is_refused(at: At) -> None:
    start = at("2026-01-01")
    for amount in (10**9, 10**18, -(10**18)):
        for reading in ("start", "finish"):
            with pytest.raises(HorizonExceeded):
                OFFICE.add(start, amount, reading)
            with pytest.raises(HorizonExceeded):
                OFFICE.adds([start, start], [0, amount], reading)
    with pytest.raises(HorizonExceeded):
        OFFICE.next_open(at("9999-12-31 17:00"))
    with pytest.raises(HorizonExceeded):
        OFFICE.previous_open(at("0001-01-01 08:00"))


def test_asking_for_millennia_keeps_little_and_forgets_nothing(at: At) -> None:
    calendar = WorkCalendar("mon-fri 08:01-12:00")
    near = calendar.position(at("2026-03-02"))
    calendar.position(at("4000-01-01"))
    calendar.position(at("0500-01-01"))
    assert len(calendar.timeline._blocks) <= 64
    assert calendar.position(at("2026-03-02")) == near
    weekdays = np.busday_count("1000-01-01", "3000-01-01")
    assert calendar.windows(at("1000-01-01"), at("3000-01-01"))[0].size == weekdays


def test_zoned_calendars_reach_the_ends_too(at: At) -> None:
    east, west = (WorkCalendar(STANDARD, f"Pacific/{place}") for place in ("Kiritimati", "Pago_Pago"))
    assert east.next_open(at("0001-01-02 08:00")) == at(
        "0001-01-02 18:29"
    )  # 08:00 by a clock 10 h 29 min behind
    assert west.previous_open(at("9999-12-31 23:59")) == at("9999-12-31 23:00")  # noon by a clock 11 h behind


def test_two_threads_get_the_same_answers(at: At) -> None:
    moments = [at(f"{year}-06-15") for year in range(1800, 2300, 7)]
    expected = [OFFICE.position(t) for t in moments]
    for day in range(1, 6):
        fresh = WorkCalendar([*OFFICE.layers, Layer("", CalendarException(start=f"0001-01-0{day}"))])
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(fresh.position, moments)) == expected


def test_the_elapsed_calendar_has_no_horizon() -> None:
    assert ALWAYS.add(10**15, 10**15) == 2 * 10**15
    assert union([ALWAYS, OFFICE]) is ALWAYS
