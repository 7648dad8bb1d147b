"""Steps of a routine: who does what in each occurrence, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import field, frozen

from workmodel.domain.references import reference
from workmodel.domain.values import optional, readable_id, several, some_text
from workmodel.errors import OutOfRange, WrongType, around, nearest
from workmodel.quantities import Span, span

__all__ = ["WORDS", "RoutineStep", "check_steps"]

WORDS: Final = ("each", "manager", "managers")
"""Words that may stand for people: the one a step is fanned out for, that person's manager, the managers of all."""


def _who(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ids("who does a step", value)))


def _after(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ids("what a step waits for", value)))


def _ids(what: str, value: Any) -> tuple[str, ...]:
    return several(what, readable_id)(value)


def _amount(what: str) -> Any:
    def converted(value: Any) -> Span:
        found = span(value)
        if found.negative:
            raise OutOfRange(what, str(found), "zero or more")
        return found

    return converted


def _effort(value: Any) -> Span:
    found: Span = _amount("an effort")(value)
    if found.elapsed:
        raise OutOfRange("an effort", str(found), 'working time such as "1h"')
    return found


@frozen
class RoutineStep:
    """One step of every occurrence of the routine that holds it.

    Attributes
    ----------
    id
        Its name, unique in its routine.
    effort
        Person-time that each of those who do it spends: a talk costs both. [plan's conventions]
    duration
        How long it takes from its start; ``None``: follows from the effort. [plan's conventions]
    who
        Ids of resources, or the words ``"each"`` (the person it is fanned out for), ``"manager"`` (that person's manager)
        and ``"managers"`` (all of theirs, each once). A step that names ``"each"`` or ``"manager"`` happens once for each
        person, any other once per occurrence. Nobody: those assigned to the routine. The words come before ids.
    after
        Ids of the steps that it waits for; of one that happens for each person, those for the same person.
    title
        What people call it; free text.

    Raises
    ------
    OutOfRange
        An amount is negative, or an effort elapsed.
    InvalidText, WrongType
        A part is of no type that means something here.

    Examples
    --------
    >>> talk = RoutineStep("talk", effort="30min", who=["each", "manager"], after=["review"])
    >>> talk.per_person, talk.name
    (True, 'talk')
    """

    id: str = field(converter=readable_id)
    effort: Span = field(default=Span(), converter=_effort)
    duration: Span | None = field(default=None, converter=optional(_amount("a duration")))
    who: tuple[str, ...] = reference("resource", default=(), words=WORDS, converter=_who)
    after: tuple[str, ...] = field(default=(), converter=_after)
    title: str = field(default="", converter=some_text)

    @property
    def per_person(self) -> bool:
        """Whether it happens once for each person whom the routine is fanned out for."""
        return "each" in self.who or "manager" in self.who

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id


def _step(value: object) -> RoutineStep:
    if not isinstance(value, RoutineStep):
        raise WrongType(
            "a step", value, 'a RoutineStep, such as RoutineStep("check", effort="1h", who=["ana"])'
        )
    return value


steps = several("a list of steps", _step)


def check_steps(found: Sequence[RoutineStep]) -> None:
    """Refuse steps that have one id, wait for a step that is not there, or wait for each other.

    Raises
    ------
    OutOfRange
        They do.
    """
    ids = [step.id for step in found]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise OutOfRange("the id of a step", twice, "given to one step of the routine")
    for step in found:
        for name in step.after:
            if name not in ids:
                hint = nearest(name, ids)
                raise OutOfRange(
                    f'what step "{step.id}" waits for', name, f"a step of the routine.{hint}".rstrip(".")
                )
    ring = _ring({step.id: step.after for step in found})
    if ring:
        raise OutOfRange("the order of steps", around(ring), "one in which no step waits for itself")


def _ring(after: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Steps that wait for each other in a ring, or none: those without open predecessors are taken away until none is."""
    left = dict(after)
    while True:
        free = [name for name, waits in left.items() if not any(one in left for one in waits)]
        if not free:
            break
        for name in free:
            del left[name]
    return tuple(_walk(left))


def _walk(left: dict[str, tuple[str, ...]]) -> Iterator[str]:
    if not left:
        return
    path: list[str] = []
    here = next(iter(left))
    while here not in path:
        path.append(here)
        here = next(one for one in left[here] if one in left)
    yield from reversed(path[path.index(here) :])
