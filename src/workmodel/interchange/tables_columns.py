"""Which column of a table means what: the names that people's spreadsheets use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from workmodel.errors import DocumentFaults, Fault
from workmodel.findings import Finding
from workmodel.interchange.tables_text import normalised

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

_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "taskid", "key", "no", "nr", "number"),
    "unique_id": ("uniqueid", "uid"),
    "wbs": ("wbs", "wbscode", "outlinenumber", "outline"),
    "level": ("outlinelevel", "level", "indent"),
    "parent": ("parent", "parentid", "parenttask", "summarytask", "belongsto"),
    "type": ("type", "kind", "itemtype"),
    "milestone": ("milestone", "ismilestone"),
    "name": ("name", "taskname", "task", "title", "tasktitle", "summary", "activity", "activityname", "subject"),
    "duration": ("duration", "dur", "length", "estimate", "originalduration"),
    "effort": ("work", "effort", "plannedwork", "originalestimate", "estimatedeffort"),
    "start": ("start", "startdate", "begin", "from", "plannedstart", "scheduledstart"),
    "finish": ("finish", "finishdate", "end", "enddate", "to", "plannedfinish", "scheduledfinish", "plannedend"),
    "complete": ("%complete", "percentcomplete", "complete", "progress", "%done", "done", "percentdone", "%"),
    "actual_start": ("actualstart", "actualstartdate", "started"),
    "actual_finish": ("actualfinish", "actualfinishdate", "actualend", "finished", "completed"),
    "predecessors": (
        "predecessors", "predecessor", "dependencies", "dependson", "after", "waitsfor", "blockedby", "pred", "preds",
    ),
    "resources": (
        "resourcenames", "resourcename", "resources", "resource", "assignedto", "assignee", "assignees", "assignments",
        "owner", "who", "responsible",
    ),
    "constraint": ("constraint",),
    "constraint_type": ("constrainttype",),
    "constraint_date": ("constraintdate",),
    "deadline": ("deadline", "duedate", "due"),
    "priority": ("priority",),
    "calendar": ("calendar", "taskcalendar"),
    "mode": ("taskmode", "mode", "schedulingmode"),
    "tags": ("tags", "labels", "keywords"),
    "notes": ("notes", "note", "description", "comment", "comments", "details"),
}  # fmt: skip
_RESULTS: Final = frozenset(
    ("totalfloat", "totalslack", "freefloat", "freeslack", "critical", "successors", "active")
)
NAMES: Final[Mapping[str, str]] = {name: meaning for meaning, names in _SYNONYMS.items() for name in names}
"""Meaning of a column by its normalised name."""

_UNIT: Final = re.compile(r"[(\[](min|minutes|h|hrs|hours|d|days|w|weeks|mo|months)[)\]]\s*$", re.IGNORECASE)


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
    """

    places: Mapping[str, int]
    units: Mapping[str, str]
    findings: tuple[Finding, ...]


def columns_of(header: Sequence[str], row: int) -> Columns:
    """What the columns under a header mean.

    Raises
    ------
    DocumentFaults
        No column says what the tasks are called.
    """
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    findings: list[Finding] = []
    for place, text in enumerate(header):
        unit = _UNIT.search(text)
        bare = normalised(_UNIT.sub("", text)) if unit else normalised(text)
        meaning = "id" if text.strip() == "#" else NAMES.get(bare, "")
        shown = text.strip()[:60]
        if not meaning and (not bare or bare in _RESULTS):
            continue
        if not meaning:
            findings.append(_left_out(shown, "nobody knows what it means"))
        elif meaning in places:
            findings.append(_left_out(shown, f'"{header[places[meaning]].strip()}" means the same'))
        else:
            places[meaning] = place
            if unit:
                units[meaning] = unit[1].lower()
    unique = places.pop("unique_id", None)
    if unique is not None:
        places.setdefault("id", unique)
    if "name" not in places and "id" not in places:
        seen = ", ".join(f'"{cell.strip()[:30]}"' for cell in header[:12])
        message = f"no column says what the tasks are called; the header has {seen}. Call one Name or ID"
        raise DocumentFaults((Fault(f"row {row}", message),))
    return Columns(places, units, tuple(findings))


def _left_out(name: str, why: str) -> Finding:
    return Finding(
        "tables.column_ignored",
        "",
        f'the column "{name}" was left out: {why}',
        {"column": name},
        severity="info",
    )
