"""UIDs for what a plan names: ``t5`` is the task with the UID 5, other ids get free ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from workmodel.domain import BUILT_IN_CALENDARS, Calendar, Plan
from workmodel.domain.items import WorkItem

__all__ = ["Numbering", "base_of", "outline"]

_OWN: Final = re.compile(r"(-?[1-9]\d{0,8}|0)", re.ASCII)


class Numbering:
    """The UID of every item, resource and calendar of a plan, and what each will be called when read back.

    Parameters
    ----------
    plan
        The plan; calendars that it uses without declaring them are numbered too.
    """

    def __init__(self, plan: Plan) -> None:
        used = {plan.calendar, *(getattr(entity, "calendar", None) for entity in plan)}
        used.update(base_of(calendar) for calendar in plan.calendars.values())
        self.built_in = tuple(
            name for name in BUILT_IN_CALENDARS if name in used and name not in plan.calendars
        )
        self.items = outline(plan)
        self.tasks = _numbered("t", [item.id for item, _, _ in self.items])
        self.resources = _numbered("r", plan.resources)
        self.calendars = _numbered("c", [*plan.calendars, *self.built_in])
        self.names = {
            name: f"{letter}{uid}"
            for letter, uids in (("t", self.tasks), ("r", self.resources), ("c", self.calendars))
            for name, uid in uids.items()
        }


def base_of(calendar: Calendar) -> str | None:
    """The base that is written: none for standard, since that is how the unsaid days of a base calendar are read."""
    partial = calendar.week is None or None in calendar.week.days
    return None if calendar.base == "standard" and partial else calendar.base


def _numbered(letter: str, names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    rest = []
    for name in names:
        own = name[1:] if name[:1] == letter else ""
        if _OWN.fullmatch(own):
            found[name] = int(own)
        else:
            rest.append(name)
    taken = set(found.values())
    free = 1
    for name in rest:
        while free in taken:
            free += 1
        found[name] = free
        free += 1
    return found


def outline(plan: Plan) -> tuple[tuple[WorkItem, int, str], ...]:
    """The items in the order of the outline, each with its level and outline number.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan().add(Task("b", parent="a"), Task("c"), Task("a"))
    >>> [(item.id, level, number) for item, level, number in outline(plan)]
    [('c', 1, '1'), ('a', 1, '2'), ('b', 2, '2.1')]
    """
    children: dict[str | None, list[WorkItem]] = {}
    for item in plan.items.values():
        children.setdefault(item.parent, []).append(item)
    found: list[tuple[WorkItem, int, str]] = []
    stack = [(item, 1, str(n)) for n, item in _numbers(children.get(None, []))]
    while stack:
        item, level, number = stack.pop()
        found.append((item, level, number))
        stack.extend((below, level + 1, f"{number}.{n}") for n, below in _numbers(children.get(item.id, [])))
    return tuple(found)


def _numbers(items: list[WorkItem]) -> list[tuple[int, WorkItem]]:
    """Siblings with their numbers, last first: the order in which a stack gives them back."""
    return list(enumerate(items, 1))[::-1]
