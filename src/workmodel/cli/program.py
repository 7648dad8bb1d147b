"""The program: read, schedule, show, write; and one clear paragraph when something cannot be done."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from workmodel.cli.arguments import parser
from workmodel.cli.targets import STANDARD, problem_with
from workmodel.cli.terminal import Terminal, close_quietly
from workmodel.errors import InvalidValue, NoPlanDate, UnknownId, WorkModelError, nearest

if TYPE_CHECKING:
    from workmodel.allocation import Allocation
    from workmodel.capacity import Ledger
    from workmodel.domain import Moves, Plan, Schedule
    from workmodel.findings import Finding
    from workmodel.interchange import Imported
    from workmodel.quantities import Moment

__all__ = ["main"]

_FAILED: Final = 2
_NOBODY_READS: Final = 141  # what a shell reports for a program that a closed pipe ended
_INTERRUPTED: Final = 130
_ABOUT_THE_START: Final = (
    "tables.no_start",
    "tables.start_assumed",
)  # of the table, where --start says another


class _Refused(Exception):
    """What is asked cannot be done; the text says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Parameters
    ----------
    argv
        The arguments; ``None``: those of the process.

    Returns
    -------
    int
        0, or 2 where the plan could not be read, scheduled or written: the reason is on standard error.

    Examples
    --------
    >>> main(["nowhere.json"])
    2
    """
    try:
        status = _answered(argv)
        _flushed()
    except BrokenPipeError:
        close_quietly()
        return _NOBODY_READS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except (_Refused, WorkModelError) as problem:
        return _fail(str(problem))
    except OSError as problem:
        return _fail(_told(problem))
    return status


def _answered(argv: Sequence[str] | None) -> int:
    """Do what is asked; the status of what argparse does by itself."""
    try:
        asked = parser().parse_args(argv)
    except SystemExit as end:  # after --help and --version, and for arguments that are wrong
        return int(end.code or 0)
    if sys.stdout is None:
        raise _Refused("standard output is closed, so there is nowhere to show anything; send it to a file.")
    _run(asked)
    return 0


def _flushed() -> None:
    """Bring the output out now, where something can still be said about it."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        close_quietly()
        raise


def _fail(message: str) -> int:
    """Say on standard error what went wrong, as far as anybody listens; the status says it anyway."""
    if sys.stderr is not None:
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        with suppress(OSError):
            sys.stderr.write(f"workmodel: {message}\n".encode(encoding, "replace").decode(encoding))
            sys.stderr.flush()
    return _FAILED


def _told(problem: OSError) -> str:
    """What the operating system refused, in words."""
    name = f'"{problem.filename}"' if problem.filename else "a file"
    if isinstance(problem, FileNotFoundError):
        return f"there is no file {name}.{_near(str(problem.filename))}"
    if isinstance(problem, IsADirectoryError):
        return f"{name} is a folder; name a file in it."
    if isinstance(problem, PermissionError):
        return f"{name} may not be opened: permission denied."
    return f"{name} cannot be read or written: {problem.strerror or problem}."


def _near(name: str) -> str:
    """A half-sentence that offers the files of the folder with the nearest names."""
    path = Path(name)
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f' There is no folder "{path.parent}" either.'
    found = get_close_matches(path.name, beside[:5000], n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(str(path.with_name(one)) for one in found)}?" if found else ""


def _run(asked: argparse.Namespace) -> None:
    from workmodel.cli.showing import (
        show_dates,
        show_explanation,
        show_import,
        show_losses,
        show_moves,
        show_workload,
    )  # fmt: skip
    from workmodel.domain import Schedule

    as_of = _moment("--as-of", asked.as_of)
    start = _moment("--start", asked.start)
    _check_files(asked)
    imported = _read(asked.plan, asked.zone)
    plan, remarks = imported.plan, imported.findings
    if start is not None:
        plan = plan.evolve(start=start)
        remarks = tuple(remark for remark in remarks if remark.code not in _ABOUT_THE_START)
    if (
        _targets(asked) == [("json", STANDARD)] and not asked.allocate
    ):  # a plan need not be schedulable to be converted
        _to_stdout(_document(plan))
        return
    dates = _dated(plan, imported, asked)
    schedule = dates if isinstance(dates, Schedule) else dates.schedule
    moved = None if asked.since is None else _moved_since(schedule, asked, start)
    terminal = Terminal.found(width=asked.width, ascii=asked.ascii)
    hours = _hours(dates) if asked.workload else None
    written = [(name, target, _content(name, dates, schedule, as_of)) for name, target in _targets(asked)]
    explained = [_item_called(name, schedule) for name in asked.explain]  # refused before anything is written
    for name in explained:
        schedule.explain(name)
    for (
        name,
        target,
        content,
    ) in written:  # before anything is shown, of which a reader may want only the first lines
        if target != STANDARD:
            _deliver(name, content, target)
    to_stdout = [content for _, target, content in written if target == STANDARD]
    if to_stdout:
        _to_stdout(to_stdout[0])
        return
    for name in explained:
        show_explanation(dates, name, terminal)
    if hours is not None:
        show_workload(hours, terminal, period=asked.workload, as_of=as_of)
    if moved is not None:
        show_moves(moved, terminal)
    if not (asked.explain or asked.workload or asked.since):
        if remarks:
            show_import(remarks, terminal)
        show_dates(dates, terminal, as_of=as_of, brief=asked.brief)
    for name, target, _ in written:
        show_losses(target, _lost(name, schedule.plan if asked.allocate else plan), terminal)


def _moment(option: str, text: str | None) -> Moment | None:
    from workmodel.quantities import moment

    if text is None:
        return None
    try:
        return moment(text)
    except InvalidValue as problem:
        raise _Refused(f"{option}: {problem}") from None


