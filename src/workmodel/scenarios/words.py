"""How far dates are apart, and names of items, as sentences about plans say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workmodel.advice.wording import listed
from workmodel.domain.wording import called, said_day, said_time, said_to, said_work, work_between

if TYPE_CHECKING:
    from workmodel.domain import Plan

__all__ = ["called", "listed", "said_by", "said_day", "said_time", "said_to", "said_work", "work_between"]


def said_by(minutes: int, plan: Plan) -> str:
    """By how much something is later or earlier. [working min]

    Examples
    --------
    >>> from workmodel.domain import Plan
    >>> said_by(1440, Plan()), said_by(-480, Plan()), said_by(0, Plan())
    ('3d later', '1d earlier', 'as agreed')
    """
    if not minutes:
        return "as agreed"
    return f"{said_work(minutes, plan)} {'later' if minutes > 0 else 'earlier'}"
