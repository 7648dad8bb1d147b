"""`drawn`: the picture that `sketch` would read back, for messages of tests that fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from workmodel.calendars import CalendarException, WorkWeek
from workmodel.domain import Calendar, Constraint, Plan, RoutineStep, Task
from workmodel.domain.items import Entity
from workmodel.testing.clauses import CLAUSES, Clause

__all__ = ["drawn"]


def drawn(plan: Plan) -> str:
    r"""The plan as a picture in the notation of `sketch`.

    What has no notation (baselines, modes, notes, tags, properties, names in other systems, costs) is left out. Children
    stand below their parents, so that the order of the plan shows only among siblings.

    Examples
    --------
    >>> from workmodel.testing import sketch
    >>> plan = sketch(
    ...     "site project\n  live 0d FNLT 2026-04-10\n  design 5d after live SS+1d @ana\nana resource"
    ... )
    >>> print(drawn(plan))
    plan start 2026-03-02 08:00
    site project
      live milestone FNLT 2026-04-10
      design 5d after live SS+1d @ana
    ana resource
    """
    return "\n".join((_settings(plan), *_below(plan, None, 0)))


def _below(plan: Plan, parent: str | None, depth: int) -> Iterator[str]:
    for entity in plan:
        if entity.kind not in ("property", "baseline") and getattr(entity, "parent", None) == parent:
            yield "  " * depth + " ".join([entity.id, *_words(entity)])
            if entity.kind in ("task", "project"):
                yield from _below(plan, entity.id, depth + 1)


def _settings(plan: Plan) -> str:
    words = ["plan"]
    usual = Plan().settings
    for name, clause in CLAUSES["plan"].items():
        head, _, part = clause.field.partition(".")
        value, default = getattr(plan.settings, head), getattr(usual, head)
        if part:
            value, default = getattr(value, part), getattr(default, part)
        if value != default:
            words += [name, _text(value)]
    return " ".join(words)


def _words(entity: Entity) -> Iterator[str]:
    if isinstance(entity, Task):
        if str(entity.duration) == "0d" or (entity.duration is None and entity.calendar is not None):
            yield "task"  # or it would read as a milestone, or as a calendar
        if entity.duration is not None:
            yield str(entity.duration)
    else:
        yield entity.kind
    if isinstance(entity, Calendar) and entity.week is not None:
        yield str(entity.week)
    if entity.title:
        yield f'"{entity.title}"'
    for name, clause in CLAUSES[entity.kind].items():
        yield from _clause(entity, name, clause)
    for assignment in getattr(entity, "assignments", ()):
        yield f"@{assignment}"


def _clause(entity: Entity, name: str, clause: Clause) -> Iterator[str]:
    head, _, part = clause.field.partition(".")
    value: Any = getattr(entity, head)
    if part:
        value = None if value is None else getattr(value, part)
    if value is None or value in ("", ()) or (head == "priority" and value == 500):
        return
    if isinstance(value, Constraint):
        if value.kind == name:
            yield name if value.date is None else f"{name} {_text(value.date)}"
    elif clause.form == "flag":
        if value is True or value == name:
            yield name
    elif clause.form == "list":
        yield f"{name} {', '.join(map(str, value))}"
    elif clause.form == "dates":
        ends = ("" if end is None else _text(end) for end in (value.start, value.finish))
        yield f"{name} {' .. '.join(ends)}".replace("  ", " ").rstrip()
    elif clause.form == "exception":
        if name == "off":  # all of them here, in their order, whichever of the two keywords they take
            yield from map(_exception, value)
    elif clause.form == "step":
        yield from (_step(one) for one in value)
    elif clause.form == "work_week":
        yield from (_work_week(one) for one in value)
    elif not _is_default(entity, head, value):
        yield f"{name} {_text(value)}"


def _is_default(entity: Entity, head: str, value: Any) -> bool:
    usual: dict[tuple[str, str], Any] = {
        ("task", "type"): "fixed_units",
        ("routine", "gap"): "shift",
        ("routine", "day_off"): "keep",
        ("routine", "renewal"): "fixed",
        ("resource", "type"): "person",
        ("resource", "capacity"): 1,
        ("resource", "efficiency"): 1,
        ("task", "contour"): "flat",
        ("task", "minimum_staff"): 1,
    }
    return bool(usual.get((entity.kind, head)) == value)


def _exception(one: CalendarException) -> str:
    last = "" if one.finish == one.start else ".." if one.finish is None else f"..{one.finish}"
    hours = f" {', '.join(map(str, one.shifts))}" if one.shifts else ""
    rule = f" every {one.recurrence}" if one.recurrence is not None else ""
    return f"{'open' if one.shifts else 'off'} {one.start}{last}{hours}{rule}"


def _step(one: RoutineStep) -> str:
    words = ["step", one.id]
    words += [str(one.effort)] if one.effort else []
    words += ["lasting", str(one.duration)] if one.duration is not None else []
    words += ["by", *one.who] if one.who else []
    return " ".join([*words, "after", *one.after] if one.after else words)


def _work_week(one: WorkWeek) -> str:
    return f"during {one.start}..{one.finish} {one.pattern}"


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return " ".join(str(value).split())
