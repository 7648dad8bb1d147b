"""Placing items one by one, in any order that logic allows, gives the dates that the passes give."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.graph.network import LEAF
from workmodel.scheduling.stepwise import Stepwise
from workmodel.testing.strategies import plans

YEAR = 366 * 1440


def stepped(
    plan: wm.Plan, seed: int = 0, not_before: dict[str, int] | None = None
) -> dict[str, tuple[int, int]]:
    """Early dates of all leaves, placed in an order that is drawn."""
    found = wm.schedule(plan)
    lo, hi = int(found.dates.start.min()) - YEAR, int(found.dates.finish.max()) + 3 * YEAR
    one, chance = Stepwise(plan, lo, hi), random.Random(seed)
    one.begin()
    waits, followers = one.before()
    ready = [node for node in range(len(one)) if not waits[node]]
    ids = {int(one.problem.network.node_of_slot[plan._slot(name)]): name for name in found.ids}
    dates = {}
    while ready:
        node = ready.pop(chance.randrange(len(ready)))
        name = ids.get(node, "")
        one.tried(node)
        start, finish = one.tried(node, (not_before or {}).get(name, -(2**60)))
        one.settle(node)
        if one.problem.network.part[node] == LEAF:
            dates[name] = (start, finish)
        for other in followers[node]:
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    assert not any(waits)
    return dates


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(plan=plans(), seed=st.integers(0, 5))
def test_every_order_gives_the_dates_of_the_forward_pass(plan: wm.Plan, seed: int) -> None:
    assume(plan.direction == "forward" and plan.start is not None and len(plan.items))
    found = wm.schedule(plan)
    assume(not any(getattr(one.constraint, "kind", "") == "ALAP" for one in plan.items.values()))
    dates = stepped(plan, seed)
    for row, name in enumerate(found.ids):
        if not found.dates.summary[row]:
            early = int(found.dates.early_start[row]), int(found.dates.early_finish[row])
            assert dates[name] == early, name


def test_what_is_held_back_holds_back_what_waits_for_it_and_its_summary() -> None:
    plan = wm.Plan(start="2026-03-02").add(
        wm.Project("p"),
        wm.Task("a", parent="p", duration="2d"),
        wm.Task("b", duration="1d", after=["p"]),
    )
    wednesday = plan.axis.minute(wm.schedule(plan)["b"].start)
    dates = stepped(plan, not_before={"a": wednesday})
    start, finish = (plan.axis.time(t) for t in dates["b"])
    assert f"{start:%a %H:%M} {finish:%a %H:%M}" == "Fri 08:00 Fri 17:00"
    delayed = plan.evolve(
        "a", leveling_delay=f"{wednesday - plan.axis.minute(wm.schedule(plan)['a'].start)}emin"
    )
    levelled = wm.schedule(delayed)
    assert dates["b"] == (int(levelled.dates.start[2]), int(levelled.dates.finish[2]))
    assert np.all(levelled.dates.start[1:2] == dates["a"][0])
