"""`edited`: a plan after some edits such as people make, each of which it takes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any, Final

from hypothesis import strategies as st

from workmodel.domain import Entity, Milestone, Plan, Project, Property, Resource, Routine, Task, WorkItem
from workmodel.errors import WorkModelError

__all__ = ["edited"]

_FRESH: Final = ("n1", "n2", "n3")
_WORK: Final = ("task", "milestone", "project", "routine")


@st.composite
def edited(
    draw: st.DrawFn,
    plan: Plan,
    *,
    least: int = 0,
    most: int = 4,
    kinds: tuple[str, ...] = (),
    about: Collection[str] = (),
) -> Plan:
    """The plan after some edits; those that it refuses are left out.

    Ids of what is added are few, so that two edits of one plan collide.

    Parameters
    ----------
    plan
        The plan to edit.
    least, most
        How many edits.
    kinds
        Which sorts of edits, of ``"fields"``, ``"lists"``, ``"logic"``, ``"structure"``, ``"names"``, ``"order"`` and
        ``"settings"``; none: all.
    about
        Ids of what is edited, as far as it is there; none: anything.

    Examples
    --------
    >>> from hypothesis import find
    >>> from workmodel.domain import Plan, Task
    >>> plan = Plan(start="2026-03-02").add(Task("a"), Task("b"))
    >>> len(find(edited(plan), lambda other: len(other) == 1))
    1
    """
    makers = [maker for name, maker in _MAKERS.items() if not kinds or name in kinds]
    for _ in range(draw(st.integers(least, most))):
        with suppress(WorkModelError):
            plan = draw(st.sampled_from(makers))(draw, plan, about)
    return plan


def _one(draw: st.DrawFn, plan: Plan, *kinds: str, about: Collection[str] = ()) -> Any:
    """One of a plan's entities, of some kinds; none where there is none."""
    found = [entity for entity in plan if not kinds or entity.kind in kinds]
    found = [entity for entity in found if entity.id in about] or found
    return draw(st.sampled_from(found)) if found else None


def _fields(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    entity = _one(draw, plan, about=about)
    if entity is None:
        return plan
    values: dict[str, tuple[Any, ...]] = {
        "title": ("", "Draft", "Final"), "notes": ("", "see mail"), "duration": ("1d", "2d", "3ed", None),
        "effort": ("4h", "2d"),
        "priority": (100, 500, 900), "deadline": ("2026-03-20", "2026-03-20 12:00+00:00", None), "capacity": ("0.5", "1", "2"),
        "recurrence": ("FREQ=DAILY", "FREQ=WEEKLY", ""), "arrivals": ("2 per day", None), "weekly_limit": ("20h", None),
        "constraint": ("SNET 2026-03-10", None), "progress": ("40%", "100%", None), "on": ((), ("task",), ("task", "resource")),
        "type": ("text", "int", "fixed_work", "team"), "default": (None, "low", "high"),
    }  # fmt: skip
    names = [name for name in values if hasattr(entity, name)]
    name = draw(st.sampled_from(names))
    return plan.evolve(entity.id, **{name: draw(st.sampled_from(values[name]))})


def _lists(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    """One more, one less, or another order in a list or among the properties of an entity."""
    entity = _one(draw, plan, about=about)
    if entity is None:
        return plan
    people, declared = [one.id for one in plan.resources.values()], list(plan.properties)
    offered: dict[str, list[Any]] = {
        "tags": ["red", "blue"], "skills": ["sql 2", "sql 4", "ops"], "external": ["jira:1", "jira:2"],
        "absences": ["2026-03-04 sick", "2026-03-04 50% training", "2026-03-16..2026-03-20"],
        "capacity_changes": ["2026-03-09 0.5", "2026-03-09 0.8"], "requires": ["sql", "2 sql 3", "ops"],
        "assignments": [f"{one}{units}" for one in people for units in ("", " 50%")], "members": people, "fan_out": people,
        "overrides": ["2026-03-09 cancelled", "2026-03-09 to 2026-03-10"],
        "properties": [(name, value) for name in declared for value in ("low", 3, *list(plan.items)[:1])],
    }  # fmt: skip
    names = [name for name in offered if hasattr(entity, name) and (offered[name] or getattr(entity, name))]
    name = draw(st.sampled_from(names))
    old = getattr(entity, name)
    if name == "properties":
        key, value = draw(st.sampled_from([*offered[name], *((key, None) for key in old)]))
        left = {other: kept for other, kept in old.items() if other != key}
        return plan.evolve(entity.id, properties=left if value is None else left | {key: value})
    parts = list(old)
    less: bool = draw(st.booleans())
    if parts and less:
        parts.pop(draw(st.integers(0, len(parts) - 1)))
    elif offered[name]:
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(offered[name])))
    return plan.evolve(entity.id, **{name: parts})


