"""What is said of a routine means something, or is pointed out: never happening, ending when it begins, saying too much."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

import workmodel as wm
from workmodel.capacity import ledger
from workmodel.domain import Dependency, RoutineStep
from workmodel.errors import HandoverRefused, InvalidText, NoOccurrences, OutOfRange, PlanFaults
from workmodel.routines import adherence, hand_over, occurrences


def plan(*entities: Any, **said: Any) -> wm.Plan:
    return wm.Plan(**{"start": "2026-03-02", **said}).add(wm.Resource("a"), wm.Resource("b"), *entities)


class TestNever:
    @pytest.mark.parametrize(
        "said",
        [
            {"recurrence": "FREQ=DAILY", "valid_from": "2026-05-01", "valid_to": "2026-04-01"},
            {"arrivals": "3 per day", "effort": "1h", "valid_from": "2026-05-01", "valid_to": "2026-04-01"},
            {"recurrence": "FREQ=DAILY", "valid_to": "2026-02-01"},
            {"recurrence": wm.yearly(month=2, day=30)},
            {"recurrence": wm.monthly("6MO")},
            {"recurrence": "FREQ=DAILY;UNTIL=20260101"},
            {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "valid_from": "2026-03-03", "valid_to": "2026-03-06"},
        ],
    )
    def test_a_routine_that_never_happens_is_pointed_out(self, said: dict[str, Any]) -> None:
        found = plan(wm.Routine("r", owner="a", **said)).check()
        assert [(one.code, one.subject) for one in found] == [("routine.never", "r")]

    @pytest.mark.parametrize(
        "said",
        [
            {"recurrence": wm.yearly(month=2, day=29)},
            {"recurrence": "FREQ=DAILY;COUNT=1"},
            {"recurrence": "RDATE:20260302T000000"},
            {"recurrence": "FREQ=WEEKLY;BYDAY=MO", "valid_from": "2026-03-09", "valid_to": "2026-03-09"},
            {"reservation": "20%", "valid_from": "2026-03-09", "valid_to": "2026-03-09"},
            {"recurrence": "FREQ=DAILY", "at": "23:30", "valid_to": "2026-03-02", "zone": "Pacific/Auckland"},
        ],
    )
    def test_one_that_happens_once_or_seldom_is_not(self, said: dict[str, Any]) -> None:
        assert plan(wm.Routine("r", owner="a", **said), zone="Europe/Berlin").check() == ()

    def test_nothing_is_said_where_only_a_schedule_tells_when_it_begins(self) -> None:
        routine = wm.Routine("r", owner="a", recurrence="FREQ=DAILY;UNTIL=20260101", parent="p")
        found = plan(wm.Project("p"), wm.Task("t", parent="p", duration="1d"), routine)
        assert found.check() == ()


class TestHandover:
    work = (wm.Project("crm"), wm.Project("part", parent="crm"), wm.Task("t", parent="part", duration="1d"))
    said: ClassVar[dict[str, Any]] = {"reservation": "1h per week", "owner": "b", "assignments": ["b"]}

    @pytest.mark.parametrize("parent", ["crm", "part"])
    @pytest.mark.parametrize("after", [[], ["crm"]])
    def test_what_belongs_to_what_ends_cannot_begin_there(self, parent: str, after: list[str]) -> None:
        routine = wm.Routine("r", parent=parent, after=after, **self.said)
        with pytest.raises(HandoverRefused) as caught:
            hand_over(plan(*self.work), "crm", [routine])
        assert (caught.value.ending, caught.value.without_owner) == (("r",), ())
        assert "ends what belongs to it, r" in str(caught.value)

    def test_what_begins_within_it_may_belong_to_it(self) -> None:
        routine = wm.Routine("r", parent="crm", after=["part"], **self.said)
        assert hand_over(plan(*self.work, wm.Task("u", parent="crm", duration="9d")), "t", [routine])[
            "r"
        ].after[-1] == Dependency("t")

    def test_what_began_with_it_may_end_with_it(self) -> None:
        routine = wm.Routine("r", parent="crm", after=["crm SS"], **self.said)
        assert "r" in hand_over(plan(*self.work), "crm", [routine])


class TestWindows:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda p: occurrences(p, "r", "2026-05-01", "2026-04-01"),
            lambda p: adherence(p, "r", "2026-05-01", "2026-04-01", "2026-06-01"),
            lambda p: ledger(p, "2026-05-01", "2026-04-01"),
        ],
    )
    def test_a_window_that_ends_before_it_starts_is_refused_by_all(self, ask: Any) -> None:
        with pytest.raises(OutOfRange):
            ask(plan(wm.Routine("r", recurrence="FREQ=DAILY")))

    def test_a_window_without_any_time_holds_nothing(self) -> None:
        found = plan(wm.Routine("r", recurrence="FREQ=DAILY", at="09:00"))
        assert list(occurrences(found, "r", "2026-03-02 09:00", "2026-03-02 09:00")) == []
        assert len(list(occurrences(found, "r", "2026-03-02", "2026-03-02"))) == 1


class TestPlannedFromTheFinish:
    backward = wm.Plan(finish="2026-03-13", direction="backward").add(
        wm.Resource("a"), wm.Task("t", duration="5d"), wm.Resource("b")
    )

    @pytest.mark.parametrize("assignments", [["a"], ["a", "b"]])
    def test_where_nothing_says_a_start_a_routine_counts_from_the_computed_one(
        self, assignments: list[str]
    ) -> None:
        """Five days before Friday evening: from Monday the 9th on, an hour a day."""
        found = self.backward.add(
            wm.Routine("r", recurrence="FREQ=DAILY", effort="1h", assignments=assignments),
            wm.Routine("s", arrivals="1 per day", effort="1h", assignments=assignments),
        )
        weeks = ledger(found, "2026-03-02", "2026-03-14")
        for name in "rs":
            assert sum(weeks.total(who).of(name) for who in assignments) == 5 * 60
            assert sum(weeks.day(who, "2026-03-06").of(name) for who in assignments) == 0

    def test_without_a_schedule_nothing_says_it(self) -> None:
        found = self.backward.add(wm.Routine("r", recurrence="FREQ=DAILY"))
        with pytest.raises(NoOccurrences, match="schedule"):
            occurrences(found, "r", "2026-03-02", "2026-03-14")
        assert len(list(occurrences(found, "r", "2026-03-02", "2026-03-13", wm.schedule(found)))) == 5


class TestFieldsThatMeanNothing:
    @pytest.mark.parametrize(
        "said",
        [
            {"arrivals": "3 per day", "effort": "1h", "at": "09:00"},
            {"reservation": "3h per day", "at": "09:00"},
            {"reservation": "3h per day", "effort": "1h"},
            {"reservation": "3h per day", "estimate": "1h/2h/3h"},
            {"arrivals": "3 per day", "assignments": ["a", "a"]},
            {"arrivals": "3 per day", "assignments": ["a", "b", "a 50%"]},
            {"recurrence": "FREQ=DAILY", "fan_out": ["a"]},
            {"recurrence": "FREQ=DAILY", "steps": [RoutineStep("t")], "estimate": "1h/2h/3h"},
        ],
    )
    def test_they_are_refused(self, said: dict[str, Any]) -> None:
        with pytest.raises(OutOfRange):
            wm.Routine("r", **said)


class TestManagers:
    def test_nobody_manages_a_manager_of_their_own(self) -> None:
        ring = [wm.Resource("x", manager="y"), wm.Resource("y", manager="z"), wm.Resource("z", manager="x")]
        with pytest.raises(PlanFaults) as caught:
            wm.Plan().add(*ring)
        assert caught.value.rings == (("x", "y", "z"),)
        assert "managed by each other" in str(caught.value)

    def test_not_by_a_change_either(self) -> None:
        found = wm.Plan().add(wm.Resource("x"), wm.Resource("y", manager="x"))
        with pytest.raises(PlanFaults):
            found.evolve("x", manager="y")

    def test_a_chain_of_managers_is_no_ring(self) -> None:
        people = [wm.Resource("x", manager="y"), wm.Resource("y", manager="z"), wm.Resource("z")]
        assert len(wm.Plan().add(*people).resources) == 3


def test_a_bare_rule_beside_another_line_is_told_its_prefix() -> None:
    with pytest.raises(InvalidText, match="write RRULE: in front of it, RRULE:FREQ=DAILY;COUNT=3"):
        wm.Routine("r", recurrence="FREQ=DAILY;COUNT=3 EXDATE:20260302")
