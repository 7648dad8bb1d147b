"""From a table of tasks to a plan: what each row becomes, and what has to be guessed or left out on the way.

Columns with scheduled dates are results: they are followed where nothing else says when a task is (no constraint
column, no predecessors), and told to be left out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, field, frozen

from workmodel.domain import (
    BUILT_IN_CALENDARS,
    Constraint,
    Dependency,
    Entity,
    ManualDates,
    Milestone,
    Plan,
    Progress,
    Project,
    Task,
    constraint,
)
from workmodel.domain.constraints import CONSTRAINT_NAMES
from workmodel.domain.telling import SILENT, Teller
from workmodel.errors import DocumentFaults, Fault, InvalidText, InvalidValue, PlanFaults
from workmodel.findings import Finding
from workmodel.interchange.imported import Imported
from workmodel.interchange.tables_cells import (
    date_order,
    names_in,
    percent_of,
    shares,
    span_of,
    yes,
)
from workmodel.interchange.tables_columns import HEADERS, NAMES, Columns, columns_of
from workmodel.interchange.tables_dates import Dates
from workmodel.interchange.tables_languages import BLANK, CONSTRAINTS, KINDS, NO_CALENDAR, PRIORITIES
from workmodel.interchange.tables_links import People, predecessors_in
from workmodel.interchange.tables_rows import Notes, Row, ids_of, parents_of, rows_of
from workmodel.interchange.tables_text import decoded, folded, records
from workmodel.quantities import Moment, Span

__all__ = ["imported"]

_DATES: Final = ("start", "finish", "actual_start", "actual_finish", "deadline", "constraint_date")
_PRIORITIES: Final[Mapping[str, int]] = {
    "highest": 900, "urgent": 900, "critical": 900, "high": 700, "medium": 500, "normal": 500, "low": 300, "lowest": 100,
    **PRIORITIES,
}  # fmt: skip
_CALENDARS: Final[Mapping[str, str]] = {
    **{name: name for name in BUILT_IN_CALENDARS},
    **{calendar.title.lower(): name for name, calendar in BUILT_IN_CALENDARS.items()},
}
_BY_HAND: Final = re.compile(r"\bmanu", re.IGNORECASE)  # manually, manuell, manuellement, manualmente
_MOST_FAULTS: Final = 1000
_MOST_HINTS: Final = 10  # looking for the nearest of very many names takes its time


@frozen
class Reading:
    """What is known of a table while its rows are read."""

    columns: Columns
    ids: Mapping[int, str]
    parents: Mapping[int, str]
    known: Mapping[str, str]
    people: People
    dates: Dates
    percent_is_share: bool
    notes: Notes
    summaries: frozenset[str] = field(default=frozenset())
    start: Moment | None = None


def imported(data: str | bytes, limit: int, zone: str | None = None, teller: Teller = SILENT) -> Imported:
    """The plan that a table of tasks describes, see `workmodel.interchange.tables.loads`."""
    text, guessed = decoded(data, limit)
    _, found = records(text, frozenset(NAMES), limit)
    if not found:
        raise DocumentFaults(
            (Fault("table", "empty; expected a header such as ID,Name,Duration,Predecessors"),)
        )
    columns = columns_of(found[0], found[1:])
    notes = Notes()
    rows = rows_of(found[1:], found[0], columns, notes)
    reading = _looked_over(rows, columns, notes, zone)
    reading = evolve(reading, start=_earliest(rows, reading))
    entities = list(_entities(teller.each(rows), reading))
    notes.tell_zoned()
    findings = [*guessed, *columns.findings, *_about_the_whole(reading), *notes.findings()]
    if notes.faults:
        cut = (
            [Fault("table", "reading stopped here, after so many faults")]
            if len(notes.faults) > _MOST_FAULTS
            else []
        )
        raise DocumentFaults((*notes.faults[:_MOST_FAULTS], *cut))
    plan = _assembled(reading, [*entities, *reading.people.by_name.values()], rows)
    return Imported(plan, None, tuple(findings))


def _entities(rows: Iterable[Row], reading: Reading) -> Iterator[Entity]:
    for row in rows:
        if len(reading.notes.faults) > _MOST_FAULTS:
            return
        entity = _entity(row, reading) if row.ordinal in reading.ids else None
        if entity is not None:
            yield entity


def _looked_over(rows: Sequence[Row], columns: Columns, notes: Notes, zone: str | None) -> Reading:
    """What has to be known of the whole table before a row is read."""
    ids = ids_of(rows, notes)
    known = _known_names(rows, ids)
    parents = parents_of(rows, ids, columns, known, notes)
    order = date_order(row.get(name) for row in rows for name in _DATES)
    if order == "unclear" and columns.language:
        order = "day"
    return Reading(
        columns,
        ids,
        parents,
        known,
        People({*ids.values(), *BUILT_IN_CALENDARS}),
        Dates(order, zone),
        shares(row.get("complete") for row in rows if row.get("complete")),
        notes,
        frozenset(parents.values()),
    )


def _known_names(rows: Sequence[Row], ids: Mapping[int, str]) -> dict[str, str]:
    """Ids by what cells may say for them: names where they differ, row numbers where there are no IDs, and IDs."""
    names: dict[str, str] = {}
    again: set[str] = set()
    for row in rows:
        name = row.get("name")
        if name and row.ordinal in ids:
            if name in names:
                again.add(name)
            names[name] = ids[row.ordinal]
    known = {name: found for name, found in names.items() if name not in again}
    if not any(row.get("id") for row in rows):
        known.update({str(row.ordinal): ids[row.ordinal] for row in rows if row.ordinal in ids})
    known.update({row.get("id"): ids[row.ordinal] for row in rows if row.get("id") and row.ordinal in ids})
    return known


def _earliest(rows: Sequence[Row], reading: Reading) -> Moment | None:
    found = [day for row in rows if (day := _date(row, "start", reading)) is not None]
    return min(found, key=reading.dates.minute, default=None)


def _about_the_whole(reading: Reading) -> list[Finding]:
    found = []
    if reading.dates.order == "unclear":
        message = "dates with slashes were read with the month first; 03/04/2026 is the 4th of March"
        found.append(Finding("tables.date_order_assumed", "", message))
    if reading.percent_is_share:
        message = "percentages were read as shares of one: 0.4 is 40%"
        found.append(Finding("tables.percent_as_share", "", message, severity="info"))
    if reading.start is None:
        message = (
            "the table has no start dates, so the plan has none; give it one: "
            'plan.evolve(start="2026-03-02") or --start 2026-03-02'
        )
        found.append(Finding("tables.no_start", "", message, severity="info"))
    else:
        message = f"the plan starts with the earliest start of the table, {reading.start}"
        found.append(Finding("tables.start_assumed", "", message, {"start": reading.start}, "info"))
    return found


def _cell(row: Row, name: str, reading: Reading, read: Callable[[str], Any]) -> Any:
    """What a cell says, or ``None`` where it is blank or its fault was noted."""
    text = row.get(name)
    if not text:
        return None
    with reading.notes.at(row.row, HEADERS.get(name, name.replace("_", " ").title())):
        return read(text)
    return None


def _date(row: Row, name: str, reading: Reading) -> Moment | None:
    if row.get(name).upper() in BLANK:
        return None
    try:
        return reading.dates.read(row.get(name)) if row.get(name) else None
    except InvalidValue:
        return None  # told where the row is read


def _checked_date(row: Row, name: str, reading: Reading) -> Moment | None:
    if row.get(name).upper() in BLANK:
        return None
    return _cell(row, name, reading, reading.dates.read)  # type: ignore[no-any-return]


def _entity(row: Row, reading: Reading) -> Entity | None:
    name = reading.ids[row.ordinal]
    summary = name in reading.summaries
    title = row.get("name")
    common: dict[str, Any] = {
        "title": "" if title == name else title,
        "parent": reading.parents.get(row.ordinal),
        "deadline": _checked_date(row, "deadline", reading),
        "priority": _cell(row, "priority", reading, _priority),
        "calendar": _calendar(row, reading),
        "constraint": _constraint(row, reading),
        "after": _cell(row, "predecessors", reading, lambda text: _predecessors(text, reading)),
        "tags": tuple(names_in(row.get("tags"))),
        "notes": row.get("notes"),
    }
    kind = folded(row.get("type"))
    kind = KINDS.get(kind, kind)
    amounts = {} if kind == "project" else _amounts(row, reading, summary=summary)
    if kind == "project":
        made: Callable[..., Entity] = Project
    elif not summary and _is_milestone(row, kind, amounts, reading):
        made = Milestone
        amounts = {key: value for key, value in amounts.items() if key in ("progress", "manual")}
    else:
        made = Task
    if not summary and kind != "project":
        _placed(row, common, amounts, reading)
    fields = {key: value for key, value in {**common, **amounts}.items() if value is not None}
    with reading.notes.at(row.row):
        return made(name, **fields)
    return None


def _predecessors(text: str, reading: Reading) -> tuple[Dependency, ...]:
    return tuple(
        predecessors_in(
            text,
            reading.known,
            hint=len(reading.notes.faults) < _MOST_HINTS,
            comma=bool(reading.columns.language),
        )
    )


def _is_milestone(row: Row, kind: str, amounts: Mapping[str, Any], reading: Reading) -> bool:
    if kind in ("milestone", "task"):
        return kind == "milestone"
    if row.get("milestone"):
        return bool(_cell(row, "milestone", reading, yes))
    span = amounts.get("duration")
    return span is not None and not span and not amounts.get("assignments") and not amounts.get("effort")


def _amounts(row: Row, reading: Reading, *, summary: bool) -> dict[str, Any]:
    """How much work an item is, who does it and what is done; a summary's own amounts follow from what is below it."""
    people = _people(row, reading)
    if summary:
        if row.get("duration") or row.get("effort") or row.get("complete"):
            reading.notes.tally(
                "summary_amounts",
                "amounts of summaries were left out: they follow from what is below",
                row.row,
            )
        return {"assignments": people}
    duration, estimated = _span(row, "duration", "", reading)
    effort, _ = _span(row, "effort", "h", reading)
    return {
        "duration": duration,
        "estimated": estimated or None,
        "effort": effort,
        "assignments": people,
        "progress": _progress(row, reading),
    }


