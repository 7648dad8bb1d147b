"""Every kind of lag on every kind of link, forward and backward, worked by hand.

``a`` takes two days (960 minutes) and is held until Wed 4 March, so that it stands Wed 4 08:00 → Thu 5 17:00. Half of it
are 480 minutes: a day of work, or eight hours around the clock.
"""

from __future__ import annotations

import pytest

from workmodel.testing import sketch, timetable

# link and lag: where ``b``, one day long, comes to stand
EARLY = {
    # FS counts from Thu 17:00. Working on a day from there ends Fri 17:00, and work goes on Monday.
    "FS": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00",
    "FS+1d": "Mon 9 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+1ed": "Mon 9 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+50%": "Mon 9 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+50e%": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00",  # eight hours after Thu 17:00 it is Fri 01:00
    "FS-1d": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "FS-1ed": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",  # a day before: Wed 17:00, when work is over
    "FS-50%": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "FS-50e%": "Thu 5 Mar 09:00 → Fri 6 Mar 09:00",  # eight hours before: Thu 09:00
    # SS counts from Wed 08:00.
    "SS": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",
    "SS+1d": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "SS+1ed": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "SS+50%": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "SS+50e%": "Wed 4 Mar 16:00 → Thu 5 Mar 16:00",
    "SS-1d": "Tue 3 Mar 08:00 → Tue 3 Mar 17:00",
    "SS-1ed": "Tue 3 Mar 08:00 → Tue 3 Mar 17:00",
    "SS-50%": "Tue 3 Mar 08:00 → Tue 3 Mar 17:00",
    "SS-50e%": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",  # Wed 00:00, before work
    # FF bounds the finish by Thu 17:00; the start lies the duration before it.
    "FF": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",
    "FF+1d": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00",
    "FF+1ed": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00",
    "FF+50%": "Fri 6 Mar 08:00 → Fri 6 Mar 17:00",
    "FF+50e%": "Thu 5 Mar 08:00 → Thu 5 Mar 17:00",  # Fri 01:00 is closed: the end of work before it
    "FF-1d": "Wed 4 Mar 08:00 → Thu 5 Mar 08:00",  # a lead lands on a start, Thu 08:00, and the finish stays there
    "FF-1ed": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",
    "FF-50%": "Wed 4 Mar 08:00 → Thu 5 Mar 08:00",
    "FF-50e%": "Wed 4 Mar 09:00 → Thu 5 Mar 09:00",
    # SF bounds the finish by Wed 08:00, which stays 08:00 and does not become Tue 17:00.
    "SF": "Tue 3 Mar 08:00 → Wed 4 Mar 08:00",
    "SF+1d": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",
    "SF+1ed": "Wed 4 Mar 08:00 → Thu 5 Mar 08:00",
    "SF+50%": "Wed 4 Mar 08:00 → Wed 4 Mar 17:00",
    "SF+50e%": "Tue 3 Mar 16:00 → Wed 4 Mar 16:00",
    "SF-1d": "Mon 2 Mar 08:00 → Tue 3 Mar 08:00",
    "SF-1ed": "Mon 2 Mar 08:00 → Tue 3 Mar 08:00",
    "SF-50%": "Mon 2 Mar 08:00 → Tue 3 Mar 08:00",
    "SF-50e%": "Tue 3 Mar 08:00 → Tue 3 Mar 17:00",  # Wed 00:00 is closed: the end of work before it
}

# link and lag: the late dates of ``a``, two days long, when ``b``, three days, may stand Wed 11 08:00 → Fri 13 17:00
LATE = {
    "FS": "Mon 9 Mar 08:00 → Tue 10 Mar 17:00",
    "FS+1d": "Fri 6 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+1ed": "Fri 6 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+50%": "Fri 6 Mar 08:00 → Mon 9 Mar 17:00",
    "FS+50e%": "Mon 9 Mar 08:00 → Tue 10 Mar 17:00",  # Wed 00:00
    "FS-1d": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",
    "FS-1ed": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",  # Thu 08:00
    "FS-50%": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",
    "FS-50e%": "Mon 9 Mar 16:00 → Wed 11 Mar 16:00",
    "SS": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "SS+1d": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",
    "SS+1ed": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",
    "SS+50%": "Tue 10 Mar 08:00 → Wed 11 Mar 17:00",
    "SS+50e%": "Tue 10 Mar 16:59 → Thu 12 Mar 16:59",  # Wed 00:00 is closed: it begins before work stops on Tue
    "SS-1d": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "SS-1ed": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "SS-50%": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "SS-50e%": "Wed 11 Mar 16:00 → Fri 13 Mar 16:00",
    "FF": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "FF+1d": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "FF+1ed": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "FF+50%": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "FF+50e%": "Wed 11 Mar 09:00 → Fri 13 Mar 09:00",
    "FF-1d": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",  # beyond the horizon, which holds
    "FF-1ed": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "FF-50%": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "FF-50e%": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "SF": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",  # it may start as late as Mon 08:00, and has to end on Fri
    "SF+3d": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "SF+3ed": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",  # three days before Mon 08:00, where ``b`` would still be on time
    "SF+150%": "Wed 11 Mar 08:00 → Thu 12 Mar 17:00",
    "SF+300e%": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",  # 48 hours before Fri 17:00: Wed 17:00, which is Thu 08:00
    "SF-1d": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
    "SF-50e%": "Thu 12 Mar 08:00 → Fri 13 Mar 17:00",
}


