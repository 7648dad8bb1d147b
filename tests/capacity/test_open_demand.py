"""Work that nobody takes, against the skills on offer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import workmodel as wm
from workmodel.capacity import OpenDemand, ledger, open_demand
from workmodel.errors import WrongType

HOUR = 60
WEEK = ("2026-03-02", "2026-03-09")


def found(plan: wm.Plan) -> dict[str, OpenDemand]:
    return {one.item: one for one in open_demand(plan, ledger(plan, *WEEK))}


def people(*more: Any) -> wm.Plan:
    return wm.Plan(start="2026-03-02").add(
        wm.Resource("ana", skills=["sql 4"]), wm.Resource("ben", skills=["text"]), *more
    )  # fmt: skip


def test_a_demand_that_nobody_can_meet_is_found_and_no_other() -> None:
    """The query has Ana, the guide Ben; of law nobody knows anything."""
    plan = people(
        wm.Task("query", duration="1d", effort="8h", requires=["sql"], assignments=["ana"]),
        wm.Task("guide", duration="2d", effort="4h", requires=["text"], assignments=["ben"]),
        wm.Task("audit", duration="2d", effort="12h", requires=["law 4"]),
    )
    one = found(plan).pop("audit")
    assert len(found(plan)) == 1
    assert (one.reason, one.amount, one.start, one.finish) == (
        "nobody", 12 * HOUR, date(2026, 3, 2), date(2026, 3, 3),
    )  # fmt: skip
    assert (list(map(str, one.lacking)), one.could, one.can_be_met) == (["law 4"], (), False)


def test_who_could_do_it_is_told_with_the_free_hours_in_its_dates() -> None:
    plan = people(
        wm.Resource("cem", skills=["sql"]),
        wm.Task("busy", duration="1d", effort="6h", assignments=["ana"]),
        wm.Task("query", duration="1d", effort="5h", requires=["sql"]),
    )
    one = found(plan)["query"]
    assert [(who.resource, who.free / HOUR, who.enough) for who in one.could] == [
        ("cem", 8, True), ("ana", 2, False),
    ]  # fmt: skip
    assert one.can_be_met


def test_those_who_can_may_be_too_few() -> None:
    one = found(people(wm.Task("query", duration="1d", effort="5h", requires=["2 sql"])))["query"]
    assert ([who.resource for who in one.could], list(map(str, one.lacking)), one.can_be_met) == (
        ["ana"], ["2 sql"], False,
    )  # fmt: skip


def test_those_who_can_may_have_no_hours() -> None:
    plan = people(
        wm.Task("busy", duration="1d", effort="8h", assignments=["ana"]),
        wm.Task("query", duration="1d", effort="5h", requires=["sql"]),
    )
    one = found(plan)["query"]
    assert (one.could, one.lacking, one.can_be_met) == ((), (), False)


def test_a_task_that_asks_for_nobody_in_particular_can_be_done_by_anybody() -> None:
    one = found(people(wm.Task("tidy", duration="1d", effort="5h")))["tidy"]
    assert [who.resource for who in one.could] == ["ana", "ben"]


def test_a_task_of_which_nothing_is_known_is_no_demand_but_skills_alone_are() -> None:
    plan = people(wm.Task("idea"), wm.Task("query", duration="1d", requires=["sql"]))
    assert {name: one.amount for name, one in found(plan).items()} == {"query": None}


def test_work_that_falls_where_none_of_its_people_has_hours_is_open() -> None:
    """Ana is away on Tuesday, half of the query with her; Cem could do it."""
    plan = people(
        wm.Resource("cem", skills=["sql"]),
        wm.Task("query", duration="2d", effort="8h", requires=["sql"], assignments=["ana"]),
    ).evolve("ana", absences=["2026-03-03 sick"])
    one = found(plan)["query"]
    assert (one.reason, one.amount, one.start, one.finish) == (
        "no_hours", 4 * HOUR, date(2026, 3, 3), date(2026, 3, 3),
    )  # fmt: skip
    assert [who.resource for who in one.could] == ["cem"]
    assert "query" not in found(plan.evolve("query", assignments=["ana", "cem"]))


def test_a_routine_without_people_is_told_once_with_all_its_hours() -> None:
    plan = people(
        wm.Routine("desk", recurrence="FREQ=DAILY;BYDAY=MO,WE", effort="2h", requires=["text"]),
        wm.Routine("queue", reservation="10h per week"),
    )
    desk, queue = found(plan)["desk"], found(plan)["queue"]
    assert (desk.reason, desk.amount, desk.start, desk.finish) == (
        "nobody", 4 * HOUR, date(2026, 3, 2), date(2026, 3, 4),
    )  # fmt: skip
    assert [(who.resource, who.free) for who in desk.could] == [("ben", 16 * HOUR)]
    assert (queue.amount, [who.free / HOUR for who in queue.could]) == (10 * HOUR, [40, 40])


def test_a_routine_that_asks_for_skills_tells_what_each_occurrence_and_period_asks_for() -> None:
    plan = people(
        wm.Routine("desk", recurrence="FREQ=WEEKLY;BYDAY=MO,WE", at="09:00", effort="2h", requires=["text"]),
        wm.Routine(
            "talk",
            recurrence="FREQ=WEEKLY;BYDAY=TU",
            at="10:00",
            effort="1h",
            requires=["text"],
            split="each",
        ),
        wm.Routine("queue", arrivals="12 per week", effort="30min", requires=["text"]),
    )
    days = {
        name: [(day.day, amount / HOUR) for day, amount in one.by_day] for name, one in found(plan).items()
    }
    assert days == {"desk": [(2, 2), (4, 2)], "talk": [(3, 1)], "queue": [(2, 6)]}


def test_what_only_uses_up_a_material_has_nobody() -> None:
    plan = people(
        wm.Resource("ink", type="material", unit="litre"),
        wm.Task("print", duration="1d", effort="5h", assignments=["ink 2 litre"]),
        wm.Routine("fill", recurrence="FREQ=WEEKLY;BYDAY=MO", effort="1h", assignments=["ink 2 litre"]),
        wm.Task("dry", duration="1d", assignments=["ink 2 litre"]),
    )
    open_items = {name: (one.reason, one.amount and one.amount / HOUR) for name, one in found(plan).items()}
    assert open_items == {"print": ("nobody", 5), "fill": ("nobody", 1)}


def test_work_outside_the_window_or_done_is_not_told() -> None:
    plan = people(
        wm.Task("later", constraint="SNET 2026-04-01", effort="5h"),
        wm.Task("done", duration="1d", effort="5h", progress="100%"),
    )
    assert found(plan) == {}


def test_what_nobody_can_meet_comes_first() -> None:
    plan = people(
        wm.Task("query", duration="1d", effort="5h", requires=["sql"]),
        wm.Task("audit", constraint="SNET 2026-03-04", effort="5h", requires=["law"]),
    )
    assert list(found(plan)) == ["audit", "query"]


def test_a_ledger_of_another_plan_is_refused() -> None:
    with pytest.raises(WrongType, match="the very plan"):
        open_demand(people(wm.Task("a")), ledger(people(), *WEEK))


def test_whom_to_take_from_bounds_who_could_do_it() -> None:
    """Anybody of the team may tidy; of those with sql Ben is not, who has none."""
    plan = people(
        wm.Resource("cem", skills=["sql"]),
        wm.Resource("dev", type="team", members=["ben", "cem"]),
        wm.Task("query", duration="1d", effort="5h", requires=["sql from dev"]),
        wm.Task("tidy", duration="1d", effort="5h", requires=["from dev"]),
        wm.Task("crowd", duration="1d", effort="5h", requires=["3 from dev"]),
    )
    shown = {
        name: ([(who.resource, who.skills) for who in one.could], one.can_be_met)
        for name, one in found(plan).items()
    }
    assert shown == {
        "query": ([("cem", ("sql",))], True),
        "tidy": ([("ben", ()), ("cem", ())], True),
        "crowd": ([("ben", ()), ("cem", ())], False),
    }


def test_a_demand_is_met_only_where_somebody_with_free_hours_meets_each_part_of_it() -> None:
    """Cem has sql and a free day, but sql is asked of Ana as well, who is busy."""
    plan = people(
        wm.Resource("cem", skills=["sql"]),
        wm.Task("busy", duration="1d", effort="8h", assignments=["ana"]),
        wm.Task("query", duration="1d", effort="5h", requires=["sql from ana", "sql from cem"]),
    )
    one = found(plan)["query"]
    assert ([who.resource for who in one.could], one.lacking) == (["cem"], ())
    assert (list(map(str, one.without_hours)), one.can_be_met) == (["sql from ana"], False)
    assert found(plan.remove("busy"))["query"].can_be_met
