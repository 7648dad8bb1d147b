"""Dates set by hand are kept; what logic says about them is told. Worked by hand."""

from __future__ import annotations

import pytest

from workmodel.scheduling import schedule
from workmodel.testing import sketch, timetable


@pytest.mark.parametrize("frame", [{}, {"direction": "backward", "finish": "2026-03-13 17:00"}])
@pytest.mark.parametrize(
    ("item", "expected", "minutes"),
    [
        ("a 2d manual 2026-03-04 08:00", "Wed 4 Mar 08:00 → Thu 5 Mar 17:00", 960),
        ("a 2d manual .. 2026-03-05 17:00", "Wed 4 Mar 08:00 → Thu 5 Mar 17:00", 960),
        # both given: the duration says what it says
        ("a 2d manual 2026-03-04 08:00 .. 2026-03-04 12:00", "Wed 4 Mar 08:00 → Wed 4 Mar 12:00", 960),
        # none given: it is the working time between
        ("a manual 2026-03-04 08:00 .. 2026-03-05 12:00", "Wed 4 Mar 08:00 → Thu 5 Mar 12:00", 720),
        # closed hours are kept as they are
        ("a 1d manual 2026-03-07 10:00 .. 2026-03-08 12:00", "Sat 7 Mar 10:00 → Sun 8 Mar 12:00", 480),
        ("a 1d manual 2026-03-07 10:00", "Sat 7 Mar 10:00 → Mon 9 Mar 17:00", 480),
        # a day counts from its start, or to the end of its work
        ("a 1d manual 2026-03-04 .. 2026-03-04", "Wed 4 Mar 00:00 → Wed 4 Mar 17:00", 480),
        ("m 0d manual 2026-03-07 10:00", "Sat 7 Mar 10:00", 0),
        ("m 0d manual .. 2026-03-07", "Sat 7 Mar 17:00", 0),
        # nothing to do, known from an estimate
        ("a estimate 0d / 0d / 0d manual .. 2026-03-04 12:00", "Wed 4 Mar 12:00", 0),
        ("a 2ed manual 2026-03-06 12:00", "Fri 6 Mar 12:00 → Sun 8 Mar 12:00", 2880),
        # levelling leaves it alone
        ("a 1d manual 2026-03-04 08:00 leveling 3ed", "Wed 4 Mar 08:00 → Wed 4 Mar 17:00", 480),
    ],
)
def test_dates_set_by_hand_are_kept(item: str, expected: str, minutes: int, frame: dict[str, str]) -> None:
    """Start, finish or both; what is not given follows from the duration."""
    found = schedule(sketch(item, **frame))
    name = item[0]
    for dates in ("scheduled", "early"):
        assert timetable(found, dates=dates)[name] == expected  # type: ignore[arg-type]
    assert found[name].duration.minutes == minutes


def test_nobody_pushes_it_and_what_waits_waits_for_it() -> None:
    """``a`` ends Thu 5 17:00; ``b`` stands on Tue 3 all the same; ``c`` follows ``b``, on Wed 4.

    That it should wait for ``a`` is told.
    """
    found = schedule(sketch("a 4d\nb 1d after a manual 2026-03-03 08:00\nc 1d after b"))
    assert timetable(found, short=True) == {
        "a": "Mon 08:00 → Thu 17:00",
        "b": "Tue 08:00 → Tue 17:00",
        "c": "Wed 08:00 → Wed 17:00",
    }
    (told,) = [f for f in found.findings if f.code == "manual.against_logic"]
    assert told.subject == "b"
    assert {key: f"{value:%a %H:%M}" for key, value in told.facts} == {
        "manual": "Tue 08:00",
        "logic": "Thu 17:00",
    }


def test_a_finish_set_before_a_finish_bound_is_told() -> None:
    """``b`` was to end with ``a``, Thu 17:00, or later."""
    found = schedule(sketch("a 4d\nb 1d after a FF manual 2026-03-03 08:00"))
    assert [(f.code, f.subject) for f in found.findings if f.code == "manual.against_logic"] == [
        ("manual.against_logic", "b")
    ]


