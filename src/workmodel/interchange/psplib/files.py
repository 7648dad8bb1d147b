"""Reading from and writing to files."""

from __future__ import annotations

from collections.abc import Mapping

from workmodel.domain import Plan, Schedule
from workmodel.interchange.document_text import MOST_BYTES
from workmodel.interchange.files import Source, contents, deliver
from workmodel.interchange.imported import Imported
from workmodel.interchange.psplib.reading import START, loads
from workmodel.interchange.psplib.starts import dumps_starts
from workmodel.interchange.psplib.writing import dumps
from workmodel.quantities import Moment

__all__ = ["dump", "dump_starts", "load"]


def load(source: Source, *, start: Moment | str = START, limit: int = MOST_BYTES) -> Imported:
    """The plan of the instance in a file: a path, or an open file, text or binary; see `loads`.

    Raises
    ------
    OSError
        The file cannot be read.
    DocumentFaults
        It holds no instance.
    WrongType
        Neither a path nor an open file.
    """
    return loads(contents(source, limit=limit), start=start, limit=limit)


def dump(plan: Plan, target: Source) -> None:
    """Write a plan as an instance, ``.sm`` or ``.mm``, to a path (all or nothing) or to an open file; see `dumps`.

    Raises
    ------
    OSError
        The file cannot be written.
    DependencyCycle, OutOfRange
        The plan cannot be said as an instance.
    WrongType
        Not a plan, or neither a path nor an open file.
    """
    deliver(dumps(plan), target)


def dump_starts(schedules: Mapping[str, Schedule], target: Source) -> None:
    """Write when activities start, as CSV, to a path (all or nothing) or to an open file; see `dumps_starts`.

    Raises
    ------
    OSError
        The file cannot be written.
    NoPlanDate, OutOfRange
        A start is no whole number of periods after that of the plan.
    WrongType
        Not schedules by the names of their instances, or neither a path nor an open file.
    """
    deliver(dumps_starts(schedules), target)
