"""Calendars of Microsoft Project files: weeks, exceptions once and recurring, work weeks, inheritance."""

from __future__ import annotations

from datetime import date

import pytest

from workmodel.calendars import CalendarException
from workmodel.domain import Plan
from workmodel.interchange import Imported, msproject
from workmodel.interchange.msproject.recurrence import recurrence_values

HEAD = (
    '<Project xmlns="http://schemas.microsoft.com/project"><CalendarUID>1</CalendarUID>'
    "<StartDate>2026-03-02T08:00:00</StartDate>"
)
STANDARD_WEEK = "".join(
    f"<WeekDay><DayType>{n}</DayType><DayWorking>{int(1 < n < 7)}</DayWorking>"
    + ("<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime>"
       "<FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>" if 1 < n < 7 else "")
    + "</WeekDay>"
    for n in range(1, 8)
)  # fmt: skip


def times(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f"<WorkingTime><FromTime>{a}:00</FromTime><ToTime>{b}:00</ToTime></WorkingTime>" for a, b in pairs
    )
    return f"<WorkingTimes>{inside}</WorkingTimes>"


def period(first: str, last: str) -> str:
    return f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"


def day_off(day: str) -> str:
    return f"<Exception>{period(day, day)}<Type>1</Type><DayWorking>0</DayWorking></Exception>"


def calendar(
    inside: str = "", *, uid: int = 1, week: str = STANDARD_WEEK, base: int = -1, extra: str = ""
) -> str:
    return (
        f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><IsBaseCalendar>{int(base < 0)}</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID><WeekDays>{week}{extra}</WeekDays>{inside}</Calendar>"
    )


def read(*calendars: str) -> Imported:
    return msproject.loads(f"{HEAD}<Calendars>{''.join(calendars)}</Calendars></Project>")


def open_hours(plan: Plan, day: str, name: str | None = None) -> str:
    lo = plan.axis.minute(date.fromisoformat(day))
    starts, finishes = plan.work_calendar(name).windows(lo, lo + 1440)
    clock = [(int(a) - lo, int(b) - lo) for a, b in zip(starts, finishes, strict=True)]
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in clock) or "off"


def codes(imported: Imported) -> list[str]:
    return [f.code.removeprefix("msproject.") for f in imported.findings]


def test_the_projects_calendar_is_the_plans() -> None:
    plan = read(calendar()).plan
    assert plan.calendar == "c1"
    assert plan["c1"].title == "C1"
    assert open_hours(plan, "2026-03-02") == "08:00-12:00, 13:00-17:00"
    assert open_hours(plan, "2026-03-07") == "off"


def test_a_project_calendar_that_is_not_in_the_file_is_standard() -> None:
    imported = msproject.loads(f"{HEAD}</Project>")
    assert imported.plan.calendar == "standard"
    assert codes(imported) == ["unknown_calendar"]


def test_a_resource_calendar_inherits_days_and_exceptions_of_its_base() -> None:
    holiday = f"<Exceptions>{day_off('2026-03-04')}</Exceptions>"
    friday = f"<WeekDay><DayType>6</DayType><DayWorking>1</DayWorking>{times(('09:00', '11:00'))}</WeekDay>"
    plan = read(calendar(holiday), calendar(uid=2, week=friday, base=1)).plan
    assert plan["c2"].base == "c1"
    assert open_hours(plan, "2026-03-05", "c2") == "08:00-12:00, 13:00-17:00"
    assert open_hours(plan, "2026-03-06", "c2") == "09:00-11:00"
    assert open_hours(plan, "2026-03-04", "c2") == "off"