def _span(row: Row, name: str, usual: str, reading: Reading) -> tuple[Span | None, bool]:
    unit = reading.columns.units.get(name, usual)
    found = _cell(row, name, reading, lambda text: span_of(text, unit, comma=bool(reading.columns.language)))
    if found is None:
        return None, False
    span, estimated, assumed = found
    if assumed:
        reading.notes.tally("unit_assumed", "numbers without a unit were read as days", row.row)
    return span, estimated


def _people(row: Row, reading: Reading) -> Any:
    found = _cell(row, "resources", reading, lambda text: list(reading.people.assigned(text))) or []
    for _, lost in found:
        if lost:
            reading.notes.tally("units_left_out", "units that are no percentage were left out", row.row)
    return tuple(assignment for assignment, _ in found) or None


def _progress(row: Row, reading: Reading) -> Progress | None:
    percent = _cell(row, "complete", reading, lambda text: _complete(text, reading))
    first = _checked_date(row, "actual_start", reading)
    last = _checked_date(row, "actual_finish", reading)
    if not percent and first is None and last is None:
        return None
    with reading.notes.at(row.row):
        return Progress(percent=percent, actual_start=first, actual_finish=last)
    return None


def _complete(text: str, reading: Reading) -> Any:
    if text.isalpha():
        return 100 if yes(text) else 0
    return percent_of(text, share=reading.percent_is_share)


