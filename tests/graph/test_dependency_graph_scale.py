"""Large plans: nothing recurses, nothing is quadratic."""

import random

import pytest

from workmodel.domain import Milestone, Plan, Project, Task
from workmodel.graph import DependencyGraph

TASKS = 100_000


@pytest.fixture(scope="module")
def large():
    """A hundred projects of a thousand tasks, two links a task, some of them far."""
    draw = random.Random(7)
    items = []
    for i in range(TASKS):
        if i % 1000 == 0:
            items.append(Project(f"p{i // 1000}", after=[f"p{i // 1000 - 1}"] if i % 10_000 else []))
        near = [f"t{draw.randrange(max(0, i - 40), i)}" for _ in range(2)] if i else []
        items.append(Task(f"t{i}", parent=f"p{i // 1000}" if i % 2 else None, after=near, duration="1d"))
    return DependencyGraph(Plan(start="2026-03-02").add(items))


def test_a_hundred_thousand_tasks_are_walked(large):
    assert len(large.in_order()) == len(large) == TASKS + 100
    assert sum(map(len, large.generations())) == TASKS + 100
    assert large.cycle() is None
    assert len(large.affected_by("t0")) > TASKS // 2
    assert len(large.ancestors(f"t{TASKS - 1}")) > TASKS // 2
    assert len(large.descendants("t0", through_summaries=True)) > 0
    assert next(large.paths("t0", f"t{TASKS - 1}"))[0] == "t0"
    assert large.redundant_links()
    assert large.ready()[0] == "t0"
    assert large.open_starts()
    assert large.open_finishes()


def test_many_small_questions_do_not_build_the_graph_again(large):
    for i in range(0, TASKS, 10):
        assert len(large.predecessors(f"t{i}", through_summaries=True)) >= min(i, 1)
        large.successors(f"t{i}")
        large.depth(f"t{i}")


def test_a_chain_of_ten_thousand_needs_no_recursion():
    size = 10_000
    chain = DependencyGraph(
        Plan(start="2026-03-02").add(Task(f"t{i}", after=[f"t{i - 1}"] if i else []) for i in range(size))
    )
    assert len(chain.ancestors(f"t{size - 1}")) == size - 1
    assert len(chain.affected_by("t0")) == size - 1
    assert len(chain.generations()) == size
    assert len(next(chain.paths("t0", f"t{size - 1}"))) == size
    assert chain.redundant_links() == ()
    assert chain.ready() == ("t0",)


def test_ten_thousand_levels_of_hierarchy_need_no_recursion():
    size = 10_000
    nested = [Task(f"t{i}", parent=f"t{i - 1}" if i else None) for i in range(size)]
    deep = DependencyGraph(Plan(start="2026-03-02").add(*nested, Milestone("end", after=["t0"])))
    assert deep.depth(f"t{size - 1}") == size - 1
    assert len(deep.affected_by(f"t{size - 1}")) == size
    assert deep.in_order()[0].id == f"t{size - 1}"
    assert deep.leaves("t0") == (f"t{size - 1}",)
    assert deep.ready() == (f"t{size - 1}",)
    assert deep.open_starts() == (f"t{size - 1}", "end")[:1]
    assert len(next(deep.paths(f"t{size - 1}", "end", through_summaries=True))) == size + 1


def test_a_ring_of_ten_thousand_is_named():
    size = 10_000
    ring = Plan(start="2026-03-02").add(Task(f"t{i}", after=[f"t{(i - 1) % size}"]) for i in range(size))
    assert DependencyGraph(ring).cycle() == tuple(f"t{i}" for i in range(size))


def test_a_gathering_point_of_ten_thousand_links_is_searched_at_once():
    size = 10_000
    fan = [Task("begin"), *(Task(f"t{i}", after=["begin"]) for i in range(size))]
    end = Milestone("end", after=["begin", *(f"t{i}" for i in range(size))])
    found = DependencyGraph(Plan(start="2026-03-02").add(*fan, end)).redundant_links()
    assert [str(r) for r in found] == ["end after begin"]
