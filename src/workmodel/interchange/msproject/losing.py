"""What a plan says that Microsoft Project's XML cannot hold: found by writing it and reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve

from workmodel.domain import Plan
from workmodel.errors import MsProjectError
from workmodel.findings import Finding
from workmodel.interchange.differing import differing, loss
from workmodel.interchange.given import given_plan
from workmodel.interchange.msproject.nodes import MOST_BYTES
from workmodel.interchange.msproject.numbering import Numbering
from workmodel.interchange.msproject.reading import loads
from workmodel.interchange.msproject.writing import dumps

__all__ = ["losses"]

_ROOM: Final = 8  # times the size of a file allow as many elements as can be in it
_REASONS: Final = {
    ("task", "estimate"): "three-point estimates cannot be said",
    ("task", "split"): "effort that each spends is written as the sum",
    ("task", "type"): "a summary's type is not kept",
    ("task", "progress"): "progress is written as durations done and left, in whole percent",
    ("task", "ignore_resource_calendars"): "it has no effect without a calendar of the task's own",
    (
        "calendar",
        "week",
    ): "shifts over midnight are cut there, and days of which nothing is said are days off",
    ("calendar", "work_weeks"): "days that a work week leaves as they are are said again",
    ("calendar", "exceptions"): "rules that the format has no words for are spelled out day by day",
    ("resource", "type"): "teams and equipment are written as people",
    ("resource", "skills"): "skills cannot be said",
    ("task", "requires"): "open demand for people and skills cannot be said",
    ("task", "modes"): "a task is done in one way there; it is written in the way in which it is planned",
    ("task", "splittable"): "a summary has no work of its own that could be interrupted",
    ("task", "minimum_staff"): "how many have to be there for work to go on cannot be said",
    ("task", "contour"): "contours are not written",
    ("resource", "absences"): "absences are not written; its calendar could hold them",
    ("resource", "capacity_changes"): "dated capacities are not written",
    ("resource", "cost_rates"): "dated rates are not written",
    ("resource", "stock"): "how much there is of a material cannot be said",
    (
        "task",
        "assignments",
    ): "quantities are read in the unit of their resource, money in the currency of the file",
    ("resource", "efficiency"): "efficiency cannot be said",
    ("resource", "daily_limit"): "limits of hours cannot be said",
    ("resource", "weekly_limit"): "limits of hours cannot be said",
    ("calendar", "zone"): "calendars have no zones; its hours are read on the plan's clock",
    ("resource", "members"): "members of teams cannot be said",
    ("property", "type"): "whole numbers become numbers, references become text",
    ("property", "on"): "custom fields belong to tasks or resources",
    ("baseline", ""): "baselines are not written",
    ("settings", "zone"): "times are written as the zone's wall clock",
}


def losses(plan: Plan) -> tuple[Finding, ...]:
    """What would be different about a plan after it was written and read back.

    Each kind of difference is one finding with code ``msproject.lost``, its number and the first twenty ids; ids that
    change are one finding ``msproject.renamed`` with all pairs; a file that `loads` takes with a larger ``limit=`` only
    is one finding ``msproject.beyond_limit``. If there are none, reading the file gives an equal plan.

    Parameters
    ----------
    plan
        The plan to be written.

    Raises
    ------
    MissingExtra
        The extra ``msproject`` is not installed.
    WrongType
        Not a plan.

    Examples
    --------
    >>> from workmodel.domain import Resource
    >>> for finding in losses(Plan().add(Resource("ana", skills=["design"]))):
    ...     print(finding)
    [msproject.renamed] 2 ids become others: ana → r1, standard → c1
    [msproject.lost] ana: resource.skills changes once: skills cannot be said
    """
    numbering = Numbering(given_plan(plan))
    back, too_large = _read_again(dumps(plan))
    renamed, names = _renamed(plan, numbering, back)
    found = [*too_large, *_name_findings(numbering, renamed, names)]
    found += _changed(renamed, back, {new: old for old, new in names.items()})
    unset = [item.id for item in plan.tasks.values() if item.duration is None and not plan.children(item.id)]
    if unset:
        found.append(
            _lost("task", "duration", unset, "durations that follow from effort are written as computed")
        )
    kept = [entity.id for entity in back if entity.id not in set(names.values()) - set(plan.calendars)]
    order = [names.get(entity.id, entity.id) for entity in plan]
    if [name for name in kept if name in order] != [name for name in order if name in back and name in kept]:
        found.append(
            Finding(
                "msproject.reordered", "",
                "the order changes: properties, calendars, resources, then tasks with what is below them", (), "info",
            )
        )  # fmt: skip
    return tuple(found)


def _read_again(data: bytes) -> tuple[Plan, list[Finding]]:
    """The plan of a file, with a finding where it is larger than is read without being asked for."""
    try:
        return loads(data).plan, []
    except MsProjectError as problem:
        limit = _ROOM * max(MOST_BYTES, len(data))
        plan = loads(data, limit=limit).plan
        message = (
            f"the file is read with a larger limit only, since {problem.problem}: loads(..., limit={limit})"
        )
        return plan, [Finding("msproject.beyond_limit", "", message, {"limit": limit})]


def _renamed(plan: Plan, numbering: Numbering, back: Plan) -> tuple[Plan, dict[str, str]]:
    """The plan with the ids it will have, and the new id of each old one that changes."""
    names = {old: new for old, new in numbering.names.items() if old != new}
    aside = plan
    for name in numbering.built_in:  # ready-made calendars become calendars of the plan
        aside = aside.add(back[names[name]])
    for old in list(names):
        if old in numbering.built_in:
            aside = _calendar_renamed(aside, old, names[old])
        else:
            aside = aside.rename(old, f"{old[:150]}.moving")
    for old, new in names.items():
        if old not in numbering.built_in:
            aside = aside.rename(f"{old[:150]}.moving", new)
    return aside, names


def _calendar_renamed(plan: Plan, old: str, new: str) -> Plan:
    """The plan with references to a ready-made calendar turned to one of its own."""
    changed = []
    for entity in plan:
        if getattr(entity, "calendar", None) == old:
            values: dict[str, Any] = {"calendar": new}
            changed.append(evolve(entity, **values))
    plan = plan.replace(*changed) if changed else plan
    return plan.evolve(calendar=new) if plan.calendar == old else plan


def _name_findings(numbering: Numbering, renamed: Plan, names: dict[str, str]) -> Iterator[Finding]:
    del numbering, renamed
    if not names:
        return
    pairs = tuple(names.items())
    shown = ", ".join(f"{old} → {new}" for old, new in pairs[:5]) + (" …" if len(pairs) > 5 else "")
    number = "1 id becomes another" if len(pairs) == 1 else f"{len(pairs)} ids become others"
    yield Finding("msproject.renamed", "", f"{number}: {shown}", {"names": pairs}, "info")


def _changed(plan: Plan, back: Plan, old_names: dict[str, str]) -> list[Finding]:
    """One finding for each field of each kind that differs."""
    return [
        _lost(kind, name, subjects, _REASONS.get((kind, name), ""))
        for (kind, name), subjects in differing(plan, back, old_names).items()
    ]


def _lost(kind: str, name: str, subjects: list[str], reason: str) -> Finding:
    return Finding("msproject.lost", *loss(kind, name, subjects, reason))
