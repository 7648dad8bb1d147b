"""Columns against one entity at a time: the same plan where all rows fit, a refusal where one would be refused."""

import pickle

import numpy as np
from attrs import asdict, fields
from hypothesis import event, given
from hypothesis import strategies as st

from workmodel import Calendar, Milestone, Plan, Project, Resource, Task, schedule
from workmodel.domain import Dependency
from workmodel.errors import PlanFaults, WorkModelError
from workmodel.interchange import document
from workmodel.quantities import WorkTime
from workmodel.testing.strategies import edited, plans

ALSO = (Calendar("office", base="standard"), Resource("ana"), Project("site"))
NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"]
CLASSES = {"task": Task, "milestone": Milestone, "project": Project}


def mostly(usual, seldom):
    """Cells that fit, and every so often one that does not."""
    return st.integers(0, 30).flatmap(lambda pick: seldom if not pick else usual)


CELLS = {
    "title": mostly(st.sampled_from([None, "", "Draft", "Zwei\nZeilen", "Łódź"]), st.sampled_from([3, "\ud800"])),
    "kind": mostly(
        st.sampled_from([None, "task", "task", "milestone", "project"]), st.sampled_from(["Task", 1, ""])
    ),
    "calendar": mostly(
        st.sampled_from([None, None, "office", "standard", "night_shift"]), st.sampled_from(["ana", "nowhere", 3])
    ),
    "duration": mostly(
        st.sampled_from([None, None, "1d", "2ed", "0d", "1w 2d", WorkTime(90)]),
        st.sampled_from(["-1d", "1", "", 2**50]),
    ),
    "priority": st.sampled_from([500, 0, 1000, 10]),
    "deadline": mostly(st.sampled_from([None, None, "2026-03-20"]), st.sampled_from(["soon", "2026-03-20 12:00Z"])),
    "assignments": mostly(st.sampled_from([None, None, ["ana"], "ana 50%"]), st.sampled_from([["a"], ["ana 5"], 3])),
    "after": mostly(st.sampled_from([None, None, ["site"], "site SS+1d"]), st.sampled_from([["a"], "ana", "zz", "a FX+"])),
    "owner": mostly(st.none(), st.sampled_from(["ana", "a"])),
}  # fmt: skip


@st.composite
def tables(draw):
    """Columns of items and links as lists, most of which fit together."""
    size = draw(st.integers(1, len(NAMES)))
    ids = NAMES[:size]
    if not draw(st.integers(0, 15)):
        place = draw(st.integers(0, size - 1))
        ids = [
            *ids[:place],
            draw(st.sampled_from(["", "b c", "ana", "standard", "a@b", 3, None, "a"])),
            *ids[place + 1 :],
        ]
    items = {"id": ids}
    for name in draw(st.lists(st.sampled_from(list(CELLS)), unique=True)):
        items[name] = draw(st.lists(CELLS[name], min_size=size, max_size=size))
    if draw(st.booleans()):
        near = mostly(st.sampled_from([None, "site"]), st.sampled_from(["ana", "zz", 3]))
        items["parent"] = [
            draw(st.one_of(near, near, st.sampled_from(ids[: place + draw(st.integers(0, 1))] or [None])))
            for place in range(size)
        ]
    links = draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=6))
    if draw(st.integers(0, 3)):
        links = [(first, second) for first, second in links if first != second]
    between = {
        "predecessor": [ids[first] for first, _ in links],
        "successor": [ids[second] for _, second in links],
    }
    count = len(links)
    if draw(st.booleans()):
        one = mostly(st.sampled_from([None, "FS", "ss", "FF", "SF"]), st.sampled_from(["FX", 1]))
        between["link"] = draw(st.lists(one, min_size=count, max_size=count))
    if draw(st.booleans()):
        one = mostly(
            st.sampled_from([None, "1d", "-2h", "50%", "3ed", "0d"]), st.sampled_from(["1", 2**50, True])
        )
        between["lag"] = draw(st.lists(one, min_size=count, max_size=count))
    return items, between


