"""How a broken promise is told: one finding with the item, the values expected and found."""

from __future__ import annotations

from typing import Any

from workmodel.findings import Finding
from workmodel.verification.facts import Facts

__all__ = ["broken", "date_differs", "times"]


def broken(promise: str, subject: str, message: str, **facts: Any) -> Finding:
    """One promise that does not hold."""
    return Finding(promise, subject, message, facts, "error")


def times(facts: Facts, *minutes: int) -> str:
    """Moments for people: ``"Mon 2026-03-02 08:00 → Fri 2026-03-06 17:00"``."""
    return " → ".join(f"{facts.plan.axis.time(minute):%a %Y-%m-%d %H:%M}" for minute in minutes)


def date_differs(
    facts: Facts, promise: str, subject: str, what: str, found: int, expected: int, why: str
) -> Finding:
    """A date that is not where a rule puts it."""
    message = f"{subject}: {what} is {times(facts, found)}, but {why} puts it at {times(facts, expected)}"
    return broken(promise, subject, message, date=what, found=found, expected=expected)
