"""Promises about work: it takes as long as it takes, in working time, and lies where the plan's direction puts it."""

from __future__ import annotations

from collections.abc import Iterator

from workmodel.findings import Finding
from workmodel.verification.amounts import finish_from, minutes, start_from, takes_time
from workmodel.verification.facts import COMPLETE, OPEN, STARTED, Facts, Item
from workmodel.verification.saying import broken, date_differs, times

__all__ = ["durations", "placement", "working_time"]


def working_time(facts: Facts) -> Iterator[Finding]:
    """What takes time starts where work can start, ends where it is done, and has exactly its working time between."""
    for item in facts.leaves:
        if not item.follows_logic or not takes_time(facts, item):
            continue
        row, hours = facts[item.id], item.driving
        for what, start, finish in (
            ("", row.start, row.finish), ("early ", row.early_start, row.early_finish),
            ("late ", row.late_start, row.late_finish),
        ):  # fmt: skip
            if hours.next_open(start) != start:
                expected = hours.next_open(start)
                yield date_differs(
                    facts, "verify.closed", item.id, f"{what}start", start, expected, "its calendar"
                )
            edges = (hours.previous_open(finish), hours.next_open(finish))
            if finish not in edges:
                yield date_differs(
                    facts, "verify.closed", item.id, f"{what}finish", finish, edges[0], "its calendar"
                )
            fits = hours.position(finish) == hours.position(finish_from(facts, item, start))
            if not fits and hours.position(start) != hours.position(start_from(facts, item, finish)):
                expected = finish_from(facts, item, start)
                found = hours.between(start, finish)
                yield broken(
                    "verify.work", item.id,
                    f"{what}dates {times(facts, start, finish)} hold {found} working minutes; its work would end "
                    f"{times(facts, expected)}",
                    expected=hours.between(start, expected), found=found,
                )  # fmt: skip


def durations(facts: Facts) -> Iterator[Finding]:
    """The duration is the working time between early start and finish, or what was reported or given."""
    for item in facts.leaves:
        row = facts[item.id]
        accepted = [item.driving.between(row.early_start, row.early_finish)]
        known = minutes(facts, item)
        if known is not None and not (item.follows_logic and item.elapsed):
            accepted.append(known)
        if item.state == COMPLETE and item.entity.progress.actual_duration is not None:
            accepted = [facts.plan.minutes(item.entity.progress.actual_duration)]
        if item.state == STARTED and known is not None:
            accepted = [known]
        if row.duration not in accepted:
            yield broken(
                "verify.duration", item.id,
                f"{item.id} is said to take {row.duration} minutes, and takes {accepted[0]}",
                found=row.duration, expected=accepted[0],
            )  # fmt: skip


def placement(facts: Facts) -> Iterator[Finding]:
    """Scheduled dates are the early ones; planned back from a finish, or as late as possible, the late ones."""
    for item in facts.leaves:
        row = facts[item.id]
        if item.state != COMPLETE:
            late = _sits_late(facts, item)
            start, finish = (row.late_start, row.late_finish) if late else (row.early_start, row.early_finish)
            why = "being planned late" if late else "being planned early"
            for what, found, expected in (("start", row.start, start), ("finish", row.finish, finish)):
                if found != expected:
                    yield date_differs(facts, "verify.placement", item.id, what, found, expected, why)


def _sits_late(facts: Facts, item: Item) -> bool:
    if item.manual or item.state != OPEN or item.pinned:
        return False
    # where the early dates are later than the late ones there is no choice, and it stays where the plan begins
    row = facts[item.id]
    possible = row.early_start <= row.late_start and row.early_finish <= row.late_finish
    if facts.backward:
        return not (item.asks("ASAP") and possible)
    return item.asks("ALAP") and possible
