"""Reading from and writing to files."""

from __future__ import annotations

from workmodel.domain import Plan, Schedule
from workmodel.domain.telling import OnProgress
from workmodel.interchange.files import Source, contents, deliver
from workmodel.interchange.imported import Imported
from workmodel.interchange.msproject.nodes import MOST_BYTES
from workmodel.interchange.msproject.reading import loads
from workmodel.interchange.msproject.writing import dumps

__all__ = ["dump", "load"]


def load(source: Source, *, limit: int = MOST_BYTES, on_progress: OnProgress | None = None) -> Imported:
    """The plan in a Microsoft Project XML file, with the dates it carries; see `loads`.

    Parameters
    ----------
    source
        A path, or a file open for reading.
    limit
        Largest size. [bytes]
    on_progress
        As for `loads`.

    Raises
    ------
    OSError
        The file cannot be read.
    MsProjectError
        It is no Microsoft Project XML file, or a larger one.
    WrongType
        Neither a path nor an open file.
    """
    return loads(contents(source, limit=limit), limit=limit, on_progress=on_progress)


def dump(
    plan: Plan,
    target: Source,
    schedule: Schedule | None = None,
    *,
    on_progress: OnProgress | None = None,
) -> None:
    """Write a plan with its dates to a Microsoft Project XML file, all or nothing; see `dumps`.

    Parameters
    ----------
    plan
        The plan.
    target
        A path, or a file open for writing.
    schedule
        Its dates.
    on_progress
        As for `dumps`.

    Raises
    ------
    OSError
        The file cannot be written.
    WrongType
        Not a plan, the schedule of another plan, or neither a path nor an open file.
    """
    deliver(dumps(plan, schedule, on_progress=on_progress), target)
