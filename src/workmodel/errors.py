"""What goes wrong, told with the facts and the cure.

Every error of the library hangs under `WorkModelError`. Each is a frozen value whose fields hold the facts that
its message tells, so that nobody has to parse text; fields are positional, so that errors survive pickling.

::

    WorkModelError
    ├── InvalidValue (ValueError)        one value is not what it has to be
    │   ├── InvalidText                  a text that does not follow its notation
    │   ├── WrongType (TypeError)        a value of a type that means nothing here
    │   ├── OutOfRange                   a number or moment beyond its limits
    │   ├── InvalidSketch                a line of a sketched plan that does not follow the notation
    │   ├── ZoneMismatch                 a time with a zone where there is none
    │   ├── MixedZones                   calendars with a zone combined with some that have none
    │   ├── HorizonExceeded              time beyond the years 1 to 9999
    │   └── UnknownCountry               a country (or part of one) whose holidays nobody knows
    ├── NoWorkingTime (ValueError)       calendars that are never open, or never at once
    ├── MissingExtra (ImportError)       an optional package that is not installed
    ├── InvalidDocument (ValueError)     a file or text that cannot be read
    │   ├── DocumentFaults               all that is wrong with a document, each with its place
    │   ├── MsProjectError               a file that is not readable as Microsoft Project's XML
    │   ├── NewerFormat                  written by a later release
    │   └── UnknownFormat                content of no format that can be read
    └── InvalidPlan (ValueError)         entities that do not fit together
        ├── PlanFaults                   all faults of one edit, at once
        ├── UnknownId (KeyError)         no entity has this id
        ├── StillReferred                removal of something that others refer to
        ├── ChangeDoesNotApply           a change made for another state of the plan
        ├── DependencyCycle              items that wait for each other
        ├── NoPlanDate                   a plan without a start (or finish) has no dates
        └── PlanTooLong                  dates more than a hundred years apart

Things that a planner should weigh are not errors: they come back as `workmodel.findings.Finding` values.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

__all__ = [
    "ChangeDoesNotApply",
    "DependencyCycle",
    "DocumentFaults",
    "Fault",
    "HorizonExceeded",
    "InvalidDocument",
    "InvalidPlan",
    "InvalidSketch",
    "InvalidText",
    "InvalidValue",
    "MissingExtra",
    "MixedZones",
    "MsProjectError",
    "NewerFormat",
    "NoPlanDate",
    "NoWorkingTime",
    "OutOfRange",
    "PlanFaults",
    "PlanTooLong",
    "StillReferred",
    "UnknownCountry",
    "UnknownFormat",
    "UnknownId",
    "WorkModelError",
    "WrongType",
    "ZoneMismatch",
    "nearest",
    "shown",
]


def shown(value: object, limit: int = 80) -> str:
    """A value as an error shows it: its repr, cut to a length that keeps the message readable.

    Examples
    --------
    >>> shown("x" * 200, limit=12)
    "'xxxxxxxxxx…"
    """
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # a hostile or huge value must not break its own error
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def nearest(name: str, known: Iterable[str]) -> str:
    """A half-sentence that offers the closest known names, or nothing.

    Examples
    --------
    >>> nearest("desing", ["design", "build"])
    ' Did you mean "design"?'
    """
    found = get_close_matches(name[:100], list(known)[:20_000], n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(_quoted(f) for f in found)}?" if found else ""


def _quoted(text: str) -> str:
    return f'"{text}"'


class WorkModelError(Exception):
    """Any error that workmodel raises on purpose."""


class InvalidValue(WorkModelError, ValueError):
    """A value is not what it has to be."""


@frozen
class InvalidText(InvalidValue):
    """A text does not follow its notation.

    Attributes
    ----------
    what
        What the text should have been ("a span", "a dependency").
    text
        The text as given.
    expected
        What was expected, with an example.
    """

    what: str
    text: str
    expected: str

    def __str__(self) -> str:
        return f"{shown(self.text)} is not {self.what}; expected {self.expected}."


@frozen
class WrongType(InvalidValue, TypeError):
    """A value of a type that means nothing here.

    Attributes
    ----------
    what
        What was wanted.
    value
        The value as given.
    expected
        What would have been accepted.
    """

    what: str
    value: object
    expected: str

    def __str__(self) -> str:
        return (
            f"{shown(self.value)} ({type(self.value).__name__}) is not {self.what}; expected {self.expected}."
        )


@frozen
class OutOfRange(InvalidValue):
    """A number or moment beyond its limits.

    Attributes
    ----------
    what
        Which quantity.
    value
        The value as given.
    expected
        The limits.
    """

    what: str
    value: object
    expected: str

    def __str__(self) -> str:
        return f"{self.what} is {shown(self.value)}; it has to be {self.expected}."


@frozen
class InvalidSketch(InvalidValue):
    """A line of a sketched plan that does not follow the notation.

    Attributes
    ----------
    number
        Which line, counted from 1.
    line
        The line as given.
    expected
        What was expected there.
    """

    number: int
    line: str
    expected: str

    def __str__(self) -> str:
        return f"line {self.number}, {shown(self.line.strip(), 120)}: expected {self.expected}."


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
class HorizonExceeded(InvalidValue):
    """Time beyond the years 1 to 9999, in which calendars are known.

    Attributes
    ----------
    minute
        The minute that was asked for, or the end of the horizon that was met. [min since 1970]
    """

    minute: int

    def __str__(self) -> str:
        return (
            f"working time is known in the years 1 to 9999 only; minute {self.minute} since 1970 is at their end or "
            "beyond. Look for a date or an amount of work with too many digits."
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
        from datetime import datetime, timedelta

        names = [_quoted(name) for name in self.calendars[:10]]
        who = (
            f"{', '.join(names[:-1])} and {names[-1]}"
            if len(names) > 1
            else names[0]
            if names
            else "the calendar"
        )
        common = "no working time in common" if len(names) > 1 else "no working time"
        moment = datetime(1970, 1, 1) + timedelta(minutes=self.minute)
        item = f"{_quoted(self.subject)} has no hours to be done in; " if self.subject else ""
        return (
            f"{item}{who}: {common} for a hundred years {self.direction} {moment:%Y-%m-%d %H:%M}. Give a shift to a day "
            "of the week, add a working day as an exception, or choose calendars that are open at the same time."
        )


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


class InvalidDocument(WorkModelError, ValueError):
    """A file or text that cannot be read."""


@frozen
class MsProjectError(InvalidDocument):
    """A file is not readable as Microsoft Project's XML.

    Attributes
    ----------
    where
        Place in the file; empty: the file as a whole.
    problem
        What is wrong there.
    cure
        What to do about it, a sentence.
    """

    where: str
    problem: str
    cure: str

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        return (
            f"this is not a Microsoft Project XML file that can be read{place}: {self.problem}. {self.cure}"
        )


@frozen
class Fault:
    """One thing that is wrong with a document.

    Attributes
    ----------
    path
        Where: a path into JSON, ``"$.entities[3].duration"``, a row of a table, ``"row 4"``, or an element of XML.
    message
        What is wrong there, and what was expected.

    Examples
    --------
    >>> print(Fault("row 4", "nobody knows the resource bne"))
    row 4: nobody knows the resource bne
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@frozen
class DocumentFaults(InvalidDocument):
    """Everything that is wrong with a document.

    Attributes
    ----------
    faults
        In the order of the document.
    """

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return f"the document cannot be read. {self.faults[0]}"
        most = 20
        lines = [f"  - {fault}" for fault in self.faults[:most]]
        if len(self.faults) > most:
            lines.append(f"  … and {len(self.faults) - most} more")
        return "\n".join([f"the document cannot be read; {len(self.faults)} things are wrong:", *lines])


