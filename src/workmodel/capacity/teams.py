"""Teams: whose hours are the hours of a team, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.calendars import day_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workmodel.domain import Membership, Plan

__all__ = ["days_in_team", "runs_of"]


def days_in_team(plan: Plan, team: str, first: int, count: int) -> dict[str, NDArray[np.bool_]]:
    """Who is in a team, directly or through teams in it, on each of *count* days from *first* on.

    Teams with members are not among the keys, they stand for their members; everybody is in a team of one's own.
    Somebody who is in it by several ways is in it once.
    """
    import numpy as np

    found = {team: np.ones(count, np.bool_)}
    waiting = [team]
    while waiting:
        name = waiting.pop()
        for one in plan[name].members:
            mask = found[name] & _on(one, first, count)
            known = found.get(one.resource)
            if known is None:
                found[one.resource] = mask
            elif (mask & ~known).any():
                found[one.resource] = known | mask
            else:
                continue
            waiting.append(one.resource)
    return {name: mask for name, mask in found.items() if not plan[name].members}


def _on(member: Membership, first: int, count: int) -> NDArray[np.bool_]:
    """The days of a membership."""
    import numpy as np

    begin = 0 if member.start is None else max(day_number(member.start) - first, 0)
    end = count if member.finish is None else max(day_number(member.finish) - first + 1, 0)
    mask = np.zeros(count, np.bool_)
    mask[begin:end] = True
    return mask


def runs_of(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and last day, both included, of each run of days that count.

    Examples
    --------
    >>> import numpy as np
    >>> runs_of(np.array([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    import numpy as np

    turns = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    begins, ends = (turns > 0).nonzero()[0].tolist(), (turns < 0).nonzero()[0].tolist()
    return [(begin, end - 1) for begin, end in zip(begins, ends, strict=True)]
