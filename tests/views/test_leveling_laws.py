"""What holds for the view of any allocation."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, assume, given, settings

import workmodel as wm
from workmodel.allocation import Allocation, allocate
from workmodel.testing.strategies import CLAIMING, plans
from workmodel.views import leveling
from workmodel.views.load import loads

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
PLANS = plans(features={"resources", "calendars", "hierarchy", "zones", "elapsed"} | CLAIMING, items=5)


def allocated(plan: wm.Plan) -> Allocation:
    """The dates of a plan from a start, without what nobody can be asked to level."""
    assume(plan.direction == "forward" and plan.start is not None)
    assume(not any(one.code == "plan.unsettled" for one in wm.schedule(plan).findings))
    return allocate(plan, iterations=2)


@SLOW
@given(plan=PLANS)
def test_rows_tell_both_dates_of_every_item_and_reasons_only_of_what_is_held_back_or_chosen(
    plan: wm.Plan,
) -> None:
    found = allocated(plan)
    rows = leveling.rows(found)
    assert {row.id for row in rows} == set(found.schedule.ids)
    for row in rows:
        assert (row.start, row.finish) == (found.schedule[row.id].start, found.schedule[row.id].finish)
        assert (row.logic_start, row.logic_finish) == (found.logic[row.id].start, found.logic[row.id].finish)
        told = row.id in found.delays or row.id in found.slowed or row.id in found.chosen
        assert bool(row.why) >= (told and not row.summary)
        assert not row.why or row.moved or told


@SLOW
@given(plan=PLANS)
def test_hours_in_bars_are_those_of_the_ledger(plan: wm.Plan) -> None:
    found = allocated(plan)
    if not found.schedule.ids:
        return
    for row in loads(found.ledger, period="week", most=100):
        whole, weeks = found.ledger.total(row.id), len(row.periods)
        assert (
            abs(sum(one.capacity for one in row.periods) - (whole.availability + whole.absence - whole.limit))
            <= weeks
        )
        assert abs(row.total("absence") - Fraction(whole.absence)) <= weeks
        assert abs(row.total("short") - Fraction(whole.over)) <= weeks


@SLOW
@given(plan=PLANS)
def test_whatever_the_plan_its_drawing_is_well_formed_and_shows_all_in_its_window(plan: wm.Plan) -> None:
    found = allocated(plan)
    ET.fromstring(leveling.svg(found))
    drawn = leveling.chart(found).chart
    for bar, (left, right) in zip(drawn.bars, drawn.beside, strict=True):
        assert 0 <= left <= right <= drawn.scale.length + 1e-6
        assert 0 <= bar.left <= bar.right <= drawn.scale.length + 1e-6
