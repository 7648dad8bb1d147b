"""workmodel: one model of all claims on people's hours.

Projects end and routines do not, but both are done by the same people in the same hours. The names here are what a
first look needs; everything else is one room away. Beside attrs and the standard library, things load on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workmodel.advice import consider, suggest
    from workmodel.allocation import allocate
    from workmodel.calendars import CalendarException, WeekPattern, WorkWeek, daily, monthly, weekly, yearly
    from workmodel.capacity import ledger
    from workmodel.domain import (
        Assignment,
        Calendar,
        Constraint,
        Dependency,
        Estimate,
        Milestone,
        Plan,
        Progress,
        Project,
        Property,
        Resource,
        Routine,
        Schedule,
        Task,
    )
    from workmodel.errors import WorkModelError
    from workmodel.findings import Finding
    from workmodel.graph import DependencyGraph
    from workmodel.quantities import Conventions, Span
    from workmodel.routines import occurrences
    from workmodel.scenarios import compare, merge, what_if
    from workmodel.scheduling import moves, schedule
    from workmodel.verification import verify

__version__ = "0.1.0"

_ROOMS = {
    "allocate": "allocation", "Assignment": "domain", "Calendar": "domain", "CalendarException": "calendars",
    "compare": "scenarios", "Constraint": "domain", "consider": "advice",
    "Conventions": "quantities", "Dependency": "domain", "DependencyGraph": "graph", "Estimate": "domain",
    "Finding": "findings", "Milestone": "domain", "Plan": "domain", "Progress": "domain", "Project": "domain",
    "Property": "domain", "Resource": "domain", "Routine": "domain", "Schedule": "domain", "Span": "quantities",
    "Task": "domain", "WeekPattern": "calendars", "WorkModelError": "errors", "WorkWeek": "calendars",
    "daily": "calendars", "merge": "scenarios", "monthly": "calendars", "ledger": "capacity", "moves": "scheduling",
    "occurrences": "routines", "schedule": "scheduling", "suggest": "advice", "verify": "verification",
    "weekly": "calendars", "what_if": "scenarios", "yearly": "calendars",
}  # fmt: skip

__all__ = [
    "Assignment",
    "Calendar",
    "CalendarException",
    "Constraint",
    "Conventions",
    "Dependency",
    "DependencyGraph",
    "Estimate",
    "Finding",
    "Milestone",
    "Plan",
    "Progress",
    "Project",
    "Property",
    "Resource",
    "Routine",
    "Schedule",
    "Span",
    "Task",
    "WeekPattern",
    "WorkModelError",
    "WorkWeek",
    "allocate",
    "compare",
    "consider",
    "daily",
    "ledger",
    "merge",
    "monthly",
    "moves",
    "occurrences",
    "schedule",
    "suggest",
    "verify",
    "weekly",
    "what_if",
    "yearly",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'workmodel' has no attribute {name!r}")
    value = getattr(import_module(f"workmodel.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