@pytest.mark.parametrize(("link", "expected"), EARLY.items(), ids=EARLY)
def test_early_dates(link: str, expected: str) -> None:
    """Early dates of a one-day successor, see the table."""
    found = timetable(sketch(f"a 2d SNET 2026-03-04\nb 1d after a {link}"))
    assert found["a"] == "Wed 4 Mar 08:00 → Thu 5 Mar 17:00"
    assert found["b"] == expected


@pytest.mark.parametrize(("link", "expected"), LATE.items(), ids=LATE)
def test_late_dates(link: str, expected: str) -> None:
    """Late dates of a two-day predecessor; ten days beside it put the horizon at Fri 13 17:00, see the table."""
    found = timetable(sketch(f"long 10d\na 2d\nb 3d after a {link}"), dates="late")
    assert found["b"] == "Wed 11 Mar 08:00 → Fri 13 Mar 17:00"
    assert found["a"] == expected


@pytest.mark.parametrize(("link", "expected"), LATE.items(), ids=LATE)
def test_planned_from_the_finish_items_stand_at_these_late_dates(link: str, expected: str) -> None:
    """The same bounds, now as the dates themselves: the plan has to be finished on Fri 13, whose end is Fri 24:00."""
    found = timetable(sketch(f"a 2d\nb 3d after a {link}", direction="backward", finish="2026-03-13 17:00"))
    assert found == {"a": expected, "b": "Wed 11 Mar 08:00 → Fri 13 Mar 17:00"}


def test_lag_runs_on_the_calendar_of_the_successor() -> None:
    """Two days of lag after Mon 17:00 are Tue and Wed in office hours, and for one who works around the clock 16 hours.

    16 hours after Mon 17:00 is Tue 09:00.
    """
    found = timetable(
        sketch("""
            a 1d
            office 1d after a FS+2d
            always 1d after a FS+2d, calendar 24_hours
        """),
        short=True,
    )
    assert found == {
        "a": "Mon 08:00 → Mon 17:00",
        "office": "Thu 08:00 → Thu 17:00",
        "always": "Tue 09:00 → Tue 17:00",
    }


def test_lag_into_a_summary_runs_on_the_summarys_own_calendar() -> None:
    """``group`` runs around the clock: 16 hours of lag from Mon 17:00 end Tue 09:00; what is in it keeps office hours."""
    found = timetable(
        sketch("""
            a 1d
            group task calendar 24_hours, after a FS+2d
              inside 1d
        """),
        "inside",
        short=True,
    )
    assert found == {"inside": "Tue 09:00 → Wed 09:00"}


def test_percent_lag_of_a_summary_is_a_share_of_its_rolled_up_duration() -> None:
    """``group`` runs Mon 08:00 → Thu 17:00, four days; half of that, two days, after Thu 17:00 is Mon 9 17:00."""
    found = timetable(
        sketch("""
            group
              one 1d
              two 3d after one
            next 1d after group FS+50%
        """),
        "next",
    )
    assert found == {"next": "Tue 10 Mar 08:00 → Tue 10 Mar 17:00"}


def test_a_share_is_rounded_half_up_away_from_zero() -> None:
    """Half of 5 minutes is 2.5 minutes, three as a lag and three as a lead; a third of a minute is none."""
    found = timetable(
        sketch("""
            a 5min
            later 0d after a FS+50%
            sooner 0d after a FS-50%
            none 0d after a FS+6%
        """),
        short=True,
    )
    assert found == {
        "a": "Mon 08:00 → Mon 08:05",
        "later": "Mon 08:08",
        "sooner": "Mon 08:02",
        "none": "Mon 08:05",
    }


def test_a_lead_does_not_reach_before_the_plan_starts() -> None:
    """A week of lead after one day would be the Tuesday before; the start of the plan bounds every item."""
    found = timetable(sketch("a 1d\nb 1d after a FS-1w"), short=True)
    assert found["b"] == "Mon 08:00 → Mon 17:00"