def _priority(text: str) -> int:
    found = _PRIORITIES.get(folded(text))
    if found is not None:
        return found
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise InvalidText("a priority", text, "a whole number from 0 to 1000, or high, medium or low")
    return int(text)


def _calendar(row: Row, reading: Reading) -> str | None:
    text = row.get("calendar")
    if folded(text) in NO_CALENDAR:
        return None
    if text.lower() not in _CALENDARS:
        reading.notes.tally(
            "calendar_left_out",
            "calendars were left out, since a table does not say when they are open",
            row.row,
        )
        return None
    return _CALENDARS[text.lower()]


def _constraint(row: Row, reading: Reading) -> Any:
    if row.get("constraint"):
        return _cell(row, "constraint", reading, lambda text: _constraint_of(text, reading))
    kind = row.get("constraint_type")
    if not kind:
        return None
    by_name = {**CONSTRAINTS, **{name: code for code, name in CONSTRAINT_NAMES.items()}}
    code = by_name.get(folded(kind), kind.upper())
    when = _checked_date(row, "constraint_date", reading) if code not in ("ASAP", "ALAP") else None
    if code == "ASAP":
        return None
    with reading.notes.at(row.row, "Constraint Type"):
        return Constraint(code, when)
    return None


def _constraint_of(text: str, reading: Reading) -> Constraint:
    """A constraint in one cell, whose date is written like the table's others."""
    kind, when = (*text.split(maxsplit=1), "")[:2]
    return Constraint(kind, reading.dates.read(when)) if when else constraint(text)


