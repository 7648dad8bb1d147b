"""A ledger from the one before: the same value, of which only what an edit touched is made anew."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from attrs import evolve

import workmodel as wm
from workmodel.calendars import CalendarException
from workmodel.capacity import Ledger, SwitchLoss, ledger, overloads, workload
from workmodel.capacity import reuse as reusing
from workmodel.domain import Completion, RoutineStep
from workmodel.errors import WrongType

WEEK = ("2026-03-02", "2026-03-16")
PLAN = wm.Plan(start="2026-03-02").add(
    wm.Resource("ana"),
    wm.Resource("ben", capacity="0.5"),
    wm.Resource("cleo"),
    wm.Resource("desk", members=["ana", "ben"]),
    wm.Project("site"),
    wm.Task("draft", parent="site", effort="12h", assignments=["ana"]),
    wm.Task("build", parent="site", effort="30h", after=["draft"], assignments=["ben"]),
    wm.Task("test", effort="8h", duration="2d", assignments=["cleo"]),
    wm.Task("open", effort="4h"),
    wm.Routine(
        "standup",
        recurrence="FREQ=DAILY",
        at="09:00",
        effort="15min",
        split="each",
        assignments=["ana", "ben"],
    ),
    wm.Routine("mail", arrivals="4 per day", effort="30min", assignments=["desk"]),
    wm.Routine("backup", recurrence="FREQ=WEEKLY;BYDAY=SA", effort="2h", assignments=["cleo"]),
    wm.Routine("report", recurrence="FREQ=WEEKLY;BYDAY=FR", effort="2h", assignments=["cleo"]),
)

# what hangs together in other ways: people without work, a project that bounds a routine, hours that were spent, somebody
# who is away when their own is due, work that is done where there are hours by two
MORE = PLAN.add(
    wm.Calendar("late", base="standard"),
    wm.Resource("eve", calendar="late"),
    wm.Resource("fay"),
    wm.Task("paint", effort="6h", assignments=["eve"]),
    wm.Task("both", effort="20h", contour="as_worked", duration="4d", assignments=["ana", "cleo"]),
    wm.Routine("watch", parent="site", arrivals="9 per week", effort="1h", assignments=["eve"]),
    wm.Routine("review", recurrence="FREQ=WEEKLY;BYDAY=FR", effort="1h", assignments=["ana"]),
    wm.Routine("tidy", recurrence="FREQ=WEEKLY;BYDAY=FR", effort="1h", assignments=["cleo"]),
    wm.Routine(
        "close", recurrence="FREQ=WEEKLY;BYDAY=TU", steps=[RoutineStep("sign", effort="1h", who=["each"])], fan_out=["desk"]
    ),
    Completion("c1", routine="report", occurrence="2026-03-06", effort="3h"),
    Completion("left", routine="close", occurrence="2026-03-10", step="sign", person="cleo", effort="2h"),
).evolve("cleo", absences=["2026-03-13 sick"])  # fmt: skip

Edit = Callable[[wm.Plan], wm.Plan]
MORE_EDITS: dict[str, Edit] = {
    "hours of a calendar": lambda plan: plan.evolve("late", exceptions=[CalendarException(start="2026-03-04")]),
    "a task that moves the end of a project": lambda plan: plan.evolve("draft", effort="32h"),
    "a task beside work that is done where there are hours": lambda plan: plan.evolve("draft", priority=900),
    "a task of the other one who does such work": lambda plan: plan.evolve("test", effort="16h"),
    "hours that were spent": lambda plan: plan.evolve("c1", effort="5h"),
    "hours that were not spent": lambda plan: plan.remove("c1"),
    "hours spent on what was alone": lambda plan: plan.add(
        Completion("c2", routine="review", occurrence="2026-03-13", effort="3h")
    ),
    "a routine beside one whose person is away": lambda plan: plan.evolve("review", effort="90min"),
    "an absence of somebody whose hours were spent": lambda plan: plan.evolve("cleo", absences=["2026-03-09 sick"]),
    "a limit of somebody without work": lambda plan: plan.evolve("fay", daily_limit="2h"),
    "an absence of somebody without work": lambda plan: plan.evolve("fay", absences=["2026-03-05 sick"]),
}  # fmt: skip

EDITS: dict[str, Edit] = {
    "an effort": lambda plan: plan.evolve("build", effort="10h"),
    "a task that moves others": lambda plan: plan.evolve("draft", effort="32h"),
    "a task of somebody else": lambda plan: plan.evolve("test", assignments=["ana"]),
    "a task without anybody": lambda plan: plan.evolve("test", assignments=[]),
    "another task": lambda plan: plan.add(wm.Task("more", effort="9h", assignments=["desk"])),
    "a task less": lambda plan: plan.remove("test", cascade=True),
    "a summary": lambda plan: plan.add(wm.Task("part", parent="open", effort="1h", assignments=["ana"])),
    "a priority": lambda plan: plan.evolve("site", priority=900),
    "a name": lambda plan: plan.rename("draft", "sketch"),
    "another order": lambda plan: plan.move("test", before="draft"),
    "work that is done where there are hours": lambda plan: plan.evolve("draft", contour="as_worked"),
    "an absence": lambda plan: plan.evolve("cleo", absences=["2026-03-02..2026-04-30 leave"]),
    "an efficiency": lambda plan: plan.evolve("ben", efficiency="0.5"),
    "a daily limit": lambda plan: plan.evolve("ana", daily_limit="2h"),
    "a weekly limit": lambda plan: plan.evolve("ana", weekly_limit="9h"),
    "a team": lambda plan: plan.evolve("desk", members=["ana"]),
    "another resource": lambda plan: plan.add(wm.Resource("dan")),
    "a routine": lambda plan: plan.evolve("report", effort="3h"),
    "a routine without hours": lambda plan: plan.evolve("backup", effort="3h"),
    "a routine of a team": lambda plan: plan.evolve("mail", arrivals="2 per day"),
    "another routine": lambda plan: plan.add(
        wm.Routine("tea", recurrence="FREQ=DAILY", effort="10min", assignments=["ben"])
    ),
    "a routine less": lambda plan: plan.remove("standup"),
    "a day off": lambda plan: plan.add(wm.Calendar("half", base="standard")).evolve("ben", calendar="half"),
    "a summary that lasts as long": lambda plan: plan.add(wm.Task("part", parent="open", effort="4h")),
    "an efficiency of one alone": lambda plan: plan.evolve("cleo", efficiency="0.5"),
    "a title of the plan": lambda plan: plan.evolve(title="Launch"),
    "a start": lambda plan: plan.evolve(start="2026-03-04"),
    "nothing": lambda plan: plan,
}


def booked(plan: wm.Plan, **options: Any) -> Ledger:
    return ledger(plan, *WEEK, **options)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Whose days were served again, call by call."""
    found: list[tuple[str, ...]] = []
    spliced = reusing.spliced

    def watched(before: Any, again: Any, *rest: Any) -> Any:
        found.append(tuple(("ana", "ben", "cleo")[row] for row in again.rows))
        return spliced(before, again, *rest)

    monkeypatch.setattr(reusing, "spliced", watched)
    return found


