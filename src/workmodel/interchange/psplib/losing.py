"""What a plan says that an instance cannot hold: found by writing it and reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workmodel.domain import Plan
from workmodel.domain.settings import SETTING_NAMES
from workmodel.errors import DependencyCycle, OutOfRange
from workmodel.findings import Finding
from workmodel.interchange.differing import differing, loss
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.given import given_plan
from workmodel.interchange.psplib.planning import ids_of, plan_of, resource_ids
from workmodel.interchange.psplib.reading import START, instance_in
from workmodel.interchange.psplib.writing import Written, text_of, written

__all__ = ["losses"]

_ROOM: Final = 16  # times the size of a file allow as many numbers as can be in it
_REASONS: Final = {
    ("task", "duration"): "it is written in whole hours of working time",
    ("task", "after"): "links are finish to start, without lag, in the order of the activities",
    ("milestone", "after"): "links are finish to start, without lag, in the order of the activities",
    ("task", "modes"): "modes are numbered, with whole hours and whole units, without what they require",
    ("task", "requires"): "who is asked for by skill cannot be said",
    ("task", "assignments"): "units are written as whole numbers, in the order of the resources",
    ("task", "constraint"): "only the first milestone can be held back, by whole hours",
    ("milestone", "constraint"): "only the first milestone can be held back, by whole hours",
    ("task", "kind"): "what takes no time is a milestone",
    ("resource", "type"): "whoever has hours is equipment",
    ("resource", "capacity"): "capacities are whole numbers",
    ("resource", "calendar"): "there are no calendars: everything runs around the clock",
    ("settings", "calendar"): "there are no calendars: everything runs around the clock",
}


def losses(plan: Plan) -> tuple[Finding, ...]:
    """What would be different about a plan after it was written as an instance and read back.

    Each kind of difference is one finding with code ``psplib.lost``, its number and the first twenty ids; ids that change
    are one finding ``psplib.renamed`` with all pairs. If there are none, reading the file with the plan's start gives an
    equal plan.

    Parameters
    ----------
    plan
        The plan to be written.

    Raises
    ------
    WrongType
        Not a plan.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Task
    >>> plan = Plan(start="2026-03-02", calendar="24_hours").add(
    ...     Milestone("a1"),
    ...     Task("a2", title="Dig", duration="3h", after=["a1"]),
    ...     Milestone("a3", after=["a2"]),
    ... )
    >>> for finding in losses(plan):
    ...     print(finding)
    [psplib.start_lost] the plan's start is not in the file; say it when it is read, loads(..., start="2026-03-02")
    [psplib.lost] a2: task.title changes once
    """
    try:
        found = written(given_plan(plan))
    except (DependencyCycle, OutOfRange) as problem:
        return (Finding("psplib.not_writable", "", f"the plan cannot be written: {problem}", (), "error"),)
    return (*_start(plan), *_names(found), *_changes(plan, found))


def _start(plan: Plan) -> Iterator[Finding]:
    if plan.start == START:
        return
    cure = "" if plan.start is None else f'; say it when it is read, loads(..., start="{plan.start}")'
    message = f"the plan's start is not in the file{cure}"
    yield Finding("psplib.start_lost", "", message, {"start": plan.start}, "info")


def _names(found: Written) -> Iterator[Finding]:
    missing = sum(name is None for name in found.ids)
    if missing:
        ends = "a first and a last activity are" if missing == 2 else "an activity is"
        message = f"{ends} added, without duration: instances begin and end with one that is alone there"
        yield Finding("psplib.ends_added", "", message, {"count": missing}, "info")
    new = (*ids_of(found.instance), *resource_ids(found.instance.renewable))
    old = (*found.ids, *found.resources)
    pairs = tuple((a, b) for a, b in zip(old, new, strict=True) if a is not None and a != b)
    if pairs:
        shown = ", ".join(f"{a} → {b}" for a, b in pairs[:5]) + (" …" if len(pairs) > 5 else "")
        number = "1 id becomes another" if len(pairs) == 1 else f"{len(pairs)} ids become others"
        yield Finding("psplib.renamed", "", f"{number}: {shown}", {"names": pairs}, "info")


def _changes(plan: Plan, found: Written) -> Iterator[Finding]:
    """What differs from the plan that is read, by the ids that the plan has."""
    text = text_of(found.instance)
    instance = instance_in(text, max(MOST_BYTES, _ROOM * len(text)))
    added = _unused(plan)
    ids = [next(added) if name is None else name for name in found.ids]
    floating = plan.start is not None and plan.zone is None
    back = plan_of(
        instance, plan.start if floating and plan.start is not None else START, ids, found.resources
    )
    ends = [name for name, own in zip(ids, found.ids, strict=True) if own is None]
    back = back.remove(*ends, cascade=True) if ends else back
    settings = [name for name in SETTING_NAMES if name != "start"]
    for (kind, name), subjects in differing(plan, back, settings=settings).items():
        yield Finding("psplib.lost", *loss(kind, name, subjects, _REASONS.get((kind, name), "")))
    if [entity.id for entity in plan if entity.id in back] != [entity.id for entity in back]:
        message = "the order changes: resources, then activities, those first and last at the ends"
        yield Finding("psplib.reordered", "", message, (), "info")


def _unused(plan: Plan) -> Iterator[str]:
    """Ids for the ends that nobody in the plan has."""
    number = 0
    while True:
        number += 1
        if f"end.{number}" not in plan:
            yield f"end.{number}"
