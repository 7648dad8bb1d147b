"""What was spent on routines, as their completions report it: on the day on which it was done, whatever became of the rule.

A completion that names a start which the rule does not have, or one that was cancelled, still tells of hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from workmodel.domain import Completion
from workmodel.routines import Occurrence
from workmodel.routines.frame import Frame
from workmodel.routines.occurring import occurrence_of
from workmodel.routines.originals import Original, originals
from workmodel.routines.placing import Placed, Placing
from workmodel.routines.reports import WHOLE, Key, Part

__all__ = ["Shown", "Spent", "spent_on"]

_DAY: Final = timedelta(days=1)


@frozen
class Shown:
    """The days that a ledger shows.

    Attributes
    ----------
    first, last
        The days, both included.
    low, high
        The minutes in which anybody's of those days lie, half-open. [min since 1970]
    """

    first: date
    last: date
    low: int
    high: int

    def holds(self, at: int, day: date | None) -> bool:
        """Whether a minute, or a whole day, is among them."""
        return self.low <= at < self.high if day is None else self.first <= day <= self.last


@frozen
class Spent:
    """Hours that were spent.

    Attributes
    ----------
    names
        By whom: ids of resources, teams standing for their members.
    minutes
        How much. [person-min]
    each
        Whether everybody spent as much; otherwise all of them together.
    at
        When. [min since 1970]
    day
        The day, where nothing says at which time of it.
    work
        Whether it is an effort, which takes whoever does it effort ÷ efficiency; otherwise it is hours.
    """

    names: tuple[str, ...]
    minutes: int
    each: bool
    at: int
    day: date | None
    work: bool = False


def spent_on(frame: Frame, shown: Shown) -> Iterator[Spent]:
    """What was spent on a routine in the days that are shown; O(its completions)."""
    placing = Placing.of(frame)
    named: dict[int, tuple[Original, bool]] = {}
    for key, parts in frame.reports.found.items():
        if _may_matter(frame, key, parts.values(), shown):
            original, known = _named(frame, key)
            named[original.minute] = (original, known)
    for original, known in named.values():
        placed = placing.place(original) if known else None
        happens = placed is not None
        if placed is None:
            placed = Placed(original, original.minute, original.timed, None, None)
        parts = frame.reports.of(original.minute, original.wall.date(), alone=original.alone)
        one = occurrence_of(frame, placed)
        for said, names, minutes, each in _told(frame, one, parts, happens=happens):
            # what nobody told the hours of, took what was planned
            planned = said.effort is None and not each and not one.steps
            found = _dated(frame, one, said, names, minutes, each=each, work=planned)
            if shown.holds(found.at, found.day):
                yield found


def _may_matter(frame: Frame, key: Key, said: Iterable[Completion], shown: Shown) -> bool:
    """Whether any of it may have been done in those days: when, is told, or follows from where the occurrence ends up."""
    routine, near = frame.routine, (shown.first - _DAY, shown.last + _DAY)
    moves = routine.day_off in ("next", "previous") or any(one.start for one in routine.overrides)
    day = frame.day(key) if isinstance(key, int) else key
    for one in said:
        if one.done is None:
            if moves or near[0] <= day <= near[1]:
                return True
        elif near[0] <= frame.plan.axis.time(frame.plan.axis.minute(one.done)).date() <= near[1]:
            return True
    return False


def _named(frame: Frame, key: Key) -> tuple[Original, bool]:
    """The original start that a key names, and whether the rule has it."""
    day = frame.day(key) if isinstance(key, int) else key
    for one in originals(frame, day, day):
        if one.minute == key if isinstance(key, int) else (one.alone and one.wall.date() == key):
            return one, True
    wall = frame.wall(key) if isinstance(key, int) else datetime.combine(key, frame.begin.time())
    timed = frame.timed or isinstance(key, int)
    return Original(frame.local.minute(wall if timed else wall.date()), wall, wall, True, timed), False


_Told = tuple[Completion, tuple[str, ...], int, bool]
"""What reports it, who spent how much, and whether each did."""


def _told(
    frame: Frame, one: Occurrence, parts: Mapping[Part, Completion], *, happens: bool
) -> Iterator[_Told]:
    """What was spent on an occurrence, by its reports."""
    minutes, whole = frame.plan.minutes, parts.get(WHOLE)
    if whole is not None and whole.outcome == "skipped":
        return
    if whole is not None and not one.steps:
        names = tuple(assigned.resource for assigned in frame.routine.assignments)
        each = frame.routine.split == "each" and whole.effort is None
        fan = frame.fans.on(frame.day(frame.plan.axis.minute(one.original)))
        takes = one.effort // max(1, fan.assigned) if each else one.effort
        yield whole, names, takes if whole.effort is None else minutes(whole.effort), each
    elif whole is not None and whole.effort is not None:
        yield whole, _everybody(step.who for step in one.steps), minutes(whole.effort), False
    else:
        yield from _of_steps(frame, one, parts, None if happens else whole)


def _of_steps(
    frame: Frame, one: Occurrence, parts: Mapping[Part, Completion], whole: Completion | None
) -> Iterator[_Told]:
    """What was spent on single steps: as reported, else as planned."""
    minutes = frame.plan.minutes
    together: dict[str, list[tuple[str, ...]]] = {}
    for step in one.steps:
        said = step.completion or whole
        if said is not None and said.outcome == "done":
            if said.effort is None:
                yield said, step.who, step.each, True
            else:  # one report of several people's steps tells what all of them spent
                together.setdefault(said.id, []).append(step.who)
    said_by = {said.id: said for said in parts.values()}
    for name, who in together.items():
        effort = said_by[name].effort
        yield said_by[name], _everybody(who), 0 if effort is None else minutes(effort), False
    there = {step.person for step in one.steps}
    known = {step.id: step for step in frame.routine.steps if step.per_person}
    for (part, person), said in parts.items():
        if part in known and person is not None and person not in there and said.outcome == "done":
            spent = known[part].effort if said.effort is None else said.effort
            yield said, (person,), minutes(spent), False


def _everybody(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who for some in names for who in some))


def _dated(
    frame: Frame, one: Occurrence, said: Completion, names: tuple[str, ...], minutes: int, *, each: bool,
    work: bool,
) -> Spent:  # fmt: skip
    """What was spent, when it was done; where none is told, when the occurrence starts."""
    axis = frame.plan.axis
    if said.done is not None:
        day = None if isinstance(said.done, datetime) else said.done
        return Spent(names, minutes, each, axis.minute(said.done), day, work)
    return Spent(names, minutes, each, axis.minute(one.start), None if one.timed else one.start.date(), work)
