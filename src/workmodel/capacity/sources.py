"""What claims hours, and in which order claims are served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from workmodel.errors import InvalidText, OutOfRange, nearest, tuple_of

__all__ = ["CLAIM_ORDER", "LIMIT", "ClaimKind", "Source", "SourceKind", "claim_order"]

ClaimKind = Literal["actual", "meeting", "timed", "reserve", "arrivals", "reservation", "routine", "task"]
SourceKind = Literal[ClaimKind, "limit"]

CLAIM_ORDER: Final[tuple[ClaimKind, ...]] = (
    "actual",  # what was spent
    "meeting",  # routines with a time of day that each spends
    "timed",  # other routines with a time of day
    "reserve",  # hours left on purpose
    "arrivals",  # expected items of a routine
    "reservation",  # hours held
    "routine",  # occurrences that may be done at any time of their day or window
    "task",  # by priority of the project, of the task, then the plan's order
)
"""The order in which claims are served, unless another is asked for."""


@frozen
class Source:
    """What claims: one line of a ledger.

    Attributes
    ----------
    kind
        One of `CLAIM_ORDER`; or ``"limit"``, a line of a ledger that is no claim: free hours that nobody may claim.
    id
        Of the entity behind it; empty for the reserve and a limit.
    project
        Id of the nearest project of a task or routine; empty for none.
    rank
        Within its kind, lower first.
    """

    kind: SourceKind
    id: str
    project: str = ""
    rank: tuple[int, ...] = ()


LIMIT: Final = Source("limit", "")


def claim_order(value: Sequence[str]) -> tuple[ClaimKind, ...]:
    """A claim order, checked: each kind at most once; kinds that are not named come last, in the usual order.

    Raises
    ------
    InvalidText
        No such kind.
    OutOfRange
        One twice.
    WrongType
        Not several texts.

    Examples
    --------
    >>> claim_order(["task"])[:3]
    ('task', 'actual', 'meeting')
    """
    named = tuple_of("a claim order", value, f"kinds of claims such as {CLAIM_ORDER}")
    found: list[ClaimKind] = []
    for one in named:
        known = next((kind for kind in CLAIM_ORDER if kind == one), None)
        if known is None:
            expected = f"one of {', '.join(CLAIM_ORDER)}.{nearest(str(one), CLAIM_ORDER)}".rstrip(".")
            raise InvalidText("a kind of claim", str(one), expected)
        if known in found:
            raise OutOfRange("a kind of claim in an order", known, "named once")
        found.append(known)
    return (*found, *(kind for kind in CLAIM_ORDER if kind not in found))