@pytest.mark.parametrize(
    "item",
    [
        "b 1d manual 2026-02-02 08:00",
        "b 1d after a manual 2026-03-04 08:00",
        "b 1d after a FF manual 2026-03-06",
    ],
)
def test_what_agrees_with_logic_is_not_told(item: str) -> None:
    """Before the plan starts is a planner's choice; after what it waits for is in order."""
    assert "manual.against_logic" not in {f.code for f in schedule(sketch(f"a 1d\n{item}")).findings}


class TestLateDates:
    """The horizon is Fri 13 17:00; ``b``, one day, may start Fri 13 08:00. ``a``, one day, is set to Mon 2."""

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("FS", "Thu 12 Mar 08:00 → Fri 13 Mar 08:00"),  # raw: not the end of work before
            ("FF", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),
            ("FF+2d", "Wed 11 Mar 08:00 → Thu 12 Mar 08:00"),  # two days back from Fri 17:00 is Thu 08:00
            ("FS+1d", "Wed 11 Mar 08:00 → Thu 12 Mar 08:00"),
            ("SS", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),  # its start is a fact, which bounds nothing
            ("SF+9d", "Fri 13 Mar 08:00 → Fri 13 Mar 17:00"),
        ],
    )
    def test_they_are_the_raw_bound(self, link: str, expected: str) -> None:
        """What waits for its finish bounds it; what waits for its start does not."""
        found = schedule(sketch(f"long 10d\na 1d manual 2026-03-02 08:00\nb 1d after a {link}"))
        assert timetable(found, "a", dates="late") == {"a": expected}

    def test_a_manual_milestone(self) -> None:
        """It has to be there by Fri 13 08:00."""
        found = schedule(sketch("long 10d\nm 0d manual 2026-03-02 08:00\nb 1d after m"))
        assert timetable(found, "m", dates="late") == {"m": "Fri 13 Mar 08:00"}
        assert found["m"].total_float.minutes == 9 * 480

    def test_its_horizon_counts(self) -> None:
        """Set to Mon 16, it is the end of the plan: ``a`` may end then."""
        found = schedule(sketch("a 1d\nm 1d manual 2026-03-16 08:00"))
        assert timetable(found, "a", dates="late") == {"a": "Mon 16 Mar 08:00 → Mon 16 Mar 17:00"}

    def test_under_way_its_start_is_early_and_late_and_its_stop_is_what_others_see(self) -> None:
        """Half of two days from Wed 4 is done: it stopped Wed 17:00, so ``a`` has until then, Wed 17:00 read back."""
        found = schedule(sketch("long 5d\na 1d\nb 2d after a manual 2026-03-04 08:00 progress 50%"))
        assert timetable(found, "a", "b", short=True, dates="late") == {
            "a": "Wed 08:00 → Wed 17:00",
            "b": "Wed 08:00 → Fri 17:00",
        }


class TestDatesAndAmounts:
    def test_an_effort_shared_by_people_with_different_hours_ends_when_it_is_done(self) -> None:
        """Ana works 8 h a day, Kim mornings: 12 h a day from Wed 25; 40 h leave 4 for Mon, done by both at 10:00."""
        plan = """
            am calendar mon-fri 08:00-12:00
            ana resource
            kim resource calendar am
            e effort 1w @ana @kim manual 2026-02-25 08:00
        """
        assert timetable(sketch(plan, start="2026-02-23")) == {"e": "Wed 25 Feb 08:00 → Mon 2 Mar 10:00"}
        back = plan.replace("manual 2026-02-25 08:00", "manual .. 2026-03-02 10:00")
        assert timetable(sketch(back, start="2026-02-23")) == {"e": "Wed 25 Feb 08:00 → Mon 2 Mar 10:00"}

    def test_dates_that_leave_less_than_the_duration_promise_nothing(self) -> None:
        """Two days by hand for what takes five: no float is lacking, since nothing waits."""
        found = schedule(sketch("b 5d manual 2026-03-03 08:00 .. 2026-03-04 17:00"))
        assert found["b"].total_float.minutes == 0
        assert "float.negative" not in {finding.code for finding in found.findings}

    def test_two_dates_say_how_long_it_takes(self) -> None:
        """Nothing is assumed."""
        plan = sketch("b manual 2026-03-03 08:00 .. 2026-03-06 17:00")
        assert "duration.missing" not in {
            finding.code for finding in (*plan.check(), *schedule(plan).findings)
        }
