"""Promises about findings: what a planner has to know about dates is told."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.facts import Facts
from workmodel.verification.saying import broken

__all__ = ["findings_told"]


def findings_told(facts: Facts) -> Iterator[Finding]:
    """Every missed deadline and every negative float has its finding, and no finding tells of one that is none."""
    if facts.schedule.source != "computed":
        return
    for code, wanted in (("deadline.missed", _missed(facts)), ("float.negative", _negative(facts))):
        told = {finding.subject for finding in facts.schedule.findings if finding.code == code}
        for name in sorted(wanted - told):
            yield broken(
                "verify.finding",
                name,
                f'{name} deserves the finding "{code}", and there is none',
                missing=code,
            )
        for name in sorted(told - wanted):
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


def _negative(facts: Facts) -> set[str]:
    return {item.id for item in facts.leaves if facts[item.id].total_float < 0}
