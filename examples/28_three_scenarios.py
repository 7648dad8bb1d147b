"""Three scenarios side by side: as it is, with one more person, or with less to do."""

import workmodel as wm
from workmodel.views import comparison

plan = wm.Plan(title="Website launch", start="2026-03-02").add(
    wm.Resource("ana", title="Ana", skills=["design"], cost_rate="80 EUR"),
    wm.Resource("ben", title="Ben", skills=["python"], cost_rate="70 EUR"),
    wm.Project("site", title="Website"),
    wm.Task("design", title="Design", parent="site", effort="6d", assignments=["ana"]),
    wm.Task("shop", title="Shop", parent="site", effort="8d", assignments=["ben"], after=["design"]),
    wm.Task("blog", title="Blog", parent="site", effort="5d", assignments=["ben"], after=["design"]),
    wm.Task("texts", title="Texts", parent="site", effort="4d", assignments=["ana"]),
    wm.Milestone("live", title="Live", parent="site", after=["shop", "blog", "texts"], deadline="2026-03-24"),
)

# -- a scenario is another plan -------------------------------------------------------------------------------

hire = plan.add(wm.Resource("cem", title="Cem", skills=["python"], cost_rate="95 EUR"))
hire = hire.evolve("blog", assignments=["cem"])
cut = plan.remove("blog", cascade=True)

# -- by logic everybody can do two things at once ---------------------------------------------------------------

print(wm.compare({"as is": plan, "hire": hire, "cut scope": cut}))

# -- within everybody's hours the three tell apart ---------------------------------------------------------------

found = wm.compare({"as is": plan, "hire": hire, "cut scope": cut}, levelled=True)
print()
print(comparison.text(found))

# -- figures are plain values --------------------------------------------------------------------------------------

print()
for name in ("hire", "cut scope"):
    live, late = found.later(name, "live"), found[name].late
    print(f"{name}: live by {live} of working time, {'late' if late else 'in time'}")
costs = [row for row in found.rows() if row["figure"] == "cost"]
print({row["scenario"]: f"{row['value']} {row['unit']}" for row in costs})

# -- what cannot be scheduled says why, beside the others ------------------------------------------------------------

ring = plan.evolve("design", after=["shop"])
print()
print(wm.compare({"as is": plan, "a slip of the pen": ring}))
