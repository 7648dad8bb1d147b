"""Date constraints: what a planner says about an item's dates beside its logic."""

from __future__ import annotations

from typing import Final, Literal

from attrs import field, frozen

from workmodel.domain.values import optional
from workmodel.errors import InvalidText, InvalidValue, WrongType, nearest
from workmodel.quantities import Moment, moment

__all__ = ["Constraint", "ConstraintKind", "constraint"]

ConstraintKind = Literal["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]

CONSTRAINT_NAMES: Final[dict[str, str]] = {
    "ASAP": "as soon as possible",
    "ALAP": "as late as possible",
    "SNET": "start no earlier than",
    "SNLT": "start no later than",
    "FNET": "finish no earlier than",
    "FNLT": "finish no later than",
    "MSO": "must start on",
    "MFO": "must finish on",
}
_UNDATED: Final = ("ASAP", "ALAP")
_EXPECTED: Final = (
    'ASAP, ALAP, or one of SNET, SNLT, FNET, FNLT, MSO, MFO with a date, such as "SNET 2026-03-02"'
)


def _kind(value: object) -> str:
    if isinstance(value, str) and value.upper() in CONSTRAINT_NAMES:
        return value.upper()
    raise WrongType("a kind of constraint", value, _EXPECTED)


@frozen
class Constraint:
    """One of the eight date constraints of project scheduling.

    Attributes
    ----------
    kind
        ``ASAP``, ``ALAP``; ``SNET``, ``SNLT`` (start no earlier, no later than), ``FNET``, ``FNLT`` (finish …),
        ``MSO``, ``MFO`` (must start, finish on).
    date
        The date of all but the first two. A day without a time counts from its start where it bounds from below or fixes
        a start, and to its end where it bounds from above or fixes a finish.

    Examples
    --------
    >>> str(constraint("fnlt 2026-04-10")), constraint("ALAP").date
    ('FNLT 2026-04-10', None)
    """

    kind: ConstraintKind = field(converter=_kind)
    date: Moment | None = field(default=None, converter=optional(moment))

    def __attrs_post_init__(self) -> None:
        if (self.date is None) is not (self.kind in _UNDATED):
            alone = f'{self.kind} without a date, or another kind with one, such as "SNET 2026-03-02"'
            dated = f'{self.kind} with a date, such as "{self.kind} 2026-03-02"'
            raise InvalidText("a constraint", str(self), dated if self.date is None else alone)

    def __str__(self) -> str:
        return self.kind if self.date is None else f"{self.kind} {self.date.isoformat()}"

    @property
    def name(self) -> str:
        """The constraint in words, ``"start no earlier than"``."""
        return CONSTRAINT_NAMES[self.kind]

    @property
    def reads_end_of_day(self) -> bool:
        """Whether a day without a time means the end of that day."""
        return self.kind in ("FNLT", "MFO", "SNLT")


def constraint(value: object) -> Constraint:
    """A constraint from text, ``"SNET 2026-03-02"``, or as it is.

    Raises
    ------
    InvalidText
        The text is no constraint.
    WrongType
        Neither text nor a `Constraint`.
    """
    if isinstance(value, Constraint):
        return value
    if not isinstance(value, str):
        raise WrongType("a constraint", value, _EXPECTED)
    kind, date = (*value.split(maxsplit=1), "", "")[:2]
    if kind.upper() not in CONSTRAINT_NAMES:
        raise InvalidText(
            "a constraint", value, f"{_EXPECTED}.{nearest(kind.upper(), CONSTRAINT_NAMES)}".rstrip(".")
        )
    try:
        when = moment(date) if date else None
    except InvalidValue as problem:
        raise InvalidText("a constraint", value, f"{_EXPECTED} ({str(problem).rstrip('.')})") from None
    return Constraint(kind, when)
