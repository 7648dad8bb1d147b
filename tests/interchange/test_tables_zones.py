"""Tables of plans with a zone: whoever reads one says the zone, and every time comes back as the same instant."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given

from workmodel.domain import Constraint, Plan, Progress, Task, WorkItem
from workmodel.errors import DocumentFaults, InvalidText, WrongType
from workmodel.interchange import load, read, tables
from workmodel.testing.strategies import plans

BERLIN = ZoneInfo("Europe/Berlin")
SECOND_HALF_PAST_TWO = datetime(2026, 10, 25, 2, 30, fold=1)


def faults(table: str, **options: str) -> list[str]:
    with pytest.raises(DocumentFaults) as caught:
        tables.loads(table, **options)
    return [str(fault) for fault in caught.value.faults]


def deadline(text: str, zone: str = "Europe/Berlin") -> datetime:
    return tables.loads(f"ID,Deadline\na,{text}\n", zone=zone).plan["a"].deadline


def test_the_zone_said_on_reading_is_the_plans():
    found = tables.loads("Name,Start\nDraft,2026-03-02 09:00\n", zone="Europe/Berlin").plan
    assert found.zone == "Europe/Berlin"
    assert found.start == datetime(2026, 3, 2, 9)


def test_any_reading_takes_the_zone_and_only_a_table_needs_it(tmp_path):
    table = "ID,Deadline\na,2026-03-02T09:00Z\n"
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    for found in (
        read(table, zone="Europe/Berlin"),
        load(tmp_path / "t.csv", zone="Europe/Berlin"),
        tables.load(tmp_path / "t.csv", zone="Europe/Berlin"),
    ):
        assert found.plan["a"].deadline.isoformat() == "2026-03-02T10:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02 09:00+01:00", "2026-03-02T09:00:00+01:00"),
        ("2026-03-02T08:00Z", "2026-03-02T09:00:00+01:00"),
        ("2026-10-25 02:30+02:00", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25 02:30+01:00", "2026-10-25T02:30:00+01:00"),
        ("2026-10-25T00:30Z", "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T01:30Z", "2026-10-25T02:30:00+01:00"),
        ("2026-03-02T09:00+01:00[Europe/Berlin]", "2026-03-02T09:00:00+01:00"),
    ],
)
def test_a_time_with_an_offset_is_the_same_instant_on_the_clock_of_the_zone(text, instant):
    assert deadline(text).isoformat() == instant
    assert deadline(text).tzinfo is BERLIN


def test_a_time_without_an_offset_stays_as_written():
    assert deadline("2026-03-02 09:00") == datetime(2026, 3, 2, 9)
    assert deadline("2026-10-25 02:30[fold=1]").fold == 1


def test_offsets_without_a_zone_are_one_fault_that_says_what_to_do():
    rows = "".join(f"{n},2026-03-{n:02} 09:00+01:00,SNET 2026-03-01T09:00Z\n" for n in range(1, 20))
    (told,) = faults(f"ID,Deadline,Constraint\n{rows}")
    assert told.startswith("row 2: 38 times carry an offset (rows 2, 3, 4,")
    assert 'zone="Europe/Berlin"' in told
    (told,) = faults("ID,Start\na,2026-03-02T09:00Z\n")
    assert told.startswith("row 2: a time carries an offset (row 2), and the table has no zone")


def test_a_time_beyond_the_clock_of_the_zone_is_a_fault_of_its_row():
    (told,) = faults("ID,Deadline\na,9999-12-31 23:59-12:00\n", zone="Europe/Berlin")
    assert told.startswith("row 2, Deadline: a time is '9999-12-31 23:59:00-12:00'")


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(InvalidText, match="zone"):
        tables.loads("Name\nDraft\n", zone="Mars/Olympus")
    with pytest.raises(WrongType, match="zone"):
        tables.loads("Name\nDraft\n", zone=3)


def test_the_earliest_start_is_the_earliest_instant():
    table = "ID,Start\na,2026-03-02 09:00\nb,2026-03-02T07:30Z\nc,2026-03-03\n"
    assert tables.loads(table, zone="Europe/Berlin").plan.start.isoformat() == "2026-03-02T08:30:00+01:00"


def test_a_duration_between_two_dates_counts_across_a_change_of_clocks():
    table = "ID,Start,Finish\na,2026-03-27T07:00Z,2026-03-30T06:00Z\n"
    assert str(tables.loads(table, zone="Europe/Berlin").plan["a"].duration) == "1d"


def test_every_time_of_a_plan_with_a_zone_comes_back():
    plan = Plan(zone="Europe/Berlin").add(
        Task("a", deadline=SECOND_HALF_PAST_TWO.replace(tzinfo=BERLIN)),
        Task("b", deadline=SECOND_HALF_PAST_TWO, constraint=Constraint("MSO", SECOND_HALF_PAST_TWO)),
        Task("c", constraint=Constraint("SNET", datetime(2026, 3, 29, 2, 30, tzinfo=BERLIN))),
        Task("d", progress=Progress(actual_start=datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Tokyo")))),
    )
    found = tables.loads(tables.dumps(plan), zone="Europe/Berlin").plan
    assert found == plan
    late = plan.axis.minute(SECOND_HALF_PAST_TWO)
    assert plan.axis.minute(found["a"].deadline) == plan.axis.minute(found["b"].constraint.date) == late
    assert plan.axis.minute(found["b"].deadline) == late


def test_that_the_zone_has_to_be_said_again_is_a_loss_that_is_told():
    (told,) = tables.losses(Plan(zone="Europe/Berlin").add(Task("a", deadline="2026-03-02T09:00Z")))
    assert (told.code, told.fact("zone")) == ("tables.setting_lost", "Europe/Berlin")
    assert 'loads(..., zone="Europe/Berlin")' in told.message


@pytest.mark.untraced
@given(plans(details=True))
def test_the_table_of_any_plan_is_read_and_whatever_differs_is_a_loss_that_was_told(plan):
    found = tables.loads(tables.dumps(plan), zone=plan.zone).plan
    assert found.zone == plan.zone
    told = {f.subject: f.fact("fields", ()) for f in tables.losses(plan) if f.code == "tables.field_lost"}
    gone = {f.subject for f in tables.losses(plan) if f.code == "tables.entity_lost"}
    for entity in plan:
        if entity.id in gone:
            continue
        now = found[entity.id]
        differing = [
            a.name for a in attrs.fields(type(entity)) if getattr(now, a.name) != getattr(entity, a.name)
        ]
        assert tuple(differing) == told.get(entity.id, ())
        if isinstance(entity, WorkItem):
            assert not {"deadline", "constraint", "parent", "priority"}.intersection(differing)


@given(plans())
def test_the_table_of_any_schedule_is_read_again(plan):
    scheduling = pytest.importorskip("workmodel.scheduling")
    schedule = scheduling.schedule(plan)
    found = tables.loads(tables.dumps(schedule), zone=plan.zone).plan
    assert set(found.items) == set(plan.items)
    if plan.items:
        first = min(plan.axis.minute(schedule[name].start) for name in plan.items)
        assert plan.axis.minute(found.start) == first
