"""Whoever waits for a large ledger is told how far it is, and may end it."""

from __future__ import annotations

import pickle

import pytest

import workmodel as wm
from workmodel.capacity import ledger
from workmodel.errors import Stopped, WrongType

WEEK = ("2026-03-02", "2026-03-09")
PLAN = wm.Plan(start="2026-03-02").add(
    wm.Resource("ana"),
    wm.Task("draft", effort="12h", assignments=["ana"]),
    wm.Routine("mail", recurrence="FREQ=DAILY", effort="15min", assignments=["ana"]),
    wm.Routine("queue", arrivals="3 per day", effort="15min", assignments=["ana"]),
    wm.Routine("visit", recurrence="FREQ=WEEKLY", effort="1h", window="3d", assignments=["ana"]),
)


def test_steps_are_told_one_by_one_up_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    found = ledger(PLAN, *WEEK, on_progress=lambda made, most: told.append((made, most)))
    assert found == ledger(PLAN, *WEEK)
    most = told[0][1]
    assert told == [(made, most) for made in range(1, most + 1)]
    assert most > len(PLAN.routines)


def test_from_the_one_before_the_last_step_is_told_as_well() -> None:
    told: list[tuple[int, int]] = []
    shorter = PLAN.evolve("draft", effort="2h")
    ledger(shorter, *WEEK, previous=ledger(PLAN, *WEEK), on_progress=lambda *two: told.append(two))
    assert told
    assert told[-1][0] == told[-1][1]


def test_false_ends_it_with_an_error_that_says_how_far_it_was() -> None:
    with pytest.raises(Stopped) as caught:
        ledger(PLAN, *WEEK, on_progress=lambda made, _: made < 2)
    assert (caught.value.what, caught.value.done) == ("counting the hours", 2)
    assert caught.value.most > 2
    assert "because on_progress returned False" in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_after_the_last_step_there_is_nothing_to_end() -> None:
    assert ledger(PLAN, *WEEK, on_progress=lambda made, most: made < most) == ledger(PLAN, *WEEK)


def test_nothing_but_false_ends_it() -> None:
    assert ledger(PLAN, *WEEK, on_progress=lambda *_: None) == ledger(PLAN, *WEEK)
    assert ledger(PLAN, *WEEK, on_progress=lambda *_: 0) == ledger(PLAN, *WEEK)  # type: ignore[arg-type,return-value]


def test_what_cannot_be_called_is_refused() -> None:
    with pytest.raises(WrongType) as caught:
        ledger(PLAN, *WEEK, on_progress=7)  # type: ignore[arg-type]
    assert caught.value.what == "what is called with progress"
