"""What an importer gives back: the plan, the dates it came with, and what a planner should know about the reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workmodel.domain import Plan, Schedule
    from workmodel.findings import Finding

__all__ = ["Imported"]


def _findings(value: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(value)


@frozen
class Imported:
    r"""A plan that was read from another format.

    Attributes
    ----------
    plan
        The plan.
    schedule
        The dates that stood in the file, with ``source="read"``; ``None`` where there were none.
    findings
        What was rounded, guessed, left out or could not be said in a plan, in the order of the file.

    Examples
    --------
    >>> from workmodel.interchange import read
    >>> imported = read("Name,Duration\nDraft,3 days\n")
    >>> [task.title for task in imported.plan.tasks.values()], imported.schedule
    (['Draft'], None)
    """

    plan: Plan
    schedule: Schedule | None = None
    findings: tuple[Finding, ...] = field(default=(), converter=_findings)
