"""What would help: changes that lessen an overload or get something done earlier, each with what it does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.advice import Move, suggest
from workmodel.capacity import ledger, overloads
from workmodel.errors import OutOfRange, UnknownId, WrongType

DAYS = ("2026-03-02", "2026-03-16")


def plan(*more: Any, **settings: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02", **settings).add(*more)


def kinds(moves: tuple[Move, ...]) -> list[str]:
    return [one.kind for one in moves]


def late(**more: Any) -> wm.Plan:
    """Ana has a guide to write before a query that is due on Friday."""
    return plan(
        wm.Resource("ana", skills=["sql"], cost_rate="80 EUR"),
        wm.Resource("ben", skills=["sql"], cost_rate="100 EUR"),
        wm.Task("guide", effort="3d", assignments=["ana"], **more),
        wm.Task("query", effort="5d", assignments=["ana"], requires=["sql"], deadline="2026-03-06"),
    )


class TestAnItemThatIsLate:
    def test_somebody_else_does_it_or_what_stands_before_it(self) -> None:
        found = suggest(late(), "query")
        moves = {one.what: one for one in found}
        taken = moves["query goes from ana to ben"]
        assert f"{taken.outcome.finish:%a %d %H:%M}" == "Fri 06 17:00"
        assert taken.outcome.missed == ()
        assert [str(one) for one in taken.outcome.cost] == ["800.00 EUR"]
        assert taken.plan["query"].assignments[0].resource == "ben"

    def test_what_is_in_time_and_costs_nothing_comes_first(self) -> None:
        found = suggest(late(), "query")
        first = found[0]
        assert first.kind in ("priority", "delay")
        assert first.outcome.cost == ()
        assert [one.item for one in first.outcome.shifts] == ["guide"]
        assert found[-1].outcome.finish is not None
        assert found[-1].outcome.finish > first.outcome.finish  # type: ignore[operator]

    def test_two_share_the_work(self) -> None:
        moves = {one.what: one for one in suggest(late(), "query")}
        both = moves["ben works on query as well"]
        assert both.kind == "split"
        assert [one.resource for one in both.plan["query"].assignments] == ["ana", "ben"]
        assert f"{both.outcome.finish:%a %d %H:%M}" == "Wed 04 12:00"

    def test_a_duration_is_shared_by_two_who_work_at_once(self) -> None:
        two = plan(wm.Resource("ana"), wm.Resource("ben"), wm.Task("dig", duration="4d", assignments=["ana"]))
        both = next(one for one in suggest(two, "dig") if one.kind == "split")
        assert str(both.plan["dig"].duration) == "2d"
        assert f"{both.outcome.finish:%a %d %H:%M}" == "Tue 03 17:00"
        fixed = two.evolve("dig", type="fixed_duration")
        assert "split" not in kinds(suggest(fixed, "dig"))

    def test_somebody_works_longer_for_those_days(self) -> None:
        one = plan(
            wm.Resource("ana"), wm.Task("report", effort="5d", assignments=["ana"], deadline="2026-03-05")
        )
        (longer,) = suggest(one, "report", overtime="2h")
        assert longer.what == "ana works 2h a day longer from 2026-03-02 to 2026-03-06"
        assert f"{longer.outcome.finish:%a %d %H:%M}" == "Thu 05 17:00"
        changes = [str(change) for change in longer.plan.resources["ana"].capacity_changes]
        assert changes == ["2026-03-02 1.25", "2026-03-07 1"]
        assert suggest(one, "report", overtime="0h") == ()

    def test_what_holds_the_person_waits(self) -> None:
        moves = {one.kind: one for one in suggest(late(), "query")}
        assert moves["delay"].what == "guide waits until Mon 2026-03-09"
        assert moves["delay"].plan["guide"].leveling_delay is not None

    def test_the_project_rises_where_its_priority_decides(self) -> None:
        shop = late().add(wm.Project("shop", priority=300)).evolve("query", parent="shop")
        (rise,) = (one for one in suggest(shop, "query") if one.kind == "priority")
        assert rise.item == "shop"
        assert rise.plan["shop"].priority == 600

    def test_what_matters_more_is_not_asked_to_wait(self) -> None:
        assert "delay" not in kinds(suggest(late(priority=900), "query"))

    def test_of_a_summary_the_last_to_end_is_looked_at(self) -> None:
        site = plan(
            wm.Resource("ana"), wm.Resource("ben"), wm.Project("site"),
            wm.Task("draw", parent="site", effort="2d", assignments=["ana"]),
            wm.Task("build", parent="site", effort="4d", assignments=["ana"], after=["draw"]),
        )  # fmt: skip
        assert {one.item for one in suggest(site, "site") if one.kind == "reassign"} <= {"draw", "build"}
        assert "split" in kinds(suggest(site, "site"))

    def test_another_date_than_the_deadline_can_be_asked_for(self) -> None:
        soon = suggest(late(), "query", by="2026-03-20")
        assert soon[0].outcome.cost == ()

    def test_what_is_done_or_has_nobody_gets_no_advice(self) -> None:
        assert suggest(plan(wm.Task("idea", duration="2d")), "idea") == ()
        done = {"percent": 100, "actual_start": "2026-03-02 08:00", "actual_finish": "2026-03-03 17:00"}
        ended = plan(
            wm.Resource("ana"),
            wm.Resource("ben"),
            wm.Task("a", duration="2d", assignments=["ana"], progress=done),
        )
        assert suggest(ended, "a") == ()

    def test_only_so_many_changes_are_tried(self) -> None:
        assert len(suggest(late(), "query", tries=1)) <= 1


class TestAnOverload:
    def two_at_once(self) -> wm.Plan:
        return plan(
            wm.Resource("ana", skills=["sql"]),
            wm.Resource("ben", skills=["sql"]),
            wm.Task("guide", duration="2d", effort="16h", assignments=["ana"], priority=900),
            wm.Task("query", duration="2d", effort="10h", assignments=["ana"], requires=["sql"]),
        )

    def asked(self, here: wm.Plan, **more: Any) -> tuple[Move, ...]:
        return suggest(here, overloads(ledger(here, *DAYS), period="week")[0], **more)

    def test_who_could_takes_it_over(self) -> None:
        first = self.asked(self.two_at_once())[0]
        assert first.what == "query goes from ana to ben"
        assert (first.outcome.over_before, first.outcome.over) == (Decimal(600), Decimal(0))
        assert str(first) == "query goes from ana to ben: nothing too much for ana instead of 10h"

    def test_what_grants_more_of_the_same_work_costs_nothing_more(self) -> None:
        paid = self.two_at_once()
        paid = paid.evolve("ana", cost_rate="80 EUR").evolve("ben", cost_rate="90 EUR")
        costs = {one.kind: [str(each) for each in one.outcome.cost] for one in self.asked(paid)}
        assert costs["reassign"] == ["100.00 EUR"]
        assert costs["delay"] == costs["hours"] == []

    def test_the_less_important_waits_until_the_other_is_done(self) -> None:
        (waits,) = (one for one in self.asked(self.two_at_once()) if one.kind == "delay")
        assert waits.what == "query waits until Wed 2026-03-04"
        assert waits.outcome.over == 0
        assert [one.item for one in waits.outcome.shifts] == ["query"]

    def test_longer_days_lessen_it(self) -> None:
        (longer,) = (one for one in self.asked(self.two_at_once()) if one.kind == "hours")
        assert longer.outcome.over == Decimal(600 - 240)

    def test_an_overload_that_only_moves_is_told(self) -> None:
        busy = self.two_at_once().add(
            wm.Task("own", duration="2d", effort="12h", assignments=["ben"], priority=900)
        )
        moves = {one.what: one for one in self.asked(busy)}
        taken = moves["query goes from ana to ben"].outcome
        assert taken.over == 0
        assert taken.total_over == Decimal(360)

    def test_one_move_after_the_other_levels_a_plan(self) -> None:
        here = self.two_at_once()
        while found := overloads(ledger(here, *DAYS)):
            here = suggest(here, found[0])[0].plan
        assert overloads(ledger(here, *DAYS)) == ()

    def test_a_routine_that_is_too_much_goes_to_somebody_else_and_waits_for_nothing(self) -> None:
        duty = wm.Routine("duty", reservation="20h per week", assignments=["ana"])
        here = plan(wm.Resource("ana", capacity="0.25"), wm.Resource("ben"), duty)
        moves = self.asked(here)
        assert moves[0].what == "duty goes from ana to ben"
        assert "delay" not in kinds(moves)


class TestWhatCannotBeAsked:
    def test_an_item_that_is_not_there(self) -> None:
        with pytest.raises(UnknownId, match="Did you mean"):
            suggest(late(), "qery")

    def test_an_overload_of_another_plan(self) -> None:
        there = TestAnOverload().two_at_once()
        overload = overloads(ledger(there, *DAYS))[0]
        with pytest.raises(UnknownId, match="another plan"):
            suggest(plan(wm.Resource("ana"), wm.Task("guide", duration="1d")), overload)

    def test_something_else(self) -> None:
        with pytest.raises(WrongType, match="an Overload, or the id of an item"):
            suggest(late(), 3)  # type: ignore[arg-type]

    def test_overtime_around_the_clock_and_no_tries(self) -> None:
        with pytest.raises(OutOfRange):
            suggest(late(), "query", overtime="2eh")
        with pytest.raises(OutOfRange):
            suggest(late(), "query", tries=0)


SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(data=st.data())
def test_the_plan_of_a_move_has_exactly_the_effect_that_was_told(data: Any, busy: Any) -> None:
    here: wm.Plan = data.draw(busy())
    item = data.draw(st.sampled_from(sorted(here.tasks)))
    before = wm.allocate(here, iterations=2)
    for move in suggest(here, item, iterations=2, tries=8):
        after = wm.allocate(move.plan, iterations=2)
        assert move.outcome.finish_before == before.schedule[item].finish
        assert move.outcome.finish == after.schedule[item].finish
        assert after.schedule[item].finish < before.schedule[item].finish
        for shift in move.outcome.shifts:
            assert (shift.start, shift.finish) == (
                after.schedule[shift.item].start,
                after.schedule[shift.item].finish,
            )
        assert wm.verify(move.plan, after) == ()


@SLOW
@given(data=st.data())
def test_a_move_against_an_overload_leaves_less_of_it(data: Any, busy: Any) -> None:
    here: wm.Plan = data.draw(busy())
    for overload in overloads(ledger(here, *DAYS), period="week")[:2]:
        for move in suggest(here, overload, tries=8):
            days = [move.plan.axis.time(move.plan.axis.minute(day)).date() for day in overload.days]
            book = ledger(move.plan, *DAYS)
            short = sum(one.amount for day in days for one in book.day(overload.resource, day).unmet)
            assert abs(short - move.outcome.over) < 1
            assert move.outcome.over < move.outcome.over_before == overload.over
