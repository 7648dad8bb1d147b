"""UIDs for what a plan names: ``t5`` is the task with the UID 5, other ids get free ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from workmodel.domain import BUILT_IN_CALENDARS, Plan
from workmodel.domain.items import WorkItem

__all__ = ["Numbering", "outline"]

_OWN: Final = re.compile(r"(-?[1-9]\d{0,8}|0)", re.ASCII)


class Numbering:
    """The UID of every item, resource and calendar of a plan, and what each will be called when read back.

    Parameters
    ----------
    plan
        The plan; ready-made calendars that it uses are numbered too.

    Attributes
    ----------
    bases
        Calendars that are written as base calendars, with all they inherit: Microsoft Project takes no others for tasks
        and projects, and what inherits from a ready-made calendar has no other to lean on.
    """

    def __init__(self, plan: Plan) -> None:
        work = {plan.calendar, *(item.calendar for item in plan.items.values())}
        people = {resource.calendar for resource in plan.resources.values()}
        self.built_in = tuple(
            name for name in BUILT_IN_CALENDARS if name in work | people and name not in plan.calendars
        )
        self.bases = frozenset(
            name for name in (*plan.calendars, *self.built_in) if name in work or _alone(plan, name)
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


def _alone(plan: Plan, name: str) -> bool:
    """Whether a calendar inherits from no other of the plan."""
    return name in BUILT_IN_CALENDARS or plan[name].base not in plan.calendars


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
