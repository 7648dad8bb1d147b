"""Teams: the people behind a resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workmodel.domain.membership import Membership
    from workmodel.domain.reading import ReadablePlan

__all__ = ["people", "turnover"]


def people(plan: ReadablePlan, names: Iterable[str], on: date | None = None) -> tuple[str, ...]:
    """Those resources, teams resolved into who is in them, each once and in the order they are named.

    Parameters
    ----------
    on
        The day that counts; ``None``: all who are ever in them.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan().add(Resource("ana"), Resource("ben"), Resource("dev", members=["ben to 2026-03-03"]))
    >>> plan = plan.add(Resource("all", members=["ana", "dev", "ben from 2026-04-01"]))
    >>> people(plan, ["all"])
    ('ana', 'ben')
    >>> people(plan, ["all"], date(2026, 3, 4))
    ('ana',)
    """
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
            there = [one.resource for one in members if on is None or one.holds_on(on)]
            stack.extend(reversed(there))
        else:
            found[name] = None
    return tuple(found)


def turnover(plan: ReadablePlan, names: Iterable[str]) -> tuple[date, ...]:
    """The days from which on other people than the day before are in those teams, or may be, in order.

    Examples
    --------
    >>> from workmodel.domain import Plan, Resource
    >>> plan = Plan().add(Resource("ana"), Resource("dev", members=["ana from 2026-03-02 to 2026-03-03"]))
    >>> [str(day) for day in turnover(plan, ["dev"])]
    ['2026-03-02', '2026-03-04']
    """
    found: set[date] = set()
    for one in _memberships(plan, names):
        if one.start is not None:
            found.add(one.start)
        if one.finish is not None and one.finish < date.max:
            found.add(one.finish + timedelta(days=1))
    return tuple(sorted(found))


def _memberships(plan: ReadablePlan, names: Iterable[str]) -> Iterator[Membership]:
    """All memberships in those teams, and in teams in them."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            members = plan.resources[name].members
            yield from members
            waiting += [one.resource for one in members]
