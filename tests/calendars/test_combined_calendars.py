"""Calendars that are open where one or all of several are."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from workmodel.calendars import ALWAYS, WorkCalendar, intersection, union
from workmodel.errors import MixedZones, WrongType

At = Callable[..., int]
EARLY, LATE, DAY = (
    WorkCalendar(f"mon-fri {hours}") for hours in ("06:00-14:00", "13:00-21:00", "09:00-17:00")
)


def hours(calendar: WorkCalendar, at: At) -> float:
    return calendar.between(at("2026-03-02"), at("2026-03-03")) / 60


def test_a_union_is_open_where_any_member_is(at: At) -> None:
    assert hours(union([EARLY, LATE]), at) == 15
    assert union([EARLY, LATE]).windows(at("2026-03-02"), at("2026-03-03"))[0].size == 1


def test_an_intersection_is_open_where_all_members_are(at: At) -> None:
    assert hours(intersection([EARLY, LATE]), at) == 1
    assert hours(intersection([EARLY, LATE, WorkCalendar("mon 13:30-14:00")]), at) == 0.5


def test_combinations_combine(at: At) -> None:
    assert hours(intersection([union([EARLY, LATE]), DAY]), at) == 8
    assert hours(union([intersection([EARLY, DAY]), intersection([LATE, DAY])]), at) == 8


def test_equal_members_collapse_and_their_order_is_no_part_of_the_value() -> None:
    assert union([EARLY, WorkCalendar("mon-fri 06:00-14:00")]) is EARLY
    assert intersection([EARLY]) is EARLY
    assert union([EARLY, LATE]) == union([LATE, EARLY, LATE])
    assert hash(union([EARLY, LATE])) == hash(union([LATE, EARLY]))
    assert union([EARLY, LATE]) != intersection([EARLY, LATE])
    assert union([EARLY, union([LATE, DAY])]) == union([EARLY, LATE, DAY])
    assert intersection([EARLY, intersection([LATE, DAY])]) == intersection([DAY, LATE, EARLY])


def test_elapsed_time_swallows_a_union_and_leaves_an_intersection_as_it_is() -> None:
    assert union([EARLY, ALWAYS]) == ALWAYS
    assert intersection([EARLY, ALWAYS]) is EARLY
    assert intersection([]) == intersection([ALWAYS]) == ALWAYS
    zoned = WorkCalendar("mon 8-12", "Europe/Berlin")
    assert intersection([zoned, ALWAYS]) is zoned


def test_a_union_of_nothing_is_a_mistake() -> None:
    with pytest.raises(WrongType):
        union([])
    with pytest.raises(WrongType):
        intersection(["mon 8-12"])  # type: ignore[list-item]


def test_colleagues_in_two_zones_share_an_afternoon(at: At) -> None:
    berlin, new_york = (WorkCalendar("mon-fri 09:00-17:00", z) for z in ("Europe/Berlin", "America/New_York"))
    both = intersection([berlin, new_york])
    assert both.zone == "UTC"
    assert hours(both, at) == 2
    assert (
        both.between(at("2026-03-16"), at("2026-03-17")) == 180
    )  # New York has changed its clocks, Berlin has not
    assert (
        intersection([both, WorkCalendar("mon-fri 14:00-14:30", "UTC")]).between(
            at("2026-03-02"), at("2026-03-03")
        )
        == 30
    )


def test_a_calendar_with_a_zone_does_not_mix_with_one_without() -> None:
    zoned = WorkCalendar("mon 8-12", "Europe/Berlin")
    for combine in (union, intersection):
        with pytest.raises(MixedZones, match="Europe/Berlin") as caught:
            combine([zoned, EARLY])
        assert caught.value.zones == ("Europe/Berlin",)


def test_combinations_survive_pickling(at: At) -> None:
    both = union([EARLY, LATE])
    both.next_open(at("2026-03-02"))
    again = pickle.loads(pickle.dumps(both))
    assert again == both
    assert hours(again, at) == 15
