"""What a Microsoft Project file says becomes a plan; what does not fit becomes a finding."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from workmodel.domain import Assignment, Constraint, ManualDates, Milestone, Progress, Task
from workmodel.errors import MsProjectError, WrongType
from workmodel.interchange import Imported, msproject
from workmodel.quantities import Conventions, Percent, span

HEAD = '<Project xmlns="http://schemas.microsoft.com/project">'


def task(uid: int, inside: str = "", *, level: int = 1, name: str = "") -> str:
    title = f"<Name>{name}</Name>" if name else ""
    return f"<Task><UID>{uid}</UID>{title}<OutlineLevel>{level}</OutlineLevel>{inside}</Task>"


def project(
    *tasks: str,
    settings: str = "",
    resources: str = "",
    assignments: str = "",
    start: str = "2026-03-02T08:00:00",
) -> str:
    return (
        f"{HEAD}{settings}<StartDate>{start}</StartDate><Tasks>{''.join(tasks)}</Tasks>"
        f"<Resources>{resources}</Resources><Assignments>{assignments}</Assignments></Project>"
    )


def codes(imported: Imported, *, but: tuple[str, ...] = ("derived", "no_pass")) -> list[str]:
    found = [finding.code.removeprefix("msproject.") for finding in imported.findings]
    return [code for code in found if code not in but]


def read_task(inside: str, **more: str) -> Task:
    found = msproject.loads(project(task(1, inside), **more)).plan["t1"]
    assert isinstance(found, Task)
    return found


# -- the plan's own settings --------------------------------------------------------------------------------------------


def test_the_project_gives_the_plans_settings() -> None:
    settings = (
        "<Title>Launch</Title><MinutesPerDay>450</MinutesPerDay><MinutesPerWeek>2250</MinutesPerWeek>"
        "<DaysPerMonth>19</DaysPerMonth><CriticalSlackLimit>2</CriticalSlackLimit>"
        "<StatusDate>2026-03-10T17:00:00</StatusDate>"
    )
    found = msproject.loads(project(settings=settings)).plan.settings
    assert found.title == "Launch"
    assert found.start == datetime(2026, 3, 2, 8)
    assert found.finish is None
    assert found.direction == "forward"
    assert found.zone is None
    assert found.calendar == "standard"
    assert found.conventions == Conventions(450, 2250, 19)
    assert found.critical_float == span("2d")
    assert found.status_date == datetime(2026, 3, 10, 17)


def test_a_project_scheduled_from_its_finish_is_planned_backward() -> None:
    settings = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-04-30T17:00:00</FinishDate>"
    tasks = [task(1, "<ConstraintType>1</ConstraintType>"), task(2, "<ConstraintType>0</ConstraintType>")]
    plan = msproject.loads(project(*tasks, settings=settings)).plan
    assert plan.settings.direction == "backward"
    assert (plan.start, plan.finish) == (None, datetime(2026, 4, 30, 17))
    assert plan["t1"].constraint is None
    assert plan["t2"].constraint == Constraint("ASAP")


def test_task_0_is_the_project_and_no_item() -> None:
    summary = "<Task><UID>0</UID><Name>Launch</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>"
    plan = msproject.loads(project(summary, task(1))).plan
    assert list(plan.items) == ["t1"]
    assert plan.title == "Launch"
    assert plan["t1"].parent is None


def test_a_task_0_within_the_outline_is_an_item() -> None:
    assert list(msproject.loads(project(task(0), task(1))).plan.items) == ["t0", "t1"]


def test_without_a_start_the_earliest_of_the_tasks_is_taken() -> None:
    dates = "<Start>2026-03-0{}T08:00:00</Start><Finish>2026-03-09T17:00:00</Finish>"
    text = f"{HEAD}<Tasks>{task(1, dates.format(4))}{task(2, dates.format(3))}</Tasks></Project>"
    imported = msproject.loads(text)
    assert imported.plan.start == datetime(2026, 3, 3, 8)
    assert codes(imported) == ["no_start"]


# -- the outline --------------------------------------------------------------------------------------------------------


def test_outline_levels_make_the_hierarchy() -> None:
    plan = msproject.loads(
        project(task(1), task(2, level=2), task(3, level=3), task(4, level=2), task(5))
    ).plan
    assert {name: item.parent for name, item in plan.items.items()} == {
        "t1": None, "t2": "t1", "t3": "t2", "t4": "t1", "t5": None,
    }  # fmt: skip


def test_a_level_that_is_skipped_goes_under_the_nearest_above() -> None:
    plan = msproject.loads(project(task(1), task(2, level=5), task(3, level=3))).plan
    assert (plan["t2"].parent, plan["t3"].parent) == ("t1", "t1")


def test_a_milestone_has_no_duration_no_people_and_nothing_below() -> None:
    zero = "<Duration>PT0H0M0S</Duration><Milestone>1</Milestone>"
    long = "<Duration>PT8H0M0S</Duration><Milestone>1</Milestone>"
    imported = msproject.loads(project(task(1, zero), task(2, long), task(3, zero), task(4, level=2)))
    kinds = {name: type(item) for name, item in imported.plan.items.items()}
    assert kinds == {"t1": Milestone, "t2": Task, "t3": Task, "t4": Task}
    assert codes(imported) == ["long_milestone"]


def test_blank_rows_are_no_tasks() -> None:
    imported = msproject.loads(project(task(1), "<Task><UID>2</UID><IsNull>1</IsNull></Task>"))
    assert list(imported.plan.items) == ["t1"]


def test_inactive_tasks_are_left_out_with_their_links_and_told_of() -> None:
    link = "<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>"
    imported = msproject.loads(project(task(1, "<Active>0</Active>", name="Old"), task(2, link)))
    assert list(imported.plan.items) == ["t2"]
    assert imported.plan["t2"].after == ()
    assert [(f.code, f.subject, f.fact("title")) for f in imported.findings] == [
        ("msproject.inactive", "t1", "Old")
    ]


# -- durations ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "number", "written"),
    [(8, 3, "480min"), (8, 5, "8h"), (24, 7, "3d"), (24, 8, "1ed"), (80, 9, "2w"), (336, 10, "2ew"), (160, 11, "1mo"),
     (4, 53, "0.5d"), (24, 39, "3d"), (24, 40, "1ed")],
)  # fmt: skip
def test_durations_are_kept_in_the_unit_they_are_shown_in(hours: int, number: int, written: str) -> None:
    found = read_task(f"<Duration>PT{hours}H0M0S</Duration><DurationFormat>{number}</DurationFormat>")
    assert str(found.duration) == written


def test_an_estimated_duration_is_marked() -> None:
    assert read_task("<Duration>PT8H0M0S</Duration><DurationFormat>39</DurationFormat>").estimated
    assert not read_task("<Duration>PT8H0M0S</Duration><DurationFormat>53</DurationFormat>").estimated
    assert read_task(
        "<Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat><Estimated>1</Estimated>"
    ).estimated


def test_seconds_are_rounded_to_minutes_and_tallied() -> None:
    imported = msproject.loads(
        project(task(1, "<Duration>PT0H0M30S</Duration><DurationFormat>3</DurationFormat>"))
    )
    assert str(imported.plan["t1"].duration) == "1min"
    (finding,) = imported.findings
    assert (finding.code, finding.fact("what"), finding.fact("count")) == ("msproject.rounded", "Duration", 1)


def test_work_is_the_effort_in_the_files_unit_of_work() -> None:
    assert str(read_task("<Work>PT16H0M0S</Work>").effort) == "16h"
    assert str(read_task("<Work>PT16H0M0S</Work>", settings="<WorkFormat>3</WorkFormat>").effort) == "2d"
    assert read_task("<Work>PT0H0M0S</Work>").effort is None


# -- logic --------------------------------------------------------------------------------------------------------------


def link(uid: int, kind: int = 1, lag: object = 0, unit: int = 7) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{unit}</LagFormat></PredecessorLink>"
    )


@pytest.mark.parametrize(
    ("element", "notation"),
    [
        (link(1), "t1"),
        (link(1, 0), "t1 FF"),
        (link(1, 2), "t1 SF"),
        (link(1, 3, 9600), "t1 SS+2d"),
        (link(1, 1, -4800), "t1 FS-1d"),
        (link(1, 1, 24000, 9), "t1 FS+1w"),
        (link(1, 1, 14400, 8), "t1 FS+1ed"),
        (link(1, 1, -75, 19), "t1 FS-75%"),
        (link(1, 1, 50, 20), "t1 FS+50e%"),
        (link(1, 1, 4800, 39), "t1 FS+1d"),
    ],
)
def test_links_and_lags(element: str, notation: str) -> None:
    plan = msproject.loads(project(task(1), task(2, element))).plan
    assert [str(one) for one in plan["t2"].after] == [notation]


def test_a_lag_of_half_minutes_is_rounded_away_from_zero() -> None:
    plan = msproject.loads(project(task(1), task(2, link(1, 1, -4805, 3)))).plan
    assert plan.minutes(plan["t2"].after[0].lag) == -481


def test_a_percentage_with_decimals_is_kept() -> None:
    plan = msproject.loads(project(task(1), task(2, link(1, 1, "12.5", 19)))).plan
    assert plan["t2"].after[0].lag == Percent(Decimal("12.5"))


def test_links_that_lead_nowhere_are_left_out_and_told_of() -> None:
    cross = (
        "<PredecessorLink><PredecessorUID>1</PredecessorUID><CrossProject>1</CrossProject>"
        "<CrossProjectName>b.mpp\\7</CrossProjectName></PredecessorLink>"
    )
    imported = msproject.loads(project(task(1), task(2, link(9) + link(2) + cross)))
    assert imported.plan["t2"].after == ()
    assert codes(imported) == ["unknown_predecessor", "self_link", "external_link"]


def test_a_ring_of_links_is_kept_and_told_of() -> None:
    imported = msproject.loads(project(task(1, link(2)), task(2, link(1))))
    assert [str(one) for one in imported.plan["t1"].after] == ["t2"]
    (finding,) = imported.findings
    assert (finding.code, finding.severity, set(finding.fact("path"))) == (
        "msproject.ring",
        "error",
        {"t1", "t2"},
    )


@pytest.mark.parametrize(
    ("number", "kind"), list(enumerate(["ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"]))
)
def test_constraints(number: int, kind: str) -> None:
    found = read_task(
        f"<ConstraintType>{number}</ConstraintType><ConstraintDate>2026-03-05T12:00:00</ConstraintDate>"
    )
    if kind == "ASAP":
        assert found.constraint is None
    elif kind == "ALAP":
        assert found.constraint == Constraint("ALAP")
    else:
        assert found.constraint == Constraint(kind, datetime(2026, 3, 5, 12))  # type: ignore[arg-type]


def test_a_constraint_without_its_date_is_left_out_and_told_of() -> None:
    imported = msproject.loads(project(task(1, "<ConstraintType>4</ConstraintType>")))
    assert imported.plan["t1"].constraint is None
    assert codes(imported) == ["constraint_without_date"]


def test_deadline_priority_notes_type_and_levelling() -> None:
    found = read_task(
        "<Type>1</Type><Priority>900</Priority><Deadline>2026-03-31T17:00:00</Deadline>"
        "<LevelingDelay>14400</LevelingDelay>"
        "<LevelingDelayFormat>8</LevelingDelayFormat><Notes>line\nnext</Notes>"
    )
    assert (found.type, found.priority, found.deadline) == ("fixed_duration", 900, datetime(2026, 3, 31, 17))
    assert str(found.leveling_delay) == "1ed"
    assert found.notes == "line\nnext"


def test_a_levelling_delay_is_elapsed_time_whatever_format_it_has() -> None:
    assert (
        str(
            read_task(
                "<LevelingDelay>14400</LevelingDelay><LevelingDelayFormat>7</LevelingDelayFormat>"
            ).leveling_delay
        )
        == "1ed"
    )


# -- what was done, what is set by hand ---------------------------------------------------------------------------------


def test_actual_and_remaining_duration_are_the_facts() -> None:
    found = read_task(
        "<Duration>PT32H0M0S</Duration><DurationFormat>7</DurationFormat><PercentComplete>13</PercentComplete>"
        "<ActualStart>2026-03-02T08:00:00</ActualStart><ActualDuration>PT4H0M0S</ActualDuration>"
        "<RemainingDuration>PT28H0M0S</RemainingDuration><Resume>2026-03-04T08:00:00</Resume>"
    )
    assert found.progress == Progress(
        actual_start="2026-03-02 08:00", actual_duration="0.5d", remaining="3.5d", resume="2026-03-04 08:00"
    )


def test_what_converters_leave_out_is_zero() -> None:
    found = read_task(
        "<Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat><PercentComplete>100</PercentComplete>"
        "<ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-02T17:00:00</ActualFinish>"
        "<ActualDuration>PT8H0M0S</ActualDuration>"
    )
    assert found.progress is not None
    assert found.progress.remaining == span("0d")
    assert found.progress.complete


def test_a_percentage_counts_where_there_are_no_durations() -> None:
    assert read_task("<PercentComplete>40</PercentComplete>").progress == Progress(percent=40)
    assert (
        read_task(
            "<PercentComplete>0</PercentComplete><RemainingDuration>PT8H0M0S</RemainingDuration>"
        ).progress
        is None
    )


def test_manual_tasks_keep_their_dates() -> None:
    dates = "<Start>2026-03-04T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish>"
    found = read_task(f"<Manual>1</Manual>{dates}<ManualStart>2026-03-03T08:00:00</ManualStart>")
    assert found.manual == ManualDates(datetime(2026, 3, 3, 8), None)
    found = read_task(f"<Manual>1</Manual>{dates}")
    assert found.manual == ManualDates(datetime(2026, 3, 4, 8), datetime(2026, 3, 5, 17))
    assert (
        read_task(f"<Manual>0</Manual>{dates}<ManualStart>2026-03-03T08:00:00</ManualStart>").manual is None
    )


def test_tasks_of_other_files_keep_the_dates_they_had() -> None:
    dates = "<Start>2026-03-04T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish>"
    imported = msproject.loads(project(task(1, f"<ExternalTask>1</ExternalTask>{dates}")))
    assert imported.plan["t1"].manual == ManualDates(datetime(2026, 3, 4, 8), datetime(2026, 3, 5, 17))
    assert codes(imported) == ["external_task"]


# -- people -------------------------------------------------------------------------------------------------------------

ANA = (
    "<Resource><UID>1</UID><Name>Ana</Name><Type>1</Type><MaxUnits>0.8</MaxUnits>"
    "<EmailAddress>ana@example.org</EmailAddress>"
    "<StandardRate>85.5</StandardRate><StandardRateFormat>2</StandardRateFormat><CostPerUse>500</CostPerUse></Resource>"
)


def test_resources_with_capacity_rates_and_types() -> None:
    resources = ANA + (
        "<Resource><UID>2</UID><Name>Ink</Name><Type>0</Type><MaterialLabel>litre</MaterialLabel></Resource>"
        "<Resource><UID>3</UID><Name>Travel</Name><Type>2</Type></Resource><Resource><UID>0</UID></Resource>"
    )
    found = msproject.loads(
        project(resources=resources, settings="<CurrencyCode>EUR</CurrencyCode>")
    ).plan.resources
    assert list(found) == ["r1", "r2", "r3"]
    ana = found["r1"]
    assert (ana.title, ana.capacity, ana.email) == ("Ana", Decimal("0.8"), "ana@example.org")
    assert (str(ana.cost_rate), str(ana.cost_per_use)) == ("85.5 EUR", "5 EUR")
    assert [(one.type, one.unit) for one in found.values()] == [
        ("person", ""),
        ("material", "litre"),
        ("money", ""),
    ]


def test_amounts_in_a_file_without_a_currency() -> None:
    imported = msproject.loads(project(resources=ANA))
    assert str(imported.plan["r1"].cost_rate) == "85.5 " + 3 * "X"
    assert "no_currency" in codes(imported)


def test_assignments_say_units_where_they_are_not_the_capacity() -> None:
    work = "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>{}</Units></Assignment>"
    both = [work.format("0.8"), work.format("0.5")]
    for element, expected in zip(both, (Assignment("r1"), Assignment("r1", Decimal("0.5"))), strict=True):
        assert read_task("", resources=ANA, assignments=element).assignments == (expected,)


def test_units_of_a_material_are_the_quantity_that_is_used_up() -> None:
    ink = "<Resource><UID>1</UID><Name>Ink</Name><Type>0</Type><MaterialLabel>{}</MaterialLabel></Resource>"
    used = "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>{}</Units>{}</Assignment>"
    for label, units, more, expected in (
        ("litre", "1", "", "r1 1 litre"),
        ("Each Folder", "3", "<FixedMaterial>1</FixedMaterial>", "r1 3 Each Folder"),
        ("litre", "40", "<FixedMaterial>0</FixedMaterial><Work>PT120H0M0S</Work>", "r1 120 litre"),
        ("5 l cans", "2", "", "r1 200%"),
    ):
        element = used.format(units, more)
        task_of = read_task("", resources=ink.format(label), assignments=element)
        assert [str(one) for one in task_of.assignments] == [expected]


def test_a_rate_of_consumption_is_told_of() -> None:
    ink = "<Resource><UID>1</UID><Name>Ink</Name><Type>0</Type></Resource>"
    used = (
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>40</Units>"
        "<FixedMaterial>0</FixedMaterial><Work>PT120H0M0S</Work></Assignment>"
    )
    assert "rate_of_consumption" in codes(msproject.loads(project(task(1), resources=ink, assignments=used)))


def test_the_cost_of_a_cost_resource_is_an_amount_in_the_currency_of_the_file() -> None:
    travel = "<Resource><UID>1</UID><Name>Travel</Name><Type>2</Type></Resource>"
    spent = "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Cost>125050</Cost></Assignment>"
    text = project(task(1), resources=travel, assignments=spent, settings="<CurrencyCode>EUR</CurrencyCode>")
    assert [str(one) for one in msproject.loads(text).plan["t1"].assignments] == ["r1 1250.5 EUR"]


def test_placeholders_for_nobody_are_passed_over() -> None:
    nobody = "<Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><Units>1</Units></Assignment>"
    imported = msproject.loads(project(task(1), assignments=nobody))
    assert imported.plan["t1"].assignments == ()
    assert codes(imported) == []


def test_assignments_of_what_is_not_there_are_told_of() -> None:
    stray = "".join(
        f"<Assignment><TaskUID>{t}</TaskUID><ResourceUID>{r}</ResourceUID></Assignment>"
        for t, r in ((7, 1), (1, 7))
    )
    assert codes(msproject.loads(project(task(1), resources=ANA, assignments=stray)))[:2] == [
        "unknown_task",
        "unknown_resource",
    ]


def test_contours_and_delays_of_assignments_are_told_of() -> None:
    shaped = (
        "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Delay>4800</Delay>"
        "<WorkContour>3</WorkContour></Assignment>"
    )
    found = codes(msproject.loads(project(task(1), resources=ANA, assignments=shaped)))
    assert found[:2] == ["contour", "assignment_delay"]


# -- custom fields ------------------------------------------------------------------------------------------------------


def test_custom_fields_become_declared_properties() -> None:
    declared = (
        "<ExtendedAttributes>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName><Alias>Risk level</Alias>"
        "<RestrictValues>1</RestrictValues><ValueList><Value><ID>1</ID><Value>low</Value></Value>"
        "<Value><ID>2</ID><Value>high</Value></Value></ValueList></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743767</FieldID><FieldName>Number1</FieldName></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743752</FieldID><FieldName>Flag1</FieldName></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743945</FieldID><FieldName>Date1</FieldName></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743783</FieldID><FieldName>Duration1</FieldName></ExtendedAttribute>"
        "</ExtendedAttributes>"
    )
    values = {
        188743731: "high", 188743767: "3.5", 188743752: "1", 188743945: "2026-03-05T08:00:00", 188743783: "PT16H0M0S",
        188743734: "undeclared",
    }  # fmt: skip
    given = "".join(
        f"<ExtendedAttribute><FieldID>{number}</FieldID><Value>{value}</Value>"
        "<DurationFormat>7</DurationFormat></ExtendedAttribute>"
        for number, value in values.items()
    )
    plan = msproject.loads(project(task(1, given), settings=declared)).plan
    assert dict(plan["t1"].properties) == {
        "Risk_level": "high", "Number1": Decimal("3.5"), "Flag1": True, "Date1": datetime(2026, 3, 5, 8),
        "Duration1": span("2d"), "Text2": "undeclared",
    }  # fmt: skip
    risk = plan.properties["Risk_level"]
    assert (risk.title, risk.type, risk.choices, risk.on) == (
        "Risk level",
        "choice",
        ("low", "high"),
        ("task", "milestone"),
    )


def test_outline_codes_are_text_in_full() -> None:
    table = (
        "<OutlineCodes><OutlineCode><FieldID>188744096</FieldID><Values>"
        "<Value><ValueID>1</ValueID><ParentValueID>0</ParentValueID><Value>A</Value></Value>"
        "<Value><ValueID>2</ValueID><ParentValueID>1</ParentValueID><Value>b</Value></Value></Values>"
        "</OutlineCode></OutlineCodes>"
    )
    code = "<OutlineCode><FieldID>188744096</FieldID><ValueID>2</ValueID></OutlineCode>"
    assert list(read_task(code, settings=table).properties.values()) == ["A.b"]


# -- dates --------------------------------------------------------------------------------------------------------------


def dated(uid: int, *, slack: int = 0, critical: int = 1, more: str = "") -> str:
    dates = "".join(
        f"<{name}Start>2026-03-0{day}T08:00:00</{name}Start><{name}Finish>2026-03-0{day}T17:00:00</{name}Finish>"
        for name, day in (("", 2), ("Early", 2), ("Late", 3))
    )
    return task(
        uid,
        f"{dates}<Duration>PT8H0M0S</Duration><TotalSlack>{slack}</TotalSlack><Critical>{critical}</Critical>{more}",
    )


def test_the_dates_of_the_file_are_a_schedule_that_says_it_was_read() -> None:
    imported = msproject.loads(project(dated(1, slack=4800, critical=0), dated(2)))
    dates = imported.schedule
    assert dates is not None
    assert dates.source == "read"
    item = dates["t1"]
    assert (item.start, item.late_finish) == (datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17))
    assert (item.total_float.minutes, item.free_float.minutes, item.critical) == (480, 0, False)
    assert item.driver is not None
    assert item.driver.kind == "read"
    assert dates.explain("t1").root == dates.explain("t1").drivers[0]
    assert "read from a file" in str(dates.explain("t1"))
    assert dates.critical_path == ("t2",)
    assert dates.paths("t1") == (("t1",),)


def test_a_file_without_dates_has_no_schedule() -> None:
    assert msproject.loads(project(task(1))).schedule is None
    imported = msproject.loads(project(dated(1), task(2)))
    assert imported.schedule is None
    assert codes(imported) == ["no_dates"]


def test_dates_that_only_timephased_data_explains_are_told_of() -> None:
    dates = (
        "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-06T17:00:00</Finish><Duration>PT8H0M0S</Duration>"
    )
    data = "<TimephasedData><Type>1</Type><Value>{}</Value></TimephasedData>"
    values = data.format("PT4H0M0S") + data.format("PT0H0M0S") + data.format("PT4H0M0S")
    nobody = "<Assignment><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID>{}</Assignment>"
    for inside, code in (
        (values, "split"),
        ("<WorkContour>8</WorkContour>", "split"),
        (data.format("PT8H0M0S"), "shape"),
    ):
        imported = msproject.loads(project(task(1, dates), assignments=nobody.format(inside)))
        finding = next(f for f in imported.findings if f.code == f"msproject.{code}")
        assert (finding.subject, finding.fact("duration"), finding.fact("worked")) == ("t1", 480, 2400)


def test_a_pause_in_work_under_way_is_no_split() -> None:
    dates = (
        "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-06T17:00:00</Finish><Duration>PT16H0M0S</Duration>"
    )
    done = (
        "<ActualStart>2026-03-02T08:00:00</ActualStart><ActualDuration>PT8H0M0S</ActualDuration>"
        "<RemainingDuration>PT8H0M0S</RemainingDuration><Resume>2026-03-06T08:00:00</Resume>"
    )
    assert codes(msproject.loads(project(task(1, dates + done)))) == []


# -- nothing is dropped without a word ----------------------------------------------------------------------------------


def test_what_was_not_kept_is_told_once_for_each_kind() -> None:
    texts = [task(n, "<Contact>Ana</Contact><Cost>100</Cost><Mystery>1</Mystery>") for n in (1, 2)]
    found = {(f.code, f.fact("what")): f.fact("count") for f in msproject.loads(project(*texts)).findings}
    assert found == {
        ("msproject.not_kept", "Task/Contact"): 2,
        ("msproject.unknown_element", "Task/Mystery"): 2,
        ("msproject.derived", None): 2,
    }


def test_doubled_and_missing_uids_get_ids_of_their_own() -> None:
    imported = msproject.loads(project(task(1), task(1), "<Task><OutlineLevel>1</OutlineLevel></Task>"))
    assert list(imported.plan.items) == ["t1", "t_1", "t_2"]
    assert codes(imported) == ["duplicate_uid", "missing_uid"]


def test_a_bad_value_counts_as_missing_and_is_told_of() -> None:
    imported = msproject.loads(project(task(1, "<Duration>soon</Duration><Priority>NaN</Priority>")))
    assert imported.plan["t1"].duration is None
    assert [f.fact("element") for f in imported.findings] == ["Priority", "Duration"]


def test_thousands_of_bad_values_are_counted_not_listed() -> None:
    imported = msproject.loads(project(*(task(n, "<Duration>soon</Duration>") for n in range(1, 1503))))
    bad = [f for f in imported.findings if f.code == "msproject.bad_value"]
    assert len(bad) == 1001
    assert bad[-1].fact("count") == 1502


FAULTS = {
    "a time with an offset": (task(1, "<Deadline>2026-03-31T17:00:00+02:00</Deadline>"), ["offset"]),
    "a time beyond time": (task(1, "<Deadline>9999-12-31T23:59:59</Deadline>"), ["bad_value"]),
    "slack beyond reason": (dated(1, slack=10**13), ["bad_value"]),
    "a negative duration": (task(1, "<Duration>-PT8H0M0S</Duration>"), ["bad_value"]),
    "a duration of two points": (task(1, "<Duration>PT1.2.3H0M0S</Duration>"), ["bad_value"]),
    "manual without dates": (task(1, "<Manual>1</Manual>"), ["manual_without_dates"]),
    "manual backwards": (
        task(
            1,
            "<Manual>1</Manual><ManualStart>2026-03-05T08:00:00</ManualStart><ManualFinish>2026-03-04T08:00:00</ManualFinish>",
        ),
        ["bad_value"],
    ),
    "a manual summary": (task(1, "<Manual>1</Manual>") + task(2, level=2), ["manual_summary"]),
    "finished before started": (
        task(
            1,
            "<ActualStart>2026-03-05T08:00:00</ActualStart><ActualFinish>2026-03-04T08:00:00</ActualFinish>",
        ),
        ["bad_value"],
    ),
    "more than complete": (task(1, "<PercentComplete>120</PercentComplete>"), ["bad_value"]),
    "a calendar that is not there": (task(1, "<CalendarUID>7</CalendarUID>"), ["unknown_calendar"]),
    "ignoring calendars without one": (
        task(1, "<IgnoreResourceCalendar>1</IgnoreResourceCalendar>"),
        ["ignores_nothing"],
    ),
    "a lag beyond reason": (task(1) + task(2, link(1, 1, 10**9, 19)), ["bad_value"]),
    "a subproject": (
        task(1, "<IsSubproject>1</IsSubproject><SubprojectName>b.mpp</SubprojectName>"),
        ["subproject", "manual_without_dates"],
    ),
    "a recurring task": (task(1, "<Recurring>1</Recurring>"), ["recurring"]),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_and_the_rest_is_read(fault: str) -> None:
    text, expected = FAULTS[fault]
    imported = msproject.loads(project(text))
    assert codes(imported) == expected
    assert "t1" in imported.plan


RESOURCE_FAULTS = {
    "a share of many decimals": ("<MaxUnits>0.333333</MaxUnits>", ["rounded_share"]),
    "a negative share": ("<MaxUnits>-1</MaxUnits>", ["bad_value"]),
    "a calendar that is not there": ("<CalendarUID>7</CalendarUID>", ["unknown_calendar"]),
    "inactive": ("<IsInactive>1</IsInactive>", ["inactive_resource"]),
    "a rate of many decimals": ("<StandardRate>1.23456789</StandardRate>", ["rounded_money"]),
    "a rate beyond reason": (f"<StandardRate>{10**17}e9</StandardRate>", ["bad_value"]),
    "a price of material": ("<Type>0</Type><StandardRate>3</StandardRate>", ["rate_of_material"]),
}


@pytest.mark.parametrize("fault", RESOURCE_FAULTS)
def test_each_fault_of_a_resource_is_told_and_the_rest_is_read(fault: str) -> None:
    inside, expected = RESOURCE_FAULTS[fault]
    text = project(
        resources=f"<Resource><UID>1</UID>{inside}</Resource>", settings="<CurrencyCode>EUR</CurrencyCode>"
    )
    imported = msproject.loads(text)
    assert codes(imported) == expected
    assert "r1" in imported.plan


def test_several_critical_paths_are_told_of() -> None:
    assert codes(msproject.loads(project(settings="<MultipleCriticalPaths>1</MultipleCriticalPaths>"))) == [
        "multiple_critical_paths"
    ]


def test_a_resource_that_is_assigned_twice_is_told_of() -> None:
    twice = "<Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID></Assignment>" * 2
    imported = msproject.loads(project(task(1), resources=ANA, assignments=twice))
    assert "repeated_assignment" in codes(imported)


def test_fields_of_tasks_and_resources_with_one_alias_are_one_property() -> None:
    declared = "<ExtendedAttributes>" + "".join(
        f"<ExtendedAttribute><FieldID>{number}</FieldID><FieldName>Text1</FieldName><Alias>Team</Alias></ExtendedAttribute>"
        for number in (188743731, 205520904)
    ) + "</ExtendedAttributes>"  # fmt: skip
    plan = msproject.loads(project(settings=declared)).plan
    assert list(plan.properties) == ["Team"]
    assert plan.properties["Team"].on == ("task", "milestone", "resource")


def test_custom_values_that_do_not_fit_are_left_out_and_told_of() -> None:
    declared = (
        "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName>"
        "<RestrictValues>1</RestrictValues><ValueList><Value><Value>low</Value></Value></ValueList></ExtendedAttribute>"
        "<ExtendedAttribute><FieldID>188743734</FieldID><FieldName>Text2</FieldName><Formula>1+1</Formula></ExtendedAttribute>"
        "</ExtendedAttributes>"
    )
    given = "".join(
        f"<ExtendedAttribute><FieldID>{number}</FieldID><Value>{value}</Value></ExtendedAttribute>"
        for number, value in ((188743731, "huge"), (188743734, "two"), (1, "of nobody"))
    )
    imported = msproject.loads(project(task(1, given), settings=declared))
    assert dict(imported.plan["t1"].properties) == {"Text2": "two"}
    assert sorted(codes(imported)) == ["bad_value", "formula", "unknown_field"]


# -- the outside --------------------------------------------------------------------------------------------------------


def test_files_and_open_files(tmp_path: Path) -> None:
    text = project(task(1, name="Draft"))
    path = tmp_path / "plan.xml"
    path.write_text(text, encoding="utf-8")
    plans = [
        msproject.load(path),
        msproject.load(io.BytesIO(text.encode())),
        msproject.load(io.StringIO(text)),
    ]
    assert all(one.plan == plans[0].plan for one in plans)


def test_another_namespace_or_none_is_read_and_told_of() -> None:
    text = project(task(1, name="Draft"))
    for other in (
        text.replace("/project", "/project/2007"),
        text.replace(' xmlns="http://schemas.microsoft.com/project"', ""),
    ):
        imported = msproject.loads(other)
        assert imported.plan["t1"].title == "Draft"
        assert codes(imported) == ["namespace"]
    prefixed = text.replace("xmlns=", "xmlns:p=").replace("<", "<p:").replace("<p:/", "</p:")
    assert msproject.loads(prefixed).plan["t1"].title == "Draft"


def test_what_is_no_project_is_refused_with_a_cure() -> None:
    with pytest.raises(MsProjectError) as caught:
        msproject.loads("<html><body/></html>")
    assert caught.value.where == "the root element"
    assert "file type XML" in caught.value.cure
    with pytest.raises(WrongType):
        msproject.loads(7)  # type: ignore[arg-type]
