"""Large and lopsided plans: nothing recurses, nothing is quadratic, and messages stay short."""

import pickle
from contextlib import contextmanager
from time import process_time

import pytest

from workmodel.calendars import CalendarException
from workmodel.domain import Calendar, Milestone, Plan, Resource, Task
from workmodel.errors import DependencyCycle, PlanFaults
from workmodel.graph import DependencyGraph, Network
from workmodel.graph.network import network

pytestmark = pytest.mark.untraced  # how long things take is what is asked here

DEEP = 10_000
WIDE = 50_000


@contextmanager
def within(seconds):
    """Far more than it takes, far less than it would if it were quadratic."""
    began = process_time()
    yield
    assert process_time() - began < seconds


@pytest.fixture(scope="module")
def wide():
    return Plan(start="2026-03-02").add(
        [Task(f"t{i}", duration="1d") for i in range(WIDE)],
        Milestone("end", after=[f"t{i}" for i in range(WIDE)]),
    )


@pytest.fixture(scope="module")
def deep():
    return Plan(start="2026-03-02").add(Task(f"t{i}", parent=f"t{i - 1}" if i else None) for i in range(DEEP))


def test_a_milestone_may_wait_for_everything(wide):
    with within(5):
        assert wide.check() == ()
        edited = wide.evolve("end", title="End").evolve("t7", title="x")
        assert edited.check() == ()
        assert all(edited.referrers(f"t{i}") == ("end",) for i in range(WIDE))


def test_half_of_what_a_milestone_waits_for_goes_at_once(wide):
    with within(10):
        rest = wide.remove(*(f"t{i}" for i in range(0, WIDE, 2)), cascade=True)
    assert len(rest["end"].after) == WIDE // 2


def test_a_check_after_thousands_of_edits_costs_one_look_at_each():
    plan = Plan(start="2026-03-02").add([Task(f"t{i}", duration="1d") for i in range(WIDE)])
    assert plan.children("t0") == ()
    for i in range(1_500):
        plan = plan.evolve(f"t{i}", title="x")
    with within(5):
        assert plan.check() == ()


def test_summaries_may_be_nested_ten_thousand_deep(deep):
    last = f"t{DEEP - 1}"
    with within(10):
        assert [f.code for f in deep.check()] == ["duration.missing"]
        assert all(len(deep.children(f"t{i}")) == 1 for i in range(DEEP - 1))
        assert deep.leaves() == deep.leaves("t0") == (last,)
        assert len(deep.remove("t0", cascade=True)) == 0
        assert deep.evolve(last, title="x").rename("t0", "top").children("top") == ("t1",)
        assert pickle.loads(pickle.dumps(deep)) == deep
        assert deep.diff(Plan(start="2026-03-02").add(*deep)) == ()
        assert len(Plan(start="2026-03-02").add(reversed(list(deep)))) == DEEP


@pytest.mark.parametrize("turned", [False, True])
def test_the_network_of_deep_summaries_costs_their_number(deep, turned):
    items = list(deep)
    plan = Plan(start="2026-03-02").add(items[::-1] if turned else items)
    with within(3):
        found = network(plan)
    assert isinstance(found, Network)
    assert len(found) == 2 * DEEP - 1
    assert found.slot[DEEP - 1] == plan._slot(f"t{DEEP - 1}")
    assert DependencyGraph(plan).in_order()[-1].id == "t0"


@pytest.mark.parametrize("noun", [Task, Calendar])
def test_a_long_ring_is_shown_by_its_ends_and_kept_whole(noun):
    up = "parent" if noun is Task else "base"
    with pytest.raises(PlanFaults) as caught:
        Plan().add(noun(f"t{i}", **{up: f"t{(i + 1) % DEEP}"}) for i in range(DEEP))
    assert "t4 → … 9,990 more … → t9995" in str(caught.value)
    assert len(str(caught.value)) < 300
    assert caught.value.rings == (tuple(f"t{i}" for i in range(DEEP)),)


def test_a_long_ring_of_links_is_shown_by_its_ends_and_kept_whole():
    plan = Plan(start="2026-03-02").add(Task(f"t{i}", after=[f"t{(i - 1) % DEEP}"]) for i in range(DEEP))
    whole = tuple(f"t{i}" for i in range(DEEP))
    (finding,) = [f for f in plan.check() if f.code == "dependency.cycle"]
    with pytest.raises(DependencyCycle) as caught:
        network(plan)
    assert finding.fact("path") == caught.value.path == whole
    assert len(finding.message) < 300
    assert len(str(caught.value)) < 400


def test_calendars_may_inherit_over_thousands_of_levels():
    said = ["fri 08:00-12:00", "mon 09:00-17:00"]
    chain = [
        Calendar(
            f"c{i}", base=f"c{i - 1}" if i else "standard", week=said[i % 2],
            exceptions=[
                CalendarException(start="2026-12-25"),
                CalendarException(start="2020-01-01", recurrence="FREQ=YEARLY;BYMONTH=5", shifts="06:00-10:00"),
            ],
        )
        for i in range(3_000)
    ]  # fmt: skip
    plan = Plan(start="2026-03-02").add(Resource("ana", calendar="c2999"), *chain)
    with within(5):
        deepest = plan.work_calendar("c2999")
        assert deepest.next_open(29_500_000) >= 29_500_000
        assert len({plan.work_calendar(f"c{i}") for i in range(0, 3_000, 10)}) == 300
        assert pickle.loads(pickle.dumps(deepest)) == deepest


def test_columns_of_a_deep_outline_declared_upside_down_are_read_at_once():
    with within(5):
        plan = Plan.from_columns({"parent": [*range(1, WIDE), -1]})
        assert plan["t0"].parent == "t1"
        assert len(plan) == WIDE


def test_a_ring_of_parents_through_a_whole_column_is_told_once_and_shortly():
    with within(5), pytest.raises(PlanFaults) as caught:
        Plan.from_columns({"parent": [*range(1, WIDE), 0]})
    assert len(caught.value.faults) == 1
    assert len(str(caught.value)) < 500
    assert len(caught.value.rings[0]) == WIDE


def test_a_column_of_unknown_ids_is_refused_at_once():
    with within(10), pytest.raises(PlanFaults) as caught:
        Plan.from_columns({"id": [f"w{i}" for i in range(WIDE)], "parent": [f"v{i}" for i in range(WIDE)]})
    assert len(caught.value.faults) == 6
