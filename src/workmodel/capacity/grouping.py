"""By what hours are summed: whose they are (resource, team, skill) or what claims them (project, routine, kind, tag)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from workmodel.calendars import day_number
from workmodel.capacity.ability import Ability
from workmodel.capacity.ledger import Ledger
from workmodel.capacity.sources import Source
from workmodel.capacity.teams import days_in_team
from workmodel.domain import Plan, Project, Routine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["PEOPLE", "WORK", "Grouping", "People", "keys_of", "people_by", "project_of"]

Grouping = Literal["resource", "team", "skill", "project", "routine", "kind", "tag"]

PEOPLE: Final = ("resource", "team", "skill")
WORK: Final = ("project", "routine", "kind", "tag")


@frozen(eq=False)
class People:
    """Resources that are summed under one key.

    Attributes
    ----------
    key
        The resource, team or skill; empty for those without.
    rows : int64 array, shape (members,)
        Rows of the ledger.
    counts : int64 array, shape (members, days), or None
        1 on the days on which each counts; ``None``: on all.
    """

    key: str
    rows: Ints
    counts: Ints | None = None

    def total(self, amounts: Ints) -> Ints:
        """Amounts by resource and day, summed by day."""
        own = amounts[self.rows]
        found: Ints = (own if self.counts is None else own * self.counts).sum(axis=0)
        return found


def people_by(ledger: Ledger, by: str) -> list[People]:
    """Who is summed under which key; those under none come last, under the empty one."""
    import numpy as np

    names = ledger.resources
    if by == "resource":
        return [People(name, np.array([row])) for row, name in enumerate(names)]
    place = {name: row for row, name in enumerate(names)}
    days = len(ledger.days)
    left = np.ones((len(names), days), dtype=np.int64)
    found = []
    for key, members in _teams(ledger) if by == "team" else _skilled(ledger):
        rows = np.array([place[name] for name in members], dtype=np.int64)
        counts = np.array([*members.values()]).reshape(len(rows), days).astype(np.int64)
        found.append(People(key, rows, counts))
        left[rows] *= 1 - counts
    rest = np.flatnonzero(left.any(axis=1))
    return [*found, People("", rest, left[rest])] if len(rest) else found


def _teams(ledger: Ledger) -> Iterator[tuple[str, dict[str, NDArray[np.bool_]]]]:
    first, count = day_number(ledger.first), len(ledger.days)
    for name, resource in ledger.plan.resources.items():
        if resource.type == "team":
            members = days_in_team(ledger.plan, name, first, count)
            yield name, {who: mask for who, mask in members.items() if who in ledger.resources}


def _skilled(ledger: Ledger) -> Iterator[tuple[str, dict[str, NDArray[np.bool_]]]]:
    import numpy as np

    ability, always = Ability(ledger.plan), np.ones(len(ledger.days), dtype=np.bool_)
    for skill in sorted({one for name in ledger.resources for one in ability.skills(name)}):
        yield skill, {name: always for name in ledger.resources if skill in ability.skills(name)}


def keys_of(plan: Plan, source: Source, by: str) -> tuple[str, ...]:
    """Under which keys a claim is summed; the empty one where it has none."""
    if by == "kind":
        return (source.kind,)
    if by == "project":
        return (source.project,)
    entity = plan.get(source.id) if source.id else None
    if by == "routine":
        return (source.id if isinstance(entity, Routine) else "",)
    return ("",) if entity is None or not entity.tags else tuple(dict.fromkeys(entity.tags))


def project_of(plan: Plan, name: str) -> str:
    """Id of the nearest project above an item; empty for none."""
    here = plan[name].parent
    while here is not None and not isinstance(plan[here], Project):
        here = plan[here].parent
    return here or ""
