"""What claims hours beside tasks: people who are away or elsewhere, teams, and routines that are theirs, with what was done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from workmodel.domain import Absence, Calendar, Completion, Membership, Resource, Routine, RoutineStep
from workmodel.domain.assignment import assignment
from workmodel.domain.items import Entity

__all__ = ["CLAIMING", "away", "elsewhere", "ongoing"]

CLAIMING: Final = frozenset({
    "choices",  # of who does a task and how: requirements, modes, interruptions, minimum staff
    "absences",  # people who are away for days or hours, wholly or in part
    "elsewhere",  # people whose own day is another, where the plan has a zone
    "routines",  # at night, in windows, with steps, for teams and people, with completions and overrides
})  # fmt: skip
"""What ledgers or allocations look at and schedules do not: generated plans use it where they are asked to."""

_ZONES: Final = ("Pacific/Auckland", "America/Los_Angeles")
_RULES: Final = (
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=5",
    "FREQ=DAILY;COUNT=5", "RRULE:FREQ=WEEKLY;BYDAY=WE\nRDATE;VALUE=DATE:20260306",
)  # fmt: skip
_TIMED: Final = ("FREQ=DAILY;BYHOUR=1,13", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=23;BYMINUTE=30")
_TIMES: Final = ("", "", "09:00", "22:00", "23:50", "01:00", "14:00")
_EFFORTS: Final = ("30min", "4h", "8h", "26h", "20min", "1min")
_WINDOWS: Final = (None, None, "1d", "3d", "1ew", "30eh", "6w")


def away(around: date) -> st.SearchStrategy[tuple[Absence, ...]]:
    """Absences in the three weeks from a day on."""
    day = st.integers(-2, 18).map(lambda n: around + timedelta(days=n))
    kind = st.sampled_from(["vacation", "sick", "training"])
    share = st.sampled_from(["1", "1", "0.5", "0.3333"])
    days = st.builds(
        lambda d, n, *rest: Absence(d, d + timedelta(days=n), *rest), day, st.integers(0, 7), kind, share
    )
    hours = st.builds(lambda d, *rest: Absence(f"{d} 10:00", f"{d} 15:00", *rest), day, kind, share)
    return st.lists(days | hours, max_size=2).map(tuple)


def elsewhere() -> st.SearchStrategy[tuple[Entity, ...]]:
    """One or two people with calendars in other zones than any plan that is generated."""
    return st.lists(st.sampled_from(_ZONES), unique=True, max_size=2).map(
        lambda zones: tuple(one for number, zone in enumerate(zones) for one in _abroad(number, zone))
    )


def _abroad(number: int, zone: str) -> tuple[Entity, Entity]:
    there = Calendar(f"abroad{number}", base="standard", zone=zone)
    return there, Resource(f"lou{number}", calendar=there.id)


@st.composite
def ongoing(
    draw: st.DrawFn, people: Sequence[Resource], around: date, calendars: Collection[str], homes: Sequence[str],
    *, zoned: bool,
) -> tuple[Entity, ...]:  # fmt: skip
    """A team, some routines of those people, and what was reported of them.

    Parameters
    ----------
    people
        Who may do them.
    around
        The day near which they occur.
    calendars
        Ids of calendars that may govern them.
    homes
        Ids of projects to which they may belong.
    zoned
        Whether they may keep another zone's clock.
    """
    everybody = [one.id for one in people if not one.members and one.works]
    days = st.none() | st.integers(-3, 12).map(lambda n: around + timedelta(days=n))
    found: list[Entity] = []
    if draw(st.booleans()) and everybody:
        ends = [sorted(draw(st.tuples(days, days)), key=lambda day: day or date.max) for _ in everybody]
        members = tuple(Membership(name, *two) for name, two in zip(everybody, ends, strict=True))
        found.append(Resource("crew", type="team", members=members))
        everybody.append("crew")
    for number in range(draw(st.integers(1, 3))):
        said = draw(_recurring(everybody, around, zoned=zoned) | _rated())
        units = st.sampled_from(["", "", " 50%", " 150%"])
        who = draw(st.lists(st.sampled_from(everybody), unique=True, max_size=3)) if everybody else []
        routine = Routine(
            f"routine{number}", **said, assignments=tuple(assignment(name + draw(units)) for name in who),
            split=draw(st.sampled_from(["total", "each"])), priority=draw(st.sampled_from([500, 900])),
            calendar=draw(st.none() | st.sampled_from(sorted(calendars))),
            parent=draw(st.none() | st.sampled_from(homes)) if homes else None, valid_from=draw(days),
        )  # fmt: skip
        found.append(routine)
        if routine.recurrence:
            found += draw(_reported(routine, around))
    return tuple(found)


def _rated() -> st.SearchStrategy[dict[str, Any]]:
    arrivals = st.sampled_from(["7 per day", "40 per week", "3 per hour"])
    held = st.sampled_from(["5h per week", "9h per month", "15%", "1h per day"])
    return st.fixed_dictionaries({"arrivals": arrivals, "effort": st.just("25min")}) | st.fixed_dictionaries(
        {"reservation": held}
    )


@st.composite
def _recurring(draw: st.DrawFn, people: Sequence[str], around: date, *, zoned: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"window": draw(st.sampled_from(_WINDOWS))}
    found["recurrence"] = draw(st.sampled_from(_RULES + _TIMED))
    if found["recurrence"] not in _TIMED:
        found["at"] = draw(st.sampled_from(_TIMES))
    found["day_off"] = draw(st.sampled_from(["keep", "keep", "skip", "next", "previous"]))
    if zoned:
        found["zone"] = draw(st.none() | st.sampled_from(_ZONES))
    if draw(st.booleans()) and people:
        found["fan_out"] = draw(st.lists(st.sampled_from(people), unique=True, min_size=1, max_size=2))
        found["steps"] = draw(_steps(people))
    else:
        found["effort"] = draw(st.sampled_from(_EFFORTS))
    first, second = around + timedelta(days=3), around + timedelta(days=7)
    changes = [
        f"{first} cancelled",
        f"{first} to {second}",
        f"{second} window 2d",
        f"{first} to {first} 23:00 following",
    ]
    found["overrides"] = draw(st.lists(st.sampled_from(changes), unique=True, max_size=1))
    return found


def _steps(people: Sequence[str]) -> st.SearchStrategy[list[RoutineStep]]:
    who = st.sampled_from([("each",), ("each",), (), ("each", people[0])])
    one = st.tuples(st.sampled_from(_EFFORTS[:4]), who, st.booleans())
    return st.lists(one, min_size=1, max_size=3).map(_linked)


def _linked(found: Sequence[tuple[str, tuple[str, ...], bool]]) -> list[RoutineStep]:
    return [
        RoutineStep(f"step{n}", effort=effort, who=who, after=[f"step{n - 1}"] if n and waits else [])
        for n, (effort, who, waits) in enumerate(found)
    ]


@st.composite
def _reported(draw: st.DrawFn, routine: Routine, around: date) -> tuple[Completion, ...]:
    """Of occurrences that there are, and of days on which there is none."""
    day = st.integers(-3, 15).map(lambda n: around + timedelta(days=n))
    when = st.none() | day | day.map(lambda one: f"{one} 09:30")
    found: list[Completion] = []
    for start in draw(st.lists(day, unique=True, max_size=2)):
        step = draw(st.sampled_from([None, *(one.id for one in routine.steps)]))
        found.append(
            Completion(
                routine=routine.id, occurrence=start, step=step, done=draw(when),
                effort=draw(st.sampled_from([None, "45min", "9h"])),
                outcome=draw(st.sampled_from(["done", "done", "skipped"])),
            )
        )  # fmt: skip
    return tuple(found)
