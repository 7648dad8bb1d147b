"""From the XML's tree to a plan, the dates the file carries, and what did not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workmodel.domain import Plan
from workmodel.domain.rings import rings
from workmodel.domain.telling import OnProgress, Teller
from workmodel.errors import MsProjectError, PlanFaults
from workmodel.interchange.given import given_content, given_limit
from workmodel.interchange.imported import Imported
from workmodel.interchange.msproject.codes import NAMESPACE
from workmodel.interchange.msproject.fields import Fields
from workmodel.interchange.msproject.leftovers import tell_leftovers
from workmodel.interchange.msproject.nodes import MOST_BYTES, Node, parsed
from workmodel.interchange.msproject.read_calendars import calendars_of
from workmodel.interchange.msproject.read_dates import schedule_of
from workmodel.interchange.msproject.read_properties import CustomFields
from workmodel.interchange.msproject.read_resources import resources_of
from workmodel.interchange.msproject.read_settings import conventions_of, currency_of, settings_of, summary_of
from workmodel.interchange.msproject.read_splits import shaped_tasks, tell_splits
from workmodel.interchange.msproject.read_tasks import Reading, tasks_of
from workmodel.interchange.msproject.report import Report

if TYPE_CHECKING:
    from workmodel.interchange.msproject.uids import Uids

__all__ = ["loads"]

_MOST_RINGS: Final = 100


def loads(data: bytes | str, *, limit: int = MOST_BYTES, on_progress: OnProgress | None = None) -> Imported:
    """The plan in a Microsoft Project XML file (MSPDI), with the dates it carries and findings on what did not fit.

    Tasks, resources and calendars are called ``t5``, ``r2``, ``c1`` by their UIDs. Task 0, the project summary,
    gives the plan's settings. Nothing is dropped without a finding, and a fault in one element does not keep the
    rest from being read.

    Parameters
    ----------
    data
        The file, in any charset, or its text.
    limit
        Largest size. Beyond 64 MB the numbers below grow with it. [bytes]
    on_progress
        Called now and then with how many tasks were read and how many there are; ``False`` from it stops with `Stopped`.

    Raises
    ------
    MsProjectError
        It is no Microsoft Project XML file, or has more than *limit* bytes, 64 levels, three million elements, half a million
        groups of values, or 200,000 tasks, resources and calendars.
    MissingExtra
        The extra ``msproject`` is not installed.
    OutOfRange
        A limit below zero.
    WrongType
        Neither bytes nor text.

    Notes
    -----
    Source: Microsoft, "Project 2007 XML Data Interchange Schema Reference". Times have no zone. Lags, slack and
    levelling delays are tenths of minutes; everything is rounded to whole minutes, halves away from zero, and
    tallied in a finding.

    Examples
    --------
    >>> imported = loads('''<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-03-02T08:00:00</StartDate>
    ... <Tasks><Task><UID>5</UID><Name>Draft</Name><Duration>PT16H0M0S</Duration></Task></Tasks></Project>''')
    >>> str(imported.plan["t5"].duration), imported.schedule
    ('2d', None)
    """
    teller = Teller("reading the Microsoft Project file", on_progress)
    root, namespace, oddity = parsed(given_content(data, "a Microsoft Project XML file"), given_limit(limit))
    if root.name != "Project":
        raise MsProjectError(
            "the root element", f"it is <{root.name[:60]}>, not <Project>",
            "Save the project from Microsoft Project with the file type XML; .mpp files cannot be read.",
        )  # fmt: skip
    report = Report()
    if oddity:
        report.add("encoding", "", f"the encoding is not what the file says: {oddity}")
    if namespace != NAMESPACE:
        report.add(
            "namespace", "", f'the namespace is "{namespace[:200]}", not "{NAMESPACE}"', severity="info"
        )
    return _imported(root, report, teller)


def _imported(root: Node, report: Report, teller: Teller) -> Imported:
    conventions = conventions_of(root, report)
    summary = summary_of(root)
    calendars, calendar_uids = calendars_of(root, report)
    custom = CustomFields(root, report, conventions)
    currency = currency_of(root)
    resources, resource_uids = resources_of(root, report, calendar_uids, custom, currency)
    settings = settings_of(root, report, conventions, _calendar(Fields(root, report), calendar_uids))
    reading = Reading(
        root,
        report,
        conventions,
        settings["direction"] == "backward",
        calendar_uids,
        resource_uids,
        {one.id: one for one in resources},
        currency,
        custom,
        summary,
        _work_format(root, report),
    )
    tasks = tasks_of(reading, teller)
    try:
        plan = Plan(**settings).add(*custom.properties.values(), *calendars, *resources, *tasks)
    except PlanFaults as problem:
        raise MsProjectError(
            "the plan as a whole", str(problem), "Repair the file in Microsoft Project."
        ) from problem
    for ring in rings(plan, _MOST_RINGS):
        report.add(
            "ring", ring[0], f"these tasks wait for each other: {' → '.join((*ring[:20], ring[0]))}; "
            "none of them can ever start",
            {"path": ring}, "error",
        )  # fmt: skip
    schedule = schedule_of(plan, reading.outline.rows, reading.outline.summaries, report)
    if schedule is not None:
        tell_splits(plan, schedule, shaped_tasks(root, reading.outline.uids), report)
    tell_leftovers(root, summary, report)
    return Imported(plan, schedule, report.findings())


def _calendar(fields: Fields, calendars: Uids) -> str:
    """The id of the project's calendar."""
    uid = fields.whole("CalendarUID")
    found = calendars(uid)
    if found is None and uid is not None and uid >= 0:
        fields.report.add(
            "unknown_calendar",
            "",
            f"the project's calendar has the UID {uid}, which is not in the file; standard was taken",
            {"uid": uid},
        )
    return found or "standard"


def _work_format(root: Node, report: Report) -> int:
    """The duration format in which work is shown: the file's WorkFormat counts minutes, hours, days, weeks, months."""
    number = Fields(root, report).whole("WorkFormat", 1, 5) or 2
    return 2 * number + 1
