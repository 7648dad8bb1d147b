"""Every bound that applied to an item's date, with those that decided marked.

A bound decides when it alone would give the item the dates it has; all deciding bounds together are what has to change
for the date to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from workmodel.calendars import ending
from workmodel.domain import Bound, Driver
from workmodel.scheduling.layout import AUTO, BIG, COMPLETE, MANUAL, NEVER, PINNED, STARTED

if TYPE_CHECKING:
    from workmodel.calendars import WorkCalendar
    from workmodel.scheduling.look import Look

__all__ = ["Found", "bounds_of"]


@frozen
class Found:
    """A bound and where it comes from.

    Attributes
    ----------
    bound
        The bound as a planner reads it.
    at
        Its minute.
    link
        The number of the link behind it, or -1.
    other
        The node at the link's other end, or -1.
    """

    bound: Bound
    at: int
    link: int = -1
    other: int = -1


def bounds_of(look: Look, node: int) -> tuple[Found, ...]:
    """Every bound that applied to a leaf's scheduled date, in a stable order."""
    if scheduled_late(look, node):
        return _marked_late(look, node, tuple(_upper(look, node)))
    return _marked_early(look, node, tuple(_lower(look, node)))


def scheduled_late(look: Look, node: int) -> bool:
    """Whether a leaf stands at its late dates: in a plan from its finish, or as late as possible."""
    if look.field("mode", node) != AUTO:
        return False
    if look.field("state", node):
        planned = look.backward and look.field("state", node) == COMPLETE
        return planned and not look.problem.reports[node].dated
    return look.backward is not bool(look.dates.placed[node])


def _made(look: Look, driver: Driver, side: str, at: int, through: str = "", *, upper: bool = False,
          link: int = -1, other: int = -1) -> Found:  # fmt: skip
    bound = Bound(driver, side, look.plan.axis.time(at), through=through, upper=upper)  # type: ignore[arg-type]
    return Found(bound, at, link, other)


# -- lower bounds -----------------------------------------------------------------------------------------------------


def _lower(look: Look, node: int) -> Iterator[Found]:
    item = look.entity(node)
    for link, holder in look.incoming(node):
        d = look.dependency(link, holder)
        through = "" if holder == node else look.entity(holder).id
        side = "start" if look.code(link) < 2 else "finish"
        driver = Driver("dependency", d.predecessor, str(d))
        other = int(look.network.predecessor[link])
        asked = look.asked(link, holder)
        if asked > NEVER:
            yield _made(look, driver, side, asked, through, link=link, other=other)
    holder = node
    while holder >= 0:
        through = "" if holder == node else look.entity(holder).id
        yield from _routines(look, holder, through)
        yield from _dated(look, holder, through)
        holder = int(look.network.gate[holder])
    base = look.date("base", node)
    if base > NEVER:
        yield _made(look, _frame(look, item.id, base), "start", base)


def _routines(look: Look, holder: int, through: str) -> Iterator[Found]:
    """What waiting for occurrences of routines asks."""
    for one in look.dates.awaited.get(holder, ()):
        if one.occurrence:
            driver = Driver("dependency", one.occurrence, str(one))
            yield _made(look, driver, "start" if one.at_start else "finish", one.at, through)


def _dated(look: Look, holder: int, through: str) -> Iterator[Found]:
    floor, finish_floor = look.field("floor", holder), look.field("finish_floor", holder)
    if floor <= NEVER and finish_floor <= NEVER:
        return
    constraint = look.entity(holder).constraint
    if floor > NEVER:
        given = constraint is not None and constraint.date is not None and constraint.kind in ("SNET", "MSO")
        own = given and look.plan.axis.minute(constraint.date) == floor
        driver = Driver("constraint", detail=str(constraint)) if own else Driver("status_date")
        yield _made(look, driver, "start", floor, through)
    if finish_floor > NEVER:
        yield _made(look, Driver("constraint", detail=str(constraint)), "finish", finish_floor, through)


def _frame(look: Look, name: str, base: int) -> Driver:
    here: str | None = name
    while here is not None:
        around = look.plan[here]
        if around.kind == "project" and around.start is not None:
            return Driver("project_start", around.id, around.start.isoformat())
        here = around.parent
    return Driver("plan_start", detail=f"{look.plan.axis.time(base):%Y-%m-%d %H:%M}")


def _marked_early(look: Look, node: int, found: tuple[Found, ...]) -> tuple[Found, ...]:
    fixed = _fact(look, node)
    if fixed is not None:
        return (fixed, *found)
    calendar = look.calendar(node)
    es, ef = look.date("es", node), look.date("ef", node)
    delay = look.field("delay", node)
    zero = es == ef and not look.date("span", node)
    raw = not zero and calendar.previous_open(ef) != ef

    def decides(one: Found) -> bool:
        at_start = one.bound.side == "start"
        at = one.at + (delay if at_start else 0)
        if zero:
            return at == es
        if raw:
            return not at_start and at == ef
        return calendar.position(at) == calendar.position(es if at_start else ef)

    marked = _mark(found, decides)
    if look.field("state", node) and not any(one.bound.binding for one in marked):
        # reported without a date, it stayed where it was while what it waits for was placed as late as possible
        stayed = _made(look, Driver("actual"), "start", es)
        return (evolve(stayed, bound=evolve(stayed.bound, binding=True)), *marked)
    return marked


