"""What holds whoever is chosen, and for dates that stay within the float."""

from __future__ import annotations

from itertools import permutations, product

from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import workmodel as wm
from workmodel.allocation import allocate
from workmodel.allocation.levelling import generated
from workmodel.allocation.posing import posed
from workmodel.allocation.ways import widened
from workmodel.domain import Mode, Project, Resource, Task
from workmodel.testing.strategies import plans

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@SLOW
@given(plan=plans())
def test_within_the_float_nothing_ends_later_than_logic_has_it_end(plan: wm.Plan) -> None:
    assume(plan.direction == "forward")
    assume(plan.start is not None)
    logic = wm.schedule(plan)
    assume(not any(one.code == "plan.unsettled" for one in logic.findings))
    plain = plan.replace(
        *(evolve(one, modes=(), requires=()) for one in plan.tasks.values() if one.modes or one.requires)
    )
    assume(
        not any(one.constraint is not None and one.constraint.kind == "ALAP" for one in plain.items.values())
    )
    found = allocate(plain, iterations=4, smoothing=True)
    assert wm.verify(plain, found) == ()
    assert found.finish == wm.schedule(plain).finish


@st.composite
def choices(draw: st.DrawFn) -> wm.Plan:
    """Up to four tasks for three people, of which some are named, some asked for, and some depend on the way."""
    people = [Resource("ana", skills=["sql 4"]), Resource("ben", skills=["sql 2"]), Resource("cem")]
    kit = Resource("kit", type="material", unit="piece", stock=1)
    kinds = {
        "named": {"assignments": ["ana"]},
        "any": {"requires": ["sql"]},
        "best": {"requires": ["sql 3"]},
        "pool": {"requires": ["from ben|cem"]},
        "pair": {"requires": ["2 from ana|ben|cem"]},
    }
    tasks = []
    for n in range(draw(st.integers(1, 4))):
        after = draw(st.lists(st.sampled_from([f"t{k}" for k in range(n)]), max_size=1)) if n else []
        hours = draw(st.integers(1, 10))
        kind = draw(st.sampled_from([*kinds, "modes"]))
        where = draw(st.sampled_from([None, "site", "walls"]))
        if kind == "modes":
            modes = [
                Mode("slow", duration=f"{hours + 3}h", requires=["from ana|ben"]),
                Mode("fast", duration=f"{hours}h", assignments=["ana", "kit 1 piece"]),
            ]
            tasks.append(Task(f"t{n}", parent=where, after=after, modes=modes))
        else:
            tasks.append(Task(f"t{n}", parent=where, after=after, duration=f"{hours}h", **kinds[kind]))
    return wm.Plan(start="2026-03-02").add(
        *people, kit, Project("site"), Task("walls", parent="site", duration="0d"), *tasks
    )


@SLOW
@given(plan=choices())
def test_no_choice_and_no_order_of_a_small_plan_ends_earlier(plan: wm.Plan) -> None:
    found = allocate(plan, iterations=600)
    logic = wm.schedule(plan)
    lo, hi = int(logic.dates.start.min()), int(logic.dates.finish.max())
    task = posed(widened(plan), logic, logic, lo - 10_000, hi + 100_000)
    names, options = task.level.names, task.level.options
    ends = []
    for order in permutations(range(len(plan.tasks))):
        keys = [(float(order[int(name[1:])]) if name[0] == "t" else 0.0,) for name in names]
        for some in product(*options.values()):
            choice = dict(zip(options, some, strict=True))
            used = sum(units for way in some for _, units in task.level.takes.get(way, ()))
            if used <= task.level.budget["kit"]:
                places = generated(task.level, keys, choice)
                ends.append(max(place.finish for place in places.values()))
    assert wm.verify(plan, found) == ()
    assert found.finish is not None
    assert plan.axis.minute(found.finish) == min(ends)
    assert found.bound is not None
    assert found.bound <= found.finish
