"""A tour of what is refused, and how: every error says the facts, what is wrong, and what to do next."""

from collections.abc import Callable
from datetime import UTC, datetime
from unittest.mock import patch

import workmodel as wm
from workmodel.calendars import WorkCalendar, public_holidays, union
from workmodel.domain import CalendarRing
from workmodel.errors import (
    DependencyCycle,
    HorizonExceeded,
    InvalidDocument,
    InvalidPlan,
    InvalidText,
    InvalidValue,
    MissingExtra,
    MixedZones,
    NoPlanDate,
    NoWorkingTime,
    OutOfRange,
    PlanFaults,
    PlanTooLong,
    UnknownCountry,
    UnknownId,
    WrongType,
    ZoneMismatch,
    nearest,
    shown,
)
from workmodel.interchange import read

plan = wm.Plan(start="2026-03-02").add(wm.Task("design", duration="3d"), wm.Task("build", after=["design"]))
ring = plan.evolve("design", after=["build"])
closed = wm.Calendar("closed", week="mon-sun off")


def without_holidays() -> None:
    """Ask for public holidays where the package that knows them is not installed."""
    with patch.dict("sys.modules", holidays=None):
        public_holidays("DE", 2026)


ATTEMPTS: list[tuple[type[wm.WorkModelError], Callable[[], object]]] = [
    (InvalidText, lambda: wm.Task("build", duration="3 dyas")),
    (WrongType, lambda: wm.Task("build", duration=3)),
    (OutOfRange, lambda: wm.Task("build", priority=2000)),
    (ZoneMismatch, lambda: plan.axis.minute(datetime(2026, 3, 9, tzinfo=UTC))),
    (MixedZones, lambda: union([WorkCalendar("mon 8-12"), WorkCalendar("tue 8-12", zone="Europe/Oslo")])),
    (HorizonExceeded, lambda: WorkCalendar("mon-fri 8-16").add(0, 10**10)),
    (UnknownCountry, lambda: public_holidays("DEE", 2026)),
    (MissingExtra, without_holidays),
    (UnknownId, lambda: plan["desing"]),
    (UnknownId, lambda: wm.schedule(plan)["desing"]),
    (NoPlanDate, lambda: wm.schedule(wm.Plan().add(wm.Task("design")))),
    (DependencyCycle, lambda: wm.schedule(ring)),
    (NoWorkingTime, lambda: wm.schedule(plan.add(closed).evolve(calendar="closed"))),
    (PlanTooLong, lambda: wm.schedule(plan.evolve("design", duration="9999mo", deadline="2026-04-01"))),
    (PlanFaults, lambda: plan.add(wm.Calendar("a", base="b"), wm.Calendar("b", base="a"))),
    (InvalidDocument, lambda: read('{"tasks": []}')),
]

for kind, attempt in ATTEMPTS:
    try:
        attempt()
    except kind as error:
        print(f"{type(error).__name__}: {error}")
        print()

# -- one tree: catch as much of it as makes sense; the facts are fields --------------------------------------

try:
    wm.schedule(ring)
except InvalidPlan as error:
    print("an invalid plan:", error.path if isinstance(error, DependencyCycle) else error)
try:
    wm.Task("build", duration="3 dyas")
except InvalidValue as error:
    print("an invalid value, and a ValueError:", isinstance(error, ValueError))
assert issubclass(CalendarRing, InvalidPlan)
assert issubclass(InvalidPlan, wm.WorkModelError)

# -- the two helpers behind the wording, for errors of your own ----------------------------------------------

print(nearest("desing", plan.tasks), "|", shown("x" * 200, limit=12))
