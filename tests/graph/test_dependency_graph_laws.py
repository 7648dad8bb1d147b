"""Every answer of the graph against a plain reading of its definition, on small plans of any shape."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

from workmodel.domain import Milestone, Plan, Project, Task
from workmodel.errors import DependencyCycle
from workmodel.graph import DependencyGraph

LINKS = ["", " SS", " FF", " SF", " FS+1d", " FS-1d", " FS+50%", " SS+2d", " FF-1ed"]


@st.composite
def drafts(draw, forward=False, flat=False, links=LINKS):
    """Plans of up to nine items; with *forward* links they may hold rings."""
    size = draw(st.integers(0, 9))
    kinds = [draw(st.sampled_from([Task, Task, Task, Milestone, Project])) for _ in range(size)]
    kinds = [Task if flat and kind is Project else kind for kind in kinds]
    items = []
    for i, kind in enumerate(kinds):
        above = [j for j in range(i) if kinds[j] is not Milestone]
        parent = draw(st.sampled_from([None, None, *above])) if above and not flat else None
        others = [j for j in range(size) if j != i] if forward else list(range(i))
        waited = draw(st.lists(st.sampled_from(others), max_size=3)) if others else []
        after = [f"i{j}{draw(st.sampled_from(links))}" for j in waited]
        options = {}
        if kind is not Project and draw(st.integers(0, 5)) == 0:
            options = draw(
                st.sampled_from([{"manual": "2026-03-02"}, {"progress": "40%"}, {"progress": "100%"}])
            )
        items.append(kind(f"i{i}", parent=parent if parent is None else f"i{parent}", after=after, **options))
    return Plan(start="2026-03-02").add(*items)


def content(plan, name):
    return {name}.union(*(content(plan, child) for child in plan.children(name)))


def above(plan, name):
    found = []
    while (name := plan[name].parent) is not None:
        found.append(name)
    return found


def what_waits_for_what(plan):
    """From each item to all that has to finish before it starts: own links, and those of the summaries above."""
    graph = nx.DiGraph()
    graph.add_nodes_from(e.id for e in plan)
    for e in plan:
        for holder in (e.id, *above(plan, e.id)):
            for d in plan[holder].after:
                graph.add_edges_from((e.id, waited) for waited in content(plan, d.predecessor))
    return graph


def in_plan_order(plan, names):
    return tuple(e.id for e in plan if e.id in names)


@given(drafts(forward=True))
def test_neighbours_are_the_declared_links(plan):
    graph = DependencyGraph(plan)
    declared = [(d.predecessor, e.id, d) for e in plan for d in e.after]
    found = [(r.predecessor, r.successor, r.dependency) for e in plan for r in graph.predecessors(e.id)]
    assert found == declared
    mirrored = [(r.predecessor, r.successor, r.dependency) for e in plan for r in graph.successors(e.id)]
    assert sorted(mirrored, key=str) == sorted(declared, key=str)
    for e in plan:
        effective = [r for holder in (e.id, *above(plan, e.id)) for r in graph.predecessors(holder)]
        assert list(graph.predecessors(e.id, through_summaries=True)) == effective
        waiting = [r for waited in (e.id, *above(plan, e.id)) for r in graph.successors(waited)]
        assert list(graph.successors(e.id, through_summaries=True)) == waiting


@given(drafts(forward=True))
def test_reach_by_declared_links_is_networkxs(plan):
    graph = DependencyGraph(plan)
    for e in plan:
        assert graph.ancestors(e.id) == in_plan_order(plan, nx.ancestors(graph.networkx, e.id))
        assert graph.descendants(e.id) == in_plan_order(plan, nx.descendants(graph.networkx, e.id))


@given(drafts(forward=True))
def test_reach_through_summaries_is_what_the_links_of_all_summaries_say(plan):
    graph, waits = DependencyGraph(plan), what_waits_for_what(plan)
    for e in plan:
        before = in_plan_order(plan, nx.descendants(waits, e.id) - {e.id})
        assert graph.ancestors(e.id, through_summaries=True) == before
        after = in_plan_order(plan, nx.ancestors(waits, e.id) - {e.id})
        assert graph.descendants(e.id, through_summaries=True) == after


@given(drafts(forward=True))
def test_what_a_slip_moves_is_what_follows_from_four_rules(plan):
    graph = DependencyGraph(plan)
    for e in plan:
        starts, finishes = {e.id}, set()
        while True:
            more_finishes = starts | {plan[name].parent for name in finishes} - {None}
            more_starts = {name for s in starts for name in plan.children(s)}
            more_starts |= {r.successor for f in finishes for r in graph.successors(f)}
            if more_starts <= starts and more_finishes <= finishes:
                break
            starts, finishes = starts | more_starts, finishes | more_finishes
        assert graph.affected_by(e.id) == in_plan_order(plan, (starts | finishes) - {e.id})
        assert set(graph.descendants(e.id, through_summaries=True)) <= set(graph.affected_by(e.id))


@given(drafts(forward=True))
def test_a_ring_is_found_exactly_where_something_waits_for_itself(plan):
    graph, waits = DependencyGraph(plan), what_waits_for_what(plan)
    ring = graph.cycle()
    assert (ring is None) is nx.is_directed_acyclic_graph(waits)
    if ring is None:
        return
    assert len(set(ring)) == len(ring) > 1
    for before, item in zip((ring[-1], *ring), ring, strict=False):
        waited_for = (
            {d.predecessor for d in plan[item].after} | set(plan.children(item)) | {plan[item].parent}
        )
        assert before in waited_for
    with pytest.raises(DependencyCycle) as caught:
        graph.in_order()
    assert caught.value.path == ring
    assert caught.value.through_summaries == tuple(name for name in ring if plan.children(name))
    for question in (graph.generations, graph.redundant_links):
        with pytest.raises(DependencyCycle):
            question()


@given(drafts(forward=True))
def test_in_order_everything_comes_after_what_it_waits_for(plan):
    graph, waits = DependencyGraph(plan), what_waits_for_what(plan)
    assume(graph.cycle() is None)
    order = [item.id for item in graph.in_order()]
    assert sorted(order) == sorted(e.id for e in plan)
    place = {name: i for i, name in enumerate(order)}
    for e in plan:
        assert all(place[waited] < place[e.id] for waited in waits.successors(e.id))
        assert all(place[child] < place[e.id] for child in plan.children(e.id))


@given(drafts(forward=True, flat=True))
def test_of_what_may_come_next_the_first_of_the_plan_comes(plan):
    graph = DependencyGraph(plan)
    assume(graph.cycle() is None)
    place = {e.id: i for i, e in enumerate(plan)}
    expected = list(nx.lexicographical_topological_sort(nx.DiGraph(graph.networkx), key=place.__getitem__))
    assert [item.id for item in graph.in_order()] == expected


@given(drafts(forward=True))
def test_generations_are_the_topological_ones_of_what_waits_for_what(plan):
    graph, waits = DependencyGraph(plan), what_waits_for_what(plan)
    assume(graph.cycle() is None)
    waits.add_edges_from((e.id, child) for e in plan for child in plan.children(e.id))
    expected = [in_plan_order(plan, names) for names in nx.topological_generations(waits.reverse())]
    assert list(graph.generations()) == expected


@given(drafts(forward=True))
def test_paths_are_networkxs_simple_paths(plan):
    graph = DependencyGraph(plan)
    simple = nx.DiGraph(graph.networkx)
    for a in plan:
        for b in plan:
            expected = [] if a is b else [tuple(path) for path in nx.all_simple_paths(simple, a.id, b.id)]
            found = list(graph.paths(a.id, b.id, limit=None))
            assert sorted(found) == sorted(expected)
            assert list(graph.paths(a.id, b.id, limit=1)) == found[:1]


@given(drafts())
def test_a_path_through_summaries_leads_to_every_descendant_and_to_nothing_else(plan):
    graph = DependencyGraph(plan)
    assume(graph.cycle() is None)
    for a in plan:
        reached = graph.descendants(a.id, through_summaries=True)
        for b in plan:
            found = list(graph.paths(a.id, b.id, limit=None, through_summaries=True))
            assert bool(found) is (b.id in reached)
            assert len(set(found)) == len(found)
            for path in found:
                assert (path[0], path[-1]) == (a.id, b.id)
                for before, item in pairwise(path):
                    linked = before in {d.predecessor for d in plan[item].after}
                    assert linked or plan[before].parent == item or plan[item].parent == before


# -- redundancy ---------------------------------------------------------------------------------------


def keeps_to_its_links(item):
    return getattr(item, "manual", None) is None and (getattr(item, "progress", None) is None)


def chain_graph(plan, through_summaries):
    """Ends that certainly hold each other back: the definition, edge by edge."""
    graph = nx.DiGraph()
    for e in plan:
        graph.add_nodes_from([("start", e.id), ("finish", e.id)])
        leaves = [plan[name] for name in content(plan, e.id) if not plan.children(name)]
        if any(keeps_to_its_links(leaf) for leaf in leaves):
            graph.add_edge(("start", e.id), ("finish", e.id))
        for d in e.after:
            if d.link == "FS" and not str(d.lag).startswith("-"):
                graph.add_edge(("finish", d.predecessor), ("start", e.id))
        if through_summaries and e.parent is not None:
            graph.add_edge(("start", e.parent), ("start", e.id))
            graph.add_edge(("finish", e.id), ("finish", e.parent))
    return graph


@given(drafts(links=["", "", "", " SS", " FS+1d", " FS-1d"]), st.booleans())
def test_a_link_is_redundant_exactly_where_a_longer_chain_says_as_much(plan, through_summaries):
    graph = DependencyGraph(plan)
    assume(graph.cycle() is None)
    chains = chain_graph(plan, through_summaries)
    expected = []
    for e in plan:
        for d in e.after:
            if d.link != "FS" or d.lag:
                continue
            others = chains.copy()
            others.remove_edge(("finish", d.predecessor), ("start", e.id))
            if nx.has_path(others, ("finish", d.predecessor), ("start", e.id)):
                expected.append((d.predecessor, e.id, d))
    found = graph.redundant_links(through_summaries=through_summaries)
    assert [(r.predecessor, r.successor, r.dependency) for r in found] == expected


def dates(plan, durations):
    """A forward pass of flat plans in plain numbers: links, leads, manual items at zero, started ones at one."""
    start, finish = {}, {}
    for item in DependencyGraph(plan).in_order():
        length = durations[item.id]
        bounds = [0]
        for d in item.after:
            lag = plan.minutes(d.lag) if not str(d.lag).endswith("%") else 0.5 * durations[d.predecessor]
            base = start if d.link in ("SS", "SF") else finish
            bounds.append(base[d.predecessor] + lag - (length if d.link in ("FF", "SF") else 0))
        started = getattr(item, "progress", None) is not None
        begin = 0 if item.manual is not None else 1 if started else max(bounds)
        start[item.id], finish[item.id] = begin, begin + length
    return start


@given(drafts(flat=True), st.data())
def test_without_all_redundant_links_every_date_stays(plan, data):
    graph = DependencyGraph(plan)
    lengths = {e.id: data.draw(st.integers(0, 5000)) for e in plan}
    dropped = plan
    for relation in graph.redundant_links():
        kept = [d for d in dropped[relation.successor].after if d != relation.dependency]
        dropped = dropped.evolve(relation.successor, after=kept)
    note(str([str(r) for r in graph.redundant_links()]))
    assert dates(dropped, lengths) == dates(plan, lengths)
    assert DependencyGraph(dropped).redundant_links() == ()


# -- open ends and readiness --------------------------------------------------------------------------


@given(drafts(forward=True))
def test_open_ends_are_leaves_without_bounding_links_of_their_own_or_above(plan):
    graph = DependencyGraph(plan)
    leaves = [e.id for e in plan if e.kind != "project" and not plan.children(e.id)]

    def bound(name):
        return any(r.link in ("FS", "SS") for r in graph.predecessors(name, through_summaries=True))

    def awaited(name):
        return any(r.link in ("FS", "FF") for r in graph.successors(name, through_summaries=True))

    assert graph.open_starts() == tuple(name for name in leaves if not bound(name))
    assert graph.open_finishes() == tuple(name for name in leaves if not awaited(name))


@given(drafts(forward=True), st.data())
def test_ready_is_what_has_not_started_and_no_link_holds(plan, data):
    graph = DependencyGraph(plan)
    names = [e.id for e in plan]
    done = data.draw(st.sets(st.sampled_from(names))) if names else set()
    begun = data.draw(st.sets(st.sampled_from(names))) if names else set()

    def leaves(name):
        below = [leaf for child in plan.children(name) for leaf in leaves(child)]
        return below if plan.children(name) else [] if plan[name].kind == "project" else [name]

    def complete(name):
        if plan.children(name) or plan[name].kind == "project":
            return all(complete(leaf) for leaf in leaves(name))
        reported = plan[name].progress
        return bool({name, *above(plan, name)} & done) or (reported is not None and reported.complete)

    def started(name):
        if plan.children(name) or plan[name].kind == "project":
            return any(started(leaf) for leaf in leaves(name))
        reported = plan[name].progress
        said = bool({name, *above(plan, name)} & begun) or (reported is not None and reported.started)
        return said or complete(name)

    def held(name):
        relations = graph.predecessors(name, through_summaries=True)
        return any(
            (r.link == "FS" and not complete(r.predecessor))
            or (r.link == "SS" and not started(r.predecessor))
            for r in relations
        )

    expected = [e.id for e in plan if e.kind != "project" and not plan.children(e.id)]
    expected = [name for name in expected if not started(name) and not held(name)]
    assert graph.ready(done=done, started=begun) == tuple(expected)


@given(drafts(forward=True))
def test_hierarchy_is_the_plans(plan):
    graph = DependencyGraph(plan)
    assert graph.roots() == tuple(e.id for e in plan if e.parent is None)
    assert graph.leaves() == plan.leaves()
    assert len(graph) == len(plan)
    assert list(graph) == [e.id for e in plan]
    for e in plan:
        assert graph.parent(e.id) == e.parent
        assert graph.children(e.id) == plan.children(e.id)
        assert graph.leaves(e.id) == plan.leaves(e.id)
        assert graph.depth(e.id) == len(above(plan, e.id))
