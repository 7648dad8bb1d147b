"""Within everybody's hours: dates that respect who has time for what.

`allocate` starts from what `workmodel.schedule` knows and adds people: nobody is held by more than there is of them, and
what routines, meetings and absences take is not there for tasks. Beneath it are kernels for project scheduling under
limited resources, on plain integer arrays: `Instance` says what is to be scheduled, `generation` and `decisions` make
schedules, `search` makes them better, `bounds` says how good they can be at all.
"""

from workmodel.allocation.allocate import allocate
from workmodel.allocation.result import Allocation, Delay, Slowed

__all__ = ["Allocation", "Delay", "Slowed", "allocate"]
