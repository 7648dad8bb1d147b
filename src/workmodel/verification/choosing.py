"""Promises about what levelling chooses: the way in which a task is done, and who does what it asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from workmodel.domain import Assignment, Mode, Plan, Requirement, Task
from workmodel.domain.people import able
from workmodel.findings import Finding
from workmodel.verification.saying import broken

__all__ = ["Chosen", "as_chosen", "chosen", "stocks_last", "ways_are_kept"]


@frozen
class Chosen:
    """How a leveled task is done.

    Attributes
    ----------
    task
        The task of the plan, as it would be done that way if its people had all their time.
    people
        Who was added, beyond those that the way names.
    """

    task: Task
    people: tuple[Assignment, ...]


def chosen(before: Task, after: Task) -> Chosen | None:
    """The way of a task that its leveled self follows: as it is planned, or one of its modes; ``None`` for none of them.

    A duration may be another where work is done as there are hours; people may be added, and nobody left out.
    """
    same = (before.effort, before.assignments, before.requires) == (
        after.effort,
        after.assignments,
        after.requires,
    )
    if same and (before.duration == after.duration or after.contour == "as_worked"):
        return Chosen(before, ())
    ways: tuple[Task | Mode, ...] = (before, *before.modes)
    for way in ways:
        longer = after.contour == "as_worked" and after.duration != way.duration
        # what is interrupted says its effort once its dates no longer do
        said = before.splittable and longer and way.effort is None and way.duration is not None
        if after.requires != way.requires or not (said or after.effort == way.effort):
            continue
        if after.duration != way.duration and not longer:
            continue
        left = Counter(after.assignments)
        left.subtract(way.assignments)
        if min(left.values(), default=0) < 0:
            continue
        added = tuple(one for one in after.assignments if left[one] > 0)
        if added and not way.requires:
            continue
        task = evolve(
            before,
            duration=way.duration,
            effort=way.effort,
            assignments=after.assignments,
            requires=way.requires,
        )
        return Chosen(task, added)
    return None


def as_chosen(plan: Plan, leveled: Plan) -> Plan:
    """The plan with every task in the way in which the leveled plan does it, by those who do it, before anything is delayed."""
    if plan is leveled:
        return plan
    ways = ((plan[name], after) for name, after in leveled.tasks.items() if after is not plan[name])
    found = [
        (before, way) for before, after in ways if isinstance(before, Task) and (way := chosen(before, after))
    ]
    return plan.replace(*(way.task for before, way in found if way.task != before))


def ways_are_kept(plan: Plan, leveled: Plan) -> Iterator[Finding]:
    """Every task is done as planned or in one of its modes, by the people of that way and whoever meets what it asks for."""
    if plan is leveled:
        return
    for name, after in leveled.tasks.items():
        before = plan.get(name)
        if after is before or not isinstance(before, Task):
            continue
        way = chosen(before, after)
        if way is None:
            modes = ", ".join(["as planned", *(mode.name for mode in before.modes)])
            yield broken(
                "verify.mode", name, f"{name} is done in none of its ways ({modes})",
                duration=str(after.duration), effort=str(after.effort), assignments=tuple(map(str, after.assignments)),
            )  # fmt: skip
        elif way.people:
            yield from _met(plan, way)


def _met(plan: Plan, way: Chosen) -> Iterator[Finding]:
    """Each of those added does something that was asked for, and somebody does all of it, each thing somebody else."""
    task = way.task
    places = [one for one in task.requires for _ in range(one.count)]
    filled: dict[int, int] = {}
    people = [*way.people, *(one for one in task.assignments if one not in way.people)]
    for number in range(len(people)):
        found = _seated(plan, people, places, filled, number, set(), len(way.people))
        if not found and number < len(way.people):
            one = people[number]
            yield broken(
                "verify.skill", task.id,
                f"{task.id} has {one}, who is none of those it asks for: {', '.join(map(str, task.requires))}",
                resource=one.resource, requires=tuple(map(str, task.requires)),
            )  # fmt: skip
    names = [one.resource for one in people]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        yield broken("verify.skill", task.id, f"{task.id} has {twice} twice", resource=twice)
    for place in range(len(places)):
        if place not in filled and not _another_head(plan, people, places, filled, place):
            yield broken(
                "verify.skill", task.id, f"{task.id} needs {places[place]}, and too few of its people can",
                requirement=str(places[place]),
            )  # fmt: skip


def _seated(
    plan: Plan, people: Sequence[Assignment], places: Sequence[Requirement], filled: dict[int, int], number: int,
    tried: set[int], chosen: int,
) -> bool:  # fmt: skip
    """Whether somebody finds a place of their own, others moving on to one that they could fill as well."""
    for place, wanted in enumerate(places):
        if place in tried or not _fits(plan, people[number], wanted, chosen=number < chosen):
            continue
        tried.add(place)
        if place not in filled or _seated(plan, people, places, filled, filled[place], tried, chosen):
            filled[place] = number
            return True
    return False


def _fits(plan: Plan, one: Assignment, wanted: Requirement, *, chosen: bool) -> bool:
    """Whether somebody is one of those asked for, with the share that is asked for, or with more if they were named."""
    whole = one.units is None and (not chosen or wanted.units is None)
    enough = one.units is not None and (wanted.units is None or one.units >= wanted.units)
    return (whole or enough) and one.resource in able(plan, wanted)


def _another_head(
    plan: Plan,
    people: Sequence[Assignment],
    places: Sequence[Requirement],
    filled: dict[int, int],
    place: int,
) -> bool:
    """Whether one of several at once fills a place: a resource with a capacity of three is three heads."""
    for one, wanted in ((people[n], places[p]) for p, n in filled.items()):
        heads = int(plan.resources[one.resource].capacity)
        taken = sum(people[n].resource == one.resource for n in filled.values())
        if wanted == places[place] and heads > taken:
            filled[place] = next(n for p, n in filled.items() if people[n] == one)
            return True
    return False


def stocks_last(plan: Plan, leveled: Plan) -> Iterator[Finding]:
    """What is chosen uses up no more of a material, or of money, than there is, or than the plan uses up as it stands."""
    if plan is leveled:
        return
    before, after = _used(plan), _used(leveled)
    for name, resource in plan.resources.items():
        if resource.stock is not None and after[name] > max(resource.stock, before[name]):
            yield broken(
                "verify.stock", name,
                f"{after[name]} {resource.unit} of {name} are used up, and there are {resource.stock}".replace("  ", " "),
                used=after[name], stock=resource.stock,
            )  # fmt: skip


def _used(plan: Plan) -> dict[str, Decimal]:
    """How much tasks use up of each material, in its own unit."""
    found = dict.fromkeys(plan.resources, Decimal(0))
    for task in plan.tasks.values():
        for one in task.assignments:
            resource = plan.resources[one.resource]
            if not resource.works and one.units is not None and one.unit in ("", resource.unit):
                found[resource.id] += one.units
    return found
