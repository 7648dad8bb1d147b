"""Teams: the people behind a resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["people"]


def people(plan: ReadablePlan, names: Iterable[str]) -> tuple[str, ...]:
    """Those resources, teams resolved into their members, each once and in order."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = list(reversed(list(names)))
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        members = plan.resources[name].members
        if members:
            stack.extend(reversed(members))
        else:
            found[name] = None
    return tuple(found)
