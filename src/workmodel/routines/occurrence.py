"""`Occurrence`, one instance of a routine, and `OccurrenceStep`, one step of it for one person."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from workmodel.domain import Completion

__all__ = ["Occurrence", "OccurrenceStep"]


@frozen
class OccurrenceStep:
    """One step of an occurrence, for one person where it is fanned out.

    Attributes
    ----------
    id
        ``"close@2026-06-30/check"``, fanned out ``"close@2026-06-30/check/ana"``.
    step
        Id of the step in its routine.
    person
        Id of the person whom it is fanned out for, or ``None``.
    who
        Ids of those who do it, each once.
    each
        What each of them spends. [person-min]
    duration
        How long it takes from its start, where its routine says so. [working min]
    after
        Ids of the steps of this occurrence that it waits for.
    completion
        What was reported of it, or ``None``.
    """

    id: str
    step: str
    person: str | None
    who: tuple[str, ...]
    each: int
    duration: int | None
    after: tuple[str, ...]
    completion: Completion | None

    @property
    def effort(self) -> int:
        """What all of them spend together; where nobody is named, what one person would. [person-min]"""
        return self.each * max(1, len(self.who))


@frozen
class Occurrence:
    """One instance of a routine, named after its original start.

    Attributes
    ----------
    id
        ``"close@2026-06-30"``, with the time behind it where its day has several: ``"close@2026-06-30T09:00"``. By the wall
        clock of the routine; the same whatever window is asked for.
    routine
        Id of the routine.
    original
        When it starts by the routine's rule: what overrides and completions name.
    start
        When it starts.
    due
        The end of its window; ``None`` where the routine has none.
    effort
        What it takes in all. [person-min]
    timed
        Whether it starts at a time of day; otherwise its start is that of its day, and it may be done at any time of it.
    moved
        Whether it starts elsewhere than originally, by an override or because of a day off.
    completion
        What was reported of all of it, or ``None``.
    steps
        Its steps, in the order of the routine and then of those it is fanned out for.
    done
        When it was done or skipped: as reported, or when the last of its steps was; ``None`` while it is open. Where no report
        says when, its start; on a day without a time, the last minute of it.
    """

    id: str
    routine: str
    original: datetime
    start: datetime
    due: datetime | None
    effort: int
    timed: bool
    moved: bool
    completion: Completion | None
    steps: tuple[OccurrenceStep, ...]
    done: datetime | None

    @property
    def skipped(self) -> bool:
        """Whether it was left out on purpose."""
        return self.completion is not None and self.completion.outcome == "skipped"
