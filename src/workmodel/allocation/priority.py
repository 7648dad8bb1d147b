"""Which of two items comes first whatever else is said: priorities."""

from __future__ import annotations

from workmodel.domain import Plan, Project

__all__ = ["priorities"]


def priorities(plan: Plan, name: str) -> tuple[float, float]:
    """The priority of an item's project and its own, negative, so that less comes first."""
    item = plan[name]
    here = item
    while here is not None and not isinstance(here, Project):
        here = None if here.parent is None else plan[here.parent]
    standing = 500 if here is None else here.priority
    return -float(standing), -float(getattr(item, "priority", 500))
