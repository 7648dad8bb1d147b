"""The program: read, schedule, show, write; and one clear paragraph when something cannot be done."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workmodel.cli.arguments import parser
from workmodel.cli.terminal import Terminal, close_quietly
from workmodel.errors import InvalidValue, WorkModelError

if TYPE_CHECKING:
    from workmodel.domain import Plan, Schedule
    from workmodel.findings import Finding
    from workmodel.interchange import Imported
    from workmodel.quantities import Moment

__all__ = ["main"]

_FAILED: Final = 2
_NOBODY_READS: Final = 141  # what a shell reports for a program that a closed pipe ended
_INTERRUPTED: Final = 130


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
        asked = parser().parse_args(argv)
    except SystemExit as end:  # after --help and --version, and for arguments that are wrong
        return int(end.code or 0)
    try:
        _run(asked)
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
    return 0


def _flushed() -> None:
    """Bring the output out now, where something can still be said about it."""
    try:
        sys.stdout.flush()
    except OSError:
        close_quietly()
        raise


def _fail(message: str) -> int:
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sys.stderr.write(f"workmodel: {message}\n".encode(encoding, "replace").decode(encoding))
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
    from workmodel.cli.showing import show_explanation, show_import, show_schedule

    as_of = _moment("--as-of", asked.as_of)
    start = _moment("--start", asked.start)
    _check_targets(asked)
    imported = _read(asked.plan)
    plan = imported.plan if start is None else imported.plan.evolve(start=start)
    if asked.json == "-":  # a plan need not be schedulable to be converted
        _to_stdout(_document(plan))
        return
    schedule = _scheduled(plan, imported, stored=asked.stored)
    terminal = Terminal.found(width=asked.width, ascii=asked.ascii)
    to_stdout = "-" in (asked.html, asked.json, asked.csv, asked.xml)
    if asked.explain:
        for name in asked.explain:
            show_explanation(schedule, name, terminal)
    elif not to_stdout:
        if imported.findings:
            show_import(imported.findings, terminal)
        show_schedule(schedule, terminal, as_of=as_of, brief=asked.brief)
    _write(asked, schedule, terminal, as_of)


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


def _check_targets(asked: argparse.Namespace) -> None:
    """Nothing may be written over the plan, and at most one thing to standard output."""
    targets = _targets(asked)
    if sum(target == "-" for _, target in targets) > 1:
        raise _Refused('only one of --html, --json, --csv and --xml can go to standard output ("-").')
    for name, target in targets:
        if target != "-" and asked.plan != "-" and _same_file(target, asked.plan):
            raise _Refused(f'--{name} "{target}" would overwrite the plan itself; name another file.')


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def _read(name: str) -> Imported:
    from workmodel import interchange

    if name != "-":
        return interchange.load(name)
    source = sys.stdin
    return interchange.load(getattr(source, "buffer", source))


def _scheduled(plan: Plan, imported: Imported, *, stored: bool) -> Schedule:
    from workmodel.scheduling import schedule

    if not stored:
        return schedule(plan)
    if imported.schedule is None:
        raise _Refused("the file stores no dates; leave --stored out to have them computed.")
    return imported.schedule


def _write(asked: argparse.Namespace, schedule: Schedule, terminal: Terminal, as_of: Moment | None) -> None:
    from workmodel.cli.showing import show_losses
    from workmodel.interchange.files import deliver

    for name, target in _targets(asked):
        content = _content(name, schedule, as_of)
        if target == "-":
            _to_stdout(content)
            continue
        deliver(content, target)
        if "-" not in (place for _, place in _targets(asked)):
            show_losses(target, _lost(name, schedule.plan), terminal)


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


def _content(name: str, schedule: Schedule, as_of: Moment | None) -> str | bytes:
    from workmodel.interchange import msproject, tables
    from workmodel.views import report

    if name == "html":
        return report.html(schedule, as_of=as_of)
    if name == "json":
        return _document(schedule.plan)
    return tables.dumps(schedule) if name == "csv" else msproject.dumps(schedule.plan, schedule)
