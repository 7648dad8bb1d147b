"""Dates that respect everybody's hours: the rules, story by story."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import workmodel as wm
from workmodel.allocation import Allocation, allocate
from workmodel.capacity import ledger
from workmodel.domain import Resource, Routine, Task
from workmodel.errors import InvalidText, NoPlanDate, OutOfRange, UnknownId, WrongType


def plan(*items: Any, **settings: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02", **settings).add(*items)


def dates(found: Allocation, item: str) -> str:
    one = found.schedule[item]
    return f"{one.start:%a %d %H:%M} – {one.finish:%a %d %H:%M}"


def sound(found: Allocation) -> Allocation:
    """Verified by separate code, and with an hour for everything that tasks claim."""
    assert wm.verify(found.plan, found) == ()
    unmet = [one for name in found.ledger.resources for one in found.ledger.total(name).unmet]
    assert not [one for one in unmet if one.source.kind == "task"], unmet
    return found


BEN = Resource("ben")
TWO = (
    Task("deploy", duration="3d", assignments=["ben"], priority=800),
    Task("build", duration="2d", assignments=["ben"]),
)


class TestOnePersonAtATime:
    def test_of_two_tasks_of_one_person_the_more_important_comes_first(self) -> None:
        found = sound(allocate(plan(BEN, *TWO)))
        assert dates(found, "deploy") == "Mon 02 08:00 – Wed 04 17:00"
        assert dates(found, "build") == "Thu 05 08:00 – Fri 06 17:00"

    def test_what_waits_says_for_whom_and_what_they_have(self) -> None:
        found = allocate(plan(BEN, *TWO))
        assert (
            found.explain("build")
            == "build waits until Thu 2026-03-05 08:00 because ben has deploy until then"
        )
        assert found.explain("deploy") == "deploy begins when logic asks: Mon 2026-03-02 08:00"
        assert found.delays["build"].by == ("deploy",)

    def test_half_of_a_person_leaves_the_other_half(self) -> None:
        halves = [Task(name, duration="2d", assignments=["ben 50%"]) for name in ("a", "b", "c")]
        found = sound(allocate(plan(BEN, *halves)))
        assert [dates(found, name)[:6] for name in ("a", "b", "c")] == ["Mon 02", "Mon 02", "Wed 04"]

    def test_three_at_once_are_three_at_once(self) -> None:
        room = Resource("desk", type="equipment", capacity=3)
        tasks = [Task(f"t{n}", duration="1d", assignments=["desk 100%"]) for n in range(4)]
        found = sound(allocate(plan(room, *tasks)))
        assert sorted(dates(found, f"t{n}")[:3] for n in range(4)) == ["Mon", "Mon", "Mon", "Tue"]

    def test_everybody_assigned_has_to_be_free(self) -> None:
        review = Task("review", duration="1d", assignments=["ana", "ben"], priority=100)
        found = sound(allocate(plan(BEN, Resource("ana"), *TWO, review)))
        assert dates(found, "review") == "Mon 09 08:00 – Mon 09 17:00"
        assert found.delays["review"].resource == "ben"

    def test_logic_holds_where_people_are_free(self) -> None:
        found = sound(
            allocate(plan(BEN, *TWO, Task("test", duration="1d", after=["build SS+1d"], assignments=["ben"])))
        )
        assert dates(found, "test").startswith("Mon 09")

    def test_work_that_is_reported_or_set_by_hand_stays_where_it_is(self) -> None:
        begun = Task(
            "begun",
            duration="4d",
            assignments=["ben"],
            progress={"percent": 50, "actual_start": "2026-03-02 08:00"},
        )
        found = allocate(plan(BEN, begun, Task("next", duration="1d", assignments=["ben"], priority=1000)))
        assert dates(found, "begun").startswith("Mon 02 08:00")
        assert dates(found, "next").startswith("Fri 06")
        assert wm.verify(found.plan, found) == ()

    def test_who_has_more_hours_than_logic_knows_is_done_earlier_though_nothing_waits(self) -> None:
        longer = Resource("ana", capacity_changes=["2026-03-02 1.25", "2026-03-07 1"])
        found = allocate(plan(longer, Task("report", effort="5d", assignments=["ana"])))
        assert dates(found, "report") == "Mon 02 08:00 – Thu 05 17:00"
        assert wm.verify(found.plan, found) == ()

    def test_capacity_that_changes_counts_from_its_day_on(self) -> None:
        pool = Resource("pool", capacity=1, capacity_changes=["2026-03-04 2"])
        tasks = [Task(name, duration="1d", assignments=["pool 100%"]) for name in "abcd"]
        found = allocate(plan(pool, *tasks))
        assert sorted(dates(found, name)[:3] for name in "abcd") == ["Mon", "Tue", "Wed", "Wed"]
        assert wm.verify(found.plan, found) == ()


class TestHours:
    KIM = Resource("kim", capacity="0.75")
    WORK = Task("project", effort="90h", assignments=["kim"])
    OPS = Routine("ops", reservation="12h per week", assignments=["kim"])

    def test_ninety_hours_of_thirty_a_week_take_three_weeks_and_five_beside_routines_of_twelve(self) -> None:
        without = sound(allocate(plan(self.KIM, self.WORK)))
        beside = sound(allocate(plan(self.KIM, self.WORK, self.OPS)))
        assert dates(without, "project") == "Mon 02 08:00 – Fri 20 17:00"
        assert beside.finish is not None
        assert f"{beside.finish:%Y-%m-%d %H:%M}" == "2026-04-03 17:00"
        assert beside.explain("project") == (
            "project takes 200h instead of 120h of working time: kim has ops"
        )

    def test_a_sprint_of_five_ends_when_their_hours_are_spent(self) -> None:
        names = ("ana", "ben", "cem", "dia", "eva")
        people = [Resource(name, capacity="0.75") for name in names[:4]]
        eva = Resource("eva", capacity="0.75", absences=["2026-03-05..2026-03-06 vacation"])
        standup = Routine(
            "standup", recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", at="09:00", effort="15min", split="each",
            assignments=names,
        )  # fmt: skip
        bugs = Routine("bugs", reservation="12h per week", assignments=names)
        goal = Task("goal", effort="252h", assignments=names)
        found = sound(allocate(plan(*people, eva, standup, bugs, goal)))
        assert dates(found, "goal") == "Mon 02 08:00 – Fri 13 17:00"
        more = allocate(plan(*people, eva, standup, bugs, Task("goal", effort="253h", assignments=names)))
        assert dates(more, "goal") == "Mon 02 08:00 – Mon 16 08:18"

    def test_routine_work_of_the_designer_moves_design_done_by_the_days_it_takes_and_is_named(self) -> None:
        design = (
            Task("design", effort="80h", assignments=["dora"]),
            wm.Milestone("design-done", after=["design"]),
        )
        calm = sound(allocate(plan(Resource("dora"), *design)))
        busy = sound(
            allocate(
                plan(
                    Resource("dora"),
                    *design,
                    Routine("requests", reservation="8h per week", assignments=["dora"]),
                )
            )
        )
        assert calm.schedule["design-done"].finish.day == 13
        # 32 of 40 hours a week are left: 80 h take two weeks and a half
        assert f"{busy.schedule['design-done'].finish:%a %d %H:%M}" == "Wed 18 12:00"
        assert "requests" in busy.explain("design")

    def test_whoever_is_away_for_long_is_waited_for(self) -> None:
        ben = Resource("ben", absences=["2026-03-02..2026-12-31 parental"])
        found = sound(allocate(plan(ben, Task("write", duration="2d", assignments=["ben"]))))
        assert found.schedule["write"].start == datetime(2027, 1, 1, 8)
        assert found.findings == ()

    def test_people_on_calendars_of_their_own_each_bring_their_hours(self) -> None:
        machine = Resource("robot", type="equipment", calendar="24_hours")
        found = sound(allocate(plan(BEN, machine, Task("sort", effort="40h", assignments=["ben", "robot"]))))
        # until Monday midnight 24 h of the machine's and 8 h of Ben's, then 8 h of the machine's on Tuesday morning
        assert found.schedule["sort"].finish == datetime(2026, 3, 3, 8)

    def test_a_vacation_in_between_is_no_time_for_it(self) -> None:
        away = Resource("ana", absences=["2026-03-04..2026-03-05 vacation"])
        found = sound(allocate(plan(away, Task("report", duration="4d", assignments=["ana"]))))
        assert dates(found, "report") == "Mon 02 08:00 – Mon 09 17:00"
        assert found.slowed["report"].by == (("ana", ("absence",)),)

    def test_nothing_begins_while_its_people_are_away(self) -> None:
        away = Resource("ana", absences=["2026-03-02..2026-03-03 sick"])
        found = sound(allocate(plan(away, Task("report", duration="1d", assignments=["ana"]))))
        assert dates(found, "report") == "Wed 04 08:00 – Wed 04 17:00"
        assert (
            found.explain("report")
            == "report waits until Wed 2026-03-04 08:00 because ana has absence until then"
        )

    def test_a_fixed_duration_is_kept_whatever_claims_its_people(self) -> None:
        fixed = Task("course", duration="2d", type="fixed_duration", assignments=["kim"])
        found = allocate(plan(self.KIM, self.OPS, fixed))
        assert dates(found, "course") == "Mon 02 08:00 – Tue 03 17:00"

    def test_people_without_any_hours_are_a_finding_and_their_work_stands_where_logic_puts_it(self) -> None:
        all_of_it = Routine("all", reservation="100%", assignments=["kim"])
        found = allocate(plan(self.KIM, all_of_it, Task("hope", duration="1d", assignments=["kim"])))
        assert [one.code for one in found.findings if one.subject == "hope"] == ["allocation.no_hours"]
        assert dates(found, "hope").startswith("Mon 02")

    def test_a_meeting_that_follows_is_waited_for_as_well(self) -> None:
        meet = wm.Routine("meet", recurrence="FREQ=DAILY", at="10:00", effort="1h", assignments=["ben"])
        two = [Task(name, effort="2h", assignments=["ben"]) for name in ("first", "second")]
        found = sound(allocate(plan(BEN, meet, *two)))
        told = "second waits until Mon 2026-03-02 11:00 because ben has first and meet until then"
        assert found.explain("second").splitlines()[0] == told

    def test_a_team_whose_members_are_away_is_not_faster_for_it(self) -> None:
        half = Resource("ana", absences="2026-03-02 50%")
        crew = Resource("crew", type="team", members=["ana", "ben"])
        report = Task("report", effort="8h", assignments=["crew"])
        assert (
            dates(allocate(plan(Resource("ana"), BEN, crew, report)), "report")
            == "Mon 02 08:00 – Mon 02 17:00"
        )
        # of two of whom one is there for half a day, the team of one does six hours on that day
        assert (
            dates(sound(allocate(plan(half, BEN, crew, report))), "report") == "Mon 02 08:00 – Tue 03 10:00"
        )

    def test_who_has_fewer_hours_is_named_and_not_who_works_beside(self) -> None:
        half = Resource("kim", capacity_changes="2026-03-02 0.5")
        found = sound(allocate(plan(BEN, half, Task("report", effort="24h", assignments=["ben", "kim"]))))
        assert str(found.slowed["report"]).endswith("instead of 12h of working time: kim has capacity")


class TestTheAnswer:
    def test_the_leveled_plan_has_the_dates_and_can_be_taken_back(self) -> None:
        found = allocate(plan(BEN, *TWO))
        kept = found.leveled_plan()
        assert wm.schedule(kept)["build"].start == found.schedule["build"].start
        assert kept.evolve("build", leveling_delay=None) == found.plan

    def test_leveling_twice_changes_nothing(self) -> None:
        once = allocate(plan(BEN, *TWO, Routine("ops", reservation="10h per week", assignments=["ben"])))
        twice = allocate(once.leveled_plan())
        assert [twice.schedule[name].finish for name in ("deploy", "build")] == [
            once.schedule[name].finish for name in ("deploy", "build")
        ]

    def test_a_bound_says_how_far_the_best_can_be(self) -> None:
        found = allocate(plan(BEN, *TWO))
        assert found.bound == found.finish
        assert found.gap == 0

    def test_more_schedules_are_never_worse(self) -> None:
        tasks = [
            Task(f"t{n}", duration=f"{1 + n % 4}d", assignments=["ben 60%" if n % 2 else "ben 40%"])
            for n in range(9)
        ]
        ends = [allocate(plan(BEN, *tasks), iterations=n).finish for n in (1, 6, 40)]
        assert ends == sorted(ends, reverse=True)

    def test_it_can_be_followed_and_stopped(self) -> None:
        seen: list[tuple[int, int]] = []

        def stop(made: int, whole: int) -> bool:
            seen.append((made, whole))
            return made < 3

        parts = [Task(f"t{n}", duration=f"{1 + n % 4}d", assignments=["ben 60%"]) for n in range(6)]
        waiting = Task("end", duration="3d", assignments=["ben 50%"], after=["t0"])
        assert allocate(plan(BEN, *parts, waiting), iterations=20, on_progress=stop).generated == 3
        assert seen == [(1, 20), (2, 20), (3, 20)]

    def test_a_plan_without_items_has_no_dates(self) -> None:
        found = allocate(plan())
        assert found.finish is None
        assert found.gap == 0
        assert wm.verify(found.plan, found) == ()

    def test_routines_that_end_with_a_project_end_with_its_leveled_dates(self) -> None:
        standup = Routine(
            "standup",
            parent="p",
            recurrence="FREQ=DAILY",
            at="09:00",
            effort="1h",
            split="each",
            assignments=["ben"],
        )
        items = [
            wm.Project("p"),
            *(Task(f"t{n}", parent="p", duration="2d", assignments=["ben"]) for n in range(3)),
        ]
        found = sound(allocate(plan(BEN, *items, standup)))
        book = ledger(found.leveled, "2026-03-02", "2026-04-02", schedule=found.schedule)
        assert book.total("ben").of("p") == book.total("ben").claimed
        assert book.total("ben").of("standup") > 6 * 60

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            ({"iterations": 0}, OutOfRange),
            ({"iterations": "many"}, WrongType),
            ({"objective": "speed"}, InvalidText),
            ({"reserve": 2}, OutOfRange),
        ],
    )
    def test_arguments_of_no_use_are_named(self, wrong: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            allocate(plan(BEN, *TWO), **wrong)

    def test_a_plan_from_its_finish_or_without_dates_is_refused(self) -> None:
        with pytest.raises(OutOfRange, match="direction"):
            allocate(wm.Plan(finish="2026-06-01", direction="backward").add(BEN, *TWO))
        with pytest.raises(NoPlanDate):
            allocate(wm.Plan().add(BEN, *TWO))
        with pytest.raises(WrongType):
            allocate("plan")  # type: ignore[arg-type]
        with pytest.raises(UnknownId):
            allocate(plan(BEN, *TWO)).explain("buidl")


class TestWhereHoursAreShort:
    def test_work_that_is_under_way_without_dates_is_not_laid_over_what_it_waits_for(self) -> None:
        begun = Task("y", duration="2d", assignments=["ben"], after=["x SS"], progress="40%")
        found = allocate(plan(BEN, Task("x", duration="2d", assignments=["ben"]), begun))
        assert wm.verify(found.plan, found) == ()

    def test_a_part_of_somebody_is_no_more_of_them_when_there_is_more_of_them(self) -> None:
        grown = Resource("ana", capacity_changes=["2026-03-03 2"])
        two = [Task(name, effort="16h", assignments=["ana 100%"]) for name in ("x", "y")]
        found = sound(allocate(plan(grown, *two)))
        assert found.finish is not None
        assert found.finish.day > 3

    @pytest.mark.parametrize("work", [{"duration": "2d"}, {"effort": "16h"}])
    @pytest.mark.parametrize(
        ("limit", "end"), [({"weekly_limit": "12h"}, "Mon 09 12:00"), ({"daily_limit": "6h"}, "Wed 04")]
    )
    def test_limits_slow_work_down_and_its_hours_are_there(
        self, work: dict[str, str], limit: dict[str, str], end: str
    ) -> None:
        found = sound(allocate(plan(Resource("ana", **limit), Task("x", assignments=["ana"], **work))))
        assert dates(found, "x").split(" – ")[1].startswith(end)
        assert found.ledger.total("ana").of("x") == 16 * 60
        assert "limit" in found.explain("x")

    def test_whoever_is_asked_for_more_than_there_is_takes_longer(self) -> None:
        half = sound(
            allocate(plan(Resource("ana", capacity="0.5"), Task("x", effort="8h", assignments=["ana 100%"])))
        )
        assert dates(half, "x") == "Mon 02 08:00 – Tue 03 17:00"
        double = sound(allocate(plan(BEN, Task("x", effort="16h", assignments=["ben 200%"]))))
        assert dates(double, "x") == "Mon 02 08:00 – Tue 03 17:00"

    @pytest.mark.parametrize(
        "gone",
        [
            Resource("ana", capacity=0),
            Resource("ana", capacity_changes=["2026-03-03 0"]),
            Resource("ana", absences=["2026-03-03..2096-03-04 left"]),
        ],
    )
    def test_whoever_leaves_is_a_finding_and_stops_nobody_else(self, gone: Resource) -> None:
        found = allocate(
            plan(
                gone,
                BEN,
                Task("x", effort="80h", assignments=["ana"]),
                Task("y", effort="8h", assignments=["ben"]),
            )
        )
        assert [one.code for one in found.findings if one.subject == "x"] == ["allocation.no_hours"]
        assert dates(found, "y") == "Mon 02 08:00 – Mon 02 17:00"

    def test_what_waits_for_something_delayed_says_so(self) -> None:
        found = allocate(plan(BEN, *TWO, Task("z", duration="1d", after=["build"])))
        assert found.explain("z").splitlines() == [
            "z waits for build",
            "build waits until Thu 2026-03-05 08:00 because ben has deploy until then",
        ]

    def test_no_more_schedules_are_made_than_prove_that_none_ends_earlier(self) -> None:
        tasks = [Task(f"t{n}", duration="1d", assignments=["ben"]) for n in range(12)]
        found = allocate(plan(BEN, *tasks), iterations=500)
        assert found.gap == 0
        assert found.generated == 1

    def test_the_reserve_is_in_the_ledger(self) -> None:
        found = sound(allocate(plan(BEN, Task("x", effort="32h", assignments=["ben"])), reserve=0.2))
        assert dates(found, "x").endswith("Fri 06 17:00")
        assert found.ledger.total("ben").of("reserve") == 8 * 60

    def test_an_empty_plan_has_no_ledger(self) -> None:
        with pytest.raises(OutOfRange, match="has none"):
            _ = allocate(plan()).ledger
