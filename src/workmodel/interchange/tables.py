"""Tables of tasks, as CSV: what spreadsheets and other planning tools exchange.

Reading takes what people have: any order of columns, their usual names in English, German, French or Spanish, commas,
semicolons or tabs, outlines by level, by WBS code, by parent or by spaces, predecessors by row number. Writing gives
one row per task, milestone and project. A table holds less than a plan; `losses` lists what one would lose.
"""

from __future__ import annotations

from typing import Final

from workmodel.domain import Plan, Schedule
from workmodel.domain.telling import OnProgress, Teller
from workmodel.errors import InvalidText, WrongType
from workmodel.findings import Finding
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.files import Source, contents, deliver
from workmodel.interchange.given import (
    given_content,
    given_limit,
    given_plan,
    given_plan_or_schedule,
)
from workmodel.interchange.imported import Imported
from workmodel.interchange.tables_losses import losses_of
from workmodel.interchange.tables_reading import imported
from workmodel.interchange.tables_text import DELIMITERS, table_text
from workmodel.interchange.tables_writing import rows_of_plan
from workmodel.quantities.moments import zone_info

__all__ = ["dump", "dumps", "load", "loads", "losses"]

_DELIMITERS: Final = "a comma, a semicolon, a tab or a bar"


def loads(
    data: str | bytes,
    *,
    zone: str | None = None,
    limit: int = MOST_BYTES,
    on_progress: OnProgress | None = None,
) -> Imported:
    r"""The plan that a table of tasks describes, with findings on what was guessed or left out.

    Parameters
    ----------
    data
        Text, or bytes in UTF-8, UTF-16 or Windows-1252. The first row that is not blank is the header.
    zone
        IANA name of the zone whose wall clock the times are, which becomes the plan's. Times with an offset are
        read with a zone only, and become the same instants on its clock.
    limit
        Largest size, which bounds the number of rows and cells as well: one for each 256 and 16 bytes of it. [bytes]
    on_progress
        Called now and then with how many rows were read and how many there are; ``False`` from it stops with `Stopped`.

    Raises
    ------
    DocumentFaults
        Cells that cannot be read, or rows that do not fit together: all of them, each with its row.
    InvalidText
        No such zone.
    WrongType
        Neither text nor bytes.

    Examples
    --------
    >>> read = loads("Task Name;Duration;Predecessors\nSpec;3 days;\nBuild;2w;1FS+1d\n")
    >>> [str(d) for d in read.plan["build"].after], str(read.plan["build"].duration)
    (['spec FS+1d'], '2w')
    >>> loads("ID,Deadline\ndraft,2026-03-02 16:00Z\n", zone="Europe/Berlin").plan[
    ...     "draft"
    ... ].deadline.isoformat()
    '2026-03-02T17:00:00+01:00'
    """
    teller = Teller("reading the table", on_progress)
    if zone is not None:
        zone_info(zone)
    return imported(given_content(data, "a table"), given_limit(limit), zone, teller)


def dumps(source: Plan | Schedule, *, delimiter: str = ",", on_progress: OnProgress | None = None) -> str:
    r"""The table of a plan's tasks, milestones and projects; that of a schedule has their dates as well.

    Cells that a spreadsheet would run as formulas get an apostrophe before them, which `loads` takes off again. The
    table of a plan with a zone does not name it, and its times may have offsets: read it again with ``zone=``.

    Parameters
    ----------
    source
        A plan, or a schedule of one.
    delimiter
        What stands between cells: a comma, a semicolon, a tab or a bar; spreadsheets where the comma is a decimal sign
        want ``";"``.
    on_progress
        Called now and then with how many items were written and how many there are; ``False`` from it stops with `Stopped`.

    Raises
    ------
    InvalidText
        Another delimiter.
    WrongType
        Neither a plan nor a schedule.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> plan = Plan().add(Task("spec", duration="3d"), Task("build", title="Build it", after=["spec SS+1d"]))
    >>> header, *rows = dumps(plan).splitlines()
    >>> header.split(",")[:6]
    ['ID', 'Parent', 'Type', 'Name', 'Duration', 'Work']
    >>> print(*rows, sep="\n")
    spec,,task,spec,3d,,,,,,,,,500,,,
    build,,task,Build it,,,,,,spec SS+1d,,,,500,,,
    """
    if not isinstance(delimiter, str):
        raise WrongType("a delimiter", delimiter, _DELIMITERS)
    if delimiter not in DELIMITERS:
        raise InvalidText("a delimiter", delimiter, _DELIMITERS)
    teller = Teller("writing the table", on_progress)
    return table_text(rows_of_plan(given_plan_or_schedule(source), teller), delimiter)


def losses(plan: Plan) -> tuple[Finding, ...]:
    """What a table of this plan would not bring back: entities, attributes and settings that a table cannot hold.

    Found by writing the table and reading it again, so that nothing is forgotten.

    Raises
    ------
    WrongType
        Not a plan.

    Examples
    --------
    >>> from workmodel.domain import Task
    >>> [str(f) for f in losses(Plan().add(Task("spec", estimate="1d / 2d / 3d")))]
    ['[tables.field_lost] spec: estimate is not in the table']
    """
    return losses_of(given_plan(plan))


def load(
    source: Source, *, zone: str | None = None, limit: int = MOST_BYTES, on_progress: OnProgress | None = None
) -> Imported:
    """The plan of a table in a file: a path, or an open file, text or binary; see `loads`.

    Raises
    ------
    OSError
        The file cannot be read.
    DocumentFaults
        It holds no table of tasks.
    WrongType
        Neither a path nor an open file.
    """
    return loads(contents(source, limit=limit), zone=zone, limit=limit, on_progress=on_progress)


def dump(
    source: Plan | Schedule,
    target: Source,
    *,
    delimiter: str = ",",
    on_progress: OnProgress | None = None,
) -> None:
    """Write the table of a plan or schedule to a path (in UTF-8, all or nothing) or to an open file; see `dumps`.

    Raises
    ------
    OSError
        The file cannot be written.
    WrongType
        Neither a plan nor a schedule, or neither a path nor an open file.
    """
    deliver(dumps(source, delimiter=delimiter, on_progress=on_progress), target)
