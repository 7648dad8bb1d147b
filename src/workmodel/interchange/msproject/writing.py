"""From a plan and its dates to XML bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from workmodel.domain import Plan, Resource, Schedule
from workmodel.domain.telling import OnProgress, Teller
from workmodel.errors import WrongType
from workmodel.interchange.msproject.codes import NAMESPACE, NO_CURRENCY
from workmodel.interchange.msproject.fields import rounded
from workmodel.interchange.msproject.numbering import Numbering
from workmodel.interchange.msproject.output import Markup, element
from workmodel.interchange.msproject.write_calendars import calendar_elements
from workmodel.interchange.msproject.write_properties import FieldNumbers
from workmodel.interchange.msproject.write_tasks import Writing, assignment_elements, guid_of, task_elements
from workmodel.quantities import Money

__all__ = ["dumps"]

_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_TYPES: Final = {"material": 0, "money": 2}
_WORK_FORMATS: Final = {"min": 1, "h": 2, "d": 3, "w": 4, "mo": 5}
_HEAD: Final = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="{NAMESPACE}">'


def dumps(plan: Plan, schedule: Schedule | None = None, *, on_progress: OnProgress | None = None) -> bytes:
    """A Microsoft Project XML file (MSPDI) of a plan with its dates, in UTF-8.

    Items called ``t5`` keep the UID 5, others get free ones, and likewise for resources (``r2``) and calendars
    (``c1``). What the format cannot say is left out: `losses` lists it, and says where the file would be larger than
    `loads` takes without a ``limit=``. Times with a zone are written as its wall clock.

    Parameters
    ----------
    plan
        The plan.
    schedule
        Its dates; without them the file has none, and Microsoft Project computes its own.
    on_progress
        Called now and then with how many items were written and how many there are; ``False`` from it stops with `Stopped`.

    Raises
    ------
    WrongType
        Not a plan, or the schedule of another plan.

    Notes
    -----
    Elements stand in the order of Microsoft's schema (mspdi_pj12.xsd, with the elements that Project 2010 added), in
    its types.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan(start="2026-03-02").add(Task("t1", title="Draft", duration="2d"))
    >>> b"<Duration>PT16H0M0S</Duration>" in dumps(plan)
    True
    """
    teller = Teller("writing the Microsoft Project file", on_progress)
    if not isinstance(plan, Plan):
        raise WrongType("a plan", plan, "a Plan, and its Schedule as the second argument")
    if schedule is not None and (not isinstance(schedule, Schedule) or schedule.plan != plan):
        raise WrongType("the schedule of the plan", schedule, "the Schedule of this very plan")
    writing = Writing(plan, schedule, Numbering(plan), FieldNumbers(plan), _currency(plan) or NO_CURRENCY)
    inner = element("Project", _project(writing, teller)).removeprefix("<Project>")
    return f"{_HEAD}{inner}\n".encode()


def _project(writing: Writing, teller: Teller) -> dict[str, Any]:
    plan, settings = writing.plan, writing.plan.settings
    schedule = writing.schedule
    backward = settings.direction == "backward"
    start, finish = writing.stamp(settings.start), writing.due(settings.finish)
    if schedule is not None and len(schedule):
        start = writing.wall(int(schedule.dates.start.min())) if backward else start
        finish = finish if backward else writing.wall(int(schedule.dates.finish.max()))
    conventions = settings.conventions
    limit = Decimal(plan.minutes(settings.critical_float)) / conventions.minutes_per_day
    return {
        "Title": settings.title or None,
        "ScheduleFromStart": not backward,
        "StartDate": start,
        "FinishDate": finish,
        "CriticalSlackLimit": rounded(limit),
        "CurrencyCode": _currency(plan),
        "CalendarUID": writing.numbering.calendars[settings.calendar],
        "MinutesPerDay": conventions.minutes_per_day,
        "MinutesPerWeek": conventions.minutes_per_week,
        "DaysPerMonth": conventions.days_per_month,
        "DurationFormat": 7,
        "WorkFormat": _work_format(plan),
        "HonorConstraints": False,
        "NewTasksAreManual": False,
        "StatusDate": writing.due(settings.status_date),
        "ExtendedAttributes": writing.custom.declarations(),
        "Calendars": _group("Calendars", calendar_elements(plan, writing.numbering)),
        "Tasks": _group("Tasks", [*_summary(writing), *task_elements(writing, teller)]),
        "Resources": _group("Resources", _resources(writing)),
        "Assignments": _group("Assignments", assignment_elements(writing)),
    }


def _group(tag: str, parts: Any) -> Markup:
    return Markup(f"<{tag}>{''.join(parts)}</{tag}>")


def _work_format(plan: Plan) -> int:
    """The largest unit in which an effort is said in hundredths at most, so that reading and writing again keeps it."""
    efforts = {task.effort for task in plan.tasks.values() if task.effort is not None}
    parts = [effort.parts[0] for effort in efforts if len(effort.parts) == 1 and effort]
    units = {unit for amount, unit in parts if amount == round(amount, 2)}
    return max((_WORK_FORMATS[unit] for unit in units), default=_WORK_FORMATS["h"])


def _currency(plan: Plan) -> str | None:
    """The currency of the first amount; one file has one."""
    amounts = (
        money
        for one in plan.resources.values()
        for money in (one.cost_rate, one.cost_per_use)
        if money is not None
    )
    first = next((money.currency for money in amounts), None) or next(_spent(plan), None)
    return None if first == NO_CURRENCY else first


def _spent(plan: Plan) -> Iterator[str]:
    """Currencies of the amounts of money that tasks use up."""
    for task in plan.tasks.values():
        for one in task.assignments:
            resource = plan.resources[one.resource]
            currency = one.unit or resource.unit
            if resource.type == "money" and _CURRENCY.fullmatch(currency):
                yield currency


def _summary(writing: Writing) -> Iterator[Markup]:
    """Task 0, the project as a whole, unless an item has its UID."""
    if 0 in writing.numbering.tasks.values():
        return
    schedule = writing.schedule
    dates: dict[str, Any] = {}
    if schedule is not None and len(schedule):
        dates = {
            "Start": writing.wall(int(schedule.dates.start.min())),
            "Finish": writing.wall(int(schedule.dates.finish.max())),
        }
    yield element(
        "Task",
        {
            "UID": 0, "ID": 0, "Name": writing.plan.settings.title or None, "Active": True, "Manual": False, "Type": 1,
            "IsNull": False, "WBS": "0", "OutlineNumber": "0", "OutlineLevel": 0, "Priority": 500, "Milestone": False,
            "Summary": True, "CalendarUID": -1, **dates,
        },
    )  # fmt: skip


def _resources(writing: Writing) -> Iterator[Markup]:
    for place, one in enumerate(writing.plan.resources.values(), 1):
        own = one.id == writing.numbering.names[one.id]
        calendar = None if one.calendar is None else writing.numbering.calendars[one.calendar]
        yield element(
            "Resource",
            {
                "UID": writing.numbering.resources[one.id],
                "GUID": guid_of(one),
                "ID": place,
                "Name": one.title or (None if own else one.id),
                "Type": _TYPES.get(one.type, 1),
                "IsNull": False,
                "MaterialLabel": one.unit or None if one.type == "material" else None,
                "EmailAddress": one.email or None,
                "MaxUnits": one.capacity if one.works or one.capacity != 1 else None,
                "CalendarUID": -1 if calendar is None else calendar,
                "Notes": one.notes or None,
                "IsCostResource": one.type == "money",
                "ExtendedAttribute": writing.custom.values(one.properties, "resource"),
                **_costs(one, writing.currency),
            },
        )


def _costs(one: Resource, currency: str) -> dict[str, Any]:
    """Rates per hour in units of the currency, costs per use in hundredths; other currencies cannot be said."""

    def amount(money: Money | None) -> Decimal | None:
        return money.amount if money is not None and money.currency == currency else None

    rate, use = amount(one.cost_rate), amount(one.cost_per_use)
    return {
        "StandardRate": rate,
        "StandardRateFormat": None if rate is None else 8 if one.type == "material" else 2,
        "CostPerUse": None if use is None else use * 100,
    }
