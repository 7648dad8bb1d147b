"""What a file says that went into neither plan nor schedule: told, each kind once.

Values that follow from others, and those that only set up Microsoft Project's screens, are listed in one finding; what
a plan has no place for is told element by element; and elements that no version of the schema names are told apart.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report
from workmodel.interchange.msproject.schema import SCHEMA

__all__ = ["tell_leftovers"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_READ: Final = {
    "Project": _names("""
        Name Title WorkFormat ScheduleFromStart StartDate FinishDate CriticalSlackLimit CurrencyCode
        CalendarUID MinutesPerDay MinutesPerWeek DaysPerMonth MultipleCriticalPaths StatusDate OutlineCodes
        ExtendedAttributes Calendars Tasks Resources Assignments
    """),
    "Calendar": _names("UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks"),
    "Task": _names("""
        UID GUID Name Active Manual Type IsNull OutlineNumber OutlineLevel Priority Start Finish Duration
        ManualStart ManualFinish DurationFormat Work Resume Recurring Estimated Milestone Summary Critical
        IsSubproject SubprojectName ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart
        LateFinish FreeSlack TotalSlack PercentComplete ActualStart ActualFinish ActualDuration
        RemainingDuration ConstraintType CalendarUID ConstraintDate Deadline LevelingDelay
        LevelingDelayFormat LevelingCanSplit IgnoreResourceCalendar Notes PredecessorLink ExtendedAttribute
        OutlineCode
    """),
    "Resource": _names("""
        UID GUID Name Type IsNull MaterialLabel EmailAddress MaxUnits StandardRate CostPerUse CalendarUID
        Notes IsInactive IsCostResource ExtendedAttribute OutlineCode
    """),
    "Assignment": _names("UID TaskUID ResourceUID Units WorkContour Delay LevelingDelay"),
}  # fmt: skip
_DERIVED: Final = {
    "Project": _names("""
        SaveVersion BuildNumber UID GUID CreationDate Revision LastSaved FYStartDate CurrencyDigits
        CurrencySymbol CurrencySymbolPosition BaselineCalendar DefaultStartTime DefaultFinishTime
        DefaultTaskType DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat
        EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary
        NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost SpreadPercentComplete
        TaskUpdatesResource FiscalYearStart WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack
        MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue
        AutoAddNewResourcesAndTasks CurrentDate MicrosoftProjectServerURL Autolink NewTaskStartDate
        NewTasksAreManual DefaultTaskEVMethod ProjectExternallyEdited ExtendedCreationDate ActualsInSync
        RemoveFileProperties AdminProject UpdateManuallyScheduledTasksWhenEditingLinks
        KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled WBSMasks Views Filters Groups Tables Maps Reports
        Drawings DataLinks VBAProjects
    """),
    "Calendar": _names("GUID IsBaselineCalendar"),
    "Task": _names("""
        ID CreateDate WBS WBSLevel ManualDuration FreeformDurationFormat Stop ResumeValid EffortDriven
        OverAllocated DisplayAsSummary IsSubprojectReadOnly StartVariance FinishVariance WorkVariance
        StartSlack FinishSlack FixedCostAccrual PercentWorkComplete Cost OvertimeCost ActualCost
        ActualOvertimeCost RegularWork RemainingCost RemainingWork RemainingOvertimeCost
        RemainingOvertimeWork ACWP CV SV LevelAssignments PreLeveledStart PreLeveledFinish
        HideBar Rollup BCWS BCWP EarnedValueMethod IsPublished CommitmentType
    """),
    "Resource": _names("""
        ID Initials WorkGroup PeakUnits OverAllocated Start Finish CanLevel AccrueAt Work RegularWork
        ActualWork RemainingWork PercentWorkComplete StandardRateFormat Cost OvertimeRateFormat OvertimeCost
        ActualCost ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance CostVariance SV CV
        ACWP BCWS BCWP IsGeneric IsEnterprise BookingType CreationDate RemainingOvertimeWork
        ActualOvertimeWork
    """),
    "Assignment": _names("""
        GUID PercentWorkComplete ActualCost ActualFinish ActualOvertimeCost ActualOvertimeWork ActualStart
        ActualWork ACWP Confirmed Cost CostRateTable RateScale CostVariance CV Finish FinishVariance
        WorkVariance HasFixedRateUnits FixedMaterial LevelingDelayFormat LinkedFields Milestone
        Overallocated OverAllocated OvertimeCost PeakUnits RegularWork RemainingCost RemainingOvertimeCost
        RemainingOvertimeWork RemainingWork ResponsePending Start Stop Resume StartVariance Summary SV
        UpdateNeeded VAC Work BCWS BCWP BookingType CreationDate
    """),
}  # fmt: skip
_NOTHING: Final = frozenset({"", "0", "0.0", "0.00", "false", "PT0H0M0S", "-1"})
_GROUPS: Final = (
    ("Calendars", "Calendar"),
    ("Tasks", "Task"),
    ("Resources", "Resource"),
    ("Assignments", "Assignment"),
)


def tell_leftovers(root: Node, summary: Node | None, report: Report) -> None:
    """One finding for all derived values, one for each kind of element that was not kept, one for each unknown one.

    Parameters
    ----------
    root
        The project element.
    summary
        Task 0, whose values are the project's.
    report
        Where findings go.
    """
    derived: Counter[str] = Counter()
    _tell(root, "", derived, report)
    for group, name in _GROUPS:
        letter = name[0].lower()
        for node in root.inside(group, name):
            if node is not summary:
                uid = node.values.get("UID", "").strip()
                _tell(node, "" if name == "Assignment" else f"{letter}{uid[:12]}", derived, report)
    if derived:
        names = ", ".join(sorted(derived))
        report.add(
            "derived", "",
            f"values that follow from others, or that only set up Microsoft Project, were not kept: {names}",
            {"elements": tuple(sorted(derived)), "count": sum(derived.values())}, "info",
        )  # fmt: skip


def _tell(node: Node, subject: str, derived: Counter[str], report: Report) -> None:
    kind = node.name
    read, follows, known = _READ[kind], _DERIVED[kind], SCHEMA[kind]
    for name, text in node.values.items():
        if name in read:
            continue
        if name in follows:
            derived[f"{kind}/{name}"] += 1
        elif name not in known:
            _unknown(report, kind, name, subject)
        elif text.strip() not in _NOTHING:
            _not_kept(report, kind, name, subject)
    for name in {child.name for child in node.nodes}:
        if name in read or name in follows:
            continue
        (_not_kept if name in known else _unknown)(report, kind, name, subject)
    if node.counts:
        _not_kept(report, kind, "TimephasedData", subject)
    for name in node.repeated or ():
        report.tally(
            "repeated_element",
            f"{kind}/{name}",
            subject,
            "{what} stood more than once in one element {n}; the first counts",
        )


def _not_kept(report: Report, kind: str, name: str, subject: str) -> None:
    report.tally("not_kept", f"{kind}/{name}", subject, "{what} was not kept {n}: a plan has no place for it")


def _unknown(report: Report, kind: str, name: str, subject: str) -> None:
    report.tally(
        "unknown_element",
        f"{kind}/{name[:100]}",
        subject,
        "{what} is no element of the schema; it was passed over {n}",
    )
