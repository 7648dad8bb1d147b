"""What resources have, day by day, before anybody claims it."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from workmodel.capacity import Hours, Presence, Supply, supply
from workmodel.domain import Calendar, Plan, Resource, Task
from workmodel.errors import InvalidText, OutOfRange, UnknownId, WrongType

MONDAY, NEXT = "2026-03-02", "2026-03-09"


def hours(found: Supply, name: str, column: str = "availability") -> list[float]:
    """The days of a resource in hours, as a picture."""
    return [float(minutes / 60) for minutes in found.of(name)[column]]


def week(*entities: object, zone: str | None = None, start: str = MONDAY, end: str = NEXT) -> Supply:
    return supply(Plan(zone=zone).add(*entities), start, end)


# -- gross --------------------------------------------------------------------------------------------------------------


def test_gross_is_what_calendar_and_capacity_give():
    found = week(
        Resource("ana"), Resource("crew", type="team", capacity=3), Resource("press", type="equipment")
    )
    assert hours(found, "ana", "gross") == [8, 8, 8, 8, 8, 0, 0]
    assert hours(found, "crew", "gross") == [24, 24, 24, 24, 24, 0, 0]
    assert found.resources == ("ana", "crew", "press")


def test_a_capacity_below_one_is_a_budget_of_the_day():
    assert hours(week(Resource("kim", capacity="0.75")), "kim") == [6, 6, 6, 6, 6, 0, 0]


def test_a_capacity_that_changes_in_the_middle_of_a_week_holds_from_its_day_on():
    kim = Resource("kim", capacity_changes=["2026-03-06 1", "2026-03-04 0.5"])
    assert hours(week(kim), "kim") == [8, 8, 4, 4, 8, 0, 0]
    assert week(kim).capacity.tolist() == [[10000, 10000, 5000, 5000, 10000, 10000, 10000]]
    assert hours(week(kim, start="2026-03-05"), "kim") == [4, 8, 0, 0]


def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_starts():
    nurse = Resource("eva", calendar="night", absences=["2026-03-04 sick"])
    found = week(Calendar("night", week="mon-fri 22:00-06:00"), nurse)
    assert hours(found, "eva", "gross") == [8, 8, 8, 8, 8, 0, 0]
    assert hours(found, "eva") == [8, 8, 0, 8, 8, 0, 0]


def test_a_day_is_the_day_of_the_resource_s_own_place():
    found = week(
        Calendar("pune", week="mon-fri 00:30-04:30", zone="Asia/Kolkata"),
        Resource("ravi", calendar="pune"),
        Resource("ana"),
        zone="Europe/Berlin",
    )
    assert hours(found, "ravi") == [4, 4, 4, 4, 4, 0, 0]  # by Berlin's clock the first shift begins on Sunday
    assert hours(found, "ana") == [8, 8, 8, 8, 8, 0, 0]


def test_a_night_on_which_clocks_change_has_the_hours_it_has():
    night = Calendar("night", week="mon-sun 22:00-06:00")
    for start, there in (("2026-03-28", [7, 8]), ("2026-10-24", [9, 8])):
        end = start[:-2] + str(int(start[-2:]) + 2)
        found = week(night, Resource("eva", calendar="night"), zone="Europe/Berlin", start=start, end=end)
        assert hours(found, "eva") == there


def test_a_leap_day_is_a_day():
    assert hours(week(Resource("ana"), start="2028-02-28", end="2028-03-02"), "ana") == [8, 8, 8]


def test_money_and_material_have_no_hours():
    found = week(Resource("ink", type="material"), Resource("cash", type="money"))
    assert found.resources == ()
    assert found.gross.shape == (0, 7)
    assert found.total() == Hours(0)


# -- absence ------------------------------------------------------------------------------------------------------------


def test_absence_takes_whole_days_times_and_shares():
    away = ["2026-03-03 sick", "2026-03-04 50% parental", "2026-03-05 15:00..2026-03-06 09:00 training"]
    found = week(Resource("ana", absences=away))
    assert hours(found, "ana") == [8, 0, 4, 6, 7, 0, 0]
    assert hours(found, "ana", "absence") == [0, 8, 4, 2, 1, 0, 0]


def test_absence_of_a_part_timer_takes_a_part_of_the_budget():
    kim = Resource("kim", capacity="0.75", absences=["2026-03-03 08:00..2026-03-03 12:00"])
    assert hours(week(kim), "kim") == [6, 3, 6, 6, 6, 0, 0]


def test_overlapping_absences_do_not_count_twice():
    away = [
        "2026-03-02..2026-03-06 50% parental",
        "2026-03-03 sick",
        "2026-03-04 08:00..2026-03-04 12:00 training",
    ]
    assert hours(week(Resource("ana", absences=away)), "ana") == [4, 0, 2, 4, 4, 0, 0]
    assert hours(week(Resource("ana", absences=[*away, *away])), "ana") == [4, 0, 2, 4, 4, 0, 0]


def test_absence_outside_working_time_takes_nothing():
    assert hours(week(Resource("ana", absences=["2026-03-07..2026-03-08"])), "ana", "absence") == [0] * 7


def test_a_share_of_a_share_is_rounded_once_half_up():
    third = Resource(
        "kim", capacity="0.0001", absences=["2026-03-02 50%", "2026-03-03 08:00..2026-03-03 08:01 50%"]
    )
    found = week(third)
    assert found.absence[0, :2].tolist() == [240, 1]
    assert found.day("kim", "2026-03-03").absence == Decimal("0.0001")


def test_what_is_inside_a_day_can_be_looked_at():
    found = week(Resource("ana", absences=["2026-03-02 15:00..2026-03-03 09:00"])).presence("ana")
    assert isinstance(found, Presence)
    assert (found.finishes - found.starts)[:6].tolist() == [240, 120, 120, 60, 180, 240]
    assert found.away[:6].tolist() == [0, 0, 10000, 10000, 0, 0]


# -- teams --------------------------------------------------------------------------------------------------------------


def test_the_hours_of_a_team_with_members_are_counted_in_its_members_and_once():
    found = week(
        Resource("ana"),
        Resource("ben", capacity="0.5"),
        Resource("dev", type="team", capacity=5, members=["ana", "ben"]),
        Resource("all", type="team", members=["dev", "ana"]),
    )
    assert found.resources == ("ana", "ben")
    assert hours(found, "dev") == [12, 12, 12, 12, 12, 0, 0]
    assert found.of("all") == found.of("dev")
    assert found.total() == found.total("dev", "ana", "all") == found.total("all")


def test_a_team_without_members_has_its_own_capacity():
    found = week(Resource("crew", type="team", capacity=3, absences="2026-03-03"))
    assert hours(found, "crew") == [24, 0, 24, 24, 24, 0, 0]


def test_a_team_has_a_member_s_hours_on_the_days_of_the_membership():
    found = week(
        Resource("ana"), Resource("ben"),
        Resource("dev", members=["ana", "ben from 2026-03-03 to 2026-03-04", "ben from 2026-03-06"]),
        Resource("all", members=["dev to 2026-03-05"]),
    )  # fmt: skip
    assert hours(found, "dev") == [8, 16, 16, 8, 16, 0, 0]
    assert hours(found, "all") == [8, 16, 16, 8, 0, 0, 0]
    assert found.total("dev") == Hours(64 * 60)


def test_who_is_in_two_teams_is_counted_once_in_their_total():
    found = week(
        Resource("ana"),
        Resource("dev", members="ana to 2026-03-03"),
        Resource("ops", members="ana from 2026-03-03"),
    )
    assert found.total("dev", "ops") == found.total("ana")
    assert found.total("dev") == Hours(16 * 60)


def test_asked_for_a_team_its_members_are_counted():
    plan = Plan().add(
        Resource("ana"), Resource("ben"), Resource("eva"), Resource("dev", members=["eva", "ana"])
    )
    assert supply(plan, MONDAY, NEXT, ["dev"]).resources == ("ana", "eva")
    assert supply(plan, MONDAY, NEXT, ["ben", "ana"]).resources == ("ana", "ben")
    with pytest.raises(UnknownId, match="hours were not counted here"):
        supply(plan, MONDAY, NEXT, ["ana"]).of("dev")


# -- answers ------------------------------------------------------------------------------------------------------------


def test_columns_and_rows_are_plain():
    found = supply(Plan().add(Resource("ana"), Resource("ben", capacity="0.5")), MONDAY, "2026-03-04")
    assert found.columns() == {
        "resource": ["ana", "ana", "ben", "ben"],
        "day": [date(2026, 3, 2), date(2026, 3, 3)] * 2,
        "gross": [480, 480, 240, 240],
        "absence": [0, 0, 0, 0],
        "availability": [480, 480, 240, 240],
    }
    assert found.rows()[2] == {
        "resource": "ben", "day": date(2026, 3, 2), "gross": 240, "absence": 0, "availability": 240,
    }  # fmt: skip
    assert (found.availability == found.gross - found.absence).all()


def test_a_supply_is_a_value():
    plan = Plan().add(Resource("ana", absences="2026-03-03"))
    found = supply(plan, MONDAY, NEXT)
    assert found == supply(plan, date(2026, 3, 2), NEXT)
    assert found != supply(plan, MONDAY, "2026-03-08")
    back = pickle.loads(pickle.dumps(found))
    assert back == found
    assert back.of("ana") == found.of("ana")
    with pytest.raises(ValueError, match="read-only"):
        found.gross[0, 0] = 1


def test_no_days_are_no_hours():
    found = supply(Plan().add(Resource("ana")), MONDAY, MONDAY)
    assert found.of("ana")["day"] == []
    assert found.total("ana") == Hours(0)


def test_a_calendar_without_working_time_gives_nothing():
    assert week(Calendar("off"), Resource("ana", calendar="off", absences=MONDAY)).total("ana") == Hours(0)


def test_what_cannot_be_counted_is_refused_by_name():
    plan = Plan().add(Resource("ana"), Resource("ink", type="material"), Task("t"))
    with pytest.raises(OutOfRange, match="does not end before it starts"):
        supply(plan, NEXT, MONDAY)
    with pytest.raises(OutOfRange, match="days of resources"):
        supply(plan.add(*[Resource(f"r{n}") for n in range(10)]), "0001-01-01", "9999-12-31")
    with pytest.raises(InvalidText, match="without a time of day"):
        supply(plan, "2026-03-02 08:00", NEXT)
    with pytest.raises(WrongType, match="material"):
        supply(plan, MONDAY, NEXT, ["ink"])
    with pytest.raises(WrongType, match="a list of ids"):
        supply(plan, MONDAY, NEXT, "ana")
    for wrong in ("eve", "t"):
        with pytest.raises(UnknownId):
            supply(plan, MONDAY, NEXT, [wrong])
    found = supply(plan, MONDAY, NEXT)
    for wrong in ("eve", "t", "ink", 5):
        with pytest.raises(UnknownId):
            found.of(wrong)
        with pytest.raises(UnknownId):
            found.presence(wrong)
    for wrong in (NEXT, "2026-03-01"):
        with pytest.raises(OutOfRange, match="from 2026-03-02 on and before 2026-03-09"):
            found.day("ana", wrong)


@pytest.mark.parametrize("wrong", [(-1,), (480, 481), (True,), (1.5,), (Decimal("NaN"),), ("8",)])
def test_hours_are_exact_and_never_negative(wrong):
    with pytest.raises((OutOfRange, WrongType)):
        Hours(*wrong)
