"""Edits in words: what grew, who left, which day is closed now, and which way that can push dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from workmodel.calendars import CalendarException
from workmodel.domain import Absence, Assignment, Dependency, Entity, ManualDates, Progress, Task, WorkItem
from workmodel.quantities import Conventions, Percent, Span
from workmodel.scenarios.words import called, listed, said_day, said_time

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["added", "changed", "direction", "key", "part", "setting"]

_SPOKEN: Final = {
    "status_date": "status date", "late_horizon": "horizon of late dates", "critical_float": "limit of critical float",
    "out_of_sequence": "rule for work out of sequence", "uncompleted": "rule for uncompleted work",
    "leveling_delay": "levelling delay", "ignore_resource_calendars": "rule whose calendars drive it",
    "cost_rate": "rate", "cost_rates": "rates", "capacity_changes": "capacities", "work_weeks": "work weeks",
    "manual": "dates set by hand", "modes": "ways it can be done", "requires": "people it asks for",
    "properties": "properties", "external": "names elsewhere", "valid_from": "first day", "valid_to": "last day",
}  # fmt: skip
_EDITED: Final = (
    "notes", "tags", "properties", "external", "modes", "steps", "overrides", "rows", "work_weeks", "members", "skills",
    "capacity_changes", "cost_rates", "conventions",
)  # fmt: skip
"""Attributes whose values are too much to be said."""


# -- what joined ------------------------------------------------------------------------------------------------------


def added(plan: Plan, entity: Entity, waiting: Sequence[str] = ()) -> str:
    """That something was added, and between what it stands.

    Parameters
    ----------
    waiting
        Names of what was there and waits for it now.
    """
    if entity.kind == "baseline":
        return f"baseline {called(entity)} was agreed"
    if not isinstance(entity, WorkItem):
        return f"{entity.kind} {called(entity)} was added"
    size = ""
    if isinstance(entity, Task):
        length = entity.duration if entity.duration is not None else entity.effort
        size = "" if length is None else f" ({length})"
    behind = [_name(plan, one.predecessor) for one in entity.after]
    where = [f"after {listed(behind)}"] if behind else []
    where += [f"before {listed(waiting)}"] if waiting else []
    return " ".join([f"{called(entity)}{size} was added", *([", ".join(where)] if where else [])])


def _name(plan: Plan, name: str) -> str:
    entity = plan.get(name)
    return name if entity is None else called(entity)


# -- one attribute ----------------------------------------------------------------------------------------------------


def changed(plan: Plan, entity: Entity, name: str, old: Any, new: Any) -> str:
    """That an attribute of an entity has another value."""
    who = called(entity)
    if name == "entity":
        return f"{who} is a {new.kind} instead of a {old.kind}"
    if name == "title":
        return (
            f"{entity.id} is called {_text(new) or 'nothing but that'} instead of {_text(old) or entity.id}"
        )
    if name == "parent":
        if new is None:
            return f"{who} is part of nothing now, it was part of {_name(plan, old)}"
        return f"{who} is part of {_name(plan, new)}" + (
            f" instead of {_name(plan, old)}" if old is not None else " now"
        )
    if name in ("duration", "effort"):
        return _length(plan, who, name, old, new)
    if name == "capacity":
        return f"{who} has a capacity of {new} instead of {old}"
    if name in _EDITED or (name == "recurrence" and old and new):
        return (
            f"{_word(name)} of {who} were edited"
            if _word(name).endswith("s")
            else f"the {_word(name)} of {who} was edited"
        )
    return f"the {_word(name)} of {who} is {_value(new)} instead of {_value(old)}"


def _length(plan: Plan, who: str, name: str, old: Span | None, new: Span | None) -> str:
    what = "" if name == "duration" else " of effort"
    if old is None or new is None:
        if new is None:
            return f"{who} has no {name} of its own now, it was {old}"
        return f"{who} takes {new}{what} now, nothing was said before"
    before, after = plan.minutes(old), plan.minutes(new)
    if old.elapsed is not new.elapsed or before == after:
        return f"{who} takes {new}{what} instead of {old}"
    if name == "effort":
        return f"{who} needs {new} of effort instead of {old}"
    return f"{who} {'grew' if after > before else 'shrank'} from {old} to {new}"


def setting(plan: Plan, name: str, old: Any, new: Any) -> str:
    """That a setting of the plan has another value."""
    del plan
    if name in ("start", "finish"):
        verb = "starts" if name == "start" else "ends"
        if new is None or old is None:
            return f"the plan {verb} {_value(new)} now" if new is not None else f"the plan has no {name} now"
        return f"the plan {verb} {_value(new)} instead of {_value(old)}"
    if isinstance(new, Conventions):
        return "the plan counts days, weeks and months of work otherwise"
    return f"the plan's {_word(name)} is {_value(new)} instead of {_value(old)}"


def _word(name: str) -> str:
    return _SPOKEN.get(name, name.replace("_", " "))


def _text(value: object) -> str:
    text = " ".join(str(value).split())
    return f"“{text}”" if text else ""


def _value(value: Any) -> str:
    """A value as it is said."""
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, datetime):
        return said_time(value)
    if isinstance(value, date):
        return f"{value:%a %Y-%m-%d}"
    if isinstance(value, Progress):
        return _progress(value)
    if isinstance(value, ManualDates):
        return " to ".join(_value(one) for one in (value.start, value.finish) if one is not None)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _progress(value: Progress) -> str:
    parts = [f"{value.percent} %"] if value.percent is not None else []
    names = {
        "actual_start": "begun", "actual_finish": "finished", "actual_duration": "done", "remaining": "left",
        "resume": "going on",
    }  # fmt: skip
    parts += [
        f"{word} {_value(getattr(value, name))}"
        for name, word in names.items()
        if getattr(value, name) is not None
    ]
    return ", ".join(parts) or "none"


# -- parts of a list --------------------------------------------------------------------------------------------------


def key(one: Any) -> str:
    """What a part of a list speaks of: whom it waits for, who works, when."""
    if isinstance(one, Dependency):
        return one.predecessor
    if isinstance(one, Assignment):
        return one.resource
    return str(getattr(one, "start", one))


def part(before: Plan, after: Plan, entity: Entity, name: str, was: Any, now: Any) -> tuple[str, int]:
    """That a part of a list came, left, or is said otherwise; and which way that can push dates."""
    who = called(entity)
    if name == "after":
        return _link(before, after, who, was, now)
    if name == "assignments":
        return _person(before, after, who, was, now), 0
    if name == "absences":
        return _away(who, was, now), 0
    return _closed(who, was, now)


def _link(
    before: Plan, after: Plan, who: str, was: Dependency | None, now: Dependency | None
) -> tuple[str, int]:
    if now is None:
        assert was is not None
        return f"{who} no longer waits for {_waited(before, was)}", -1
    if was is None:
        return f"{who} waits for {_waited(after, now)} now", 1
    pushes = 0
    if was.link is now.link and was.binding is now.binding:
        pushes = direction(after, "lag", was.lag, now.lag)
    return f"{who} waits for {_waited(after, now)} instead of {_waited(before, was)}", pushes


def _waited(plan: Plan, one: Dependency) -> str:
    name = _name(plan, one.predecessor)
    return str(one).replace(one.predecessor, name, 1)


def _person(before: Plan, after: Plan, who: str, was: Assignment | None, now: Assignment | None) -> str:
    if now is None:
        assert was is not None
        return f"{_name(before, was.resource)} left {who}"
    name = _name(after, now.resource)
    share = str(now).removeprefix(now.resource).strip()
    if was is None:
        return f"{name} joined {who}{f' with {share}' if share else ''}"
    had = str(was).removeprefix(was.resource).strip()
    return f"{name} works on {who} with {share or 'all there is'} instead of {had or 'all there is'}"


def _away(who: str, was: Absence | None, now: Absence | None) -> str:
    if now is None:
        return f"{who} is not away {was}"
    return f"{who} is away {now}" if was is None else f"{who} is away {now} instead of {was}"


def _closed(who: str, was: CalendarException | None, now: CalendarException | None) -> tuple[str, int]:
    """That days of a calendar are worked otherwise: closed ones can only make things later."""
    if now is None:
        assert was is not None
        return f"{who} has its usual hours {_days(was)} again", 0 if was.shifts else -1
    if now.shifts:
        hours = ", ".join(map(str, now.shifts))
        return f"{who} is open {_days(now)} {hours}", 0
    return f"{who} is closed {_days(now)}", 1 if was is None else 0


def _days(one: CalendarException) -> str:
    last = "" if one.finish in (None, one.start) else f" to {said_day_of(one.finish)}"
    rule = " and so on" if one.recurring else ""
    name = f" ({' '.join(one.name.split())})" if one.name else ""
    return f"{said_day_of(one.start)}{last}{rule}{name}"


def said_day_of(day: date | None) -> str:
    """A day, with its weekday."""
    return "" if day is None else said_day(datetime(day.year, day.month, day.day))


# -- which way it pushes ----------------------------------------------------------------------------------------------


def direction(plan: Plan, name: str, old: Any, new: Any) -> int:
    """Whether a change of an attribute can only make things later (1), only earlier (-1), or either (0)."""
    if name in ("duration", "effort", "lag", "leveling_delay"):
        if any(one is not None and not isinstance(one, Span) for one in (old, new)):
            both = isinstance(old, Percent) and isinstance(new, Percent) and old.elapsed is new.elapsed
            return _sign(new.value - old.value) if both else 0
        if name in ("duration", "effort") and (old is None or new is None or old.elapsed is not new.elapsed):
            return 0
        lengths = [0 if one is None else plan.minutes(one) for one in (old, new)]
        mixed = (
            old is not None and new is not None and bool(old) and bool(new) and old.elapsed is not new.elapsed
        )
        return 0 if mixed else _sign(lengths[1] - lengths[0])
    if name == "start" and old is not None and new is not None:
        return _sign(plan.axis.minute(new) - plan.axis.minute(old))
    return 0


def _sign(value: Any) -> int:
    return int(value > 0) - int(value < 0)
