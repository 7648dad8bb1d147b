"""What is said of a claim that finds too little: what got its hours, or that there are none."""

from __future__ import annotations

from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import ledger, overloads

MONDAY = ("2026-03-02", "2026-03-03")


def meeting(name: str, at: str, effort: str = "1h", **said: Any) -> wm.Routine:
    return wm.Routine(name, recurrence="FREQ=DAILY", at=at, effort=effort, assignments=["a"], **said)


def short(*entities: Any, **options: Any) -> dict[str, tuple[float, tuple[str, ...]]]:
    """What the claims on a's Monday lack, in minutes, and what won."""
    plan = wm.Plan(start="2026-03-02").add(wm.Resource("a"), *entities)
    found = ledger(plan, *MONDAY, **options)
    day = found.day("a", "2026-03-02")
    told = {cause.source.id: cause.won_by for one in overloads(found) for cause in one.causes if cause.over}
    assert told == {one.source.id: one.won_by for one in day.unmet}, "an overload says the same"
    return {one.source.id: (float(one.amount), one.won_by) for one in day.unmet}


def test_what_lies_outside_open_hours_is_taken_by_nothing() -> None:
    """Every hour a minute: eight find room, sixteen lie where there are no hours."""
    hourly = wm.Routine("r", recurrence="FREQ=HOURLY", effort="1min", assignments=["a"])
    assert short(hourly) == {"r": (16, ())}


def test_not_even_by_what_was_served_before_it() -> None:
    assert short(meeting("morning", "09:00", priority=900), meeting("evening", "20:00")) == {
        "evening": (60, ())
    }


def test_nor_on_a_day_that_is_full() -> None:
    full = wm.Routine("full", recurrence="FREQ=DAILY", effort="9h", assignments=["a"])
    assert short(full, meeting("evening", "20:00"))["evening"] == (60, ())


def test_what_lies_in_the_same_minutes_takes_them() -> None:
    found = short(
        meeting("early", "09:00", priority=900),
        meeting("noon", "11:00", priority=900),
        meeting("late", "09:30"),
    )
    assert found == {"late": (30, ("early",))}


def test_a_claim_that_asks_for_more_than_a_day_has_was_not_taken_anything_by_itself() -> None:
    assert short(wm.Task("t", duration="1d", effort="12h", assignments=["a"])) == {"t": (240, ())}


def test_where_nothing_is_left_of_a_day_all_that_was_served_before_took_it() -> None:
    """Half a person has four hours, and the first meeting takes three of them."""
    half = wm.Resource("b", capacity="0.5")
    plan = wm.Plan(start="2026-03-02").add(
        half,
        wm.Routine("long", recurrence="FREQ=DAILY", at="09:00", effort="3h", assignments=["b"]),
        wm.Routine("other", recurrence="FREQ=DAILY", at="13:00", effort="2h", assignments=["b"]),
    )
    (one,) = ledger(plan, *MONDAY).day("b", "2026-03-02").unmet
    assert (one.source.id, one.amount, one.won_by) == ("other", 60, ("long",))


@pytest.mark.parametrize(("options", "won"), [({"reserve": "100%"}, "reserve")])
def test_what_is_left_on_purpose_took_it(options: dict[str, Any], won: str) -> None:
    found = short(wm.Task("t", duration="1d", effort="2h", assignments=["a"]), **options)
    assert found == {"t": (120, (won,))}


def test_what_switching_costs_took_it() -> None:
    two = [wm.Task(name, duration="1d", effort="4h", assignments=["a"]) for name in "tu"]
    found = short(*two, switching="4h per switch")
    assert found == {"u": (240, ("t",))}
    found = short(*two, switching="8h per switch")
    assert found == {"t": (240, ("switching",)), "u": (240, ("switching",))}
