"""Who has more to do than hours, because of what, and who could take it over."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import Overload, ledger, overloads
from workmodel.capacity.standins import candidates
from workmodel.errors import InvalidText, OutOfRange, WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def found(plan: wm.Plan, *args: Any, **named: Any) -> tuple[Overload, ...]:
    return overloads(ledger(plan, *WEEK), *args, **named)


def full(*more: Any) -> wm.Plan:
    """Ana has a query of eight hours and a guide of five on Monday, of whom she does one."""
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("ana", skills=["sql 4", "text"]),
        wm.Task("query", duration="1d", effort="8h", assignments=["ana"], requires=["sql 3"], priority=900),
        wm.Task("guide", duration="1d", effort="5h", assignments=["ana"], requires=["sql 3"]),
        *more,
    )


def test_an_overload_tells_the_day_the_hours_and_what_won() -> None:
    (one,) = found(full())
    assert (one.resource, one.days, one.availability, one.wanted, one.over) == (
        "ana", (date(2026, 3, 2),), 8 * HOUR, 13 * HOUR, 5 * HOUR,
    )  # fmt: skip
    short, kept = one.causes
    assert (short.source.id, short.wanted, short.granted, short.over, short.won_by) == (
        "guide", 5 * HOUR, 0, 5 * HOUR, ("query",),
    )  # fmt: skip
    assert (kept.source.id, kept.over, kept.won_by) == ("query", 0, ())


def test_exactly_one_of_many_is_able_to_take_over() -> None:
    """Ben knows too little, Cem is away, Dia has the hours elsewhere, a machine stands in for nobody: Eva it is."""
    plan = full(
        wm.Resource("ben", skills=["sql 2"]),
        wm.Resource("cem", skills=["sql 5"], absences=["2026-03-02 sick"]),
        wm.Resource("dia", skills=["sql 5"]),
        wm.Resource("eva", skills=["sql 3"]),
        wm.Resource("robot", type="equipment", skills=["sql 5"]),
        wm.Task("other", duration="1d", effort="8h", assignments=["dia"]),
    )
    (one,) = found(plan)
    assert [(who.resource, who.item, who.free, who.enough, who.skills) for who in one.could_take_over] == [
        ("eva", "guide", 8 * HOUR, True, ("sql",))
    ]
    assert str(one).endswith("guide could go to: eva (8h free, sql)")


def test_who_has_enough_free_hours_comes_first() -> None:
    plan = full(
        wm.Resource("ben", skills=["sql"]),
        wm.Resource("cem", skills=["sql"]),
        wm.Resource("dia", skills=["sql"]),
        wm.Task("small", duration="1d", effort="5h", assignments=["ben"]),
        wm.Task("tiny", duration="1d", effort="1h", assignments=["cem"]),
    )
    (one,) = found(plan)
    assert [(who.resource, who.free / HOUR, who.enough) for who in one.could_take_over] == [
        ("dia", 8, True), ("cem", 7, True), ("ben", 3, False),
    ]  # fmt: skip


def test_the_skills_of_a_team_are_those_of_its_members() -> None:
    plan = full(wm.Resource("ben"), wm.Resource("dev", type="team", members=["ben"], skills=["sql"]))
    (one,) = found(plan)
    assert [who.resource for who in one.could_take_over] == ["ben"]


def test_only_what_the_overloaded_person_brings_has_to_be_brought() -> None:
    """The guide needs a designer too, who is another."""
    plan = full(wm.Resource("ben", skills=["sql"])).evolve("guide", requires=["sql", "design"])
    assert [who.resource for who in found(plan)[0].could_take_over] == ["ben"]


def test_whoever_takes_over_is_one_to_take_from() -> None:
    """Ben knows sql too, but the guide is for one of Ana and Cem, whatever they know."""
    plan = full(wm.Resource("ben", skills=["sql 5"]), wm.Resource("cem")).evolve(
        "guide", requires=["from ana|cem"]
    )
    assert [(who.resource, who.skills) for who in found(plan)[0].could_take_over] == [("cem", ())]


def test_where_an_item_asks_for_no_skill_whoever_shares_one_may_take_over() -> None:
    plan = full(wm.Resource("ben", skills=["text"]), wm.Resource("cem", skills=["paint"])).evolve(
        "guide", requires=[]
    )
    assert [(who.resource, who.skills) for who in found(plan)[0].could_take_over] == [("ben", ("text",))]


def test_where_nobody_speaks_of_skills_nobody_is_excluded() -> None:
    plan = full(wm.Resource("ben")).evolve("guide", requires=[]).evolve("ana", skills=[])
    assert [(who.resource, who.skills) for who in found(plan)[0].could_take_over] == [("ben", ())]


def test_only_hours_within_the_items_own_dates_count() -> None:
    """The guide ends on Monday at noon: of Ben's free day, four hours."""
    plan = full(wm.Resource("ben", skills=["sql"])).evolve("guide", duration="4h")
    (who,) = found(plan)[0].could_take_over
    assert (who.free, who.enough) == (4 * HOUR, False)


