"""Parts of a plan that have nothing to do with each other."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given

from workmodel.domain import (
    Baseline,
    BaselineRow,
    Calendar,
    Completion,
    Milestone,
    Mode,
    Plan,
    Project,
    Property,
    Resource,
    Routine,
    RoutineStep,
    Task,
)
from workmodel.errors import WrongType
from workmodel.graph import DependencyGraph, independent_parts
from workmodel.testing.strategies import plans


def parts(*entities) -> set[str]:
    """Each part as its ids in a row."""
    return {" ".join(part) for part in independent_parts(Plan().add(entities))}


def test_what_no_link_and_nobody_joins_stands_alone():
    assert parts(Task("a"), Milestone("b"), Project("c"), Routine("d")) == {"a", "b", "c", "d"}
    assert independent_parts(Plan()) == ()
    assert independent_parts(Plan().add(Resource("ana"), Calendar("late", week="mon-fri 12:00-20:00"))) == ()


def test_links_of_any_kind_join_also_from_and_to_routines():
    chain = Task("a"), Task("b", after=["a SF-1d"]), Routine("r", recurrence="FREQ=DAILY", after=["b"])
    assert parts(*chain, Milestone("m", after=["r next_only"]), Task("x")) == {"a b r m", "x"}


def test_a_summary_joins_what_is_in_it():
    inside = Task("a", parent="p"), Task("b", parent="a"), Routine("r", parent="p", recurrence="FREQ=DAILY")
    assert parts(Project("p"), *inside, Task("x")) == {"p a b r", "x"}


def test_whoever_is_assigned_to_two_items_joins_them():
    ana = Resource("ana")
    assert parts(ana, Task("a", assignments=["ana"]), Task("b", assignments=["ana 50%"]), Task("x")) == {
        "a b",
        "x",
    }
    assert parts(
        ana, Task("a", assignments=["ana"]), Routine("r", recurrence="FREQ=DAILY", assignments=["ana"])
    ) == {"a r"}


def test_a_team_joins_its_members_work():
    people = Resource("ben"), Resource("dev", members=["ben"])
    assert parts(*people, Task("a", assignments=["ben"]), Task("b", assignments=["dev"])) == {"a b"}


def test_what_a_mode_or_a_requirement_may_take_is_shared():
    ana = Resource("ana", skills=["sql 4"])
    by_mode = Task("a", modes=[Mode("alone", duration="1d", assignments=["ana"])])
    assert parts(ana, by_mode, Task("b", assignments=["ana"])) == {"a b"}
    assert parts(ana, Task("a", requires=["from ana"]), Task("b", assignments=["ana"])) == {"a b"}
    assert parts(ana, Task("a", requires=["sql"]), Task("b", assignments=["ana"])) == {"a b"}
    in_a_mode = Task("a", modes=[Mode("alone", duration="1d", requires=["sql"])])
    assert parts(ana, in_a_mode, Task("b", assignments=["ana"])) == {"a b"}


def test_a_skill_joins_only_where_it_is_asked_for():
    people = Resource("ana", skills=["sql"]), Resource("ben", skills=["sql"])
    work = Task("a", assignments=["ana"]), Task("b", assignments=["ben"])
    assert parts(*people, *work) == {"a", "b"}
    assert parts(*people, *work, Task("c", requires=["sql"]), Task("d", requires=["sql"])) == {"a b c d"}
    assert parts(*people, *work, Task("c", requires=["law"])) == {"a", "b", "c"}


def test_managers_join_only_where_a_step_of_a_routine_asks_for_them():
    people = Resource("eva"), Resource("ana", manager="eva"), Resource("ben", manager="eva")
    work = Task("a", assignments=["ana"]), Task("b", assignments=["ben"])
    assert parts(*people, *work) == {"a", "b"}
    review = Routine(
        "r", recurrence="FREQ=DAILY", assignments=["ana"], steps=[RoutineStep("x", who=["manager"])]
    )
    assert parts(*people, *work, review) == {"a b r"}


def test_whoever_did_an_occurrence_shares_the_routine():
    done = Completion(routine="r", occurrence="2026-03-02", done="2026-03-02", step="x", person="ana")
    people = Resource("ana"), Resource("ben")
    routine = Routine(
        "r", recurrence="FREQ=DAILY", assignments=["ben"], steps=[RoutineStep("x", who=["each"])]
    )
    assert parts(*people, routine, done, Task("a", assignments=["ana"])) == {"r a"}
    assert parts(*people, routine, Task("a", assignments=["ana"])) == {"r", "a"}


def test_calendars_properties_and_baselines_do_not_join():
    late = Calendar("late", week="mon-fri 12:00-20:00")
    own = Property("owner", type="reference"), Resource("ana")
    a = Task("a", calendar="late", properties={"owner": "ana"})
    b = Task("b", calendar="late", properties={"owner": "ana"})
    agreed = Baseline("agreed", date="2026-03-02", rows=[BaselineRow(id="a"), BaselineRow(id="b")])
    assert parts(late, *own, a, b, agreed) == {"a", "b"}


def test_parts_and_what_is_in_them_stand_in_the_order_of_the_plan():
    plan = Plan().add(
        Resource("ben"),
        Task("c"),
        Task("x", assignments=["ben"]),
        Task("a", after=["c"]),
        Task("b", assignments=["ben"]),
    )
    assert independent_parts(plan) == (("c", "a"), ("x", "b"))
    assert independent_parts(plan.move("b", before="c")) == (("b", "x"), ("c", "a"))
    assert independent_parts(plan.remove("c", cascade=True)) == (("x", "b"), ("a",))


def test_a_ring_is_one_part():
    assert parts(Task("a", after=["b"]), Task("b", after=["a"]), Task("x")) == {"a b", "x"}


def test_a_plan_is_asked_for():
    with pytest.raises(WrongType, match="a plan"):
        independent_parts("plan")


@given(plans())
def test_connected_components_are_those_of_networkx_with_the_hierarchy(plan):
    graph = DependencyGraph(plan)
    joined = nx.Graph(graph.networkx.to_undirected())
    joined.add_edges_from((name, graph.parent(name)) for name in graph if graph.parent(name) is not None)
    place = {name: number for number, name in enumerate(graph)}
    theirs = sorted(
        (sorted(part, key=place.__getitem__) for part in nx.connected_components(joined)),
        key=lambda p: place[p[0]],
    )
    assert graph.connected_components() == tuple(map(tuple, theirs))


@given(plans())
def test_parts_are_a_partition_that_no_link_no_parent_and_no_assignment_leaves(plan):
    found = independent_parts(plan)
    part_of = {name: number for number, part in enumerate(found) for name in part}
    assert sorted(part_of, key=[e.id for e in plan].index) == list(DependencyGraph(plan))
    assert sum(map(len, found)) == len(part_of)
    users: dict[str, set[int]] = {}
    for name, number in part_of.items():
        item = plan[name]
        assert all(part_of[d.predecessor] == number for d in item.after)
        assert item.parent is None or part_of[item.parent] == number
        for one in getattr(item, "assignments", ()):
            users.setdefault(getattr(one, "resource", one), set()).add(number)
    assert all(len(numbers) == 1 for numbers in users.values())


def test_the_longest_chain_in_any_order_is_one_part_and_quickly_found():
    size = 100_000
    order = Random(1).sample(range(size), size)
    after = dict(zip(order[1:], order, strict=False))
    plan = Plan().add(Task(f"t{i}", after=[f"t{after[i]}"] if i in after else []) for i in range(size))
    assert len(independent_parts(plan)) == 1
    assert len(DependencyGraph(plan).connected_components()) == 1
