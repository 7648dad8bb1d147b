"""Daily and weekly limits: what somebody may not be claimed for is neither granted nor free."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.capacity import (
    Ledger,
    Stretch,
    bottlenecks,
    effect,
    hours_by_category,
    ledger,
    open_demand,
    overloads,
    persons_day,
    utilisation,
    workload,
)
from workmodel.capacity.limits import Limit
from workmodel.domain import Completion

WEEK = ("2026-03-02", "2026-03-09")
HOUR = 60
FEWER = settings(max_examples=60, suppress_health_check=list(HealthCheck))
TALK = wm.Routine(
    "talk", recurrence="FREQ=WEEKLY;BYDAY=FR", at="15:00", effort="2h", split="each", assignments=["kim"]
)


def planned(*entities: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(*entities)


def kim(**limits: str) -> wm.Resource:
    return wm.Resource("kim", **limits)


def task(name: str, **details: Any) -> wm.Task:
    return wm.Task(name, **{"duration": "1d", "assignments": ["kim"], **details})


def hours(one: Stretch) -> dict[str, Any]:
    """Lines in hours, with what is free and what each lacks."""
    found = {line.source.id or line.source.kind: line.amount / HOUR for line in one.lines}
    found["free"] = one.free / HOUR
    return found | {f"!{short.source.id}": short.amount / HOUR for short in one.unmet}


class TestDaily:
    def test_what_is_beyond_the_limit_is_unmet_and_no_hour_is_free(self) -> None:
        plan = planned(kim(daily_limit="6h"), task("guide", effort="8h"))
        monday = ledger(plan, *WEEK).day("kim", "2026-03-02")
        assert hours(monday) == {"guide": 6, "limit": 2, "free": 0, "!guide": 2}
        assert (monday.claimed, monday.limit, monday.claimable) == (6 * HOUR, 2 * HOUR, 6 * HOUR)
        assert monday.unmet[0].limits == (Limit("day", Decimal(360)),)
        assert str(monday).splitlines()[1:] == [
            "  guide: 6h",
            "  limit: 2h",
            "  free: 0min",
            "  ! guide: 2h short, beyond the limit of 6h a day",
        ]

    def test_free_is_only_what_may_be_claimed(self) -> None:
        plan = planned(kim(daily_limit="6h"), task("guide", effort="4h"))
        found = ledger(plan, *WEEK)
        assert hours(found.day("kim", "2026-03-02")) == {"guide": 4, "limit": 2, "free": 2}
        assert hours(found.day("kim", "2026-03-03")) == {"limit": 2, "free": 6}
        assert hours(found.day("kim", "2026-03-07")) == {"free": 0}

    def test_what_was_served_before_is_named(self) -> None:
        plan = planned(kim(daily_limit="6h"), TALK, task("guide", effort="40h", duration="5d"))
        (short,) = ledger(plan, *WEEK).day("kim", "2026-03-06").unmet
        assert str(short) == "guide: 4h short, beyond the limit of 6h a day, taken by talk"

    def test_absence_does_not_count_towards_it(self) -> None:
        """Away for four of eight hours, four may be claimed all the same."""
        away = wm.Resource("kim", daily_limit="6h", absences=["2026-03-02 08:00..2026-03-02 12:00 doctor"])
        plan = planned(away, task("guide", effort="8h"))
        assert hours(ledger(plan, *WEEK).day("kim", "2026-03-02")) == {"guide": 4, "free": 0, "!guide": 4}
        assert not ledger(plan, *WEEK).day("kim", "2026-03-02").unmet[0].limits

    def test_what_was_done_counts_and_comes_first(self) -> None:
        plan = planned(
            kim(daily_limit="6h"), task("guide", effort="8h"),
            wm.Routine("post", recurrence="FREQ=WEEKLY;BYDAY=MO", effort="1h", assignments=["kim"]),
            Completion(routine="post", occurrence="2026-03-02", done="2026-03-02 10:00", effort="5h"),
        )  # fmt: skip
        found = hours(ledger(plan, *WEEK).day("kim", "2026-03-02"))
        assert found == {"post": 5, "guide": 1, "limit": 2, "free": 0, "!guide": 7}

    def test_a_limit_above_the_hours_there_are_changes_nothing(self) -> None:
        free = planned(kim(), TALK, task("guide", effort="8h"))
        held = planned(kim(daily_limit="9h", weekly_limit="41h"), TALK, task("guide", effort="8h"))
        for one, other in zip(days(ledger(free, *WEEK)), days(ledger(held, *WEEK)), strict=True):
            assert one == other

    def test_switching_is_lost_before_a_limit_holds(self) -> None:
        """Of eight hours two are lost, of the six left five may be claimed."""
        plan = planned(kim(daily_limit="5h"), task("one", effort="3h"), task("two", effort="1h"))
        found = ledger(plan, *WEEK, switching="2h per switch").day("kim", "2026-03-02")
        assert found.switching == 2 * HOUR
        assert hours(found) == {"one": 3, "two": 1, "limit": 1, "free": 1}


class TestWeekly:
    def test_claims_are_served_in_their_order_over_the_whole_week(self) -> None:
        """A meeting on Friday goes before a task on Monday: 16 hours are 2 of talk and 14 of the task's 40."""
        plan = planned(kim(weekly_limit="16h"), TALK, task("guide", effort="40h", duration="5d"))
        found = ledger(plan, *WEEK)
        by_day = [hours(found.day("kim", f"2026-03-0{n}")) for n in range(2, 7)]
        assert by_day == [
            {"guide": 8, "free": 0},
            {"guide": 6, "limit": 2, "free": 0, "!guide": 2},
            {"limit": 8, "free": 0, "!guide": 8},
            {"limit": 8, "free": 0, "!guide": 8},
            {"talk": 2, "limit": 6, "free": 0, "!guide": 8},
        ]
        (short,) = found.day("kim", "2026-03-04").unmet
        assert (short.won_by, short.limits) == (("talk",), (Limit("week", Decimal(960)),))
        assert str(short) == "guide: 8h short, beyond the limit of 16h a week, taken by talk"

    def test_of_free_hours_the_earliest_in_the_week_may_be_claimed(self) -> None:
        plan = planned(kim(weekly_limit="20h"), TALK)
        found = ledger(plan, *WEEK)
        by_day = [hours(found.day("kim", f"2026-03-0{n}")) for n in range(2, 7)]
        assert by_day == [
            {"free": 8},
            {"free": 8},
            {"limit": 6, "free": 2},
            {"limit": 8, "free": 0},
            {"talk": 2, "limit": 6, "free": 0},
        ]
        assert hours(found.week("kim", "2026-03-04")) == {"talk": 2, "limit": 20, "free": 18}

    def test_both_limits_hold(self) -> None:
        """Five hours a day, twelve a week: 5, 5, 2."""
        plan = planned(kim(daily_limit="5h", weekly_limit="12h"), task("guide", effort="40h", duration="5d"))
        found = ledger(plan, *WEEK)
        assert [found.day("kim", f"2026-03-0{n}").claimed / HOUR for n in range(2, 7)] == [5, 5, 2, 0, 0]
        wednesday = found.day("kim", "2026-03-04").unmet[0]
        assert [str(one) for one in wednesday.limits] == ["5h a day", "12h a week"]
        assert "beyond the limit of 5h a day and 12h a week" in str(wednesday)

    def test_whole_weeks_count_whatever_window_is_asked_for(self) -> None:
        """Friday alone is what it is in its week, though Monday's task was never asked about."""
        plan = planned(kim(weekly_limit="16h"), TALK, task("guide", effort="40h", duration="5d"))
        whole = ledger(plan, *WEEK)
        for n in range(2, 9):
            one = ledger(plan, f"2026-03-0{n}", date(2026, 3, n + 1))
            assert one.day("kim", f"2026-03-0{n}") == whole.day("kim", f"2026-03-0{n}")

    def test_weeks_are_iso_weeks(self) -> None:
        """Sunday belongs to the week before, Monday begins another with an allowance of its own."""
        always = wm.Resource("kim", weekly_limit="6h", calendar="24_hours")
        plan = planned(always, wm.Routine("watch", recurrence="FREQ=DAILY", effort="4h", assignments=["kim"]))
        found = ledger(plan, "2026-03-06", "2026-03-12")
        granted = [found.day("kim", day).claimed / HOUR for day in found.days]
        assert granted == [0, 0, 0, 4, 2, 0]

    def test_a_shift_over_midnight_counts_on_the_day_on_which_it_starts(self) -> None:
        """The night from Sunday to Monday is Sunday's, in the week before."""
        nights = wm.Calendar("nights", week="sun-mon 22:00-06:00")
        plan = planned(
            nights, wm.Resource("kim", weekly_limit="8h", calendar="nights"),
            wm.Routine("watch", recurrence="FREQ=DAILY", effort="8h", assignments=["kim"]),
        )  # fmt: skip
        found = ledger(plan, "2026-03-08", "2026-03-10")
        assert [found.day("kim", day).claimed / HOUR for day in found.days] == [0, 8]


