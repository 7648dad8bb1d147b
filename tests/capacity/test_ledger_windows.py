"""Which days a ledger covers, and what is asked of days it does not."""

from __future__ import annotations

from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import Coverage, ledger
from workmodel.errors import InvalidText, OutOfRange, UnknownId, WrongType

PLAN = wm.Plan(start="2026-03-02").add(
    wm.Resource("a"),
    wm.Routine("r", arrivals="2 per day", effort="1h", assignments=["a"]),
    wm.Routine("y", arrivals="2 per year", effort="1h", assignments=["a"]),
    wm.Routine("o", recurrence="FREQ=DAILY", at="23:30", effort="1h", split="each", assignments=["a"]),
    wm.Task("t", effort="4h", assignments=["a"]),
)


class TestTheDaysOfALedger:
    @pytest.mark.parametrize(
        ("start", "end"),
        [
            ("0001-01-01", "0001-01-02"),
            ("0001-12-31", "0002-01-02"),
            ("9998-12-30", "9999-01-01"),
            ("9999-12-30", "9999-12-31"),
            ("2026-03-02", "9999-12-31"),
            ("2026-03-02", "2226-03-02"),
            ("2026-03-02", "2026-03-02"),
            ("2026-03-02", "2026-03-01"),
        ],
    )
    def test_days_at_the_ends_of_the_calendar_none_at_all_or_centuries_are_refused(
        self, start: str, end: str
    ) -> None:
        with pytest.raises(OutOfRange) as caught:
            ledger(PLAN, start, end)
        assert (caught.value.what, caught.value.value) == ("the window of a ledger", f"{start} to {end}")

    @pytest.mark.parametrize("zone", [None, "America/Los_Angeles", "Pacific/Auckland"])
    @pytest.mark.parametrize(("start", "end"), [("0002-01-01", "0002-01-04"), ("9998-12-28", "9998-12-31")])
    def test_days_just_within_them_are_not(self, start: str, end: str, zone: Any) -> None:
        total = ledger(PLAN.evolve(zone=zone), start, end).total("a")
        assert total.availability == total.claimed + total.free > 0

    def test_a_hundred_years_are_as_long_as_a_schedule_may_take(self) -> None:
        assert len(ledger(PLAN, "2026-03-02", "2126-03-02").days) == 36_524


class TestAMoment:
    @pytest.mark.parametrize("at", ["2026-03-03 09:00", "2026-03-03 09:00:30", "2026-03-03 09:00:59.999999"])
    def test_what_is_explained_is_the_minute_that_holds_the_moment(self, at: str) -> None:
        found = ledger(PLAN, "2026-03-02", "2026-03-09").explain("a", at)
        assert (f"{found.start:%H:%M}", f"{found.finish:%H:%M}") == ("09:00", "09:01")


class TestWhoseHours:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Resource("a"), wm.Resource("b", capacity="0.5"), wm.Resource("c"),
        wm.Resource("x", members=["a", "b from 2026-03-04 to 2026-03-05"]),
        wm.Resource("all", members=["x", "c"]),
        wm.Resource("wood", type="material"),
        wm.Routine("r", reservation="10h per week", assignments=["a", "b"]),
        wm.Routine("call", recurrence="FREQ=DAILY", at="09:00", effort="1h", split="each", assignments=["a", "b", "c"]),
        wm.Task("t", duration="5d", effort="60h", assignments=["a", "b"]),
    )  # fmt: skip
    found = ledger(plan, "2026-03-02", "2026-03-09", switching="15min per switch")

    def test_those_of_a_team_are_those_of_its_members_on_their_days_in_it(self) -> None:
        for one in (self.found.total("x"), self.found.week("x", "2026-03-03")):
            days = [self.found.day("a", day) for day in self.found.days]
            days += [self.found.day("b", day) for day in ("2026-03-04", "2026-03-05")]
            assert one.resource == "x"
            for column in ("gross", "absence", "switching", "free", "claimed", "over"):
                assert getattr(one, column) == sum(getattr(day, column) for day in days)
            assert one.of("call") == 7 * 60
            assert one.availability == one.claimed + one.switching + one.free
            assert {short.source.id for short in one.unmet} == {"t"}

    def test_a_team_in_a_team_counts_with_its_members(self) -> None:
        day = self.found.day("all", "2026-03-04")
        assert day.gross == sum(self.found.day(name, "2026-03-04").gross for name in "abc")
        assert [line.source.id for line in day.lines].count("call") == 1

    def test_who_is_not_in_it_yet_does_not_count(self) -> None:
        assert self.found.day("x", "2026-03-03").lines == self.found.day("a", "2026-03-03").lines
        assert self.found.explain("x", "2026-03-03 09:00").of("call") == 1
        assert self.found.explain("x", "2026-03-04 09:00").of("call") == 2

    @pytest.mark.parametrize("cut", ["2026-03-03 09:30", "2026-03-04 00:00", "2026-03-05 14:10"])
    def test_a_teams_time_cut_anywhere_adds_up(self, cut: str) -> None:
        parts = [
            self.found.between("x", "2026-03-02", cut),
            self.found.between("x", cut, "2026-03-09"),
        ]
        whole = self.found.total("x")
        for column in ("gross", "free", "switching", "claimed"):
            assert getattr(whole, column) == sum(getattr(part, column) for part in parts)

    @pytest.mark.parametrize(("name", "kind"), [("t", "task"), ("r", "routine"), ("wood", "material")])
    def test_something_without_hours_is_no_resource_with_hours(self, name: str, kind: str) -> None:
        for ask in (self.found.total, lambda who: self.found.day(who, "2026-03-02")):
            with pytest.raises(WrongType) as caught:
                ask(name)
            assert caught.value.value == name
            assert kind in str(caught.value)

    def test_only_what_is_not_there_is_unknown(self) -> None:
        with pytest.raises(UnknownId, match=r'no resource with the id "aa"\. Did you mean'):
            self.found.total("aa")
        with pytest.raises(UnknownId, match=r'no resource with the id "t"\. It is a task\.'):
            self.plan.resources["t"]


class TestTheOrderOfClaims:
    def test_a_kind_is_named_once(self) -> None:
        with pytest.raises(OutOfRange) as caught:
            ledger(PLAN, "2026-03-02", "2026-03-09", order=["task"] * 8)
        assert caught.value.value == "task"

    def test_what_is_no_kind_is_told_with_what_may_be_meant(self) -> None:
        with pytest.raises(InvalidText, match=r'routine, task\. Did you mean "task"\?$'):
            ledger(PLAN, "2026-03-02", "2026-03-09", order=["tasks"])


class TestWhatTotalsSayOfThemselves:
    def test_nothing_one_and_several(self) -> None:
        said = [
            str(Coverage(items, ("a", "b", "c")[:missing]))
            for items, missing in ((0, 0), (1, 0), (1, 1), (3, 1), (3, 2))
        ]
        assert said == [
            "nothing asks for hours",
            "no item is without an effort",
            "1 of 1 item has no effort",
            "1 of 3 items has no effort",
            "2 of 3 items have no effort",
        ]

    def test_one_person_gives_and_several_give(self) -> None:
        people = (wm.Resource("a"), wm.Resource("b"))
        alone = wm.Plan(start="2026-03-02").add(*people, wm.Task("t", effort="1h", assignments=["a 0%"]))
        assert "by a 0%, who gives it no time" in alone.check()[0].message
        both = alone.evolve("t", assignments=["a 0%", "b 0%"])
        assert "by a 0%, b 0%, who give it no time" in both.check()[0].message
