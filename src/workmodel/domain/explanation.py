"""Why a date is what it is: drivers and explanations, as values.

An engine fills them; this module only says what they are and how they read as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from attrs import frozen

__all__ = ["Bound", "Driver", "Explanation", "Step"]

_DEEPEST_INDENT: Final = 10  # beyond it, chains go on straight down
_LONG: Final = 50  # steps that are still read in full
_SHOWN: Final = 20  # steps at each end of a longer chain

Side = Literal["start", "finish"]


@frozen
class Driver:
    """What held a date.

    Attributes
    ----------
    kind
        ``"dependency"``, ``"constraint"``, ``"plan_start"``, ``"plan_finish"``, ``"project_start"``, ``"actual"``,
        ``"manual"``, ``"status_date"``, ``"as_late_as_possible"``, ``"deadline"``, ``"resume"``, ``"summary"`` (what is
        inside it) or ``"read"`` (from a file).
    subject
        Id of the other item, or of the occurrence of a routine, ``"close@2026-06-30"``, where there is one.
    detail
        In the planner's notation: ``"design FS+2d"``, ``"close@2026-06-30 FS+1d"``, ``"SNET 2026-03-02"``.
    """

    kind: str
    subject: str = ""
    detail: str = ""

    def __str__(self) -> str:
        words = {
            "plan_start": "the plan's start", "plan_finish": "the plan's finish", "project_start": "its project's start",
            "actual": "what was reported", "manual": "dates set by hand", "status_date": "the status date",
            "as_late_as_possible": "as late as possible", "resume": "its work resumes", "summary": "what it contains",
            "read": "read from a file",
        }  # fmt: skip
        text = words.get(self.kind, "")
        return self.detail if not text else f"{text} ({self.detail})" if self.detail else text


@frozen
class Bound:
    """One thing that kept a date from being earlier (or, planned backward, later).

    Attributes
    ----------
    driver
        What it is.
    side
        Whether it bounds the ``"start"`` or the ``"finish"``.
    time
        The bound itself, lag included, before any snapping to working time.
    binding
        Whether it decided the date.
    through
        Id of the summary whose link or constraint it is, where it is not the item's own.
    upper
        Whether it keeps the date from being later, as for items planned as late as possible.
    """

    driver: Driver
    side: Side
    time: datetime
    binding: bool = False
    through: str = ""
    upper: bool = False


@frozen
class Step:
    """One item of a chain of causes, with what bound it.

    Attributes
    ----------
    id, title
        Which item.
    start, finish
        Its scheduled dates.
    bounds
        Everything that bound it; those that decided are marked.
    notes
        What else shaped its dates (calendar, levelling, progress), one sentence each.
    """

    id: str
    title: str
    start: datetime
    finish: datetime
    bounds: tuple[Bound, ...]
    notes: tuple[str, ...] = ()

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What decided the date: all equally binding bounds."""
        return tuple(bound.driver for bound in self.bounds if bound.binding)


@frozen
class Explanation:
    """The chain of causes of one item's dates, from the item back to a cause that needs none.

    Attributes
    ----------
    id
        The item asked for.
    steps
        The item first, then each what its predecessor in this tuple waited for.
    """

    id: str
    steps: tuple[Step, ...]

    @property
    def drivers(self) -> tuple[Driver, ...]:
        """What decided the date of the item itself."""
        return self.steps[0].drivers if self.steps else ()

    @property
    def root(self) -> Driver | None:
        """The cause at the end of the chain."""
        last = self.steps[-1].drivers if self.steps else ()
        return last[0] if last else None

    def __str__(self) -> str:
        """The steps as indented text; of more than fifty, the first and the last twenty."""
        steps = list(enumerate(self.steps))
        if len(steps) <= _LONG:
            return "\n".join(_lines(steps))
        more = f"{_indent(_SHOWN)}… {len(steps) - 2 * _SHOWN:,} more steps …"
        return "\n".join([*_lines(steps[:_SHOWN]), more, *_lines(steps[-_SHOWN:])])

    def _repr_html_(self) -> str:
        from workmodel.domain.display import html_of

        return html_of(self)


def _lines(steps: list[tuple[int, Step]]) -> Iterator[str]:
    """Each step, by how many causes lie before it, with its bounds and notes."""
    for depth, step in steps:
        indent = _indent(depth)
        yield f"{indent}{step.title or step.id} ({step.id}): {_span(step.start, step.finish)}"
        for bound in step.bounds:
            mark = "→" if bound.binding else " "
            limit = "not after" if bound.upper else "not before"
            via = f", through {bound.through}" if bound.through else ""
            yield f"{indent}  {mark} {bound.driver}{via}: {bound.side} {limit} {_time(bound.time)}"
        yield from (f"{indent}    {note}" for note in step.notes)


def _indent(depth: int) -> str:
    return "  " * min(depth, _DEEPEST_INDENT)


def _time(time: datetime) -> str:
    return f"{time:%a %Y-%m-%d %H:%M}"


def _span(start: datetime, finish: datetime) -> str:
    return _time(start) if start == finish else f"{_time(start)} → {_time(finish)}"
