"""A CRM goes live, and what it leaves behind takes hours for ever: handed over, kept, and charged.

The story uses the types that a program of one's own would name: occurrences, lines of the ledger, a model of switching.
"""

from __future__ import annotations

import numpy as np

import workmodel as wm
from workmodel.capacity import Line, Open, Source, Stretch, SwitchingModel, Unmet, ledger
from workmodel.domain import Completion, Override, RoutineStep
from workmodel.errors import HandoverRefused, NoOccurrences, SpansDoNotMix
from workmodel.quantities import span
from workmodel.routines import Adherence, Occurrence, OccurrenceStep, adherence, hand_over, occurrences

plan = wm.Plan(start="2026-03-02").add(
    wm.Resource("kim", capacity="0.75"),
    wm.Resource("lea"),
    wm.Project("crm", title="New CRM"),
    wm.Task("migrate", parent="crm", title="Move the records", duration="22d", effort="100h", assignments=["kim"]),
)  # fmt: skip
hygiene = wm.Routine("hygiene", title="Data hygiene", reservation="2h per week", assignments=["kim"])
audit = wm.Routine(
    "audit",
    title="Monthly audit",
    recurrence=wm.monthly("-1FR"),
    owner="lea",
    overrides=[Override("2026-05-29", start="2026-06-02")],
    steps=[RoutineStep("sample", effort="1h", who=["kim"]), RoutineStep("sign", effort="30min", who=["lea"], after=["sample"])],
)  # fmt: skip

print("Who answers for what goes on?")
try:
    hand_over(plan, "crm", [hygiene, audit])
except HandoverRefused as refused:
    print(" ", refused)
owned = wm.Routine(
    "hygiene", title=hygiene.title, reservation="2h per week", owner="lea", assignments=["kim"]
)
running = hand_over(plan, "crm", [owned, audit])
dates = wm.schedule(running)
print(f"  {dates['crm'].finish:%a %d %b}: handed over to {running['hygiene'].owner}")


def said(one: Occurrence) -> str:
    """An occurrence with its steps."""
    steps: tuple[OccurrenceStep, ...] = one.steps
    moved = f" (moved from {one.original:%d %b})" if one.moved else ""
    return f"{one.start:%a %d %b}{moved}: {', '.join(f'{step.step} {step.each} min' for step in steps)}"


print("\nWhen is the audit?")
for one in occurrences(running, "audit", "2026-03-01", "2026-07-31", dates):
    print(" ", said(one))
try:
    list(occurrences(running, "hygiene", "2026-04-01", "2026-04-30", dates))
except NoOccurrences as none:
    print(" ", none)

print("\nIs it kept?")
done = running.add(Completion(routine="audit", occurrence="2026-04-24", done="2026-04-24 16:00"))
kept: Adherence = adherence(done, "audit", "2026-04-01", "2026-06-30", "2026-06-20", dates)
print(f"  done {kept.done}, missed {kept.missed}, overdue {kept.overdue}, open {kept.open}")


class Meals:
    """Switching after one's own taste: a quarter of an hour for everything beyond the first two."""

    def lost(self, contexts: np.ndarray, available: np.ndarray) -> np.ndarray:
        """See `SwitchingModel.lost`."""
        found: np.ndarray = np.minimum(np.maximum(contexts - 2, 0) * 15 * 10_000, available)
        return found


def shown(stretch: Stretch) -> None:
    """A stretch, line by line."""
    lines: tuple[Line, ...] = stretch.lines
    unmet: tuple[Unmet, ...] = stretch.unmet
    for line in lines:
        source: Source = line.source
        print(f"  {source.kind:<12}{source.id:<10}{float(line.amount) / 60:6.2f} h")
    print(f"  free{float(stretch.free) / 60:24.2f} h")
    for short in unmet:
        print(f"  ! {short}")


print("\nWhose hours is that?")
model: SwitchingModel = Meals()
found = ledger(done, "2026-04-20", "2026-04-27", switching=model)
shown(found.week("kim", "2026-04-20"))
nobody: tuple[Open, ...] = found.unassigned
print(f"  taken by nobody: {len(nobody)}")

print("\nAnd half a day more?")
try:
    print(span("4h") + span("1ed"))
except SpansDoNotMix as mixed:
    print(" ", mixed)
