"""Work that waits for an occurrence of a routine: which one, until when, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workmodel.domain import (
    Calendar,
    Completion,
    Dependency,
    ManualDates,
    Milestone,
    Plan,
    Progress,
    Project,
    Resource,
    Routine,
    RoutineStep,
    Task,
)  # fmt: skip
from workmodel.errors import NoOccurrences, NoWorkingTime
from workmodel.scheduling import compiled, schedule
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.solving import solve
from workmodel.testing.strategies import FEATURES, plans
from workmodel.testing.strategies.routines import routines
from workmodel.verification import verify

ANY_SPEED = settings(suppress_health_check=list(HealthCheck))
CLOSE = Routine("close", recurrence="FREQ=MONTHLY;BYMONTHDAY=-1", effort="4h", valid_from="2026-01-01")
POST = Routine("post", recurrence="FREQ=WEEKLY;BYDAY=FR", at="10:00", effort="1h", valid_from="2026-01-01")
BINDINGS = ("same_period", "latest_before", "next_only")


def june(*entities: Any, **options: Any) -> Plan:
    """A plan that begins on Wednesday, 10 June 2026; Tuesday, 30 June is the last of the month."""
    return Plan(start="2026-06-10 08:00", **options).add(CLOSE, POST, *entities)


def starts(plan: Plan, name: str = "a") -> str:
    """When an item starts, after the schedule was checked."""
    found = schedule(plan)
    assert verify(plan, found) == ()
    return f"{found[name].start:%a %d %b %H:%M}"


def told(plan: Plan) -> list[tuple[str, str]]:
    return [(one.code, one.subject) for one in schedule(plan).findings]


class TestWhichOccurrence:
    """By the start that everything else asks for."""

    @pytest.mark.parametrize(
        ("binding", "start"),
        [
            ("close same_period", "Wed 01 Jul 08:00"),  # 30 June, at the end of work
            ("close next_only", "Wed 01 Jul 08:00"),
            ("close latest_before", "Wed 10 Jun 08:00"),  # 31 May is over
            ("post same_period", "Fri 12 Jun 11:00"),
            ("post next_only", "Fri 12 Jun 11:00"),
            ("post latest_before", "Wed 10 Jun 08:00"),
        ],
    )
    def test_each_binding_names_one(self, binding: str, start: str) -> None:
        assert starts(june(Task("a", duration="1d", after=[binding]))) == start

    def test_what_it_waits_for_beside_it_decides_the_period(self) -> None:
        """After three weeks of work its own start is in July."""
        plan = june(Task("w", duration="15d"), Task("a", duration="1d", after=["w", "close same_period"]))
        assert starts(plan) == "Mon 03 Aug 08:00"  # 31 July is a Friday

    def test_own_start_is_a_start_of_work(self) -> None:
        """What it waits for ends on Tuesday 30 June at 17:00: it could start on 1 July, in the next period."""
        plan = june(Task("w", duration="15d"), Task("a", duration="1d", after=["w", "close same_period"]))
        assert starts(plan.evolve("w", duration="14d")) == "Wed 01 Jul 08:00"
        assert starts(plan.evolve("w", duration="15d")) == "Mon 03 Aug 08:00"

    def test_of_several_in_a_period_the_last(self) -> None:
        twice = Routine("sync", recurrence="FREQ=WEEKLY;BYDAY=TU,TH", at="09:00", valid_from="2026-01-01")
        plan = june(twice, Task("a", duration="1d", after=["sync same_period"]))
        assert starts(plan) == "Thu 11 Jun 09:00"

    @pytest.mark.parametrize(
        ("recurrence", "start"),
        [
            ("FREQ=DAILY;BYHOUR=9,15", "Wed 10 Jun 15:00"),
            ("FREQ=HOURLY;INTERVAL=2", "Wed 10 Jun 22:00"),
            ("FREQ=WEEKLY;BYDAY=MO,SA", "Sat 13 Jun 17:00"),
            ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15", "Tue 15 Sep 17:00"),
        ],
    )
    def test_the_period_is_that_of_the_rule(self, recurrence: str, start: str) -> None:
        """A day, an ISO week, a year; of an hourly rule the day."""
        routine = Routine("r", recurrence=recurrence, valid_from="2026-01-01")
        assert starts(june(routine, Milestone("a", after=["r same_period"]))) == start

    def test_one_that_was_moved_stays_that_of_its_period(self) -> None:
        """The June close is done in July."""
        moved = Routine(
            "late",
            recurrence=CLOSE.recurrence,
            valid_from="2026-01-01",
            overrides=["2026-06-30 to 2026-07-02"],
        )
        assert starts(june(moved, Task("a", duration="1d", after=["late same_period"]))) == "Fri 03 Jul 08:00"

    def test_without_a_time_of_day_it_is_still_to_come_all_day(self) -> None:
        """On 30 June at noon the close of that day is the next one, and the latest."""
        for binding in ("next_only", "latest_before"):
            plan = june(Milestone("a", constraint="SNET 2026-06-30 12:00", after=[f"close {binding}"]))
            assert starts(plan) == "Tue 30 Jun 17:00"

    def test_with_a_time_of_day_it_is_over_when_that_is(self) -> None:
        at = "SNET 2026-06-12 {}"
        for time, start in (("10:00", "Fri 12 Jun 11:00"), ("10:01", "Fri 19 Jun 11:00")):
            plan = june(Milestone("a", constraint=at.format(time), after=["post next_only"]))
            assert starts(plan) == start

    def test_several_waits_of_one_item_do_not_move_each_others(self) -> None:
        """Its own start is the one before all of them: the close of June, not of July."""
        plan = june(Task("a", duration="1d", after=["close same_period", "post next_only FS+30d"]))
        assert starts(plan) == "Fri 24 Jul 11:00"
        names = [b.driver.subject for b in schedule(plan).explain("a").steps[0].bounds]
        assert names == ["close@2026-06-30", "post@2026-06-12", ""]


class TestUntilWhen:
    """When an occurrence is done."""

    def test_when_it_was_done(self) -> None:
        done = Completion(routine="close", occurrence="2026-06-30", done="2026-07-02 14:00")
        assert starts(june(done, Task("a", duration="1d", after=["close same_period"]))) == "Thu 02 Jul 14:00"

    def test_a_day_on_which_it_was_done_ends_with_work(self) -> None:
        done = Completion(routine="close", occurrence="2026-06-30", done="2026-07-02")
        assert starts(june(done, Milestone("a", after=["close same_period"]))) == "Thu 02 Jul 17:00"

    def test_done_in_time_is_done_as_planned(self) -> None:
        done = Completion(routine="close", occurrence="2026-06-30")
        assert starts(june(done, Milestone("a", after=["close same_period"]))) == "Tue 30 Jun 17:00"

    def test_at_the_end_of_its_window(self) -> None:
        plan = june(Milestone("a", after=["close same_period"])).evolve("close", window="3d")
        assert starts(plan) == "Thu 02 Jul 17:00"

    def test_with_a_time_of_day_after_the_effort_of_each_person(self) -> None:
        plan = june(Resource("ana"), Resource("ben"), Milestone("a", after=["post next_only"]))
        assert starts(plan.evolve("post", effort="4h", assignments=["ana", "ben"])) == "Fri 12 Jun 12:00"
        each = plan.evolve("post", effort="4h", assignments=["ana", "ben"], split="each")
        assert starts(each) == "Fri 12 Jun 15:00"

    def test_with_steps_after_their_longest_chain(self) -> None:
        steps = [
            {"id": "check", "effort": "1h", "after": ["draft"]}, {"id": "draft", "effort": "30min", "duration": "2h"},
            {"id": "file", "effort": "2h 30min"},
        ]  # fmt: skip
        made = [RoutineStep(**step) for step in steps]
        plan = june(Milestone("a", after=["post next_only"])).evolve("post", effort=None, steps=made)
        assert starts(plan) == "Fri 12 Jun 14:00"

    @pytest.mark.parametrize(
        ("link", "start"),
        [
            ("FS+1d", "Thu 02 Jul 08:00"), ("FS-4h", "Tue 30 Jun 13:00"), ("FS+1ed", "Thu 02 Jul 08:00"),
            ("SS", "Tue 30 Jun 08:00"), ("SS+1d", "Wed 01 Jul 08:00"), ("FF", "Tue 30 Jun 08:00"),
            ("FS+50%", "Wed 01 Jul 13:00"), ("SF", "Wed 10 Jun 08:00"),
        ],
    )  # fmt: skip
    def test_links_and_lags_count_as_everywhere(self, link: str, start: str) -> None:
        """A percentage is of the working time between its start and its end."""
        expected = "Mon 29 Jun 08:00" if link == "SF" else start
        assert starts(june(Task("a", duration="1d", after=[f"close same_period {link}"]))) == expected


class TestNone:
    """Nothing to wait for."""

    def test_one_that_was_left_out_is_not_waited_for(self) -> None:
        """The next is; for a period there is none then."""
        left = Completion(routine="post", occurrence="2026-06-12", outcome="skipped")
        plan = june(left, Task("a", duration="1d", after=["post next_only"]))
        assert starts(plan) == "Fri 19 Jun 11:00"
        period = plan.evolve("a", after=["post same_period"])
        assert starts(period) == "Wed 10 Jun 08:00"
        assert told(period) == [("dependency.no_occurrence", "a")]
        earlier = plan.evolve("a", after=["post latest_before"], constraint="SNET 2026-06-15")
        assert starts(earlier) == "Mon 15 Jun 08:00"

    def test_a_period_without_any_is_told(self) -> None:
        plan = june(Task("a", duration="1d", after=["close same_period"]))
        plan = plan.evolve("close", overrides=["2026-06-30 cancelled"])
        assert starts(plan) == "Wed 10 Jun 08:00"
        (found,) = schedule(plan).findings
        assert (found.code, found.subject, dict(found.facts)["binding"]) == (
            "dependency.no_occurrence", "a", "same_period",
        )  # fmt: skip

    def test_a_rule_that_has_ended_is_told(self) -> None:
        plan = june(Task("a", duration="1d", after=["close next_only"])).evolve(
            "close", valid_to="2026-05-31"
        )
        assert starts(plan) == "Wed 10 Jun 08:00"
        assert told(plan) == [("dependency.no_occurrence", "a")]

    def test_none_yet_is_nothing_to_tell(self) -> None:
        plan = june(Task("a", duration="1d", after=["close latest_before"])).evolve(
            "close", valid_from="2026-06-15"
        )
        assert starts(plan) == "Wed 10 Jun 08:00"
        assert told(plan) == []

    def test_of_what_is_done_nothing_is_told(self) -> None:
        done = {"actual_start": "2026-06-10 08:00", "actual_finish": "2026-06-10 17:00"}
        plan = june(Task("a", duration="1d", after=["close same_period"], progress=Progress(**done)))
        plan = plan.evolve("close", overrides=["2026-06-30 cancelled"])
        assert told(plan) == []


class TestWhatWaits:
    def test_a_summary_waits_once_for_all_in_it(self) -> None:
        """By its own start, not anew for each of its parts."""
        plan = june(
            Project("report", after=["close next_only"]),
            Task("draft", parent="report", duration="3d"),
            Task("print", parent="report", duration="1d", after=["draft"]),
        )
        assert starts(plan, "draft") == "Wed 01 Jul 08:00"
        assert starts(plan, "print") == "Mon 06 Jul 08:00"
        bounds = schedule(plan).explain("draft").steps[0].bounds
        assert [(b.driver.subject, b.through) for b in bounds if b.binding] == [
            ("close@2026-06-30", "report")
        ]

    def test_a_part_of_it_waits_by_what_the_summary_asks(self) -> None:
        """The report waits for the close of June, so that its print is in July."""
        plan = june(
            Project("report", after=["close same_period"]),
            Task("print", parent="report", duration="1d", after=["close same_period"]),
        )
        assert starts(plan, "print") == "Mon 03 Aug 08:00"

    def test_one_by_one_each_counts_from_what_is_before_it(self) -> None:
        plan = june(
            *(
                Task(f"t{n}", duration="1d", after=["post next_only", *([f"t{n - 1}"] if n else [])])
                for n in range(9)
            )
        )
        assert starts(plan, "t8") == "Fri 07 Aug 11:00"

    def test_what_has_its_dates_is_not_moved(self) -> None:
        """By hand, or pinned: told as for other logic. The close is the one of its own date."""
        plan = june(
            Task("a", duration="1d", manual=ManualDates("2026-06-15 08:00"), after=["close same_period"])
        )
        assert starts(plan) == "Mon 15 Jun 08:00"
        assert told(plan) == [("manual.against_logic", "a")]
        plan = june(Task("a", duration="1d", constraint="MSO 2026-07-06", after=["close same_period"]))
        assert starts(plan) == "Mon 06 Jul 08:00"
        assert ("constraint.against_logic", "a") in told(plan)

    def test_from_a_finish_the_wait_is_not_looked_at(self) -> None:
        plan = Plan(finish="2026-06-26", direction="backward").add(
            CLOSE, Task("a", duration="1d", after=["close next_only"])
        )
        assert starts(plan) == "Fri 26 Jun 08:00"
        assert told(plan) == [("dependency.routine", "a")]

    def test_as_late_as_possible_keeps_its_occurrence(self) -> None:
        """Which one it is, is found before anything is placed late."""
        plan = june(
            Task("long", duration="40d"),
            Task("w", duration="1d", constraint="ALAP"),
            Task("a", duration="1d", after=["w", "close next_only"], constraint="ALAP"),
        )
        assert starts(plan) == "Tue 04 Aug 08:00"
        assert told(plan) == [("logic.dangling", "long")]


class TestTold:
    def test_explanation_and_driver_name_the_occurrence(self) -> None:
        plan = june(
            Task("a", duration="1d", after=["close same_period FS+1d"]), Task("b", duration="1d", after=["a"])
        )
        found = schedule(plan)
        assert str(found["a"].driver) == "close@2026-06-30 FS+1d"
        assert found["a"].driver.subject == "close@2026-06-30"  # type: ignore[union-attr]
        assert "→ close@2026-06-30 FS+1d: start not before Wed 2026-07-01 17:00" in str(found.explain("b"))
        assert found.critical_path == ("a", "b")

    def test_a_finish_is_bounded_as_a_finish(self) -> None:
        plan = june(Task("a", duration="1d", after=["close same_period FF"]))
        assert str(schedule(plan)["a"].driver) == "close@2026-06-30 FF"

    def test_it_is_logic(self) -> None:
        """Beside other work it does not dangle."""
        plan = june(Task("a", duration="1d", after=["close same_period"]), Task("b"), Task("c", after=["b"]))
        assert ("logic.dangling", "a") not in told(plan)

    def test_many_occurrences_are_no_nodes_and_no_links(self) -> None:
        plan = june(Task("a", duration="1d", after=["post next_only"]), Task("b", duration="300d"))
        network = problem_of(plan).network
        assert (len(network), len(network.predecessor)) == (2, 0)


class TestClocks:
    def test_the_period_is_that_of_the_routines_clock(self) -> None:
        """At 20:00 on 30 June in Berlin it is July already in Tokyo."""
        far = Routine(
            "far",
            recurrence="FREQ=MONTHLY;BYMONTHDAY=10",
            at="09:00",
            zone="Asia/Tokyo",
            valid_from="2026-01-01",
        )
        plan = Plan(start="2026-06-30 20:00", zone="Europe/Berlin").add(
            far, Milestone("a", after=["far same_period"])
        )
        assert starts(plan) == "Fri 10 Jul 02:00"

    def test_an_occurrence_keeps_its_wall_clock_through_a_change(self) -> None:
        plan = Plan(start="2026-10-24 12:00", zone="Europe/Berlin").add(
            Routine("night", recurrence="FREQ=DAILY", at="02:30", effort="1h", calendar="24_hours"),
            Milestone("a", after=["night next_only"]),
        )
        found = schedule(plan)
        assert found["a"].start.isoformat() == "2026-10-25T02:30:00+01:00"
        assert verify(plan, found) == ()


class TestRefused:
    @pytest.mark.parametrize("how", [{"parent": "p"}, {"after": ["p"]}])
    def test_a_routine_that_itself_follows_the_schedule(self, how: dict[str, Any]) -> None:
        """Also where that would be a ring."""
        routine = Routine("sync", recurrence="FREQ=DAILY", **how)
        plan = june(Project("p"), routine, Task("x", parent="p", duration="1d", after=["sync next_only"]))
        with pytest.raises(NoOccurrences) as raised:
            schedule(plan)
        assert (raised.value.routine, "x" in raised.value.reason) == ("sync", True)

    def test_a_routine_without_occurrences(self) -> None:
        plan = june(Routine("desk", arrivals="5 per day"), Task("a", after=["desk next_only"]))
        with pytest.raises(NoOccurrences):
            schedule(plan)

    def test_a_routine_that_has_to_move_and_has_no_open_day(self) -> None:
        plan = june(
            Calendar("never", base=None, week=""), Routine("r", recurrence="FREQ=DAILY", day_off="next", calendar="never"),
            Task("a", after=["r next_only"]),
        )  # fmt: skip
        with pytest.raises(NoWorkingTime) as raised:
            schedule(plan)
        assert raised.value.subject == "r"


@pytest.mark.parametrize(
    ("promised", "found", "wanted"),
    [
        ("close latest_before", "close same_period", "verify.early"),
        ("close same_period", "close latest_before", "verify.routine"),
        ("close next_only", "post next_only", "verify.routine"),
        ("close next_only FS+1d", "close next_only", "verify.routine"),
    ],
)
def test_a_wait_that_is_not_kept_or_kept_too_long_is_found(promised: str, found: str, wanted: str) -> None:
    """By the second opinion, told with the dependency."""
    plan = june(Task("a", duration="1d", after=[promised]))
    broken = verify(plan, schedule(plan.evolve("a", after=[found])))
    assert wanted in {one.code for one in broken}
    assert wanted == "verify.early" or any(promised in one.message for one in broken)


# -- laws -------------------------------------------------------------------------------------------------------------


@st.composite
def waiting(draw: st.DrawFn, without: frozenset[str] = frozenset({"backward"}), most: int = 3) -> Plan:
    """Plans in which some items wait for routines."""
    plan = draw(plans(features=FEATURES - without))
    made = draw(st.lists(routines(), min_size=1, max_size=2, unique_by=lambda one: one.id))
    made = [one for one in made if one.recurrence and plan.get(one.id) is None]
    zoneless = plan.settings.zone is None
    made = [one for one in made if not (zoneless and list(one.zoned))]
    if not made:
        made = [CLOSE]
    plan = plan.add(*made)
    for one in made:
        if draw(st.booleans()):
            outcome = draw(st.sampled_from(["done", "skipped"]))
            plan = plan.add(
                Completion(routine=one.id, occurrence="2026-03-04", done="2026-03-06", outcome=outcome)
            )
    for _ in range(draw(st.integers(1, most))):
        plan = one_more(draw, plan, [one.id for one in made])
    return plan


def one_more(draw: st.DrawFn, plan: Plan, names: list[str]) -> Plan:
    """A plan in which one more item waits."""
    holder = draw(st.sampled_from(list(plan.items)))
    more = Dependency(
        draw(st.sampled_from(names)), draw(st.sampled_from(["FS", "FS", "SS", "FF", "SF"])),
        draw(st.sampled_from(["0d", "1d", "-1d", "2ed", "50%"])), draw(st.sampled_from(BINDINGS)),
    )  # fmt: skip
    return plan.evolve(holder, after=(*plan[holder].after, more))


@pytest.mark.untraced
@ANY_SPEED
@given(waiting())
def test_verification_finds_nothing(plan: Plan) -> None:
    assert verify(plan, schedule(plan)) == ()


@pytest.mark.untraced
@ANY_SPEED
@given(waiting(without=frozenset({"backward", "late", "hierarchy"}), most=1), st.data())
def test_where_one_item_waits_for_routines_one_more_wait_makes_no_date_earlier(plan: Plan, data: Any) -> None:
    holder = next(
        name for name in plan.items if any(d.predecessor in plan.routines for d in plan[name].after)
    )
    alone = plan.evolve(holder, after=[d for d in plan[holder].after if d.predecessor in plan.items])
    before, after = schedule(alone).dates, schedule(plan).dates
    assert (after.early_start >= before.early_start).all()
    assert (after.early_finish >= before.early_finish).all()


@pytest.mark.untraced
@ANY_SPEED
@given(waiting(most=2))
def test_arrays_and_lists_find_the_same(plan: Plan) -> None:
    """The kernels as they stand on arrays, in stretches from one waiting node to the next."""
    engine = compiled._compile(lambda **_: lambda function: function)
    problem = problem_of(plan)
    one, other = solve(plan, problem, engine), solve(plan, problem, compiled.plain())
    assert {name: found.tolist() for name, found in one.fields.items()} == {
        name: found.tolist() for name, found in other.fields.items()
    }
    assert one.awaited == other.awaited
