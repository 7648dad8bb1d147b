"""Why: drivers and explanations, computed when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workmodel.domain import Bound, Causes, Driver, Explanation, Schedule, Step
from workmodel.domain.explanation import Side
from workmodel.graph.network import GATE, LEAF
from workmodel.scheduling.bounds import Found, bounds_of, scheduled_late
from workmodel.scheduling.chains import critical_path, paths
from workmodel.scheduling.layout import FINISH_FLOOR, FIXED, FLOOR, RESUMED, STARTED
from workmodel.scheduling.look import Look, look_at
from workmodel.scheduling.words import said

__all__ = ["CAUSES"]


# -- one driver -------------------------------------------------------------------------------------------------------


def driver_of(schedule: Schedule, row: int) -> Driver | None:
    """What held the date of the item in a row; of several that bind equally, the first."""
    look = look_at(schedule)
    node = look.node(schedule.ids[row])
    if look.field("part", node) == GATE:
        return _summary_driver(look, node)
    code = look.date("driver", node)
    if scheduled_late(look, node) or code in (FLOOR, FINISH_FLOOR, FIXED, RESUMED) or code < 0:
        decided = [found.bound.driver for found in bounds_of(look, node) if found.bound.binding]
        return decided[0] if decided else None
    holder = node
    d = look.dependency(code, holder)
    return Driver("dependency", d.predecessor, str(d))


def _summary_driver(look: Look, gate: int) -> Driver | None:
    leaf, says, _ = look.decisive(gate, start=look.backward)
    return None if leaf < 0 else Driver("summary", look.entity(leaf).id, f"{look.entity(leaf).id} {says}")


# -- explanation ------------------------------------------------------------------------------------------------------


def explain(schedule: Schedule, name: str) -> Explanation:
    """Every bound that applied to an item's date, and the chain of winners behind it."""
    look = look_at(schedule)
    node, cause = look.node(name), None
    steps: list[Step] = []
    seen: set[int] = set()
    while node >= 0 and node not in seen:
        seen.add(node)
        if look.field("part", node) == LEAF:
            if node not in look.steps:
                look.steps[node] = _step(look, node)
            step, cause = look.steps[node]
            node = -1 if cause is None else cause.other
        else:
            step, node = _summary_step(look, node, cause)
        steps.append(step)
    return Explanation(name, tuple(steps))


def _step(look: Look, node: int) -> tuple[Step, Found | None]:
    """The step of a leaf, and the link that decided its date."""
    item = look.entity(node)
    entry = look.schedule[item.id]
    found = bounds_of(look, node)
    bounds, notes = tuple(f.bound for f in found), tuple(_notes(look, node))
    step = Step(item.id, item.title, entry.start, entry.finish, bounds, notes)
    return step, next((one for one in found if one.bound.binding and one.other >= 0), None)


def _summary_step(look: Look, node: int, cause: Found | None) -> tuple[Step, int]:
    """A summary on the chain, and the leaf in it whose date a link looked at; its own last, where nothing did."""
    item = look.entity(node)
    entry = look.schedule[item.id]
    if cause is None:
        leaf, says, at = look.decisive(node, start=look.backward)
        side: Side = "start" if look.backward else "finish"
    else:
        start, upper = look.end_of_other(cause.link, upper=cause.bound.upper), cause.bound.upper
        leaf, says, at = look.decisive(node, start=start, reading="late" if upper else "early")
        side = "start" if start else "finish"
    if leaf < 0:
        return Step(item.id, item.title, entry.start, entry.finish, (), ("nothing in it decides",)), -1
    inner = look.entity(leaf).id
    driver = Driver("summary", inner, f"{inner} {says}")
    bound = Bound(
        driver, side, look.plan.axis.time(at), binding=True, upper=bool(cause and cause.bound.upper)
    )
    return Step(item.id, item.title, entry.start, entry.finish, (bound,)), leaf


def _notes(look: Look, node: int) -> Iterator[str]:
    item = look.entity(node)
    calendar = look.calendar(node)
    start = look.date("start_bound", node) + look.field("delay", node)
    if look.field("delay", node):
        yield f"levelling delays it by {item.leveling_delay}"
    moved = not look.field("state", node) and look.field("mode", node) == 0 and look.date("span", node)
    if moved and not calendar.is_open(start) and look.date("es", node) > start:
        yield f"its calendar is closed until {said(look.plan.axis.time(look.date('es', node)))}"
    if look.field("state", node) == STARTED and look.date("driver", node) == RESUMED:
        yield "what remains of it goes on later than where it was left"


CAUSES: Final = Causes(driver=driver_of, explain=explain, paths=paths, critical_path=critical_path)