def test_midnight_as_an_end_is_the_end_of_the_day() -> None:
    night = f"<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking>{times(('23:00', '00:00'))}</WeekDay>"
    whole = f"<WeekDay><DayType>3</DayType><DayWorking>1</DayWorking>{times(('00:00', '00:00'))}</WeekDay>"
    late = f"<WeekDay><DayType>4</DayType><DayWorking>1</DayWorking>{times(('20:00', '24:00'))}</WeekDay>"
    plan = read(calendar(week=night + whole + late)).plan
    assert [str(shift) for shift in plan["c1"].week.monday] == ["23:00-24:00"]
    assert [str(shift) for shift in plan["c1"].week.tuesday] == ["00:00-24:00"]
    assert [str(shift) for shift in plan["c1"].week.wednesday] == ["20:00-24:00"]


def test_times_that_run_over_midnight_belong_to_the_day_they_begin_on() -> None:
    night = f"<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking>{times(('22:00', '06:00'))}</WeekDay>"
    closed = "".join(
        f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in (1, 3, 4, 5, 6, 7)
    )
    plan = read(calendar(week=night + closed)).plan
    assert open_hours(plan, "2026-03-03") == "00:00-06:00"


def test_days_that_a_base_calendar_does_not_mention_are_standard() -> None:
    sunday = f"<WeekDay><DayType>1</DayType><DayWorking>1</DayWorking>{times(('10:00', '12:00'))}</WeekDay>"
    plan = read(calendar(week=sunday)).plan
    assert open_hours(plan, "2026-03-01") == "10:00-12:00"
    assert open_hours(plan, "2026-03-02") == "08:00-12:00, 13:00-17:00"


def test_a_working_day_without_times_has_the_standard_ones() -> None:
    imported = read(calendar(week="<WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay>"))
    assert open_hours(imported.plan, "2026-03-07") == "08:00-12:00, 13:00-17:00"
    assert codes(imported) == ["default_times"]


def test_overlapping_times_are_joined() -> None:
    both = times(("08:00", "12:00"), ("11:00", "15:00"))
    imported = read(calendar(week=f"<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking>{both}</WeekDay>"))
    assert open_hours(imported.plan, "2026-03-02") == "08:00-15:00"
    assert codes(imported) == ["overlap"]


def test_an_exception_stored_twice_is_read_once() -> None:
    old = f"<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking>{period('2026-12-25', '2026-12-26')}</WeekDay>"
    new = (
        f"<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences>{period('2026-12-25', '2026-12-26')}"
        "<Occurrences>1</Occurrences><Name>Christmas</Name><Type>1</Type><DayWorking>0</DayWorking>"
        "</Exception></Exceptions>"
    )
    expected = CalendarException(start="2026-12-25", finish="2026-12-26", name="Christmas")  # type: ignore[arg-type]
    assert read(calendar(new, extra=old)).plan["c1"].exceptions == (expected,)
    (alone,) = read(calendar(extra=old)).plan["c1"].exceptions
    assert (alone.start, alone.finish, alone.shifts) == (date(2026, 12, 25), date(2026, 12, 26), ())


def test_an_old_exception_that_exceptions_do_not_say_is_kept_and_told_of() -> None:
    old = f"<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking>{period('2026-03-09', '2026-03-09')}</WeekDay>"
    new = f"<Exceptions>{day_off('2026-03-10')}</Exceptions>"
    imported = read(calendar(new, extra=old))
    assert open_hours(imported.plan, "2026-03-09") == "off"
    assert codes(imported) == ["exception_only_in_week"]


# -- recurring exceptions: what Microsoft Project's kinds mean, by their days ------------------------------------------

