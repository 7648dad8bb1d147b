"""`Leveled`: a plan whose dates respect people's hours, beside the plan that it came from."""

from __future__ import annotations

from attrs import field, frozen

from workmodel.domain.plan import Plan
from workmodel.domain.schedule import Schedule

__all__ = ["Leveled"]


@frozen(kw_only=True)
class Leveled:
    """What levelling hands on: a plan, the same plan with its delays set, and that one's dates.

    Attributes
    ----------
    plan
        What was to be levelled.
    leveled
        The same with levelling delays and, where other claims slow work down, durations.
    schedule
        The dates of *leveled*.
    smoothing
        Whether items stay within their float, even where people would have to be in two places then.
    """

    plan: Plan = field(repr=False)
    leveled: Plan = field(repr=False)
    schedule: Schedule
    smoothing: bool = False