class TestTeams:
    def test_limits_of_people_hold_whatever_team_they_are_in(self) -> None:
        plan = planned(
            kim(daily_limit="2h"), wm.Resource("ana"),
            wm.Resource("crew", type="team", members=["kim", "ana"]),
            task("move", effort="12h", assignments=["crew"]),
        )  # fmt: skip
        found = ledger(plan, *WEEK)
        assert hours(found.day("kim", "2026-03-02")) == {"move": 2, "limit": 6, "free": 0, "!move": 4}
        assert hours(found.day("ana", "2026-03-02")) == {"move": 6, "free": 2}

    def test_a_team_without_members_has_its_own(self) -> None:
        crew = wm.Resource("kim", type="team", capacity=3, weekly_limit="30h")
        plan = planned(crew, task("move", effort="40h", duration="5d"))
        assert ledger(plan, *WEEK).week("kim", "2026-03-02").claimed == 30 * HOUR


class TestAnswers:
    """Kim may be claimed for six hours a day; the guide wants eight, and Ana six of ten that she has."""

    plan = planned(
        kim(daily_limit="6h"), wm.Resource("ana", daily_limit="3h"), wm.Resource("ben"),
        task("guide", effort="7h"), task("call", effort="1h", priority=900),
    )  # fmt: skip
    found = ledger(plan, "2026-03-02", "2026-03-03")

    def test_an_overload_says_by_its_causes_which_limit(self) -> None:
        (one,) = overloads(self.found)
        assert (one.over, one.wanted, one.availability, one.limit) == (
            2 * HOUR, 8 * HOUR, 8 * HOUR, 2 * HOUR,
        )  # fmt: skip
        assert [cause.limits for cause in one.causes] == [(Limit("day", Decimal(360)),), ()]
        assert str(one).splitlines() == [
            "kim, 2026-03-02: 2h over, 8h wanted of 8h, of which a limit keeps 2h",
            "  on Mon 2026-03-02",
            "  guide: 2h of 7h too much, beyond the limit of 6h a day, after call",
            "  call: 1h",
            "  guide could go to: ben (8h free); ana (3h free)",
        ]

    def test_an_overload_of_a_week_names_what_used_its_allowance(self) -> None:
        plan = planned(kim(weekly_limit="16h"), TALK, task("guide", effort="16h", duration="2d"))
        (one,) = overloads(ledger(plan, *WEEK))
        assert [str(cause) for cause in one.causes] == [
            "guide: 2h of 8h too much, beyond the limit of 16h a week, after talk"
        ]

    def test_who_could_take_over_has_only_hours_that_may_be_claimed(self) -> None:
        (one,) = overloads(self.found)
        assert [(c.resource, c.free / HOUR) for c in one.could_take_over] == [("ben", 8), ("ana", 3)]
        open_plan = self.plan.add(wm.Task("open", duration="1d", effort="4h"))
        (gap,) = open_demand(open_plan, ledger(open_plan, "2026-03-02", "2026-03-03"))
        assert [(c.resource, c.free / HOUR, c.enough) for c in gap.could] == [
            ("ben", 8, True),
            ("ana", 3, False),
        ]

    def test_the_workload_has_a_column_for_it(self) -> None:
        row = workload(self.found, "day").of("kim")[0]
        assert [row[name] / HOUR for name in ("availability", "limit", "wanted", "granted", "over", "free")] == [
            8, 2, 8, 6, 2, 0,
        ]  # fmt: skip
        assert row["utilisation"] == 1
        assert workload(self.found, "day", by="kind").rows()[0]["limit"] is None

    def test_whoever_is_claimed_to_the_limit_is_full(self) -> None:
        one = utilisation(self.found)[0]
        assert (one.share, one.asked, one.limit) == (1, Decimal("1.3333"), 2 * HOUR)
        assert str(one) == "kim: 100 % of 6h"

    def test_a_bottleneck_says_what_it_is_short_of(self) -> None:
        (one,) = bottlenecks(self.found)
        assert one.reason.startswith("2h wanted beyond its limit by guide, 100 % used")

    def test_a_category_of_its_own(self) -> None:
        found = hours_by_category(self.found).of("kim")
        assert found["limit"] == 2 * HOUR
        assert sum(found.values()) == 8 * HOUR

    def test_the_effect_of_a_limit(self) -> None:
        before = ledger(self.plan.evolve("kim", daily_limit=None), "2026-03-02", "2026-03-03")
        assert str(effect(before, self.found)).splitlines() == [
            "kim: −2h granted, +2h over, +2h limit",
            "guide: −2h granted, +2h over",
        ]

    def test_a_day_in_order_says_what_is_short(self) -> None:
        assert [(one.item, one.short / HOUR) for one in persons_day(self.found, "kim", "2026-03-02")] == [
            ("call", 0),
            ("guide", 2),
        ]


