"""What corruptors break schedules with: picking an item, changing its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from attrs import evolve

from workmodel.domain import Plan, Schedule

__all__ = ["changed", "free", "leaf", "moved", "pick", "step", "works"]

_STEPS: Final = (1, 15, 60, 240, 480, 1440, 2400)


def changed(schedule: Schedule, row: int, **values: Any) -> Schedule:
    """The schedule with other values in one row."""
    columns = {}
    for name, value in values.items():
        column = getattr(schedule.dates, name).copy()
        column[row] = value
        columns[name] = column
    return evolve(schedule, dates=evolve(schedule.dates, **columns))


def moved(schedule: Schedule, row: int, by: int, columns: Sequence[str]) -> Schedule:
    """The schedule with some dates of one row moved. [min]"""
    return changed(schedule, row, **{name: int(getattr(schedule.dates, name)[row]) + by for name in columns})


def pick(plan: Plan, schedule: Schedule, random: Random, fits: Callable[[Any, int], bool]) -> int | None:
    """The row of some item that fits, by its entity and row."""
    rows = [row for row, name in enumerate(schedule.ids) if fits(plan[name], row)]
    return random.choice(rows) if rows else None


def leaf(schedule: Schedule, row: int) -> bool:
    """Whether a row is that of a leaf."""
    return not schedule.dates.summary[row]


def free(entity: Any, schedule: Schedule, row: int) -> bool:
    """A leaf whose dates follow from logic alone."""
    facts = getattr(entity, "manual", None), getattr(entity, "progress", None)
    if not leaf(schedule, row) or facts != (None, None):
        return False
    return entity.constraint is None or entity.constraint.kind in ("SNET", "FNET", "SNLT", "FNLT")


def works(entity: Any, schedule: Schedule, row: int) -> bool:
    """A leaf that takes time and whose dates follow from logic alone."""
    return free(entity, schedule, row) and bool(schedule.dates.duration[row] > 0)


def step(random: Random) -> int:
    """Some minutes to move a date by."""
    return random.choice(_STEPS)
