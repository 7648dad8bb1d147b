"""What tasks wait for, and who works on them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workmodel.domain import Assignment, Dependency, Resource
from workmodel.errors import InvalidText, InvalidValue
from workmodel.interchange.msproject.codes import LINKS, PERCENT_FORMATS, span_of
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.read_resources import share_of
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.uids import Uids
from workmodel.quantities import NO_LAG, Conventions, Lag, Percent

__all__ = ["assignments_of", "links_of"]

_MOST_UNITS = 10_000
_MOST_QUANTITY = 1_000_000_000
_HUNDREDTHS = 100
_FLAT = (0, None)


def links_of(fields: Fields, tasks: Uids, gone: set[int], conventions: Conventions) -> tuple[Dependency, ...]:
    """What a task waits for.

    Parameters
    ----------
    fields
        The task.
    tasks
        Ids by UID.
    gone
        UIDs of tasks that were left out, which was told where it happened.
    conventions
        How long days and weeks are.
    """
    found = []
    for node in fields.node.all("PredecessorLink"):
        each = Fields(node, fields.report, fields.subject)
        uid = each.whole("PredecessorUID")
        if each.flag("CrossProject") or each.has("CrossProjectName"):
            fields.report.add(
                "external_link", fields.subject,
                f"{fields.subject} waits for a task of another file "
                f"({each.word('CrossProjectName')[:200] or 'not named'}); the link was left out",
                {"uid": uid, "file": each.word("CrossProjectName")},
            )  # fmt: skip
            continue
        predecessor = tasks(uid)
        if predecessor is None or predecessor == fields.subject:
            if uid not in gone or predecessor is not None:
                _lost(fields, uid, predecessor)
            continue
        number = each.whole("Type", 0, 3)
        found.append(Dependency(predecessor, LINKS[1 if number is None else number], _lag(each, conventions)))
    return tuple(found)


def _lost(fields: Fields, uid: int | None, predecessor: str | None) -> None:
    name = fields.subject
    if predecessor is not None:
        fields.report.add("self_link", name, f"{name} waits for itself; that link was left out", {"uid": uid})
    else:
        fields.report.add(
            "unknown_predecessor", name,
            f"{name} waits for the task with the UID {uid}, which is not in the file; the link was left out",
            {"uid": uid},
        )  # fmt: skip


def _lag(fields: Fields, conventions: Conventions) -> Lag:
    """The lag: tenths of minutes in a format's unit, or a percentage."""
    number = fields.whole("LagFormat", 0, 1000)
    if number in PERCENT_FORMATS:
        percent = fields.number("LinkLag") or Decimal(0)
        try:
            return Percent(percent, PERCENT_FORMATS[number]) if percent else NO_LAG
        except InvalidValue as problem:
            fields.report.add(
                "bad_value", fields.subject, f"a lag was left out: {problem}", {"value": str(percent)}
            )
            return NO_LAG
    minutes = fields.tenths("LinkLag")
    return span_of(minutes, number, conventions) if minutes else NO_LAG


def assignments_of(
    root: Node,
    report: Report,
    tasks: Uids,
    resources: Uids,
    known: Mapping[str, Resource],
    currency: str,
    summary: int | None,
) -> dict[str, tuple[Assignment, ...]]:
    """Who works on each task, by its id; nobody's placeholders are passed over, units equal to capacity not said."""
    found: dict[str, list[Assignment]] = {}
    for node in root.inside("Assignments", "Assignment"):
        fields = Fields(node, report)
        resource_uid, task_uid = fields.whole("ResourceUID"), fields.whole("TaskUID")
        task, resource = tasks(task_uid), resources(resource_uid)
        if resource is None and resource_uid is not None and resource_uid <= 0:
            continue
        if task is None or resource is None:
            what, uid = ("task", task_uid) if task is None else ("resource", resource_uid)
            where = (
                "the project as a whole"
                if task is None and uid == summary and uid is not None
                else f"the {what} with the UID {uid}"
            )
            report.add(
                f"unknown_{what}", task or resource or "",
                f"an assignment names {where}, which the plan does not have; it was left out",
                {"uid": uid, "assignment": fields.word("UID")},
            )  # fmt: skip
            continue
        _shape(Fields(node, report, task))
        held = found.setdefault(task, [])
        if any(one.resource == resource for one in held):
            report.add(
                "repeated_assignment",
                task,
                f"{task} is assigned to {resource} more than once",
                {"resource": resource},
            )
        held.append(_assignment(Fields(node, report, task), known[resource], currency))
    return {task: tuple(held) for task, held in found.items()}


def _assignment(fields: Fields, resource: Resource, currency: str) -> Assignment:
    """Whose share, or how much of it is used up: units of a material are its quantity, those of money say nothing."""
    if resource.works:
        units = share_of(fields, "Units", _MOST_UNITS)
        return Assignment(resource.id, None if units == resource.capacity else units)
    if resource.type == "money":
        hundredths = fields.number("Cost")
        if not hundredths or not 0 < hundredths <= _MOST_QUANTITY * _HUNDREDTHS:
            return Assignment(resource.id)
        return Assignment(resource.id, round(hundredths / _HUNDREDTHS, 4), currency)
    unit = _unit(resource.unit)
    most = _MOST_QUANTITY if unit else _MOST_UNITS
    if fields.has("FixedMaterial") and not fields.flag("FixedMaterial") and fields.has("Work"):
        fields.report.add(
            "rate_of_consumption", fields.subject,
            f"{fields.subject} uses up {resource.id} at a rate that follows its duration; the quantity of the file was kept",
            {"resource": resource.id}, "info",
        )  # fmt: skip
        quantity = Decimal(fields.minutes("Work") or 0) / 60  # of a material, an hour of work is one unit
        return Assignment(resource.id, min(round(quantity, 4), Decimal(most)), unit)
    units = share_of(fields, "Units", most)
    return Assignment(resource.id) if units is None else Assignment(resource.id, units, unit)


def _unit(label: str) -> str:
    """The label of a material as the unit of a quantity; nothing where it is no word."""
    try:
        return Assignment("one", 1, label).unit
    except InvalidText:
        return ""


def _shape(fields: Fields) -> None:
    """Tell of what shapes the work in time, which a plan has no place for."""
    report, task = fields.report, fields.subject
    if fields.whole("WorkContour") not in _FLAT:
        report.add(
            "contour", task, f"the work on {task} is contoured; a plan spreads it evenly",
            {"contour": fields.whole("WorkContour"), "assignment": fields.word("UID")}, "info",
        )  # fmt: skip
    for name in ("Delay", "LevelingDelay"):
        if fields.number(name):
            report.add(
                "assignment_delay", task, f"an assignment of {task} has a {name} of its own, which was left out",
                {"element": name, "tenths": fields.word(name)},
            )  # fmt: skip
