"""A workshop counts what its weeks cost and use up, and finds out since when its repairs fall behind."""

import workmodel as wm
from workmodel.capacity import (
    Breach,
    Completeness,
    Consumption,
    Costs,
    Service,
    Shortage,
    consumption,
    costs,
    ledger,
    open_demand,
    service,
)
from workmodel.domain import Assignment, assignment
from workmodel.views import heatmap

varnish: Assignment = assignment("varnish 18 litre")
print(f"{varnish}: {varnish.units} {varnish.unit} of {varnish.resource}")

plan = wm.Plan(title="Workshop", start="2026-06-15", status_date="2026-06-26").add(
    wm.Resource("ida", cost_rate="62 EUR", cost_rates=["2026-07-01 65.50 EUR"]),
    wm.Resource("jan", cost_rate="48 EUR", absences=["2026-07-01..2026-07-24 vacation", "2026-06-18 training"]),
    wm.Resource("lea"),
    wm.Resource("lathe", type="equipment", cost_rate="20 EUR", cost_per_use="35 EUR"),
    wm.Resource("varnish", type="material", unit="litre", cost_rate="14.80 EUR", stock=30),
    wm.Resource("freight", type="money", unit="USD"),
    wm.Routine(
        "repairs", arrivals="10 per day", effort="1h", service_level="2d", assignments=["ida", "jan"], requires=["wood"]
    ),
    wm.Routine("tuning", recurrence="FREQ=WEEKLY;BYDAY=MO", at="13:00", effort="2h", requires=["machines"]),
    wm.Project("chairs"),
    wm.Task("legs", parent="chairs", duration="3d", effort="24h", assignments=["lea", "lathe 0%"]),
    wm.Task("finish", parent="chairs", duration="4d", effort="20h", after=["legs"], assignments=["lea", varnish]),
    wm.Task(
        "tables", duration="8d", effort="40h", after=["finish"],
        assignments=["lea", "varnish 16 litre", "freight 410.25 USD"],
    ),
)  # fmt: skip
weeks = ledger(plan, "2026-06-15", "2026-07-27")

print("\n== What does it cost?")
spent: Costs = costs(weeks)
print(spent)
rates: Completeness = spent.coverage
print("without a rate:", ", ".join(rates.missing))
for money in costs(weeks, by="project").of("chairs"):
    print(f"the chairs: {money}")
for row in costs(weeks, by="kind").rows():
    print(f"{row['key']:8} {row['period']} {row['total']:>12.2f} {row['currency']}")

print("\n== What is used up?")
used: Consumption = consumption(weeks)
print(used)
shortages: tuple[Shortage, ...] = used.shortages
print(f"order {shortages[0].over} {shortages[0].unit} of {shortages[0].resource} before {shortages[0].day}")

print("\n== Do repairs keep their service level?")
kept: Service = service(weeks, "repairs")
print(kept)
breaches: tuple[Breach, ...] = kept.breaches
print(*breaches, sep="\n")

print("\n== What has nobody?")
for demand in open_demand(plan, weeks):
    print(demand)
    print(
        "  by day:", ", ".join(f"{day:%d %b} {minutes / 60:.0f}h" for day, minutes in demand.by_day[:3]), "…"
    )

print("\n== Where are we?")
print(heatmap.text(weeks, width=90))
