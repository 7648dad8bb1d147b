"""A plan in which every kind of entity uses every attribute it has."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from workmodel.calendars import CalendarException, WorkWeek
from workmodel.domain import (
    Absence,
    Baseline,
    BaselineRow,
    Calendar,
    Completion,
    Constraint,
    Dependency,
    Estimate,
    ExternalReference,
    ManualDates,
    Milestone,
    Mode,
    Override,
    Plan,
    Progress,
    Project,
    Property,
    Requirement,
    Resource,
    Routine,
    RoutineStep,
    Task,
)
from workmodel.quantities import Conventions, Effort, Money, Percent, Span, WorkTime

BERLIN = ZoneInfo("Europe/Berlin")


def make_full_plan() -> Plan:
    return Plan(
        title="Everything – and more", start="2026-03-02", finish=datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
        direction="backward", zone="Europe/Berlin", calendar="office", status_date="2026-03-09 12:00",
        conventions=Conventions(450, 2250, 19), late_horizon="plan", uncompleted="reschedule",
        out_of_sequence="retained_logic", critical_float="1d",
    ).add(
        Task(
            "build", title="Bauen ☃", notes="line\n\"quoted\"\ttabbed", tags=["red", "blue"], parent="site",
            after=[
                "live SS+2d", "live FF-1ed", "live SF+50%", Dependency("support", binding="next_only"),
                Dependency("live", lag=Percent(Decimal("12.3456789"), elapsed=True)), Dependency("live", lag=Span()),
            ],
            calendar="nights", constraint=Constraint("SNET", datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)),
            deadline="2026-04-10", priority=900, duration="1w 2.5d", effort="40h", estimated=True,
            estimate=Estimate("2d", "5d", "14d", "effort"), type="fixed_work", assignments=["ana 33.33%", "press"],
            split="each", ignore_resource_calendars=True, manual=ManualDates("2026-03-02", "2026-03-10 16:00"),
            progress=Progress(
                actual_start="2026-03-02 09:00", percent="12.5", actual_duration="1d", remaining="7d",
                resume=datetime(2026, 10, 25, 2, 30, fold=1),
            ),
            leveling_delay="2ed", external=["jira:WEB-12", ExternalReference("a:b", "c", "https://example.org/c")],
            properties={
                "risk": "high", "points": 5, "budget": Decimal("0.1000000000000000000000000001"), "fun": True,
                "due": date(2026, 5, 1), "wait": Span(), "boss": "ana", "why": "because", "nothing": None,
            },
        ),
        Task(
            "spelled", parent="site", duration="3ed",
            properties={
                "budget": 0.1, "due": "2026-05-01", "wait": "3d", "nothing": WorkTime(90), "other": Effort(60),
            },
        ),
        Milestone(
            "live", title="Live", manual="2026-05-04", progress={"actual_finish": "2026-05-04 12:00"},
            leveling_delay="-1ed", constraint="ALAP", deadline=datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN),
        ),
        Project("site", start="2026-03-02", objective="to be seen", owner="ana", constraint="fnlt 2026-06-01"),
        Routine(
            "support", parent="site", purpose="help", owner="ana", recurrence="FREQ=WEEKLY;BYDAY=MO", effort="1h",
            estimate="1h / 2h / 3h", window="1d", at="09:00", assignments=["ana"], split="each", calendar="office",
            valid_from="2026-01-01", valid_to="2026-12-31", after=["live"], priority=1, service_level="2d",
        ),
        Routine("tickets", arrivals="12 per day", effort="20min"),
        Routine("reserve", reservation="4h per week"),
        Routine(
            "reviews", recurrence="RRULE:FREQ=MONTHLY;BYDAY=2TU;BYHOUR=9\nEXDATE;VALUE=DATE:20260714", zone="Europe/London",
            gap="skip", day_off="next", renewal="catch_up", owner="ana", window="2ed", fan_out=["crew"],
            overrides=[
                "2026-04-14 cancelled", "2026-05-12 to 2026-05-13", "2026-06-09 to 2026-06-09 10:00 window 1ed following",
                Override(datetime(2026, 8, 11, 9, tzinfo=BERLIN), start=datetime(2026, 8, 12, 9, tzinfo=BERLIN)),
            ],
            steps=[
                RoutineStep("read", effort="1h", duration="2h", who=["each", "ana"], title="Read it all"),
                RoutineStep("talk", effort="30min", who=["manager", "each"], after=["read"]),
                RoutineStep("sum", who=["managers"], after=["talk"]),
            ],
        ),
        Completion(
            "may", title="In May", routine="reviews", occurrence="2026-05-12", step="read", person="ana",
            done=datetime(2026, 5, 13, 10, tzinfo=BERLIN), effort="50min", outcome="skipped",
        ),
        Completion(routine="reviews", occurrence=datetime(2026, 5, 12, 9, tzinfo=BERLIN)),
        Baseline(
            "agreed", title="As agreed", date="2026-02-27", tags=["signed"],
            rows=[
                BaselineRow(id="site", kind="project", title="Site", finish="2026-05-04"),
                BaselineRow(
                    id="build", parent="site", start="2026-03-02 09:00", duration="37.5h",
                    finish=datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), effort="40h", cost=["1920 EUR", "5.5 USD"],
                ),
                BaselineRow(id="gone", finish=datetime(2026, 10, 25, 2, 30, fold=1), duration="3ed"),
            ],
        ),
        Resource(
            "ana", type="person", capacity="0.8", calendar="office", skills=["python 5", "design"],
            cost_rate="85.50 EUR", cost_per_use=Money(Decimal("0.00000001"), "EUR"), email="ana@example.org",
            manager="press",
        ),
        Resource(
            "kim", capacity_changes=["2026-03-01 0.6", "2027-01-01 1"], cost_rates=["2027-01-01 90 EUR"],
            efficiency="0.9", daily_limit="6h", weekly_limit="3d", skills=["python 4"],
            absences=[
                "2026-07-01..2026-07-14 vacation", "2026-05-04 sick", "2026-05-04..2026-05-08 50% parental",
                "2026-05-04 08:00..2026-05-04 12:00 training", "2026-06-01 08:00+02:00..2026-06-01 09:00+02:00 sick",
                Absence(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), datetime(2026, 10, 25, 3, tzinfo=BERLIN)),
            ],
        ),
        Task("printed", duration="1d", assignments=["press", "ink 2.5 litre"]),
        Task("wanted", requires=["2 python 4", "sql", "50% from crew"], contour="front", effort="3d"),
        Task(
            "ways", splittable=True, minimum_staff=2,
            modes=[
                Mode("by hand", duration="3ed", effort="2.5d", assignments=["ana 33.33%", "ink 2.5 litre"]),
                Mode("skip", duration="0h"), Mode("ask", requires=["2 python 4 50% from ana|kim"]),
                Mode("odd", requires=[Requirement("50%", 3, 2, "0.0001", ["a|b", "press"])]),
            ],
        ),
        Resource("a|b"),
        Routine("watch", requires=["python", "from crew"], arrivals="1 per day"),
        Calendar("pune", base="standard", zone="Asia/Kolkata"),
        Resource("press", type="equipment", capacity=2),
        Resource("ink", type="material", unit="litre", stock="12.5", cost_rate="3 EUR"),
        Resource("crew", type="team", members=["ana", "press", "kim from 2026-03-01 to 2026-06-30"]),
        Calendar(
            "office", base="standard", week="mon-thu 09:00-17:00; fri 09:00-12:00, 13:00-15:00; sat off",
            exceptions=[
                CalendarException(start="2026-12-24", finish="2026-12-26", name="Christmas"),
                CalendarException(start="2026-01-01", shifts="06:00-10:00", recurrence="FREQ=MONTHLY;BYDAY=-1SA"),
            ],
            work_weeks=[WorkWeek(start="2026-07-01", finish="2026-08-31", pattern="fri 08:00-12:00", name="summer")],
        ),
        Calendar("nights", week="mon-fri 22:00-06:00"),
        Property("risk", type="choice", choices=["low", "high"], default="low", on=["task"]),
        Property("points", type="int", default=3),
        Property("budget", type="decimal", default=Decimal("1E+30")),
        Property("fun", type="bool", default=False),
        Property("due", type="date", default=datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)),
        Property("wait", type="span", default="3ed"),
        Property("boss", type="reference", refers_to=["resource"]),
        Property("why"),
        Property("nothing", type="span"),
        Property("other", type="span"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def full_plan() -> Plan:
    return make_full_plan()
