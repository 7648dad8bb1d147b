"""The annual review: one routine with four steps, fanned out over 24 people and their managers."""

from collections import Counter
from fractions import Fraction

import workmodel as wm
from workmodel.domain import Completion, RoutineStep
from workmodel.errors import NoCompletion
from workmodel.routines import adherence, next_occurrence, occurrences

# -- who there is: 24 people, 3 managers with 8 reports each, one HR partner ---------------------------------

managers = [wm.Resource(name) for name in ("mia", "noah", "olga")]
staff = [wm.Resource(f"{boss.id}_{n}", manager=boss.id) for boss in managers for n in range(1, 9)]
plan = wm.Plan(title="People", start="2026-01-01", zone="Europe/Berlin").add(
    *managers,
    *staff,
    wm.Resource("everybody", type="team", members=[person.id for person in staff]),
    wm.Resource("hr", title="HR partner"),
)

# -- what is done each November: each named person spends the effort, so a talk costs both -------------------

plan = plan.add(
    wm.Routine(
        "review",
        title="Annual review",
        recurrence=wm.yearly(month=11, day="1MO", at="09:00"),
        window="6ew",
        owner="hr",
        fan_out="everybody",
        steps=[
            RoutineStep("self", title="Self-review", effort="1h", who="each"),
            RoutineStep("assess", title="Manager's review", effort="1.5h", who="manager", after="self"),
            RoutineStep("talk", effort="30min", who=["each", "manager"], after="assess"),
            RoutineStep(
                "calibrate", title="Calibration", effort="2h", who=["hr", "managers"], after="assess"
            ),
        ],
    )
)

# -- what a cycle costs --------------------------------------------------------------------------------------

cycle = next_occurrence(plan, "review", "2026-01-01")
by_step: Counter[str] = Counter()
by_person: Counter[str] = Counter()
for step in cycle.steps:
    by_step[step.step] += step.effort
    for person in step.who:
        by_person[person] += step.each
print(f"{cycle.id} begins {cycle.start:%a %Y-%m-%d %H:%M %Z} and is due {cycle.due:%Y-%m-%d}")
for name, minutes in by_step.items():
    print(f"  {name:10} {minutes / 60:5g} h")
print(f"  {'in all':10} {cycle.effort / 60:5g} h")
print("a manager spends", {f"{by_person[boss.id] / 60:g} h" for boss in managers})
print("everybody else  ", {f"{by_person[person.id] / 60:g} h" for person in staff})

# -- one talk waits for the review of the same person --------------------------------------------------------

talk = next(step for step in cycle.steps if step.person == "noah_3" and step.step == "talk")
print(f"\n{talk.id}: {' and '.join(talk.who)}, after {', '.join(talk.after)}")

# -- next year's cycle is there before this year's is finished -----------------------------------------------

print()
for one in occurrences(plan, "review", "2026-01-01", "2028-12-31"):
    print(f"{one.id}  {one.effort / 60:g} h")

# -- what was done is reported by original start; 2027 moves by a week and keeps its name --------------------

plan = plan.evolve("review", overrides="2027-11-01 to 2027-11-08").add(
    Completion(routine="review", occurrence="2026-11-02", done="2026-12-04")
)
moved = next_occurrence(plan, "review", "2027-01-01")
print(f"\n{moved.id} starts {moved.start:%Y-%m-%d}")
kept = adherence(plan, "review", "2026-01-01", "2027-12-31", as_of="2028-02-01")
print(kept)
assert kept.share == Fraction(1, 2)
try:
    print(plan["review"].percent_complete)
except NoCompletion as error:
    print(error)
