"""Instances of project scheduling research: PSPLIB's ``.sm`` and ``.mm``, MPLIB's ``.rcmp``, MSLIB's ``.msrcp``.

`loads` and `load` read an instance into an ordinary plan, so that whoever works on methods can try them on plans, and
whoever works on plans can try published methods and bounds. An activity is a task (a milestone where it takes no time),
a period one hour around the clock, a renewable resource equipment with a capacity, a nonrenewable one a material with a
stock, a requirement an assignment in units of it; several modes are modes of the task, skills that an activity needs are
asked for by its task. `dumps` and `dump` write a plan as
``.sm``, or ``.mm`` where tasks have modes; `losses` lists what of it the format cannot hold. `dumps_starts` and
`dump_starts` write what was found, the period in which each activity starts.
"""

from workmodel.interchange.psplib.files import dump, dump_starts, load
from workmodel.interchange.psplib.losing import losses
from workmodel.interchange.psplib.reading import START, loads
from workmodel.interchange.psplib.starts import dumps_starts
from workmodel.interchange.psplib.writing import dumps

__all__ = ["START", "dump", "dump_starts", "dumps", "dumps_starts", "load", "loads", "losses"]
