"""Work that is done where there are hours for it: the contour ``"as_worked"``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import Ledger, ledger
from workmodel.domain import Resource, Routine, Task

WEEK = ("2026-03-02", "2026-03-09")


def plan(*items: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(Resource("ana"), Resource("ben"), *items)


def close(hours: int, day: str = "MO") -> Routine:
    return Routine("close", recurrence=f"FREQ=WEEKLY;BYDAY={day}", effort=f"{hours}h", assignments=["ana"])


def by_day(book: Ledger, who: str, what: str) -> list[Decimal]:
    return [book.day(who, f"2026-03-{day:02}").of(what) / 60 for day in range(2, 7)]


def task(name: str = "report", effort: str = "32h", **more: Any) -> Task:
    return Task(
        name, duration="5d", effort=effort, assignments=more.pop("who", ["ana"]), contour="as_worked", **more
    )


def test_the_work_is_done_where_other_claims_leave_hours() -> None:
    book = ledger(plan(close(8), task()), *WEEK)
    assert by_day(book, "ana", "report") == [0, 8, 8, 8, 8]
    assert not book.total("ana").unmet


def test_flat_work_asks_for_as_much_on_a_full_day_as_on_any() -> None:
    book = ledger(plan(close(8), Task("report", duration="5d", effort="32h", assignments=["ana"])), *WEEK)
    assert book.day("ana", "2026-03-02").over == Decimal(384)


def test_days_that_are_partly_claimed_take_as_much_less() -> None:
    book = ledger(plan(close(4, "WE"), task(effort="18h")), *WEEK)
    assert by_day(book, "ana", "report") == [4, 4, 2, 4, 4]


def test_what_does_not_fit_anywhere_is_unmet_and_nothing_is_lost() -> None:
    book = ledger(plan(close(8), task(effort="40h")), *WEEK)
    total = book.total("ana")
    assert total.of("report") == 32 * 60
    assert [str(one) for one in total.unmet] == ["report: 8h short, taken by close"] or total.over == 8 * 60


def test_work_of_higher_priority_takes_its_hours_first() -> None:
    first = Task("urgent", duration="2d", effort="16h", assignments=["ana"], priority=900)
    book = ledger(plan(first, task(effort="24h")), *WEEK)
    assert by_day(book, "ana", "urgent") == [8, 8, 0, 0, 0]
    assert by_day(book, "ana", "report") == [0, 0, 8, 8, 8]


def test_one_after_the_other_in_the_order_of_claims() -> None:
    book = ledger(plan(close(8), task("one", "16h"), task("two", "16h")), *WEEK)
    assert by_day(book, "ana", "one") == [0, 4, 4, 4, 4]
    assert by_day(book, "ana", "two") == [0, 4, 4, 4, 4]
    assert not book.total("ana").unmet


def test_nobody_works_on_it_before_it_starts_or_after_it_ends() -> None:
    half = Task(
        "half", duration="12h", effort="10h", assignments=["ana"], contour="as_worked", after=["first"]
    )
    book = ledger(plan(Task("first", duration="4h"), half), *WEEK)
    assert sum(by_day(book, "ana", "half")) == 10
    assert by_day(book, "ana", "half")[2:] == [0, 0, 0]
    assert by_day(book, "ana", "half")[0] == pytest.approx(Decimal("3.3333"), abs=Decimal("0.001"))


def test_where_nobody_has_hours_it_lies_as_flat_work_does() -> None:
    away = Resource("cy", absences=["2026-03-02..2026-03-06 vacation"])
    book = ledger(plan(away, task(who=["cy"])), *WEEK)
    assert book.total("cy").over == 32 * 60


def test_several_share_it_by_the_hours_that_each_has_left() -> None:
    book = ledger(plan(close(8), task(who=["ana", "ben"], effort="72h")), *WEEK)
    assert by_day(book, "ana", "report") == [0, 8, 8, 8, 8]
    assert by_day(book, "ben", "report") == [8, 8, 8, 8, 8]


def test_work_that_says_no_effort_takes_the_hours_that_are_left() -> None:
    item = Task("watch", duration="5d", assignments=["ana", "ben 50%"], contour="as_worked")
    book = ledger(plan(close(6), item), *WEEK)
    assert by_day(book, "ana", "watch") == [2, 8, 8, 8, 8]
    assert by_day(book, "ben", "watch") == [4, 4, 4, 4, 4]
    assert not book.total("ana").unmet


def test_whoever_is_quicker_does_more_of_it_in_the_same_hours() -> None:
    quick = Resource("cy", efficiency="150%")
    book = ledger(plan(quick, task(who=["ben", "cy"], effort="100h")), *WEEK)
    assert by_day(book, "ben", "report") == by_day(book, "cy", "report") == [8, 8, 8, 8, 8]


@given(
    claimed=st.lists(st.integers(0, 8), min_size=5, max_size=5),
    effort=st.integers(1, 45),
    length=st.integers(1, 10),
)
def test_it_asks_for_its_effort_and_gets_no_less_than_flat_work(
    claimed: list[int], effort: int, length: int
) -> None:
    days = ("MO", "TU", "WE", "TH", "FR")
    others = [
        Routine(f"r{day}", recurrence=f"FREQ=WEEKLY;BYDAY={day}", effort=f"{hours}h", assignments=["ana"])
        for day, hours in zip(days, claimed, strict=True)
        if hours
    ]
    found = {}
    for contour in ("flat", "as_worked"):
        item = Task("t", duration=f"{length}d", effort=f"{effort}h", assignments=["ana"], contour=contour)
        total = ledger(plan(item, *others), "2026-03-02", "2026-03-16").total("ana")
        asked = total.of("t") + sum(one.amount for one in total.unmet if one.source.id == "t")
        assert asked == effort * 60
        assert total.availability == total.claimed + total.free
        found[contour] = total.of("t")
    assert found["as_worked"] >= found["flat"]


@pytest.mark.parametrize("middle", ["2026-03-03", "2026-03-05", "2026-03-07", "2026-03-11"])
def test_any_window_says_the_same_of_its_days(middle: str) -> None:
    found = plan(close(6), task(effort="30h"), task("later", "20h", after=["report SS+3d"]))
    whole = ledger(found, "2026-03-02", "2026-03-16").total("ana")
    parts = [
        ledger(found, *window).total("ana") for window in (("2026-03-02", middle), (middle, "2026-03-16"))
    ]
    for what in ("report", "later", "close"):
        assert whole.of(what) == sum(part.of(what) for part in parts)
