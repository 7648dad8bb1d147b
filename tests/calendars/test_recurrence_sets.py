"""Recurrence sets: several lines, dates added and left out, zones; and rules in words."""

from __future__ import annotations

from datetime import datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.calendars import RecurrenceSet, clock_time, daily, monthly, weekly, yearly
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, WrongType

START = datetime(2026, 3, 2, 9)  # a Monday


def found(text: str, hi: str = "2026-04-01", zone: str | None = None) -> list[str]:
    times = RecurrenceSet(text).occurrences(
        START, datetime(2026, 1, 1), datetime.fromisoformat(hi), zone=zone
    )
    return [f"{time:%m-%d %H:%M}" for time in times]


def test_one_rule_is_kept_as_a_rule():
    assert str(RecurrenceSet("rrule:byday=th,mo;freq=weekly")) == "FREQ=WEEKLY;BYDAY=MO,TH"


def test_lines_are_made_canonical_each_kind_in_order():
    text = """
        EXDATE;VALUE=DATE:20260309
        RDATE:20260305T100000,20260304T100000
        RDATE;TZID=Europe/Berlin:20260306T100000
        RRULE:FREQ=WEEKLY
    """
    canonical = RecurrenceSet(text)
    assert str(canonical).splitlines() == [
        "RRULE:FREQ=WEEKLY",
        "RDATE:20260304T100000,20260305T100000",
        "RDATE;TZID=Europe/Berlin:20260306T100000",
        "EXDATE;VALUE=DATE:20260309",
    ]
    assert RecurrenceSet(str(canonical)) == canonical
    assert RecurrenceSet(str(canonical).replace("\n", " ")) == canonical


def test_lines_that_were_folded_are_unfolded():
    assert RecurrenceSet("RRULE:FREQ=WEE\r\n KLY;BYDAY=MO").text == "FREQ=WEEKLY;BYDAY=MO"


def test_a_day_that_is_added_has_the_time_of_the_start_and_one_left_out_takes_all_on_it():
    assert found("RRULE:FREQ=WEEKLY RDATE;VALUE=DATE:20260305 EXDATE:20260309") == [
        "03-02 09:00",
        "03-05 09:00",
        "03-16 09:00",
        "03-23 09:00",
        "03-30 09:00",
    ]


def test_a_time_that_is_left_out_takes_that_time_only():
    rule = "RRULE:FREQ=DAILY;BYHOUR=9,15;UNTIL=20260303 EXDATE:20260302T150000"
    assert found(rule) == ["03-02 09:00", "03-03 09:00", "03-03 15:00"]


def test_what_two_rules_name_occurs_once():
    assert found("RRULE:FREQ=DAILY;UNTIL=20260304 RRULE:FREQ=WEEKLY;COUNT=2") == [
        "03-02 09:00",
        "03-03 09:00",
        "03-04 09:00",
        "03-09 09:00",
    ]


def test_dates_with_a_zone_are_brought_to_the_clock_of_the_one_who_asks():
    text = "RDATE;TZID=America/New_York:20260310T090000 RDATE:20260311T090000Z"
    assert found(text, zone="Europe/Berlin") == ["03-10 14:00", "03-11 10:00"]
    assert found(text, zone="America/New_York") == ["03-10 09:00", "03-11 05:00"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231T000000Z", "UNTIL"),
        ("RRULE:FREQ=WEEKLY RDATE:20260310T090000Z", "RDATE"),
        ("RRULE:FREQ=WEEKLY EXDATE;TZID=Europe/Berlin:20260310T090000", "EXDATE"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231T000000", ""),
    ],
)
def test_the_part_that_means_an_instant_is_known_by_name(text, part):
    assert RecurrenceSet(text).zoned == part