def _mark(found: tuple[Found, ...], decides: object) -> tuple[Found, ...]:
    assert callable(decides)
    return tuple(evolve(one, bound=evolve(one.bound, binding=True)) if decides(one) else one for one in found)


def _fact(look: Look, node: int) -> Found | None:
    """What fixes a date, whatever logic says: a report, a planner's hand, a constraint."""
    item = look.entity(node)
    state, mode = look.field("state", node), look.field("mode", node)
    start = look.field("fixed_start", node)
    if mode == MANUAL:
        driver = Driver("manual")
    elif mode == PINNED:
        driver = Driver("constraint", detail=str(item.constraint))
    elif state in (STARTED, COMPLETE) and start > NEVER:
        driver = Driver("actual")
    else:
        return None
    by_finish = mode == PINNED and item.constraint.kind == "MFO"
    made = _made(
        look, driver, "finish" if by_finish else "start", look.date("ef" if by_finish else "es", node)
    )
    return evolve(made, bound=evolve(made.bound, binding=True))


# -- upper bounds -----------------------------------------------------------------------------------------------------


def _upper(look: Look, node: int) -> Iterator[Found]:
    for link, holder, target in look.outgoing(node):
        at = look.allowed(link, holder)
        begins = look.date("es", node) == look.date("es", target)
        if at >= BIG or (look.code(link) & 1 and not begins):
            continue
        d = look.dependency(link, holder)
        name = look.entity(holder).id
        driver = Driver("dependency", name, f"{name} waits for {d}")
        side = "start" if look.code(link) & 1 else "finish"
        through = "" if target == node else look.entity(target).id
        yield _made(look, driver, side, at, through, upper=True, link=link, other=holder)
    target = node
    while target >= 0:
        through = "" if target == node else look.entity(target).id
        yield from _capped(look, node, target, through)
        target = int(look.network.close[target])
    end = look.plan.settings.finish
    if look.backward:
        assert end is not None
        at = ending(look.plan.axis, end, look.calendar(node))
        yield _made(look, Driver("plan_finish", detail=end.isoformat()), "finish", at, upper=True)
    else:
        yield _made(
            look,
            Driver("as_late_as_possible", detail="the latest finish"),
            "finish",
            _horizon(look, node),
            upper=True,
        )


def _capped(look: Look, node: int, target: int, through: str) -> Iterator[Found]:
    item = look.entity(target)
    axis, calendar = look.plan.axis, look.calendar(node)
    if item.deadline is not None:
        at = ending(axis, item.deadline, calendar)
        yield _made(
            look, Driver("deadline", detail=item.deadline.isoformat()), "finish", at, through, upper=True
        )
    constraint = item.constraint
    if constraint is not None and constraint.kind in ("SNLT", "FNLT", "MFO"):
        side = "start" if constraint.kind == "SNLT" else "finish"
        at = ending(axis, constraint.date, calendar)
        yield _made(look, Driver("constraint", detail=str(constraint)), side, at, through, upper=True)


def _horizon(look: Look, node: int) -> int:
    item, gate = look.entity(node), int(look.network.gate[node])
    bare = item.kind == "project"  # with nothing in it: it counts in what it is part of
    inside = int(look.network.slot[gate if bare else node]) if gate >= 0 or not bare else -1
    project = -1 if inside < 0 else int(look.problem.project[inside])
    if project >= 0 and look.plan.settings.late_horizon == "project":
        return look.date("ef", int(look.network.close_of_slot[project]))
    return int(look.dates.ef[look.network.part == 0].max())


def latest_start(calendar: WorkCalendar, at: int) -> int:
    """The working time after which an item can still begin by a moment; in closed hours a minute before they began."""
    work = calendar.position(at)
    return work if calendar.start_of(work) <= at else work - 1


def _marked_late(look: Look, node: int, found: tuple[Found, ...]) -> tuple[Found, ...]:
    calendar = look.calendar(node)
    ls, lf = look.date("ls", node), look.date("lf", node)
    zero = not look.date("span", node)
    advance = look.field("advance", node)

    def decides(one: Found) -> bool:
        at_start = one.bound.side == "start"
        if zero:
            return one.at - (0 if at_start else advance) == lf
        if at_start:
            return latest_start(calendar, one.at) == calendar.position(ls)
        return calendar.position(one.at - advance) == calendar.position(lf)

    return _mark(found, decides)
