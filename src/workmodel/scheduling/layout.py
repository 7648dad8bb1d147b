"""How the kernels' arrays are laid out: one flat int64 array each, a row of fields per node, link or calendar.

A row is read as ``N[i * WIDTH + FIELD]``: one array to pass, neighbours in memory, and the same source runs on lists.
Moments are minutes of the axis, amounts working minutes.
"""

from __future__ import annotations

from typing import Final

__all__ = ["BIG", "DATE_FIELDS", "NEVER", "NODE_FIELDS"]

NEVER: Final = -(2**60)  # no lower bound
BIG: Final = 2**60  # no upper bound

NODE_FIELDS: Final = (
    "part",  # LEAF, GATE or CLOSE
    "slot",
    "gate",  # of the parent, or -1
    "close",
    "first",  # where its incoming links begin
    "end",  # and end
    "cal",  # calendar its work runs on
    "plain",  # calendar of lags and floats
    "duration",  # of what is done and what remains
    "done",
    "state",  # 0, STARTED or COMPLETE
    "mode",  # AUTO, PINNED, MANUAL or PLACED
    "base",  # start of the plan or project
    "floor",  # start no earlier than, status date
    "finish_floor",  # finish no earlier than
    "delay",  # levelling delay, elapsed minutes
    "advance",  # the same in a plan from its finish, where it moves work earlier
    "fixed_start",
    "fixed_finish",
    "resume",  # what remains goes on no earlier
    "waits",  # 1: what remains waits for the predecessors
    "start_cap",  # start no later than
    "finish_cap",  # finish no later than, deadline
    "rated",  # first of its effort curves, or -1
    "rated_end",  # behind the last of them
    "effort",  # in the units of those curves
    "horizon",  # latest date it may reach, before anything else bounds it
)
NODE_WIDTH: Final = len(NODE_FIELDS)
(
    N_PART, N_SLOT, N_GATE, N_CLOSE, N_FIRST, N_END, N_CAL, N_PLAIN, N_DURATION, N_DONE, N_STATE, N_MODE,
    N_BASE, N_FLOOR, N_FINISH_FLOOR, N_DELAY, N_ADVANCE, N_FIXED_START, N_FIXED_FINISH, N_RESUME, N_WAITS, N_START_CAP,
    N_FINISH_CAP, N_RATED, N_RATED_END, N_EFFORT, N_HORIZON,
) = range(NODE_WIDTH)  # fmt: skip

DATE_FIELDS: Final = (
    "es", "ef", "ls", "lf",
    "wes", "wef", "wls", "wlf",  # the same as working time on the node's calendar
    "span",  # working time between start and finish
    "driver",  # a link, or one of the causes below zero
    "start_bound", "finish_bound",  # what logic asks
    "seen",  # what a predecessor sees as its late start; closes: start no later than
    "total", "free",
    "open_start", "open_finish",  # gates: least early dates of what is incomplete; closes: least that successors leave
    "start_cal", "finish_cal",  # closes: calendars of those
)  # fmt: skip
DATE_WIDTH: Final = len(DATE_FIELDS)
(
    D_ES, D_EF, D_LS, D_LF, D_WES, D_WEF, D_WLS, D_WLF, D_SPAN, D_DRIVER, D_START_BOUND, D_FINISH_BOUND, D_SEEN, D_TOTAL,
    D_FREE, D_OPEN_START, D_OPEN_FINISH, D_START_CAL, D_FINISH_CAL,
) = range(DATE_WIDTH)  # fmt: skip

LINK_WIDTH: Final = 4
L_PREDECESSOR, L_CODE, L_LAG_KIND, L_LAG = range(LINK_WIDTH)

# parts of the network
LEAF: Final = 0
GATE: Final = 1
CLOSE: Final = 2

# codes of links that kernels look at; below 2 they bound the start, odd ones count from the start
SF: Final = 3

# states
STARTED: Final = 1
COMPLETE: Final = 2

# modes
AUTO: Final = 0
PINNED: Final = 1  # must start on, must finish on
MANUAL: Final = 2
PLACED: Final = 3  # put at a date by an earlier pass

# causes of a date; from zero on, the number of a link
FRAME: Final = -1
FLOOR: Final = -2
THROUGH: Final = -3
FINISH_FLOOR: Final = -4
FIXED: Final = -5
RESUMED: Final = -6
