"""Microsoft Project's XML (MSPDI): plans read with their dates, and written.

`loads` and `load` read a file into a plan, the dates it carries and findings on what did not fit; `dumps` and `dump`
write a plan with its schedule; `losses` lists what a plan says that the format cannot.
"""

from workmodel.interchange.msproject.files import dump, load
from workmodel.interchange.msproject.losing import losses
from workmodel.interchange.msproject.reading import loads
from workmodel.interchange.msproject.writing import dumps

__all__ = ["dump", "dumps", "load", "loads", "losses"]
