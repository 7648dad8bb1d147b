"""When, by logic and calendars: the passes, floats, drivers, and the explanation of every date."""

from workmodel.scheduling.engine import schedule

__all__ = ["schedule"]
