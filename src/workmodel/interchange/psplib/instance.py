"""An instance as its file says it: numbers only, activities by their place."""

from __future__ import annotations

from typing import Final

from attrs import frozen

__all__ = ["MOST_PERIODS", "PERIOD", "Activity", "Instance", "Part", "Staff", "Way", "too_long"]

PERIOD: Final = 60
"""How long a period is. [min]"""

MOST_PERIODS: Final = 876_600
"""A hundred years, which is as long as any plan may be. [periods]"""


@frozen
class Way:
    """One way of doing an activity: a mode.

    Attributes
    ----------
    duration
        How long it takes. [periods]
    requirements
        What it asks for of each resource: at once of a renewable one, in all of a nonrenewable one. [units]
    """

    duration: int
    requirements: tuple[int, ...]


@frozen
class Activity:
    """One activity.

    Attributes
    ----------
    ways
        Its modes, at least one.
    successors
        Places of the activities that wait for it, each once.
    """

    ways: tuple[Way, ...]
    successors: tuple[int, ...]

    @property
    def shortest(self) -> int:
        """How long it takes at least. [periods]"""
        return min(way.duration for way in self.ways)

    @property
    def longest(self) -> int:
        """How long it takes at most. [periods]"""
        return max(way.duration for way in self.ways)


@frozen
class Part:
    """One project of an instance.

    Attributes
    ----------
    release
        Before this nothing in it starts. [periods after the start]
    activities
        How many activities it has; those of the first project come first.
    """

    release: int
    activities: int


@frozen
class Staff:
    """Who can do what, and whom activities need.

    Attributes
    ----------
    levels
        Of each worker the level of each skill; zero: does not have it.
    needed
        For each activity how many with each skill.
    left_out
        Names of modules of the file that are for variants of the problem.
    """

    levels: tuple[tuple[int, ...], ...]
    needed: tuple[tuple[int, ...], ...]
    left_out: tuple[str, ...] = ()


@frozen
class Instance:
    """What a file says.

    Attributes
    ----------
    activities
        All of them, project by project.
    parts
        The projects.
    capacities
        How much there is of each resource. [units]
    renewable
        Of each resource, whether that is at once; otherwise it is in all.
    several
        Whether projects are told apart: whether the file is one of several projects, be it only one.
    title
        The name of the data that it was made from.
    staff
        Workers and their skills, in instances that have some.
    due, cost
        When it is due, and what each period of delay costs; zero costs: not due. [periods after the start]
    """

    activities: tuple[Activity, ...]
    parts: tuple[Part, ...]
    capacities: tuple[int, ...]
    renewable: tuple[bool, ...]
    several: bool = False
    title: str = ""
    staff: Staff | None = None
    due: int = 0
    cost: int = 0


def too_long(periods: int) -> str:
    """What is wrong with a number of periods; empty for nothing.

    Examples
    --------
    >>> too_long(999_999)
    '999999 periods is longer than a hundred years, 876,600 hours'
    """
    if periods <= MOST_PERIODS:
        return ""
    return f"{periods} periods is longer than a hundred years, {MOST_PERIODS:,} hours"
