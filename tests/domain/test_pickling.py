"""How plans and what follows from them travel: small, the same whichever way they were reached, or refused clearly."""

from __future__ import annotations

import copy
import pickle
import pickletools

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from workmodel.allocation import allocate
from workmodel.capacity import ledger
from workmodel.domain import Milestone, Plan, Project, Resource, Task
from workmodel.domain import pickling as layout
from workmodel.domain.plan import _restored
from workmodel.domain.settings import Settings
from workmodel.errors import UnknownFormat
from workmodel.graph.network import network
from workmodel.scheduling import schedule
from workmodel.testing.strategies import CLAIMING, FEATURES, edited, plans

HOUSE = "workmodel."
ANY = plans(features=FEATURES | CLAIMING, details=True)


def large(size: int = 2000) -> Plan:
    """A plan of many tasks, as people make them."""
    people = [Resource(f"r{i}") for i in range(20)]
    return Plan(start="2026-03-02").add(
        people,
        Project("p"),
        (
            Task(
                f"task-{i}",
                title=f"Task number {i}",
                parent="p",
                duration=f"{1 + i % 9}d",
                after=[f"task-{i - 1} SS+{i % 3}d"] if i % 50 else [],
                assignments=[f"r{i % 20} 50%"],
            )
            for i in range(size)
        ),
    )


@given(ANY)
def test_a_plan_comes_out_of_a_pickle_as_it_went_in(plan):
    other = pickle.loads(pickle.dumps(plan, 5))
    assert other == plan
    assert [repr(one) for one in other] == [repr(one) for one in plan]
    assert repr(other.settings) == repr(plan.settings)
    assert list(map(hash, other)) == list(map(hash, plan))


@given(st.data())
def test_equal_plans_make_equal_pickles_whichever_way_they_were_reached(data):
    plan = data.draw(ANY)
    there = plan
    for _ in range(data.draw(st.integers(1, 3))):
        there = data.draw(edited(there))
    settings = {field.name: getattr(there.settings, field.name) for field in fields(Settings)}
    anew = Plan(**settings).add(list(there))
    undone = there.apply(there.diff(plan))
    for one, other in (
        (undone, plan),
        (anew, there),
        (pickle.loads(pickle.dumps(there)), there),
    ):
        assert one == other
        assert pickle.dumps(one, 5) == pickle.dumps(other, 5)


def test_holes_and_lineage_stay_behind():
    plan = Plan().add(Task("a"), Task("b"), Task("c", after=["a"]))
    crooked = plan.add(Milestone("m"), Task("z")).remove("z").rename("c", "d").rename("d", "c").remove("m")
    assert pickle.dumps(crooked) == pickle.dumps(plan)


def test_texts_with_breaks_in_them_and_odd_values_survive():
    odd = Plan(title="two\nlines").add(
        Task("a", notes="x\ny", external=["jira:7"]), Task("b", notes="", tags=["", "a\n"])
    )
    assert [repr(one) for one in pickle.loads(pickle.dumps(odd))] == [repr(one) for one in odd]
    assert pickle.loads(pickle.dumps(Plan())) == Plan()


def test_a_pickle_is_a_fraction_of_its_entities_one_by_one():
    plan = large()
    assert 4 * len(pickle.dumps(plan, 5)) < len(pickle.dumps(tuple(plan), 5))
    found = schedule(plan)
    plain = sum(
        getattr(found.dates, name).nbytes for name in found.dates.__slots__ if not name.startswith("_")
    )
    assert 2 * len(pickle.dumps(found.dates, 5)) < plain
    logic = network(plan)
    assert 3 * len(pickle.dumps(logic, 5)) < sum(
        getattr(logic, name).nbytes
        for name in ("slot", "part", "gate", "close", "own_gate", "first", "predecessor")
    )


def test_arrays_go_out_of_band():
    plan = large()
    for value in (plan, schedule(plan), network(plan)):
        buffers: list[pickle.PickleBuffer] = []
        inside = pickle.dumps(value, 5, buffer_callback=buffers.append)
        assert buffers
        assert len(inside) < len(pickle.dumps(value, 5))
        other = pickle.loads(inside, buffers=buffers)
        assert pickle.dumps(other, 5) == pickle.dumps(value, 5)


def test_a_pickle_of_a_plan_names_one_function_of_ours_and_no_class():
    plan = large(60)
    names = [
        argument
        for code, argument, _ in pickletools.genops(pickle.dumps(plan, 2))
        if code.name == "GLOBAL" and str(argument).startswith(HOUSE)
    ]
    assert names == ["workmodel.domain.plan _restored"]


@pytest.mark.parametrize(
    "state",
    [
        (Plan().settings, (Task("a"),)),  # how pickles were laid out before
        ("workmodel pickle 1", (b"", None), ("none", 0)),
        (
            layout.VERSION,
            (b"", None),
            ("object", "workmodel.domain.items:Gone", "id", 1, []),
        ),
        (layout.VERSION, (b"", None), ("object", "workmodel.domain.items:Task", "id colour", 1, [])),
        (),
    ],
)
def test_a_pickle_of_another_release_is_refused_in_words(state):
    with pytest.raises(UnknownFormat, match=r"another release of workmodel.*interchange"):
        _restored(*state)


def test_values_are_their_own_copies():
    plan = large(60)
    found = schedule(plan)
    for value in (plan, plan["task-3"], plan.resources["r1"], found):
        assert copy.copy(value) is value
        assert copy.deepcopy([value])[0] is value


def test_networks_ledgers_and_allocations_travel():
    plan = large(60)
    logic, other = network(plan), pickle.loads(pickle.dumps(network(plan)))
    for name in ("slot", "part", "gate", "first", "predecessor", "lag", "node_of_slot", "close_of_slot"):
        one, two = getattr(logic, name), getattr(other, name)
        assert (one.dtype, one.tolist()) == (two.dtype, two.tolist())
    book = ledger(plan, "2026-03-02", "2026-04-30")
    again = pickle.loads(pickle.dumps(book, 5))
    assert [str(again.total(name)) for name in plan.resources] == [
        str(book.total(name)) for name in plan.resources
    ]
    assert again == book
    dated = allocate(plan, iterations=1)
    elsewhere = pickle.loads(pickle.dumps(dated, 5))
    assert elsewhere == dated
    assert elsewhere.explain("task-20") == dated.explain("task-20")


@given(plans())
def test_a_schedule_explains_itself_where_it_arrives(plan):
    found = schedule(plan)
    other = pickle.loads(pickle.dumps(found, 5))
    assert other == found
    assert (other.ids, other.findings, other.source) == (found.ids, found.findings, found.source)
    assert {name: getattr(other.dates, name).dtype for name in found.dates.__slots__[:11]} == {
        name: getattr(found.dates, name).dtype for name in found.dates.__slots__[:11]
    }
    assert [str(other.explain(name)) for name in other] == [str(found.explain(name)) for name in found]
