"""Plans in a zone, across both changes of its clocks, worked by hand.

In Europe/Berlin clocks went forward on Sunday 29 March 2026 (02:00 became 03:00) and back on Sunday 25 October 2026
(03:00 became 02:00).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from workmodel.domain import Schedule
from workmodel.scheduling import schedule
from workmodel.testing import sketch

SPRING = {"zone": "Europe/Berlin", "start": "2026-03-27 08:00"}
AUTUMN = {"zone": "Europe/Berlin", "start": "2026-10-23 08:00"}


def when(found: Schedule, name: str) -> str:
    """Start and finish with their offsets from UTC."""
    return f"{found[name].start:%a %H:%M%z} → {found[name].finish:%a %H:%M%z}"


@pytest.mark.parametrize(
    ("frame", "before", "after"), [(SPRING, "+0100", "+0200"), (AUTUMN, "+0200", "+0100")]
)
def test_work_keeps_office_hours_on_either_side(frame: dict[str, str], before: str, after: str) -> None:
    """Two days from Friday 08:00 end Monday 17:00, by the clock on the wall."""
    found = schedule(sketch("a 2d", **frame))
    assert when(found, "a") == f"Fri 08:00{before} → Mon 17:00{after}"
    assert found["a"].duration.minutes == 960


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        # 72 hours after Fri 17:00 it is Mon 17:00 by a clock that was not changed
        (SPRING, "Fri 17:00+0100 → Mon 18:00+0200"),
        (AUTUMN, "Fri 17:00+0200 → Mon 16:00+0100"),
    ],
)
def test_elapsed_time_counts_the_hours_that_pass(frame: dict[str, str], expected: str) -> None:
    """The night of the change has 23 hours, or 25."""
    found = schedule(sketch("a 1d\ne 3ed after a", **frame))
    assert when(found, "e") == expected
    assert found["e"].finish.timestamp() - found["e"].start.timestamp() == 72 * 3600


@pytest.mark.parametrize(("frame", "expected"), [(SPRING, "Sun 18:00+0200"), (AUTUMN, "Sun 16:00+0100")])
def test_elapsed_lag_likewise(frame: dict[str, str], expected: str) -> None:
    """48 hours after Fri 17:00."""
    found = schedule(sketch("a 1d\nm 0d after a FS+2ed", **frame))
    assert f"{found['m'].start:%a %H:%M%z}" == expected


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        # 24 hours of work around the clock from Sat 12:00
        (SPRING, "Sat 12:00+0100 → Sun 13:00+0200"),
        (AUTUMN, "Sat 12:00+0200 → Sun 11:00+0100"),
    ],
)
def test_a_day_around_the_clock_has_23_or_25_hours(frame: dict[str, str], expected: str) -> None:
    """Three days of eight hours, worked through the night of the change."""
    day = "2026-03-28" if frame is SPRING else "2026-10-24"
    found = schedule(sketch(f"a 3d calendar 24_hours SNET {day} 12:00", **frame))
    assert when(found, "a") == expected


def test_a_night_shift_loses_an_hour_in_spring() -> None:
    """Sat 28 March 22:00 to Sun 29 06:00 are seven hours: eight need one of the next night."""
    found = schedule(sketch("nights calendar sat-sun 22:00-06:00\na 8h calendar nights", **SPRING))
    assert when(found, "a") == "Sat 22:00+0100 → Sun 23:00+0200"


def test_floats_across_the_change_count_work() -> None:
    """``a`` ends Fri 17:00, ``long`` Tue 17:00: Mon and Tue lie between, 960 minutes."""
    found = schedule(sketch("long 3d\na 1d", **SPRING))
    assert found["a"].total_float.minutes == 960


def test_late_dates_of_elapsed_work_across_the_change() -> None:
    """Sat 17:00 would be only 47 hours before Mon 17:00, so it begins Sat 16:00."""
    found = schedule(sketch("e 2ed", zone="Europe/Berlin", direction="backward", finish="2026-03-30 17:00"))
    assert when(found, "e") == "Sat 16:00+0100 → Mon 17:00+0200"


def test_given_times_are_the_zones_wall_clock_or_their_own() -> None:
    """15:00 in Berlin; 15:00 in New York is 20:00 there, as clocks in America had already been changed."""
    found = schedule(sketch("m 0d SNET 2026-03-27 15:00\nn 0d SNET 2026-03-27 15:00-04:00", **SPRING))
    assert f"{found['m'].start:%H:%M%z}" == "15:00+0100"
    assert f"{found['n'].start:%H:%M%z}" == "20:00+0100"


def test_results_are_aware_in_a_zone_and_naive_without_one() -> None:
    """Floating plans have floating dates."""
    assert schedule(sketch("a 1d", **SPRING))["a"].start.utcoffset() == timedelta(hours=1)
    assert schedule(sketch("a 1d"))["a"].start.tzinfo is None


def test_a_floating_plan_knows_no_change_of_clocks() -> None:
    """72 hours are three days."""
    found = schedule(sketch("a 1d\ne 3ed after a", start="2026-03-27 08:00"))
    assert f"{found['e'].start:%a %H:%M} → {found['e'].finish:%a %H:%M}" == "Fri 17:00 → Mon 17:00"
