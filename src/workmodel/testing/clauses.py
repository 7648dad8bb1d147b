"""The notation of a sketched line after its id: which clauses there are, and how a line falls into them.

A clause begins with its keyword and runs to the next keyword. Which field of an entity it fills is a row of
a table, so that `workmodel.testing.sketching` reads and `workmodel.testing.drawing` writes by the same
rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from attrs import frozen

from workmodel.calendars import CalendarException, WorkWeek
from workmodel.domain import RoutineStep
from workmodel.domain.constraints import CONSTRAINT_NAMES

__all__ = ["CLAUSES", "KINDS", "Clause", "NotationFault", "clauses_of", "fields_of"]

KINDS: Final = ("task", "milestone", "project", "routine", "resource", "calendar", "completion", "plan")
UNDATED: Final = ("ASAP", "ALAP")
_DATE: Final = r"\d{4}-\d{2}-\d{2}"
_MOMENT: Final = rf"{_DATE}(?:[ T]\d{{1,2}}:\d{{2}}(?:[+\-]\d{{2}}:\d{{2}})?)?"
_PERIOD: Final = re.compile(rf"({_DATE})(?:\s*\.\.\s*({_DATE})?)?(?:\s+(.*))?")
_MANUAL: Final = re.compile(rf"({_MOMENT})?\s*(?:(\.\.)\s*({_MOMENT})?)?")


class NotationFault(Exception):
    """A clause that does not follow the notation; the reader of the line adds where it stands."""


@frozen
class Clause:
    """One row of the notation.

    Attributes
    ----------
    field
        Which field of the entity it fills.
    form
        ``"text"``: what follows, as it is. ``"list"``: parts between commas. ``"flag"``: nothing follows.
        ``"dates"``: a start, ``..`` and a finish. ``"exception"``, ``"work_week"``: of a calendar, ``"step"``:
        of a routine; these may be repeated.
    expected
        What has to follow the keyword, for errors.
    words
        Keywords that belong to the clause, and begin no other as long as it runs.
    """

    field: str
    form: Literal["text", "list", "flag", "dates", "exception", "work_week", "step"] = "text"
    expected: str = ""
    words: tuple[str, ...] = ()


_DAY: Final = "a date, such as 2026-03-02 or 2026-03-02 09:00"
_QUANTITY: Final = re.compile(r"\d+(\.\d+)? [^\W\d].*")
_NAME: Final = "an id"
_AFTER: Final = Clause("after", "list", 'dependencies with commas between them, such as "design, spec SS+2d"')
_REQUIRES: Final = Clause(
    "requires",
    "list",
    'requirements with commas between them, such as "2 python 4, sql 50% from dev"',
    ("from",),
)
_PRIORITY: Final = Clause("priority", expected="a number from 0 to 1000")
_ITEM: Final[Mapping[str, Clause]] = {
    "after": _AFTER,
    "calendar": Clause("calendar", expected=_NAME),
    "deadline": Clause("deadline", expected=_DAY),
    "priority": _PRIORITY,
    **{
        kind: Clause("constraint", expected="no date" if kind in UNDATED else _DAY)
        for kind in CONSTRAINT_NAMES
    },
}
_DONE: Final[Mapping[str, Clause]] = {
    "progress": Clause("progress.percent", expected="a percentage, such as 40%"),
    "started": Clause("progress.actual_start", expected=_DAY),
    "done": Clause("progress.actual_finish", expected=_DAY),
    "worked": Clause("progress.actual_duration", expected="a span, such as 2d"),
    "remaining": Clause("progress.remaining", expected="a span, such as 2d"),
    "resume": Clause("progress.resume", expected=_DAY),
    "manual": Clause("manual", "dates", f"{_DAY}, then .. and the finish if it is given too"),
    "leveling": Clause("leveling_delay", expected="an elapsed span, such as 2ed"),
}
_STEP: Final = ("lasting", "by", "after")
_WORK: Final[Mapping[str, Clause]] = {
    "effort": Clause("effort", expected="a span, such as 10d"),
    "each": Clause("split", "flag"),
    "estimate": Clause("estimate", expected="three spans, such as 2d / 5d / 14d"),
}

_CHOICES: Final = (
    "direction", "zone", "calendar", "late_horizon", "uncompleted", "out_of_sequence", "critical_float",
)  # fmt: skip

CLAUSES: Final[Mapping[str, Mapping[str, Clause]]] = {
    "task": {
        **_ITEM, **_DONE, **_WORK,
        "requires": _REQUIRES,
        "contour": Clause("contour", expected="flat, front, back or as_worked"),
        "type": Clause("type", expected="fixed_units, fixed_duration or fixed_work"),
        "estimated": Clause("estimated", "flag"),
        "splittable": Clause("splittable", "flag"),
        "staff": Clause("minimum_staff", expected="how many at least, such as 2"),
        "ignore_resource_calendars": Clause("ignore_resource_calendars", "flag"),
    },
    "milestone": {**_ITEM, **_DONE},
    "project": {
        **_ITEM,
        "start": Clause("start", expected=_DAY),
        "owner": Clause("owner", expected=_NAME),
    },
    "routine": {
        **_WORK,
        "after": _AFTER,
        "requires": _REQUIRES,
        "calendar": Clause("calendar", expected=_NAME),
        "priority": _PRIORITY,
        "every": Clause("recurrence", expected="a rule, such as FREQ=WEEKLY;BYDAY=MO"),
        "arrivals": Clause("arrivals", expected="a rate, such as 12 per day"),
        "reservation": Clause("reservation", expected="time per period, such as 4h per week"),
        "at": Clause("at", expected="a time of day, such as 09:00"),
        "window": Clause("window", expected="a span, such as 2h"),
        "from": Clause("valid_from", expected=_DAY),
        "until": Clause("valid_to", expected=_DAY),
        "owner": Clause("owner", expected=_NAME),
        "zone": Clause("zone", expected="an IANA name, such as Europe/Berlin"),
        "gap": Clause("gap", expected="shift or skip"),
        "day_off": Clause("day_off", expected="keep, skip, next or previous"),
        "renewal": Clause("renewal", expected="fixed, after_completion or catch_up"),
        "level": Clause("service_level", expected="a span, such as 1d"),
        "for": Clause("fan_out", "list", "ids of people or teams with commas between them"),
        "step": Clause("steps", "step", "an id, such as check 1h by ana after draft", (*_STEP, "each")),
        "override": Clause(
            "overrides", "list", "an original start and what is different, such as 2026-06-30 cancelled",
            ("to", "effort", "window", "cancelled", "following"),
        ),
    },
    "completion": {
        "of": Clause("routine", expected="the id of a routine"),
        "on": Clause("occurrence", expected=f"the original start, {_DAY}"),
        "step": Clause("step", expected="the id of a step"),
        "person": Clause("person", expected=_NAME),
        "done": Clause("done", expected=_DAY),
        "effort": Clause("effort", expected="a span, such as 2h"),
        "skipped": Clause("outcome", "flag"),
    },
    "resource": {
        "manager": Clause("manager", expected=_NAME),
        "capacity": Clause("capacity", expected="a number or percentage, such as 0.8 or 80%"),
        "calendar": Clause("calendar", expected=_NAME),
        "skills": Clause("skills", "list", 'skills with commas between them, such as "python 4, design"'),
        "type": Clause("type", expected="person, team, equipment, material or money"),
        "capacity_from": Clause("capacity_changes", "list", 'days with capacities, such as "2026-03-01 0.6"'),
        "absent": Clause("absences", "list", 'absences with commas between them, such as "2026-05-04 sick"'),
        "members": Clause("members", "list", 'resources with commas between them, such as "ana, ben"'),
        "efficiency": Clause("efficiency", expected="a number or percentage, such as 0.9"),
        "daily_limit": Clause("daily_limit", expected="a span, such as 6h"),
        "weekly_limit": Clause("weekly_limit", expected="a span, such as 30h"),
    },
    "calendar": {
        "base": Clause("base", expected="the id of another calendar"),
        "off": Clause("exceptions", "exception", "a day or days, such as 2026-12-24..2026-12-26"),
        "open": Clause("exceptions", "exception", "days with shifts, such as 2026-03-07 09:00-12:00"),
        "zone": Clause("zone", expected="an IANA name, such as Asia/Kolkata"),
        "during": Clause("work_weeks", "work_week", "a period and a week, 2026-06-01..2026-08-31 fri off"),
    },
    "plan": {
        **{name: Clause(name, expected=_DAY) for name in ("start", "finish", "status_date")},
        **{name: Clause(name, expected="a value of that setting") for name in _CHOICES},
        "day": Clause("conventions.minutes_per_day", expected="minutes, such as 450"),
        "week": Clause("conventions.minutes_per_week", expected="minutes, such as 2250"),
        "month": Clause("conventions.days_per_month", expected="days, such as 20"),
    },
}  # fmt: skip
"""The clauses of a line, by the kind of entity and by keyword."""


def clauses_of(kind: str, words: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first keyword, and keyword and text of each clause.

    Raises
    ------
    NotationFault
        Two clauses where one belongs, or a keyword without what has to follow.
    """
    known = CLAUSES[kind]
    head: list[str] = []
    found: list[tuple[str, list[str]]] = []
    for place, word in enumerate(words):
        waited_for = bool(found) and found[-1] == ("after", [])  # an id, whatever it looks like
        own = bool(found) and found[-1][0] in known and word.rstrip(",") in known[found[-1][0]].words
        if own and word == "from" and found[-1][0] == "requires":  # before a day it begins a routine's clause
            own = not _PERIOD.fullmatch("".join(words[place + 1 : place + 2]).rstrip(","))
        name = "" if waited_for or own else _keyword(known, word, words[place + 1 : place + 2])
        if name:
            found.append((name, [word] if name == "@" else []))
        else:
            (found[-1][1] if found else head).append(word)
    return _text(head), [(name, _text(parts)) for name, parts in found]


