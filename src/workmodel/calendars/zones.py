"""From wall clocks to the axis of minutes, many at once.

The instant of a wall-clock time is *the first at which the clock shows that time or a later one*. So a time
that a change of clocks removes is the instant of the change, a time that it repeats is the first of the two,
and the reading is monotone: shifts stay in order and never overlap, and a day of 24 hours has 23 or 25 of
them where clocks change.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from workmodel.quantities.moments import zone_info

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Minutes = NDArray[np.int64]

__all__ = ["FIRST_DAY", "LAST_DAY", "axis_minutes"]

_EPOCH: Final = datetime(1970, 1, 1)
_EPOCH_DAY: Final = _EPOCH.toordinal()
FIRST_DAY: Final = 1 - _EPOCH_DAY
"""The day 0001-01-01, in days since 1970."""
LAST_DAY: Final = datetime(9999, 12, 31).toordinal() - _EPOCH_DAY
"""The day 9999-12-31, in days since 1970."""


def axis_minutes(zone: str | None, walls: Minutes, first: int, count: int) -> Minutes:
    """The minutes on the axis at which the wall clocks of a zone show these times.

    Parameters
    ----------
    zone
        IANA name; ``None``: the axis is the wall clock.
    walls : int array
        Wall-clock times. [min since 1970-01-01T00:00 local]
    first, count
        The days since 1970 in which they lie, as first day and number of days.

    Returns
    -------
    int array
        Minutes since 1970-01-01T00:00 UTC, half a minute rounded up where a zone's offset had seconds.
    """
    if zone is None:
        return walls
    import numpy as np

    offsets = _midnight_offsets(zone, first, count)
    days = walls // 1440 - first
    found: Minutes = (walls * 60 - offsets[days] + 30) // 60
    for place in np.flatnonzero(offsets[days] != offsets[days + 1]):
        found[place] = _exact(zone, int(walls[place]))
    return found


@lru_cache(maxsize=512)
def _midnight_offsets(zone: str, first: int, count: int) -> Minutes:
    """Offset from UTC at the midnights of these days and of the one after. [s]

    Every third midnight is looked up, and those between where its neighbour differs: zones have changed their clocks
    twice within a week, but never within three days. For the same reason a day whose two midnights have one offset
    keeps it throughout.
    """
    import numpy as np

    info = zone_info(zone)

    def offset(step: int) -> int:
        day = min(max(first + step, FIRST_DAY), LAST_DAY)
        return _offset(info, datetime.fromordinal(_EPOCH_DAY + day))

    found = [offset(0)]
    for step in range(3, count + 3, 3):
        last = offset(min(step, count))
        steady = last == found[-1]
        found += [last if steady else offset(between) for between in range(step - 2, min(step, count) + 1)]
    return np.array(found, np.int64)


def _offset(info: ZoneInfo, wall: datetime) -> int:
    offset = info.utcoffset(wall)
    return 0 if offset is None else round(offset.total_seconds())


@lru_cache(maxsize=65536)
def _exact(zone: str, wall: int) -> int:
    """The minute of one wall-clock time on a day on which clocks change."""
    info = zone_info(zone)
    local = _EPOCH + timedelta(minutes=wall)
    before, after = _offset(info, local), _offset(info, local.replace(fold=1))
    if before >= after:  # an ordinary time, or one of a repeated hour: the first of the two
        return (wall * 60 - before + 30) // 60
    low, high = wall * 60 - after, wall * 60 - before  # a removed hour: the change lies between these two
    while high - low > 1:
        middle = (low + high) // 2
        instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=middle)
        if _offset_at(info, instant) == after:
            high = middle
        else:
            low = middle
    return (high + 30) // 60


def _offset_at(info: ZoneInfo, instant: datetime) -> int:
    offset = instant.astimezone(info).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
