"""What levelling did, as values and as a plan: delays, slower work, and the plan in which they are set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from workmodel.allocation.holding import Held
from workmodel.allocation.levelling import Place
from workmodel.allocation.posing import Posed
from workmodel.allocation.result import Chosen, Delay, Slowed
from workmodel.capacity.hours import SCALE
from workmodel.domain import Entity, Milestone, Plan, Task, WorkItem
from workmodel.findings import Finding
from workmodel.quantities import Span, WorkTime

__all__ = ["chosen_of", "delays_of", "findings_of", "leveled_of", "planned_of", "slowed_of"]


def leveled_of(posed: Posed, places: Mapping[int, Place]) -> Plan:
    """The plan with levelling delays set, and durations where other claims slow work down."""
    plan, level = posed.plan, posed.level
    usual = all(
        place.way not in posed.paces or _takes(posed, place) == posed.minutes[place.way]
        for place in places.values()
    )
    if usual and all(place.start == place.asked and place.way == node for node, place in places.items()):
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
        changed = _done_as(item, posed.wide[level.names[place.way]])
        if node in late:
            start = plan.axis.time(place.start).replace(tzinfo=None)
            changed = evolve(changed, constraint=f"SNET {start:%Y-%m-%d %H:%M}", leveling_delay=None)
        elif place.delay != _minutes(plan, item):
            changed = evolve(changed, leveling_delay=f"{place.delay}emin")
        if (
            isinstance(changed, Task)
            and place.way in posed.paces
            and _takes(posed, place) != posed.minutes[place.way]
        ):
            changed = evolve(
                changed,
                duration=f"{_takes(posed, place)}min",
                contour="as_worked",
                effort=_effort(posed, place, changed),
            )
        if changed != item:
            found.append(changed)
    return plan.replace(*found) if found else plan


def planned_of(posed: Posed, places: Mapping[int, Place]) -> Plan:
    """The plan with everything done in the way in which it is placed, and no delays."""
    plan, names = posed.plan, posed.level.names
    found = [
        changed
        for node, place in places.items()
        if isinstance(item := plan[names[node]], Task)
        and (changed := _done_as(item, posed.wide[names[place.way]])) != item
    ]
    return plan.replace(*found) if found else plan


def _effort(posed: Posed, place: Place, task: Task) -> Span | None:
    """The effort of work that is interrupted, which its dates no longer say; of other work, as it was."""
    each = task.split == "each"  # with shares of their own they do not spend the same
    if not task.splittable or each or task.effort is not None or task.duration is None:
        return task.effort
    workers = posed.workers[place.way]
    if len({one.hours for one in workers}) > 1:
        return None  # how much a duration is hangs on when each of them works
    rate = sum(one.asked * one.efficiency for one in workers)
    return Span.of_minutes(-(-posed.minutes[place.way] * rate // (SCALE * SCALE)), unit="min")


def _done_as(item: Task | Milestone, way: WorkItem) -> Task | Milestone:
    """An item done in one of its ways."""
    if not isinstance(item, Task) or not isinstance(way, Task) or way.id == item.id:
        return item
    return evolve(
        item, duration=way.duration, effort=way.effort, assignments=way.assignments, requires=way.requires
    )


def _minutes(plan: Plan, item: Task | Milestone) -> int:
    return 0 if item.leveling_delay is None else abs(plan.minutes(item.leveling_delay))


def _takes(posed: Posed, place: Place) -> int:
    """Working time between the dates of a leaf."""
    problem = posed.level.step.problem
    calendar = problem.numbers.calendars[int(problem.columns["cal"][place.way])]
    return calendar.between(place.start, place.finish)


def delays_of(posed: Posed, places: Mapping[int, Place]) -> dict[str, Delay]:
    """What begins later than what it waits for would let it."""
    axis, found = posed.plan.axis, {}
    ends = {posed.level.names[node]: place.finish for node, place in places.items()}
    for node, place in sorted(places.items(), key=lambda pair: (pair[1].start, pair[0])):
        if place.start <= place.asked:
            continue
        name, resource, by = posed.level.names[node], place.resource, place.by
        if not resource and not place.kept:  # nobody holds them: they are claimed otherwise
            resource, by = _busiest(posed, place.way, place.asked, place.start)
        elif by:
            by = _and_then(posed, resource, by, max(ends.get(one, place.start) for one in by), place.start)
        found[name] = Delay(name, axis.time(place.asked), axis.time(place.start), resource, by)
    return found


def _and_then(posed: Posed, resource: str, by: tuple[str, ...], end: int, start: int) -> tuple[str, ...]:
    """What somebody has until a start: tasks, and what claims the time between the end of the last of them and then."""
    calendar = posed.level.hours.get(resource)
    if end >= start or calendar is None or not calendar.between(end, start):
        return by
    return tuple(dict.fromkeys((*by, *_claims(posed, resource, end, start))))


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
    for node, place in places.items():
        if place.way not in posed.paces or not posed.level.step.movable(node):
            continue
        planned, takes = posed.minutes[place.way], _takes(posed, place)
        if takes <= planned:
            continue
        by = [
            (
                one.resource,
                (
                    *_claims(posed, one.resource, place.start, place.finish),
                    *_between(posed, places, node, one.resource),
                ),
            )
            for one in posed.workers[place.way]
        ]
        name = posed.level.names[node]
        found[name] = Slowed(
            name,
            WorkTime(planned),
            WorkTime(takes),
            tuple((who, what) for who, what in by if what) or _fewer_hours(posed, place.way),
        )
    return found


def _fewer_hours(posed: Posed, way: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who has fewer hours than usual though nothing claims them."""
    names = [one.resource for one in posed.workers[way]]
    fewer = [one for one in names if not posed.left.whole(one)] or names[:1]
    return tuple((one, ("capacity",)) for one in fewer)


