"""What levelling did, as values and as a plan: delays, slower work, and the plan in which they are set."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from workmodel.allocation.levelling import Place
from workmodel.allocation.posing import Posed
from workmodel.allocation.result import Delay, Slowed
from workmodel.domain import Entity, Milestone, Plan, Task
from workmodel.quantities import WorkTime

__all__ = ["delays_of", "leveled_of", "slowed_of"]


def leveled_of(posed: Posed, places: Mapping[int, Place]) -> Plan:
    """The plan with levelling delays set, and durations where other claims slow work down."""
    plan, level = posed.plan, posed.level
    usual = all(_takes(posed, node, places[node]) == posed.minutes[node] for node in posed.paces)
    if usual and all(place.start == place.asked for place in places.values()):
        return plan  # logic is all there is to it
    late = set(level.step.problem.late.tolist())
    # what is planned as late as possible stands where that put it, also below a summary that asks for it
    found: list[Entity] = [
        evolve(one, constraint=None)
        for one in plan.items.values()
        if plan.children(one.id) and one.constraint is not None and one.constraint.kind == "ALAP"
    ]
    for node, place in places.items():
        item = plan[level.names[node]]
        if not isinstance(item, (Task, Milestone)) or not level.step.movable(node):
            continue
        changed = item
        if node in late:
            start = plan.axis.time(place.start).replace(tzinfo=None)
            changed = evolve(changed, constraint=f"SNET {start:%Y-%m-%d %H:%M}", leveling_delay=None)
        elif place.delay != _minutes(plan, item):
            changed = evolve(changed, leveling_delay=f"{place.delay}emin")
        if (
            isinstance(changed, Task)
            and node in posed.paces
            and _takes(posed, node, place) != posed.minutes[node]
        ):
            changed = evolve(
                changed,
                duration=f"{_takes(posed, node, place)}min",
                contour="as_worked",
            )
        if changed != item:
            found.append(changed)
    return plan.replace(*found) if found else plan


def _minutes(plan: Plan, item: Task | Milestone) -> int:
    return 0 if item.leveling_delay is None else abs(plan.minutes(item.leveling_delay))


def _takes(posed: Posed, node: int, place: Place) -> int:
    """Working time between the dates of a leaf."""
    problem = posed.level.step.problem
    calendar = problem.numbers.calendars[int(problem.columns["cal"][node])]
    return calendar.between(place.start, place.finish)


def delays_of(posed: Posed, places: Mapping[int, Place]) -> dict[str, Delay]:
    """What begins later than what it waits for would let it."""
    axis, found = posed.plan.axis, {}
    for node, place in sorted(places.items(), key=lambda pair: (pair[1].start, pair[0])):
        if place.start <= place.asked:
            continue
        name, resource, by = posed.level.names[node], place.resource, place.by
        if not resource:  # nobody holds them: they are claimed otherwise
            resource, by = _busiest(posed, node, place.asked, place.start)
        found[name] = Delay(name, axis.time(place.asked), axis.time(place.start), resource, by)
    return found


def _busiest(posed: Posed, node: int, lo: int, hi: int) -> tuple[str, tuple[str, ...]]:
    for one in posed.workers[node]:
        by = _claims(posed, one.resource, lo, hi)
        if by:
            return one.resource, by
    return posed.workers[node][0].resource, ()


def _claims(posed: Posed, resource: str, lo: int, hi: int) -> tuple[str, ...]:
    """Ids of what claims somebody between two minutes, absence first."""
    sources = posed.left.claimed_by(resource, lo, hi)
    away = ("absence",) if posed.left.away(resource, lo, hi) else ()
    found = (*away, *dict.fromkeys(one.id or one.kind for one in sources))
    return found if not posed.left.limited(resource, lo, hi) else (*found, "limit")


def slowed_of(posed: Posed, places: Mapping[int, Place]) -> dict[str, Slowed]:
    """Work that takes longer than its people would need with all their time."""
    found = {}
    for node in posed.paces:
        place, planned = places[node], posed.minutes[node]
        takes = _takes(posed, node, place)
        if takes <= planned:
            continue
        by = [
            (one.resource, _claims(posed, one.resource, place.start, place.finish))
            for one in posed.workers[node]
        ]
        name = posed.level.names[node]
        found[name] = Slowed(
            name,
            WorkTime(planned),
            WorkTime(takes),
            tuple((who, what) for who, what in by if what) or ((by[0][0], ("capacity",)),),
        )
    return found