def _keyword(known: Mapping[str, Clause], word: str, following: list[str]) -> str:
    """The keyword that begins a clause here, or nothing. A comma may follow one that stands alone."""
    if word.startswith("@"):
        return "@"
    plain = word.rstrip(",")
    name = plain.upper() if plain.upper() in CONSTRAINT_NAMES else plain
    if name not in known:
        return ""
    if known[name].form == "exception" and not (following and following[0][:4].isdigit()):
        return ""  # "sat off" is part of a week, "off 2026-12-24" a clause
    return name


def _text(words: list[str]) -> str:
    return " ".join(words).rstrip(",")


def fields_of(kind: str, clauses: list[tuple[str, str]]) -> dict[str, Any]:
    """Fields of the entity and their values, still as text where the entity itself can read it.

    Raises
    ------
    NotationFault
        A field said twice, or text that a clause does not take.
    """
    fields: dict[str, Any] = {}
    for name, text in clauses:
        if name == "@":
            fields.setdefault("assignments", []).append(_assignment(text))
            continue
        clause = CLAUSES[kind][name]
        value = _value(name, clause, text)
        if clause.form in ("exception", "work_week", "step"):
            fields.setdefault(clause.field, []).append(value)
        elif clause.field in fields:
            raise NotationFault(f'"{name}" once, or one constraint')
        else:
            fields[clause.field] = value
    return fields


