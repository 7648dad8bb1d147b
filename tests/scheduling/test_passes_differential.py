"""The passes against brute force over paths, compiled against plain, the short way against the full one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from attrs import evolve

from workmodel.domain import Calendar, Milestone, Plan, Project, Resource, Task
from workmodel.domain.dependency import dependency
from workmodel.graph.network import LEAF
from workmodel.scheduling import compiled, schedule
from workmodel.scheduling.problem import problem_of
from workmodel.scheduling.run import Run
from workmodel.scheduling.simple import is_simple, solve_simple
from workmodel.scheduling.solving import solve
from workmodel.testing.oracle import plain_backward_pass, plain_floats, plain_forward_pass
from workmodel.testing.strategies.logic import free_of_rings

LINKS = ("FS", "SS", "FF", "SF")
START = 29_540_160  # 2026-03-02 00:00, minutes since 1970
GRAPHS = 10_000
BATCHES = 20


# -- brute force ------------------------------------------------------------------------------------------------------


class Graph:
    """Work around the clock, so that every link is a difference of starts: start of one + weight ≤ start of the other."""

    def __init__(self, random: Random) -> None:
        size = random.randint(2, 12)
        self.length = [random.choice((0, 60, 90, 480, 1440)) for _ in range(size)]
        density = random.uniform(0.1, 0.5)
        self.links = [
            (a, b, random.choice(LINKS), random.choice((0, 0, 30, 600, -45, -500)))
            for b in range(size)
            for a in range(b)
            if random.random() < density
        ]

    def weight(self, link: tuple[int, int, str, int]) -> int:
        a, b, kind, lag = link
        from_a = self.length[a] if kind in {"FS", "FF"} else 0
        to_b = self.length[b] if kind in {"FF", "SF"} else 0
        return from_a + lag - to_b

    def paths(self, node: int, *, back: bool) -> list[int]:
        """The weights of all paths that end (or begin) at a node, one by one, the empty one among them."""
        found = [0]
        for link in self.links:
            here, there = (link[1], link[0]) if back else (link[0], link[1])
            if here == node:
                found += [self.weight(link) + rest for rest in self.paths(there, back=back)]
        return found

    def plan(self) -> Plan:
        after: dict[int, list[str]] = {}
        for a, b, kind, lag in self.links:
            after.setdefault(b, []).append(f"t{a} {kind}{lag:+}min" if lag else f"t{a} {kind}")
        return Plan(start="2026-03-02", calendar="24_hours").add(
            *(Task(f"t{i}", duration=f"{n}min", after=after.get(i, ())) for i, n in enumerate(self.length))
        )


@pytest.mark.parametrize("batch", range(BATCHES))
def test_dates_and_floats_against_brute_force_over_paths(batch: int) -> None:
    """The early start is the heaviest path, none below the plan's start; the late one the tightest to the horizon."""
    random = Random(batch)
    for _ in range(GRAPHS // BATCHES):
        graph = Graph(random)
        nodes = range(len(graph.length))
        # a path may begin at any node, where the start of the plan bounds it
        early = [max(0, *graph.paths(node, back=True)) for node in nodes]
        horizon = max(start + length for start, length in zip(early, graph.length, strict=True))
        reach = [graph_late(graph, node, horizon) for node in nodes]
        dates = schedule(graph.plan()).dates
        assert (dates.early_start - START).tolist() == early, graph.links
        assert (dates.late_start - START).tolist() == reach, graph.links
        assert dates.total_float.tolist() == [b - a for a, b in zip(early, reach, strict=True)]
        for node in nodes:
            gaps = [
                early[b] - early[a] - graph.weight(link)
                for link in graph.links
                for a, b in [link[:2]]
                if a == node
            ]
            assert dates.free_float[node] == max(0, min([reach[node] - early[node], *gaps]))


def graph_late(graph: Graph, node: int, horizon: int) -> int:
    """The latest start: for every path onward, the last item on it has to end by the horizon."""
    after = [
        graph_late(graph, link[1], horizon) - graph.weight(link) for link in graph.links if link[0] == node
    ]
    return min([horizon - graph.length[node], *after])


# -- plans of every kind ----------------------------------------------------------------------------------------------

DATES = ("2026-03-02", "2026-03-04 09:00", "2026-03-06 17:00", "2026-03-07", "2026-03-10 12:00", "2026-03-13")
LAGS = ("", "", "", "+1d", "+1ed", "-4h", "+50%", "-25%", "+50e%", "-1ed", "+13min")
LENGTHS = ("1d", "2d", "4h", "3d", "30min", "1.5d", "1w", "0d", "2ed")
CONSTRAINTS = ("SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")


def anything(random: Random, size: int) -> Plan:
    """A plan that uses what the kernels know: hierarchy, links, lags, constraints, calendars, people, progress."""
    hours = [
        Calendar("early", week="mon-fri 06:00-14:00"),
        Calendar("six", week="mon-sat 08:00-12:00, 13:00-17:00"),
    ]
    people = [
        Resource("ana", calendar="early", capacity="0.5"),
        Resource("ben"),
        Resource("kim", calendar="six"),
    ]
    settings: dict[str, Any] = {
        "start": "2026-03-01 10:00",
        "late_horizon": random.choice(("project", "plan")),
    }
    if random.random() < 0.3:
        settings |= {"direction": "backward", "finish": "2026-03-20"}
    if random.random() < 0.3:
        settings |= {
            "status_date": "2026-03-05",
            "uncompleted": random.choice(("keep", "reschedule")),
            "out_of_sequence": random.choice(("keep", "retained_logic")),
        }
    items: list[Any] = []
    parents: list[str | None] = [None]
    wanted: list[tuple[str, Any]] = []
    for i in range(size):
        fields: dict[str, Any] = {"parent": random.choice(parents)}
        some = random.sample(range(size), min(size, random.choice((0, 1, 1, 2))))
        wanted += [(f"i{i}", dependency(f"i{j} {random.choice(LINKS)}{random.choice(LAGS)}")) for j in some]
        if random.random() < 0.15:
            fields["constraint"] = random.choice(
                [f"{kind} {random.choice(DATES)}" for kind in CONSTRAINTS] + ["ALAP", "ASAP"]
            )
        if random.random() < 0.1:
            fields["deadline"] = random.choice(DATES)
        if random.random() < 0.1:
            fields["calendar"] = random.choice(("early", "six", "24_hours"))
        kind = random.random()
        if kind < 0.12:
            items.append(random.choice((Task, Project))(f"i{i}", **fields))
            parents.append(f"i{i}")
        elif kind < 0.25:
            items.append(Milestone(f"i{i}", **fields, **state(random)))
        else:
            amount = random.random()
            if amount < 0.2:
                fields |= {"effort": random.choice(("2d", "12h")), "split": random.choice(("total", "each"))}
            elif amount < 0.95:
                fields["duration"] = random.choice(LENGTHS)
            if random.random() < 0.4:
                fields["assignments"] = [one.id for one in random.sample(people, random.randint(1, 3))]
            items.append(Task(f"i{i}", **fields, **state(random)))
    after = free_of_rings({one.id: one.parent for one in items}, wanted)
    items = [evolve(one, after=after.get(one.id, ())) for one in items]
    return Plan(**settings).add(*hours, *people, *items)


def state(random: Random) -> dict[str, Any]:
    drawn = random.random()
    if drawn < 0.06:
        return {"progress": {"actual_start": random.choice(DATES), "percent": random.choice((0, 30, 99))}}
    if drawn < 0.09:
        return {"progress": {"actual_finish": random.choice(DATES)}}
    if drawn < 0.11:
        return {"progress": random.choice(("50%", "100%"))}
    if drawn < 0.15:
        return {"manual": random.choice(DATES)}
    if drawn < 0.18:
        return {"leveling_delay": random.choice(("1ed", "3eh"))}
    return {}


def fields_of(found: Any) -> dict[str, list[int]]:
    names = ("es", "ef", "ls", "lf", "wef", "wlf", "wes", "wls", "span", "driver", "start_bound", "finish_bound", "seen",
             "total", "free", "base", "placed")  # fmt: skip
    return {name: getattr(found, name).tolist() for name in names}


def same_both_ways(plan: Plan) -> None:
    fast = compiled.compiled()
    assert fast is not None
    problem = problem_of(plan)
    assert fields_of(solve(plan, problem, compiled.plain())) == fields_of(solve(plan, problem, fast))


def has_numba() -> bool:
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.mark.untraced
@pytest.mark.skipif(not has_numba(), reason="numba is not installed")
@pytest.mark.parametrize("batch", range(5))
def test_compiled_and_plain_kernels_find_the_same_bit_for_bit(batch: int) -> None:
    """Dates, floats and drivers of 1,000 plans of every kind."""
    random = Random(1000 + batch)
    for _ in range(200):
        same_both_ways(anything(random, random.randint(1, 14)))


@pytest.mark.skipif(not has_numba(), reason="numba is not installed")
def test_also_on_the_short_way() -> None:
    """Plain plans."""
    random = Random(7)
    for _ in range(100):
        same_both_ways(plain_plan(random))


def plain_plan(random: Random) -> Plan:
    """One calendar, finish-to-start links, lags, milestones."""
    size = random.randint(1, 20)
    items: list[Any] = []
    for i in range(size):
        some = random.sample(items, min(len(items), random.choice((0, 1, 1, 2, 3))))
        after = [f"{one.id} FS{random.choice(('', '', '+1d', '+25%', '+20min'))}" for one in some]
        length = random.choice(("1d", "4h", "8h", "37min", "2w", None))
        items.append(
            Milestone(f"i{i}", after=after) if length is None else Task(f"i{i}", duration=length, after=after)
        )
    start = random.choice(
        ("2026-03-02", "2026-03-01 08:00", "2026-03-06 17:00", "2026-03-02 12:30", "2026-03-03 09:15")
    )
    return Plan(start=start, zone=random.choice((None, "Europe/Berlin"))).add(*items)


def test_where_compiled_code_cannot_be_kept_it_is_made_for_this_process() -> None:
    """A compiler that finds no folder to write to, and then compiles nothing: kernels on arrays, as they stand."""

    def njit(**options: Any) -> Any:
        if "cache" in options:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    engine = compiled._compile(njit)
    random = Random(13)
    for _ in range(50):
        for plan in (plain_plan(random), anything(random, 6)):
            problem = problem_of(plan)
            assert fields_of(solve(plan, problem, engine)) == fields_of(
                solve(plan, problem, compiled.plain())
            )


def test_what_was_not_found_is_no_field() -> None:
    """Fields are those of the kernels."""
    plan = plain_plan(Random(1))
    assert not hasattr(solve(plan, problem_of(plan), compiled.plain()), "colour")


def test_the_short_way_gives_the_dates_of_the_full_passes() -> None:
    """Every field of 500 plain plans."""
    random = Random(3)
    for _ in range(500):
        plan = plain_plan(random)
        problem = problem_of(plan)
        assert is_simple(plan, problem)
        short = solve_simple(problem, compiled.plain())
        lo, hi = START - 200_000, START + 2_000_000
        run = Run(plan, problem, compiled.plain(), lo, hi)
        full = run.from_start()
        assert run.left() == (False, False)
        for name in ("es", "ef", "ls", "lf", "span", "driver", "total", "free", "base", "placed"):
            assert getattr(short, name).tolist() == getattr(full, name).tolist(), name
        bounded = full.driver != -1
        assert short.start_bound.tolist() == full.start_bound.tolist() or bounded.any()


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "backward", "finish": "2026-03-13"},
        {"deadline": "2026-03-13"},
        {"constraint": "SNET 2026-03-03"},
        {"constraint": "SNLT 2026-03-03"},
        {"constraint": "FNET 2026-03-03"},
        {"constraint": "ALAP"},
        {"duration": "1ed"},
        {"leveling_delay": "1ed"},
        {"manual": "2026-03-03"},
        {"progress": "50%"},
        {"calendar": "24_hours"},
        {"after": ["a SS"]},
        {"after": ["a FS-1d"]},
        {"after": ["a FS+1ed"]},
        {"after": ["a FS+50e%"]},
        {"parent": "group"},
        {"parent": "project"},
        {"assignments": ["ana", "ben"], "effort": "2d", "duration": None},
    ],
)
def test_whatever_is_not_plain_goes_the_full_way(change: dict[str, Any]) -> None:
    """One item that sets something rare is enough."""
    plan = Plan(start="2026-03-02").add(
        Resource("ana"),
        Resource("ben", calendar="24_hours"),
        Task("a", duration="1d"),
        Task("b", duration="1d", after=["a"]),
    )
    assert is_simple(plan, problem_of(plan))
    if "direction" in change:
        changed = plan.evolve(**change)
    elif "parent" in change:
        changed = plan.add(Task("group") if change["parent"] == "group" else Project("project")).evolve(
            "b", **change
        )
    else:
        changed = plan.evolve("b", **change)
    assert not is_simple(changed, problem_of(changed))