# -- laws -------------------------------------------------------------------------------------------------------

DEMANDS: tuple[dict[str, Any], ...] = (
    {"recurrence": "FREQ=DAILY", "effort": "90min"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=MO,FR", "at": "09:00", "effort": "3h", "split": "each"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=SU", "at": "23:00", "effort": "3h"},
    {"arrivals": "20 per week", "effort": "25min"},
    {"reservation": "9h per month"},
    {"recurrence": "FREQ=WEEKLY;BYDAY=SA", "effort": "5h", "window": "4d"},
)
LIMITS: tuple[dict[str, str], ...] = (
    {},
    {"daily_limit": "3h"},
    {"weekly_limit": "11h"},
    {"daily_limit": "5h", "weekly_limit": "13h"},
)


@st.composite
def limited(draw: st.DrawFn) -> wm.Plan:
    """Two people, of whom at least one has a limit, with tasks and routines."""
    zone = draw(st.sampled_from([None, "Europe/Berlin"]))
    plan = wm.Plan(start="2026-03-25", zone=zone)  # clocks change on Sunday 29 March
    for name in ("kim", "ana"):
        limits = draw(st.sampled_from(LIMITS[name == "kim" :]))
        calendar = draw(st.sampled_from(["standard", "night_shift", "24_hours"]))
        away = draw(st.sampled_from([[], ["2026-03-31 sick"]]))
        plan = plan.add(wm.Resource(name, calendar=calendar, absences=away, **limits))
    some = st.lists(st.sampled_from(["kim", "ana"]), unique=True, min_size=1)
    for number in range(draw(st.integers(0, 2))):
        plan = plan.add(
            wm.Task(f"work{number}", duration="5d", effort=draw(st.sampled_from(["9h", "50h"])), assignments=draw(some))
        )  # fmt: skip
    for number, asked in enumerate(draw(st.lists(st.sampled_from(DEMANDS), min_size=1, max_size=3))):
        plan = plan.add(wm.Routine(f"routine{number}", assignments=draw(some), **asked))
    return plan


