"""What may differ between two schedules that were reached from one another, found in the size of the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from workmodel.domain import DateColumns, Plan, Schedule
from workmodel.domain.rows import KIND_CODES
from workmodel.graph.network import CLOSE, LEAF
from workmodel.scheduling.edited import TooMuch, differing_slots, row_at
from workmodel.scheduling.layout import (
    BIG,
    D_EF,
    D_ES,
    D_FREE,
    D_LF,
    D_LS,
    D_SPAN,
    D_TOTAL,
    DATE_WIDTH,
    N_SLOT,
    NODE_WIDTH,
)
from workmodel.scheduling.regained import known_of
from workmodel.scheduling.sweeps import R_COMPLETE, R_CRITICAL, R_LATE_FINISH, R_LATE_START
from workmodel.scheduling.versions import Version, between, unpacked

if TYPE_CHECKING:
    from workmodel.scheduling.regained import Family

__all__ = ["Candidates", "stepped"]

_PROJECT: Final = KIND_CODES["project"]
_MOST: Final = 4096  # entities that differ: beyond, columns are compared


@frozen(eq=False)
class Candidates:
    """Items that are in two schedules and may stand otherwise in them, in the order of the schedule after.

    Attributes
    ----------
    ids_before, ids
        Their ids in the one and in the other.
    was, now
        Their dates, a row for each.
    added, removed
        Ids of what only one of them has, each in its order.
    """

    ids_before: tuple[str, ...]
    ids: tuple[str, ...]
    was: DateColumns
    now: DateColumns
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def stepped(before: Schedule, after: Schedule) -> Candidates | None:
    """What may differ between two versions that one workspace knows; ``None`` where only all columns can tell."""
    old, new = known_of(before), known_of(after)
    if old is None or new is None or old.family is not new.family:
        return None
    came = _came_and_went(before.plan, after.plan)
    way = between(old.version, new.version)
    if came is None or way is None or any(step.turned for steps in way for step in steps):
        return None
    family = old.family
    with family.lock:
        if family.broken or not _of_one_shape(family.plan, after.plan):
            return None
        found = _rows(family, new.version, way)
        if found is None:
            return None
        nodes, was, now = found
        return _candidates(family, (before.plan, after.plan), nodes, was, now, came)


def _of_one_shape(here: Plan, there: Plan) -> bool:
    """Whether both plans have the same items below the same ones, so that nodes are leaves or closes in both alike."""
    try:
        return all(
            row_at(here, slot)[:2] == row_at(there, slot)[:2] for slot in differing_slots(here, there, _MOST)
        )
    except TooMuch:
        return False


def _came_and_went(before: Plan, after: Plan) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Ids of the items that came and those that went; ``None`` where something may have moved or been renamed."""
    added: list[str] = []
    removed: list[str] = []
    try:
        slots = sorted(differing_slots(before, after, _MOST))
    except TooMuch:
        return None
    for slot in slots:
        old, new = row_at(before, slot).kind <= _PROJECT, row_at(after, slot).kind <= _PROJECT
        if old and new and before._id(slot) == after._id(slot):
            continue
        if old:
            removed.append(before._id(slot))
        if new:
            added.append(after._id(slot))
        if old and new:
            return None
    if any(name in after for name in removed) or any(name in before for name in added):
        return None
    if (
        removed
        and added
        and {before._birth(before._needed(name)) for name in removed}
        & {after._birth(after._needed(name)) for name in added}
    ):
        return None
    return tuple(added), tuple(removed)


def _rows(family: Family, new: Version, way: Any) -> tuple[Any, Any, Any] | None:
    """The nodes with a number that differs on the way, and their rows at both ends.  int64, shape (nodes, DATE_WIDTH)"""
    import numpy as np

    here = between(family.version, new)
    if here is None:
        return None
    back, forth = way
    cells = [step.cells for step in (*back, *forth)]
    nodes = np.unique(np.concatenate(cells) // DATE_WIDTH) if cells else np.zeros(0, dtype=np.int64)
    now = family.space.dates(nodes)
    _walk(nodes, now, here)
    was = now.copy()
    _walk(nodes, was, ([*reversed(forth)], [*reversed(back)]))
    return nodes, was, now


def _walk(nodes: Any, rows: Any, way: tuple[list[Version], list[Version]]) -> None:
    """Take rows along a way: steps that are taken back, then steps that are followed."""
    import numpy as np

    if not len(nodes):
        return
    for steps, name in zip(way, ("before", "after"), strict=True):
        for step in steps:
            owner = step.cells // DATE_WIDTH
            places = np.minimum(np.searchsorted(nodes, owner), len(nodes) - 1)
            mine = nodes[places] == owner
            rows[places[mine], step.cells[mine] % DATE_WIDTH] = unpacked(getattr(step, name)[mine])


def _candidates(
    family: Family, plans: tuple[Plan, Plan], nodes: Any, was: Any, now: Any, came: tuple[tuple[str, ...], tuple[str, ...]]
) -> Candidates:  # fmt: skip
    """Items of the nodes that are in both plans, by slot; of a summary its close tells its dates."""
    import numpy as np

    space = family.space
    before, after = plans
    parts = space.parts(nodes)
    slots = np.array([int(space.N[node * NODE_WIDTH + N_SLOT]) for node in nodes.tolist()], dtype=np.int64)
    here = [
        (part in (LEAF, CLOSE))
        and row_at(before, slot).kind <= _PROJECT
        and row_at(after, slot).kind <= _PROJECT
        for slot, part in zip(slots.tolist(), parts.tolist(), strict=True)
    ]
    places = np.flatnonzero(np.array(here, dtype=bool))
    places = places[np.argsort(slots[places], kind="stable")]
    chosen = slots[places].tolist()
    summary = parts[places] == CLOSE
    return Candidates(
        tuple(before._id(slot) for slot in chosen), tuple(after._id(slot) for slot in chosen),
        _columns(was[places], summary, family.limit), _columns(now[places], summary, family.limit), *came,
    )  # fmt: skip


def _columns(rows: Any, summary: Any, limit: int) -> DateColumns:
    """Dates as a schedule has them; those of summaries are what is below them, added up."""
    import numpy as np

    start, finish, total, free = (rows[:, field] for field in (D_ES, D_EF, D_TOTAL, D_FREE))
    total, free = (np.where(summary & (column == BIG), 0, column) for column in (total, free))
    return DateColumns(
        start=start, finish=finish, early_start=start, early_finish=finish,
        late_start=np.where(summary, rows[:, R_LATE_START], rows[:, D_LS]),
        late_finish=np.where(summary, rows[:, R_LATE_FINISH], rows[:, D_LF]),
        total_float=total, free_float=free, duration=rows[:, D_SPAN],
        critical=np.where(summary, rows[:, R_CRITICAL] != 0, (rows[:, R_COMPLETE] == 0) & (total <= limit)),
        summary=summary,
    )  # fmt: skip