def test_an_empty_plan_is_not_plain() -> None:
    """There is nothing to take a calendar from."""
    plan = Plan(start="2026-03-02")
    assert not is_simple(plan, problem_of(plan))


# -- the rules read slowly --------------------------------------------------------------------------------------------


def test_against_the_rules_read_slowly() -> None:
    """Early, late and floats of 400 plans without progress, people's effort and planning against the direction.

    Empty projects are told apart elsewhere.
    """
    random = Random(11)
    seen = 0
    while seen < 400:
        plan = anything(random, random.randint(1, 9))
        tasks = plan.items.values()
        if plan.settings.direction == "backward" or plan.settings.status_date is not None or any(
            getattr(one, "progress", None) or getattr(one, "manual", None) or getattr(one, "effort", None)
            or (one.constraint is not None and one.constraint.kind in {"ALAP", "ASAP"})
            or (isinstance(one, Project) and not plan.leaves(one.id)) for one in tasks
        ):  # fmt: skip
            continue
        seen += 1
        dates = schedule(plan).dates
        row = {name: place for place, name in enumerate(plan.columns.ids)}
        early = plain_forward_pass(plan)
        for name, window in early.items():
            assert (dates.early_start[row[name]], dates.early_finish[row[name]]) == window, name
        late = plain_backward_pass(plan, early)
        for name, window in late.items():
            assert (dates.late_start[row[name]], dates.late_finish[row[name]]) == window, name
        for name, (total, free) in plain_floats(plan, early, late).items():
            assert (dates.total_float[row[name]], dates.free_float[row[name]]) == (total, free), name


def test_leaves_are_what_the_passes_date() -> None:
    """Every task, milestone and project has a row, and every leaf a node of its own."""
    plan = anything(Random(5), 12)
    network = problem_of(plan).network
    assert len(schedule(plan)) == len(plan.items)
    assert int((network.part == LEAF).sum()) == len(plan.leaves())
