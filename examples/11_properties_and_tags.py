"""What a plan says beside dates: custom properties, tags, notes, names in other systems, skills, costs and estimates."""

from datetime import date
from decimal import Decimal

import workmodel as wm
from workmodel.domain import (
    Entity,
    ExternalReference,
    FrozenMap,
    Skill,
    WorkItem,
    assignment,
    estimate,
    skill,
)
from workmodel.errors import PlanFaults
from workmodel.quantities import Money, money

plan = wm.Plan(title="Clinic software", start="2026-05-04").add(
    wm.Property("risk", type="choice", choices=["low", "medium", "high"], on=["task"], default="low"),
    wm.Property("points", type="int", on=["task"]),
    wm.Property("reviewed", type="date"),
    wm.Property("stands_in", type="reference", on=["resource"], refers_to=["resource"]),
    wm.Resource("ira", title="Ira", skills=["python 5", "sql"], cost_rate="92 EUR"),
    wm.Resource(
        "jon",
        title="Jon",
        skills=["python 2"],
        capacity="60%",
        cost_rate="64 EUR",
        properties={"stands_in": "ira"},
    ),
    wm.Resource("server", title="Test server", type="equipment", cost_per_use="150 EUR"),
    wm.Task(
        "import",
        title="Import the patient files",
        effort="9d",
        assignments=["ira 50%", "jon"],
        properties={"risk": "high", "points": 8},
        tags=["data", "law"],
        external=["jira:CLIN-12", ExternalReference("wiki", "import", "https://wiki.example/import")],
        notes="Ask the hospital for the test data first.",
    ),
    wm.Task(
        "screens",
        title="Screens",
        estimate="3d / 5d / 13d",
        after=["import"],
        tags=["ui"],
        properties={"points": 5},
    ),
)
schedule = wm.schedule(plan)

# -- custom properties are declared, then checked wherever they are used -------------------------------------

for task in plan.tasks.values():
    risk = task.properties.get("risk", plan.properties["risk"].default)
    print(f"{task.name:25} risk {risk}, {task.properties['points']} points, tags {', '.join(task.tags)}")
assert plan["screens"].properties == FrozenMap({"points": 5})
print("declared:", [f"{one.id} ({one.type})" for one in plan.properties.values()])
try:
    plan.add(
        wm.Task("x", properties={"risk": "huge"}),
        wm.Task("y", properties={"pionts": 3}),
        wm.Milestone("z", properties={"points": 1}),
    )
except PlanFaults as error:
    print(error)
print(
    "reviewed:", plan.evolve("import", properties={"reviewed": "2026-05-20"})["import"].properties["reviewed"]
)
print("a date:  ", plan.properties["reviewed"].value("2026-05-20") == date(2026, 5, 20))

# -- references among properties are references: removal asks, renaming follows ------------------------------

print("who refers to ira:", plan.referrers("ira"))
print("after renaming:   ", plan.rename("ira", "irina")["jon"].properties["stands_in"])

# -- finding things by what they say -------------------------------------------------------------------------

risky: tuple[Entity, ...] = plan.select(lambda entity: entity.properties.get("risk") == "high")
print("high risk:", [entity.id for entity in risky])
print("about law:", [entity.id for entity in plan.select(lambda entity: "law" in entity.tags)])
print("in jira:  ", {ref.id: entity.id for entity in plan for ref in entity.external if ref.system == "jira"})
print("work:     ", [entity.id for entity in plan if isinstance(entity, WorkItem)])

# -- people: skills, shares, rates ---------------------------------------------------------------------------

print()
ira: wm.Resource = plan.resources["ira"]
assert ira.skills == (Skill("python", 5), skill("sql"))
print(
    "python 4 or better:",
    [p.id for p in plan.resources.values() if any(s.name == "python" and s.level >= 4 for s in p.skills)],
)
print("9 days by ira at half and jon at 60 % take", schedule["import"].duration, "of working time")
half: wm.Assignment = assignment("ira 50%")
assert half.units == Decimal("0.5")
rate: Money = money("92 EUR")
print("a day of Ira costs", rate * 8, "and a use of the server", plan["server"].cost_per_use)

# -- a three-point estimate gives the duration where nothing else does ---------------------------------------

guess: wm.Estimate = estimate("3d / 5d / 13d")
print()
print(f"{guess}: mean {guess.mean() / 480:g} days, deviation {guess.deviation() / 480:.2f}")
print(
    "screens take",
    wm.Span.of_minutes(schedule["screens"].duration.minutes, unit="d"),
    "until",
    f"{schedule['screens'].finish:%a %d %b}",
)
