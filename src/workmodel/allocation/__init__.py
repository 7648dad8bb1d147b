"""Within everybody's hours: dates that respect who has time for what.

`allocate` starts from what `workmodel.schedule` knows and adds people: nobody is held by more than there is of them, and
what routines, meetings and absences take is not there for tasks. Beneath it, in `workmodel.allocation.kernels`, is project
scheduling under limited resources on plain integer arrays.
"""

from workmodel.allocation.allocate import allocate
from workmodel.allocation.result import Allocation, Chosen, Delay, Slowed

__all__ = ["Allocation", "Chosen", "Delay", "Slowed", "allocate"]
