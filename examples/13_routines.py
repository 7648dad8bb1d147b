"""Ongoing work beside a project: support, stand-ups and reviews as routines, which have an owner and no end."""

import workmodel as wm
from workmodel.domain import Binding, dependency
from workmodel.errors import InvalidValue

plan = wm.Plan(title="Spring at the service desk", start="2026-03-02").add(
    wm.Resource("support_team", title="Service desk", type="team", members=["ben", "eva"]),
    wm.Resource("ben", title="Ben"),
    wm.Resource("eva", title="Eva", capacity=0.75),
    wm.Project("portal", title="New customer portal"),
    wm.Task("build", parent="portal", effort="12d", assignments=["ben"]),
    wm.Task("train", parent="portal", duration="2d", after=["build"], assignments=["eva"]),
    wm.Routine(
        "support",
        title="Answer requests",
        arrivals="12 per day",
        effort="25min",
        assignments=["ben", "eva"],
        owner="eva",
        service_level="1d",
        purpose="Customers get an answer within a day",
    ),
    wm.Routine(
        "stand_up",
        title="Stand-up",
        recurrence="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        at="09:15",
        effort="15min",
        split="each",
        assignments=["ben", "eva"],
        owner="eva",
        parent="portal",
    ),
    wm.Routine(
        "close",
        title="Month-end close",
        recurrence="FREQ=MONTHLY;BYMONTHDAY=-1",
        effort="4h",
        assignments=["eva"],
    ),
    wm.Routine("mentoring", title="Mentoring", reservation="2h per week", assignments=["ben"], owner="ben"),
    wm.Task("invoice", title="Invoice the portal", duration="1d", after=["build", "close same_period"]),
)

for routine in plan.routines.values():
    demand = routine.recurrence or routine.arrivals or routine.reservation
    print(f"{routine.name:17} {demand!s:34} {routine.effort or '-'!s:>6}  owner {routine.owner or 'nobody'}")

# -- what the plan says about itself -------------------------------------------------------------------------

print()
for finding in plan.check():
    print(finding)
bound = dependency("close same_period")
assert bound.binding is Binding.SAME_PERIOD

# -- a routine has no dates of its own, but work can wait for one of its occurrences -------------------------

schedule = wm.schedule(plan)
print()
print(list(schedule))
print(f"the invoice goes out {schedule['invoice'].start:%a %d %b}, after {schedule['invoice'].driver}")

# -- and no completion: one demand each, and a rule that can be read -----------------------------------------

print()
for wrong in ({"recurrence": "every monday"}, {"recurrence": "FREQ=DAILY", "arrivals": "3 per day"}):
    try:
        wm.Routine("x", **wrong)
    except InvalidValue as error:
        print(error)
print("who depends on the service desk's members:", plan.referrers("eva"))
