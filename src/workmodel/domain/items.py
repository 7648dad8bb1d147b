"""Work that is scheduled: `Task`, `Milestone` and `Project`.

What differs in kind differs in type. A task that gains a child is a summary from then on; milestones have no children.
Only the id is needed; everything else is opt-in.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal, Self

from attrs import evolve, field, frozen

from workmodel.domain.assignment import Assignment, assignments
from workmodel.domain.constraints import Constraint, constraint
from workmodel.domain.contour import Contour
from workmodel.domain.dependency import Dependency, dependencies
from workmodel.domain.estimate import Estimate, estimate
from workmodel.domain.modes import Mode, check_modes, modes, way_of
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
    positive,
    readable_id,
    refuse_elapsed_effort,
    some_text,
    texts,
    whole,
)
from workmodel.errors import OutOfRange, UnknownMode
from workmodel.quantities import Moment, Span, moment
from workmodel.quantities.texts import text

__all__ = ["Entity", "Milestone", "Project", "Task", "WorkItem"]


_NO_WAY: Final = (None, None, (), ())


def _priority(value: Any) -> int:
    return whole("priority", value, 0, 1000)


def _staff(value: Any) -> int:
    return whole("the minimum staff", value, 1, 10_000)


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

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


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
        Whom it needs before anybody is named, each ``"[COUNT] [SKILL [LEVEL]] [UNITS%] [from ID|ID...]"`` (``"2 python 4"``,
        ``"python 50% from dev"``) or a `Requirement`. It moves no date; `allocate` chooses them.
    modes
        Ways it can be done, each a `Mode`, of which an allocation takes one. The task's own duration, effort, assignments
        and requirements are the way it is planned now; where none of the four is given, the first mode's are taken over.
    splittable
        Whether its work may be interrupted by other work: an allocation may then lay it around what others claim. It moves no
        date.
    minimum_staff
        Of its assigned people, how many must have time for work to go on. It moves no date by itself. [at least 1]
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

    duration: Span | None = field(default=None, converter=positive("a duration"))
    effort: Span | None = field(default=None, converter=positive("an effort"))
    estimate: Estimate | None = field(default=None, converter=optional(estimate))
    estimated: bool = field(default=False, converter=flag)
    type: Literal["fixed_units", "fixed_duration", "fixed_work"] = field(
        default="fixed_units",
        converter=one_of("a type of task", "fixed_units", "fixed_duration", "fixed_work"),
    )
    assignments: tuple[Assignment, ...] = holds(Assignment, converter=assignments)
    requires: tuple[Requirement, ...] = holds(Requirement, converter=requirements)
    modes: tuple[Mode, ...] = holds(Mode, converter=modes)
    splittable: bool = field(default=False, converter=flag)
    minimum_staff: int = field(default=1, converter=_staff)
    split: Literal["total", "each"] = field(
        default="total", converter=one_of("a split of effort", "total", "each")
    )
    contour: Contour = field(
        default="flat", converter=one_of("a contour", "flat", "front", "back", "as_worked")
    )
    ignore_resource_calendars: bool = field(default=False, converter=flag)
    manual: ManualDates | None = field(default=None, converter=optional(manual_dates))
    progress: Progress | None = field(default=None, converter=optional(progress))
    leveling_delay: Span | None = field(default=None, converter=positive("a levelling delay", signed=True))

    def __attrs_post_init__(self) -> None:
        refuse_elapsed_effort(self.effort)
        if self.modes:
            check_modes(self.modes)
            if way_of(self) == _NO_WAY:
                for name, said in zip(Mode.says_one_of, way_of(self.modes[0]), strict=True):
                    object.__setattr__(self, name, said)  # frozen, and not yet handed out
        if self.leveling_delay is not None and not self.leveling_delay.elapsed and self.leveling_delay:
            raise OutOfRange("a levelling delay", str(self.leveling_delay), 'elapsed time such as "2ed"')

    @property
    def mode(self) -> str:
        """The name of the mode in which it is planned: the first that agrees with it in all four; empty for none."""
        here = way_of(self)
        return next((one.name for one in self.modes if way_of(one) == here), "")

    def in_mode(self, name: str) -> Task:
        """The task planned in one of its modes: with that mode's duration, effort, assignments and requirements.

        Raises
        ------
        UnknownMode
            It has no mode of that name.
        WrongType
            The name is no text.

        Examples
        --------
        >>> by_hand = Mode("by hand", duration="6d", assignments=["ana"])
        >>> task = Task(
        ...     "trench", modes=[by_hand, Mode("digger", duration="1d", assignments=["ben", "digger"])]
        ... )
        >>> task.mode, str(task.duration)
        ('by hand', '6d')
        >>> str(task.in_mode("digger").duration)
        '1d'
        """
        text("the name of a mode", name)
        for one in self.modes:
            if one.name == name:
                return evolve(self, **dict(zip(Mode.says_one_of, way_of(one), strict=True)))
        raise UnknownMode(self.id, name, tuple(one.name for one in self.modes))


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
    leveling_delay: Span | None = field(default=None, converter=positive("a levelling delay", signed=True))

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
