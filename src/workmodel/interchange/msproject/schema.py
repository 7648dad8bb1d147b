"""The elements of Microsoft Project's XML, in the order of the schema, with their types.

Source: Microsoft, "Project 2007 XML Data Interchange Schema Reference" (mspdi_pj12.xsd), pages "… Elements and XML
Structure" of Project, Calendar, Task, Resource, Assignment and ExtendedAttribute; names, order and types are facts.
Elements that later versions added stand where Project 2010 to 2019 writes them (GUID, Active, Manual, ManualStart …).

A type is ``boolean``, ``dateTime``, ``decimal``, ``duration``, ``float``, ``integer``, ``string`` or ``time``, or the
name of a table below for an element with elements inside; a star follows where it may occur many times.
"""

from __future__ import annotations

from typing import Final

__all__ = ["LATER", "ORDER", "SCHEMA", "elements"]


def elements(text: str) -> dict[str, str]:
    """Names with their types, from ``"UID integer, Name string"``, in that order.

    Examples
    --------
    >>> elements("UID integer, Name string")
    {'UID': 'integer', 'Name': 'string'}
    """
    words = text.replace(",", " ").split()
    return dict(zip(words[::2], words[1::2], strict=True))


SCHEMA: Final[dict[str, dict[str, str]]] = {
    "Project": elements("""
        SaveVersion integer, BuildNumber string, UID string, Name string, GUID string, Title string,
        Subject string, Category string, Company string, Manager string, Author string,
        CreationDate dateTime, Revision integer, LastSaved dateTime, ScheduleFromStart boolean,
        StartDate dateTime, FinishDate dateTime, FYStartDate integer, CriticalSlackLimit integer,
        CurrencyDigits integer, CurrencySymbol string, CurrencyCode string,
        CurrencySymbolPosition integer, CalendarUID integer, BaselineCalendar string,
        DefaultStartTime time, DefaultFinishTime time, MinutesPerDay integer, MinutesPerWeek integer,
        DaysPerMonth integer, DefaultTaskType integer, DefaultFixedCostAccrual integer,
        DefaultStandardRate float, DefaultOvertimeRate float, DurationFormat integer, WorkFormat integer,
        EditableActualCosts boolean, HonorConstraints boolean, EarnedValueMethod integer,
        InsertedProjectsLikeSummary boolean, MultipleCriticalPaths boolean, NewTasksEffortDriven boolean,
        NewTasksEstimated boolean, SplitsInProgressTasks boolean, SpreadActualCost boolean,
        SpreadPercentComplete boolean, TaskUpdatesResource boolean, FiscalYearStart boolean,
        WeekStartDay integer, MoveCompletedEndsBack boolean, MoveRemainingStartsBack boolean,
        MoveRemainingStartsForward boolean, MoveCompletedEndsForward boolean,
        BaselineForEarnedValue integer, AutoAddNewResourcesAndTasks boolean, StatusDate dateTime,
        CurrentDate dateTime, MicrosoftProjectServerURL boolean, Autolink boolean,
        NewTaskStartDate integer, NewTasksAreManual boolean, DefaultTaskEVMethod integer,
        ProjectExternallyEdited boolean, ExtendedCreationDate dateTime, ActualsInSync boolean,
        RemoveFileProperties boolean, AdminProject boolean,
        UpdateManuallyScheduledTasksWhenEditingLinks boolean,
        KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled boolean, OutlineCodes OutlineCodes,
        WBSMasks WBSMasks, ExtendedAttributes ExtendedAttributes, Calendars Calendars, Tasks Tasks,
        Resources Resources, Assignments Assignments
    """),
    "ExtendedAttributes": elements("ExtendedAttribute Declaration*"),
    "Declaration": elements("""
        FieldID string, FieldName string, CFType integer, Guid string, ElemType integer,
        MaxMultiValues integer, UserDef boolean, Alias string, SecondaryPID string, AutoRollDown boolean,
        DefaultGuid string, Ltuid string, PhoneticAlias string, RollupType integer,
        CalculationType integer, Formula string, RestrictValues boolean, ValuelistSortOrder integer,
        AppendNewValues boolean, Default string, ValueList ValueList
    """),
    "ValueList": elements("Value ListedValue*"),
    "ListedValue": elements("ID integer, Value string, Description string, Phonetic string"),
    "Calendars": elements("Calendar Calendar*"),
    "Calendar": elements("""
        UID integer, GUID string, Name string, IsBaseCalendar boolean, IsBaselineCalendar boolean,
        BaseCalendarUID integer, WeekDays WeekDays, Exceptions Exceptions, WorkWeeks WorkWeeks
    """),
    "WeekDays": elements("WeekDay WeekDay*"),
    "WeekDay": elements(
        "DayType integer, DayWorking boolean, TimePeriod TimePeriod, WorkingTimes WorkingTimes"
    ),
    "TimePeriod": elements("FromDate dateTime, ToDate dateTime"),
    "WorkingTimes": elements("WorkingTime WorkingTime*"),
    "WorkingTime": elements("FromTime time, ToTime time"),
    "Exceptions": elements("Exception Exception*"),
    "Exception": elements("""
        EnteredByOccurrences boolean, TimePeriod TimePeriod, Occurrences integer, Name string,
        Type integer, Period integer, DaysOfWeek integer, MonthItem integer, MonthPosition integer,
        Month integer, MonthDay integer, DayWorking boolean, WorkingTimes WorkingTimes
    """),
    "WorkWeeks": elements("WorkWeek WorkWeek*"),
    "WorkWeek": elements("TimePeriod TimePeriod, Name string, WeekDays WeekDays, WeekDay WeekDay*"),
    "Tasks": elements("Task Task*"),
    "Task": elements("""
        UID integer, GUID string, ID integer, Name string, Active boolean, Manual boolean, Type integer,
        IsNull boolean, CreateDate dateTime, Contact string, WBS string, WBSLevel string,
        OutlineNumber string, OutlineLevel integer, Priority integer, Start dateTime, Finish dateTime,
        Duration duration, ManualStart dateTime, ManualFinish dateTime, ManualDuration duration,
        DurationFormat integer, FreeformDurationFormat integer, Work duration, Stop dateTime,
        Resume dateTime, ResumeValid boolean, EffortDriven boolean, Recurring boolean,
        OverAllocated boolean, Estimated boolean, Milestone boolean, Summary boolean,
        DisplayAsSummary boolean, Critical boolean, IsSubproject boolean, IsSubprojectReadOnly boolean,
        SubprojectName string, ExternalTask boolean, ExternalTaskProject string, EarlyStart dateTime,
        EarlyFinish dateTime, LateStart dateTime, LateFinish dateTime, StartVariance integer,
        FinishVariance integer, WorkVariance float, FreeSlack integer, TotalSlack integer,
        StartSlack integer, FinishSlack integer, FixedCost float, FixedCostAccrual string,
        PercentComplete integer, PercentWorkComplete integer, Cost decimal, OvertimeCost decimal,
        OvertimeWork duration, ActualStart dateTime, ActualFinish dateTime, ActualDuration duration,
        ActualCost decimal, ActualOvertimeCost decimal, ActualWork duration, ActualOvertimeWork duration,
        RegularWork duration, RemainingDuration duration, RemainingCost decimal, RemainingWork duration,
        RemainingOvertimeCost decimal, RemainingOvertimeWork duration, ACWP float, CV float,
        ConstraintType integer, CalendarUID integer, ConstraintDate dateTime, Deadline dateTime,
        LevelAssignments boolean, LevelingCanSplit boolean, LevelingDelay integer,
        LevelingDelayFormat integer, PreLeveledStart dateTime, PreLeveledFinish dateTime,
        Hyperlink string, HyperlinkAddress string, HyperlinkSubAddress string,
        IgnoreResourceCalendar boolean, Notes string, HideBar boolean, Rollup boolean, BCWS float,
        BCWP float, PhysicalPercentComplete integer, EarnedValueMethod integer,
        PredecessorLink PredecessorLink*, ActualWorkProtected duration,
        ActualOvertimeWorkProtected duration, ExtendedAttribute ExtendedAttribute*, Baseline Baseline*,
        OutlineCode OutlineCode*, IsPublished boolean, StatusManager string, CommitmentStart dateTime,
        CommitmentFinish dateTime, CommitmentType integer, TimephasedData TimephasedData*
    """),
    "PredecessorLink": elements("""
        PredecessorUID integer, Type integer, CrossProject boolean, CrossProjectName string,
        LinkLag integer, LagFormat integer
    """),
    "ExtendedAttribute": elements(
        "UID integer, FieldID string, Value string, ValueID integer, ValueGUID string, DurationFormat integer"
    ),
    "OutlineCode": elements("UID integer, FieldID string, ValueID integer, ValueGUID string"),
    "Resources": elements("Resource Resource*"),
    "Resource": elements("""
        UID integer, GUID string, ID integer, Name string, Type integer, IsNull boolean, Initials string,
        Phonetics string, NTAccount string, MaterialLabel string, Code string, Group string,
        WorkGroup integer, EmailAddress string, Hyperlink string, HyperlinkAddress string,
        HyperlinkSubAddress string, MaxUnits float, PeakUnits float, OverAllocated boolean,
        AvailableFrom dateTime, AvailableTo dateTime, Start dateTime, Finish dateTime, CanLevel boolean,
        AccrueAt integer, Work duration, RegularWork duration, OvertimeWork duration, ActualWork duration,
        RemainingWork duration, ActualOvertimeWork duration, RemainingOvertimeWork duration,
        PercentWorkComplete integer, StandardRate decimal, StandardRateFormat integer, Cost decimal,
        OvertimeRate decimal, OvertimeRateFormat integer, OvertimeCost decimal, CostPerUse decimal,
        ActualCost decimal, ActualOvertimeCost decimal, RemainingCost decimal,
        RemainingOvertimeCost decimal, WorkVariance float, CostVariance float, SV float, CV float,
        ACWP float, CalendarUID integer, Notes string, BCWS float, BCWP float, IsGeneric boolean,
        IsInactive boolean, IsEnterprise boolean, BookingType integer, ActualWorkProtected duration,
        ActualOvertimeWorkProtected duration, ActiveDirectoryGUID string, CreationDate dateTime,
        ExtendedAttribute ExtendedAttribute*, Baseline Baseline*, OutlineCode OutlineCode*,
        IsCostResource boolean, AssnOwner string, AssnOwnerGuid string, IsBudget boolean,
        AvailabilityPeriods AvailabilityPeriods, Rates Rates, TimephasedData TimephasedData*
    """),
    "Assignments": elements("Assignment Assignment*"),
    "Assignment": elements("""
        UID integer, GUID string, TaskUID integer, ResourceUID integer, PercentWorkComplete integer,
        ActualCost decimal, ActualFinish dateTime, ActualOvertimeCost decimal,
        ActualOvertimeWork duration, ActualStart dateTime, ActualWork duration, ACWP float,
        Confirmed boolean, Cost decimal, CostRateTable integer, RateScale integer, CostVariance float,
        CV float, Delay integer, Finish dateTime, FinishVariance integer, Hyperlink string,
        HyperlinkAddress string, HyperlinkSubAddress string, WorkVariance float,
        HasFixedRateUnits boolean, FixedMaterial boolean, LevelingDelay integer,
        LevelingDelayFormat integer, LinkedFields boolean, Milestone boolean, Notes string,
        Overallocated boolean, OvertimeCost decimal, OvertimeWork duration, PeakUnits float,
        RegularWork duration, RemainingCost decimal, RemainingOvertimeCost decimal,
        RemainingOvertimeWork duration, RemainingWork duration, ResponsePending boolean, Start dateTime,
        Stop dateTime, Resume dateTime, StartVariance integer, Summary boolean, SV float, Units float,
        UpdateNeeded boolean, VAC float, Work duration, WorkContour integer, BCWS float, BCWP float,
        BookingType integer, ActualWorkProtected duration, ActualOvertimeWorkProtected duration,
        CreationDate dateTime, AssnOwner string, AssnOwnerGuid string, BudgetCost decimal,
        BudgetWork duration, ExtendedAttribute ExtendedAttribute*, Baseline Baseline*,
        TimephasedData TimephasedData*
    """),
}
"""For each kind of element what may stand in it, in order."""

ORDER: Final = {name: {part: place for place, part in enumerate(parts)} for name, parts in SCHEMA.items()}
"""The same as places."""

LATER: Final = frozenset({
    "BuildNumber", "GUID", "BaselineCalendar", "NewTasksAreManual",
    "UpdateManuallyScheduledTasksWhenEditingLinks", "KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled",
    "IsBaselineCalendar", "Active", "Manual", "ManualStart", "ManualFinish", "ManualDuration",
    "FreeformDurationFormat", "DisplayAsSummary", "StartSlack", "FinishSlack", "RateScale",
})  # fmt: skip
"""Elements that came after the schema of 2007."""
