"""A thousand schedules, each broken in a named way: the second opinion notices every one."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from workmodel.domain import Plan
from workmodel.scheduling import schedule
from workmodel.testing import drawn, sketch
from workmodel.testing.corruptors import CORRUPTORS
from workmodel.testing.strategies import plans
from workmodel.verification import verify

WANTED = 20_000 if os.environ.get("WORKMODEL_THOROUGH") == "1" else 1_000

RICH = sketch("""
    ana     resource  calendar night_shift
    site    project  deadline 2026-03-05
      design  5d  @ana
      spec    3ed
      build   2d  after design, spec SS+1d
      live    0d  after build
    fixed   1d  MSO 2026-03-04
    byhand  2d  manual 2026-03-03 08:00
    begun   2d  started 2026-03-03 08:00 progress 40%
    over    1d  started 2026-03-02 08:00 done 2026-03-02 17:00
    later   1d  after build  SNET 2026-03-20  deadline 2026-04-01
    last    1d  ALAP
    lagged  1d  after build FS+1d
""")


def test_there_are_many_ways_to_break_a_schedule_and_each_has_a_name_and_says_what_it_does() -> None:
    assert len(CORRUPTORS) >= 20
    assert len({corrupt.__name__ for corrupt in CORRUPTORS}) == len(CORRUPTORS)
    assert all((corrupt.__doc__ or "").strip() for corrupt in CORRUPTORS)


def test_a_rich_plan_can_be_broken_in_every_way() -> None:
    right = schedule(RICH)
    assert not verify(RICH, right)
    for corrupt in CORRUPTORS:
        wrong = corrupt(RICH, right, Random(1))
        assert wrong is not None, corrupt.__name__
        assert wrong != right, corrupt.__name__
        assert verify(RICH, wrong), corrupt.__name__


def test_a_plan_with_nothing_in_it_cannot_be_broken() -> None:
    nothing = Plan(start="2026-03-02")
    right = schedule(nothing)
    assert not verify(nothing, right)
    assert {corrupt(nothing, right, Random(1)) for corrupt in CORRUPTORS} == {None}


@pytest.mark.untraced
def test_every_broken_schedule_is_noticed() -> None:
    """So many broken schedules in all, of plans with every feature; each corruptor is tried on each plan."""
    tried: Counter[str] = Counter()
    unnoticed: list[str] = []

    @settings(
        max_examples=WANTED // 8,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(plans())
    def break_it(plan: Plan) -> None:
        right = schedule(plan)
        for number, corrupt in enumerate(CORRUPTORS):
            wrong = corrupt(plan, right, Random(number))
            if wrong is not None:
                tried[corrupt.__name__] += 1
                if not verify(plan, wrong):
                    unnoticed.append(f"{corrupt.__name__} of\n{drawn(plan)}")

    break_it()
    assert not unnoticed, f"{len(unnoticed)} of {tried.total()}, such as {min(unnoticed, key=len)}"
    assert tried.total() >= WANTED
    assert len(tried) >= 20
