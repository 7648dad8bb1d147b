"""Whether a routine keeps its service level: what waits, how long, and from which day on too long."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Service, ledger, service
from workmodel.capacity.queueing import queue
from workmodel.errors import OutOfRange, UnknownId, WrongType

HOUR = 60


def desk(*more: Any, away: str = "2026-07-01..2026-07-31 vacation", **said: Any) -> wm.Plan:
    """Two people who can serve sixteen hours a day, and twelve hours of tickets; one of them is away in July."""
    tickets: dict[str, Any] = {
        "assignments": ["kim", "lee"],
        "arrivals": "12 per day",
        "effort": "1h",
        "service_level": "2d",
    }
    return wm.Plan(start="2026-06-01").add(
        wm.Resource("kim"), wm.Resource("lee", absences=[away]),
        wm.Routine("tickets", **(tickets | said)), *more,
    )  # fmt: skip


def served(plan: wm.Plan, start: str = "2026-06-01", end: str = "2026-09-28", **options: Any) -> Service:
    return service(ledger(plan, start, end), "tickets", **options)


def test_a_backlog_that_grows_from_an_absence_on_is_found_to_the_day() -> None:
    """From 1 July four hours a day are left over of twelve; at eight a day two days are exceeded on the fifth day."""
    found = served(desk(), end="2026-08-01", period="day")
    assert found.since == date(2026, 7, 7)
    by_day = {row["start"]: row for row in found.rows()}
    assert by_day[date(2026, 6, 30)]["backlog"] == 0
    sixth, seventh = by_day[date(2026, 7, 6)], by_day[date(2026, 7, 7)]
    assert (sixth["backlog"], sixth["items"], sixth["wait"], sixth["kept"]) == (
        16 * HOUR,
        16,
        16 * HOUR,
        True,
    )
    assert (seventh["backlog"], seventh["items"], seventh["wait"], seventh["kept"]) == (
        20 * HOUR,
        20,
        20 * HOUR,
        False,
    )


def test_what_is_free_later_catches_up_and_the_level_is_kept_again() -> None:
    found = served(desk())
    (breach,) = found.breaches
    assert breach.start == date(2026, 7, 7)
    # 92 hours wait on 31 July; from August on four hours a day are free
    assert breach.backlog == 92 * HOUR
    rows = {row["period"]: row for row in found.rows()}
    assert rows["2026-W32"]["caught_up"] == 5 * 4 * HOUR
    assert (rows["2026-W37"]["backlog"], rows["2026-W37"]["kept"]) == (0, True)
    assert breach.finish < date(2026, 9, 3)


def test_a_routine_with_enough_hours_is_kept_and_nothing_waits() -> None:
    found = served(desk(away="2026-07-01 sick"), end="2026-07-01")
    assert (found.since, found.breaches) == (None, ())
    assert {row["wait"] for row in found.rows()} == {0}
    assert str(found).startswith("tickets, within 2d: kept")


def test_what_claims_its_people_first_makes_it_wait() -> None:
    busy = wm.Routine(
        "talk", recurrence="FREQ=DAILY", at="08:00", effort="4h", split="each", assignments=["kim", "lee"]
    )
    found = served(desk(busy, away="2025-01-01 sick"), end="2026-06-08", period="day")
    assert [row["unmet"] / HOUR for row in found.rows()[:5]] == [4, 4, 4, 4, 4]


def test_an_elapsed_level_runs_over_nights_and_weekends() -> None:
    """An item of Friday may wait until Monday, 17:00, three days on: one working day. One of Monday has three."""
    plan = desk(service_level="3ed", away="2026-07-01..2026-07-31 vacation")
    found = served(plan, "2026-07-01", "2026-07-11", period="day")
    kept = {row["start"].day: (row["wait"] / HOUR, row["kept"]) for row in found.rows() if row["expected"]}
    assert kept == {
        1: (4, True), 2: (8, True), 3: (12, False), 6: (16, True), 7: (20, True),
        8: (24, False), 9: (28, False), 10: (32, False),
    }  # fmt: skip
    assert [(one.start.day, one.finish.day) for one in found.breaches] == [(3, 3), (8, 10)]


def test_where_nobody_ever_comes_back_the_wait_has_no_end() -> None:
    plan = desk(assignments=["lee"], away="2026-06-01..2026-12-31 parental")
    found = served(plan, end="2026-06-08")
    assert (found.since, found.breaches[0].wait) == (date(2026, 6, 1), None)
    assert "never done" in str(found)
    assert "nobody ever gets to it" in str(found.breaches[0])


def test_the_mean_of_an_estimate_says_what_an_item_takes() -> None:
    plan = desk(arrivals="4 per day", effort=None, estimate="1h / 2h / 9h")  # three hours
    row = served(plan, "2026-07-01", "2026-07-02").rows()[0]
    assert (row["expected"], row["granted"], row["backlog"], row["items"]) == (720, 480, 240, Fraction(4, 3))


@pytest.mark.parametrize("missing", [{"service_level": None}, {"effort": None}, {"arrivals": None}])
def test_a_routine_without_arrivals_effort_or_level_is_refused(missing: dict[str, Any]) -> None:
    with pytest.raises(OutOfRange, match="with arrivals, an effort and a service_level"):
        served(desk(**missing), end="2026-06-08")


def test_wrong_arguments_are_refused_with_what_is_expected() -> None:
    with pytest.raises(UnknownId, match='Did you mean "tickets"'):
        service(ledger(desk(), "2026-06-01", "2026-06-08"), "ticket")
    with pytest.raises(WrongType):
        service(desk(), "tickets")  # type: ignore[arg-type]


# -- the queue ----------------------------------------------------------------------------------------------------------


def plainly(arrived: list[int], done: list[int], minutes: list[int], day: int) -> Fraction | None:
    """Working time after a day until what has arrived by then is done, read off minute by minute of work."""
    left = sum(arrived[: day + 1]) - sum(done[: day + 1])
    passed = Fraction(0)
    for units, length in zip(done[day + 1 :], minutes[day + 1 :], strict=True):
        if not left:
            return passed
        if units >= left:
            return passed + Fraction(length * left, units)
        left, passed = left - units, passed + length
    if not left:
        return passed
    last = [(u, m) for u, m in zip(done, minutes, strict=True) if u and m]
    return passed + Fraction(left * last[-1][1], last[-1][0]) if last else None


days = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.sampled_from([0, 240, 480])),
    max_size=12,
)


@given(days)
def test_waits_are_those_of_a_queue_walked_through_day_by_day(
    given_days: list[tuple[int, int, int, int]],
) -> None:
    arrived = [a for a, _, _, _ in given_days]
    served_ = [min(a, g) for a, g, _, _ in given_days]
    spare = [s for _, _, s, _ in given_days]
    minutes = [m for _, _, _, m in given_days]
    found = queue(arrived, served_, spare, minutes)
    done = [a + b for a, b in zip(served_, found.caught_up, strict=True)]
    assert found.wait == [
        plainly(arrived, done, minutes, day) if found.backlog[day] else 0 for day in range(len(arrived))
    ]
    assert all(0 <= c <= s for c, s in zip(found.caught_up, spare, strict=True))
    assert sum(arrived) - sum(done) == (found.backlog[-1] if arrived else 0)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 30))
def test_at_a_steady_rate_the_wait_is_backlog_over_rate(comes: int, goes: int, count: int) -> None:
    """Little's law."""
    found = queue([comes] * count, [min(comes, goes)] * count, [0] * count, [480] * count)
    assert found.wait == [Fraction(backlog * 480, min(comes, goes)) for backlog in found.backlog]
