"""How many hours there are and are wanted, by period and by whatever one asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import Ledger, Workload, ledger, workload
from workmodel.errors import InvalidText, UnknownId, WrongType

HOUR = 60


def desk() -> wm.Plan:
    """Two people at a service desk with a project, a routine of twelve hours, and an idea nobody has estimated."""
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("kim", capacity="0.75", skills=["python"]),
        wm.Resource("lee", absences=["2026-03-04 vacation"], skills=["python", "sql"]),
        wm.Resource("dev", type="team", members=["kim", "lee to 2026-03-03"]),
        wm.Resource("ops", type="team", members=["kim"]),
        wm.Routine("support", reservation="12h per week", assignments=["kim"], tags=["client"]),
        wm.Project("site"),
        wm.Task("guide", parent="site", effort="8h", assignments=["kim"], tags=["client", "text"]),
        wm.Task("tidy", duration="1d", assignments=["lee"]),
        wm.Task("idea"),
    )


@pytest.fixture(scope="module")
def found() -> Ledger:
    return ledger(desk(), "2026-03-02", "2026-03-09")


def amounts(load: Workload, column: str) -> dict[str, Any]:
    """Hours of one column by key; one period."""
    return {row["key"]: row[column] and row[column] / HOUR for row in load.rows()}


def test_by_resource_each_person_has_hours_wants_and_what_is_left(found: Ledger) -> None:
    load = workload(found, "week")
    assert load.of("kim") == [
        {
            "key": "kim",
            "period": "2026-W10",
            "start": date(2026, 3, 2),
            "finish": date(2026, 3, 8),
            "whole": True,
            "gross": 30 * HOUR,
            "absence": 0,
            "availability": 30 * HOUR,
            "wanted": 20 * HOUR,
            "granted": Decimal("17.6") * HOUR,
            "over": Decimal("2.4") * HOUR,
            "limit": 0,
            "switching": 0,
            "free": Decimal("12.4") * HOUR,
            "utilisation": Decimal("0.5867"),
        }
    ]
    assert amounts(load, "availability") == {"kim": 30, "lee": 32}
    assert amounts(load, "absence") == {"kim": 0, "lee": 8}


def test_a_total_says_which_items_it_cannot_hold(found: Ledger) -> None:
    load = workload(found)
    assert load.coverage.missing == ("idea",)
    assert str(load).endswith("1 of 4 items has no effort")


def test_the_members_of_a_team_count_on_their_days_in_it(found: Ledger) -> None:
    """Kim's five days of six hours, and two of Lee's; what Lee has later is nobody's."""
    load = workload(found, by="team")
    assert amounts(load, "gross") == {"dev": 30 + 16, "ops": 30, "": 24}
    assert load.shared == ("kim",)
    assert load.totals()[0]["gross"] == 70 * HOUR


def test_whoever_has_several_skills_is_in_each_and_once_in_the_total(found: Ledger) -> None:
    load = workload(found, by="skill")
    assert amounts(load, "availability") == {"python": 62, "sql": 32}
    assert load.shared == ("lee",)
    assert load.totals()[0]["availability"] == 62 * HOUR


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("project", {"site": 8, "": 20}),
        ("routine", {"support": 12, "": 16}),
        ("kind", {"reservation": 12, "task": 16}),
        ("tag", {"client": 20, "text": 8, "": 8}),
    ],
)
def test_by_what_claims_them_hours_are_demand_without_supply(
    found: Ledger, by: Any, wanted: dict[str, int]
) -> None:
    load = workload(found, by=by)
    assert amounts(load, "wanted") == wanted
    assert set(amounts(load, "availability").values()) == {None}


def test_utilisation_by_work_is_the_share_of_everybodys_hours(found: Ledger) -> None:
    """12 of 30 + 32 hours."""
    assert workload(found, by="routine").of("support")[0]["utilisation"] == Decimal("0.1935")


def test_a_period_that_the_window_cuts_says_so() -> None:
    load = workload(ledger(desk(), "2026-02-26", "2026-03-09"), "month")
    assert [(str(one), one.whole) for one in load.periods] == [
        ("2026-02 (from 2026-02-26)", False),
        ("2026-03 (to 2026-03-08)", False),
    ]


def test_weeks_are_iso_weeks() -> None:
    """The first days of 2027 belong to the last week of 2026."""
    load = workload(ledger(desk(), "2026-12-28", "2027-01-05"), "week")
    assert [str(one) for one in load.periods] == ["2026-W53", "2027-W01 (to 2027-01-04)"]


def test_columns_are_of_equal_length_and_rows_are_their_entries(found: Ledger) -> None:
    load = workload(found, "day")
    columns = load.columns()
    assert {len(column) for column in columns.values()} == {2 * 7}
    assert [row["free"] for row in load.rows()] == columns["free"]


def test_nobody_has_no_hours() -> None:
    load = workload(ledger(wm.Plan(start="2026-03-02"), "2026-03-02", "2026-03-09"), by="team")
    assert load.rows() == []
    assert load.totals()[0]["utilisation"] is None


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"period": "fortnight"}, InvalidText),
        ({"period": None}, WrongType),
        ({"by": "colour"}, InvalidText),
        ({"by": 3}, WrongType),
        ({"ledger": "kim"}, WrongType),
    ],
)
def test_what_means_nothing_is_refused(found: Ledger, arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        workload(**{"ledger": found, **arguments})


def test_a_key_that_is_not_there_is_refused(found: Ledger) -> None:
    with pytest.raises(UnknownId, match="kim"):
        workload(found).of("kin")
