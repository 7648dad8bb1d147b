"""The command line: reads a plan in any format, schedules it, and prints or writes what people look at.

``workmodel PLAN`` and ``python -m workmodel PLAN`` are the same; ``--help`` lists what can be asked.
"""

from workmodel.cli.program import main

__all__ = ["main"]
