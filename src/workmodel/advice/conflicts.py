"""`conflicts`: what a plan asks for and cannot have, which of its facts exclude each other, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from attrs import field, frozen

from workmodel.advice.asking import asking, planned
from workmodel.advice.facts import Fact
from workmodel.advice.filtering import smallest
from workmodel.advice.repairs import Repair, repairs_of
from workmodel.advice.wishes import (
    By,
    Wish,
    wishes_of_hours,
    wishes_of_logic,
    wishes_of_people,
    wishes_of_pinned,
    wishes_of_stock,
)
from workmodel.allocation import Allocation
from workmodel.domain import Plan
from workmodel.errors import OutOfRange, shown, whole_number
from workmodel.scheduling import schedule

__all__ = ["Conflict", "conflicts"]

_MOST = 10_000


@frozen(eq=False)
class Conflict:
    """Facts of a plan that cannot be had together.

    Attributes
    ----------
    subject
        Id of what cannot have what it asks for; empty for the plan itself.
    by
        What denies it: ``"logic"``, ``"people"``, ``"skills"`` or ``"stock"``.
    message
        What happens instead.
    asked
        The fact that asks for it.
    facts
        Those that exclude each other, *asked* among them: of a plan that holds to these alone it cannot be had, and it can
        once any one of them goes.
    repairs
        Changes after each of which the whole plan has what is asked for, the gentlest first.
    core
        The plan that holds to *facts* alone, as far as they are about dates and hours.
    """

    subject: str
    by: By
    message: str
    asked: Fact
    facts: tuple[Fact, ...]
    repairs: tuple[Repair, ...]
    core: Plan = field(repr=False)
    _without: tuple[tuple[Fact, Plan], ...] = field(repr=False)

    def without(self, fact: Fact) -> Plan:
        """The plan that holds to all of *facts* but one, and so has what is asked for.

        Raises
        ------
        OutOfRange
            It is none of the facts.
        """
        for known, plan in self._without:
            if known == fact:
                return plan
        raise OutOfRange("a fact of this conflict", shown(fact), "one of its facts")

    def __str__(self) -> str:
        lines = [self.message, *(f"  - {fact}" for fact in self.facts)]
        return "\n".join([*lines, *(f"  > {one}" for one in self.repairs)])


def conflicts(
    plan: Plan, *, most: int = 10, iterations: int = 30, seed: int = 0, **options: Any
) -> tuple[Conflict, ...]:
    """What a plan asks for and cannot have: for each, a smallest set of facts that exclude each other, and what mends it.

    Deadlines, bounds and dates that have to be kept, by logic first, then by people's hours; requirements that too few
    meet; stocks that are too small.

    Parameters
    ----------
    plan
        The plan.
    most
        How many conflicts are looked into at most, those of logic first.
    iterations, seed, options
        How `allocate` is run.

    Returns
    -------
    tuple of Conflict
        Of logic, of skills, of stocks, of people; each in the plan's order. Empty where all that is asked for can be had, as
        far as `allocate` finds.

    Raises
    ------
    DependencyCycle
        Items wait for each other; the error names the ring.
    OutOfRange, WrongType
        An argument is of no use here.
    WorkModelError
        Whatever `schedule` and `allocate` raise.

    Notes
    -----
    Found by deletion, each question a run of the engine: see `workmodel.advice.filtering`. What people's hours deny is what
    `allocate` did not find with these arguments, neither as it is asked nor where it minds lateness first
    (``objective=("lateness", "finish")``): a deadline that is missed only for the order of the work is no conflict. It finds
    good dates, not always the best.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", duration="3d"),
    ...     Task("build", duration="4d", after=["design"]),
    ...     Task("legal", duration="1d"),
    ...     Milestone("launch", after=["build", "legal"], deadline="2026-03-09"),
    ... )
    >>> for one in conflicts(plan):
    ...     print(one)
    launch misses its deadline, Mon 9 Mar 2026: it comes Tue 10 Mar 2026 17:00, 1d of work after
      - the plan starts 2026-03-02
      - build waits for design
      - launch waits for build
      - design takes 3d
      - build takes 4d
      - launch is due 2026-03-09
      > move the deadline of launch to Tue 2026-03-10 17:00
      > shorten design by 1d
      > shorten build by 1d
      > begin 3 days earlier, 2026-02-27
      > drop the dependency: build waits for design
      > drop the dependency: launch waits for build
      > give up that launch is due 2026-03-09
    """
    ask, known = asking(iterations, seed, options), planned(plan)
    count = whole_number("a number of conflicts", most)
    if not 1 <= count <= _MOST:
        raise OutOfRange("a number of conflicts", count, f"from 1 to {_MOST:,}")
    found: list[Conflict] = []
    dates = schedule(known)
    alone = (*wishes_of_logic(dates), *wishes_of_people(known), *wishes_of_stock(known))
    found += (_conflict(known, wish, None) for wish in _once(alone, count))
    if len(found) < count and known.resources:
        allocation = ask.allocated(known)
        wishes = chain(wishes_of_hours(ask, allocation), wishes_of_pinned(ask, allocation))
        hours = _once(wishes, count - len(found))
        found += (_conflict(known, wish, allocation) for wish in hours)
    return tuple(found)


def _once(wishes: Iterable[Wish], most: int) -> Iterator[Wish]:
    """The first so many wishes, each once."""
    known: dict[Fact, Wish] = {}
    for one in wishes:
        known.setdefault(one.own.fact, one)
    return islice(known.values(), most)


def _conflict(plan: Plan, wish: Wish, allocation: Allocation | None) -> Conflict:
    core, kept = smallest(plan, [*wish.others, wish.own], wish.met)
    without = tuple((one.fact, one.relax(core)) for one in kept)
    repairs = repairs_of(plan, wish, kept, allocation)
    return Conflict(
        wish.subject,
        wish.by,
        wish.message,
        wish.own.fact,
        tuple(fact for fact, _ in without),
        repairs,
        core,
        without,
    )
