"""Microsoft Project's XML (MSPDI): plans read with their dates, and written.

`loads` reads a file into a plan, the dates it carries and findings on what did not fit; `dumps` writes a plan with its
schedule; `losses` lists what a plan says that the format cannot.
"""

from workmodel.interchange.msproject.reading import loads

__all__ = ["loads"]
