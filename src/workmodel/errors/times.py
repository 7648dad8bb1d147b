"""What is wrong with times, calendars and their optional helpers."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from workmodel.errors.base import InvalidValue, WorkModelError, quoted, shown

__all__ = [
    "HorizonExceeded",
    "MissingExtra",
    "MixedZones",
    "NoWorkingTime",
    "SpansDoNotMix",
    "UnknownCountry",
    "ZoneMismatch",
    "ZonesDoNotMix",
]


@frozen
class ZoneMismatch(InvalidValue):
    """A time with a zone in a plan that has none.

    Attributes
    ----------
    value
        The time as given.
    """

    value: datetime

    def __str__(self) -> str:
        return (
            f"{self.value.isoformat()} names a zone, but the plan has none, so its times are plain wall clock. Give the "
            'plan a zone, Plan(zone="Europe/Berlin"), or the time without an offset.'
        )


@frozen
class MixedZones(InvalidValue):
    """Calendars on different axes of time: some have a zone, some have none.

    Attributes
    ----------
    zones
        The zones of those that have one.
    """

    zones: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"calendars in {', '.join(self.zones)} cannot be combined with calendars without a zone, whose times are "
            "plain wall clock. Give all of them a zone, or none."
        )


@frozen
class ZonesDoNotMix(InvalidValue):
    """Two plans of which only one has a zone, so that which of their times comes first cannot be told.

    Attributes
    ----------
    zone
        The zone of the one that has one.
    before
        Whether that is the first of the two.

    Examples
    --------
    >>> print(ZonesDoNotMix("Europe/Berlin", before=True))
    only the plan before has a zone (Europe/Berlin), and the times of the other are plain wall clock, so what is later than \
what cannot be told. Give both plans a zone, plan.evolve(zone="Europe/Berlin"), or neither.
    """

    zone: str
    before: bool

    def __str__(self) -> str:
        which = "before" if self.before else "after"
        return (
            f"only the plan {which} has a zone ({self.zone}), and the times of the other are plain wall clock, so what is "
            f"later than what cannot be told. Give both plans a zone, plan.evolve(zone={quoted(self.zone)}), or neither."
        )


@frozen
class SpansDoNotMix(InvalidValue, TypeError):
    """Two spans whose common length only a plan's conventions or a calendar could tell.

    Attributes
    ----------
    first, second
        The spans as written.
    deed
        What was asked for: ``"add"``, ``"subtract"`` or ``"compare"``.
    """

    first: str
    second: str
    deed: str

    def __str__(self) -> str:
        return (
            f"{quoted(self.first)} and {quoted(self.second)}: cannot {self.deed} these. Working time (3d) and elapsed time "
            "(3ed) meet on a calendar only, and how many hours a day or days a week of work has, a plan's conventions say. "
            "Write both in one unit, or resolve both first: span.minutes(plan.conventions)."
        )


@frozen
class HorizonExceeded(InvalidValue):
    """Time beyond the years 1 to 9999, in which calendars are known.

    Attributes
    ----------
    minute
        The minute that was asked for, or the end of the horizon that was met. [min since 1970]
    """

    minute: int

    def __str__(self) -> str:
        late = self.minute > 0
        try:
            day = (datetime(1970, 1, 1) + timedelta(minutes=self.minute)).date()
            when = f"on {day}, at their {'end' if late else 'beginning'}"
        except OverflowError:
            when = "after 9999-12-31" if late else "before 0001-01-01"
        cure = "earlier" if late else "later"
        return (
            f"working time is known in the years 1 to 9999 only, and some is needed {when}. Give {cure} dates or less work: "
            "look for a start, finish, constraint or amount of work with a wrong number of digits."
        )


@frozen
class NoWorkingTime(WorkModelError, ValueError):
    """Calendars that are not open for a hundred years, or never at the same time.

    Attributes
    ----------
    calendars
        Names of the calendars involved, where they are known; with several, their common working time was looked for.
    minute
        Where the search began: the last close, the first opening, or where counting begins. [min since 1970]
    direction
        ``"after"`` or ``"before"`` that moment.
    subject
        Id of the item that needs it, where one does.
    """

    calendars: tuple[str, ...] = ()
    minute: int = 0
    direction: str = "after"
    subject: str = ""

    def __str__(self) -> str:

        names = [quoted(name) for name in self.calendars[:10]]
        who = (
            f"{', '.join(names[:-1])} and {names[-1]}"
            if len(names) > 1
            else names[0]
            if names
            else "the calendar"
        )
        common = "no working time in common" if len(names) > 1 else "no working time"
        moment = datetime(1970, 1, 1) + timedelta(minutes=self.minute)
        item = f"{quoted(self.subject)} has no hours to be done in; " if self.subject else ""
        return (
            f"{item}{who}: {common} for a hundred years {self.direction} {moment:%Y-%m-%d %H:%M}. Give a shift to a day "
            "of the week, add a working day as an exception, or choose calendars that are open at the same time."
        )


@frozen
class UnknownCountry(InvalidValue):
    """A country, or a part of one, whose public holidays are not known.

    Attributes
    ----------
    code
        The code as given.
    what
        What it should have been.
    hint
        A half-sentence with near codes.
    """

    code: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{shown(self.code)} is not {self.what} with known public holidays; give its ISO 3166 code.{self.hint}"


@frozen
class MissingExtra(WorkModelError, ImportError):
    """An optional package is needed and not installed.

    Attributes
    ----------
    extra
        The extra of workmodel that brings it.
    purpose
        What it is needed for.
    """

    extra: str
    purpose: str

    def __str__(self) -> str:
        return f'{self.purpose} needs the extra "{self.extra}": pip install "workmodel[{self.extra}]".'