SPAN = ("2026-03-25", "2026-04-08")


def days(found: Ledger) -> list[Stretch]:
    return [found.day(name, day) for name in found.resources for day in found.days]


@FEWER
@given(limited(), st.sampled_from([None, "weinberg"]), st.sampled_from([0, "10%"]))
def test_nothing_is_claimed_beyond_a_limit_and_every_hour_is_in_one_line(
    plan: wm.Plan, switching: Any, reserve: Any
) -> None:
    found = ledger(plan, *SPAN, switching=switching, reserve=reserve)
    for one in [*days(found), *(found.total(name) for name in found.resources)]:
        assert one.availability == one.claimed + one.limit + one.switching + one.free
        assert min(one.claimed, one.limit, one.switching, one.free) >= 0
    for name in found.resources:
        who = plan.resources[name]
        for day in found.days:
            one = found.day(name, day)
            if who.daily_limit is not None:
                assert one.claimed + one.free <= plan.minutes(who.daily_limit)
            if who.weekly_limit is not None and day.weekday() == 0 and day + timedelta(days=6) <= found.last:
                week = found.week(name, day)
                assert week.claimed + week.free <= plan.minutes(who.weekly_limit)
                if week.limit and who.daily_limit is None:
                    assert week.claimed + week.free == plan.minutes(who.weekly_limit)