class TestItIsTheLedgerOfThePlan:
    @pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
    @pytest.mark.parametrize(
        "options", [{}, {"switching": "weinberg", "reserve": "20%"}], ids=["plain", "costly"]
    )
    def test_whatever_was_edited_and_whatever_is_taken_back(
        self, edit: Edit, options: dict[str, Any]
    ) -> None:
        before, after = booked(PLAN, **options), edit(PLAN)
        there = booked(after, previous=before, **options)
        assert there == booked(after.evolve(title="~").evolve(title=after.title), **options)
        assert booked(PLAN, previous=there, **options) == before

    @pytest.mark.parametrize("edit", (EDITS | MORE_EDITS).values(), ids=EDITS | MORE_EDITS)
    def test_whatever_hangs_together_with_what_was_edited(self, edit: Edit) -> None:
        before, after = booked(MORE), edit(MORE)
        there = booked(after, previous=before)
        assert there == booked(after.evolve(title="~").evolve(title=after.title))
        assert booked(MORE, previous=there) == before

    def test_that_of_another_plan_is_of_no_use_and_does_no_harm(self) -> None:
        other = wm.Plan(start="2026-03-02").add(wm.Resource("zoe"))
        again = wm.Plan(start="2026-03-02").add(list(PLAN))
        for one in (other, again):
            assert booked(PLAN, previous=booked(one)) == booked(PLAN)

    @pytest.mark.parametrize(
        "options",
        [{"order": ["task"]}, {"reserve": "10%"}, {"switching": SwitchLoss(15)}],
        ids=["order", "reserve", "switching"],
    )
    def test_one_that_was_asked_for_otherwise_is_not_taken_over(self, options: dict[str, Any]) -> None:
        after = PLAN.evolve("draft", effort="2h")
        assert booked(after, previous=booked(PLAN, **options)) == booked(after)
        assert booked(after, previous=booked(PLAN), **options) == booked(after, **options)

    @pytest.mark.parametrize(
        "days", [("2026-03-03", "2026-03-10"), ("2026-02-16", "2026-03-04"), ("2026-06-01", "2026-06-02")]
    )
    def test_other_days_are_those_that_are_asked_for(self, days: tuple[str, str]) -> None:
        after = PLAN.evolve("draft", effort="2h")
        assert ledger(after, *days, previous=booked(PLAN)) == ledger(after, *days)

    def test_dates_that_were_handed_over_are_those_that_count(self) -> None:
        after = PLAN.evolve("draft", effort="40h")
        dates = wm.schedule(after)
        assert ledger(after, *WEEK, dates, previous=booked(PLAN)).schedule is dates

    def test_whatever_of_dates_differs_is_counted_again(self) -> None:
        before = wm.schedule(PLAN)
        for name in ("start", "finish"):
            moved = getattr(before.dates, name) + (before.dates.duration > 8 * 60) * (
                1440 if name == "finish" else -1440
            )
            after = evolve(before, dates=evolve(before.dates, **{name: moved}))
            found = ledger(PLAN, *WEEK, after, previous=ledger(PLAN, *WEEK, before))
            assert found == ledger(PLAN, *WEEK, evolve(after))
            assert found != ledger(PLAN, *WEEK, before)

    def test_what_is_told_of_it_is_the_same(self) -> None:
        after = PLAN.evolve("draft", effort="40h")
        found, full = booked(after, previous=booked(PLAN)), booked(after)
        assert overloads(found) == overloads(full)
        assert str(workload(found)) == str(workload(full))
        assert [str(found.day(name, day)) for name in found.resources for day in found.days] == [
            str(full.day(name, day)) for name in full.resources for day in full.days
        ]

    def test_anything_but_a_ledger_is_refused(self) -> None:
        with pytest.raises(WrongType) as caught:
            booked(PLAN, previous=PLAN)
        assert caught.value.what == "the ledger before"


