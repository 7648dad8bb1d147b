"""Teams: the people behind a resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workmodel.domain.reading import ReadablePlan

__all__ = ["people"]


def people(plan: ReadablePlan, names: Iterable[str]) -> tuple[str, ...]:
    """Those resources, teams resolved into all who are ever in them, each once and in the order they are named.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan().add(Resource("ana"), Resource("ben"), Resource("dev", members=["ben"]))
    >>> plan = plan.add(Resource("all", members=["ana", "dev", "ben"]))
    >>> people(plan, ["all"])
    ('ana', 'ben')
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = list(reversed(list(names)))
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        inside = plan.resources[name].members
        if inside:
            stack.extend(reversed([one.resource for one in inside]))
        else:
            found[name] = None
    return tuple(found)
