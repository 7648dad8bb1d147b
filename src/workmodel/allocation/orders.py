"""In which order items get their people: priority rules over a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from workmodel.allocation.posing import Posed
from workmodel.allocation.priority import priorities

__all__ = ["PLAN_RULES", "keyed", "ordered"]

Key = tuple[float, ...]


def _column(posed: Posed, name: str) -> list[float]:
    return [float(value) for value in posed.column(name)]


def _successors(posed: Posed) -> list[float]:
    """How many others wait for each, directly or not: fewer come later."""
    followers = posed.level.followers
    reached: list[int] = [0] * len(followers)
    order = sorted(range(len(followers)), key=_topological(posed).__getitem__, reverse=True)
    for node in order:
        for other in followers[node]:
            reached[node] |= reached[other] | 1 << other
    return [-float(bits.bit_count()) for bits in reached]


def _topological(posed: Posed) -> list[int]:
    """A place for each node behind all that it waits for."""
    waits = list(posed.level.waits)
    ready, place, count = [node for node, number in enumerate(waits) if not number], [0] * len(waits), 0
    while ready:
        node = ready.pop()
        place[node], count = count, count + 1
        for other in posed.level.followers[node]:
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return place


PLAN_RULES: Final[Mapping[str, Callable[[Posed], list[float]]]] = MappingProxyType(
    {
        "late_finish": lambda posed: _column(posed, "late_finish"),
        "late_start": lambda posed: _column(posed, "late_start"),
        "float": lambda posed: _column(posed, "total_float"),
        "most_successors": _successors,
        "shortest": lambda posed: _column(posed, "duration"),
        "early_start": lambda posed: _column(posed, "early_start"),
    }
)
"""Priority rules by name; of two items that could come next the one with the lesser value does."""


def ordered(posed: Posed, rule: str) -> list[Key]:
    """A key per node: priority of the project, of the task, then the rule."""
    values = PLAN_RULES[rule](posed)
    return keyed(posed, values)


def keyed(posed: Posed, values: Sequence[float]) -> list[Key]:
    """Keys out of one value per node, behind priorities."""
    plan = posed.wide
    late = _column(posed, "late_finish")
    return [
        (*priorities(plan, name), value, last)
        for name, value, last in zip(posed.level.names, values, late, strict=True)
    ]