def _assignment(text: str) -> str:
    name, _, units = text[1:].partition(" ")
    if not name or (units and not units.endswith("%") and not _QUANTITY.fullmatch(units)):
        raise NotationFault(
            'an assignment such as "@ben", "@ben 50%" or "@ink 4 litre", with the span before it'
        )
    return f"{name} {units}".strip()


def _value(name: str, clause: Clause, text: str) -> Any:
    if clause.form == "flag" or name in UNDATED:
        if text:
            raise NotationFault(f'nothing after "{name}"')
        return name if name in UNDATED or clause.field in ("split", "outcome") else True
    if not text:
        raise NotationFault(f'{clause.expected} after "{name}"')
    if clause.form == "list":
        return [part.strip() for part in text.split(",")]
    if clause.form == "dates":
        return _manual(clause, text)
    if clause.form == "step":
        return _step(clause, text)
    if clause.form == "exception":
        return _exception(name, clause, text)
    if clause.form == "work_week":
        first, last, rest = _period(name, clause, text)
        return WorkWeek(start=first, finish=last or first, pattern=rest)
    return f"{name} {text}" if clause.field == "constraint" else text


def _period(name: str, clause: Clause, text: str) -> tuple[str, str | None, str]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise NotationFault(f'{clause.expected} after "{name}"')
    return match[1], match[2], match[3] or ""


def _step(clause: Clause, text: str) -> RoutineStep:
    """A step from ``ID [SPAN] [lasting SPAN] [by WHO ...] [after ID ...]``."""
    name, *words = text.split()
    said: dict[str, list[str]] = {"effort": []}
    place = "effort"
    for word in words:
        if word in _STEP:
            place = word
            if place in said:
                raise NotationFault(f'"{word}" once in a step')
            said[place] = []
        else:
            said[place].append(word.rstrip(","))
    if not all(found for place, found in said.items() if place != "effort"):
        raise NotationFault(f'{clause.expected} after "step"')
    lasting = " ".join(said.get("lasting", ()))
    return RoutineStep(
        name, effort=" ".join(said["effort"]) or "0d", duration=lasting or None,
        who=tuple(said.get("by", ())), after=tuple(said.get("after", ())),
    )  # fmt: skip


def _manual(clause: Clause, text: str) -> Any:
    match = _MANUAL.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        raise NotationFault(f'{clause.expected} after "manual"')
    return (match[1], match[3])


def _exception(name: str, clause: Clause, text: str) -> CalendarException:
    first, last, rest = _period(name, clause, text)
    hours, _, rule = rest.partition("every ")
    if (name == "off") is bool(hours.strip()):
        raise NotationFault(f'{clause.expected} after "{name}"')
    return CalendarException(start=first, finish=last, shifts=hours.strip(), recurrence=rule.strip() or None)
