"""Absences, part time from a day on, teams with dates, open demand: what resources have and work asks for."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from workmodel.domain import (
    CONTOURS,
    Absence,
    Calendar,
    CapacityChange,
    CostRate,
    Membership,
    Plan,
    Requirement,
    Resource,
    Routine,
    Task,
    absence,
    capacity_change,
    cost_rate,
    membership,
    requirement,
)
from workmodel.errors import InvalidText, InvalidValue, OutOfRange, PlanFaults, WrongType

MARCH = "2026-03-02"


def codes(plan):
    return [(finding.code, finding.subject) for finding in plan.check()]


# -- what is used up ------------------------------------------------------------------------------------------------------


def test_a_quantity_in_another_unit_or_of_somebody_with_hours_is_pointed_out():
    plan = Plan(start=MARCH).add(
        Resource("ana"), Resource("paint", type="material", unit="litre"), Resource("trip", type="money", unit="EUR"),
        Task("walls", duration="1d", assignments=["ana 3 litre", "paint 2 gallon", "trip 40 USD"]),
        Task("doors", duration="1d", assignments=["ana 50%", "paint 2 litre", "trip 40"]),
    )  # fmt: skip
    found = [finding for finding in plan.check() if finding.code == "assignment.unit"]
    assert [(one.subject, *dict(one.facts).values()) for one in found] == [
        ("walls", "ana 3 litre", ""), ("walls", "paint 2 gallon", "litre"), ("walls", "trip 40 USD", "EUR"),
    ]  # fmt: skip


def test_a_material_without_a_quantity_is_pointed_out():
    plan = Plan(start=MARCH).add(
        Resource("paint", type="material"), Task("walls", duration="1d", assignments=["paint"])
    )
    assert ("assignment.no_quantity", "walls") in codes(plan)


@pytest.mark.parametrize("stock", [-1, "much", float("nan"), "0.00001", 10**10])
def test_a_stock_is_a_quantity(stock):
    with pytest.raises(InvalidValue):
        Resource("paint", type="material", stock=stock)


# -- absences -----------------------------------------------------------------------------------------------------------


def test_an_absence_is_days_or_times_with_a_share_and_a_reason():
    whole = absence("2026-07-01..2026-07-14 vacation")
    assert (whole.start, whole.finish, whole.kind, whole.share) == (
        date(2026, 7, 1), date(2026, 7, 14), "vacation", 1,
    )  # fmt: skip
    assert absence("2026-05-04 sick") == Absence("2026-05-04", "2026-05-04", "sick")
    assert absence("2026-05-04") == Absence(date(2026, 5, 4), kind="vacation")
    assert absence("2026-05-04..2026-05-08 50% parental").share == Decimal("0.5")
    hours = absence("2026-05-04 08:00..2026-05-04 12:00 training")
    assert hours.timed
    assert hours.finish == datetime(2026, 5, 4, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01..2026-07-14 vacation",
        "2026-05-04 sick",
        "2026-05-04..2026-05-08 50% parental",
        "2026-05-04 33.33% parental",
        "2026-05-04 08:00..2026-05-04 12:00 training",
        "2026-05-04 08:00+02:00..2026-05-04 12:00+02:00 training",
    ],
)
def test_an_absence_prints_as_it_is_written(text):
    assert str(absence(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "2026-05-04..", "2026-05-08..2026-05-04 sick", "2026-05-04 08:00 sick", "2026-05-04 0% sick",
        "2026-05-04 101% sick", "2026-05-04..2026-05-05 08:00 sick", "2026-05-04 8:00..2026-05-04 12:00",
        "2026-05-04 08:00..2026-05-04 08:00 sick", "2026-05-04 08:00..2026-05-04 12:00Z sick", "2026-02-30 sick",
        "2026-05-04 very sick", "2026-05-04 0.00001% sick",
    ],
)  # fmt: skip
def test_an_absence_that_says_nothing_clear_is_refused(text):
    with pytest.raises(InvalidText):
        absence(text)


def test_an_absence_has_two_days_or_two_times():
    with pytest.raises(OutOfRange, match="two days, or two times"):
        Absence("2026-05-04", "2026-05-05 08:00")
    with pytest.raises(OutOfRange, match="two days, or two times"):
        Absence("2026-05-04 08:00")
    with pytest.raises(WrongType):
        Resource("ana", absences=[5])


def test_absence_in_a_zone_needs_a_plan_with_one():
    ana = Resource("ana", absences="2026-05-04 08:00+02:00..2026-05-04 12:00+02:00")
    assert Plan(zone="Europe/Berlin").add(ana)["ana"] == ana
    for make in (lambda: Plan().add(ana), lambda: Plan(zone="Europe/Berlin").add(ana).evolve(zone=None)):
        with pytest.raises(PlanFaults, match='resource "ana": absences names a zone, but the plan has none'):
            make()


def test_an_absence_outside_working_time_is_pointed_out():
    plan = Plan(start=MARCH).add(
        Calendar("nights", week="mon-fri 22:00-06:00"),
        Resource("ana", absences=["2026-03-07..2026-03-08", "2026-03-06..2026-03-08", "2026-03-02 19:00..2026-03-03 07:00"]),
        Resource("eva", calendar="nights", absences=["2026-03-07", "2026-03-06", "2026-03-02 08:00..2026-03-02 17:00"]),
        Resource("ink", type="material", absences="2026-03-07"),
    )  # fmt: skip
    assert [(f.subject, f.fact("absence")) for f in plan.check() if f.code == "absence.outside"] == [
        ("ana", "2026-03-07..2026-03-08 vacation"),
        ("ana", "2026-03-02 19:00..2026-03-03 07:00 vacation"),
        ("eva", "2026-03-07 vacation"),
        ("eva", "2026-03-02 08:00..2026-03-02 17:00 vacation"),
    ]


def test_an_absence_without_end_is_looked_at_as_far_as_needed():
    always = Plan(start=MARCH).add(Resource("ana", absences="2026-03-07..9999-12-31"))
    assert codes(always) == []
    never = Plan(start=MARCH).add(
        Calendar("off"), Resource("ana", calendar="off", absences="0001-01-01..9999-12-31")
    )
    assert codes(never) == [("absence.outside", "ana")]


# -- part time and rates ------------------------------------------------------------------------------------------------


def test_capacity_is_that_of_the_last_change_in_whatever_order_they_are_listed():
    kim = Resource("kim", capacity=1, capacity_changes=["2026-09-01 80%", "2026-03-01 0.6"])
    assert [kim.capacity_on(day) for day in ("2026-02-28", "2026-03-01", "2026-08-31", date(2026, 9, 1))] == [
        1, Decimal("0.6"), Decimal("0.6"), Decimal("0.8"),
    ]  # fmt: skip
    assert capacity_change("2026-03-01 60%") == CapacityChange("2026-03-01", "0.6")
    assert str(kim.capacity_changes[0]) == "2026-09-01 0.8"


def test_rates_are_dated_as_capacities_are():
    kim = Resource("kim", cost_rate="80 EUR", cost_rates=["2027-01-01 90 EUR"])
    assert [str(kim.cost_rate_on(day)) for day in ("2026-12-31", "2027-01-01")] == ["80 EUR", "90 EUR"]
    assert Resource("eva").cost_rate_on("2026-01-01") is None
    assert cost_rate("2027-01-01 90 EUR") == CostRate("2027-01-01", "90 EUR")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("capacity_changes", "0.6"),
        ("capacity_changes", "2026-03-01"),
        ("capacity_changes", "2026-03-01 -1"),
        ("capacity_changes", "2026-03-01 08:00 0.6"),
        ("capacity_changes", ["2026-03-01 0.6", "2026-03-01 0.8"]),
        ("cost_rates", "2026-03-01 90"),
        ("cost_rates", 90),
        ("cost_rates", ["2026-03-01 90 EUR", "2026-03-01 95 EUR"]),
        ("efficiency", 0),
        ("efficiency", -1),
        ("efficiency", 101),
        ("efficiency", "fast"),
        ("daily_limit", "-1h"),
        ("daily_limit", "6eh"),
        ("weekly_limit", 5),
        ("members", "ben until 2026-01-01"),
        ("members", "ben from 2026-06-01 to 2026-05-01"),
        ("members", "ben from soon"),
        ("members", ["a b"]),
    ],
)
def test_what_is_said_of_hours_and_teams_is_checked(field, wrong):
    with pytest.raises(InvalidValue):
        Resource("x", **{field: wrong})


@pytest.mark.parametrize("limit", ["daily_limit", "weekly_limit"])
def test_a_team_with_members_has_no_limit_of_its_own(limit):
    """Its members have; a team of people without names may have one."""
    assert str(getattr(Resource("crew", type="team", **{limit: "6h"}), limit)) == "6h"
    with pytest.raises(OutOfRange) as caught:
        Resource("crew", type="team", members=["ben"], **{limit: "6h"})
    assert (caught.value.what, caught.value.value) == (
        f"the {limit.replace('_', ' ')} of team crew, which has members,",
        "6h",
    )
    assert "given to its members" in str(caught.value)


def test_an_efficiency_of_ten_or_more_is_pointed_out():
    (told,) = (
        Plan(start=MARCH)
        .add(Resource("kim", efficiency=90), Resource("saw", type="equipment", efficiency=90))
        .check()
    )
    assert (told.code, told.subject, told.fact("efficiency")) == ("resource.fast", "kim", 90)


def test_a_weekly_limit_that_seven_days_never_reach_is_pointed_out():
    idle = Resource("kim", daily_limit="6h", weekly_limit="42h")
    (told,) = Plan(start=MARCH).add(idle, Resource("eva", daily_limit="6h", weekly_limit="41h")).check()
    assert (told.code, told.subject, told.fact("weekly_limit")) == ("limit.unused", "kim", "42h")


def test_a_change_of_capacity_before_the_plan_is_pointed_out():
    before = Resource("kim", capacity_changes=["2026-03-01 0.6", "2026-06-01 1"])
    after = Resource("eva", capacity_changes=[f"{MARCH} 0.6"])
    plan = Plan(start=f"{MARCH} 08:00").add(before, after)
    (told,) = plan.check()
    assert (told.code, told.subject, told.fact("changes")) == (
        "capacity.before_plan",
        "kim",
        ("2026-03-01 0.6",),
    )
    assert "capacity of 1 is never used" in told.message


# -- teams --------------------------------------------------------------------------------------------------------------


def test_members_are_ids_with_the_days_they_are_in_the_team():
    team = Resource(
        "dev", type="team", members=["ana", "ben from 2026-03-01 to 2026-06-30", "eva to 2026-04-30"]
    )
    assert [str(one) for one in team.members] == [
        "ana",
        "ben from 2026-03-01 to 2026-06-30",
        "eva to 2026-04-30",
    ]
    assert team.members[1] == Membership("ben", "2026-03-01", date(2026, 6, 30))
    assert membership("ben from 2026-03-01").holds_on("2030-01-01")
    assert not membership("ben from 2026-03-01").holds_on("2026-02-28")


def test_members_are_references_that_are_checked_renamed_and_dropped():
    plan = Plan().add(Resource("ana"), Resource("ben"), Resource("dev", members=["ana", "ben to 2026-06-30"]))
    assert plan.referrers("ben") == ("dev",)
    assert plan.rename("ben", "bob")["dev"].members[1] == membership("bob to 2026-06-30")
    assert plan.remove("ben", cascade=True)["dev"].members == (membership("ana"),)
    with pytest.raises(PlanFaults, match='members names "eve", which is not in the plan'):
        plan.add(Resource("ops", members=["eve from 2026-03-01"]))


def test_a_team_that_contains_itself_through_others_is_refused_however_it_comes_about():
    ring = (Resource("x", members="y"), Resource("y", members=["a", "z"]), Resource("z", members="x"))
    plan = Plan().add(
        Resource("a"), Resource("z"), Resource("y", members=["a", "z"]), Resource("x", members="y")
    )
    for make in (
        lambda: Plan().add(Resource("a"), *ring),
        lambda: plan.evolve("z", members=["x"]),
        lambda: plan.replace(Resource("z", members=["x to 2026-01-01"])),
    ):
        with pytest.raises(PlanFaults, match="these teams are members of each other: ") as caught:
            make()
        assert len(caught.value.faults) == 1


def test_one_person_may_be_in_a_team_by_several_ways():
    plan = Plan().add(
        Resource("all", members=["dev", "ops", "ana"]),
        Resource("dev", members=["ana"]),
        Resource("ops", members=["ana", "dev"]),
        Resource("ana"),
    )
    assert plan.referrers("ana") == ("all", "dev", "ops")


def test_what_a_team_with_members_has_of_its_own_is_pointed_out():
    plan = Plan(start=MARCH).add(
        Resource("ana"),
        Resource("dev", members="ana", absences="2026-05-04"),
        Resource("crew", type="team", capacity=3, absences="2026-05-04"),
    )
    assert codes(plan) == [("team.own_hours", "dev")]


# -- open demand --------------------------------------------------------------------------------------------------------


def test_a_requirement_is_how_many_who_can_do_what_how_well():
    assert requirement("python") == Requirement("python", 1, 1)
    assert requirement("python 4") == Requirement("python", 4)
    assert requirement("2 python 4") == Requirement("python", 4, 2)
    assert [str(requirement(text)) for text in ("python", "python 4", "2 python", "1 python 1")] == [
        "python", "python 4", "2 python", "python",
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", ["", "python 9", "0 python", "2 python 4 5", "python four", 5, None, "2"])
def test_a_requirement_that_says_nothing_clear_is_refused(wrong):
    if wrong == "2":
        assert requirement(wrong).skill == "2"  # a skill may have any name
        return
    with pytest.raises(InvalidValue):
        requirement(wrong)


def test_a_requirement_that_nobody_can_meet_is_pointed_out():
    plan = Plan(start=MARCH).add(
        Resource("ana", skills=["python 4"]),
        Resource("ben", skills=["python 2"]),
        Resource("ink", type="material", skills=["sql"]),
        Task("fine", duration="1d", requires=["python", "2 python 2"]),
        Task("hard", duration="1d", requires=["python 5", "2 python 3", "sql"]),
        Routine("watch", owner="ana", requires="night"),
    )
    assert [(f.code, f.subject, f.fact("requirement"), f.fact("there")) for f in plan.check()] == [
        ("requirement.unmet", "hard", "python 5", 0),
        ("requirement.unmet", "hard", "2 python 3", 1),
        ("requirement.unmet", "hard", "sql", 0),
        ("requirement.unmet", "watch", "night", 0),
    ]
    assert plan.check()[1].message == "hard needs 2 python 3, and 1 in the plan can, ana"


def test_a_team_without_members_counts_as_its_capacity_and_one_with_members_as_them():
    crew = Plan(start=MARCH).add(
        Resource("crew", type="team", capacity="2.5", skills="cable"),
        Task("lay", duration="1d", requires="2 cable"),
    )
    assert codes(crew) == []
    assert codes(crew.evolve("lay", requires="3 cable")) == [("requirement.unmet", "lay")]
    team = Plan(start=MARCH).add(
        Resource("a", skills="cable"), Resource("b"), Resource("crew", type="team", members=["a", "b"], skills="cable"),
        Task("lay", duration="1d", requires="2 cable"),
    )  # fmt: skip
    assert codes(team) == []
    assert codes(team.evolve("lay", requires="3 cable")) == [("requirement.unmet", "lay")]


def test_a_contour_is_one_of_three_and_front_is_back_read_backwards():
    assert Task("a", contour="front").contour == "front"
    assert Task("a").contour == "flat"
    with pytest.raises(InvalidText):
        Task("a", contour="bell")
    assert CONTOURS["front"] == CONTOURS["back"][::-1]
    assert {name: (len(tenths), sum(tenths)) for name, tenths in CONTOURS.items()} == {
        "flat": (10, 1000), "front": (10, 600), "back": (10, 600),
    }  # fmt: skip
    assert sum(CONTOURS["front"][:3]) * 2 == sum(CONTOURS["front"])


# -- calendars in places ------------------------------------------------------------------------------------------------


def test_a_calendar_has_the_wall_clock_of_its_place_or_its_base_or_the_plan():
    plan = Plan(zone="Europe/Berlin").add(
        Calendar("office", base="standard"),
        Calendar("pune", base="office", zone="Asia/Kolkata"),
        Calendar("ravi", base="pune", week="fri 09:00-13:00"),
        Calendar("back", base="ravi", zone="Europe/Berlin"),
    )
    assert {name: plan.work_calendar(name).zone for name in plan.calendars} == {
        "office": "Europe/Berlin", "pune": "Asia/Kolkata", "ravi": "Asia/Kolkata", "back": "Europe/Berlin",
    }  # fmt: skip
    nine = plan.axis.minute(datetime(2026, 3, 2, 4, 30))  # 09:00 in Pune, whose hours begin at 08:00
    assert plan.work_calendar("pune").is_open(nine)
    assert not plan.work_calendar("office").is_open(nine)


def test_a_calendar_in_a_place_needs_a_plan_with_a_zone():
    pune = Calendar("pune", base="standard", zone="Asia/Kolkata")
    for make in (lambda: Plan().add(pune), lambda: Plan(zone="UTC").add(pune).evolve(zone=None)):
        with pytest.raises(
            PlanFaults, match='calendar "pune" has the zone Asia/Kolkata, but the plan has none'
        ):
            make()
    for wrong in (5, "Mars/Base", ""):
        with pytest.raises(InvalidValue):
            Calendar("pune", zone=wrong)
