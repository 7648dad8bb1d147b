"""Somebody drags a bar to and fro: each position is a plan of its own, answered from the schedule before the drag."""

import workmodel as wm

plan = wm.Plan(title="Trade fair", start="2026-03-02").add(
    wm.Calendar("workshop", base="standard"),
    wm.Resource("kim", title="Kim", calendar="workshop"),
    wm.Project("fair", title="Trade fair", deadline="2026-04-03"),
    wm.Task("concept", title="Concept", parent="fair", duration="4d"),
    wm.Task(
        "stand", title="Build the stand", parent="fair", duration="8d", after=["concept"], assignments=["kim"]
    ),
    wm.Task("flyer", title="Flyer", parent="fair", duration="3d", after=["concept"]),
    wm.Task("print", title="Print", parent="fair", duration="5d", after=["flyer"]),
    wm.Task("pack", title="Pack", parent="fair", duration="1d", after=["stand", "print"]),
    wm.Milestone("opens", title="Fair opens", parent="fair", after=["pack FS+2d"]),
)
dates = wm.schedule(plan)

# -- dragged day by day: only what the edit reaches is computed again ------------------------------------------------------

for days in range(3, 8):
    dragged = plan.evolve("flyer", duration=f"{days}d")
    found = wm.schedule(dragged, previous=dates)
    moved = wm.moves(dates, found)
    names = ", ".join(f"{one.title} {one.by}" for one in moved.shifted) or "nothing"
    print(f"flyer {days} d: {names}; {moved.ends}")

# -- let go, and edited on from there --------------------------------------------------------------------------------------

closed = dragged.evolve(
    "workshop", exceptions=[wm.CalendarException(start="2026-03-09", finish="2026-03-11")]
)
after = wm.schedule(closed, previous=found)
print()
print(wm.moves(found, after))

# -- and back: every version stays what it was, and any of them may be gone on from -----------------------------------------

again = wm.schedule(plan, previous=after)
print()
print("undone:", again == dates, "- equal to a full schedule:", after == wm.schedule(closed))
