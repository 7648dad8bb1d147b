"""Ready-made layers: the base calendars that Microsoft Project comes with, hour by hour."""

from __future__ import annotations

from typing import Final

from workmodel.calendars.layers import Layer

__all__ = ["NIGHT_SHIFT", "ROUND_THE_CLOCK", "STANDARD"]

STANDARD: Final = Layer("mon-fri 08:00-12:00, 13:00-17:00; sat-sun off")
"""Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00: 40 hours."""

ROUND_THE_CLOCK: Final = Layer("mon-sun 00:00-24:00")
"""Every hour of every day; unlike `ALWAYS` a calendar like others, that exceptions can be laid over."""

NIGHT_SHIFT: Final = Layer(
    "mon 23:00-24:00; tue-fri 00:00-03:00, 04:00-08:00, 23:00-24:00; sat 00:00-03:00, 04:00-08:00; sun off"
)
"""Five nights, Monday 23:00 to Saturday 08:00, with a break from 03:00 to 04:00: 40 hours."""