def _targets(asked: argparse.Namespace) -> list[tuple[str, str]]:
    """Options that write, with where to."""
    return [
        (name, target)
        for name in ("html", "json", "csv", "xml")
        if (target := getattr(asked, name)) is not None
    ]


def _check_files(asked: argparse.Namespace) -> None:
    """Whatever keeps one of the files from being read or written is told before anything is done."""
    if asked.since == asked.plan == STANDARD:
        raise _Refused("--since: only one of the two plans can be piped in; name a file for the other.")
    targets = _targets(asked)
    for read in filter(None, (asked.plan, asked.since)):
        if problem := problem_with(targets, read):
            raise _Refused(problem)
    to_stdout = [name for name, target in targets if target == STANDARD]
    printing = next((name for name in ("explain", "workload", "since") if getattr(asked, name)), "")
    if to_stdout and printing:
        raise _Refused(
            f"--{printing} prints to standard output, where --{to_stdout[0]} is to go; name a file for one."
        )


def _read(name: str, zone: str | None) -> Imported:
    from workmodel import interchange

    imported = interchange.load(name if name != STANDARD else _standard_input(), zone=zone)
    found = imported.plan.zone
    if zone is not None and found != zone:
        about = f'the zone "{found}"' if found else "no zone"
        raise _Refused(f"--zone is for the times of a table; this is none, and its plan has {about}.")
    return imported


def _standard_input() -> IO[str] | IO[bytes]:
    """What is piped in."""
    source = sys.stdin
    if source is None:
        raise _Refused("standard input is closed; name a file, or pipe one in: workmodel - < plan.json")
    if source.isatty():
        raise _Refused("standard input is a terminal; name a file, or pipe one in: workmodel - < plan.json")
    found: IO[str] | IO[bytes] = getattr(source, "buffer", source)
    return found


def _dated(plan: Plan, imported: Imported, asked: argparse.Namespace) -> Schedule | Allocation:
    """The dates that are asked for: stored, by logic, or within everybody's hours."""
    from workmodel.allocation import allocate
    from workmodel.scheduling import schedule

    if not asked.stored:
        try:
            return allocate(plan) if asked.allocate else schedule(plan)
        except NoPlanDate as problem:
            if problem.setting != "start":
                raise
            raise _Refused(
                "the plan has no start, so nothing has a date. Say from which day on to plan: --start 2026-03-02"
            ) from None
    if asked.allocate:
        raise _Refused("--allocate finds dates, and --stored takes those of the file; leave one of them out.")
    if imported.schedule is None:
        raise _Refused("the file stores no dates; leave --stored out to have them computed.")
    return imported.schedule


def _moved_since(schedule: Schedule, asked: argparse.Namespace, start: Moment | None) -> Moves:
    """What moved since the plan of an earlier file, scheduled as the plan itself is."""
    from workmodel.domain import Schedule
    from workmodel.scheduling import moves

    try:
        imported = _read(asked.since, asked.zone)
        plan = imported.plan if start is None else imported.plan.evolve(start=start)
        earlier = _dated(plan, imported, asked)
        return moves(earlier if isinstance(earlier, Schedule) else earlier.schedule, schedule)
    except (_Refused, WorkModelError) as problem:
        raise _Refused(f"--since: {problem}") from None


def _hours(dates: Schedule | Allocation) -> Ledger:
    """Who has how many hours over the days of the schedule."""
    from workmodel.domain import Schedule
    from workmodel.views.staffing import ledger_of, ledger_within

    found = ledger_of(dates) if isinstance(dates, Schedule) else ledger_within(dates)
    if found is None:
        raise _Refused(
            "--workload: nobody in the plan has hours; add people or equipment to it, and assign them to its work."
        )
    return found


def _item_called(name: str, schedule: Schedule) -> str:
    """The id of the item that somebody calls so: by its id, or by a title that no other item has."""
    if name in schedule.plan:
        return name
    titles = {one: schedule.plan[one].title for one in schedule.ids}
    found = [one for one, title in titles.items() if title == name]
    found = found or [one for one, title in titles.items() if title.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnknownId(name, nearest(name, [*schedule.ids, *filter(None, titles.values())]))
    listed = ", ".join(found[:10]) + (f" and {len(found) - 10} more" if len(found) > 10 else "")
    raise _Refused(
        f'--explain: {len(found)} items are called "{name}"; name one of them by its id: {listed}.'
    )


def _deliver(name: str, content: str | bytes, target: str) -> None:
    from workmodel.interchange.files import deliver

    try:
        deliver(content, target)
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise _Refused(f'--{name}: "{target}" cannot be written: {problem.strerror or problem}.') from None


def _lost(name: str, plan: Plan) -> tuple[Finding, ...]:
    """What a format does not hold of a plan."""
    from workmodel.interchange import msproject, tables

    if name not in ("csv", "xml"):
        return ()
    return tables.losses(plan) if name == "csv" else msproject.losses(plan)


def _to_stdout(content: str | bytes) -> None:
    from workmodel.interchange.files import deliver

    binary = getattr(sys.stdout, "buffer", None)
    deliver(content, sys.stdout if binary is None else binary)


def _document(plan: Plan) -> str:
    from workmodel.interchange import document

    return document.dumps(plan)


def _content(
    name: str, dates: Schedule | Allocation, schedule: Schedule, as_of: Moment | None
) -> str | bytes:
    from workmodel.interchange import msproject, tables
    from workmodel.views import report

    if name == "html":
        return report.html(dates, as_of=as_of)
    if name == "json":
        return _document(schedule.plan)
    return tables.dumps(schedule) if name == "csv" else msproject.dumps(schedule.plan, schedule)
