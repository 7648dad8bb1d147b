"""Promises about late dates: nothing that waits is delayed, no horizon or deadline crossed, and no room given away."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.facts import COMPLETE, Facts, Item
from workmodel.verification.horizons import Horizons
from workmodel.verification.limits import planned_anyway, upper
from workmodel.verification.placing import latest
from workmodel.verification.saying import broken, times

__all__ = ["late_dates"]


def late_dates(facts: Facts) -> Iterator[Finding]:
    """Late start and finish are the last that horizon, deadlines, constraints and successors allow."""
    horizons = Horizons(facts)
    for item in facts.leaves:
        if (item.state == COMPLETE and not planned_anyway(facts, item)) or item.pinned:
            continue
        limits = list(upper(facts, item, horizons.of(item)))
        expected = latest(facts, item, limits)
        row = facts[item.id]
        found = (row.late_start, row.late_finish)
        if found == expected or (
            _chosen_early(facts, item) and found[0] <= expected[0] and found[1] <= expected[1]
        ):
            continue
        told = False  # whether one bound alone explains what is wrong
        for limit in limits:
            allowed = latest(facts, item, [limits[0], limit])
            if found[0] > allowed[0] or found[1] > allowed[1]:
                told = True
                yield broken(
                    limit.promise, item.id,
                    f"{item.id} may be at {times(facts, *found)}, but {limit.why} allows {times(facts, *allowed)}",
                    expected=allowed, found=found, bound=limit.why,
                )  # fmt: skip
        if not told:
            yield broken(
                "verify.late", item.id,
                f"{item.id} could be at {times(facts, *expected)}, and its late dates are {times(facts, *found)}",
                expected=expected, found=found,
            )  # fmt: skip


def _chosen_early(facts: Facts, item: Item) -> bool:
    """Whether it was placed as soon as possible in a plan made from its end, so that its late dates may be those."""
    return facts.backward and item.asks("ASAP")
