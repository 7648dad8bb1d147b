"""Calendars with a zone of their own: people in several places, in one plan."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from workmodel.calendars import intersection, union
from workmodel.domain import Calendar, Plan, Resource, Task
from workmodel.scheduling import schedule
from workmodel.verification import verify

BERLIN, PUNE = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
CALENDARS = (
    Calendar("pune", base="standard", zone="Asia/Kolkata"),
    Calendar("boston", base="standard", zone="America/New_York"),
)
PLACES = ("Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland")


def plan_of(*entities: object) -> Plan:
    people = (
        Resource("ravi", calendar="pune"),
        Resource("joe", calendar="boston"),
        Resource("ana"),
    )
    return Plan(start="2026-03-02", zone="Europe/Berlin").add(*CALENDARS, *people, *entities)


def test_work_goes_by_the_clock_of_whoever_does_it():
    dates = schedule(
        plan_of(Task("a", effort="1d", assignments="ravi"), Task("b", effort="1d", assignments="joe"))
    )
    assert dates["a"].start == datetime(2026, 3, 2, 8, tzinfo=PUNE)
    assert dates["a"].start.isoformat() == "2026-03-02T03:30:00+01:00"
    assert dates["b"].finish.isoformat() == "2026-03-02T23:00:00+01:00"


def test_the_clock_of_another_place_changes_when_it_does_there():
    joe = Task("b", effort="1d", assignments="joe", constraint="SNET 2026-03-09 00:00")
    before_berlin = schedule(plan_of(joe))["b"]
    assert (
        before_berlin.start.isoformat() == "2026-03-09T13:00:00+01:00"
    )  # Boston has set its clocks, Berlin not yet


def test_two_in_different_places_work_when_either_does_and_meet_when_both_do():
    plan = plan_of()
    here, there = plan.work_calendar(), plan.work_calendar("pune")
    monday = plan.axis.minute(datetime(2026, 3, 2, tzinfo=BERLIN))
    together, either = intersection([here, there]), union([here, there])
    assert (
        together.between(monday, monday + 1440) == 4 * 60 + 30 - 60
    )  # 08:00 to 12:30 in Berlin, Pune's lunch over
    assert either.between(monday, monday + 1440) == 16 * 60 - together.between(monday, monday + 1440)
    both = plan.add(Task("t", effort="2d", assignments=["ana", "ravi"]))
    assert verify(both, schedule(both)) == ()
    assert schedule(both)["t"].start == datetime(2026, 3, 2, 8, tzinfo=PUNE)


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(1, 60), st.integers(0, 40))
def test_a_plan_whose_calendars_are_all_elsewhere_has_the_dates_of_a_plan_there(home, place, hours, wait):
    def work(zone: str, calendar_zone: str | None) -> tuple[datetime, ...]:
        plan = Plan(
            start=datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("UTC")), zone=zone, calendar="office"
        ).add(
            Calendar("office", base="standard", zone=calendar_zone),
            Task("a", duration=f"{hours}h"),
            Task("b", duration="3d", after=[f"a FS+{wait}h"]),
            Task("c", duration="1d", after=["a SS+1d"]),
        )
        dates = schedule(plan)
        assert verify(plan, dates) == ()
        return tuple(
            moment
            for one in map(dates.__getitem__, dates)
            for moment in (one.start, one.finish, one.late_finish)
        )

    assert work(home, place) == work(place, None)
