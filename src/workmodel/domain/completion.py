"""What was done of a routine: one entity for each occurrence, or part of one, that was done or skipped."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from attrs import field, frozen

from workmodel.domain.items import Entity
from workmodel.domain.references import reference
from workmodel.domain.values import one_of, optional, optional_id, readable_id
from workmodel.errors import OutOfRange
from workmodel.quantities import Moment, Span, moment, span

__all__ = ["Completion"]


def _id(value: object) -> str:
    return "" if value == "" else readable_id(value)


def _effort(value: Any) -> Span:
    found = span(value)
    if found.negative or found.elapsed:
        raise OutOfRange("an effort", str(found), "working time, zero or more")
    return found


@frozen(kw_only=True)
class Completion(Entity):
    """An occurrence of a routine, or a step of one, that was done or skipped.

    Attributes
    ----------
    id
        Left out, it is made of routine, occurrence, step and person: ``"close.2026-06-30"``.
    routine
        Id of the routine.
    occurrence
        The original start: the day, or the time where a day has several. Moving the occurrence does not change it. Times
        without a zone are the routine's wall clock.
    step
        Id of the step that was done; ``None``: all of the occurrence.
    person
        Id of the person for whom a step that is fanned out was done.
    done
        When; ``None``: in time. A day counts to its end.
    effort
        Person-time that was spent; ``None``: as planned. [plan's conventions]
    outcome
        ``"done"`` or ``"skipped"``: left out on purpose.

    Raises
    ------
    OutOfRange
        A person is named without a step; the effort is negative or elapsed.
    InvalidText, WrongType
        A part is of no type that means something here.

    Examples
    --------
    >>> Completion(routine="close", occurrence="2026-06-30", done="2026-07-01 15:00", effort="5h").id
    'close.2026-06-30'
    >>> Completion(routine="close", occurrence="2026-06-30 09:00", step="check", person="ana").id
    'close.2026-06-30T09:00.check.ana'
    """

    kind: ClassVar[str] = "completion"

    id: str = field(default="", kw_only=False, converter=_id)
    routine: str = reference("routine", needed=True, converter=readable_id)
    occurrence: Moment = field(converter=moment)
    step: str | None = field(default=None, converter=optional_id)
    person: str | None = reference("resource", default=None, needed=True, converter=optional_id)
    done: Moment | None = field(default=None, converter=optional(moment))
    effort: Span | None = field(default=None, converter=optional(_effort))
    outcome: Literal["done", "skipped"] = field(
        default="done", converter=one_of("an outcome", "done", "skipped")
    )

    def __attrs_post_init__(self) -> None:
        if self.person is not None and self.step is None:
            raise OutOfRange(
                "the step of a completion", None, f"said where a person ({self.person}) is named"
            )
        if not self.id:
            when = self.occurrence
            day = when.isoformat("T", "minutes") if isinstance(when, datetime) else when.isoformat()
            parts = (self.routine, day, self.step, self.person)
            object.__setattr__(self, "id", readable_id(".".join(part for part in parts if part)))