def _placed(row: Row, common: dict[str, Any], amounts: dict[str, Any], reading: Reading) -> None:
    """Follow the scheduled dates of a row where they are all that says when it is."""
    start, finish = _checked_date(row, "start", reading), _checked_date(row, "finish", reading)
    if _BY_HAND.search(row.get("mode")):
        if start is not None or finish is not None:
            with reading.notes.at(row.row):
                amounts["manual"] = ManualDates(start, finish)
    elif common["constraint"] is None and not common["after"] and not _says_constraints(reading):
        if start is not None and start != reading.start and amounts.get("progress") is None:
            with reading.notes.at(row.row, "Start"):
                common["constraint"] = Constraint("SNET", start)
            reading.notes.tally("start_as_constraint", "start dates became constraints, SNET", row.row)
    elif start is not None and not _says_constraints(reading):
        reading.notes.tally("dates_follow_logic", "dates were left out, since predecessors say when", row.row)
    if "duration" in amounts and amounts["duration"] is None and amounts["effort"] is None:
        amounts["duration"] = _between(start, finish, row, reading)


def _says_constraints(reading: Reading) -> bool:
    return not {"constraint", "constraint_type"}.isdisjoint(reading.columns.places)


def _between(start: Moment | None, finish: Moment | None, row: Row, reading: Reading) -> Span | None:
    """The working time between two dates of a row without a duration, on the standard calendar."""
    if start is None or finish is None:
        return None
    first, last = reading.dates.minute(start), reading.dates.minute(finish, end=True)
    reading.notes.tally(
        "duration_derived", "durations were taken from start and finish, in standard working time", row.row
    )
    return Span.of_minutes(
        max(Plan(zone=reading.dates.zone).work_calendar().between(first, last), 0), unit="d"
    )


def _assembled(reading: Reading, entities: Sequence[Entity], rows: Sequence[Row]) -> Plan:
    """The plan; what does not fit together is told with the rows."""
    places = {reading.ids[row.ordinal]: row.row for row in rows if row.ordinal in reading.ids}
    try:
        plan = Plan(start=reading.start, zone=reading.dates.zone)
        return plan.add(entities) if entities else plan
    except PlanFaults as problem:
        faults = []
        for sentence in problem.faults:
            about = re.search(r'"([^"]+)"', sentence)
            row = places.get(about[1]) if about else None
            faults.append(Fault("table" if row is None else f"row {row}", sentence))
        raise DocumentFaults(tuple(faults)) from None
