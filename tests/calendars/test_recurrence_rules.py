"""Recurrence rules: the grammar, the occurrences, and that every question ends."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workmodel.calendars import Recurrence
from workmodel.errors import InvalidText, OutOfRange, WrongType

START = datetime(2026, 1, 5, 9, 30)  # a Monday


def days(rule: str, start: str, first: str, last: str) -> list[str]:
    found = Recurrence(rule).days(*map(date.fromisoformat, (start, first, last)))
    return [str(day) for day in found]


def test_every_third_day() -> None:
    assert days("FREQ=DAILY;INTERVAL=3", "2026-01-30", "2026-02-01", "2026-02-07") == [
        "2026-02-02",
        "2026-02-05",
    ]


def test_weeks_that_begin_on_sunday_pair_other_days_than_weeks_that_begin_on_monday() -> None:
    sunday = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU"
    monday = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=MO"
    assert days(sunday, "2026-01-06", "2026-01-06", "2026-01-31") == [
        "2026-01-06",
        "2026-01-18",
        "2026-01-20",
    ]
    assert days(monday, "2026-01-06", "2026-01-06", "2026-01-31") == [
        "2026-01-06",
        "2026-01-11",
        "2026-01-20",
        "2026-01-25",
    ]


def test_monthly_by_day_and_by_position() -> None:
    assert days("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", "2026-01-01", "2026-05-31") == [
        "2026-01-31",
        "2026-03-31",
        "2026-05-31",
    ]
    last_working_day = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    assert days(last_working_day, "2026-01-01", "2026-01-01", "2026-02-28") == ["2026-01-30", "2026-02-27"]
    assert days("FREQ=MONTHLY;BYDAY=2TU", "2026-01-01", "2026-02-01", "2026-03-31") == [
        "2026-02-10",
        "2026-03-10",
    ]
    clamped = "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
    assert days(clamped, "2026-01-31", "2026-02-01", "2026-03-31") == ["2026-02-28", "2026-03-31"]


def test_yearly_by_date_and_by_position() -> None:
    assert days("FREQ=YEARLY", "2024-02-29", "2025-01-01", "2032-12-31") == ["2028-02-29", "2032-02-29"]
    thanksgiving = "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"
    assert days(thanksgiving, "2026-01-01", "2026-01-01", "2027-12-31") == ["2026-11-26", "2027-11-25"]


def test_a_week_number_alone_means_the_weekday_of_the_start() -> None:
    assert days("FREQ=YEARLY;BYWEEKNO=20", "2026-01-05", "2026-01-01", "2027-12-31") == [
        "2026-05-11",
        "2027-05-17",
    ]
    assert len(days("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO,FR", "2026-01-05", "2026-01-01", "2026-12-31")) == 2


def test_a_rule_ends_by_count_or_until() -> None:
    assert len(days("FREQ=DAILY;COUNT=5", "2026-01-01", "2026-01-03", "2026-12-31")) == 3
    assert len(days("FREQ=WEEKLY;COUNT=5", "2026-01-01", "2026-01-03", "2026-12-31")) == 4
    assert days("FREQ=DAILY;UNTIL=20260103", "2026-01-01", "2026-01-02", "2026-12-31") == [
        "2026-01-02",
        "2026-01-03",
    ]
    assert Recurrence("FREQ=DAILY;UNTIL=20260103").ends
    assert not Recurrence("FREQ=DAILY").ends


def test_until_in_utc_is_read_in_the_zone_of_the_question() -> None:
    rule = Recurrence("FREQ=DAILY;UNTIL=20260107T083000Z")
    window = (START, START, START + timedelta(days=9))
    assert len(rule.occurrences(*window)) == 2
    assert len(rule.occurrences(*window, zone="Europe/Berlin")) == 3
    assert len(rule.occurrences(*window, zone="America/New_York")) == 2
    assert len(Recurrence("FREQ=DAILY;UNTIL=20260107T093000").occurrences(*window)) == 3


def test_occurrences_keep_the_time_of_day_of_the_start_unless_the_rule_names_hours() -> None:
    end = START + timedelta(days=2)
    assert Recurrence("FREQ=DAILY").occurrences(START, START, end) == (START, START + timedelta(days=1))
    found = Recurrence("FREQ=DAILY;BYHOUR=8,14;BYMINUTE=0").occurrences(START, START, end)
    assert [f"{t:%d %H:%M}" for t in found] == ["05 14:00", "06 08:00", "06 14:00", "07 08:00"]
    hourly = Recurrence("FREQ=HOURLY;INTERVAL=4;BYHOUR=9,10,11,12,13").occurrences(START, START, end)
    assert [f"{t:%d %H:%M}" for t in hourly] == ["05 09:30", "05 13:30", "06 09:30", "06 13:30"]


def test_the_window_is_half_open_and_nothing_occurs_before_the_start() -> None:
    rule = Recurrence("FREQ=DAILY")
    assert rule.occurrences(START, START - timedelta(days=9), START) == ()
    assert rule.occurrences(START, START - timedelta(days=9), START + timedelta(minutes=1)) == (START,)
    assert rule.occurrences(START, START + timedelta(days=1), START + timedelta(days=1)) == ()


def test_a_start_that_does_not_follow_the_rule_does_not_occur() -> None:
    assert days("FREQ=WEEKLY;BYDAY=FR", "2026-01-05", "2026-01-01", "2026-01-12") == ["2026-01-09"]


def test_the_text_is_made_canonical() -> None:
    assert (
        Recurrence(" rrule:byday=FR,MO,fr;FREQ=weekly;interval=1;wkst=mo; ").rule == "FREQ=WEEKLY;BYDAY=MO,FR"
    )
    text = "FREQ=YEARLY;INTERVAL=2;COUNT=7;BYMONTH=1,2;BYMONTHDAY=-1,15;BYDAY=MO,-1FR;BYHOUR=8;BYMINUTE=5;BYSETPOS=1"
    assert str(Recurrence(text + ";WKST=SU")) == text + ";WKST=SU"
    for until in ("20261231", "20261231T080000", "20261231T080000Z", "00010101"):
        assert Recurrence(f"FREQ=DAILY;UNTIL={until}").rule == f"FREQ=DAILY;UNTIL={until}"
    assert Recurrence("FREQ=HOURLY;BYSECOND=0;BYYEARDAY=-1").rule == "FREQ=HOURLY;BYYEARDAY=-1"
    assert Recurrence("FREQ=HOURLY").frequency == "HOURLY"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "each part once"),
        ("FREQ", "each part once"),
        ("FREQ=DAILY;FREQ=DAILY", "each part once"),
        ("FREQ=DAILY;BYEASTER=0", "each part once"),
        ("INTERVAL=2", "FREQ has to be one of"),
        ("FREQ=SOMETIMES", "FREQ has to be one of"),
        ("FREQ=SECONDLY", "finer than hourly"),
        ("FREQ=MINUTELY;INTERVAL=60", "finer than hourly"),
        ("FREQ=HOURLY;BYMINUTE=0,30", "finer than hourly"),
        ("FREQ=DAILY;BYSECOND=30", "whole minutes"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL has to be"),
        ("FREQ=DAILY;INTERVAL=9999999", "INTERVAL has to be"),
        ("FREQ=DAILY;COUNT=-1", "COUNT has to be"),
        ("FREQ=DAILY;COUNT=1;UNTIL=20260101", "exclude each other"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL has to be"),
        ("FREQ=DAILY;UNTIL=20260230", "UNTIL has to be"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH has to hold"),
        ("FREQ=DAILY;BYMONTH=-1", "BYMONTH has to hold"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "with a minus"),
        ("FREQ=MONTHLY;BYMONTHDAY=1.5", "BYMONTHDAY has to hold"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY has to hold"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY has to hold"),
        ("FREQ=MONTHLY;BYDAY=54MO", "BYDAY has to hold"),
        ("FREQ=WEEKLY;WKST=XX", "WKST has to be"),
        ("FREQ=WEEKLY;BYDAY=2TU", "does not go with WEEKLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=2", "does not go with WEEKLY"),
        ("FREQ=MONTHLY;BYWEEKNO=2", "goes with YEARLY only"),
        ("FREQ=MONTHLY;BYYEARDAY=2", "does not go with MONTHLY"),
        ("FREQ=YEARLY;BYWEEKNO=2;BYDAY=2TU", "does not go with BYWEEKNO"),
        ("FREQ=MONTHLY;BYSETPOS=1", "needs another BY part"),
        ("FREQ=DAILY;" + "X" * 1000, "at most 1000"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(rule: str, reason: str) -> None:
    with pytest.raises(InvalidText, match=reason):
        Recurrence(rule)


def test_a_rule_is_text_and_its_times_are_wall_clock() -> None:
    with pytest.raises(WrongType):
        Recurrence(5)  # type: ignore[arg-type]
    from datetime import UTC

    with pytest.raises(WrongType):
        Recurrence("FREQ=DAILY").occurrences(START.replace(tzinfo=UTC), START, START)


NEVER = [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=2",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=DAILY;BYHOUR=8;BYSETPOS=2",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=HOURLY;BYMONTH=1;BYYEARDAY=-1",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
]


@pytest.mark.parametrize("rule", NEVER)
@pytest.mark.parametrize("start", ["0001-01-01", "2026-01-05", "1899-12-31"])
def test_a_rule_that_never_happens_says_so_soon(rule: str, start: str) -> None:
    began = time.process_time()
    found = Recurrence(rule).days(date.fromisoformat(start), date(2026, 1, 1), date(2046, 1, 1))
    assert found == ()
    assert time.process_time() - began < 5  # without a bound the daily ones take minutes


def test_counting_hours_from_the_dawn_of_time_is_refused() -> None:
    with pytest.raises(OutOfRange, match="begun at most"):
        Recurrence("FREQ=HOURLY;COUNT=5").days(date(1, 1, 1), date(2026, 1, 1), date(2026, 1, 2))


def test_rules_reach_the_last_day_of_the_calendar() -> None:
    end = date(9999, 12, 31)
    for rule in ("FREQ=DAILY", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"):
        assert Recurrence(rule).days(date(2026, 1, 1), end, end) == (end,)
    assert Recurrence("FREQ=WEEKLY;BYDAY=FR").days(date(2026, 1, 1), date(9999, 12, 20), end)[0] == date(
        9999, 12, 24
    )
    assert Recurrence("FREQ=DAILY;BYMONTHDAY=-1").days(date(2026, 1, 1), end, end) == (end,)


SETS = {
    "BYMONTH": st.integers(1, 12),
    "BYMONTHDAY": st.integers(1, 31) | st.integers(-31, -1),
    "BYYEARDAY": st.integers(1, 366) | st.integers(-366, -1),
    "BYWEEKNO": st.integers(1, 53) | st.integers(-53, -1),
    "BYDAY": st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU", "1MO", "-1FR", "3WE"]),
    "BYHOUR": st.integers(0, 23),
    "BYMINUTE": st.integers(0, 59),
    "BYSETPOS": st.sampled_from([1, 2, -1]),
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    parts = [f"FREQ={draw(st.sampled_from(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY']))}"]
    parts.append(f"INTERVAL={draw(st.integers(1, 4))}")
    for key in draw(st.sets(st.sampled_from(sorted(SETS)), max_size=3)):
        values = draw(st.lists(SETS[key], min_size=1, max_size=1 if key == "BYMINUTE" else 4))
        parts.append(f"{key}={','.join(map(str, values))}")
    parts += draw(st.sampled_from([[], [], ["COUNT=7"], ["UNTIL=20270301"], ["WKST=SU"]]))
    return ";".join(parts)


@given(rules(), st.integers(0, 400), st.integers(1, 200))
@settings(max_examples=5 * settings().max_examples)
def test_occurrences_are_those_of_dateutil(text: str, skip: int, length: int) -> None:
    try:
        rule = Recurrence(text)
    except InvalidText:
        assume(False)
    lo = START + timedelta(days=skip)
    hi = lo + timedelta(days=length)
    late = timedelta(days=7600 // 400 * 146097)  # so late that dateutil ends soon, at the year 9999
    whole = text.replace("UNTIL=2027", "UNTIL=9627") + ";BYSECOND=0"
    whole = whole.replace("UNTIL=96270301", "UNTIL=96270301T235959")
    if "BYWEEKNO" in text and not any(key in text for key in ("BYDAY", "BYMONTHDAY", "BYYEARDAY")):
        whole += ";BYDAY=MO"  # what RFC 5545 takes from the start
    expected = []
    try:
        for found in islice(rrulestr(whole, dtstart=START + late), 100_000):
            if found >= hi + late:
                break
            expected.append(found - late)
    except ValueError:  # hours that the interval never meets: dateutil's way of saying "none"
        assert "FREQ=HOURLY" in text
    assert rule.occurrences(START, lo, hi) == tuple(t for t in expected if t >= lo)
