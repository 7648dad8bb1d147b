"""Ways in which a task can be done: how long each takes, how much work it is, and who and what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from attrs import field, frozen

from workmodel.domain.assignment import Assignment, assignments
from workmodel.domain.references import holds
from workmodel.domain.skills import Requirement, requirements
from workmodel.domain.values import positive, refuse_elapsed_effort, several, some_text
from workmodel.errors import InvalidText, OutOfRange, WrongType
from workmodel.quantities import Span

__all__ = ["Mode"]

_LONGEST_NAME: Final = 200


def _name(value: Any) -> str:
    found = some_text(value)
    if not found or found != " ".join(found.split()) or len(found) > _LONGEST_NAME or not found.isprintable():
        raise InvalidText(
            "the name of a mode", found, f'one line of at most {_LONGEST_NAME} characters, such as "by hand"'
        )
    return found


@frozen
class Mode:
    """One way to do the task that holds it.

    Attributes
    ----------
    name
        What it is called, unique in its task; words with single spaces between them.
    duration
        How long the task takes so; ``None``: follows from effort and assignments. [plan's conventions]
    effort
        Person-time it needs so. [plan's conventions]
    assignments
        Who works on it so, and what it uses up, each ``"RESOURCE [UNITS%]"``, ``"RESOURCE QUANTITY UNIT"`` or an `Assignment`.
    requires
        Whom it needs so before anybody is named, each in the notation of `requirement` or a `Requirement`.

    Raises
    ------
    OutOfRange
        It says none of the four, a duration or effort is negative, or an effort elapsed.
    InvalidText, WrongType
        A part is of no use here.

    Examples
    --------
    >>> fast = Mode("fast", duration="2d", assignments=["ana", "ben", "digger"])
    >>> fast.name, str(fast.duration), len(fast.assignments)
    ('fast', '2d', 3)
    """

    says_one_of: ClassVar[tuple[str, ...]] = ("duration", "effort", "assignments", "requires")

    name: str = field(converter=_name)
    duration: Span | None = field(default=None, converter=positive("a duration"))
    effort: Span | None = field(default=None, converter=positive("an effort"))
    assignments: tuple[Assignment, ...] = holds(Assignment, converter=assignments)
    requires: tuple[Requirement, ...] = holds(Requirement, converter=requirements)

    def __attrs_post_init__(self) -> None:
        refuse_elapsed_effort(self.effort)
        if all(part in (None, ()) for part in way_of(self)):
            raise OutOfRange(f"mode {self.name}", "empty", f"given one of {', '.join(self.says_one_of)}")


def way_of(holder: Any) -> tuple[Any, ...]:
    """How a task is planned, or how a mode would have it done: its duration, effort, assignments and requirements."""
    return tuple(getattr(holder, name) for name in Mode.says_one_of)


def _mode(value: object) -> Mode:
    if not isinstance(value, Mode):
        raise WrongType(
            "a mode", value, 'a Mode, such as Mode("fast", duration="2d", assignments=["ana", "ben"])'
        )
    return value


modes = several("a list of modes", _mode)


def check_modes(found: Sequence[Mode]) -> None:
    """Refuse modes of one name.

    Raises
    ------
    OutOfRange
        Two have the same.
    """
    names = [mode.name for mode in found]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise OutOfRange("the name of a mode", twice, "given to one mode of the task")
