"""Promises about findings: what a planner has to know about dates is told."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.below import below
from workmodel.verification.facts import Facts, Item
from workmodel.verification.saying import broken

__all__ = ["findings_told"]


def findings_told(facts: Facts) -> Iterator[Finding]:
    """Every missed deadline and every source of negative float has its finding, and none tells of what is not so.

    Negative float is told at its source: not of an item for which something waits that lacks as much.
    """
    if facts.schedule.source != "computed":
        return
    negative = {item.id for item in facts.leaves if facts[item.id].total_float < 0}
    sources = {name for name in negative if not _passed_on(facts, facts.item(name))}
    missed = _missed(facts)
    for code, wanted, true in (("deadline.missed", missed, missed), ("float.negative", sources, negative)):
        told = {finding.subject for finding in facts.schedule.findings if finding.code == code}
        for name in sorted(wanted - told):
            yield broken(
                "verify.finding",
                name,
                f'{name} deserves the finding "{code}", and there is none',
                missing=code,
            )
        for name in sorted(told - true):
            yield broken(
                "verify.finding", name, f'{name} has the finding "{code}" without a reason', needless=code
            )


def _missed(facts: Facts) -> set[str]:
    found = set()
    for item in facts.items:
        deadline = item.entity.deadline
        if deadline is not None and facts[item.id].finish > facts.minute(deadline, end=True):
            found.add(item.id)
    return found


def _passed_on(facts: Facts, item: Item) -> bool:
    """Whether something incomplete that waits for an item has as little float."""
    floats = (below(facts, facts.item(wait.holder)).least_float for wait in facts.followers(item))
    return any(least is not None and least <= facts[item.id].total_float for least in floats)