def test_where_counting_ends_is_found_once_and_far_windows_are_empty():
    rule = RecurrenceSet("FREQ=DAILY;COUNT=10000")
    began = process_time()
    for year in range(2100, 9900, 100):
        assert rule.occurrences(START, datetime(year, 1, 1), datetime(year + 1, 1, 1)) == ()
    assert process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "an RRULE or an RDATE"),
        ("EXDATE:20260302", "an RRULE or an RDATE"),
        ("every monday", "no such line"),
        ("DTSTART:20260302T090000 RRULE:FREQ=DAILY", "valid_from"),
        ("RRULE:FREQ=MINUTELY", "finer than hourly"),
        ("RRULE;X=Y:FREQ=DAILY", "RRULE takes no parameter"),
        ("RRULE:FREQ=DAILY;COUNT=10001", "COUNT has to be at most"),
        ("RRULE:FREQ=DAILY RDATE:2026-03-02", "RDATE has to hold dates"),
        ("RRULE:FREQ=DAILY EXDATE:20260230", "EXDATE has to hold dates"),
        ("RDATE;VALUE=PERIOD:20260302T090000/PT1H", "RDATE takes TZID and VALUE=DATE"),
        ("RDATE;VALUE=DATE:20260302T090000", "RDATE has to hold dates"),
        ("RDATE;TZID=Mars/Base:20260302T090000", "the TZID of RDATE"),
        ("RDATE;TZID=Europe/Berlin:20260302T090000Z", "keep one of the two"),
        (" ".join(["RRULE:FREQ=DAILY"] + [f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(2, 12)]), "at most 10 rules"),
        ("RRULE:FREQ=DAILY " + "RDATE:20260302 " * 10_000, "at most 50,000 characters"),
    ],
)  # fmt: skip
def test_a_set_that_is_wrong_is_refused_with_the_part_named(text, reason):
    with pytest.raises(InvalidText) as caught:
        RecurrenceSet(text)
    assert reason in caught.value.expected


def test_dates_at_the_ends_of_the_calendar_are_refused():
    with pytest.raises(OutOfRange):
        RecurrenceSet("RDATE:99991231T090000")


def test_words_for_rules_return_their_text():
    assert daily(every=2) == "FREQ=DAILY;INTERVAL=2"
    assert weekly("th", "MO", at="9:00", until="2026-12-31") == (
        "FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=0"
    )
    assert weekly() == "FREQ=WEEKLY"
    assert monthly(1, -1, count=5) == "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=-1,1"
    assert monthly("2TU", "-1FR", every=3) == "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU,-1FR"
    assert yearly(month=2, day=29, until=datetime(2040, 1, 1, 12)) == (
        "FREQ=YEARLY;UNTIL=20400101T120000;BYMONTH=2;BYMONTHDAY=29"
    )


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: daily(at="25:00"), InvalidText),
        (lambda: daily(at=9), WrongType),
        (lambda: daily(every=0), OutOfRange),
        (lambda: daily(every=True), WrongType),
        (lambda: daily(until="2026-12-31", count=3), OutOfRange),
        (lambda: daily(until="2026-12-31T09:00+01:00"), WrongType),
        (lambda: daily(count=20_000), OutOfRange),
        (lambda: weekly("MON"), WrongType),
        (lambda: weekly(0), WrongType),
        (lambda: monthly(32), OutOfRange),
        (lambda: monthly(0), OutOfRange),
        (lambda: monthly(10**5000), OutOfRange),
        (lambda: monthly(1, "1FR"), WrongType),
        (lambda: monthly("FRI"), InvalidText),
        (lambda: yearly(month=13, day=1), OutOfRange),
        (lambda: yearly(month=1, day=None), WrongType),
        (lambda: clock_time("9"), InvalidText),
    ],
)
def test_words_for_rules_refuse_what_is_no_part_of_one(call, error):
    with pytest.raises(error):
        call()


@given(st.text(max_size=60) | st.from_regex(r"(RRULE|RDATE|EXDATE)[:;A-Z=,0-9 \n]{0,60}", fullmatch=True))
def test_any_text_is_a_set_that_reads_back_or_is_refused(text):
    try:
        canonical = RecurrenceSet(text)
    except InvalidValue:
        return
    assert RecurrenceSet(canonical.text) == canonical
