"""Values with units that know nothing of plans: spans, working time, effort, moments, windows, money, rates."""

from workmodel.quantities.amounts import Effort, WorkTime
from workmodel.quantities.conventions import STANDARD_CONVENTIONS, Conventions
from workmodel.quantities.moments import Axis, Moment, TimeWindow, moment
from workmodel.quantities.money import Money, money
from workmodel.quantities.rates import Rate, Reservation, rate, reservation
from workmodel.quantities.spans import NO_LAG, Lag, Percent, Span, lag, span

__all__ = [
    "NO_LAG",
    "STANDARD_CONVENTIONS",
    "Axis",
    "Conventions",
    "Effort",
    "Lag",
    "Moment",
    "Money",
    "Percent",
    "Rate",
    "Reservation",
    "Span",
    "TimeWindow",
    "WorkTime",
    "lag",
    "moment",
    "money",
    "rate",
    "reservation",
    "span",
]
