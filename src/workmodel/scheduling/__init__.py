"""When, by logic and calendars: the passes, floats, drivers, the explanation of every date, and what moved between two."""

from workmodel.scheduling.engine import schedule
from workmodel.scheduling.moves import moves

__all__ = ["moves", "schedule"]