def test_a_routine_with_a_time_needs_somebody_free_at_that_time() -> None:
    """Two things at ten; Ben is in the same meeting, Cem is not."""
    daily = {"recurrence": "FREQ=DAILY;COUNT=1", "at": "10:00", "effort": "1h"}
    plan = wm.Plan(start="2026-03-02").add(
        *(wm.Resource(name) for name in ("ana", "ben", "cem")),
        wm.Routine("talk", assignments=["ana", "ben"], split="each", **daily),
        wm.Routine("duty", assignments=["ana"], **daily),
    )
    (one,) = found(plan)
    assert one.over == HOUR
    assert [(who.resource, who.item, who.free) for who in one.could_take_over] == [("cem", "duty", HOUR)]


def test_nobody_takes_over_a_meeting() -> None:
    meeting = {"recurrence": "FREQ=DAILY;COUNT=1", "at": "10:00", "effort": "1h", "split": "each"}
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("ana"), wm.Resource("ben"),
        wm.Routine("one", assignments=["ana"], **meeting), wm.Routine("two", assignments=["ana"], **meeting),
    )  # fmt: skip
    (one,) = found(plan)
    assert one.could_take_over == ()


def test_days_of_a_period_are_told_together_with_what_its_other_days_have_free() -> None:
    plan = full(wm.Task("more", after=["query"], duration="1d", effort="10h", assignments=["ana"]))
    (one,) = found(plan, period="week")
    assert (one.days, one.over, one.free) == ((date(2026, 3, 2), date(2026, 3, 3)), 7 * HOUR, 24 * HOUR)
    assert [str(day.period) for day in found(plan)] == ["2026-03-02", "2026-03-03"]


@pytest.mark.parametrize(("threshold", "over"), [(1, 5), ("80%", 6.6), (0, 13), (1.25, 3), (2, None)])
def test_a_threshold_says_how_full_is_too_full(threshold: Any, over: float | None) -> None:
    """13 of 8 hours: 5 above all of them, 6.6 above 80 %, 3 above ten hours."""
    days = found(full(), threshold)
    assert [float(one.over) / HOUR for one in days] == ([] if over is None else [over])


def test_where_everything_fits_nobody_is_overloaded() -> None:
    assert found(full().remove("guide")) == ()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"threshold": -1}, OutOfRange),
        ({"threshold": "much"}, InvalidText),
        ({"period": "year"}, InvalidText),
        ({"ledger": None}, WrongType),
    ],
)
def test_what_means_nothing_is_refused(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        overloads(**{"ledger": ledger(full(), *WEEK), **arguments})


def test_who_could_take_over_is_looked_for_when_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among a thousand people with a hundred tasks each that is a hundred million questions, most of them never asked."""
    asked: list[str] = []

    def counted(found: Any, item: str, *rest: Any, **more: Any) -> tuple[Any, ...]:
        asked.append(item)
        return candidates(found, item, *rest, **more)

    monkeypatch.setattr(import_module("workmodel.capacity.overloads"), "candidates", counted)
    plan = wm.Plan(start="2026-03-02").add(
        *(wm.Resource(name) for name in ("ana", "ben", "cem")),
        *(wm.Task(f"{name}-{n}", duration="1d", effort="6h", assignments=[name]) for name in ("ana", "ben") for n in (1, 2)),
    )  # fmt: skip
    ana, ben = overloads(ledger(plan, "2026-03-02", "2026-03-03"))
    assert asked == []
    assert [one.resource for one in ben.could_take_over] == ["cem"]
    assert ben.could_take_over is ben.could_take_over
    assert asked == ["ben-2"]
    assert ana == overloads(ledger(plan, "2026-03-02", "2026-03-03"))[0]
