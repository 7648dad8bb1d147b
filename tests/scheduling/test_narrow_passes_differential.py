"""The narrow passes give what the full ones give, number by number, and are taken wherever they can be."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from attrs import evolve

from workmodel.domain import Calendar, Milestone, Plan, Project, Resource, Task
from workmodel.domain.dependency import dependency
from workmodel.graph.network import LEAF
from workmodel.scheduling import compiled
from workmodel.scheduling.narrowing import Narrow, is_narrow
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.run import Run
from workmodel.testing.strategies.logic import free_of_rings

pytestmark = pytest.mark.untraced

DAY = 1440
LO = 29_540_160 - 200 * DAY  # Monday 2026-03-02, minutes since 1970, and what leads need
HI = LO + 900 * DAY
LINKS = ("FS", "FS", "SS", "FF", "SF")
LAGS = ("", "", "", "+1d", "+1ed", "-4h", "+50%", "-25%", "+50e%", "-1ed", "+13min")
LENGTHS = ("1d", "2d", "4h", "3d", "30min", "1.5d", "1w", "0d", "2ed")
DATES = (
    "2026-03-02",
    "2026-03-04 09:00",
    "2026-03-06 17:00",
    "2026-03-07",
    "2026-03-10 12:00",
    "2026-03-13",
    "2999-12-31",
)
CALENDARS = (
    Calendar("early", week="mon-fri 06:00-14:00"),
    Calendar("six", week="mon-sat 08:00-12:00, 13:00-17:00"),
    Calendar("night", week="mon-thu 22:00-06:00"),
)
PEOPLE = (Resource("ana", calendar="early"), Resource("kim", calendar="six"))


def logic(random: Random, *, linked: bool, bounded: bool, tree: bool) -> Plan:
    """A plan of calendars and links; with other links and lags, bounds and summaries where asked."""
    size = random.randint(1, 14)
    items: list[Any] = []
    parents: list[str | None] = [None]
    wanted: list[tuple[str, Any]] = []
    for i in range(size):
        fields: dict[str, Any] = {"parent": random.choice(parents)}
        for j in random.sample(range(size), min(size, random.choice((0, 1, 2, 2)))):
            link = f"i{j} {random.choice(LINKS)}{random.choice(LAGS)}" if linked else f"i{j}"
            wanted.append((f"i{i}", dependency(link)))
        fields["calendar"] = random.choice((None, "early", "six", "night", "24_hours"))
        if bounded and random.random() < 0.3:
            fields["constraint"] = f"{random.choice(('SNET', 'SNLT', 'FNET', 'FNLT'))} {random.choice(DATES)}"
        if bounded and random.random() < 0.2:
            fields["deadline"] = random.choice(DATES)
        if tree and random.random() < 0.25:
            items.append(random.choice((Task, Project))(f"i{i}", **fields))
            parents.append(f"i{i}")
        elif random.random() < 0.2:
            items.append(Milestone(f"i{i}", **fields))
        else:
            if random.random() < 0.3:
                fields["assignments"] = random.sample(("ana", "kim"), random.choice((1, 2)))
            items.append(Task(f"i{i}", duration=random.choice(LENGTHS), **fields))
    after = free_of_rings({one.id: one.parent for one in items}, wanted)
    items = [evolve(one, after=after.get(one.id, ())) for one in items]
    settings: dict[str, Any] = {
        "late_horizon": random.choice(("project", "plan")),
        "zone": random.choice((None, "Europe/Berlin")),
    }
    start = random.choice(("2026-03-02", "2026-03-01 10:00", "2026-03-06 17:00", "2026-03-03 12:30"))
    return Plan(start=start, **settings).add(*CALENDARS, *PEOPLE, *items)


LEAVES = (
    "es",
    "ef",
    "ls",
    "lf",
    "span",
    "driver",
    "start_bound",
    "finish_bound",
    "seen",
    "total",
    "free",
    "base",
    "placed",
)
SUMMARIES = ("es", "ef", "lf", "seen")


def same(plan: Plan, engine: compiled.Kernels) -> bool:
    """Compare both ways; whether there was anything to compare."""
    problem = problem_of(plan)
    if not is_narrow(plan, problem):
        return False
    made = Narrow.of(plan, problem).solved(engine, LO, HI)
    assert made is not None
    short, left = made
    run = Run(plan, problem, engine, LO, HI)
    full = run.from_start()
    below, above = run.left()
    assert left == (below, above or run.short)
    leaf = problem.network.part == LEAF
    for name in LEAVES:
        assert getattr(short, name)[leaf].tolist() == getattr(full, name)[leaf].tolist(), (name, plan)
    gate = problem.network.part == 1
    for name in SUMMARIES:
        assert getattr(short, name)[~leaf].tolist() == getattr(full, name)[~leaf].tolist(), (name, plan)
    assert short.start_bound[gate].tolist() == full.start_bound[gate].tolist()
    close = problem.network.part == 2
    for name in ("span", "ls", "driver"):
        assert getattr(short, name)[close].tolist() == getattr(full, name)[close].tolist(), (name, plan)
    return True


@pytest.mark.parametrize("tree", [False, True])
@pytest.mark.parametrize("bounded", [False, True])
@pytest.mark.parametrize("linked", [False, True])
def test_narrow_passes_give_the_dates_floats_and_drivers_of_the_full_ones(
    linked: bool, bounded: bool, tree: bool
) -> None:
    """Every field that anybody reads, also of summaries, in some hundred plans of each make."""
    random = Random(f"{linked}{bounded}{tree}")
    compared = sum(
        same(logic(random, linked=linked, bounded=bounded, tree=tree), compiled.plain()) for _ in range(300)
    )
    assert compared > 200


def test_compiled_they_give_the_same() -> None:
    """Plans of every make."""
    pytest.importorskip("numba")
    fast = compiled.compiled()
    assert fast is not None
    random = Random(5)
    for _ in range(300):
        plan = logic(
            random, linked=random.random() < 0.5, bounded=random.random() < 0.5, tree=random.random() < 0.5
        )
        same(plan, fast)
