"""Ongoing work that repeats and has no planned end."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import field, frozen

from workmodel.domain.assignment import Assignment, assignments
from workmodel.domain.dependency import Dependency, dependencies
from workmodel.domain.estimate import Estimate, estimate
from workmodel.domain.items import Entity, _positive, _priority
from workmodel.domain.references import holds, reference
from workmodel.domain.skills import Requirement, requirements
from workmodel.domain.values import one_of, optional, optional_id, some_text
from workmodel.errors import InvalidText, OutOfRange
from workmodel.quantities import Moment, Span, moment

__all__ = ["Routine"]


@frozen(kw_only=True)
class Routine(Entity):
    """Ongoing work with an owner, a rate and a service level, and no completion: support, reviews, maintenance.

    It has one of three demands: a *recurrence* (when it comes is known), *arrivals* (how often is known) or a
    *reservation* (hours held).

    Attributes
    ----------
    parent
        Id of the project it belongs to, with which it begins and ends.
    purpose
        What it is for.
    owner
        Id of the resource that answers for it.
    recurrence
        An RFC 5545 recurrence rule, ``"FREQ=WEEKLY;BYDAY=MO"``.
    arrivals
        How many items come in a period, ``"12 per day"``.
    reservation
        Time held per period, ``"4h per week"``.
    effort
        Person-time per occurrence or item.
    estimate
        Three-point estimate of that effort.
    window
        How long after its start an occurrence may still be done.
    at
        Local time of day at which an occurrence starts, ``"09:00"``.
    assignments
        Who does it, each ``"RESOURCE [UNITS%]"``.
    requires
        Whom it needs before anybody is named, each ``"[COUNT] SKILL [LEVEL]"``.
    split
        Whether the effort is shared by the assigned (``"total"``) or each spends it (``"each"``: meetings).
    calendar
        Id of its working calendar.
    valid_from, valid_to
        Period of validity.
    after
        What its first occurrence waits for.
    priority
        0–1000, higher first.
    service_level
        Span within which an item should be done.

    Examples
    --------
    >>> Routine("support", recurrence="FREQ=WEEKLY;BYDAY=MO,TU", effort="1h", assignments=["ben"]).name
    'support'
    """

    kind: ClassVar[str] = "routine"

    parent: str | None = reference("project", default=None, converter=optional_id)
    purpose: str = field(default="", converter=some_text)
    owner: str | None = reference("resource", default=None, converter=optional_id)
    recurrence: str = field(default="", converter=some_text)
    arrivals: str = field(default="", converter=some_text)
    reservation: str = field(default="", converter=some_text)
    effort: Span | None = field(default=None, converter=_positive("an effort"))
    estimate: Estimate | None = field(default=None, converter=optional(estimate))
    window: Span | None = field(default=None, converter=_positive("a window"))
    at: str = field(default="", converter=some_text)
    assignments: tuple[Assignment, ...] = holds(Assignment, converter=assignments)
    requires: tuple[Requirement, ...] = field(default=(), converter=requirements)
    split: str = field(default="total", converter=one_of("a split of effort", "total", "each"))
    calendar: str | None = reference("calendar", default=None, converter=optional_id)
    valid_from: Moment | None = field(default=None, converter=optional(moment))
    valid_to: Moment | None = field(default=None, converter=optional(moment))
    after: tuple[Dependency, ...] = holds(Dependency, converter=dependencies)
    priority: int = field(default=500, converter=_priority)
    service_level: Span | None = field(default=None, converter=_positive("a service level"))

    def __attrs_post_init__(self) -> None:
        demands = [name for name in ("recurrence", "arrivals", "reservation") if getattr(self, name)]
        if len(demands) > 1:
            raise OutOfRange(
                "the demand of a routine", " and ".join(demands), "one of recurrence, arrivals, reservation"
            )
        if self.recurrence:
            _check_recurrence(self.recurrence)


def _check_recurrence(rule: Any) -> None:
    """Enough to catch a slip of the pen; the rule is read in full where occurrences are computed."""
    parts = [part.partition("=") for part in rule.removeprefix("RRULE:").split(";")]
    names = {name.strip().upper() for name, _, value in parts if value}
    if "FREQ" not in names or len(names) != len(parts):
        raise InvalidText("a recurrence", rule, 'an RFC 5545 rule such as "FREQ=WEEKLY;BYDAY=MO,TH"')
