"""The plan's own settings: the Project element itself and task 0, the project summary."""

from __future__ import annotations

from typing import Any

from workmodel.interchange.msproject.codes import NO_CURRENCY
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.nodes import Node
from workmodel.interchange.msproject.report import Report
from workmodel.quantities import Conventions, Span, span

__all__ = ["conventions_of", "currency_of", "settings_of", "summary_of"]


def summary_of(root: Node) -> Node | None:
    """Task 0, which stands for the project as a whole; a task with the UID 0 in the outline is none."""
    for node in root.inside("Tasks", "Task"):
        values = node.values
        if values.get("UID", "").strip() == "0":
            return node if values.get("OutlineLevel", "0").strip() == "0" else None
    return None


def conventions_of(root: Node, report: Report) -> Conventions:
    """How long a day, a week and a month are."""
    fields = Fields(root, report)
    standard = Conventions()
    return Conventions(
        fields.whole("MinutesPerDay", 1, 1440) or standard.minutes_per_day,
        fields.whole("MinutesPerWeek", 1, 10080) or standard.minutes_per_week,
        fields.whole("DaysPerMonth", 1, 31) or standard.days_per_month,
    )


def currency_of(root: Node) -> str:
    """The code of the file's currency; that for no currency where it names none."""
    code = root.values.get("CurrencyCode", "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else NO_CURRENCY


def settings_of(root: Node, report: Report, conventions: Conventions, calendar: str) -> dict[str, Any]:
    """Settings of the plan by name."""
    fields = Fields(root, report)
    summary = summary_of(root)
    backward = not fields.flag("ScheduleFromStart", True)
    title = root.values.get("Title") or (summary.values.get("Name", "") if summary is not None else "")
    title = title or root.values.get("Name", "").removesuffix(".xml")
    side = "finish" if backward else "start"
    date = fields.moment(f"{side.capitalize()}Date")
    if date is None and summary is not None:
        date = Fields(summary, report).moment(side.capitalize())
    if date is None:
        date = _from_tasks(root, side)
        cure = f"and its tasks have none; give the plan one: plan.evolve({side}=...)"
        if date is not None:
            cure = f"the {'latest' if backward else 'earliest'} of its tasks was taken"
        report.add(f"no_{side}", "", f"the file gives the project no {side}; {cure}")
    if fields.flag("MultipleCriticalPaths"):
        report.add(
            "multiple_critical_paths", "",
            "the file counts slack for each chain of tasks on its own (several critical paths); a plan counts it to its "
            "finish, so late dates and floats will differ",
        )  # fmt: skip
    limit = fields.whole("CriticalSlackLimit", -10_000, 10_000) or 0
    return {
        "title": title,
        side: date,
        "direction": "backward" if backward else "forward",
        "calendar": calendar,
        "status_date": fields.moment("StatusDate"),
        "conventions": conventions,
        "critical_float": span(f"{limit}d") if limit else Span(),
    }


def _from_tasks(root: Node, side: str) -> Any:
    """The earliest start or latest finish of the tasks, without telling twice what is wrong with them."""
    quiet = Report()
    found = [Fields(node, quiet).moment(side.capitalize()) for node in root.inside("Tasks", "Task")]
    dates = [date for date in found if date is not None]
    if not dates:
        return None
    return min(dates) if side == "start" else max(dates)
