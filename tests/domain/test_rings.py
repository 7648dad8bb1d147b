import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Project, Routine, Task
from workmodel.domain.rings import rings


@st.composite
def tangles(draw):
    """Items with links in any direction and a hierarchy."""
    size = draw(st.integers(1, 8))
    kinds = [draw(st.sampled_from([Task, Task, Milestone, Project])) for _ in range(size)]
    items = []
    for i, kind in enumerate(kinds):
        above = [f"i{j}" for j in range(i) if kinds[j] is not Milestone]
        others = [f"i{j}" for j in range(size) if j != i]
        after = draw(st.lists(st.sampled_from(others), max_size=2)) if others else []
        parent = draw(st.sampled_from([None, None, *above]))
        items.append(
            kind(
                f"i{i}",
                parent=parent,
                after=[f"{o}{draw(st.sampled_from(['', ' SS', ' FF']))}" for o in after],
            )
        )
    return Plan().add(draw(st.permutations(items)))


def ends(plan):
    """Starts and finishes as the rules tie them."""
    graph = nx.DiGraph()
    for e in plan:
        graph.add_edge((e.id, "start"), (e.id, "finish"))
        if e.parent is not None:
            graph.add_edge((e.parent, "start"), (e.id, "start"))
            graph.add_edge((e.id, "finish"), (e.parent, "finish"))
        for d in e.after:
            graph.add_edge((d.predecessor, "finish"), (e.id, "start"))
    return graph


@given(tangles())
def test_one_ring_is_named_from_each_knot_and_none_elsewhere(plan):
    knots = [knot for knot in nx.strongly_connected_components(ends(plan)) if len(knot) > 1]
    found = rings(plan)
    assert len(found) == len(knots)
    place = {e.id: i for i, e in enumerate(plan)}
    for ring in found:
        assert any(
            {(name, "start") in knot or (name, "finish") in knot for name in ring} == {True} for knot in knots
        )
        assert len(set(ring)) == len(ring) > 1
        assert place[ring[0]] == min(place[name] for name in ring)
        for before, item in zip((ring[-1], *ring), ring, strict=False):
            linked = before in {d.predecessor for d in plan[item].after}
            assert linked or plan[before].parent == item or plan[item].parent == before
    assert list(found) == sorted(found, key=lambda ring: place[ring[0]])
    assert rings(plan, most=1) == () or rings(plan, most=1)[0] in found


def test_a_ring_may_run_through_a_routine():
    plan = Plan().add(Routine("r", after=["a"]), Task("a", after=["r next_only"]))
    assert rings(plan) == (("r", "a"),)
    inside = Plan().add(
        Project("p", after=["r same_period"]), Routine("r", parent="p"), Task("a", parent="p")
    )
    assert rings(inside) == (("p", "r"),)
    assert (
        rings(
            Plan().add(Project("p"), Routine("r", parent="p"), Task("a", parent="p", after=["r next_only"]))
        )
        == ()
    )


def test_rings_are_short_and_as_many_as_asked_for():
    pairs = [Task(f"{side}{i}", after=[f"{other}{i}"]) for i in range(5) for side, other in ("ab", "ba")]
    assert rings(Plan().add(pairs)) == tuple((f"a{i}", f"b{i}") for i in range(5))
    assert len(rings(Plan().add(pairs), most=2)) == 2
    shortcut = Plan().add(
        Task("a", after=["d", "b"]), Task("b", after=["a"]), Task("c", after=["b"]), Task("d", after=["c"])
    )
    assert rings(shortcut) == (("a", "b"),)


def test_a_ring_that_enters_a_summary_and_leaves_it_names_the_inner_ring():
    # the way back from a to itself goes in by the summary's gate and out by its close: p and q are a ring already
    plan = Plan().add(
        Task("a", after=["c"]), Task("p", after=["q"]), Task("c", parent="p"), Task("d", parent="p", after=["a"]),
        Task("q", after=["p"]),
    )  # fmt: skip
    assert rings(plan) == (("p", "q"),)


def test_what_has_been_removed_closes_no_ring():
    plan = Plan().add(Task("a", after=["b"]), Task("b", after=["a"])).remove("b", cascade=True)
    assert rings(plan) == ()