def one_by_one(items, links):
    """The plan of the same rows, an entity at a time."""
    rows = [dict(zip(items, cells, strict=True)) for cells in zip(*items.values(), strict=True)]
    after = {row["id"]: [] for row in rows}
    for cells in zip(*links.values(), strict=True):
        link = {name: cell for name, cell in zip(links, cells, strict=True) if cell is not None}
        lag = link.get("lag")
        if isinstance(lag, int) and not isinstance(lag, bool):
            link["lag"] = WorkTime(lag)
        after[link.pop("successor")].append(Dependency(**link))
    entities = []
    for row in rows:
        facts = {name: cell for name, cell in row.items() if cell is not None}
        kind = CLASSES[facts.pop("kind", "task")]
        name = row["id"]
        if kind is not Task and str(facts.get("duration")) == "0d":
            del facts["duration"]  # no duration is none
        if isinstance(facts.get("duration"), int):
            facts["duration"] = WorkTime(facts["duration"])
        own = facts.pop("after", ())
        facts.pop("id", None)
        entity = kind(name, after=own, **facts)
        entities.append(kind(name, after=(*entity.after, *after[name]), **facts))
    return Plan(start="2026-03-02").add(*ALSO, *entities)


@given(tables())
def test_columns_make_the_plan_of_their_rows_or_are_refused_as_the_rows_are(table):
    items, links = table
    try:
        wanted = one_by_one(items, links)
    except (WorkModelError, TypeError, KeyError):
        wanted = None
    event("refused" if wanted is None else "made")
    told = None
    try:
        found = Plan.from_columns(items, links, also=ALSO, start="2026-03-02")
    except PlanFaults as refusal:
        found, told = None, refusal
    assert (found is None) == (wanted is None), told
    if found is None:
        assert told.faults
        return
    assert found == wanted
    assert document.dumps(found) == document.dumps(wanted)
    assert [chunk.rows for chunk in found._spine] == [chunk.rows for chunk in wanted._spine]
    assert all(found.referrers(entity.id) == wanted.referrers(entity.id) for entity in wanted)


@given(st.lists(st.tuples(st.integers(-1, 6), st.integers(-1, 6)), max_size=8), st.booleans())
def test_places_of_rows_and_ids_say_the_same(pairs, floats):
    ids = ["v", "w", "x", "y", "z"]
    outside = any(not 0 <= end < len(ids) for pair in pairs for end in pair) or any(a == b for a, b in pairs)
    kind = np.float64 if floats else np.int64
    links = {
        "predecessor": np.array([a for a, _ in pairs], kind), "successor": np.array([b for _, b in pairs], kind)
    }  # fmt: skip
    try:
        found = Plan.from_columns({"id": ids}, links)
    except PlanFaults:
        assert outside
        return
    assert not outside
    by_id = {"predecessor": [ids[a] for a, _ in pairs], "successor": [ids[b] for _, b in pairs]}
    assert found == Plan.from_columns({"id": ids}, by_id)


@given(plans(), st.data())
def test_a_plan_taken_apart_into_columns_is_put_together_again(plan, data):
    work = [item for item in plan if item.kind in CLASSES]
    also = [entity for entity in plan if entity.kind in ("resource", "calendar", "property")]
    names = dict.fromkeys(["id", "kind", *(field.name for item in work for field in fields(type(item)))])
    items = {name: [getattr(item, name, None) for item in work] for name in names}
    settings = asdict(plan.settings, recurse=False)
    found = Plan.from_columns(items, also=also, **settings)
    same = Plan(**settings).add(*also, *work)
    assert found == same
    assert pickle.loads(pickle.dumps(found)) == same
    other = data.draw(edited(same))
    again = found.apply(same.diff(other))
    assert again == other
    try:
        wanted = schedule(same)
    except WorkModelError as refusal:
        event(type(refusal).__name__)
        return
    assert schedule(found) == wanted
