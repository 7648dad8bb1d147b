"""Several workers: parts of a plan, many plans at once, and who hears how far it is."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import workmodel as wm
from workmodel.errors import OutOfRange, Stopped
from workmodel.graph import DependencyGraph, independent_parts

TRADES = ["survey", "dig", "build", "roof", "paint"]


def street(houses: int) -> wm.Plan:
    tasks = [
        wm.Task(
            f"{trade}-{house}",
            duration=f"{2 + (house + step) % 3}d",
            after=[f"{TRADES[step - 1]}-{house}"] if step else [],
            assignments=["kim"] if trade == "survey" and house < 2 else [],
        )
        for house in range(houses)
        for step, trade in enumerate(TRADES)
    ]
    return wm.Plan(title="Street", start="2026-03-02").add(wm.Resource("kim"), tasks)


plan = street(4)

print("by links and hierarchy:", len(DependencyGraph(plan).connected_components()), "parts")
for part in independent_parts(plan):
    print("  shares nobody with the rest:", len(part), "items from", part[0])

# one large plan: the parts are dated side by side, and the answer is the same in every field
large = street(5000)
with ThreadPoolExecutor(2) as pool:
    print("the same on two workers:", wm.schedule(large, executor=pool) == wm.schedule(large))

# many plans: each worker has plans of its own
with ThreadPoolExecutor(2) as pool:
    starts = ["2026-03-02", "2026-04-01", "2026-05-04"]
    for found in pool.map(wm.schedule, [plan.evolve(start=start) for start in starts]):
        print(f"from {found.start:%d %b} to {found.finish:%d %b}")

# plans travel small, and alike whichever way they were reached
undone = plan.evolve("dig-1", duration="9d").evolve("dig-1", duration=plan["dig-1"].duration)
print("one pickle for equal plans:", pickle.dumps(undone) == pickle.dumps(plan))
print("smaller than its entities:", 4 * len(pickle.dumps(large)) < len(pickle.dumps(tuple(large))))

# how far it is, and an end to it
wm.schedule(plan, on_progress=lambda done, most: print("pass", done, "of", most))
try:
    wm.schedule(plan, on_progress=lambda done, _most: done < 3)
except Stopped as problem:
    print(problem)

closed = ThreadPoolExecutor(2)
closed.shutdown()
try:
    wm.schedule(large, executor=closed)
except OutOfRange as problem:
    print(problem)