@frozen
class NewerFormat(InvalidDocument):
    """A document was written by a later release than this one.

    Attributes
    ----------
    format
        Which format.
    found, known
        Its version, and the latest that this release reads.
    """

    format: str
    found: int
    known: int

    def __str__(self) -> str:
        return (
            f'this document has version {self.found} of the format "{self.format}", and this release of workmodel reads '
            f"versions up to {self.known}. Upgrade workmodel, or write the document again with the older release."
        )


@frozen
class UnknownFormat(InvalidDocument):
    """Content of no format that can be read.

    Attributes
    ----------
    found
        What the content looks like.
    cure
        What to do about it.
    """

    found: str
    cure: str

    def __str__(self) -> str:
        return f"this is {self.found}, which cannot be read as a plan. {self.cure}"


class InvalidPlan(WorkModelError, ValueError):
    """Entities that do not fit together."""


@frozen
class PlanFaults(InvalidPlan):
    """Everything that is wrong with one edit of a plan; the plan is as it was.

    Attributes
    ----------
    faults
        One sentence each, in the order of the entities given.
    """

    faults: tuple[str, ...]

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return self.faults[0]
        most = 20
        lines = [f"  - {fault}" for fault in self.faults[:most]]
        if len(self.faults) > most:
            lines.append(f"  … and {len(self.faults) - most} more")
        return "\n".join([f"{len(self.faults)} things do not fit; nothing was changed:", *lines])


