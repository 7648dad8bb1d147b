"""The time scale: windows and ticks."""

from __future__ import annotations

import itertools
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workmodel.quantities import Axis
from workmodel.views.scale import Scale, bands, window

AXIS = Axis()


def days(first: date, length: int) -> Scale:
    return Scale("day", AXIS.minute(first), length)


def test_a_window_of_days_begins_on_a_monday_and_ends_on_a_sunday() -> None:
    scale = window(
        AXIS, AXIS.minute(datetime(2026, 3, 4, 8)), AXIS.minute(datetime(2026, 3, 12, 17)), hourly=False
    )
    assert (scale.first_day, scale.length) == (date(2026, 3, 2), 14)


def test_a_plan_that_ends_at_midnight_on_a_sunday_needs_no_further_week() -> None:
    scale = window(AXIS, AXIS.minute(date(2026, 3, 2)), AXIS.minute(date(2026, 3, 9)), hourly=False)
    assert scale.length == 7


def test_a_window_of_decades_has_whole_years() -> None:
    scale = window(AXIS, AXIS.minute(date(2026, 3, 2)), AXIS.minute(date(2055, 5, 1)), hourly=False)
    assert (scale.first_day, scale.length) == (date(2026, 1, 1), (date(2056, 1, 1) - date(2026, 1, 1)).days)


@pytest.mark.parametrize(
    ("density", "level"),
    [(3.0, "day"), (1.0, "week"), (0.4, "week"), (0.2, "month"), (0.05, "quarter"), (0.01, "year")],
)
def test_the_scale_is_as_fine_as_its_labels_fit(density: float, level: str) -> None:
    assert bands(days(date(2026, 1, 1), 365), density).level == level


def test_weeks_are_labelled_with_their_mondays() -> None:
    found = bands(days(date(2026, 3, 2), 28), 0.5)
    assert [tick.label(9) for tick in found.minor] == ["2", "9", "16", "23"]


def test_a_label_that_does_not_fit_gives_way_to_a_shorter_one_or_to_none() -> None:
    tick = bands(days(date(2026, 3, 2), 28), 0.5).major[0]
    assert [tick.label(room) for room in (10, 9, 8, 3, 2)] == [
        "March 2026",
        "Mar 2026",
        "Mar 2026",
        "Mar",
        "",
    ]


def test_a_day_of_a_change_of_clocks_has_25_hours() -> None:
    axis = Axis("Europe/Berlin")
    scale = window(
        axis, axis.minute(datetime(2026, 10, 25)), axis.minute(datetime(2026, 10, 26)), hourly=True
    )
    found = bands(scale, 10)
    sunday = next(tick for tick in found.major if tick.labels[0] == "Sun 25 Oct 2026")
    assert sunday.right - sunday.left == 25
    assert [tick.labels[0] for tick in found.minor].count("02:00") == 2


def test_the_first_and_the_last_year_that_dates_can_say_are_drawn() -> None:
    for first, last in ((date(1, 1, 1), date(1, 1, 20)), (date(9999, 12, 1), date(9999, 12, 31))):
        scale = window(AXIS, AXIS.minute(first), AXIS.minute(last), hourly=False)
        assert all(bands(scale, density).minor for density in (3, 1, 0.2, 0.05, 0.01))


@given(
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.integers(1, 20_000),
    st.floats(0.001, 10, allow_nan=False),
)
def test_ticks_cover_the_window_without_gaps(first: date, length: int, density: float) -> None:
    found = bands(days(first, length), density)
    for band in filter(None, (found.major, found.minor)):
        assert band[0].left == 0
        assert band[-1].right == length
        assert all(a.right == b.left for a, b in itertools.pairwise(band))
        assert all(tick.left < tick.right for tick in band)
    assert len(found.minor) <= max(length * density, 2) + 2
