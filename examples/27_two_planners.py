"""Two planners edit one plan on the same morning: what goes together by itself, what they have to talk about, and undo."""

from datetime import datetime

import workmodel as wm
from workmodel.domain import dependency
from workmodel.errors import NoStep, PlanFaults, RevisionConflict, UnknownConflict
from workmodel.scenarios import OPEN, Conflict, Edits, EditStep, Merge, merge
from workmodel.storage import MemoryStore
from workmodel.views import merged, notebook


def reopened(plan: wm.Plan) -> str:
    """When traffic runs again."""
    return f"{wm.schedule(plan)['reopened'].finish:%a %d %b}"


agreed = wm.Plan(title="Harbour bridge", start="2026-04-07").add(
    wm.Resource("welders", title="Welders", type="team", capacity=2),
    wm.Resource("crane", title="Mobile crane", type="equipment"),
    wm.Resource("painters", title="Painters", type="team", capacity=3),
    wm.Task("survey", title="Survey", duration="3d"),
    wm.Task("scaffold", title="Scaffolding", duration="4d", after=["survey"]),
    wm.Task(
        "steel", title="Steelwork", duration="12d", after=["scaffold"], assignments=["welders 150%", "crane"]
    ),
    wm.Task("deck", title="Deck", duration="8d", after=["steel SS+5d"]),
    wm.Task("paint", title="Painting", duration="6d", after=["steel"], assignments=["painters"]),
    wm.Task("tests", title="Load tests", duration="2d", after=["deck", "paint"]),
    wm.Milestone("reopened", title="Reopened", after=["deck", "paint"]),
)
store = MemoryStore(clock=lambda: datetime(2026, 4, 1, 9))
begun = store.create("bridge", agreed, author="office", message="as agreed")
print(begun, "- reopened", reopened(agreed))

# -- Noa, at the client's, has news from the suppliers ---------------------------------------------------------

noa = Edits(store.load("bridge").plan)
noa = noa.do(
    noa.plan.rename("paint", "coating").evolve("coating", title="Coating", duration="7d"),
    "coating, not paint",
)
noa = noa.do(
    noa.plan.evolve("steel", duration="14d", after=["scaffold", "survey FS+5d"]), "steel comes later"
)
noa = noa.do(
    noa.plan.evolve("reopened", after=["deck", "coating"]).remove("tests"), "load tests are not ours"
)
store.save("bridge", noa.plan, begun, author="noa", message="news from the suppliers")

# -- Mia, on site, began from the same revision ----------------------------------------------------------------

mia = Edits(agreed)
mia = mia.do(
    mia.plan.evolve("steel", duration="15d", assignments=["welders", "crane"]), "one welder is off sick"
)
mia = mia.do(
    mia.plan.add(wm.Task("blast", title="Sandblasting", duration="3d", after=["steel"])), "rust found"
)
mia = mia.do(mia.plan.evolve("paint", after=["steel", "blast"]), "sand before paint")
mia = mia.do(mia.plan.evolve("reopened", after=["deck", "paint", "tests"]), "not before the load tests")
print("\nMia's morning")
step: EditStep
for step in mia.steps:
    print(f"  {step}")

found: Merge | None = None
try:
    store.save("bridge", mia.plan, begun, author="mia")
except RevisionConflict as refused:
    print(f"\nrefused: {refused}")
    found = merge(agreed, mia.plan, refused.current.plan)
assert found is not None

# -- what goes together by itself ------------------------------------------------------------------------------

print(f"\n{found}")
print(
    f"\ntaken over: {found.plan['coating'].title} waits for {', '.join(map(str, found.plan['coating'].after))};"
)
print(f"  {found.plan['steel'].title} waits for {', '.join(map(str, found.plan['steel'].after))}", end=" ")
print(f"and is done by {', '.join(map(str, found.plan['steel'].assignments))}")
print(f"a valid plan already, with Mia's word standing: reopened {reopened(found.plan)}")

# -- what they have to talk about ------------------------------------------------------------------------------

print(f"\n{merged.text(found)}")
row: merged.ConflictRow
for row in merged.rows(found):
    assert f"<td>{row.theirs}</td>" in notebook.merge_html(found)


def by_phone(conflict: Conflict) -> object:
    """What they agreed on: 16 days for the steel, as both delays add up; about the tests they still have to ask."""
    return "16d" if conflict.field == "duration" else OPEN


called = found.resolved(by_phone)
print(f"\nafter a call: {called.plan['steel'].duration} of steelwork, {len(called.conflicts)} left")
(tests,) = called.conflicts
for words, value in (("without load tests", tests.theirs), ("with them", tests.ours)):
    print(f"  {words}: reopened {reopened(called.settle(tests, value).plan)}")
final = called.settle(tests, tests.ours)
print(
    store.save("bridge", final.plan, store.load("bridge").revision, author="mia", message="merged with Noa's")
)

# -- the sick welder is back: that step is undone, all that came after it stays -------------------------------

mia = mia.do(final.plan, "merged with Noa's")
back = mia.revert(1)
print(f'\nwithout "{mia.steps[0].message}":')
print("\n".join(f"  {conflict}" for conflict in back.conflicts) or "  no conflicts")
mia = mia.do(back.plan, "the welder is back")
print(f"  done by {', '.join(map(str, mia.plan['steel'].assignments))}, still {mia.plan['steel'].duration}")
print(f"undo: {', '.join(map(str, mia.undo().plan['steel'].assignments))}; redo: {mia.undo().redo() == mia}")

# -- what is refused -------------------------------------------------------------------------------------------

twice = merge(agreed, agreed.rename("deck", "roadway"), agreed.rename("deck", "lanes"))
print(f"\n{twice.conflicts[0]}")
for attempt in (
    lambda: twice.settle(twice.conflicts[0], "steel"),
    lambda: final.settle(twice.conflicts[0], "lanes"),
    mia.redo,
):
    try:
        attempt()
    except (PlanFaults, UnknownConflict, NoStep) as error:
        print(f"{type(error).__name__}: {error}")

# -- a ring that neither of them made --------------------------------------------------------------------------

one = agreed.evolve("deck", after=["paint"])
other = agreed.evolve("paint", after=["steel", dependency("deck FF")])
(ring,) = merge(agreed, one, other).conflicts
print(f"\n{ring}")