KINDS = {
    "every day": ("<Type>1</Type>", ["2026-03-02", "2026-03-03", "2026-03-04"], "2026-03-04"),
    "every fifth day": ("<Type>7</Type><Period>5</Period>", ["2026-03-02", "2026-03-07", "2026-03-12"], "2026-03-15"),
    "every weekday": ("<Type>8</Type>", ["2026-03-05", "2026-03-06", "2026-03-09"], "2026-03-09"),
    "every second week, which begins on Sunday": (
        "<Type>6</Type><Period>2</Period><DaysOfWeek>3</DaysOfWeek>",  # Sunday and Monday, from Monday the 2nd
        ["2026-03-02", "2026-03-15", "2026-03-16", "2026-03-29"], "2026-03-29",
    ),
    "monthly on the 20th": ("<Type>4</Type><MonthDay>20</MonthDay>", ["2026-03-20", "2026-04-20"], "2026-05-01"),
    "every second month on the 5th": (
        "<Type>4</Type><Period>2</Period><MonthDay>5</MonthDay>",
        ["2026-03-05", "2026-05-05"], "2026-06-30",
    ),
    "monthly on the last Friday": (
        "<Type>5</Type><MonthItem>8</MonthItem><MonthPosition>4</MonthPosition>",
        ["2026-03-27", "2026-04-24"], "2026-05-01",
    ),
    "monthly on the second Sunday": (
        "<Type>5</Type><MonthItem>3</MonthItem><MonthPosition>1</MonthPosition>",
        ["2026-03-08", "2026-04-12"], "2026-05-01",
    ),
    "monthly on the first weekday": (
        "<Type>5</Type><MonthItem>1</MonthItem><MonthPosition>0</MonthPosition>",
        ["2026-03-02", "2026-04-01", "2026-05-01"], "2026-05-02",
    ),
    "monthly on the last day": (
        "<Type>5</Type><MonthItem>0</MonthItem><MonthPosition>4</MonthPosition>",
        ["2026-03-31", "2026-04-30"], "2026-05-01",
    ),
    "monthly on the third weekend day": (
        "<Type>5</Type><MonthItem>2</MonthItem><MonthPosition>2</MonthPosition>",
        ["2026-03-08", "2026-04-11"], "2026-05-01",
    ),
    "yearly on 1 May": (
        "<Type>2</Type><Month>4</Month><MonthDay>1</MonthDay>",
        ["2026-05-01", "2027-05-01"], "2027-12-31",
    ),
    "yearly on the fourth Thursday of November": (
        "<Type>3</Type><Month>10</Month><MonthItem>7</MonthItem><MonthPosition>3</MonthPosition>",
        ["2026-11-26", "2027-11-25"], "2027-12-31",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_recurring_exceptions(kind: str) -> None:
    elements, days, last = KINDS[kind]
    first = "2026-03-05" if kind == "every weekday" else "2026-03-02"
    text = f"<Exceptions><Exception>{period(first, last)}{elements}<DayWorking>0</DayWorking></Exception></Exceptions>"
    (found,) = read(calendar(text)).plan["c1"].exceptions
    assert [str(day) for day in found.days(date(2026, 1, 1), date(2028, 12, 31))][: len(days)] == days


def test_an_exception_may_end_after_a_number_of_occurrences() -> None:
    text = (
        f"<Exceptions><Exception><EnteredByOccurrences>1</EnteredByOccurrences>{period('2026-03-02', '2026-03-03')}"
        "<Occurrences>3</Occurrences><Type>7</Type><Period>2</Period><DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    (found,) = read(calendar(text)).plan["c1"].exceptions
    assert [day.day for day in found.days(date(2026, 1, 1), date(2028, 1, 1))] == [2, 4, 6]


def test_a_one_off_exception_beats_a_recurring_one() -> None:
    mondays = "<Type>6</Type><DaysOfWeek>2</DaysOfWeek><DayWorking>0</DayWorking>"
    recurring = f"<Exception>{period('2026-03-02', '2026-12-31')}{mondays}</Exception>"
    hours = f"<Type>1</Type><DayWorking>1</DayWorking>{times(('08:00', '10:00'))}"
    once = f"<Exception>{period('2026-03-09', '2026-03-09')}{hours}</Exception>"
    plan = read(calendar(f"<Exceptions>{once}{recurring}</Exceptions>")).plan
    assert (open_hours(plan, "2026-03-09"), open_hours(plan, "2026-03-16")) == ("08:00-10:00", "off")


def test_a_work_week_holds_for_its_period() -> None:
    friday = f"<WeekDay><DayType>6</DayType><DayWorking>1</DayWorking>{times(('08:00', '12:00'))}</WeekDay>"
    for inside in (f"<WeekDays>{friday}</WeekDays>", friday):
        july = f"{period('2026-07-01', '2026-07-31')}<Name>Summer</Name>{inside}"
        weeks = f"<WorkWeeks><WorkWeek>{july}</WorkWeek></WorkWeeks>"
        plan = read(calendar(weeks)).plan
        assert plan["c1"].work_weeks[0].name == "Summer"
        assert (open_hours(plan, "2026-07-03"), open_hours(plan, "2026-08-07")) == (
            "08:00-12:00",
            "08:00-12:00, 13:00-17:00",
        )


def test_calendars_based_on_each_other_are_cut_and_told_of() -> None:
    imported = read(calendar(), calendar(uid=2, week="", base=3), calendar(uid=3, week="", base=2))
    assert codes(imported) == ["calendar_ring"]
    assert open_hours(imported.plan, "2026-03-02", "c3") == "08:00-12:00, 13:00-17:00"
    alone = read(calendar(), calendar(uid=2, week="", base=2))
    assert codes(alone) == ["calendar_ring"]


def test_a_base_that_is_not_there_is_told_of() -> None:
    imported = read(calendar(), calendar(uid=2, week="", base=9))
    assert imported.plan["c2"].base is None
    assert open_hours(imported.plan, "2026-03-02", "c2") == "08:00-12:00, 13:00-17:00"
    assert codes(imported) == ["unknown_calendar"]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("FREQ=DAILY;INTERVAL=3", {"Type": 7, "Period": 3}),
        ("FREQ=WEEKLY;BYDAY=MO,WE", {"Type": 6, "Period": 1, "DaysOfWeek": 10}),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", {"Type": 6, "Period": 2, "DaysOfWeek": 2}),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", {"Type": 5, "Period": 1, "MonthItem": 0, "MonthPosition": 4}),
        ("FREQ=YEARLY", {"Type": 2, "MonthDay": 2, "Month": 2}),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", {"Type": 2, "MonthDay": 25, "Month": 11}),
        ("FREQ=DAILY;COUNT=4", {"EnteredByOccurrences": True, "Occurrences": 4, "Type": 7, "Period": 1}),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", None),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", None),
        ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1", None),
    ],
)
def test_rules_are_said_in_the_formats_kinds_where_it_has_one(rule: str, values: object) -> None:
    exception = CalendarException(start="2026-03-02", recurrence=rule)  # type: ignore[arg-type]
    assert recurrence_values(exception) == values


