"""`moves(before, after)`: what moved between two schedules, by how much, and why.

Whatever costs the size of the plans is in `compared`. Where one schedule was reached from the other, what may differ is known
(`workmodel.scheduling.stepped`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.domain import DateColumns, Moves, Plan, Schedule
from workmodel.domain.difference import renamed
from workmodel.domain.schedule_dates import dates_at
from workmodel.errors import WrongType, ZonesDoNotMix
from workmodel.scheduling.stepped import Candidates, stepped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["moves"]

_COMPARED: Final = (
    "start", "finish", "early_start", "early_finish", "late_start", "late_finish", "total_float", "free_float", "critical",
)  # fmt: skip
_SCHEDULE: Final = "a Schedule, such as schedule(plan) returns"


def moves(before: Schedule, after: Schedule) -> Moves:
    """What moved between two schedules: every item with another date, float or critical mark, in the order of the plan after.

    Parameters
    ----------
    before, after
        The schedules: of two versions of a plan, or of any two plans. Where items were renamed from one version to the other,
        they are followed; otherwise an item is the same where its id is.

    Returns
    -------
    Moves
        A sequence of `ItemMove`, with what was added and removed.

    Raises
    ------
    WrongType
        Not two schedules.
    ZonesDoNotMix
        One of the plans has a zone, and the other has none.

    Notes
    -----
    Dates are compared as moments and told in the zone of each plan; what lies between two is counted on the item's calendar in
    the plan after. Where one schedule was made with the other as ``previous=``, or both lead back to a third, this costs what
    differs; else one comparison of columns. All the rest is found when somebody asks for it.

    Examples
    --------
    >>> from workmodel.domain import Milestone, Plan, Task
    >>> from workmodel.scheduling import schedule
    >>> plan = Plan(start="2026-03-02").add(
    ...     Task("design", title="Design", duration="5d"),
    ...     Task("build", title="Build", duration="5d", after=["design"]),
    ...     Milestone("live", title="Live", after=["build"]),
    ... )
    >>> found = moves(schedule(plan), schedule(plan.evolve("build", duration="8d")))
    >>> [(one.id, one.by) for one in found]
    [('build', '3d later'), ('live', '3d later')]
    >>> str(found["live"].why), found.ends
    ('build', 'all ends Wed 2026-03-18, 3d later')
    """
    for what, one in (("the schedule before", before), ("the schedule after", after)):
        if not isinstance(one, Schedule):
            hint = f"{_SCHEDULE} for this plan" if isinstance(one, Plan) else _SCHEDULE
            raise WrongType(what, one, hint)
    zones = before.plan.zone, after.plan.zone
    if (zones[0] is None) is not (zones[1] is None):
        raise ZonesDoNotMix(zones[0] or zones[1] or "", before=zones[0] is not None)
    found = stepped(before, after) or compared(before, after)
    unlike = _unlike(found.was, found.now).nonzero()[0]
    rows = unlike.tolist()
    return Moves(
        before, after, tuple(found.ids_before[row] for row in rows), tuple(found.ids[row] for row in rows),
        dates_at(found.was, unlike), dates_at(found.now, unlike), found.added, found.removed,
    )  # fmt: skip


def compared(before: Schedule, after: Schedule) -> Candidates:
    """Everything that is in both schedules; where both hold the same ids in the same order, a row is the same item in both."""
    if before.ids is after.ids or before.ids == after.ids:
        return Candidates(before.ids, after.ids, before.dates, after.dates)
    old, added, removed = _matched(before, after)
    new = (old >= 0).nonzero()[0]
    old = old[new]
    return Candidates(
        tuple(before.ids[row] for row in old.tolist()), tuple(after.ids[row] for row in new.tolist()),
        dates_at(before.dates, old), dates_at(after.dates, new), added, removed,
    )  # fmt: skip


def _unlike(was: DateColumns, now: DateColumns) -> NDArray[np.bool_]:
    """Of pairs of rows, which have another value in one of the columns that are compared."""
    first, *rest = (getattr(was, name) != getattr(now, name) for name in _COMPARED)
    found: NDArray[np.bool_] = first
    for one in rest:
        found = found | one
    return found


def _matched(before: Schedule, after: Schedule) -> tuple[Ints, tuple[str, ...], tuple[str, ...]]:
    """For each row after the row before of the same item, or -1; the ids that have none on the other side."""
    import numpy as np

    names = renamed(before.plan, after.plan)
    taken = set(names.values())  # by what was renamed: whatever had the id before is gone
    places = {
        names.get(name, name): row
        for row, name in enumerate(before.ids)
        if name in names or name not in taken
    }
    found = [places.get(name, -1) for name in after.ids]
    added = tuple(name for name, row in zip(after.ids, found, strict=True) if row < 0)
    kept = set(found)
    removed = tuple(name for row, name in enumerate(before.ids) if row not in kept)
    return np.array(found, dtype=np.int64), added, removed
