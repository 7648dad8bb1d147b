"""How the questions run `allocate`: with one set of arguments, checked once, handed on as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import signature
from typing import Any, Final

from attrs import frozen

from workmodel.allocation import Allocation, allocate
from workmodel.allocation.asked import Objective
from workmodel.domain import Plan
from workmodel.errors import OutOfRange, WrongType, instance_of, nearest, whole_number

__all__ = ["Asking", "asking", "planned"]

_MOST = 1_000_000_000
_ON_TIME: Final[tuple[Objective, ...]] = ("lateness", "finish")


@frozen
class Asking:
    """The arguments with which a question runs `allocate`.

    Attributes
    ----------
    iterations, seed
        As `allocate` takes them.
    options
        Its other arguments, by name.
    """

    iterations: int
    seed: int
    options: tuple[tuple[str, Any], ...]

    def allocated(self, plan: Plan, iterations: int | None = None) -> Allocation:
        """The plan's dates within everybody's hours."""
        count = self.iterations if iterations is None else iterations
        return allocate(plan, iterations=count, seed=self.seed, **dict(self.options))

    def tried(self, plan: Plan) -> Iterator[Allocation]:
        """The plan's dates in the order that keeps most deadlines, and as they are asked for; lazily."""
        known = dict(self.options)
        if "objective" not in known and known.get("rule") is None and known.get("smoothing") is not True:
            yield allocate(plan, iterations=self.iterations, seed=self.seed, objective=_ON_TIME, **known)
        yield self.allocated(plan)


def asking(iterations: object, seed: object, options: Mapping[str, Any]) -> Asking:
    """Checked arguments.

    Raises
    ------
    OutOfRange, WrongType
        One of them is of no use.
    """
    known = [name for name in signature(allocate).parameters if name not in ("plan", "iterations", "seed")]
    for name in options:
        if name not in known:
            expected = f"one of {', '.join(known)}.{nearest(name, known)}".rstrip(".")
            raise WrongType("an argument of allocate", name, expected)
    count = whole_number("a number of schedules", iterations)
    if not 1 <= count <= _MOST:
        raise OutOfRange("a number of schedules", count, f"from 1 to {_MOST:,}")
    return Asking(count, whole_number("a seed", seed), tuple(options.items()))


def planned(plan: object) -> Plan:
    """The plan a question is about, if it is one.

    Raises
    ------
    OutOfRange
        It is planned from its finish, and nothing is found for that within people's hours.
    WrongType
        It is no plan.
    """
    found = instance_of(Plan, "a plan", plan, "a Plan, such as Plan(start=...).add(*items)")
    if found.direction == "backward":
        raise OutOfRange(
            "the direction of a plan that is asked about",
            "backward",
            '"forward": what people have time for is found from a start on',
        )
    return found