def _between(posed: Posed, places: Mapping[int, Place], node: int, resource: str) -> tuple[str, ...]:
    """Ids of what somebody is on while work that may be interrupted waits."""
    here, level = places[node], posed.level
    if here.way not in level.splits:
        return ()
    return tuple(
        level.names[other]
        for other, place in places.items()
        if other != node
        and place.start < here.finish
        and place.finish > here.start
        and any(name == resource for name, _ in level.needs.get(place.way, ()))
    )


def chosen_of(posed: Posed, places: Mapping[int, Place]) -> dict[str, Chosen]:
    """Which of several ways was taken."""
    found = {}
    for node, own in posed.level.options.items():
        name = posed.level.names[node]
        taken = posed.level.names[places[node].way]
        way = next(one for one in posed.ways.ways[name] if one.id == taken)
        found[name] = Chosen(name, way.mode, way.people, len(own))
    return found


def findings_of(posed: Posed, places: Mapping[int, Place]) -> Iterator[Finding]:
    """What a planner should weigh about dates and people."""
    names, ways = posed.level.names, posed.ways
    idle = set(posed.idle)
    for node, place in sorted(places.items()):
        if place.way not in idle:
            continue
        who = ", ".join(dict.fromkeys(one.resource for one in posed.wide[names[place.way]].assignments))
        yield Finding(
            "allocation.no_hours", names[node],
            f"nothing is left of the hours of {who} for {names[node]}: it is planned as if they had some", {"people": who},
        )  # fmt: skip
    for node, place in places.items():
        task = posed.wide[names[place.way]]
        if isinstance(task, Task) and 0 < len(posed.workers.get(place.way, ())) < task.minimum_staff:
            yield Finding(
                "allocation.understaffed", names[node],
                f"{names[node]} needs {task.minimum_staff} people at once and has {len(posed.workers[place.way])}; it is "
                "planned as if that were enough",
                {"minimum_staff": task.minimum_staff, "people": len(posed.workers[place.way])},
            )  # fmt: skip
    for name, wanted in ways.nobody.items():
        yield Finding(
            "allocation.nobody_can", name,
            f"{name} asks for {wanted}, and too few can do that, or nobody; it is planned without them",
            {"requires": str(wanted)}, "error",
        )  # fmt: skip
    if ways.partly:
        names_of = ", ".join(ways.partly[:_NAMED])
        yield Finding(
            "allocation.ways_left_out", ways.partly[0] if len(ways.partly) == 1 else "",
            f"so many could do {names_of} together that not every group of them was tried; name some of them",
            {"count": len(ways.partly), "subjects": ways.partly[:_NAMED]}, "info",
        )  # fmt: skip
    for node, place in places.items():
        if place.crowded:
            who = ", ".join(one.resource for one in posed.workers[place.way])
            yield Finding(
                "allocation.crowded", names[node],
                f"{names[node]} cannot wait any longer within its float, and {who} would have to be in two places",
                {"people": who},
            )  # fmt: skip
    yield from _booked_twice(posed)
    yield from _beyond_stock(posed, places)


def _booked_twice(posed: Posed) -> Iterator[Finding]:
    """What is reported, pinned or set by hand where its people are on something else that stands as well."""
    level = posed.level
    held = {name: Held(*room) for name, room in level.rooms.items()}
    for node, (start, finish) in sorted(level.facts.items(), key=lambda pair: (pair[1], pair[0])):
        task = posed.plan[level.names[node]]
        done = isinstance(task, Task) and task.progress is not None
        for name, units in level.needs.get(node, ()):
            if not done and start < finish and held[name].next_free(start, finish, units) is not None:
                others = held[name].holding(start, finish)
                yield Finding(
                    "allocation.double_booked", task.id,
                    f"{task.id} keeps its dates, during which {name} has {' and '.join(others)} as well",
                    {"resource": name, "items": others},
                )  # fmt: skip
            held[name].hold(task.id, start, finish, units)


def _beyond_stock(posed: Posed, places: Mapping[int, Place]) -> Iterator[Finding]:
    for name, units in posed.level.left_over(places).items():
        if units < 0:
            over = Decimal(-units) / SCALE
            yield Finding(
                "allocation.beyond_stock", name,
                f"the tasks use up {over.normalize():f} {posed.plan.resources[name].unit} of {name} more than there is",
                {"over": over},
            )  # fmt: skip


_NAMED = 20