@FEWER
@given(limited(), st.integers(1, 13), st.lists(st.integers(0, 14 * 1440), min_size=1, max_size=3))
def test_however_days_and_hours_are_cut_they_add_up(plan: wm.Plan, after: int, cuts: list[int]) -> None:
    whole = ledger(plan, *SPAN)
    middle = date(2026, 3, 25) + timedelta(days=after)
    first, second = ledger(plan, SPAN[0], middle), ledger(plan, middle, SPAN[1])
    for name in whole.resources:
        for day in whole.days:
            assert (first if day < middle else second).day(name, day) == whole.day(name, day)
        edges = whole.cells.edges(whole.resources.index(name)).tolist()
        number = (whole.first - whole.cells.supply.start).days
        lo, hi = edges[number], edges[number + len(whole.days)]
        ends = [lo, *sorted({min(lo + cut, hi) for cut in cuts}), hi]
        times = [plan.axis.time(end) for end in ends]
        parts = [whole.between(name, a, b) for a, b in pairwise(times)]
        total = whole.total(name)
        for column in ("availability", "claimed", "limit", "switching", "free"):
            assert sum(getattr(one, column) for one in parts) == getattr(total, column)


@FEWER
@given(limited())
def test_whoever_has_no_limit_is_not_touched_by_those_of_others(plan: wm.Plan) -> None:
    """And no claim of somebody with a limit is granted more than without one."""
    without = plan
    for name in plan.resources:
        without = without.evolve(name, daily_limit=None, weekly_limit=None)
    held, free = ledger(plan, *SPAN), ledger(without, *SPAN)
    for name in held.resources:
        who = plan.resources[name]
        for day in held.days:
            one, other = held.day(name, day), free.day(name, day)
            if who.daily_limit is None and who.weekly_limit is None:
                assert one == other
            assert one.wanted == other.wanted
            assert all(
                one.of(line.source.id) <= other.of(line.source.id) for line in one.lines if line.source.id
            )


@FEWER
@given(limited())
def test_claims_of_a_week_are_served_one_after_the_other(plan: wm.Plan) -> None:
    """Against the rule read plainly: claim by claim, day by day, as long as day and week have hours left."""
    found = ledger(plan, "2026-03-23", "2026-04-06")
    claims, count = found.claims, found.cells.days
    left = claims.budget.tolist()
    weeks: dict[tuple[int, date], int] = {}
    for cell in range(len(left)):
        who = plan.resources[found.resources[cell // count]]
        if who.daily_limit is not None:
            left[cell] = min(left[cell], plan.minutes(who.daily_limit) * 10_000)
    timed = [n for n in range(len(claims.cell)) if claims.timed(n)]
    in_order = sorted(range(len(claims.cell)), key=lambda n: (claims.source[n], claims.cell[n], n))
    for n in in_order:
        cell = int(claims.cell[n])
        row, number = divmod(cell, count)
        who = plan.resources[found.resources[row]]
        day = found.cells.supply.start + timedelta(days=number)
        key = (row, day - timedelta(days=day.weekday()))
        most = 2**60 if who.weekly_limit is None else plan.minutes(who.weekly_limit) * 10_000
        room = min(int(claims.wanted[n]), left[cell], weeks.setdefault(key, most))
        if n in timed:
            room = min(room, int(claims.granted[n]))  # its own minutes may have less
        assert room == claims.granted[n]
        left[cell] -= room
        weeks[key] -= room


def test_a_limit_of_days_is_one_of_the_plan_s_conventions() -> None:
    plan = planned(kim(weekly_limit="3d"), task("guide", effort="40h", duration="5d"))
    assert ledger(plan, *WEEK).week("kim", "2026-03-02").claimed == 24 * HOUR


def test_a_stretch_within_a_day_holds_its_part_of_the_limit() -> None:
    """Two of eight hours spread evenly: one of them in the morning."""
    found = ledger(planned(kim(daily_limit="6h")), *WEEK)
    morning = found.between("kim", datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 12))
    assert hours(morning) == {"limit": 1, "free": 3}
    assert [row["minutes"] for row in morning.rows()] == [60, 180]
