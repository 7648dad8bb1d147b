"""The smallest set of facts that are in conflict, by deletion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workmodel.advice.facts import Relaxable
from workmodel.domain import Plan

__all__ = ["smallest"]


def smallest(
    plan: Plan, facts: Sequence[Relaxable], met: Callable[[Plan], bool]
) -> tuple[Plan, tuple[Relaxable, ...]]:
    """A plan that holds only to facts that cannot be had together, and those facts.

    Facts are taken out as long as the wish stays unmet, whole blocks first and then halves of what remains. What is left is
    gone through one by one until nothing more can go, so that the set is minimal by deletion whether or not taking out facts
    can ever hurt (with people's hours it can: a rule of thumb may order the rest of the work otherwise).

    Parameters
    ----------
    plan
        A plan that does not have what is wished for.
    facts
        What it may be in conflict with; those that come first go first.
    met
        Whether a plan has what is wished for.

    Notes
    -----
    The deletion filter [1]_, by halves as in QuickXplain [2]_: O(k log n) questions for k of n facts.

    References
    ----------
    .. [1] J. W. Chinneck and E. W. Dravnieks, "Locating minimal infeasible constraint sets in linear programs", *ORSA Journal
       on Computing* 3(2), 1991.
    .. [2] U. Junker, "QuickXplain: preferred explanations and relaxations for over-constrained problems", AAAI 2004.
    """
    here = plan

    def tried(block: Sequence[Relaxable]) -> bool:
        """Whether a block can go."""
        nonlocal here
        without = here
        for one in block:
            without = one.relax(without)
        if met(without):
            return False
        here = without
        return True

    def kept(block: Sequence[Relaxable]) -> list[Relaxable]:
        if not block or tried(block):
            return []
        if len(block) == 1:
            return [*block]
        middle = len(block) // 2
        return [*kept(block[:middle]), *kept(block[middle:])]

    left = kept(facts)
    count = len(left) + 1
    while len(left) < count:
        count = len(left)
        left = [one for one in left if not tried([one])]
    return here, tuple(left)
