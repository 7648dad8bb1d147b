"""What a change does to everybody's hours."""

from __future__ import annotations

import pytest

import workmodel as wm
from workmodel.capacity import Effect, ItemEffect, ResourceEffect, effect, ledger
from workmodel.errors import OutOfRange, WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def desk() -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("kim", capacity="0.75"),
        wm.Resource("lee"),
        wm.Routine("support", reservation="12h per week", assignments=["kim"]),
        wm.Task("guide", effort="8h", assignments=["kim"]),
    )


def change(before: wm.Plan, after: wm.Plan) -> Effect:
    return effect(ledger(before, *WEEK), ledger(after, *WEEK))


def test_without_a_routine_its_hours_are_free_or_go_to_what_they_were_kept_from() -> None:
    found = change(desk(), desk().remove("support"))
    assert found.resources == (
        ResourceEffect("kim", wanted=-12 * HOUR, granted=-576, over=-144, free=576),
    )  # fmt: skip
    assert found.items == (
        ItemEffect("guide", granted=144, over=-144, by_resource=(("kim", 144),)),
        ItemEffect("support", wanted=-12 * HOUR, granted=-12 * HOUR, by_resource=(("kim", -12 * HOUR),)),
    )


def test_an_absence_takes_hours_and_is_no_demand() -> None:
    """Two days of six hours; what support wants of the week moves into the other three."""
    found = change(desk(), desk().evolve("kim", absences=["2026-03-05..2026-03-06 sick"]))
    (kim,) = found.resources
    assert (kim.gross, kim.absence, kim.availability, kim.wanted) == (0, 12 * HOUR, -12 * HOUR, 0)
    assert kim.free + kim.granted == -12 * HOUR


def test_a_person_more_has_hours_and_takes_a_share() -> None:
    after = desk().add(wm.Resource("mia")).evolve("support", assignments=["kim", "mia"])
    found = change(desk(), after)
    kim, mia = found.resources
    assert (mia.gross, mia.absence) == (40 * HOUR, 0)
    assert kim.wanted == -mia.wanted
    assert {one.item: one.wanted for one in found.items} == {"guide": 0, "support": 0}
    assert found.total.gross == 40 * HOUR


def test_a_reserve_is_an_item_of_its_own() -> None:
    found = effect(ledger(desk(), *WEEK), ledger(desk(), *WEEK, reserve="10%"))
    assert {one.item: one.wanted for one in found.items}["reserve"] == 7 * HOUR


def test_who_does_what_instead_of_whom_is_told_by_resource() -> None:
    (guide,) = change(
        desk().remove("support"), desk().remove("support").evolve("guide", assignments=["lee"])
    ).items
    assert dict(guide.by_resource) == {"kim": -8 * HOUR, "lee": 8 * HOUR}


def test_nothing_changed_has_no_effect() -> None:
    found = change(desk(), desk())
    assert not found
    assert found == Effect()
    assert str(found) == "nothing gained and nothing lost"


def test_ledgers_of_other_days_do_not_compare() -> None:
    with pytest.raises(OutOfRange, match="2026-03-02 to 2026-03-08"):
        effect(ledger(desk(), *WEEK), ledger(desk(), "2026-03-09", "2026-03-16"))
    with pytest.raises(WrongType):
        effect(desk(), ledger(desk(), *WEEK))  # type: ignore[arg-type]