@frozen
class UnknownId(InvalidPlan, KeyError):
    """No entity of the plan has this id.

    Attributes
    ----------
    id
        The id asked for.
    hint
        A half-sentence with near names, or nothing.
    """

    id: str
    hint: str = ""

    def __str__(self) -> str:
        return f'the plan has no item with the id "{self.id}".{self.hint}'


@frozen
class StillReferred(InvalidPlan):
    """Something that others refer to was to be removed.

    Attributes
    ----------
    referrers
        For each id to be removed, the ids that refer to it.
    """

    referrers: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        parts = []
        for name, users in self.referrers[:10]:
            listed = ", ".join(f'"{u}"' for u in users[:10]) + (
                f" and {len(users) - 10} more" if len(users) > 10 else ""
            )
            parts.append(f'"{name}" is referred to by {listed}')
        more = f"; and {len(self.referrers) - 10} more" if len(self.referrers) > 10 else ""
        return (
            f"cannot remove: {'; '.join(parts)}{more}. Change or remove those first, or pass cascade=True to remove "
            "the children as well and drop the references."
        )


@frozen
class ChangeDoesNotApply(InvalidPlan):
    """A change was made for another state of the plan.

    Attributes
    ----------
    subject
        The id the change is about (empty: the plan's own settings).
    reason
        What does not fit.
    """

    subject: str
    reason: str

    def __str__(self) -> str:
        about = f'the change of "{self.subject}"' if self.subject else "the change of the plan's settings"
        return (
            f"{about} does not apply here: {self.reason}. Changes replay on the plan they were made from; "
            "for another plan, take a new difference first."
        )


@frozen
class DependencyCycle(InvalidPlan):
    """Items that wait for each other in a ring.

    Attributes
    ----------
    path
        The ids around the ring, each waiting for the one before it; the first waits for the last.
    through_summaries
        Ids on the ring that are summaries: what is inside waits for what the summary waits for.
    """

    path: tuple[str, ...]
    through_summaries: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        shown_path = self.path if len(self.path) <= 20 else (*self.path[:10], "…", *self.path[-9:])
        ring = " → ".join((*shown_path, self.path[0]))
        via = ""
        if self.through_summaries:
            names = ", ".join(self.through_summaries[:5])
            via = f" ({names}: a link of a summary holds for everything below it)"
        return (
            f"these items wait for each other: {ring}{via}; none of them can ever start. Drop one of these "
            "dependencies, or split an item so that only its first part is waited for."
        )


@frozen
class NoPlanDate(InvalidPlan):
    """A plan without a start (or, planned backward, without a finish) has no dates.

    Attributes
    ----------
    setting
        The missing setting, ``"start"`` or ``"finish"``.
    """

    setting: str

    def __str__(self) -> str:
        return (
            f'the plan has no {self.setting}, so nothing has a date. Give one: Plan({self.setting}="2026-03-02") '
            f'or plan.evolve({self.setting}="2026-03-02").'
        )


@frozen
class PlanTooLong(InvalidPlan):
    """Dates more than a hundred years apart.

    Attributes
    ----------
    subject
        Id of an item whose date lies that far away.
    """

    subject: str

    def __str__(self) -> str:
        return (
            f'"{self.subject}" would lie more than a hundred years from the other dates of the plan. Look for a duration, '
            "lag or date that is too large, such as months written for minutes or a wrong century."
        )
