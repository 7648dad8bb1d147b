"""Three-point estimates."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from workmodel.domain.values import one_of
from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities import STANDARD_CONVENTIONS, Conventions, Span, span

__all__ = ["Estimate", "estimate"]

_EXPECTED: Final = (
    'three spans, such as ("2d", "5d", "14d") or "2d / 5d / 14d": optimistic, most likely, pessimistic'
)


@frozen
class Estimate:
    """Optimistic, most likely and pessimistic amount of one item's duration or effort.

    Attributes
    ----------
    optimistic, likely, pessimistic
        The three points, in this order of size.
    of
        What is estimated, ``"duration"`` or ``"effort"``.

    Examples
    --------
    >>> e = estimate("2d / 5d / 14d")
    >>> e.mean() / 480, e.deviation() / 480
    (6.0, 2.0)
    """

    optimistic: Span = field(converter=span)
    likely: Span = field(converter=span)
    pessimistic: Span = field(converter=span)
    of: Literal["duration", "effort"] = field(
        default="duration", converter=one_of("what is estimated", "duration", "effort")
    )

    def __attrs_post_init__(self) -> None:
        points = (self.optimistic, self.likely, self.pessimistic)
        if len({p.elapsed for p in points if p}) > 1:
            raise OutOfRange("an estimate", str(self), "either all working or all elapsed time")
        sizes = [p.minutes() for p in points]
        if sizes[0] < 0 or sizes != sorted(sizes):
            raise OutOfRange(
                "an estimate", str(self), "optimistic ≤ most likely ≤ pessimistic, none below zero"
            )

    def __str__(self) -> str:
        points = f"{self.optimistic} / {self.likely} / {self.pessimistic}"
        return points if self.of == "duration" else f"{points} {self.of}"

    def minutes(self, conventions: Conventions = STANDARD_CONVENTIONS) -> tuple[int, int, int]:
        """The three points in whole minutes."""
        return (
            self.optimistic.minutes(conventions),
            self.likely.minutes(conventions),
            self.pessimistic.minutes(conventions),
        )

    def mean(self, conventions: Conventions = STANDARD_CONVENTIONS) -> float:
        """Beta-PERT mean, (O + 4M + P) / 6. [min] (PMI, *PMBOK Guide*)."""
        low, likely, high = self.minutes(conventions)
        return float(Fraction(low + 4 * likely + high, 6))

    def deviation(self, conventions: Conventions = STANDARD_CONVENTIONS) -> float:
        """Beta-PERT standard deviation, (P − O) / 6. [min]"""
        low, _, high = self.minutes(conventions)
        return float(Fraction(high - low, 6))


def estimate(value: object) -> Estimate:
    """An estimate from three spans or from text, ``"2d / 5d / 14d"``, with ``effort`` behind it where it is of effort.

    Raises
    ------
    InvalidText
        The text is no estimate.
    OutOfRange
        The three points are not in order.
    WrongType
        Neither text, an `Estimate` nor three spans.
    """
    if isinstance(value, Estimate):
        return value
    if isinstance(value, str):
        points = value.rstrip()
        of = "effort" if points.endswith(" effort") else "duration"
        parts = [part.strip() for part in points.removesuffix(f" {of}").split("/")]
        if len(parts) == 3:
            return Estimate(parts[0], parts[1], parts[2], of)
        raise InvalidText("an estimate", value, _EXPECTED)
    if isinstance(value, (tuple, list)) and len(value) == 3:
        return Estimate(*value)
    raise WrongType("an estimate", value, _EXPECTED)