class TestItMakesAnewWhatWasTouched:
    @pytest.mark.parametrize(
        ("edit", "who"),
        [
            ("an effort", ("ben",)),
            ("a task of somebody else", ("ana", "cleo")),
            ("a task that moves others", ("ana", "ben")),
            ("an absence", ("cleo",)),
            ("a routine", ("cleo",)),
            ("another routine", ("ben",)),
            ("a routine of a team", ("ana", "ben")),
            ("a daily limit", ("ana", "ben")),  # the arrivals of the team are shared by what its members have
        ],
    )
    def test_whoever_an_edit_reaches_is_served_again_and_nobody_else(
        self, served: list[tuple[str, ...]], edit: str, who: tuple[str, ...]
    ) -> None:
        booked(EDITS[edit](PLAN), previous=booked(PLAN))
        assert served == [who]

    def test_a_title_serves_nobody_again(self, served: list[tuple[str, ...]]) -> None:
        before = booked(PLAN)
        found = booked(PLAN.evolve("open", title="Open the shop"), previous=before)
        assert found.claims is before.claims
        assert served == []


class TestItIsAValueLikeAnyOther:
    def test_it_survives_the_way_to_another_process_and_goes_on_from_there(self) -> None:
        after = PLAN.evolve("draft", effort="2h")
        found = pickle.loads(pickle.dumps(booked(after, previous=booked(PLAN))))
        assert found == booked(after)
        assert booked(PLAN, previous=found) == booked(PLAN)

    def test_ledgers_are_equal_where_everything_is(self) -> None:
        assert booked(PLAN) == booked(wm.Plan(start="2026-03-02").add(list(PLAN)))
        assert booked(PLAN) != booked(PLAN.evolve("draft", effort="2h"))
        assert booked(PLAN) != booked(PLAN, reserve="10%")
        assert booked(PLAN) != "a ledger"

    def test_it_does_not_keep_the_one_before(self) -> None:
        first = booked(PLAN)
        watched = [weakref.ref(first.claims), weakref.ref(first.cells)]
        found, plan = first, PLAN
        for number in range(300):
            plan = plan.evolve("draft", effort=f"{2 + number % 9}h")
            found = booked(plan, previous=found)
        del first
        gc.collect()
        assert [one() for one in watched] == [None, None]
        assert len(pickle.dumps(found)) <= 1.05 * len(pickle.dumps(booked(plan)))

    def test_what_other_ledgers_share_cannot_be_written_to(self) -> None:
        found = booked(PLAN.evolve("open", title="Open the shop"), previous=booked(PLAN))
        with pytest.raises(ValueError, match="read-only"):
            found.cells.supply.gross[0, 0] = 1
        assert np.shares_memory(found.claims.wanted, booked(PLAN, previous=found).claims.wanted)
