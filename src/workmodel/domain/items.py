"""Work that is scheduled: `Task`, `Milestone` and `Project`.

What differs in kind differs in type. A task that gains a child is a summary from then on; milestones have no children.
Only the id is needed; everything else is opt-in.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from attrs import field, frozen

from workmodel.domain.assignment import Assignment, assignments
from workmodel.domain.constraints import Constraint, constraint
from workmodel.domain.contour import Contour
from workmodel.domain.dependency import Dependency, dependencies
from workmodel.domain.estimate import Estimate, estimate
from workmodel.domain.progress import ManualDates, Progress, manual_dates, progress
from workmodel.domain.references import holds, reference
from workmodel.domain.skills import Requirement, requirements
from workmodel.domain.values import (
    EMPTY_MAP,
    ExternalReference,
    FrozenMap,
    externals,
    flag,
    mapping,
    one_of,
    optional,
    optional_id,
    readable_id,
    some_text,
    texts,
    whole,
)
from workmodel.errors import OutOfRange
from workmodel.quantities import Moment, Span, moment, span

__all__ = ["Entity", "Milestone", "Project", "Task", "WorkItem"]


def _priority(value: Any) -> int:
    return whole("priority", value, 0, 1000)


def _positive(what: str, *, signed: bool = False) -> Any:
    def converted(value: Any) -> Span | None:
        if value is None:
            return None
        found = span(value)
        if found.negative and not signed:
            raise OutOfRange(what, str(found), "zero or more")
        return found

    return converted


@frozen(kw_only=True)
class Entity:
    """What every noun of a plan has.

    Attributes
    ----------
    id
        Stable name, unique in its plan among entities of all kinds; survives a new ``title``.
    title
        What people call it; free text.
    notes
        Free text of any length.
    tags
        Words to find it by.
    properties
        Values of custom properties that the plan declares with `Property`.
    external
        Its names in other systems, each ``"system:id"`` or an `ExternalReference`.
    """

    kind: ClassVar[str] = "entity"

    id: str = field(kw_only=False, converter=readable_id)
    title: str = field(default="", converter=some_text)
    notes: str = field(default="", converter=some_text)
    tags: tuple[str, ...] = field(default=(), converter=texts)
    properties: FrozenMap = reference("property", default=EMPTY_MAP, converter=mapping)
    external: tuple[ExternalReference, ...] = field(default=(), converter=externals)

    @property
    def name(self) -> str:
        """The title, or the id where there is none."""
        return self.title or self.id


@frozen(kw_only=True)
class WorkItem(Entity):
    """What every scheduled item has.

    Attributes
    ----------
    parent
        Id of the task or project it is part of.
    after
        What it waits for, each ``"ID [FS|SS|FF|SF] [±LAG]"`` or a `Dependency`.
    calendar
        Id of its own working calendar.
    constraint
        A date constraint, such as ``"SNET 2026-03-02"``.
    deadline
        When it should be finished; caps its late dates. A day counts to its end.
    priority
        0–1000, higher first.
    """

    parent: str | None = reference("task", "project", default=None, converter=optional_id)
    after: tuple[Dependency, ...] = holds(Dependency, converter=dependencies)
    calendar: str | None = reference("calendar", default=None, converter=optional_id)
    constraint: Constraint | None = field(default=None, converter=optional(constraint))
    deadline: Moment | None = field(default=None, converter=optional(moment))
    priority: int = field(default=500, converter=_priority)


@frozen(kw_only=True)
class Task(WorkItem):
    """One piece of work with one finish; with children it is a summary of them.

    Attributes
    ----------
    duration
        Working time on the driving calendar, as written (``"3d"``), or elapsed (``"3ed"``); ``None``: follows from
        effort and assignments, and without those is one day. [plan's conventions]
    effort
        Person-time needed. [plan's conventions]
    estimate
        Three-point estimate, such as ``"2d / 5d / 14d"``.
    estimated
        Whether the duration is a guess.
    type
        Which of effort, duration and units stays when another is edited: ``"fixed_units"``, ``"fixed_duration"`` or
        ``"fixed_work"``.
    assignments
        Who works on it, each ``"RESOURCE [UNITS%]"`` or an `Assignment`.
    requires
        Whom it needs before anybody is named, each ``"[COUNT] SKILL [LEVEL]"`` (``"2 python 4"``) or a `Requirement`.
        It moves no date.
    split
        Whether the effort is shared by the assigned (``"total"``), each at their efficiency, or each spends it as so much
        time (``"each"``).
    contour
        How its effort is spread over its dates: evenly (``"flat"``), more of it at first (``"front"``) or towards the
        end (``"back"``), `CONTOURS` has the weights; or where other claims leave hours for it (``"as_worked"``). It moves
        no date.
    ignore_resource_calendars
        Whether its own calendar alone drives it, whatever the assigned people's say.
    manual
        Dates that it keeps, a start or a pair of start and finish.
    progress
        What has been done of it.
    leveling_delay
        Elapsed time that levelling added after what logic asks.

    Examples
    --------
    >>> task = Task("build", effort="10d", after=["design", "spec SS+2d"], assignments=["ben 50%"])
    >>> str(task.after[1]), str(task.effort), task.name
    ('spec SS+2d', '10d', 'build')
    """

    kind: ClassVar[str] = "task"

    duration: Span | None = field(default=None, converter=_positive("a duration"))
    effort: Span | None = field(default=None, converter=_positive("an effort"))
    estimate: Estimate | None = field(default=None, converter=optional(estimate))
    estimated: bool = field(default=False, converter=flag)
    type: Literal["fixed_units", "fixed_duration", "fixed_work"] = field(
        default="fixed_units",
        converter=one_of("a type of task", "fixed_units", "fixed_duration", "fixed_work"),
    )
    assignments: tuple[Assignment, ...] = holds(Assignment, converter=assignments)
    requires: tuple[Requirement, ...] = field(default=(), converter=requirements)
    split: Literal["total", "each"] = field(
        default="total", converter=one_of("a split of effort", "total", "each")
    )
    contour: Contour = field(
        default="flat", converter=one_of("a contour", "flat", "front", "back", "as_worked")
    )
    ignore_resource_calendars: bool = field(default=False, converter=flag)
    manual: ManualDates | None = field(default=None, converter=optional(manual_dates))
    progress: Progress | None = field(default=None, converter=optional(progress))
    leveling_delay: Span | None = field(default=None, converter=_positive("a levelling delay", signed=True))

    def __attrs_post_init__(self) -> None:
        if self.effort is not None and self.effort.elapsed:
            raise OutOfRange(
                "an effort",
                str(self.effort),
                'working time such as "3d"; people do not work around the clock',
            )
        if self.leveling_delay is not None and not self.leveling_delay.elapsed and self.leveling_delay:
            raise OutOfRange("a levelling delay", str(self.leveling_delay), 'elapsed time such as "2ed"')


@frozen(kw_only=True)
class Milestone(WorkItem):
    """A significant point in time, without duration (PMI, *Practice Standard for Scheduling*).

    Attributes
    ----------
    manual
        The date it keeps.
    progress
        Whether and when it was reached: ``"100%"``, or an actual finish.
    leveling_delay
        Elapsed time that levelling added after what logic asks.

    Examples
    --------
    >>> Milestone("live", after=["build", "design FS+2d"]).after[0].predecessor
    'build'
    """

    kind: ClassVar[str] = "milestone"

    manual: ManualDates | None = field(default=None, converter=optional(manual_dates))
    progress: Progress | None = field(default=None, converter=optional(progress))
    leveling_delay: Span | None = field(default=None, converter=_positive("a levelling delay", signed=True))

    def __attrs_post_init__(self) -> None:
        if self.leveling_delay is not None and not self.leveling_delay.elapsed and self.leveling_delay:
            raise OutOfRange("a levelling delay", str(self.leveling_delay), 'elapsed time such as "2ed"')


@frozen(kw_only=True)
class Project(WorkItem):
    """A temporary endeavour with an end: a summary with its own horizon.

    Late dates of what is in it run back from the latest finish inside it. Its constraint, start and deadline act on
    every item below it.

    Attributes
    ----------
    start
        Nothing in it starts before; ``None``: the plan's start.
    objective
        What it is to achieve.
    owner
        Id of the resource that answers for it.

    Examples
    --------
    >>> Project("site", title="Website launch", deadline="2026-04-10").name
    'Website launch'
    """

    kind: ClassVar[str] = "project"

    start: Moment | None = field(default=None, converter=optional(moment))
    objective: str = field(default="", converter=some_text)
    owner: str | None = reference("resource", default=None, converter=optional_id)
