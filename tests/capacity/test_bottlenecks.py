"""How full everybody is, where work waits for hours, and where all hours go."""

from __future__ import annotations

from decimal import Decimal

import pytest

import workmodel as wm
from workmodel.capacity import CATEGORIES, bottlenecks, hours_by_category, ledger, utilisation
from workmodel.domain import Completion
from workmodel.errors import UnknownId, WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def site() -> wm.Plan:
    """Ana draws twelve hours on a day, the others have time; building, testing and launch wait for her drawing."""
    return wm.Plan(start="2026-03-02").add(
        *(wm.Resource(name) for name in ("ben", "ana", "cem")),
        wm.Project("site"),
        wm.Task("text", parent="site", duration="1d", effort="8h", assignments=["ben"]),
        wm.Task("draw", parent="site", duration="1d", effort="12h", assignments=["ana"]),
        wm.Task("build", parent="site", duration="2d", effort="8h", after=["draw"], assignments=["cem"]),
        wm.Milestone("live", after=["site"]),
        wm.Task("party", duration="1d"),
    )


def test_the_one_bottleneck_is_found_and_no_other() -> None:
    """Ben is full and lacks nothing."""
    (one,) = bottlenecks(ledger(site(), "2026-03-02", "2026-03-03"))
    assert (one.resource, one.unmet, one.utilisation) == ("ana", 4 * HOUR, 1)
    assert (one.short, one.waiting) == (("draw",), ("build", "live"))
    assert str(one) == (
        "ana: 4h wanted beyond its hours by draw, 100 % used; 2 items wait behind, build first"
    )


def test_hours_that_are_free_at_other_times_are_told() -> None:
    (one,) = bottlenecks(ledger(site(), *WEEK))
    assert "20 % used, 32h free at other times" in one.reason


def test_bottlenecks_are_ranked_by_unmet_hours_then_by_what_waits_behind() -> None:
    plan = site().evolve("text", effort="12h").add(
        wm.Task("paint", duration="1d", effort="20h", assignments=["cem"])
    )  # fmt: skip
    found = bottlenecks(ledger(plan, *WEEK))
    assert [(one.resource, one.unmet / HOUR, len(one.waiting)) for one in found] == [
        ("cem", 12, 0), ("ana", 4, 2), ("ben", 4, 1),
    ]  # fmt: skip


def test_what_waits_is_told_once_whatever_it_waits_for() -> None:
    """A second task that lacks hours and waits for the first is short, not waiting."""
    plan = site().evolve("build", effort="40h", assignments=["ana"])
    (one,) = bottlenecks(ledger(plan, *WEEK))
    assert (set(one.short), one.waiting) == ({"draw", "build"}, ("live",))


def test_utilisation_is_load_over_availability() -> None:
    found = {one.resource: one for one in utilisation(ledger(site(), "2026-03-02", "2026-03-04"))}
    assert {name: (one.share, one.asked) for name, one in found.items()} == {
        "ben": (Decimal("0.5"), Decimal("0.5")),
        "ana": (Decimal("0.5"), Decimal("0.75")),
        "cem": (Decimal("0.25"), Decimal("0.25")),
    }


def test_whoever_has_no_hours_has_no_utilisation() -> None:
    plan = site().evolve("ben", absences=["2026-03-02 sick"])
    ben = utilisation(ledger(plan, "2026-03-02", "2026-03-03"))[0]
    assert (ben.availability, ben.share, ben.asked) == (0, None, None)
    assert str(ben) == "ben: no hours of 0min"


def test_where_hours_go_sums_to_all_there_are() -> None:
    plan = site().evolve("ben", absences=["2026-03-06 vacation"]).add(
        wm.Routine("talk", recurrence="FREQ=DAILY", at="09:00", effort="1h", split="each", assignments=["ben"]),
        wm.Routine("mail", reservation="5h per week", assignments=["ben"]),
        wm.Task("tidy", duration="1d", effort="2h", after=["text"], assignments=["ben"]),
    )  # fmt: skip
    found = hours_by_category(ledger(plan, *WEEK, reserve="10%", switching="30min per switch"))
    hours = {name: float(units) / HOUR for name, units in found.of("ben").items()}
    assert set(hours) == set(CATEGORIES)
    assert sum(hours.values()) == 40
    assert (hours["meeting"], hours["routine"], hours["absence"], hours["reserve"]) == (4, 5, 8, 3.2)
    assert hours["task"] == 2
    assert hours["switching"] > 0


def test_a_meeting_that_was_held_is_still_a_meeting() -> None:
    plan = site().add(
        wm.Routine("talk", recurrence="FREQ=DAILY", at="09:00", effort="1h", split="each", assignments=["ben"]),
        Completion(routine="talk", occurrence="2026-03-02 09:00"),
    )  # fmt: skip
    assert hours_by_category(ledger(plan, "2026-03-02", "2026-03-03")).of("ben")["meeting"] == HOUR


def test_an_item_without_effort_is_named_beside_the_total() -> None:
    found = hours_by_category(ledger(site(), *WEEK))
    assert found.coverage.missing == ("party",)
    assert str(found).endswith("1 of 4 items has no effort")


def test_what_means_nothing_is_refused() -> None:
    for question in (utilisation, bottlenecks, hours_by_category):
        with pytest.raises(WrongType):
            question(site())  # type: ignore[operator]
    with pytest.raises(UnknownId, match="ben"):
        hours_by_category(ledger(site(), *WEEK)).of("bean")