def _logic(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    """Another predecessor, parent, calendar, base or manager."""
    entity = _one(draw, plan, *_WORK, "resource", "calendar", about=about)
    if entity is None:
        return plan
    choices: dict[str, tuple[str, ...]] = {
        "after": _WORK, "parent": ("task", "project"), "calendar": ("calendar",), "base": ("calendar",),
        "manager": ("resource",), "owner": ("resource",),
    }  # fmt: skip
    name = draw(st.sampled_from([name for name in choices if hasattr(entity, name)]))
    other = _one(draw, plan, *choices[name])
    if name == "after":
        links = [one for one in entity.after if draw(st.booleans())]
        text = f"{other.id}{draw(st.sampled_from(['', ' SS', ' FS+1d', ' FS+2d']))}"
        return plan.evolve(entity.id, after=[*links, text])
    return plan.evolve(entity.id, **{name: draw(st.sampled_from([None, other and other.id]))})


def _structure(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    """Something comes, goes, or becomes something else."""
    what = draw(st.sampled_from(["add", "add", "remove", "kind"]))
    if what == "add":
        return plan.add(_newcomer(draw, plan))
    entity = _one(draw, plan, about=about)
    if entity is None:
        return plan
    if what == "remove":
        return plan.remove(entity.id, cascade=True)
    cls = draw(st.sampled_from([Task, Milestone, Project]))
    if not isinstance(entity, WorkItem):
        return plan
    return plan.replace(
        cls(
            entity.id,
            title=entity.title,
            parent=entity.parent,
            after=entity.after,
            properties=entity.properties,
        )
    )


def _newcomer(draw: st.DrawFn, plan: Plan) -> Entity:
    name = draw(st.sampled_from(_FRESH))
    kind = draw(st.sampled_from(["task", "task", "task", "milestone", "resource", "property", "routine"]))
    if kind == "resource":
        return Resource(name, capacity=draw(st.sampled_from(["1", "0.5"])))
    if kind == "property":
        return Property(name, type=draw(st.sampled_from(["text", "int", "reference"])))
    if kind == "routine":
        return Routine(name, recurrence="FREQ=WEEKLY")
    parent, before, who = (
        _one(draw, plan, "task", "project"),
        _one(draw, plan, *_WORK),
        _one(draw, plan, "resource"),
    )
    parent, before, who = (one if draw(st.booleans()) else None for one in (parent, before, who))
    held: dict[str, Any] = {"parent": parent and parent.id, "after": [before.id] if before else []}
    if kind == "milestone":
        return Milestone(name, **held)
    held["assignments"] = [who.id] if who else []
    return Task(name, duration=draw(st.sampled_from(["1d", "2d"])), **held)


def _names(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    entity = _one(draw, plan, about=about)
    if entity is None:
        return plan
    other = _one(draw, plan)
    if draw(st.booleans()) and other.id != entity.id:  # they exchange their ids
        return plan.rename(entity.id, "aside").rename(other.id, entity.id).rename("aside", other.id)
    return plan.rename(entity.id, draw(st.sampled_from([*_FRESH, "r1", "r2"])))


def _order(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:
    entity, other = _one(draw, plan, about=about), _one(draw, plan)
    if entity is None:
        return plan
    return plan.move(entity.id, before=draw(st.sampled_from([None, other.id])))


def _settings(draw: st.DrawFn, plan: Plan, about: Collection[str]) -> Plan:  # noqa: ARG001 - as the others
    values: dict[str, tuple[Any, ...]] = {
        "title": ("", "Fair", "Book fair"), "start": ("2026-03-02", "2026-03-09"), "status_date": ("2026-03-11", None),
        "zone": (None, "Europe/Berlin"), "calendar": ("standard", *plan.calendars), "uncompleted": ("keep", "reschedule"),
    }  # fmt: skip
    name = draw(st.sampled_from(list(values)))
    return plan.evolve(**{name: draw(st.sampled_from(values[name]))})


_MAKERS: Final[dict[str, Callable[[st.DrawFn, Plan, Collection[str]], Plan]]] = {
    "fields": _fields, "lists": _lists, "logic": _logic, "structure": _structure, "names": _names, "order": _order,
    "settings": _settings,
}  # fmt: skip
