"""From an instance to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from workmodel.domain import (
    Assignment,
    Constraint,
    Dependency,
    Milestone,
    Mode,
    Plan,
    Project,
    Requirement,
    Resource,
    Skill,
    Task,
)
from workmodel.domain.modes import way_of
from workmodel.errors import DocumentFaults, Fault, OutOfRange
from workmodel.findings import Finding, Severity
from workmodel.interchange.psplib.instance import PERIOD, Instance, Way
from workmodel.quantities import Moment, Span

__all__ = ["ids_of", "midnight", "plan_of", "resource_ids", "shortcomings"]

ALL_DAY: Final = "24_hours"
_MOST_NAMED: Final = 20


def ids_of(instance: Instance) -> tuple[str, ...]:
    """What the activities are called: ``a1``, ``a2``; where projects are told apart, ``p1.a1``."""
    if not instance.several:
        return tuple([f"a{number}" for number in range(1, len(instance.activities) + 1)])
    return tuple(
        [
            f"p{project}.a{number}"
            for project, part in enumerate(instance.parts, 1)
            for number in range(1, part.activities + 1)
        ]
    )


def resource_ids(renewable: Sequence[bool]) -> tuple[str, ...]:
    """What the resources are called: ``r1``, ``r2`` those that come back, ``n1`` those that do not."""
    found: list[str] = []
    for place, comes_back in enumerate(renewable):
        same = sum(1 for one in renewable[:place] if one == comes_back)
        found.append(f"{'r' if comes_back else 'n'}{same + 1}")
    return tuple(found)


def midnight(value: Moment) -> datetime:
    """A moment as a time; a day begins at midnight."""
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def plan_of(
    instance: Instance, start: Moment, ids: Sequence[str] = (), resources: Sequence[str] = ()
) -> Plan:
    """The plan of an instance.

    Parameters
    ----------
    instance
        The instance.
    start
        When its first period begins.
    ids, resources
        What activities and resources are called; nothing: as `ids_of` and `resource_ids` say.

    Raises
    ------
    DocumentFaults
        A release after the year 9999.
    OutOfRange
        The start has a zone, which an instance has not.
    """
    if midnight(start).tzinfo is not None:
        raise OutOfRange(
            "the start of an instance", str(start), "a time without an offset: instances have no zone"
        )
    plan = Plan(title=instance.title, start=start, calendar=ALL_DAY)
    ids = ids or ids_of(instance)
    resources = resources or resource_ids(instance.renewable)
    entities: list[Resource | Project | Task | Milestone] = [
        _resource(*one) for one in zip(resources, instance.capacities, instance.renewable, strict=True)
    ]
    entities += _workers(instance)
    parents: list[str | None] = []
    for number, part in enumerate(instance.parts, 1):
        parents += [f"p{number}" if instance.several else None] * part.activities
        if instance.several:
            begins = _after(start, part.release) if part.release else None
            entities.append(Project(f"p{number}", start=begins))
    before: list[list[str]] = [[] for _ in ids]
    for name, activity in zip(ids, instance.activities, strict=True):
        for place in activity.successors:
            before[place].append(name)
    release = 0 if instance.several else instance.parts[0].release
    held = Constraint("SNET", _after(start, release)) if release else None
    needs = _needs(instance)
    for name, parent, waits, activity, requires in zip(
        ids, parents, before, instance.activities, needs, strict=True
    ):
        constraint = None if waits else held
        after = tuple([Dependency(one) for one in waits])
        shared: dict[str, Any] = {"parent": parent, "after": after, "constraint": constraint}
        if not activity.longest and len(activity.ways) == 1:
            entities.append(Milestone(name, **shared))
        else:
            ways = tuple(
                [_mode(f"m{n}", way, instance.renewable, resources) for n, way in enumerate(activity.ways, 1)]
            )
            shared |= dict(zip(Mode.says_one_of, way_of(ways[0]), strict=True))
            shared["requires"] = requires
            entities.append(Task(name, modes=ways if len(ways) > 1 else (), **shared))
    return plan.add(entities) if entities else plan


def _resource(name: str, capacity: int, renewable: bool) -> Resource:
    if renewable:
        return Resource(name, type="equipment", capacity=capacity, calendar=ALL_DAY)
    return Resource(name, type="material", unit="unit", stock=capacity)


def _workers(instance: Instance) -> list[Resource | Project | Task | Milestone]:
    """The workers of an instance with skills, ``w1``, ``w2``, who know ``s1``, ``s2``."""
    return [
        Resource(
            f"w{number}",
            calendar=ALL_DAY,
            skills=tuple([Skill(f"s{place}", level) for place, level in enumerate(levels, 1) if level]),
        )
        for number, levels in enumerate(instance.staff.levels if instance.staff else (), 1)
    ]


def _needs(instance: Instance) -> list[tuple[Requirement, ...]]:
    """What each activity asks for of skills."""
    if instance.staff is None:
        return [()] * len(instance.activities)
    return [
        tuple([Requirement(f"s{place}", count=count) for place, count in enumerate(row, 1) if count])
        for row in instance.staff.needed
    ]


def _mode(name: str, way: Way, renewable: Sequence[bool], resources: Sequence[str]) -> Mode:
    """A mode of a task: what takes no time holds nothing, but may use something up."""
    assignments = tuple(
        [
            Assignment(resource, units, "" if comes_back else "unit")
            for resource, units, comes_back in zip(resources, way.requirements, renewable, strict=True)
            if units and (way.duration or not comes_back)
        ]
    )
    return Mode(name, duration=Span.of_minutes(way.duration * PERIOD, unit="h"), assignments=assignments)


def _after(start: Moment, periods: int) -> datetime:
    try:
        return midnight(start) + timedelta(minutes=periods * PERIOD)
    except OverflowError:
        day = date.isoformat(start)[:10]
        message = f"{periods} hours after {day} is after the year 9999; read it with an earlier start="
        raise DocumentFaults((Fault("a release", message),)) from None


def shortcomings(instance: Instance, ids: Sequence[str]) -> tuple[Finding, ...]:
    """What a planner should know of an instance: what a plan does not say, and what cannot be done."""
    found: list[Finding] = []
    if instance.cost:
        message = (
            f"that the project is due after {instance.due} periods, and that each more costs {instance.cost}, was left out; "
            "give the last activity a deadline, if it matters"
        )
        found.append(
            Finding(
                "psplib.due_date_left_out", "", message, {"due": instance.due, "cost": instance.cost}, "info"
            )
        )
    if instance.staff is not None and instance.staff.left_out:
        message = "deadlines, and modules for variants of the problem, were left out: " + ", ".join(
            instance.staff.left_out
        )
        facts = {"modules": instance.staff.left_out}
        found.append(Finding("psplib.variants_left_out", "", message, facts, "info"))
    resources = resource_ids(instance.renewable)
    idle: list[str] = []
    beyond: list[tuple[str, str]] = []
    for name, activity, needs in zip(ids, instance.activities, _needs(instance), strict=True):
        if (needs and not activity.longest) or any(
            _left_out(way, instance.renewable, only=len(activity.ways) == 1) for way in activity.ways
        ):
            idle.append(name)
        problems = [_beyond(way, instance, resources) for way in activity.ways]
        if all(problems):
            asks = "asks" if len(problems) == 1 else "asks in every mode for more than there is, in the first"
            beyond.append((name, f"{name} {asks} for {problems[0]}"))
    if idle:
        names = idle[0] if len(idle) == 1 else f"{len(idle)} activities"
        message = f"requirements of {names} were left out: what takes no time holds nothing"
        found.append(_of_several("psplib.idle_requirement", idle, message, "info"))
    if beyond:
        more = "" if len(beyond) == 1 else f", and {len(beyond) - 1} more ask for more than there is"
        message = f"{beyond[0][1]}{more}; no schedule holds that"
        found.append(_of_several("psplib.beyond_capacity", [name for name, _ in beyond], message, "warning"))
    return tuple(found)


def _left_out(way: Way, renewable: Sequence[bool], *, only: bool) -> bool:
    """Whether a way takes no time and asks for what a plan then leaves out: of the only way all, else what comes back."""
    if way.duration:
        return False
    return any(units and (only or back) for units, back in zip(way.requirements, renewable, strict=True))


def _beyond(way: Way, instance: Instance, resources: Sequence[str]) -> str:
    """What a way asks for beyond what there is; empty for nothing."""
    for resource, units, there, comes_back in zip(
        resources, way.requirements, instance.capacities, instance.renewable, strict=True
    ):
        if units > there and (way.duration or not comes_back):
            return f"{units} of {resource}, of which there are {there}"
    return ""


def _of_several(code: str, names: list[str], message: str, severity: Severity) -> Finding:
    facts = {"count": len(names), "subjects": tuple(names[:_MOST_NAMED])}
    return Finding(code, names[0] if len(names) == 1 else "", message, facts, severity)
