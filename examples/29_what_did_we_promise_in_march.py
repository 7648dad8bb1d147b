"""What did we promise in March? Baselines, variance, what changed since, and when we first knew."""

from datetime import UTC, datetime, timedelta

import workmodel as wm
from workmodel.scenarios import as_of, baseline, first_known, variance, what_changed
from workmodel.storage import MemoryStore
from workmodel.views import variance as variance_view

days = iter(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=7 * week) for week in range(10))
store = MemoryStore(clock=lambda: next(days))

# -- in March the plan is agreed: its items, dates, effort and cost are kept beside it -------------------------------

plan = wm.Plan(title="Website launch", start="2026-03-02").add(
    wm.Resource("ana", title="Ana", cost_rate="80 EUR"),
    wm.Resource("ben", title="Ben", cost_rate="70 EUR"),
    wm.Task("design", title="Design", effort="10d", assignments=["ana"]),
    wm.Task("build", title="Build", effort="15d", assignments=["ben"], after=["design"]),
    wm.Task("texts", title="Texts", effort="5d", assignments=["ana"]),
    wm.Milestone("live", title="Live", after=["build", "texts"]),
)
plan = plan.add(baseline(plan, "march", title="Plan of March", date="2026-03-02"))
saved = store.create("website", plan, author="ana", message="Agreed with the board")

# -- weeks go by ----------------------------------------------------------------------------------------------------------

plan = plan.evolve("texts", effort="6d")
saved = store.save("website", plan, saved, author="ana", message="One more text")
plan = plan.evolve("design", effort="13d")
saved = store.save("website", plan, saved, author="ben", message="Accessibility counts")
plan = plan.add(wm.Task("review", title="Review", effort="2d", assignments=["ana"], after=["design"]))
plan = plan.evolve("build", after=["review"]).remove("texts", cascade=True)
saved = store.save("website", plan, saved, author="cem", message="The agency writes the texts")

# -- where do we stand against what we promised? ------------------------------------------------------------------------

found = variance(plan)
print(found)
print()
print(variance_view.text(found))

# -- what did the plan say in the middle of March, and why? --------------------------------------------------------------

past = as_of(store, "website", "2026-03-16")
print()
print(past.revision)
print(f"live then: {past.schedule['live'].finish:%a %d %b}, now: {wm.schedule(plan)['live'].finish:%a %d %b}")
print(past.explain("live"))

# -- when did we first know that the promise would not hold, and what changed then? ---------------------------------------

promised = plan.baselines["march"].row("live").finish
known = first_known(store, "website", lambda dates: dates["live"].finish > promised)
print()
print(known)

# -- edits and what they caused since March, told apart ----------------------------------------------------------------------

print()
print(what_changed(as_of(store, "website", 1).plan, plan))
