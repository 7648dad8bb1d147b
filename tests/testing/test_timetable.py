"""Schedules as text."""

from __future__ import annotations

import pytest

from workmodel.errors import UnknownId
from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable

PICTURE = """
    site      project
      draft   36h
      review   8h  after draft
      sent     0d  after review
    short     1d
"""


def test_work_that_does_not_fit_before_the_weekend_continues_on_monday() -> None:
    assert timetable(sketch(PICTURE)) == {
        "site": "Mon 2 Mar 08:00 → Mon 9 Mar 12:00",
        "draft": "Mon 2 Mar 08:00 → Fri 6 Mar 12:00",
        "review": "Fri 6 Mar 13:00 → Mon 9 Mar 12:00",
        "sent": "Mon 9 Mar 12:00",
        "short": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00",
    }


def test_within_a_week_the_day_of_the_week_is_enough() -> None:
    assert timetable(sketch(PICTURE), "short", short=True) == {"short": "Mon 08:00 → Mon 17:00"}


def test_the_year_is_said_where_there_are_two() -> None:
    plan = sketch("a 1d\nb 1d after a", start="2026-12-31 08:00")
    assert timetable(plan)["b"] == "Fri 1 Jan 2027 08:00 → Fri 1 Jan 2027 17:00"
    assert timetable(plan, "b")["b"] == "Fri 1 Jan 08:00 → Fri 1 Jan 17:00"


def test_early_and_late_dates_can_be_asked_for() -> None:
    dates = schedule(sketch(PICTURE))
    assert timetable(dates, "short", dates="early") == {"short": "Mon 2 Mar 08:00 → Mon 2 Mar 17:00"}
    assert timetable(dates, "short", dates="late") == {"short": "Fri 6 Mar 13:00 → Mon 9 Mar 12:00"}


def test_only_what_is_there_can_be_shown() -> None:
    with pytest.raises(UnknownId):
        timetable(sketch(PICTURE), "shrot")