@pytest.mark.parametrize(
    "inside",
    [
        "<Exceptions><Exception><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>",
        f"<Exceptions><Exception>{period('2026-02-30', 'soon')}<Type>1</Type></Exception></Exceptions>",
        f"<Exceptions><Exception>{period('2026-03-02', '2026-03-31')}<Type>77</Type></Exception></Exceptions>",
        f"<WorkWeeks><WorkWeek>{period('never', 'ever')}</WorkWeek></WorkWeeks>",
        f"<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking>{times(('early', '09:00'))}</WeekDay></WeekDays>",
    ],
)
def test_each_fault_of_a_calendar_is_told_and_the_rest_is_read(inside: str) -> None:
    imported = read(calendar(inside))
    assert "bad_value" in codes(imported)
    assert open_hours(imported.plan, "2026-03-06") == "08:00-12:00, 13:00-17:00"


def test_an_exception_of_no_type_is_one_of_single_days() -> None:
    inside = f"{period('2026-03-03', '2026-03-04')}<Type>9</Type><DayWorking>0</DayWorking>"
    imported = read(calendar(f"<Exceptions><Exception>{inside}</Exception></Exceptions>"))
    assert codes(imported) == ["exception_type"]
    assert open_hours(imported.plan, "2026-03-04") == "off"
