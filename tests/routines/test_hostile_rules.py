"""Whatever the rule, a question about occurrences is answered or refused soon."""

from __future__ import annotations

from itertools import islice
from time import process_time

import pytest

from workmodel.domain import Plan, Routine
from workmodel.errors import InvalidValue
from workmodel.routines import next_occurrence, occurrences

SOON = 1.0  # CPU seconds; what would not end takes for ever
NEVER = [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=2,6",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=5",
    "FREQ=HOURLY;INTERVAL=2;BYHOUR=5",
    "FREQ=HOURLY;INTERVAL=168;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    "FREQ=YEARLY;INTERVAL=100000;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=30",
]


def plan_of(rule, **said):
    return Plan(start="2026-03-02").add(Routine("r", recurrence=rule, **said))


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_that_never_happens_has_no_next(rule):
    plan = plan_of(rule)
    began = process_time()
    assert next_occurrence(plan, "r", "2026-03-02") is None
    assert list(occurrences(plan, "r", "0001-01-01", "9999-12-31")) == []
    assert process_time() - began < 2 * SOON


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;INTERVAL=5000",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    ],
)
@pytest.mark.parametrize("day_off", ["keep", "skip", "next", "previous"])
def test_far_windows_of_endless_rules_cost_their_size(rule, day_off):
    plan = plan_of(rule, day_off=day_off)
    began = process_time()
    for year in (3000, 6000, 9000):
        assert next_occurrence(plan, "r", f"{year}-01-01") is not None
        found = list(islice(occurrences(plan, "r", f"{year}-01-01", "9998-12-31"), 3))
        assert 0 < len(found) <= 3
    assert process_time() - began < 2 * SOON


@pytest.mark.parametrize(
    "wrong",
    [
        {"recurrence": "FREQ=SECONDLY"},
        {"recurrence": "FREQ=MINUTELY;INTERVAL=10"},
        {"recurrence": "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,1,2,3"},
        {"recurrence": "RDATE:" + ",".join(f"20260302T{n // 3600:02}{n // 60 % 60:02}{n % 60:02}" for n in range(10_000))},
        {"recurrence": "FREQ=DAILY;COUNT=99999999999999999999"},
        {"recurrence": "FREQ=DAILY;UNTIL=99999999"},
        {"recurrence": "RRULE:" * 10_000},
        {"recurrence": "FREQ=DAILY;" * 4_000},
        {"at": "9" * 10_000},
        {"overrides": "2026-03-02 to " * 10_000},
        {"overrides": ["9" * 10_000 + " cancelled"]},
        {"arrivals": "9" * 10_000 + " per day"},
        {"arrivals": "1 per " * 10_000},
        {"reservation": "1h " * 10_000 + "per week"},
        {"zone": "Europe/" * 10_000},
        {"window": "1h " * 10_000},
    ],
    ids=range(16),
)  # fmt: skip
def test_malformed_text_in_any_field_is_refused_soon_and_shortly(wrong):
    began = process_time()
    with pytest.raises(InvalidValue) as caught:
        Routine("r", **wrong)
    assert len(str(caught.value)) < 1000
    assert process_time() - began < SOON


def test_overrides_as_far_apart_as_the_calendar_allows_move_nothing_out_of_it():
    plan = plan_of(
        "FREQ=MONTHLY", at="09:00",
        overrides=["2026-04-02 to 9998-01-01 following", "2026-05-02 to 0003-01-01 following", "2027-03-02 to 0001-01-01"],
    )  # fmt: skip
    began = process_time()
    found = list(islice(occurrences(plan, "r", "0001-01-01", "9999-12-31"), 5))
    assert found
    assert process_time() - began < 2 * SOON


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=HOURLY;BYDAY=SU", "FREQ=YEARLY;BYMONTH=1;BYDAY=SU"]
)
def test_a_rule_that_only_ever_meets_days_off_has_no_next(rule):
    plan = plan_of(rule, day_off="skip")
    began = process_time()
    assert next_occurrence(plan, "r", "2026-03-02") is None
    assert process_time() - began < 2 * SOON


def test_the_year_9999_is_the_end_of_every_routine():
    plan = Plan(start="9998-12-30", zone="Pacific/Kiritimati").add(Routine("r", recurrence="FREQ=DAILY"))
    assert len(list(occurrences(plan, "r", "9998-12-01", "9999-12-31"))) <= 2
