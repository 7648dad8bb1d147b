"""Promises about early dates: no bound is broken, and nothing waits longer than its bounds ask."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.facts import OPEN, Facts, Item
from workmodel.verification.limits import NEVER, Limit, frame, lower, planned_anyway
from workmodel.verification.logic import is_dated_by_logic, logical, without_placing
from workmodel.verification.placing import earliest, pinned
from workmodel.verification.saying import broken, date_differs, times

__all__ = ["early_dates", "pinned_dates"]


def early_dates(facts: Facts) -> Iterator[Finding]:
    """Early start and finish are the first that start of plan, constraints and dependencies allow."""
    for item in facts.items:
        if item.summary or planned_anyway(facts, item) or not is_dated_by_logic(item):
            continue
        limits = list(lower(facts, item))
        if max(limit.time for limit in limits if limit.at_start) == NEVER:
            continue
        # what is reported without dates stays where it would be if nothing were placed late
        stays = facts.places and item.state != OPEN
        expected = without_placing(facts)[item.id] if stays else logical(facts, item)
        row = facts[item.id]
        found = (row.early_start, row.early_finish)
        if _chosen_late(facts, item) and _same_work(item, found, expected):
            continue
        if found[0] < expected[0] or found[1] < expected[1]:
            yield from _too_early(facts, item, limits, found, expected)
        elif found != expected and not _chosen_late(facts, item):
            yield broken(
                "verify.early", item.id,
                f"{item.id} could be at {times(facts, *expected)}, and is needlessly at {times(facts, *found)}",
                expected=expected, found=found,
            )  # fmt: skip


def _chosen_late(facts: Facts, item: Item) -> bool:
    """Whether it was placed as late as possible, so that its early dates may be those."""
    return item.asks("ALAP") and not facts.backward


def _same_work(item: Item, found: tuple[int, int], expected: tuple[int, int]) -> bool:
    """Whether dates differ in closed time alone: the late finish of work is where it ends, a bound may be where more begins."""
    hours = item.driving
    return found[0] == expected[0] and hours.position(found[1]) == hours.position(expected[1])


def _too_early(
    facts: Facts, item: Item, limits: list[Limit], found: tuple[int, int], expected: tuple[int, int]
) -> Iterator[Finding]:
    """One finding per bound that is broken; for dates that no bound explains, one that says so."""
    first = frame(facts, item)
    told = False
    for limit in limits:
        asked = earliest(facts, item, [first, limit])
        if found[0] < asked[0] or found[1] < asked[1]:
            told = True
            yield broken(
                limit.promise, item.id,
                f"{item.id} is at {times(facts, *found)}, but {limit.why} asks for {times(facts, *asked)} or later",
                expected=asked, found=found, bound=limit.why,
            )  # fmt: skip
    if not told:
        yield broken(
            "verify.early", item.id,
            f"{item.id} is at {times(facts, *found)}, but its bounds together ask for {times(facts, *expected)}",
            expected=expected, found=found,
        )  # fmt: skip


def pinned_dates(facts: Facts) -> Iterator[Finding]:
    """What must start on or finish on a date does, early and late."""
    for item in facts.leaves:
        if item.pinned:
            row = facts[item.id]
            start, finish = pinned(facts, item)
            why = str(item.entity.constraint)
            for what, found, expected in (
                ("early start", row.early_start, start), ("early finish", row.early_finish, finish),
                ("late start", row.late_start, start), ("late finish", row.late_finish, finish),
            ):  # fmt: skip
                if found != expected:
                    yield date_differs(facts, "verify.pinned", item.id, what, found, expected, why)
