"""What the second opinion promises to notice about an allocation, one hand-made lie for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from workmodel.allocation import Allocation, Delay, Slowed, allocate
from workmodel.domain import Leveled, Milestone, Mode, Plan, Project, Resource, Routine, Task
from workmodel.findings import Finding
from workmodel.quantities import WorkTime
from workmodel.scheduling import schedule
from workmodel.verification import verify

BASE = Plan(start="2026-03-02")
BEN = Resource("ben")
TWO = BASE.add(
    BEN,
    Task("deploy", duration="3d", assignments=["ben"], priority=800),
    Task("build", duration="2d", assignments=["ben"]),
    Milestone("live", after=["build"]),
)
SLOW = BASE.add(
    Resource("kim", absences=["2026-03-05..2026-03-06 vacation"]),
    Routine("ops", reservation="10h per week", assignments=["kim"]),
    Task("guide", effort="30h", assignments=["kim"]),
)


def told(plan: Plan, found: Leveled) -> set[tuple[str, str]]:
    return {(one.code, one.subject) for one in verify(plan, found)}


def with_plan(found: Allocation, leveled: Plan, **changes: Any) -> Allocation:
    """The allocation with another leveled plan, and its dates."""
    return evolve(found, leveled=leveled, schedule=schedule(leveled), **changes)


def shifted(found: Allocation, by: timedelta, column: str) -> dict[str, Delay]:
    one = found.delays["build"]
    return {"build": evolve(one, **{column: getattr(one, column) + by})}


def test_a_right_allocation_breaks_no_promise() -> None:
    for plan in (TWO, SLOW):
        assert verify(plan, allocate(plan)) == ()


class TestWhatLevellingMaySet:
    found = allocate(TWO)

    @pytest.mark.parametrize(
        ("name", "changes"),
        [
            ("build", {"priority": 900}),
            ("build", {"constraint": "SNET 2026-03-05"}),
            ("build", {"duration": "3d"}),
            ("build", {"contour": "as_worked"}),
            ("live", {"leveling_delay": "1ed"}),
            ("ben", {"capacity": 2}),
            ("build", {"assignments": []}),
            ("build", {"effort": "8h"}),
        ],
    )
    def test_anything_else_that_differs_is_told(self, name: str, changes: dict[str, Any]) -> None:
        wrong = with_plan(self.found, self.found.leveled.evolve(name, **changes))
        assert told(TWO, wrong) & {("verify.leveled_plan", name), ("verify.mode", name)}

    def test_what_is_added_or_removed_is_told(self) -> None:
        more = with_plan(self.found, self.found.leveled.add(Task("more")))
        fewer = with_plan(self.found, self.found.leveled.remove("live"))
        assert ("verify.leveled_plan", "more") in told(TWO, more)
        assert ("verify.leveled_plan", "live") in told(TWO, fewer)

    def test_an_allocation_of_another_plan_or_with_dates_of_another_is_told(self) -> None:
        assert ("verify.leveled_plan", "") in told(TWO.evolve("build", title="x"), self.found)
        assert ("verify.leveled_plan", "") in told(TWO, evolve(self.found, schedule=self.found.logic))
        assert ("verify.leveled_plan", "") in told(TWO, evolve(self.found, logic=self.found.schedule))

    def test_what_is_as_late_as_possible_is_fixed_where_that_put_it(self) -> None:
        plan = BASE.add(BEN, Project("p", constraint="ALAP"), Task("long", duration="5d")).add(
            *(Task(name, parent="p", duration="1d", assignments=["ben"]) for name in ("x", "y"))
        )
        found = allocate(plan)
        assert verify(plan, found) == ()
        moved = with_plan(found, found.leveled.evolve("x", constraint="SNET 2026-03-03"))
        assert verify(plan, moved)

    def test_a_duration_is_set_only_where_work_is_done_as_there_are_hours(self) -> None:
        found = allocate(SLOW)
        assert found.slowed
        flat = with_plan(found, found.leveled.evolve("guide", contour="flat"))
        assert told(SLOW, flat) & {("verify.leveled_plan", "guide"), ("verify.mode", "guide")}


class TestCapacity:
    def test_capacity_that_changes_counts_from_its_day_on(self) -> None:
        plan = BASE.add(
            Resource("pool", capacity=2, capacity_changes=["2026-03-04 1"]),
            *(Task(name, duration="1d", assignments=["pool 100%"], after=[f"{name}0"]) for name in "ab"),
            *(Task(f"{name}0", duration="2d", assignments=["pool 100%"]) for name in "ab"),
        )
        found = allocate(plan)
        assert verify(plan, found) == ()
        late = "b" if "b" in found.delays else "a"
        wrong = with_plan(found, found.leveled.evolve(late, leveling_delay=None), delays={})
        assert ("verify.capacity", "pool") in told(plan, wrong)

    def test_a_team_is_its_members(self) -> None:
        plan = BASE.add(
            Resource("ana"),
            BEN,
            Resource("crew", type="team", members=["ana", "ben"]),
            Task("all", duration="1d", assignments=["crew"]),
            Task("one", duration="1d", assignments=["ben"]),
        )
        found = allocate(plan)
        assert verify(plan, found) == ()
        (late,) = found.delays
        wrong = with_plan(found, found.leveled.evolve(late, leveling_delay=None), delays={})
        assert ("verify.capacity", "ben") in told(plan, wrong)

    def test_machines_are_held_like_people(self) -> None:
        plan = BASE.add(
            Resource("press", type="equipment"),
            *(Task(name, duration="4h", assignments=["press"]) for name in "ab"),
        )
        found = allocate(plan)
        (late,) = found.delays
        wrong = with_plan(found, found.leveled.evolve(late, leveling_delay=None), delays={})
        one = next(one for one in verify(plan, wrong) if one.code == "verify.capacity")
        assert (one.subject, one.fact("items"), one.fact("units"), one.fact("capacity")) == (
            "press",
            ("a", "b"),
            2,
            1,
        )

    def test_what_takes_no_time_holds_nobody_whatever_was_reported_of_it(self) -> None:
        long_ago = {"actual_start": "2026-02-23 08:00", "actual_finish": "2026-03-13 17:00"}
        plan = BASE.add(
            BEN,
            Task("nod", duration="0d", assignments=["ben"], progress=long_ago),
            Task("x", duration="1d", assignments=["ben"]),
        )
        assert verify(plan, allocate(plan)) == ()


class TestWhatIsTold:
    found = allocate(TWO)

    def test_a_delay_that_nobody_tells_of(self) -> None:
        assert told(TWO, evolve(self.found, delays={})) == {("verify.delay", "build")}

    def test_a_delay_where_there_is_none(self) -> None:
        begin = datetime(2026, 3, 2, 8)
        for name in ("deploy", "live"):
            more = Delay(name, begin - timedelta(days=3), self.found.schedule[name].start, "ben", ())
            wrong = evolve(self.found, delays={**self.found.delays, name: more})
            assert ("verify.delay", name) in told(TWO, wrong)

    def test_a_delay_from_or_until_another_moment_or_for_somebody_else(self) -> None:
        for column in ("logic", "start"):
            for by in (timedelta(hours=1), timedelta(hours=-1)):
                wrong = evolve(self.found, delays=shifted(self.found, by, column))
                assert told(TWO, wrong) == {("verify.delay", "build")}
        other = {"build": evolve(self.found.delays["build"], resource="ana")}
        assert told(TWO, evolve(self.found, delays=other)) == {("verify.delay", "build")}

    def test_slower_work_is_told_as_slow_as_it_is(self) -> None:
        found = allocate(SLOW)
        (one,) = found.slowed.values()
        assert told(SLOW, evolve(found, slowed={})) == {("verify.slowed", "guide")}
        for wrong in (evolve(one, takes=WorkTime(60)), evolve(one, planned=WorkTime(60))):
            assert told(SLOW, evolve(found, slowed={"guide": wrong})) == {("verify.slowed", "guide")}
        made_up = {"build": Slowed("build", WorkTime(60), WorkTime(120), ())}
        assert told(TWO, evolve(self.found, slowed=made_up)) == {("verify.slowed", "build")}

    @pytest.mark.parametrize(
        "bound", [None, datetime(2026, 3, 6, 17, 1), datetime(2026, 3, 3), datetime(2026, 2, 1)]
    )
    def test_a_bound_lies_between_what_logic_asks_and_the_finish(self, bound: datetime | None) -> None:
        assert told(TWO, evolve(self.found, bound=bound)) == {("verify.bound", "")}

    def test_what_the_dates_tell_is_passed_on(self) -> None:
        plan = TWO.evolve("build", deadline="2026-03-03")
        found = allocate(plan)
        assert {one.code for one in found.findings} >= {"deadline.missed"}
        assert ("verify.finding", "build") in told(plan, evolve(found, findings=()))

    def test_dates_of_logic_are_held_against_the_plan(self) -> None:
        d = self.found.logic.dates
        later = evolve(self.found.logic, dates=evolve(d, start=d.start + 60, early_start=d.early_start + 60))
        assert verify(TWO, evolve(self.found, logic=later))


class TestEffort:
    found = allocate(SLOW)

    def takes(self, minutes: int) -> Allocation:
        """A lie that is consistent: the task takes so long in the plan, in the dates and in what is told."""
        (one,) = self.found.slowed.values()
        longer = {"guide": evolve(one, takes=WorkTime(minutes))}
        return with_plan(
            self.found,
            self.found.leveled.evolve("guide", duration=f"{minutes}min"),
            slowed=longer if minutes > one.planned.minutes else {},
            bound=self.found.logic.finish,
        )

    def test_it_says_how_much_there_is(self) -> None:
        (one,) = [one for one in verify(SLOW, self.takes(1800)) if one.code == "verify.effort"]
        assert (one.subject, one.fact("expected"), one.fact("found")) == ("guide", 1800, 1440)

    def test_hours_of_absences_are_no_hours(self) -> None:
        # three days before the vacation have 24 of the 30 hours, and it ends on Friday evening
        assert ("verify.effort", "guide") in told(SLOW, self.takes(5 * 480))

    def test_work_that_goes_on_for_weeks_after_it_is_done_is_told(self) -> None:
        assert ("verify.effort", "guide") in told(SLOW, self.takes(20 * 480))
        assert ("verify.effort", "guide") not in told(SLOW, self.takes(self.slow_enough()))

    def slow_enough(self) -> int:
        return self.found.slowed["guide"].takes.minutes

    def test_a_duration_counts_as_the_share_of_their_time_that_people_have(self) -> None:
        plan = SLOW.evolve("guide", effort=None, duration="4d")
        found = allocate(plan)
        assert verify(plan, found) == ()
        (one,) = found.slowed.values()
        short = with_plan(found, found.leveled.evolve("guide", duration="4.1d"), slowed={
            "guide": evolve(one, takes=WorkTime(1968))
        })  # fmt: skip
        assert ("verify.effort", "guide") in told(plan, short)

    def test_where_each_spends_it_each_has_to_find_it(self) -> None:
        plan = SLOW.add(Resource("lea")).evolve("guide", assignments=["kim", "lea"], split="each")
        found = allocate(plan)
        assert verify(plan, found) == ()
        short = with_plan(found, found.leveled.evolve("guide", duration="3.9d"))
        assert ("verify.effort", "guide") in told(plan, short)


class TestWaysAndPeople:
    plan = BASE.add(
        Resource("ana", skills=["python 4"]),
        Resource("ben", skills=["python 2"]),
        Resource("cem", capacity=2, skills=["sql"]),
        Resource("oak", type="material", unit="plank", stock=10),
        Task("code", duration="1d", requires=["python 3"]),
        Task("pair", duration="1d", requires=["2 python"]),
        Task("data", duration="1d", requires=["2 sql 50% from cem"]),
        Task("fence", modes=[
            Mode("by hand", duration="3d", assignments=["ana"]),
            Mode("oak", duration="1d", assignments=["ana", "oak 8 plank"]),
            Mode("all oak", duration="2h", assignments=["ana", "oak 80 plank"]),
        ]),
    )  # fmt: skip

    def with_(self, name: str, **changes: Any) -> set[tuple[str, str]]:
        leveled = self.plan.evolve(name, **changes)
        found = allocate(self.plan, iterations=1)
        wrong = evolve(found, leveled=leveled, schedule=schedule(leveled), bound=found.schedule.start)
        kinds = ("verify.skill", "verify.mode", "verify.stock", "verify.leveled_plan")
        return {one for one in told(self.plan, wrong) if one[0] in kinds}

    def test_whoever_meets_what_is_asked_for_may_be_added(self) -> None:
        assert self.with_("code", assignments=["ana"]) == set()
        assert self.with_("pair", assignments=["ana", "ben"]) == set()
        assert self.with_("data", assignments=["cem 100%"]) == set()

    def test_whoever_cannot_do_it_well_enough_may_not(self) -> None:
        assert self.with_("code", assignments=["ben"]) == {("verify.skill", "code")}
        assert self.with_("code", assignments=["cem"]) == {("verify.skill", "code")}

    def test_as_many_as_are_asked_for_are_needed_and_no_more(self) -> None:
        assert self.with_("pair", assignments=["ana"]) == {("verify.skill", "pair")}
        assert self.with_("code", assignments=["ana", "cem"]) == {("verify.skill", "code")}

    def test_nobody_joins_what_asks_for_nobody(self) -> None:
        assert self.with_("fence", assignments=["ana", "ben"]) == {("verify.mode", "fence")}

    def test_a_mode_is_taken_whole(self) -> None:
        assert self.with_("fence", duration="1d", assignments=["ana", "oak 8 plank"]) == set()
        assert self.with_("fence", duration="1d") == {("verify.mode", "fence")}
        assert self.with_("fence", duration="3d", assignments=["ana", "oak 8 plank"]) == {
            ("verify.mode", "fence")
        }

    def test_a_mode_uses_up_no_more_than_there_is(self) -> None:
        assert self.with_("fence", duration="2h", assignments=["ana", "oak 80 plank"]) == {
            ("verify.stock", "oak")
        }

    def test_what_the_plan_uses_up_as_it_stands_is_no_choice_of_levelling(self) -> None:
        plan = BASE.add(
            BEN,
            Resource("oak", type="material", unit="plank", stock=1),
            *(Task(name, duration="1d", assignments=["ben", "oak 8 plank"]) for name in "ab"),
        )
        assert verify(plan, allocate(plan)) == ()


class TestTheLedger:
    found = allocate(SLOW)

    def forged(self, **changes: Any) -> set[tuple[str, str]]:
        class Book:
            said = evolve(self.found.ledger.entries(), **changes)

            def entries(self) -> Any:
                return self.said

        wrong = evolve(self.found)
        object.__setattr__(wrong, "ledger", Book())
        return told(SLOW, wrong)

    def test_every_hour_is_there_once(self) -> None:
        known = self.found.ledger.entries()
        assert self.forged(free=known.free + 1) == {("verify.ledger", "kim")}
        assert self.forged(gross=known.gross + 1) == {("verify.ledger", "kim")}
        assert self.forged(absence=known.absence * 0, free=known.free + known.absence) == {
            ("verify.ledger", "kim")
        }
        less = known.lost.copy()
        less[0, 0], more = -1, known.free.copy()
        more[0, 0] += 1
        assert self.forged(lost=less, free=more) == {("verify.ledger", "kim")}

    def test_it_covers_the_days_of_the_dates(self) -> None:
        known = self.found.ledger.entries()
        assert self.forged(last=known.last + timedelta(days=1)) == {("verify.ledger", "")}
        assert self.forged(resources=("ana",)) == {("verify.ledger", "")}

    def test_a_task_has_as_many_hours_as_it_takes(self) -> None:
        known = self.found.ledger.entries()
        tasks = [n for n, one in enumerate(known.source.tolist()) if known.sources[one][0] == "task"]
        wanted, granted, free = known.wanted.copy(), known.granted.copy(), known.free.copy()
        free[known.row[tasks], known.day[tasks]] += granted[tasks] - granted[tasks] // 2
        granted[tasks], wanted[tasks] = granted[tasks] // 2, wanted[tasks] // 2
        assert self.forged(granted=granted, wanted=wanted, free=free) == {("verify.ledger", "guide")}
        assert self.forged(granted=granted, free=free) == {("verify.ledger", "guide")}  # it lacks the rest

    def test_a_task_has_hours_of_its_own_people_between_its_dates(self) -> None:
        known = self.found.ledger.entries()
        names = tuple((kind, "x" if kind == "task" else name) for kind, name in known.sources)
        assert ("verify.ledger", "x") in self.forged(sources=names)
        assert self.forged(day=known.day + 100) == {("verify.ledger", "")}

    def test_a_task_has_no_hours_before_it_begins(self) -> None:
        plan = BASE.add(
            BEN,
            Task("x", duration="1d", assignments=["ben"]),
            Task("y", duration="1d", assignments=["ben"], constraint="SNET 2026-03-06"),
        )
        found = allocate(plan)
        entries = found.ledger.entries()
        day, free = entries.day.copy(), entries.free.copy()
        (claim,) = (n for n, one in enumerate(entries.source.tolist()) if entries.sources[one][1] == "y")
        free[0, day[claim]], free[0, 2], day[claim] = free[0, 2], free[0, day[claim]], 2  # Wednesday

        class Book:
            def entries(self) -> Any:
                return evolve(entries, day=day, free=free)

        wrong = evolve(found)
        object.__setattr__(wrong, "ledger", Book())
        (one,) = verify(plan, wrong)
        assert (one.code, one.subject) == ("verify.ledger", "y")
        assert one.fact("found")[0].day == 4

    def test_whoever_keeps_no_ledger_is_not_asked_for_one(self) -> None:
        one = self.found
        bare = Leveled(
            plan=one.plan, leveled=one.leveled, schedule=one.schedule, logic=one.logic, delays=one.delays,
            slowed=one.slowed, bound=one.bound, findings=one.findings,
        )  # fmt: skip
        assert verify(SLOW, bare) == ()


def test_a_finding_of_levelling_has_its_facts() -> None:
    found = allocate(TWO)
    one = next(iter(verify(TWO, evolve(found, delays={}))))
    assert isinstance(one, Finding)
    assert one.severity == "error"
    assert TWO.axis.time(one.fact("asked")) == datetime(2026, 3, 2, 8)
    assert TWO.axis.time(one.fact("start")) == datetime(2026, 3, 5, 8)


def test_work_placed_late_ends_where_it_ends_though_a_bound_names_the_next_opening() -> None:
    plan = BASE.add(
        Task("a", duration="1d", constraint="SNET 2026-03-02 11:00"),
        Task("b", duration="4h", after=["a SF+2eh"], constraint="ALAP", deadline="2026-03-02 12:00"),
    )
    assert verify(plan, schedule(plan)) == ()
