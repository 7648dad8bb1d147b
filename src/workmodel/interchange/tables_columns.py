"""Which column of a table means what: the names that people's spreadsheets use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from attrs import field, frozen

from workmodel.errors import DocumentFaults, Fault
from workmodel.findings import Finding
from workmodel.interchange.tables_languages import FOREIGN_NAMES, FOREIGN_RESULTS, FOREIGN_UNITS, language_of
from workmodel.interchange.tables_text import Record, normalised

__all__ = ["HEADERS", "NAMES", "Columns", "columns_of"]

HEADERS: Final[Mapping[str, str]] = {
    "id": "ID",
    "wbs": "WBS",
    "parent": "Parent",
    "type": "Type",
    "name": "Name",
    "duration": "Duration",
    "effort": "Work",
    "start": "Start",
    "finish": "Finish",
    "complete": "% Complete",
    "actual_start": "Actual Start",
    "actual_finish": "Actual Finish",
    "predecessors": "Predecessors",
    "resources": "Resource Names",
    "constraint": "Constraint",
    "deadline": "Deadline",
    "priority": "Priority",
    "calendar": "Calendar",
    "tags": "Tags",
    "notes": "Notes",
}
"""Meaning and name of the columns that are written, in order."""

_TITLES: Final[Mapping[str, str]] = {
    **HEADERS,
    "unique_id": "Unique ID",
    "level": "Outline Level",
    "milestone": "Milestone",
    "constraint_type": "Constraint Type",
    "constraint_date": "Constraint Date",
    "mode": "Task Mode",
}
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": (
        "id", "taskid", "key", "no", "nr", "number", "issuekey", "itemid", "activityid", "taskno", "tasknumber",
        "identifier",
    ),
    "unique_id": ("uniqueid", "uid", "taskuniqueid", "issueid"),
    "wbs": ("wbs", "wbscode", "wbsnumber", "wbsid", "outlinenumber", "outline"),
    "level": ("outlinelevel", "level", "indent", "indentlevel", "lvl"),
    "parent": (
        "parent", "parentid", "parenttask", "parenttaskid", "parentkey", "parentissue", "parentitem", "summarytask",
        "belongsto",
    ),
    "type": ("type", "kind", "itemtype", "issuetype", "activitytype", "workitemtype"),
    "milestone": ("milestone", "ismilestone"),
    "name": (
        "name", "taskname", "task", "title", "tasktitle", "summary", "activity", "activityname", "subject", "item",
        "itemname", "workitem", "workpackage", "issuesummary",
    ),
    "duration": (
        "duration", "dur", "length", "estimate", "originalduration", "plannedduration", "scheduledduration",
        "taskduration", "estimatedduration", "estduration", "expectedduration",
    ),
    "effort": (
        "work", "effort", "plannedwork", "originalestimate", "estimatedeffort", "plannedeffort", "estimatedwork",
        "scheduledwork", "totalwork", "totaleffort", "manhours", "personhours", "workhours",
    ),
    "start": (
        "start", "startdate", "begin", "from", "plannedstart", "scheduledstart", "begindate",
        "startdatetime", "plannedstartdate", "scheduledstartdate", "taskstart", "starton",
    ),
    "finish": (
        "finish", "finishdate", "end", "enddate", "to", "plannedfinish", "scheduledfinish", "plannedend",
        "enddatetime", "plannedenddate", "plannedfinishdate", "scheduledenddate", "scheduledfinishdate",
        "scheduledend", "taskfinish", "taskend",
    ),
    "complete": (
        "%complete", "percentcomplete", "complete", "progress", "%done", "done", "percentdone", "%", "complete%",
        "done%", "progress%", "%progress", "%completed", "percentcompleted", "percentagecomplete", "pctcomplete",
        "pctdone", "completion", "completion%", "percent", "percentage",
    ),
    "actual_start": ("actualstart", "actualstartdate", "started", "startedon"),
    "actual_finish": (
        "actualfinish", "actualfinishdate", "actualend", "actualenddate", "finished", "completed", "finishedon",
        "completedon",
    ),
    "predecessors": (
        "predecessors", "predecessor", "dependencies", "dependency", "dependson", "after", "waitsfor", "blockedby",
        "isblockedby", "pred", "preds", "predecessorid", "predecessorids", "predecessortasks", "prerequisites",
        "inwardissuelink(blocks)",
    ),
    "resources": (
        "resourcenames", "resourcename", "resources", "resource", "assignedto", "assignee", "assignees", "assignments",
        "owner", "who", "responsible", "assigned", "assignedresources", "assignedresource", "owners",
    ),
    "constraint": ("constraint",),
    "constraint_type": ("constrainttype",),
    "constraint_date": ("constraintdate",),
    "deadline": ("deadline", "duedate", "due", "deadlinedate", "dueon", "dueby"),
    "priority": ("priority", "prio"),
    "calendar": ("calendar", "taskcalendar", "calendarname"),
    "mode": ("taskmode", "mode", "schedulingmode", "schedulemode"),
    "tags": ("tags", "labels", "keywords", "tag", "label"),
    "notes": (
        "notes", "note", "description", "comment", "comments", "details", "tasknotes", "remarks", "remark",
        "taskdescription",
    ),
}  # fmt: skip
_RESULTS: Final = frozenset(
    (
        "totalfloat", "totalslack", "freefloat", "freeslack", "critical", "successors", "active", "earlystart",
        "earlyfinish", "latestart", "latefinish", "startslack", "finishslack", "float", "slack", "uniqueidsuccessors",
        "startvariance", "finishvariance", "durationvariance", "workvariance", "indicators",
    )
)  # fmt: skip
_ENGLISH: Final[Mapping[str, str]] = {
    normalised(name): meaning for meaning, names in _SYNONYMS.items() for name in names
}
NAMES: Final[Mapping[str, str]] = {**FOREIGN_NAMES, **_ENGLISH}
"""Meaning of a column by its normalised name."""

_LISTS: Final = frozenset(
    ("predecessors", "resources", "tags")
)  # whose cells go together where columns repeat
_MOST_TOLD: Final = 50
_UNITS: Final = "|".join(
    ("min|minutes|h|hrs|hours|d|days|w|weeks|mo|months|días", *sorted(FOREIGN_UNITS, key=len, reverse=True))
)
_UNIT: Final = re.compile(rf"[(\[](?:(?:in|en) )?({_UNITS})\.?[)\]]\s*$", re.IGNORECASE)
_BARE_UNIT: Final = re.compile(rf"(?:[\s_-]+(?:in|en))?[\s_-]+({_UNITS})\.?\s*$", re.IGNORECASE)
_WORKING_DAYS: Final = "workdays"  # the days that something takes, or the work in days: nobody knows


@frozen
class Columns:
    """Where in a record the cells of each meaning stand.

    Attributes
    ----------
    places
        Position of each meaning's cell.
    units
        Unit that the header names for a column's numbers: ``"Duration (days)"``.
    findings
        Columns that are not known, or given twice.
    more
        Positions of further columns of the same name, for meanings whose cells are lists.
    language
        Language of the header where it is not English: ``"de"``, ``"fr"`` or ``"es"``, whose numbers have a decimal
        comma and whose dates begin with the day.
    """

    places: Mapping[str, int]
    units: Mapping[str, str]
    findings: tuple[Finding, ...]
    more: Mapping[str, tuple[int, ...]] = field(factory=dict)
    language: str = ""


def columns_of(header: Record, records: Sequence[Record]) -> Columns:
    """What the columns under a header mean; what is not understood is told with the number of cells that are lost.

    Raises
    ------
    DocumentFaults
        No column says what the tasks are called, or of several nothing but an ID is understood.
    """
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    more: dict[str, tuple[int, ...]] = {}
    strange: dict[int, str] = {}
    for place, text in enumerate(header.cells):
        meaning, unit = _meaning(text)
        first = places.get(meaning)
        if not meaning:
            if normalised(text) and normalised(text) not in _RESULTS | FOREIGN_RESULTS:
                strange[place] = ""
        elif first is None:
            places[meaning] = place
            if unit:
                units[meaning] = unit
        elif meaning in _LISTS and normalised(text) == normalised(header.cells[first]):
            more[meaning] = (
                (*more.get(meaning, ()), place) if len(more.get(meaning, ())) < 100 else more[meaning]
            )
        else:
            strange[place] = f'"{header.cells[first].strip()[:60]}" means the same, and the first counts'
    unique = places.pop("unique_id", None)
    if unique is not None:
        places.setdefault("id", unique)
    _check_enough(header, places, strange)
    language = language_of(header.cells, _ENGLISH)
    return Columns(places, units, tuple(_left_out(header, strange, records)), more, language)


def _check_enough(header: Record, places: Mapping[str, int], strange: Mapping[int, str]) -> None:
    """Refuse a table that says no more of its tasks than that they are there."""
    seen = ", ".join(f'"{cell.strip()[:30]}"' for cell in header.cells[:12])
    more = f" and {len(header.cells) - 12} more" if len(header.cells) > 12 else ""
    if "name" not in places and "id" not in places:
        message = (
            f"no column says what the tasks are called; the header has {seen}{more}. Call one Name or ID"
        )
    elif strange and set(places) == {"id"}:
        alone = header.cells[places["id"]].strip()[:30]
        message = (
            f'of the columns {seen}{more} only "{alone}" was understood, which gives the tasks no names and no durations. '
            f"Call the columns by names that are understood: {', '.join(_TITLES.values())}"
        )
    else:
        return
    raise DocumentFaults((Fault(f"row {header.row}", message),))


def _meaning(text: str) -> tuple[str, str]:
    """What a column with this header means, and the unit that it names; nothing where nobody knows."""
    if text.strip() == "#":
        return "id", ""
    unit = _UNIT.search(text[-60:])
    bare = text[: -len(unit[0])] if unit else text
    if not unit and normalised(text) not in NAMES and normalised(text) != _WORKING_DAYS:
        unit = _BARE_UNIT.search(text[-60:])
        bare = text[: -len(unit[0])] if unit and text[: -len(unit[0])].strip() else text
    meaning = NAMES.get(normalised(bare), "")
    if (
        bare is not text
        and unit
        and unit[0].lstrip()[0] not in "(["
        and meaning not in ("duration", "effort")
    ):
        return "", ""
    return meaning, unit[1].lower() if unit and bare is not text else ""


def _left_out(header: Record, strange: Mapping[int, str], records: Sequence[Record]) -> Iterator[Finding]:
    """A finding for each column that was not understood, the first of them with all that is."""
    if not strange:
        return
    filled = dict.fromkeys(strange, 0)
    for record in records:
        for place, cell in enumerate(record.cells):
            if place in filled and cell.strip():
                filled[place] += 1
    listed = f" Columns that are understood: {', '.join(_TITLES.values())}."
    for place, why in list(strange.items())[:_MOST_TOLD]:
        name, cells = header.cells[place].strip()[:60], filled[place]
        lost = (
            ""
            if not cells
            else "; its one cell was not read"
            if cells == 1
            else f"; its {cells} cells were not read"
        )
        near = () if why else _nearest(name)
        offered = " or ".join(f'"{one}"' for one in near)
        hint = f" Did you mean {offered}?" if near else ""
        told = f'the column "{name}" was left out{lost}: {why or "nobody knows what it means"}.{hint}'
        if not why:
            told, listed = f"{told}{listed}", ""
        facts = {"column": name, "cells": cells, "nearest": near, "understood": tuple(_TITLES.values())}
        yield Finding(
            "tables.column_ignored", "", told.removesuffix("."), facts, "warning" if cells else "info"
        )
    rest = list(strange)[_MOST_TOLD:]
    if rest:
        cells = sum(filled[place] for place in rest)
        told = f"{len(rest)} more columns were left out, with {cells} cells"
        facts = {"columns": len(rest), "cells": cells}
        yield Finding("tables.column_ignored", "", told, facts, "warning" if cells else "info")


def _nearest(name: str) -> tuple[str, ...]:
    """Names of the known columns that a header resembles or contains."""
    bare = normalised(name)
    close = get_close_matches(bare, NAMES, n=3, cutoff=0.75)
    inside = sorted((known for known in NAMES if len(known) > 4 and known in bare), key=len, reverse=True)
    return tuple(dict.fromkeys(_TITLES[NAMES[known]] for known in (*close, *inside)))[:3]
