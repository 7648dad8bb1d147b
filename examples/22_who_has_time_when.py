"""Two projects and a support queue want the same three people: when does everything fit, and what gives way?"""

import workmodel as wm
from workmodel.allocation import Allocation, Delay, Slowed
from workmodel.domain import Leveled
from workmodel.views import leveling, notebook, report

plan = wm.Plan(title="Spring at the workshop", start="2026-03-02").add(
    wm.Resource("ana", title="Ana"),
    wm.Resource("ben", title="Ben", absences=["2026-03-16..2026-03-18 vacation"]),
    wm.Resource("kim", title="Kim", capacity=0.75),
    # what never ends
    wm.Routine("support", owner="ana", arrivals="12 per day", effort="20min", assignments=["ana", "kim"]),
    wm.Routine(
        "standup", owner="ben", recurrence="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", at="09:00", effort="15min", split="each",
        assignments=["ana", "ben", "kim"],
    ),
    # what does: the shop is promised, the tool is not
    wm.Project("shop", priority=800),
    wm.Task("catalogue", parent="shop", effort="40h", assignments=["ana"]),
    wm.Task("checkout", parent="shop", effort="60h", assignments=["ben"], after=["catalogue SS+2d"]),
    wm.Task("trial", parent="shop", effort="16h", assignments=["kim"], after=["catalogue", "checkout"]),
    wm.Milestone("shop-open", parent="shop", after=["trial"], deadline="2026-04-03"),
    wm.Project("tool"),
    wm.Task("prototype", parent="tool", effort="30h", assignments=["ben"]),
    wm.Task("handbook", parent="tool", effort="24h", assignments=["kim"], after=["prototype SS"]),
    wm.Task("training", parent="tool", duration="1d", assignments=["ana", "ben"], after=["prototype"]),
)  # fmt: skip

logic = wm.schedule(plan)
found: Allocation = wm.allocate(plan)

print("by logic alone, everybody in two places at once:")
print(f"  done {logic.finish:%a %d %b %H:%M}")
print("within everybody's hours:")
print(f"  done {found.finish:%a %d %b %H:%M}, and no plan can be done before {found.bound:%a %d %b %H:%M}")

print("\nwhat waits, and for whom")
delay: Delay
for delay in found.delays.values():
    print(f"  {delay}")

print("\nwhat takes longer, and what else claims those hours")
slower: Slowed
for slower in found.slowed.values():
    print(f"  {slower}")

print("\nis the promise kept?")
print(f"  {found.explain('shop-open')}")
late = [one.message for one in found.findings if one.code == "deadline.missed"]
print("  yes" if not late else "\n".join(f"  {one}" for one in late))

print("\nKim's second week, every hour accounted for")
print(found.ledger.week("kim", "2026-03-09"))

# a second opinion, and the plan with its delays to keep or to take back
assert isinstance(found, Leveled)
assert wm.verify(plan, found) == ()
kept = found.leveled_plan()
print(
    f"\nthe handbook is held back by {kept['handbook'].leveling_delay} in the leveled plan, by nothing in the plan"
)
assert plan["handbook"].leveling_delay is None

# -- to look at: both dates of everything, why, and how full that makes everybody -----------------------------

print()
print(leveling.text(found, width=96))
print()
print(leveling.why(found, "handbook"))

row: leveling.LeveledRow = leveling.rows(found)[-1]
print(f"\n{row.name}: {row.delay_work} later, of which it waits {row.waited} itself")
chart: leveling.LeveledChart = leveling.chart(found)
load: leveling.LoadRow = chart.loads[1]
period: leveling.LoadPeriod = load.periods[14]
print(f"{load.name}, {period.first}: {period.tasks + period.ongoing} min taken, {period.absence} min away")
assert leveling.svg(found).startswith("<svg")
assert chart.headline in leveling.html(found)
assert chart.headline in notebook.allocation_html(found)
assert "Why items are later" in report.html(found)
